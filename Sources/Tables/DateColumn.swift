import Values

// Columns whose cells are all dates: which order of day and month, and whether there is a time.
//
// `serials` are cells that count days as spreadsheets do.
extension ColumnDecision {
    private static let separators = ["/", "-", ".", " "]

    func dateColumn(_ profile: ColumnProfile, serials: Sightings? = nil) -> Column {
        var decisions: [String] = []
        var problems: [FileProblem] = []
        let isYearFirst =
            options.dateOrder == nil && profile.isYearFirst
            || options.dateOrder == .ymd && profile.yearsFirst.count == profile.dates && profile.dates > 0
        if isYearFirst, let row = profile.yearsFirst.firstRow {
            decisions.append("dates read as year/month/day (\(proof(row)))")
        } else if options.dateOrder == nil, profile.mayBeYearFirst, let row = profile.yearsFirst.firstRow {
            problems.append(
                problem(
                    row,
                    "in `\(name)` the year may stand first or last: \(quoted(cells.text(ofRow: row))); read as last"))
        }
        guard let monthFirst = isYearFirst ? [] : dayMonthOrder(profile, &decisions, &problems) else {
            let rows = [profile.provesDayFirst, profile.provesMonthFirst].compactMap { sightings in
                sightings.compactMap(\.firstRow).min()
            }
            let proofs = rows.map(proof).joined(separator: ", ")
            return textColumn(
                "text, because day/month and month/day are mixed: \(proofs)",
                problem: problem(rows.max() ?? 0, "`\(name)` mixes day/month and month/day: \(proofs); read as text"))
        }
        if profile.shortYears > 0 {
            decisions.append(
                saysBirth(name)
                    ? "years of two digits: 00–29 are 20xx, 30–99 are 19xx"
                    : "years of two digits: 00–69 are 20xx, 70–99 are 19xx")
        }
        if profile.compactDates > 0 { decisions.append("eight digits read as year, month, day") }
        if profile.offsets > 0 {
            let isLocal = options.keepsLocalTimes == true
            decisions.append(
                "\(profile.offsets) cells carry an offset from UTC; "
                    + (isLocal ? "left as local times" : "converted to UTC"))
        }
        if let serials, let row = serials.firstRow {
            let cells = serials.count == 1 ? "cell counts" : "cells count"
            decisions.append("\(serials.count) \(cells) days, as spreadsheets do (\(proof(row)))")
        }
        decisions += missingDecisions(profile)
        let missing = profile.blanks + profile.missingWordCount
        let hasTimes = profile.times > 0 || profile.offsets > 0 || serials != nil && profile.fractionIfPoint > 0
        if !hasTimes {
            guard let days = days(monthFirst, serials: serials != nil) else { return textColumn() }
            return Column(
                type: .day, data: .days(days), missingCount: missing, decisions: decisions, problems: problems)
        }
        guard let moments = moments(monthFirst, serials: serials != nil) else { return textColumn() }
        return Column(
            type: .moment, data: .moments(moments), missingCount: missing, decisions: decisions, problems: problems)
    }

    /// Whether the month stands first, for each separator; nil when cells contradict each other.
    private func dayMonthOrder(
        _ profile: ColumnProfile, _ decisions: inout [String], _ problems: inout [FileProblem]
    ) -> [Bool]? {
        let dayProof = profile.provesDayFirst.compactMap(\.firstRow).min()
        let monthProof = profile.provesMonthFirst.compactMap(\.firstRow).min()
        // A point is day first anyway.
        let undecided = profile.undecidedDates.enumerated().filter { $0.offset != 2 }.compactMap(\.element.firstRow)
            .min()
        if let given = options.dateOrder, given != .ymd {
            let isMonth = given == .mdy
            let against = (isMonth ? profile.provesDayFirst : profile.provesMonthFirst).enumerated()
            if against.contains(where: { $0.element.count > 0 && $0.offset != 2 }) { return nil }
            decisions.append("dates read as \(isMonth ? "month/day" : "day/month")/year, as asked")
            return [isMonth, isMonth, false, isMonth]
        }
        switch (dayProof, monthProof) {
        case (let row?, nil):
            if undecided != nil || profile.provesDayFirst[2].count == 0 {
                decisions.append("dates read as day/month/year (\(proof(row)))")
            }
            return [false, false, false, false]
        case (nil, let row?):
            decisions.append("dates read as month/day/year (\(proof(row)))")
            return [true, true, false, true]
        case (nil, nil):
            guard let row = undecided else { return [true, true, false, true] }
            if let (monthFirst, column) = neighbours.orderOfOtherDates() {
                decisions.append("dates read as \(monthFirst ? "month/day" : "day/month")/year, as `\(column)` proves")
                return [monthFirst, monthFirst, false, monthFirst]
            }
            decisions.append("dates read as month/day/year, though no cell proves it (\(proof(row)))")
            problems.append(
                problem(
                    row, "day/month order cannot be told in `\(name)`: every date could be either; read as month/day"))
            return [true, true, false, true]
        case (_?, _?): return orderBySeparator(profile, &decisions, &problems)
        }
    }

    /// Day first with one separator and month first with another, as damaged exports have it.
    private func orderBySeparator(
        _ profile: ColumnProfile, _ decisions: inout [String], _ problems: inout [FileProblem]
    ) -> [Bool]? {
        var result = [true, true, false, true]
        for separator in 0..<2 {
            let day = profile.provesDayFirst[separator]
            let month = profile.provesMonthFirst[separator]
            if day.count > 0 && month.count > 0 { return nil }
            let mark = Self.separators[separator]
            if let row = day.firstRow ?? month.firstRow {
                result[separator] = day.count == 0
                decisions.append(
                    "dates with `\(mark)` read as \(day.count > 0 ? "day/month" : "month/day")/year (\(proof(row)))")
            } else if let row = profile.undecidedDates[separator].firstRow {
                problems.append(
                    problem(
                        row, "day/month order cannot be told for dates with `\(mark)` in `\(name)`; read as month/day"))
            }
        }
        return result
    }

    private func days(_ monthFirst: [Bool], serials: Bool) -> [Int32]? {
        let areBirths = saysBirth(name)
        var fits = true
        var values: [Int32] = []
        values.reserveCapacity(cells.rowCount)
        cells.forEach { _, cell, count in
            guard count > 0, let scan = scanDate(cell, count) else {
                let serial = serials ? scanSerialDate(cell, count) : nil
                values.append(serial?.day.number ?? ColumnData.missingDay)
                return true
            }
            guard let day = scan.day(monthFirst) else {
                fits = false
                return false
            }
            values.append(areBirths ? scan.beforeBirths(day) : day)
            return true
        }
        return fits ? values : nil
    }

    /// Microseconds in UTC where a cell says how far it is from it and local times are not wanted, else as the cell has it.
    private func moments(_ monthFirst: [Bool], serials: Bool) -> [Int64]? {
        let areBirths = saysBirth(name)
        var fits = true
        var values: [Int64] = []
        values.reserveCapacity(cells.rowCount)
        cells.forEach { _, cell, count in
            guard count > 0, let scan = scanDate(cell, count) else {
                let serial = serials ? scanSerialDate(cell, count) : nil
                values.append(serial?.microseconds ?? ColumnData.missingScaled)
                return true
            }
            guard let day = scan.day(monthFirst) else {
                fits = false
                return false
            }
            let offset = options.keepsLocalTimes == true ? 0 : Int64(scan.offset ?? 0) * 60_000_000
            let read = areBirths ? scan.beforeBirths(day) : day
            values.append(Int64(read) * Moment.microsecondsPerDay + (scan.time ?? 0) - offset)
            return true
        }
        return fits ? values : nil
    }
}
