import Values

/// Reads one sheet of a workbook and splits it into rows.
///
/// Without `sheet` among the options it is the only one with a table. Fails as `loadFile` does, and with `file-sheet`
/// where the sheet is not there or it is open which one is meant.
func loadSheet(
    _ file: FileBytes, displayName: String, options: ReadOptions, cutAbove: Int
) throws(Diagnostic) -> LoadedFile {
    if let option = optionOfText(options) {
        throw Diagnostic(
            "file-sheet", "`\(displayName)` is a workbook: `\(option)` means nothing for its cells",
            remedies: ["leave `\(option)` out"])
    }
    let workbook = try Workbook(file.buffer, name: displayName)
    let (sheet, isOnly) = try chosenSheet(workbook, options)
    let name = isOnly ? displayName : "\(displayName) (\(sheet.name))"
    let reader = SheetReader(
        name: name, strings: try workbook.readSharedStrings(), formats: try workbook.readStyles(),
        dates: SerialDate(countsFrom1904: workbook.countsFrom1904))
    try readXML(workbook.archive, sheet.entry, reader)
    let told = ["sheet \(quoted(sheet.name))"]
    var read = try ReadSheet(reader.text, reader, options, name: name, told: told, cutAbove: cutAbove)
    var filled = reader.text
    let count = filled.fill(reader.merged, from: read.firstRow)
    if count > 0 { read = try ReadSheet(filled, reader, options, name: name, told: told, cutAbove: cutAbove) }
    read.decisions.insert(contentsOf: decisions(reader, filled: count), at: 1)
    return finish(
        read.text, read.split, end: read.end, name: name, decisions: read.decisions,
        keepsTotals: options.keepsTotals == true)
}

/// The text of a sheet, split into rows.
private struct ReadSheet {
    let text: DecodedText
    let split: SplitRows
    /// Where its rows end in the text.
    let end: Int
    var decisions: [String]

    init(
        _ sheet: SheetText, _ reader: SheetReader, _ options: ReadOptions, name: String, told: [String], cutAbove: Int
    ) throws(Diagnostic) {
        guard let (buffer, places) = sheet.assembled(placesOf: reader.problems.map(\.row)) else {
            throw Diagnostic(
                "file-memory", "`\(name)` does not fit into memory",
                remedies: ["split the sheet, or use a machine with more memory"])
        }
        var log = ProblemLog()
        for (problem, place) in zip(reader.problems, places) { log.add(at: place, problem.reason) }
        log.count(more: reader.problemCount - reader.problems.count)
        text = DecodedText(buffer: buffer, start: 0, encodingName: "", log: log)
        decisions = told
        let dialect = SheetText.dialect
        var start = 0
        if let skip = options.skip, skip > 0 {
            for _ in 0..<skip {
                start = min(firstByte(dialect.newline, buffer.start, start, buffer.count) + 1, buffer.count)
            }
            decisions.append("\(skip) row\(skip == 1 ? "" : "s") at the top left out, as asked")
        }
        while start < buffer.count && buffer.start[start] == dialect.newline { start += 1 }
        guard start < buffer.count else {
            throw Diagnostic(
                "file-empty", "`\(name)`: the sheet holds no data", remedies: ["name another sheet, or leave it out"])
        }
        let range = try sectionRange(
            buffer, start..<buffer.count, newline: dialect.newline, options, name: name, &decisions)
        split = try splitRows(buffer, range, dialect, options, name: name, cutAbove: cutAbove)
        end = range.upperBound
    }

    /// The row of the sheet, from 1, that the data begin in.
    var firstRow: Int { text.buffer.occurrences(of: SheetText.dialect.newline, before: split.layout.dataStart) + 1 }
}

/// The sheet that is meant, and whether it is the only one that could be.
private func chosenSheet(
    _ workbook: Workbook, _ options: ReadOptions
) throws(Diagnostic) -> (sheet: Workbook.Sheet, isOnly: Bool) {
    let file = workbook.archive.name
    let names = workbook.sheets.map(\.name)
    if let wanted = options.sheet {
        let found =
            workbook.sheets.first { $0.name == wanted }
            ?? workbook.sheets.first { $0.name.lowercased() == wanted.lowercased() }
        if let found { return (found, workbook.sheets.count == 1) }
        let near = nearest(wanted, among: names)
        throw Diagnostic(
            "file-sheet", "`\(file)` has no sheet `\(wanted)`",
            reason: [names.isEmpty ? "it has no sheets" : "its sheets are \(inBackquotes(names))"],
            remedies: near.isEmpty ? [] : ["did you mean `\(near[0])`?"])
    }
    let selection = try SheetSelection(workbook).names
    guard let first = selection.first else {
        throw Diagnostic(
            "file-empty", "`\(file)`: the workbook holds no data",
            reason: ["there is no cell with a value on its \(names.count) sheet\(names.count == 1 ? "" : "s")"],
            remedies: ["export it again, or leave it out"])
    }
    guard selection.count == 1, let sheet = workbook.sheets.first(where: { $0.name == first }) else {
        throw Diagnostic(
            "file-sheet", "`\(file)` has \(selection.count) sheets with tables, and it is open which one is meant",
            reason: ["they are \(inBackquotes(selection))"],
            remedies: ["name one: `from \"\(file)\" sheet \"\(first)\"`"])
    }
    return (sheet, workbook.sheets.count == 1)
}

/// An option that only text has, if one was given.
func optionOfText(_ options: ReadOptions) -> String? {
    if options.delimiter != nil { return "delimiter" }
    if options.quote != nil { return "quote" }
    return options.encoding != nil ? "encoding" : nil
}

/// What was decided over the sheet, for `describe`.
///
/// - Parameter filled: cells beside merged ones that were given their text.
private func decisions(_ reader: SheetReader, filled: Int) -> [String] {
    let counts = reader.counts
    func many(_ count: Int, _ one: String) -> String { "\(count) \(one)\(count == 1 ? "" : "s")" }
    var result: [String] = []
    if !reader.merged.isEmpty {
        let groups = many(reader.merged.count, "group") + " of merged cells: "
        result.append(
            groups
                + (filled > 0
                    ? "\(many(filled, "cell")) below the first of a group read as its text or day, others are missing"
                    : "the value stands in the first cell, the others are missing"))
    }
    if counts.hiddenRows > 0 { result.append("\(many(counts.hiddenRows, "hidden row")) read like the others") }
    if counts.elapsed > 0 {
        result.append("\(many(counts.elapsed, "length")) of time read as text, hours:minutes:seconds")
    }
    if counts.emptyDates > 0 { result.append("\(many(counts.emptyDates, "date")) of day 0 read as missing") }
    if counts.roundedNumbers > 0 {
        result.append(
            "\(many(counts.roundedNumbers, "number")) stored with more than 15 digits rounded to 15, as spreadsheets count"
        )
    }
    return result
}

private func inBackquotes(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }
