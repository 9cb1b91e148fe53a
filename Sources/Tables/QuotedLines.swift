/// The text with the quotes around whole lines taken away, and those doubled within made one: `"A,""Ann, Jr"",100"` as
/// tools write that took a line for one cell, the delimiters of blank cells behind it included; nil where lines are
/// otherwise, or have no fields in them.
///
/// Some quote only the lines that held quotes: there the lines that were left have to have as many fields. Lines keep
/// their numbers.
func withoutQuotedLines(_ buffer: ByteBuffer, _ range: Range<Int>, quote: UInt8, newline: UInt8) -> ByteBuffer? {
    guard let lines = QuotedLines(buffer.start, range, quote: quote, newline: newline) else { return nil }
    if lines.hasOthers { return lines.unquotedAmongOthers(buffer) }
    guard let plain = lines.unquoted(buffer, where: { _ in true }, strippingOthers: nil) else { return nil }
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

/// The number of fields in a line that is quoted as a whole; nil where it is not, or ends inside a field.
func fieldsInQuotedLine(
    _ bytes: UnsafePointer<UInt8>, _ line: Range<Int>, quote: UInt8, delimiter: UInt8
) -> Int? {
    guard let cell = quotedCell(bytes, line, quote: quote) else { return nil }
    var fields = 1
    var isInside = false
    var place = cell.lowerBound + 1
    while place < cell.upperBound - 1 {
        if bytes[place] == quote {
            isInside.toggle()
            place += 1
        } else if bytes[place] == delimiter, !isInside {
            fields += 1
        }
        place += 1
    }
    return isInside ? nil : fields
}

/// Where the only cell of a line stands, that begins it and has no quotes within but doubled ones; nothing but blanks and
/// delimiters is behind it.
private func quotedCell(_ bytes: UnsafePointer<UInt8>, _ line: Range<Int>, quote: UInt8) -> Range<Int>? {
    guard line.count > 1, bytes[line.lowerBound] == quote else { return nil }
    var last = line.upperBound
    while last > line.lowerBound, bytes[last - 1] != quote {
        let byte = bytes[last - 1]
        guard isSpace(byte) || byte == 0x0D || knownDelimiters.contains(byte) else { return nil }
        last -= 1
    }
    guard last - line.lowerBound > 1 else { return nil }
    var place = line.lowerBound + 1
    while place < last - 1 {
        if bytes[place] == quote {
            guard place + 2 < last, bytes[place + 1] == quote else { return nil }
            place += 1
        }
        place += 1
    }
    return place == last - 1 ? line.lowerBound..<last : nil
}

/// Lines of a text that are quoted as a whole, where no other line has a quote in it.
private struct QuotedLines {
    let bytes: UnsafePointer<UInt8>
    let range: Range<Int>
    let quote: UInt8
    let newline: UInt8
    /// Whether there are lines without quotes.
    private(set) var hasOthers = false
    /// The first of the lines quoted as a whole.
    private var first: [Range<Int>] = []
    private var hasQuotesWithin = false
    /// What blank cells behind the only one of a line are set apart by.
    private var filler: UInt8?

    private static let seen = 1000

    /// Nil where there are none. The first quote that stands elsewhere ends the search.
    init?(_ bytes: UnsafePointer<UInt8>, _ range: Range<Int>, quote: UInt8, newline: UInt8) {
        (self.bytes, self.range, self.quote, self.newline) = (bytes, range, quote, newline)
        var count = 0
        var position = range.lowerBound
        while true {
            let place = firstByte(quote, bytes, position, range.upperBound)
            if !isBlank(position..<place) { hasOthers = true }
            guard place < range.upperBound else { break }
            guard place == range.lowerBound || bytes[place - 1] == newline else { return nil }
            let end = firstByte(newline, bytes, place, range.upperBound)
            guard let cell = quotedCell(bytes, place..<end, quote: quote) else { return nil }
            count += 1
            if first.count < Self.seen {
                first.append(place..<end)
                if firstByte(quote, bytes, place + 1, cell.upperBound - 1) < cell.upperBound - 1 {
                    hasQuotesWithin = true
                }
                if filler == nil { filler = (cell.upperBound..<end).map { bytes[$0] }.first(where: isDelimiter) }
            }
            if end >= range.upperBound { break }
            position = end + 1
        }
        guard hasOthers ? hasQuotesWithin : count > 1 else { return nil }
    }

    private func isDelimiter(_ byte: UInt8) -> Bool { knownDelimiters.contains(byte) }

    private func isBlank(_ part: Range<Int>) -> Bool {
        part.allSatisfy { isSpace(bytes[$0]) || bytes[$0] == 0x0D || bytes[$0] == newline }
    }

    /// The text where the lines without quotes are rows of as many fields as the others have in their quotes; nil where
    /// they are not: texts with commas in a table of one column.
    func unquotedAmongOthers(_ buffer: ByteBuffer) -> ByteBuffer? {
        for delimiter in knownDelimiters {
            let lines = firstLines()
            guard let title = lines.first, let fields = fields(title, delimiter), fields > 1,
                hasWordBehind(delimiter, title)
            else { continue }
            let isRow = { (line: Range<Int>) in self.fields(line, delimiter) == fields }
            guard lines.count(where: isRow) * 10 >= lines.count * 9, first.count(where: isRow) * 2 > first.count else {
                continue
            }
            return unquoted(buffer, where: isRow, strippingOthers: filler == delimiter ? nil : filler)
        }
        return nil
    }

    /// `City, State` is a title of its own.
    private func hasWordBehind(_ delimiter: UInt8, _ line: Range<Int>) -> Bool {
        line.dropLast().contains { bytes[$0] == delimiter && bytes[$0 + 1] != 0x20 }
    }

    private func firstLines() -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var position = range.lowerBound
        while position < range.upperBound, lines.count < Self.seen {
            let end = firstByte(newline, bytes, position, range.upperBound)
            if !isBlank(position..<end) { lines.append(position..<end) }
            position = end + 1
        }
        return lines
    }

    private func fields(_ line: Range<Int>, _ delimiter: UInt8) -> Int? {
        if bytes[line.lowerBound] == quote {
            return fieldsInQuotedLine(bytes, line, quote: quote, delimiter: delimiter)
        }
        let end = filler.map { $0 == delimiter ? line.upperBound : withoutFiller(line, $0) } ?? line.upperBound
        return 1 + countBytes(bytes, line.lowerBound, end, delimiter)
    }

    /// Where a line ends without the delimiters of blank cells.
    private func withoutFiller(_ line: Range<Int>, _ filler: UInt8) -> Int {
        var end = line.upperBound
        while end > line.lowerBound, bytes[end - 1] == filler || bytes[end - 1] == 0x0D { end -= 1 }
        return end
    }

    /// The text with those of the lines in quotes without them, and the others without the delimiters behind them.
    func unquoted(
        _ buffer: ByteBuffer, where isRow: (Range<Int>) -> Bool, strippingOthers filler: UInt8?
    ) -> ByteBuffer? {
        ByteBuffer(capacity: buffer.count) { memory in
            memory.update(from: bytes, count: range.lowerBound)
            var out = range.lowerBound
            func copy(_ part: Range<Int>) {
                (memory + out).update(from: bytes + part.lowerBound, count: part.count)
                out += part.count
            }
            var position = range.lowerBound
            while position < buffer.count {
                let end = firstByte(newline, bytes, position, buffer.count)
                let next = min(end + 1, buffer.count)
                // What ends the line: CR LF, of which the newline is the second.
                let tail = end > position && bytes[end - 1] == 0x0D ? end - 1 : end
                if let cell = quotedCell(bytes, position..<end, quote: quote), isRow(position..<end) {
                    var place = cell.lowerBound + 1
                    while place < cell.upperBound - 1 {
                        memory[out] = bytes[place]
                        out += 1
                        place += bytes[place] == quote ? 2 : 1
                    }
                    copy(tail..<next)
                } else if let filler {
                    copy(position..<withoutFiller(position..<tail, filler))
                    copy(tail..<next)
                } else {
                    copy(position..<next)
                }
                position = next
            }
            return out
        }
    }
}
