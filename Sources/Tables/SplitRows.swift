import Synchronization
import Values

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
        var result = dialect.delimiterName.map { ["delimiter " + $0] } ?? []
        if dialect.quote == 0x27 { result.append("fields are quoted with `'`") }
        if !layout.preamble.isEmpty {
            let count = layout.preamble.count
            result.append(
                "\(count) line\(count == 1 ? "" : "s") before the titles left out: "
                    + layout.preamble.prefix(3).map(quoted).joined(separator: ", ") + (count > 3 ? ", …" : ""))
        }
        let line = bytes.occurrences(of: newline, before: layout.headerStart) + 1
        let isOne = layout.titleRows == 1 && !layout.hasGroups
        result.append(
            layout.hasHeader
                ? (isOne ? "titles on line \(line)" : "titles on several lines from line \(line) on, put together")
                : "no line with titles; columns are numbered")
        if blankLines > 0 { result.append("\(blankLines) blank line\(blankLines == 1 ? "" : "s") left out") }
        return result
    }
}

/// Splits `range` of the text under a dialect; in two parts at the same time when it has more than `cutAbove` bytes.
func splitRows(
    _ buffer: ByteBuffer, _ range: Range<Int>, _ dialect: Dialect, _ options: ReadOptions, name: String, cutAbove: Int
) throws(Diagnostic) -> SplitRows {
    let end = range.upperBound
    let sample = layoutSample(buffer.start, from: range.lowerBound, end: end, dialect: dialect)
    let layout = Layout(
        sample, buffer.start, dialect, end: end, hasHeader: options.hasHeader, mayHavePreamble: options.skip == nil)
    guard layout.titles.count <= Layout.mostColumns else {
        throw Diagnostic(
            "file-columns",
            "`\(name)` has \(layout.titles.count) columns, more than the \(Layout.mostColumns) that a table may have",
            reason: ["rows are set apart by line ends, columns by \(dialect.delimiterName ?? "nothing")"],
            remedies: ["name what sets columns apart if it is something else: `with delimiter \";\"`"])
    }
    return try splitRows(buffer, range, dialect, layout, name: name, cutAbove: cutAbove)
}

/// The same where it is known what the table's columns are.
func splitRows(
    _ buffer: ByteBuffer, _ range: Range<Int>, _ dialect: Dialect, _ layout: Layout, name: String, cutAbove: Int
) throws(Diagnostic) -> SplitRows {
    let end = range.upperBound
    // The cut depends on the size alone, so the result does not depend on how many threads there are.
    let size = end - layout.dataStart
    var cuts = [layout.dataStart, end]
    if size > cutAbove {
        let middle = firstByte(dialect.newline, buffer.start, layout.dataStart + size / 2, end) + 1
        if middle < end { cuts.insert(middle, at: 1) }
    }
    let results = Mutex([Tokenizer?](repeating: nil, count: cuts.count - 1))
    let edges = cuts
    concurrently(edges.count - 1) { part in
        var tokenizer = Tokenizer(
            buffer.start, from: edges[part], end: end, dialect: dialect, layout: layout)
        tokenizer.run(until: edges[part + 1])
        results.withLock { [tokenizer] in $0[part] = tokenizer }
    }
    var parts = results.withLock { $0 }.compactMap { $0 }
    try Work.check()
    if parts.count == 2 && parts[0].position != edges[1] {
        // A row goes across the cut: the second part began inside quotes, and is read again from where it ends.
        parts[0].run(until: end)
        parts.removeLast()
        try Work.check()
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
