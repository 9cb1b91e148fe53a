import Values

/// Decides the type of one column over all its cells, and parses it.
struct ColumnDecision {
    let cells: ColumnCells
    let name: String
    let options: ReadOptions
    /// The file's other columns, asked only where this one leaves a question open.
    let neighbours: FileColumns

    func column() -> Column {
        let sample = CellSample(cells)
        if let column = monthColumn(sample) ?? durationColumn(sample) { return column }
        if sample.texts * 2 > sample.filled { return textColumn() }
        if let serial = serialDateColumn(sample) ?? epochColumn(sample) { return serial }
        if let plain = plainColumn(sample) { return plain }
        let profile = ColumnProfile(cells)
        if profile.filled <= 0 { return textColumn() }
        if profile.nonDates.count == 0 && (profile.compactDates < profile.dates || mayBeCalendar(name)) {
            return dateColumn(profile)
        }
        if profile.nonNumbers.count == 0 { return numberColumn(profile) }
        if let serials = serialsAmongDates(profile) { return dateColumn(profile, serials: serials) }
        if profile.nonBooleans.count == 0 && profile.areFlags(named: name)
            && (!profile.onlyLetters || profile.isFlagByLetters(cells))
        {
            return booleanColumn(profile)
        }
        return mixedColumn(profile)
    }

    /// The column when the sample looks plain and every cell turns out to be.
    private func plainColumn(_ sample: CellSample) -> Column? {
        if sample.filled == 0 { return nil }
        if sample.numbers == sample.filled && options.decimalMark != 0x2C {
            guard let (values, scale, missing) = cells.plainNumbers(scale: min(sample.scale, 18)) else { return nil }
            return Column(
                type: scale == 0 ? .integer : .decimal(scale: scale), data: .scaled(values, scale: scale),
                missingCount: missing)
        }
        if sample.booleans == sample.filled, let (values, missing) = cells.plainBooleans(),
            !saysPlace(name) || values.contains(1)
        {
            return Column(type: .boolean, data: .booleans(values), missingCount: missing)
        }
        guard sample.dates == sample.filled else { return nil }
        if sample.isoDays == sample.filled && sample.times == 0, let (values, missing) = cells.isoDays() {
            return Column(type: .day, data: .days(values), missingCount: missing)
        }
        if sample.isoDays == sample.filled && sample.times == sample.filled, let (values, missing) = cells.isoMoments()
        {
            return Column(type: .moment, data: .moments(values), missingCount: missing)
        }
        if options.dateOrder == nil, sample.times == 0, sample.separators.count == 1,
            let mark = sample.separators.first,
            mark == 0x2F || mark == 0x2D, (sample.dayFirst == 0) != (sample.monthFirst == 0),
            let (values, missing, row) = cells.numericDays(monthFirst: sample.monthFirst > 0, separator: mark)
        {
            let order = sample.monthFirst > 0 ? "month/day" : "day/month"
            return Column(
                type: .day, data: .days(values), missingCount: missing,
                decisions: ["dates read as \(order)/year (\(proof(row)))"])
        }
        return nil
    }

    /// A column that is text although many of its cells are numbers or dates: told with the first that is not.
    private func mixedColumn(_ profile: ColumnProfile) -> Column {
        let candidates = [
            ("number", "numbers", profile.numbers, profile.nonNumbers),
            ("date", "dates", profile.dates, profile.nonDates),
        ]
        guard let (one, many, fitting, odd) = candidates.max(by: { $0.2 < $1.2 }), fitting * 2 > profile.filled,
            let row = odd.firstRow
        else { return textColumn() }
        let cell = quoted(cells.text(ofRow: row))
        let verb = odd.count == 1 ? "cells is not a \(one)" : "cells are not \(many)"
        return textColumn(
            "text, because \(odd.count) of \(profile.filled) \(verb): first \(cell) on \(place(row))",
            problem: fitting * 10 >= profile.filled * 9
                ? problem(
                    row,
                    "\(cell) in `\(name)` is not a \(one)"
                        + (odd.count > 1 ? ", as \(odd.count - 1) more cells" : "")
                        + "; the column is read as text\(wayOut(row))")
                : nil)
    }

    /// How the other cells of the column become what they are without the one in a row.
    private func wayOut(_ row: Int) -> String {
        let text = cells.text(ofRow: row)
        guard text.utf8.count <= 40, !text.contains(where: { $0 == "\"" || $0 == "\n" }) else { return "" }
        return " (`with missing \"\(text)\"` reads such cells as missing)"
    }

    func booleanColumn(_ profile: ColumnProfile) -> Column {
        var values: [UInt8] = []
        values.reserveCapacity(cells.rowCount)
        cells.forEach { _, cell, count in
            values.append(scanBoolean(cell, count) ?? ColumnData.missingBoolean)
            return true
        }
        return Column(
            type: .boolean, data: .booleans(values), missingCount: profile.blanks + profile.missingWordCount,
            decisions: missingDecisions(profile), problems: cellErrorProblems(profile))
    }

    func textColumn(_ decision: String? = nil, problem: FileProblem? = nil) -> Column {
        var column = parseTexts(cells)
        if let decision { column.decisions.insert(decision, at: 0) }
        if let problem { column.problems.append(problem) }
        return column
    }

    /// `3 × n/a read as missing`.
    func missingDecisions(_ profile: ColumnProfile, exceptDash: Bool = false) -> [String] {
        profile.missingWords.filter { !exceptDash || $0.text != "-" }.map { text, count in
            "\(count) × `\(text)` read as missing"
        }
    }

    /// Errors that were exported in place of values are more than cells without one.
    func cellErrorProblems(_ profile: ColumnProfile) -> [FileProblem] {
        guard let row = profile.cellErrors.firstRow else { return [] }
        let more = profile.cellErrors.count > 1 ? ", as \(profile.cellErrors.count - 1) more errors" : ""
        return [
            problem(
                row,
                "\(quoted(cells.text(ofRow: row))) in `\(name)` is an error of a spreadsheet\(more); read as missing")
        ]
    }

    /// `line 14`, with the file where there are several.
    func place(_ row: Int) -> String {
        guard let (file, line) = cells.location(ofRow: row) else { return "row \(row + 1)" }
        return cells.files.count > 1 ? "line \(line) of \(file)" : "line \(line)"
    }

    /// `line 14 has 10/20/2016`, as the proof of a decision.
    func proof(_ row: Int) -> String { place(row) + " has " + quoted(cells.text(ofRow: row)) }

    func problem(_ row: Int, _ reason: String) -> FileProblem {
        let location = cells.location(ofRow: row)
        return FileProblem(file: location?.file ?? cells.files.first?.name ?? "", line: location?.line, reason: reason)
    }
}

extension ColumnProfile {
    /// Whether words for yes and no may be flags: of places `NO` is Norway, and with words for no value alone they may be
    /// anything.
    fileprivate func areFlags(named name: String) -> Bool {
        if saysPlace(name) && !hasTrue { return false }
        return missingWordCount == 0 || hasTrue && missingWords.allSatisfy { isMissingFlag($0.text) }
    }

    /// `y`/`n` alone are flags; `t`/`f` only when both occur, for `F` alone may be a gender.
    fileprivate func isFlagByLetters(_ cells: ColumnCells) -> Bool {
        if hasTrue && hasFalse { return true }
        var isYesNo = true
        cells.forEach { _, cell, count in
            if count > 0 && (cell[0] | 0x20 == 0x74 || cell[0] | 0x20 == 0x66) { isYesNo = false }
            return isYesNo
        }
        return isYesNo
    }
}
