/// The text with the quotes around whole lines taken away, and those doubled within made one: `"A,""Ann, Jr"",100"` as
/// tools write that took a line for one cell; nil where not every line is such a cell, or has no fields in it.
///
/// Lines keep their numbers.
func withoutQuotedLines(_ buffer: ByteBuffer, _ range: Range<Int>, quote: UInt8, newline: UInt8) -> ByteBuffer? {
    let bytes = buffer.start
    guard range.lowerBound < range.upperBound, bytes[range.lowerBound] == quote else { return nil }
    var lines = 0
    var position = range.lowerBound
    while position < range.upperBound {
        let end = firstByte(newline, bytes, position, range.upperBound)
        var last = end
        while last > position, isSpace(bytes[last - 1]) || bytes[last - 1] == 0x0D { last -= 1 }
        if last > position {
            guard isOneCell(bytes, position..<last, quote: quote) else { return nil }
            lines += 1
        }
        position = end + 1
    }
    guard lines > 1 else { return nil }
    let plain = ByteBuffer(capacity: buffer.count) { memory in
        memory.update(from: bytes, count: range.lowerBound)
        var out = range.lowerBound
        var position = range.lowerBound
        while position < buffer.count {
            let byte = bytes[position]
            // Of two quotes within one stays; those at the ends of a line go.
            if byte == quote, position + 1 < buffer.count, bytes[position + 1] == quote {
                memory[out] = quote
                out += 1
                position += 2
                continue
            }
            position += 1
            if byte == quote { continue }
            memory[out] = byte
            out += 1
        }
        return out
    }
    guard let plain else { return nil }
    let end = buffer.lineStart(range.upperBound, in: plain, newline: newline)
    let delimiter = likelyDelimiter(plain.start, from: range.lowerBound, end: end, quote: quote, newline: newline)
    guard knownDelimiters.contains(delimiter) else { return nil }
    let dialect = Dialect(delimiter: delimiter, quote: quote, newline: newline)
    let rows = sampleRows(plain.start, from: range.lowerBound, end: end, dialect: dialect)
    guard let first = rows.first, first.ends.count > 1,
        // `City, State` is a title of its own.
        first.ends.dropLast().contains(where: { plain.start[$0 + 1] != 0x20 })
    else { return nil }
    let fields = first.ends.count
    return rows.count { $0.ends.count == fields } * 10 >= rows.count * 9 ? plain : nil
}

/// Whether a line begins and ends with a quote, and has none within but doubled ones.
private func isOneCell(_ bytes: UnsafePointer<UInt8>, _ line: Range<Int>, quote: UInt8) -> Bool {
    guard line.count > 1, bytes[line.lowerBound] == quote, bytes[line.upperBound - 1] == quote else { return false }
    var place = line.lowerBound + 1
    while place < line.upperBound - 1 {
        if bytes[place] == quote {
            guard place + 2 < line.upperBound, bytes[place + 1] == quote else { return false }
            place += 1
        }
        place += 1
    }
    return place == line.upperBound - 1
}
