import CScan
import Values

/// Two digits at `bytes`, which has two bytes to read.
@inline(__always)
func twoDigits(_ bytes: UnsafePointer<UInt8>) -> Int? {
    let tens = bytes[0] &- 0x30
    let ones = bytes[1] &- 0x30
    return tens < 10 && ones < 10 ? Int(tens) &* 10 &+ Int(ones) : nil
}

/// One or two digits from `position` on, which moves behind them; three bytes can be read there.
@inline(__always)
func oneOrTwoDigits(_ bytes: UnsafePointer<UInt8>, _ position: inout Int) -> Int? {
    let first = bytes[position] &- 0x30
    guard first < 10 else { return nil }
    position &+= 1
    let second = bytes[position] &- 0x30
    guard second < 10 else { return Int(first) }
    position &+= 1
    return Int(first) &* 10 &+ Int(second)
}

/// The day at `bytes`, which has ten bytes to read: `2024-01-31`.
@inline(__always)
func isoDay(_ bytes: UnsafePointer<UInt8>) -> Int32? {
    let raw = UnsafeRawPointer(bytes)
    // `2024-01-` and `31` with the bits of digits and hyphens taken away: what is left are the digits' values.
    let front = raw.loadUnaligned(as: UInt64.self) ^ 0x2D30_302D_3030_3030
    let back = UInt64(raw.loadUnaligned(fromByteOffset: 8, as: UInt16.self) ^ 0x3030)
    let above = (front &+ 0x0006_0600_0606_0606) | front
    if (above & 0xFFF0_F0FF_F0F0_F0F0) | (((back &+ 0x0606) | back) & 0xF0F0) != 0 { return nil }
    let year =
        Int(front & 15) &* 1000 &+ Int((front >> 8) & 15) &* 100 &+ Int((front >> 16) & 15) &* 10
        &+ Int((front >> 24) & 15)
    let month = Int((front >> 40) & 15) &* 10 &+ Int((front >> 48) & 15)
    let day = Int(back & 15) &* 10 &+ Int(back >> 8 & 15)
    return dayNumber(year, month, day)
}

/// As `Day(year:month:day:)`, by the same arithmetic but in line.
@inline(__always)
func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int32? {
    guard year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= 31 else { return nil }
    if day > 28 && day > Day.daysIn(month: month, year: year) { return nil }
    let shifted = month <= 2 ? year &- 1 : year
    let dayOfYear = (153 &* (month > 2 ? month &- 3 : month &+ 9) &+ 2) / 5 &+ day &- 1
    return Int32(
        truncatingIfNeeded: shifted &* 365 &+ shifted / 4 &- shifted / 100 &+ shifted / 400 &+ dayOfYear &- 719_468)
}

/// Days of the form `2024-01-31`.
func parseDays(_ run: FieldRun, _ values: UnsafeMutablePointer<Int64>) -> ChunkCells {
    var result = ChunkCells()
    var found = cfields_found.nothing
    var plain = run.plain
    var row = 0
    while true {
        row = cfields_days(&plain, row, values, &found)
        if row >= run.rows { break }
        let (cell, count) = run.cell(row)
        if count == 0 {
            found.missing += 1
            values[row] = Int64.min
        } else if count == 10, let day = isoDay(cell) {
            values[row] = Int64(day)
            found.smallest = min(found.smallest, Int64(day))
            found.largest = max(found.largest, Int64(day))
        } else {
            result.isOdd = true
            return result
        }
        row += 1
    }
    result.take(found)
    return result
}

/// Moments of the form `2024-01-31 09:30` or `2024-01-31T09:30:15`.
func parseMoments(_ run: FieldRun, _ values: UnsafeMutablePointer<Int64>) -> ChunkCells {
    parseCells(run, values) { cell, count, result in
        guard let (day, seconds) = isoMoment(cell, count) else { return nil }
        if seconds != 0 { result.proofs.insert(.timeOfDay) }
        return Int64(day) &* Moment.microsecondsPerDay &+ Int64(seconds) &* 1_000_000
    }
}

/// The day and the seconds of it; nil for other forms.
@inline(__always)
func isoMoment(_ cell: UnsafePointer<UInt8>, _ count: Int) -> (day: Int32, seconds: Int)? {
    guard count == 16 || count == 19, cell[10] == 0x20 || cell[10] == 0x54, cell[13] == 0x3A,
        count == 16 || cell[16] == 0x3A, let day = isoDay(cell), let hour = twoDigits(cell + 11), hour < 24,
        let minute = twoDigits(cell + 14), minute < 60, let second = count == 16 ? 0 : twoDigits(cell + 17),
        second < 60
    else { return nil }
    return (day, hour &* 3600 &+ minute &* 60 &+ second)
}

/// Days of the form `1/31/2024` (month first) or `31/1/2024`, or with `-`.
///
/// - Parameter fileOffset: where in the file the run's bytes begin.
func parseNumericDays(
    _ run: FieldRun, monthFirst: Bool, separator: UInt8, fileOffset: Int, _ values: UnsafeMutablePointer<Int64>
) -> ChunkCells {
    parseCells(run, values) { cell, count, result in
        guard let (number, day) = numericDay(cell, count, monthFirst: monthFirst, separator: separator) else {
            return nil
        }
        if result.proofOffset == nil && day > 12 { result.proofOffset = fileOffset + (cell - run.bytes) }
        return Int64(number)
    }
}

/// The day's number and its day of the month; nil for other forms.
@inline(__always)
func numericDay(
    _ cell: UnsafePointer<UInt8>, _ count: Int, monthFirst: Bool, separator: UInt8
) -> (number: Int32, day: Int)? {
    guard count >= 8 && count <= 10 else { return nil }
    var position = 0
    guard let first = oneOrTwoDigits(cell, &position), cell[position] == separator else { return nil }
    position &+= 1
    guard let second = oneOrTwoDigits(cell, &position), cell[position] == separator, count &- position == 5,
        let century = twoDigits(cell + position + 1), let rest = twoDigits(cell + position + 3)
    else { return nil }
    let month = monthFirst ? first : second
    let day = monthFirst ? second : first
    return dayNumber(century &* 100 &+ rest, month, day).map { ($0, day) }
}

/// Words for yes and no.
func parseFlags(_ run: FieldRun, _ values: UnsafeMutablePointer<Int64>) -> ChunkCells {
    parseCells(run, values) { cell, count, result in
        guard let flag = scanBoolean(cell, count) else { return nil }
        if count > 1 { result.proofs.insert(.wholeWord) }
        return Int64(flag)
    }
}

/// Reads every cell of a run by `parse`, until one does not fit.
@inline(__always)
private func parseCells(
    _ run: FieldRun, _ values: UnsafeMutablePointer<Int64>,
    _ parse: (_ cell: UnsafePointer<UInt8>, _ count: Int, _ result: inout ChunkCells) -> Int64?
) -> ChunkCells {
    var result = ChunkCells()
    var smallest = Int64.max
    var largest = Int64.min
    for row in 0..<run.rows {
        let (cell, count) = run.cell(row)
        if count == 0 {
            result.missing &+= 1
            values[row] = Int64.min
            continue
        }
        guard let value = parse(cell, count, &result) else {
            result.isOdd = true
            return result
        }
        values[row] = value
        smallest = min(smallest, value)
        largest = max(largest, value)
    }
    result.smallest = smallest
    result.largest = largest
    return result
}
