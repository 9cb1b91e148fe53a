import Values

// Dates that are the numbers by which spreadsheets count days: 45292 is 2024-01-01.
extension ColumnDecision {
    /// Days of 1954 to 2119.
    static let serialDays: ClosedRange<Int64> = 20_000...80_000

    /// The column as dates, where its name says that it holds dates and all cells are such numbers; nil otherwise.
    func serialDateColumn(_ sample: CellSample) -> Column? {
        guard sample.filled > 0, sample.numbers == sample.filled, options.dateOrder == nil, saysDate(name),
            let (values, scale, missing) = cells.plainNumbers(scale: min(sample.scale, 18))
        else { return nil }
        var unit: Int64 = 1
        for _ in 0..<min(scale, 18) { unit *= 10 }
        guard
            values.allSatisfy({ $0 == ColumnData.missingScaled || Self.serialDays.contains($0 / unit) })
        else { return nil }
        let serial = SerialDate(countsFrom1904: false)
        var days: [Int32] = []
        var moments: [Int64] = []
        let hasTimes = scale > 0
        for value in values {
            guard value != ColumnData.missingScaled,
                case .day(let day, let milliseconds) = serial.reading(Double(value) / Double(unit))
            else {
                if hasTimes { moments.append(Int64.min) } else { days.append(ColumnData.missingDay) }
                continue
            }
            if hasTimes {
                moments.append(Int64(day.number) * 86_400_000_000 + Int64(milliseconds) * 1000)
            } else {
                days.append(Int32(truncatingIfNeeded: day.number))
            }
        }
        let row = values.firstIndex { $0 != ColumnData.missingScaled } ?? 0
        return Column(
            type: hasTimes ? .moment : .day, data: hasTimes ? .moments(moments) : .days(days), missingCount: missing,
            decisions: ["dates counted in days, as spreadsheets do (\(proof(row)))"])
    }
}

// Such numbers among dates that are written out: what becomes of cells that are formatted as numbers.
extension ColumnDecision {
    /// The first of the numbers, where all cells that are no dates are such numbers, of the years that the dates are of;
    /// nil otherwise.
    func serialsAmongDates(_ profile: ColumnProfile) -> Sightings? {
        guard profile.nonDates.count > 0, profile.dates * (saysDate(name) ? 4 : 2) > profile.filled else { return nil }
        var serials = Sightings()
        var written = DaySpan()
        var counted = DaySpan()
        var fits = true
        cells.forEach { row, cell, count in
            guard count > 0 else { return true }
            if let scan = scanDate(cell, count) {
                if let day = scan.day(monthFirst: true) ?? scan.day(monthFirst: false) { written.add(Int64(day)) }
            } else if let microseconds = scanSerialDate(cell, count) {
                serials.add(row)
                counted.add(microseconds / Moment.microsecondsPerDay)
            } else if !(isDigit(cell[0]) ? isZeroDate(cell, count) : isMissingWord(cell, count)) {
                fits = false
            }
            return fits
        }
        let year: Int64 = 366
        guard fits, serials.count == profile.nonDates.count, written.first <= written.last,
            counted.first >= written.first - year, counted.last <= written.last + year
        else { return nil }
        return serials
    }
}

private struct DaySpan {
    var first = Int64.max
    var last = Int64.min

    mutating func add(_ day: Int64) {
        first = min(first, day)
        last = max(last, day)
    }
}

/// The time that a spreadsheet's number of days stands for, in microseconds since 1970; nil where the cell is no such
/// number.
func scanSerialDate(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int64? {
    guard count >= 5, count <= 20, isDigit(bytes[0]) else { return nil }
    let cell = UnsafeBufferPointer(start: bytes, count: count)
    guard cell.prefix(5).allSatisfy(isDigit), count == 5 || bytes[5] == 0x2E, count != 6,
        cell.dropFirst(6).allSatisfy(isDigit), let days = Double(String(decoding: cell, as: UTF8.self)),
        ColumnDecision.serialDays.contains(Int64(days)),
        case .day(let day, let milliseconds) = SerialDate(countsFrom1904: false).reading(days)
    else { return nil }
    return Int64(day.number) * Moment.microsecondsPerDay + Int64(milliseconds) * 1000
}

/// Whether the name of a column says that it holds dates and not how many there are.
func saysDate(_ name: String) -> Bool {
    let parts = name.split(separator: "_")
    return parts.contains { $0.hasSuffix("date") || $0 == "datum" || $0 == "fecha" }
        && !parts.contains { countingWords.contains($0) }
}

/// Words in names of columns that count or name something.
let countingWords: Set<Substring> = [
    "id", "key", "no", "number", "code", "amount", "quantity", "qty", "price", "revenue", "count", "days",
]
