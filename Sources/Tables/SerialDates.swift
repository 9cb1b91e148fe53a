import Values

// Dates that are the numbers by which spreadsheets count days: 45292 is 2024-01-01.
extension ColumnDecision {
    /// Days of 1954 to 2119.
    static let serialDays: ClosedRange<Int64> = 20_000...80_000

    /// The column as dates, where its name says that it holds dates and all cells are such numbers; nil otherwise.
    func serialDateColumn(_ sample: CellSample) -> Column? {
        guard sample.numbers > 0, sample.numbers + sample.missing == sample.filled, options.dateOrder == nil,
            saysDate(name),
            let (values, scale, missing) = cells.plainNumbers(scale: min(sample.scale, 18), allowsWords: true)
        else { return nil }
        var unit: Int64 = 1
        for _ in 0..<min(scale, 18) { unit *= 10 }
        guard
            values.allSatisfy({ $0 == ColumnData.missingScaled || Self.serialDays.contains($0 / unit) })
        else { return nil }
        var days: [Int32] = []
        var moments: [Int64] = []
        let hasTimes = scale > 0
        for value in values {
            let moment = value == ColumnData.missingScaled ? nil : serialMoment(Double(value) / Double(unit))
            if hasTimes {
                moments.append(moment?.microseconds ?? ColumnData.missingScaled)
            } else {
                days.append(moment?.day.number ?? ColumnData.missingDay)
            }
        }
        let row = values.firstIndex { $0 != ColumnData.missingScaled } ?? 0
        return Column(
            type: hasTimes ? .moment : .day, data: hasTimes ? .moments(moments) : .days(days), missingCount: missing,
            decisions: ["dates counted in days, as spreadsheets do (\(proof(row)))"]
        ).tellingWords(of: self)
    }
}

extension Column {
    /// The column of numbers that are times, with what is to be told of the words among them that were read as missing.
    func tellingWords(of decision: ColumnDecision) -> Column {
        guard missingCount > 0 else { return self }
        let profile = ColumnProfile(decision.cells)
        var column = self
        column.decisions += decision.missingDecisions(profile)
        column.problems += decision.cellErrorProblems(profile)
        return column
    }
}

// Such numbers among dates that are written out: what becomes of cells that are formatted as numbers.
extension ColumnDecision {
    /// These numbers, where all cells that are no dates are such, of the years that the dates are of; nil otherwise.
    func serialsAmongDates(_ profile: ColumnProfile) -> Sightings? {
        // A profile that gave the column up says nothing of its other cells.
        guard profile.rows == cells.rowCount, (1...max(1, profile.numbers)).contains(profile.nonDates.count),
            profile.dates * (saysDate(name) ? 4 : 2) > profile.filled
        else { return nil }
        var serials = Sightings()
        var written = DaySpan()
        var counted = DaySpan()
        cells.forEach { row, cell, count in
            guard count > 0 else { return true }
            if let scan = scanDate(cell, count) {
                if let day = scan.day(monthFirst: true) ?? scan.day(monthFirst: false) { written.add(day) }
            } else if let moment = scanSerialDate(cell, count) {
                serials.add(row)
                counted.add(moment.day.number)
            }
            return true
        }
        let year: Int32 = 366
        guard serials.count == profile.nonDates.count, written.first <= written.last,
            counted.first >= written.first - year, counted.last <= written.last + year
        else { return nil }
        return serials
    }
}

private struct DaySpan {
    var first = Int32.max
    var last = Int32.min

    mutating func add(_ day: Int32) {
        first = min(first, day)
        last = max(last, day)
    }
}

/// The time that a spreadsheet's number of days since 1900 stands for; nil where that is on no day.
private func serialMoment(_ days: Double) -> Moment? {
    guard case .day(let day, let milliseconds) = SerialDate(countsFrom1904: false).reading(days) else { return nil }
    return Moment(microseconds: Moment(day).microseconds + Int64(milliseconds) * 1000)
}

/// The time that a cell with a spreadsheet's number of days stands for; nil where it is no such number.
func scanSerialDate(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Moment? {
    guard count >= 5, count <= 20, isDigit(bytes[0]) else { return nil }
    let cell = UnsafeBufferPointer(start: bytes, count: count)
    guard cell.prefix(5).allSatisfy(isDigit), count == 5 || bytes[5] == 0x2E, count != 6,
        cell.dropFirst(6).allSatisfy(isDigit), let days = Double(String(decoding: cell, as: UTF8.self)),
        ColumnDecision.serialDays.contains(Int64(days))
    else { return nil }
    return serialMoment(days)
}
