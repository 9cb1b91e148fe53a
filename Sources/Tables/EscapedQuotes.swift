/// The text with quotes that are escaped by backslashes (`"48\" wide"`) doubled instead (`"48"" wide"`), where the whole
/// text shows that they are; nil elsewhere.
///
/// Inside quotes `\\` becomes `\`; outside, nothing changes. Lines keep their numbers.
func withDoubledQuotes(_ buffer: ByteBuffer, _ range: Range<Int>, quote: UInt8) -> ByteBuffer? {
    let bytes = buffer.start
    guard escapesQuotes(bytes, range, quote: quote) else { return nil }
    return ByteBuffer(capacity: buffer.count) { memory in
        memory.update(from: bytes, count: range.lowerBound)
        var out = range.lowerBound
        var position = range.lowerBound
        var isInside = false
        var mayOpen = true
        while position < buffer.count {
            let byte = bytes[position]
            let next = position + 1 < buffer.count ? bytes[position + 1] : 0
            position += 1
            if isInside && byte == backslash && (next == quote || next == backslash) {
                if next == quote {
                    memory[out] = quote
                    out += 1
                }
                memory[out] = next
                out += 1
                position += 1
                continue
            }
            if byte == quote { isInside = isInside ? false : mayOpen }
            // A quote opens a field at its beginning, or once more behind one that closed: a doubled quote.
            mayOpen = byte == quote || isFieldBorder(byte) || (mayOpen && isSpace(byte))
            memory[out] = byte
            out += 1
        }
        return out
    }
}

/// Whether more quotes behind a backslash are inside a field than quotes are doubled there.
///
/// `\",` says nothing: a field may end in a backslash.
private func escapesQuotes(_ bytes: UnsafePointer<UInt8>, _ range: Range<Int>, quote: UInt8) -> Bool {
    func byte(_ place: Int) -> UInt8 { range.contains(place) ? bytes[place] : 0x0A }
    var escaped = 0
    var position = firstByte(backslash, bytes, range.lowerBound, range.upperBound)
    while position < range.upperBound {
        let next = byte(position + 1)
        if next == backslash {
            position += 1
        } else if next == quote {
            let after = byte(position + 2)
            let isPlain = isFieldBorder(after)
            if after == quote ? isFieldBorder(byte(position + 3)) : !isPlain { escaped += 1 }
        }
        position = firstByte(backslash, bytes, position + 1, range.upperBound)
    }
    if escaped == 0 { return false }
    var doubled = 0
    position = firstByte(quote, bytes, range.lowerBound, range.upperBound)
    while position < range.upperBound {
        if byte(position + 1) == quote {
            if !isFieldBorder(byte(position - 1)) && byte(position - 1) != backslash { doubled += 1 }
            position += 1
        }
        position = firstByte(quote, bytes, position + 1, range.upperBound)
    }
    return escaped > doubled
}

/// What a field may stand between.
func isFieldBorder(_ byte: UInt8) -> Bool {
    byte == 0x0A || byte == 0x0D || knownDelimiters.contains(byte)
}
