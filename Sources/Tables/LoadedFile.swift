import Synchronization
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

/// Reads one file and splits it: encoding, dialect, titles, rows, what stands before and behind the table.
///
/// Fails when the file cannot be read, is of another kind, or holds no data.
func loadFile(path: String, displayName: String, options: ReadOptions) throws(Diagnostic) -> LoadedFile {
    let file = try readBytes(path: path, displayName: displayName)
    let text = try decodeText(file, encoding: options.encoding, name: displayName)
    let bytes = text.buffer.start
    var log = text.log
    var decisions = ["encoding " + text.encodingName]
    if file.changedWhileRead { log.add(at: nil, "the file changed while it was read; load it again") }

    var start = text.start
    let newline = lineEnd(bytes, from: start, end: text.buffer.count)
    for _ in 0..<max(0, options.skip ?? 0) {
        start = min(firstByte(newline, bytes, start, text.buffer.count) + 1, text.buffer.count)
    }
    if let skip = options.skip, skip > 0 {
        decisions.append("\(skip) line\(skip == 1 ? "" : "s") at the top left out, as asked")
    }
    var delimiter = options.delimiter
    if let line = separatorLine(bytes, from: start, end: text.buffer.count) {
        decisions.append("delimiter told by the first line")
        delimiter = delimiter ?? line.delimiter
        start = line.next
    }
    while start < text.buffer.count && (bytes[start] == 0x0A || bytes[start] == 0x0D) { start += 1 }
    let end = endOfText(bytes, from: start, end: text.buffer.count, newline: newline)
    if start >= end {
        throw Diagnostic(
            "file-empty", "`\(displayName)`: the file holds no data", reason: ["there are only blank lines in it"],
            remedies: ["export the file again, or leave it out"])
    }

    let quote = options.quote ?? quoteMark(bytes, from: start, end: end)
    let first = delimiter ?? likelyDelimiter(bytes, from: start, end: end, quote: quote, newline: newline)
    var split = try splitRows(
        text.buffer, start..<end, Dialect(delimiter: first, quote: quote, newline: newline), options, displayName)
    if delimiter == nil && split.raggedShare > 0.2 {
        // The beginning misled: let the whole file decide.
        for other in knownDelimiters where other != first {
            let dialect = Dialect(delimiter: other, quote: quote, newline: newline)
            let attempt = try splitRows(text.buffer, start..<end, dialect, options, displayName)
            if attempt.layout.titles.count > 1 && attempt.raggedShare < split.raggedShare { split = attempt }
        }
    }
    log.append(split.log)
    if let name = split.dialect.delimiterName { decisions.append("delimiter " + name) }
    if split.dialect.quote == 0x27 { decisions.append("fields are quoted with `'`") }
    let (titles, fields) = tableTitles(split, bytes: bytes)
    if let footer = leaveOutFooter(&split, text.buffer, end: end, columns: fields.count) {
        log.remove(from: footer.offset)
        log.add(at: footer.offset, footer.reason)
    }
    decisions += split.decisions(bytes: text.buffer, newline: newline)
    let problems = log.problems(file: displayName, bytes: text.buffer, newline: newline)
    return LoadedFile(
        name: displayName, buffer: text.buffer, dialect: split.dialect, segments: split.segments, titles: titles,
        fields: fields, decisions: decisions, problems: problems, problemCount: log.count)
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
private func endOfText(_ bytes: UnsafePointer<UInt8>, from start: Int, end: Int, newline: UInt8) -> Int {
    var last = end
    while last > start && (isSpace(bytes[last - 1]) || bytes[last - 1] == 0x0A || bytes[last - 1] == 0x0D) { last -= 1 }
    if last == start { return start }
    return min(firstByte(newline, bytes, last, end) + 1, end)
}

/// A file's rows under one dialect.
struct SplitRows {
    var dialect: Dialect
    var layout: Layout
    var segments: [RowIndex]
    var log: ProblemLog
    var blankLines: Int
    var raggedRows: Int

    var rowCount: Int { segments.reduce(0) { $0 + $1.rowCount } }

    var raggedShare: Double { raggedRows < 3 ? 0 : Double(raggedRows) / Double(max(rowCount, 1)) }

    func decisions(bytes: ByteBuffer, newline: UInt8) -> [String] {
        var result: [String] = []
        if !layout.preamble.isEmpty {
            let count = layout.preamble.count
            result.append(
                "\(count) line\(count == 1 ? "" : "s") before the titles left out: "
                    + layout.preamble.prefix(3).map(quoted).joined(separator: ", ") + (count > 3 ? ", …" : ""))
        }
        let line = bytes.occurrences(of: newline, before: layout.headerStart) + 1
        result.append(layout.hasHeader ? "titles on line \(line)" : "no line with titles; columns are numbered")
        if blankLines > 0 { result.append("\(blankLines) blank line\(blankLines == 1 ? "" : "s") left out") }
        return result
    }
}

/// Splits `range` of the text under a dialect.
private func splitRows(
    _ buffer: ByteBuffer, _ range: Range<Int>, _ dialect: Dialect, _ options: ReadOptions, _ name: String
) throws(Diagnostic) -> SplitRows {
    let end = range.upperBound
    let sample = sampleRows(buffer.start, from: range.lowerBound, end: end, dialect: dialect)
    let layout = Layout(
        sample, buffer.start, dialect, end: end, hasHeader: options.hasHeader, mayHavePreamble: options.skip == nil)

    // The cut depends on the size alone, so the result does not depend on how many threads there are.
    let size = end - layout.dataStart
    var cuts = [layout.dataStart, end]
    if size > 16 << 20 {
        let middle = firstByte(dialect.newline, buffer.start, layout.dataStart + size / 2, end) + 1
        if middle < end { cuts.insert(middle, at: 1) }
    }
    let results = Mutex([Tokenizer?](repeating: nil, count: cuts.count - 1))
    let edges = cuts
    concurrently(edges.count - 1) { part in
        var tokenizer = Tokenizer(
            buffer.start, from: edges[part], end: end, dialect: dialect, columns: layout.titles.count,
            physical: layout.physical)
        tokenizer.run(until: edges[part + 1])
        results.withLock { [tokenizer] in $0[part] = tokenizer }
    }
    var parts = results.withLock { $0 }.compactMap { $0 }
    if parts.count == 2 && parts[0].position != edges[1] {
        // A row goes across the cut: the second part began inside quotes, and is read again from where it ends.
        parts[0].run(until: end)
        parts.removeLast()
    }
    if parts.contains(where: \.isOutOfMemory) || parts.isEmpty {
        throw Diagnostic(
            "file-memory", "the rows of `\(name)` do not fit into memory",
            remedies: ["split the file, or use a machine with more memory"])
    }
    var log = ProblemLog()
    for part in parts { log.append(part.log) }
    return SplitRows(
        dialect: dialect, layout: layout, segments: parts.flatMap(\.segments), log: log,
        blankLines: parts.reduce(0) { $0 + $1.blankLines }, raggedRows: parts.reduce(0) { $0 + $1.raggedRows })
}
