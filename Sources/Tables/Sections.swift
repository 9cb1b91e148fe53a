import Glibc
import Values

/// The tables of a text that has several: stretches of two lines and more that blank lines, or rows of blank cells, set
/// apart, without the comments (`#`) at their beginning.
///
/// Rows behind a blank line that go on as the table before does belong to it; in a text that begins with a comment, so do
/// those below its titles once more, as on the next page.
func tableSections(_ bytes: UnsafePointer<UInt8>, from start: Int, end: Int, newline: UInt8) -> [Range<Int>] {
    let stretches = lineStretches(bytes, from: start, end: end, newline: newline)
    // Most texts have one table, of which nothing needs to be known here.
    guard stretches.count > 1 else { return stretches.filter { $0.lines > 1 }.map(\.range) }
    var sections: [LineStretch] = []
    var table: TableShape?
    let hasComments = start < end && bytes[start] == 0x23
    // A line by itself: titles that a blank line sets apart from their rows, or nothing.
    var lone: (stretch: LineStretch, shape: TableShape)?
    for (index, stretch) in stretches.enumerated() {
        // What so many show, the rest is like.
        if index >= mostStretches {
            if sections.count == 1, let last = sections.last {
                sections[0] = last.joined(with: stretch)
            } else if stretch.lines > 1 {
                sections.append(stretch)
            }
            continue
        }
        let shape = TableShape(bytes, stretch.range, newline: newline)
        if let titles = lone, !stretch.hasComment, titles.shape.isTitles(of: shape) {
            sections.append(titles.stretch.joined(with: stretch))
            table = shape
        } else if let last = sections.last, !stretch.hasComment, let table,
            table.goesOn(with: shape) || hasComments && table.hasTitles(of: shape)
        {
            sections[sections.count - 1] = last.joined(with: stretch)
        } else if stretch.lines > 1 {
            sections.append(stretch)
            table = shape
        } else {
            lone = (stretch, shape)
            continue
        }
        lone = nil
    }
    return sections.map(\.range)
}

/// Stretches of lines that are looked at.
private let mostStretches = 1000

/// Lines that no blank line sets apart.
private struct LineStretch {
    var range: Range<Int>
    var lines: Int
    /// Whether comments stand before it.
    var hasComment: Bool

    func joined(with next: LineStretch) -> LineStretch {
        LineStretch(
            range: range.lowerBound..<next.range.upperBound, lines: lines + next.lines, hasComment: hasComment)
    }
}

private func lineStretches(
    _ bytes: UnsafePointer<UInt8>, from start: Int, end: Int, newline: UInt8
) -> [LineStretch] {
    var stretches: [LineStretch] = []
    var first: Int?
    var lines = 0
    var hasComment = false
    var line = start
    func close(_ place: Int) {
        guard let begin = first else { return }
        stretches.append(LineStretch(range: begin..<place, lines: lines, hasComment: hasComment))
        first = nil
        lines = 0
        hasComment = false
    }
    while line < end {
        let next = min(firstByte(newline, bytes, line, end) + 1, end)
        if isBlankLine(bytes, line, next, newline) {
            close(line)
        } else if first != nil || bytes[line] != 0x23 {
            first = first ?? line
            lines += 1
        } else {
            hasComment = true
        }
        line = next
    }
    close(end)
    return stretches
}

/// What shows whether lines belong to a table, by the first of them.
private struct TableShape {
    private let fields: Int
    private let first: [String]
    /// The columns that hold numbers or dates below the first row.
    private let typed: [Int]

    /// Rows that are looked at.
    private static let seen = 20

    init(_ bytes: UnsafePointer<UInt8>, _ range: Range<Int>, newline: UInt8) {
        let quote = UInt8(ascii: "\"")
        let end = min(range.upperBound, range.lowerBound + (1 << 16))
        let delimiter = likelyDelimiter(bytes, from: range.lowerBound, end: end, quote: quote, newline: newline)
        let dialect = Dialect(delimiter: delimiter, quote: quote, newline: newline)
        let rows = sampleRows(bytes, from: range.lowerBound, end: end, dialect: dialect, rows: Self.seen)
        let fields = usualFieldCount(rows).fields
        let below = rows.dropFirst().filter { $0.ends.count == fields }
        self.fields = fields
        first = rows.first?.texts(bytes, dialect) ?? []
        typed = (0..<fields).filter { column in
            let cells = below.map { $0.text(column, bytes, dialect) }.filter { !$0.isEmpty }
            return !cells.isEmpty && cells.allSatisfy { CellKind($0) != .other }
        }
    }

    /// Whether rows go on below a blank line: as many fields, with numbers and dates where this table has them.
    func goesOn(with next: TableShape) -> Bool {
        guard fields > 1, next.first.count == fields else { return false }
        let cells = typed.map { next.first[$0] }.filter { !$0.isEmpty }
        return !cells.isEmpty && cells.allSatisfy { CellKind($0) != .other }
    }

    func hasTitles(of next: TableShape) -> Bool { fields > 1 && first == next.first }

    /// Whether this is one line of words, and the next are rows below it.
    func isTitles(of next: TableShape) -> Bool {
        fields > 1 && next.first.count == fields && first.allSatisfy { !$0.isEmpty && CellKind($0) == .other }
            && next.first.contains { !$0.isEmpty && CellKind($0) != .other }
    }
}

/// Where blank lines set apart several tables with titles of their own: the one with the most lines, its number, and where
/// the others begin with what titles; nil where there is one table at most.
func largestTable(
    _ bytes: UnsafePointer<UInt8>, _ range: Range<Int>, _ dialect: Dialect
) -> (range: Range<Int>, number: Int, others: [(offset: Int, titles: [String])])? {
    guard range.count < streamedSize else { return nil }
    let sections = tableSections(bytes, from: range.lowerBound, end: range.upperBound, newline: dialect.newline)
    guard sections.count > 1 else { return nil }
    let tables = sections.prefix(mostTables).enumerated().compactMap { index, section in
        let rows = sampleRows(bytes, from: section.lowerBound, end: section.upperBound, dialect: dialect)
        return TitleFinder(rows: rows, bytes: bytes, dialect: dialect).tableTitles.map { (index, section, $0) }
    }
    guard Set(tables.map(\.2)).count > 1 else { return nil }
    let lines = tables.map { countBytes(bytes, $0.1.lowerBound, $0.1.upperBound, dialect.newline) }
    guard let most = lines.max(), let place = lines.firstIndex(of: most) else { return nil }
    let others = tables.indices.filter { $0 != place }.map { (tables[$0].1.lowerBound, tables[$0].2) }
    return (tables[place].1, tables[place].0 + 1, others)
}

/// Tables of a file that are looked at.
private let mostTables = 64

/// Whether a line holds nothing, or delimiters alone, as spreadsheets write a row of blank cells.
private func isBlankLine(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ newline: UInt8) -> Bool {
    (start..<end).allSatisfy {
        isSpace(bytes[$0]) || bytes[$0] == newline || bytes[$0] == 0x0D || knownDelimiters.contains(bytes[$0])
    }
}

/// Files of more bytes hold one table.
private let largestSectionedFile = 64 << 20

/// How many tables a file holds that begins with comments, as exports of web analytics do; 1 for any other file, of
/// which no more than the first bytes are read.
package func sectionCount(path: String, options: ReadOptions) -> Int {
    guard fileSize(path) <= largestSectionedFile, beginsWithComment(path),
        let file = try? readBytes(path: path, displayName: path),
        let text = try? decodeText(file, encoding: options.encoding, name: path)
    else { return 1 }
    let newline = lineEnd(text.buffer.start, from: text.start, end: text.buffer.count)
    return max(1, tableSections(text.buffer.start, from: text.start, end: text.buffer.count, newline: newline).count)
}

private func beginsWithComment(_ path: String) -> Bool {
    let head = firstBytes(path, 4)
    return head.first == 0x23 || head == [0xEF, 0xBB, 0xBF, 0x23]
}

/// The first bytes of a file, at most `count`; none where it cannot be opened, and of a pipe, from which they would be
/// taken away.
func firstBytes(_ path: String, _ count: Int) -> [UInt8] {
    guard isFile(path) else { return [] }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    return [UInt8](unsafeUninitializedCapacity: count) { head, got in
        got = max(0, read(descriptor, head.baseAddress, count))
    }
}
