/// The text with cells such as `="00123"`, by which exports keep spreadsheets from reading a code as a number, made
/// `"00123"`; nil where there are none.
///
/// Lines keep their numbers.
func withoutFormulaTexts(_ buffer: ByteBuffer, _ range: Range<Int>, quote: UInt8) -> (buffer: ByteBuffer, count: Int)? {
    let bytes = buffer.start
    func byte(_ place: Int) -> UInt8 { range.contains(place) ? bytes[place] : 0x0A }
    /// Whether `="` begins the field at a place.
    func begins(_ place: Int) -> Bool {
        byte(place) == 0x3D && byte(place + 1) == quote && isFieldBorder(byte(place - 1))
    }
    /// Where a cell `"=""00123"""` ends, behind its quotes; nil where there is none.
    func wrappedEnd(_ place: Int) -> Int? {
        guard byte(place) == 0x3D, byte(place - 1) == quote, isFieldBorder(byte(place - 2)), byte(place + 1) == quote,
            byte(place + 2) == quote
        else { return nil }
        let close = firstByte(quote, bytes, place + 3, range.upperBound)
        let isClosed = byte(close) == quote && byte(close + 1) == quote && byte(close + 2) == quote
        return isClosed && isFieldBorder(byte(close + 3)) ? close + 3 : nil
    }
    var count = 0
    var position = firstByte(0x3D, bytes, range.lowerBound, range.upperBound)
    while position < range.upperBound {
        if begins(position) || wrappedEnd(position) != nil { count += 1 }
        position = firstByte(0x3D, bytes, position + 1, range.upperBound)
    }
    if count == 0 { return nil }
    let plain = ByteBuffer(capacity: buffer.count) { memory in
        var out = 0
        var position = 0
        func copy(to end: Int) {
            (memory + out).update(from: bytes + position, count: end - position)
            out += end - position
            position = end
        }
        var next = firstByte(0x3D, bytes, range.lowerBound, range.upperBound)
        while next < range.upperBound {
            if begins(next) {
                copy(to: next)
                position = next + 1
            } else if let end = wrappedEnd(next) {
                // One quote before the text and one behind it stay.
                copy(to: next)
                position = next + 3
                copy(to: end - 2)
                position = end
            }
            next = firstByte(0x3D, bytes, max(next + 1, position), range.upperBound)
        }
        copy(to: buffer.count)
        return out
    }
    return plain.map { ($0, count) }
}
