import Values

/// One file split into rows and fields; its cells are still bytes.
struct LoadedFile: Sendable {
    var name: String
    var buffer: ByteBuffer
    var dialect: Dialect
    var segments: [RowIndex]
    var titles: [Table.Title]
    /// The field of each title; fewer than the fields where nameless empty ones were left out.
    var fields: [Int]
    var decisions: [String]
    var problems: [FileProblem]
    var problemCount: Int

    var rowCount: Int { segments.reduce(0) { $0 + $1.rowCount } }
}

/// Reads one file and splits it: encoding, dialect, titles, rows, what stands before and behind the table; of a workbook
/// one sheet.
///
/// Fails when the file cannot be read, is of another kind, or holds no data. Text of more than `cutAbove` bytes is split
/// in two parts at the same time.
func loadFile(
    path: String, displayName: String, options: ReadOptions, cutAbove: Int = 16 << 20
) throws(Diagnostic) -> LoadedFile {
    try Work.stage(WorkStage("reading \(displayName)")) { _ throws(Diagnostic) in
        try read(path: path, displayName: displayName, options: options, cutAbove: cutAbove)
    }
}

private func read(
    path: String, displayName: String, options: ReadOptions, cutAbove: Int
) throws(Diagnostic) -> LoadedFile {
    var file = try readBytes(path: path, displayName: displayName)
    let isPacked = isGzip(file.buffer)
    if isPacked { file = try unpackedGzip(file, displayName: displayName) }
    if let filled = withoutZerosAtEnd(file) { file = filled }
    if isArchive(file.buffer) {
        return try loadSheet(file, displayName: displayName, options: options, cutAbove: cutAbove)
    }
    if let sheet = options.sheet {
        throw Diagnostic(
            "file-sheet", "`\(displayName)` is no workbook, so it has no sheet `\(sheet)`",
            remedies: ["leave `sheet` out"])
    }
    if isJSON(file.buffer, name: displayName) {
        return try loadJSON(file, displayName: displayName, options: options, cutAbove: cutAbove)
    }
    var text = try decodeText(file, encoding: options.encoding, name: displayName)
    try Work.check()
    if let damage = file.damage { text.log.add(at: nil, damage) }
    var decisions = (isPacked ? ["unpacked (gzip)"] : []) + ["encoding " + text.encodingName]
    if file.hasHigh, text.log.count == 0, let plain = withoutInnerMarks(text.buffer, from: text.start) {
        text.buffer = plain.buffer
        decisions.append("\(plain.count) byte order mark\(plain.count == 1 ? "" : "s") among the lines left out")
    }
    if let single = withSingleReturns(text.buffer, from: text.start) {
        text.buffer = single
        decisions.append("lines end in CR CR LF, as in files that were copied as text twice")
    }
    let newline = lineEnd(text.buffer.start, from: text.start, end: text.buffer.count)
    var (start, delimiter) = skipHead(text, options, newline, &decisions)
    var end = endOfText(text.buffer.start, from: start, end: text.buffer.count, newline: newline)
    if start >= end {
        throw Diagnostic(
            "file-empty", "`\(displayName)`: the file holds no data", reason: ["there are only blank lines in it"],
            remedies: ["export the file again, or leave it out"])
    }

    let range = try sectionRange(
        text.buffer, start..<end, newline: newline, options, name: displayName, &decisions)
    (start, end) = (range.lowerBound, range.upperBound)
    let quote = options.quote ?? quoteMark(text.buffer.start, from: start, end: end)
    func rewrite(_ buffer: ByteBuffer, _ decision: String) {
        end = text.buffer.lineStart(end, in: buffer, newline: newline)
        text.buffer = buffer
        decisions.append(decision)
    }
    if options.delimiter == nil, let drawn = DrawnTable(text.buffer.start, start..<end, newline: newline),
        let plain = drawn.rewritten(text.buffer, start..<end, newline: newline)
    {
        rewrite(plain, "a table drawn with lines: read without them")
        delimiter = SheetText.dialect.delimiter
    }
    if delimiter == nil, let plain = withoutQuotedLines(text.buffer, start..<end, quote: quote, newline: newline) {
        rewrite(plain, "quotes around whole lines left out")
    }
    if let doubled = withDoubledQuotes(text.buffer, start..<end, quote: quote) {
        rewrite(doubled, "quotes escaped by backslashes")
    }
    if let plain = withoutFormulaTexts(text.buffer, start..<end, quote: quote) {
        rewrite(
            plain.buffer,
            "\(plain.count) cell\(plain.count == 1 ? "" : "s") such as `=\"001\"` read as the text in them")
    }
    if delimiter == nil, let single = withSingleDelimiter(text.buffer, start..<end, quote: quote, newline: newline) {
        rewrite(single.buffer, "delimiter `\(single.name)`")
        delimiter = SheetText.dialect.delimiter
    }
    var first = delimiter ?? likelyDelimiter(text.buffer.start, from: start, end: end, quote: quote, newline: newline)
    if first == Dialect.noDelimiter, let aligned = alignedByTabs(text.buffer, start..<end, newline: newline) {
        (start, end, first) = (0, text.buffer.lineStart(end, in: aligned, newline: newline), 0x09)
        text.buffer = aligned
        delimiter = first
        decisions.append("columns set apart by spaces, taken as tabs")
    } else if first == Dialect.noDelimiter,
        let aligned = DrawnTable(aligned: text.buffer.start, start..<end, newline: newline),
        let plain = aligned.rewritten(text.buffer, start..<end, newline: newline)
    {
        rewrite(plain, "columns set apart by where they begin")
        first = SheetText.dialect.delimiter
        delimiter = first
    }
    if options.section == nil,
        let table = largestTable(
            text.buffer.start, start..<end, Dialect(delimiter: first, quote: quote, newline: newline))
    {
        (start, end) = (table.range.lowerBound, table.range.upperBound)
        decisions.append("table \(table.number) in the file")
        for other in table.others {
            text.log.add(
                at: other.offset,
                "another table (\(other.titles.prefix(3).map(quoted).joined(separator: ", "))) is left out;"
                    + " `with section` reads it")
        }
    }
    var split = try splitRows(
        text.buffer, start..<end, Dialect(delimiter: first, quote: quote, newline: newline), options,
        name: displayName, cutAbove: cutAbove)
    if delimiter == nil && split.raggedShare > 0.2 {
        // The beginning misled: let the whole file decide.
        for other in knownDelimiters where other != first {
            let attempt = try splitRows(
                text.buffer, start..<end, Dialect(delimiter: other, quote: quote, newline: newline), options,
                name: displayName, cutAbove: cutAbove)
            // Where more titles stand before the first row that it splits, it leaves titles whole.
            let leavesTitles =
                attempt.layout.headerStart > split.layout.headerStart
                && attempt.layout.titles.count < split.layout.titles.count
            if attempt.layout.titles.count > 1, attempt.raggedShare < split.raggedShare, !leavesTitles {
                split = attempt
            }
        }
    }
    return finish(
        text, split, end: end, name: displayName, decisions: decisions, keepsTotals: options.keepsTotals == true)
}

/// The part of the text that holds the table that the options name; all of it where they name none.
func sectionRange(
    _ buffer: ByteBuffer, _ range: Range<Int>, newline: UInt8, _ options: ReadOptions, name: String,
    _ decisions: inout [String]
) throws(Diagnostic) -> Range<Int> {
    guard let section = options.section else { return range }
    let sections = tableSections(buffer.start, from: range.lowerBound, end: range.upperBound, newline: newline)
    guard sections.indices.contains(section - 1) else {
        throw Diagnostic(
            "file-section", "`\(name)` has no table \(section)",
            reason: ["blank lines set apart \(sections.count) table\(sections.count == 1 ? "" : "s") in it"],
            remedies: ["`with section` takes a number from 1 to \(max(1, sections.count))"])
    }
    decisions.append("table \(section) of \(sections.count) in the file")
    return sections[section - 1]
}

/// The file as it is kept: footer left out, titles made names, problems with their lines.
///
/// - Parameter keepsTotals: whether rows that look like totals, notes and the titles once more are data.
func finish(
    _ text: DecodedText, _ split: SplitRows, end: Int, name: String, decisions: [String], keepsTotals: Bool
) -> LoadedFile {
    var split = split
    var log = text.log
    log.append(split.log)
    let columns = tableTitles(split, bytes: text.buffer.start).fields.count
    if !keepsTotals, let footer = leaveOutFooter(&split, text.buffer, end: end, columns: columns) {
        log.remove(from: footer.offset, before: end)
        log.add(at: footer.offset, footer.reason)
    }
    split.log = log
    if !keepsTotals {
        let stray = StrayRows(
            titleCells: split.layout.titleCells, dialect: split.dialect, columns: split.layout.titles.count)
        let found = leaveOutStrayRows(&split, text.buffer.start, stray)
        leaveOutProvenTotals(&split, text.buffer.start, open: found.open, totals: found.totals)
        if let total = leaveOutUnnamedTotal(&split, text.buffer) ?? leaveOutUnnamedFirstTotal(&split, text.buffer) {
            split.log.add(at: total.offset, total.reason)
        }
    }
    log = split.log
    // Only now: a note may be all that stands in a column without title.
    let (titles, fields) = tableTitles(split, bytes: text.buffer.start)
    let newline = split.dialect.newline
    return LoadedFile(
        name: name, buffer: text.buffer, dialect: split.dialect, segments: split.segments, titles: titles,
        fields: fields, decisions: decisions + split.decisions(bytes: text.buffer, newline: newline),
        problems: log.problems(file: name, bytes: text.buffer, newline: newline), problemCount: log.count)
}

/// Where the first row may start: behind the lines to skip, a line `sep=;` and blank lines; and the delimiter if told.
func skipHead(
    _ text: DecodedText, _ options: ReadOptions, _ newline: UInt8, _ decisions: inout [String]
) -> (start: Int, delimiter: UInt8?) {
    let bytes = text.buffer.start
    let end = text.buffer.count
    var start = text.start
    var delimiter = options.delimiter
    if let skip = options.skip, skip > 0 {
        for _ in 0..<skip where start < end { start = min(firstByte(newline, bytes, start, end) + 1, end) }
        decisions.append("\(skip) line\(skip == 1 ? "" : "s") at the top left out, as asked")
    }
    if let line = separatorLine(bytes, from: start, end: end) {
        decisions.append("delimiter told by the first line")
        delimiter = delimiter ?? line.delimiter
        start = line.next
    }
    while start < end && (bytes[start] == 0x0A || bytes[start] == 0x0D) { start += 1 }
    return (start, delimiter)
}

/// `sep=;` alone on the first line, as spreadsheets write and read it.
private func separatorLine(
    _ bytes: UnsafePointer<UInt8>, from start: Int, end: Int
) -> (delimiter: UInt8, next: Int)? {
    guard end - start >= 5, bytes[start] | 0x20 == 0x73, bytes[start + 1] | 0x20 == 0x65,
        bytes[start + 2] | 0x20 == 0x70,
        bytes[start + 3] == 0x3D
    else { return nil }
    var next = start + 5
    if next < end && bytes[next] == 0x0D { next += 1 }
    if next < end && bytes[next] == 0x0A { next += 1 }
    return next > start + 5 || next == end ? (bytes[start + 4], next) : nil
}

/// Behind the last line that is not blank, its line end included.
func endOfText(_ bytes: UnsafePointer<UInt8>, from start: Int, end: Int, newline: UInt8) -> Int {
    var last = end
    // 0x1A ended files of CP/M and DOS.
    while last > start
        && (isSpace(bytes[last - 1]) || bytes[last - 1] == 0x0A || bytes[last - 1] == 0x0D || bytes[last - 1] == 0x1A)
    {
        last -= 1
    }
    if last == start { return start }
    return min(firstByte(newline, bytes, last, end) + 1, end)
}
