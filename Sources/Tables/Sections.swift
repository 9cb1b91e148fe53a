import Glibc
import Values

/// The tables of a text that has several: stretches of two lines and more that blank lines set apart, without the
/// comments (`#`) at their beginning.
func tableSections(_ bytes: UnsafePointer<UInt8>, from start: Int, end: Int, newline: UInt8) -> [Range<Int>] {
    var sections: [Range<Int>] = []
    var first: Int?
    var lines = 0
    var line = start
    func close(_ place: Int) {
        if let first, lines > 1 { sections.append(first..<place) }
        first = nil
        lines = 0
    }
    while line < end {
        let next = min(firstByte(newline, bytes, line, end) + 1, end)
        if isBlankLine(bytes, line, next, newline) {
            close(line)
        } else if first != nil || bytes[line] != 0x23 {
            first = first ?? line
            lines += 1
        }
        line = next
    }
    close(end)
    return sections
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

private func isBlankLine(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ newline: UInt8) -> Bool {
    (start..<end).allSatisfy { isSpace(bytes[$0]) || bytes[$0] == newline || bytes[$0] == 0x0D }
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

/// The first bytes of a file, at most `count`; none where it cannot be opened.
func firstBytes(_ path: String, _ count: Int) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    return [UInt8](unsafeUninitializedCapacity: count) { head, got in
        got = max(0, read(descriptor, head.baseAddress, count))
    }
}
