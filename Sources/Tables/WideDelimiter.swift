/// Delimiters of several bytes that are looked for: doubled and framed ones, and signs beyond ASCII.
private let wideDelimiters: [[UInt8]] = ["~|~", "|~|", "<|>", "@|@", "::", "§", "¦", "¬", "þ", "¶"].map {
    Array($0.utf8)
}

/// The text with a delimiter of several bytes made one (that of ASCII for units), where every line of the beginning has
/// it as often; nil elsewhere.
func withSingleDelimiter(
    _ buffer: ByteBuffer, _ range: Range<Int>, quote: UInt8, newline: UInt8
) -> (buffer: ByteBuffer, name: String)? {
    let bytes = buffer.start
    guard let wide = wideDelimiters.first(where: { isDelimiter($0, bytes, range, newline) }) else { return nil }
    let single = ByteBuffer(capacity: buffer.count) { memory in
        memory.update(from: bytes, count: range.lowerBound)
        var out = range.lowerBound
        var position = range.lowerBound
        var isInside = false
        while position < buffer.count {
            if bytes[position] == quote { isInside.toggle() }
            if !isInside && begins(wide, bytes, position, buffer.count) {
                memory[out] = SheetText.dialect.delimiter
                position += wide.count
            } else {
                memory[out] = bytes[position]
                position += 1
            }
            out += 1
        }
        return out
    }
    return single.map { ($0, String(decoding: wide, as: UTF8.self)) }
}

/// Whether each of the first lines has the delimiter equally often, twice or more.
private func isDelimiter(_ wide: [UInt8], _ bytes: UnsafePointer<UInt8>, _ range: Range<Int>, _ newline: UInt8) -> Bool
{
    var usual: Int?
    var line = range.lowerBound
    var lines = 0
    while line < range.upperBound && lines < 100 {
        let end = firstByte(newline, bytes, line, range.upperBound)
        var count = 0
        var place = firstByte(wide[0], bytes, line, end)
        while place < end {
            let isOne = begins(wide, bytes, place, end)
            if isOne { count += 1 }
            place = firstByte(wide[0], bytes, place + (isOne ? wide.count : 1), end)
        }
        let isBlank = (line..<end).allSatisfy { isSpace(bytes[$0]) || bytes[$0] == 0x0D }
        line = end + 1
        if isBlank { continue }
        guard count > 1, usual ?? count == count else { return false }
        usual = count
        lines += 1
    }
    return lines > 1
}

private func begins(_ wide: [UInt8], _ bytes: UnsafePointer<UInt8>, _ place: Int, _ end: Int) -> Bool {
    guard place + wide.count <= end else { return false }
    for index in wide.indices where bytes[place + index] != wide[index] { return false }
    return true
}
