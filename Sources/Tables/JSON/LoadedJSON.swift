import Values

/// Whether a file is JSON, by its name or its first characters.
func isJSON(_ buffer: ByteBuffer, name: String) -> Bool {
    hasEnding(name, of: jsonEndings) || beginsAsJSON(buffer.start, count: buffer.count)
}

/// Names of files that hold JSON; those of an object a line.
let jsonEndings = [".json"] + jsonLineEndings
private let jsonLineEndings = [".ndjson", ".jsonl"]

/// Whether a name ends so, also with `.gz` behind.
private func hasEnding(_ name: String, of endings: [String]) -> Bool {
    let lowered = name.lowercased()
    return endings.contains { lowered.hasSuffix($0) || lowered.hasSuffix($0 + ".gz") }
}

/// Reads the table of a JSON text: an array of objects, alone or in an object, or objects behind each other.
///
/// Fails with `file-json` where the text is no JSON, telling line and column, and with `file-table` where it holds no
/// table, or several of which none is named by `section`.
func loadJSON(
    _ bytes: consuming FileBytes, displayName: String, options: ReadOptions, cutAbove: Int
) throws(Diagnostic) -> LoadedFile {
    if let option = optionOfText(options) {
        throw Diagnostic(
            "file-json", "`\(displayName)` is JSON: `\(option)` means nothing for it",
            remedies: ["leave `\(option)` out"])
    }
    let damage = bytes.damage
    let read = try readRecords(bytes, displayName: displayName, options: options)
    try Work.check()
    var file = try split(read.records, name: displayName, cutAbove: cutAbove)
    file.decisions = read.decisions
    file.problems = read.problems + file.problems
    file.problemCount += read.problemCount
    if let damage { file.add(FileProblem(file: displayName, reason: damage)) }
    return file
}

/// The records of a JSON text as delimited text; the JSON itself is given back at the end, before the rows are split.
private func readRecords(
    _ bytes: consuming FileBytes, displayName: String, options: ReadOptions
) throws(Diagnostic) -> (records: JSONRecords, decisions: [String], problems: [FileProblem], problemCount: Int) {
    let source = try decodeText(bytes, encoding: options.encoding, name: displayName)
    defer { withExtendedLifetime(source) {} }
    let scanner = JSONScanner(source.buffer.start, from: source.start, end: source.buffer.count)
    let tables: JSONTables
    var records: JSONRecords
    var decisions = ["encoding " + source.encodingName]
    do throws(JSONScanner.Failure) {
        tables = try JSONTables(scanner, isLines: hasEnding(displayName, of: jsonLineEndings))
    } catch {
        throw failure(error, source, displayName)
    }
    try Work.check()
    let choice =
        tables.lines == nil
        ? try JSONChoice(tables, scanner, section: options.section, name: displayName) : nil
    do throws(JSONScanner.Failure) {
        if let choice {
            decisions.append(choice.decision)
            var place = scanner
            place.position = choice.table.start
            records = JSONRecords(
                place, choice.table.elements, titles: choice.titles ?? [], keepsLines: choice.table.hasLines)
            try records.readArray()
        } else {
            let lines = tables.lines ?? .objects
            records = JSONRecords(scanner, lines, keepsLines: true)
            try records.readLines()
            decisions.append(decision(ofLines: lines, pages: records.pageCount))
        }
    } catch {
        throw failure(error, source, displayName)
    }
    let left = (choice?.problems ?? []).map { FileProblem(file: displayName, reason: $0) }
    let problems = left + source.log.problems(file: displayName, bytes: source.buffer, newline: 0x0A)
    return (records, decisions, problems, source.log.count + left.count)
}

private func decision(ofLines lines: JSONTables.Elements, pages: Int) -> String {
    switch lines {
    case .objects: "JSON, an object a line"
    case .rows: "JSON, a row a line"
    case .pages(let keys): "JSON, \(pages) pages: their records at \(quoted(keys.joined(separator: ".")))"
    }
}

/// The rows of the records as those of a file, found by their titles, with lines that are those of the JSON text.
private func split(
    _ records: JSONRecords, name: String, cutAbove: Int
) throws(Diagnostic) -> LoadedFile {
    guard records.recordCount > 0, !records.columns.titles.isEmpty else {
        throw Diagnostic(
            "file-empty", "`\(name)`: the file holds no data",
            reason: [records.recordCount > 0 ? "its objects have no keys" : "its array is empty"],
            remedies: ["export the file again, or leave it out"])
    }
    guard let (buffer, _) = records.text.assembled(placesOf: [], hasNotes: false) else {
        throw Diagnostic(
            "file-memory", "`\(name)` does not fit into memory",
            remedies: ["split the file, or use a machine with more memory"])
    }
    let width = max(records.columns.titles.count, 2)
    let titles = records.columns.titles.map(cleanTitle)
    // Rows without keys may have their titles among them.
    let isNamed = titles.contains { !$0.isEmpty } || records.elements == .objects
    let split =
        isNamed
        ? try splitRows(
            buffer, 0..<buffer.count, SheetText.dialect,
            Layout(titles: titles + [String](repeating: "", count: width - titles.count)), name: name,
            cutAbove: cutAbove)
        : try splitRows(
            buffer, 0..<buffer.count, SheetText.dialect, ReadOptions(), name: name, cutAbove: cutAbove)
    let (named, fields) = tableTitles(split, bytes: buffer.start)
    var file = LoadedFile(
        name: name, buffer: buffer, dialect: split.dialect, segments: split.segments, titles: named, fields: fields,
        decisions: [],
        problems: split.log.problems(file: name, bytes: buffer, newline: SheetText.dialect.newline),
        problemCount: split.log.count)
    for problem in records.problems { file.add(FileProblem(file: name, line: problem.line, reason: problem.reason)) }
    file.problemCount += records.problemCount - records.problems.count
    return file
}

extension LoadedFile {
    fileprivate mutating func add(_ problem: FileProblem) {
        if problems.count < Table.problemLimit { problems.append(problem) }
        problemCount += 1
    }
}

/// What is wrong with the text, by line and column in characters.
private func failure(_ failure: JSONScanner.Failure, _ source: DecodedText, _ name: String) -> Diagnostic {
    let buffer = source.buffer
    let place = min(max(failure.offset, source.start), buffer.count)
    let line = buffer.occurrences(of: 0x0A, before: place) + 1
    var start = place
    while start > source.start && buffer.start[start - 1] != 0x0A { start -= 1 }
    let column = (start..<place).count { buffer.start[$0] & 0xC0 != 0x80 } + 1
    return Diagnostic(
        "file-json", "`\(name)` is not valid JSON",
        reason: ["line \(line), column \(column): \(failure.reason)"],
        remedies: ["correct it there, or export the file again"])
}
