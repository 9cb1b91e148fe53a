// Characters that XML cannot hold are written `_x0007_` in workbooks (ST_Xstring, ECMA-376 22.9.2.19), and `_x005F_`
// stands for `_` where a text would look like that by itself.

/// The text with its escapes replaced.
func unescapedText(_ text: String) -> String {
    var bytes = Array(text.utf8)
    unescape(&bytes)
    return String(decoding: bytes, as: UTF8.self)
}

/// The same in place.
///
/// Pairs of escaped halves of UTF-16 become one character; a half alone becomes U+FFFD.
func unescape(_ text: inout [UInt8]) {
    guard var next = escape(in: text, from: 0)?.place else { return }
    var result = Array(text[..<next])
    while next < text.count {
        guard let (place, unit) = escape(in: text, from: next) else { break }
        result += text[next..<place]
        next = place + 7
        var scalar = unit
        if unit & 0xFC00 == 0xD800 {
            if let (second, low) = escape(in: text, from: next), second == next, low & 0xFC00 == 0xDC00 {
                scalar = 0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF)
                next += 7
            } else {
                scalar = 0xFFFD
            }
        } else if unit & 0xFC00 == 0xDC00 {
            scalar = 0xFFFD
        }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4) { memory in
            guard let start = memory.baseAddress else { return }
            result += memory[..<writeScalar(scalar, start)]
        }
    }
    if next < text.count { result += text[next...] }
    text = result
}

/// The next `_xHHHH_` and its number.
private func escape(in text: [UInt8], from start: Int) -> (place: Int, unit: UInt32)? {
    var place = start
    while place + 7 <= text.count {
        if text[place] == 0x5F, text[place + 1] == 0x78, text[place + 6] == 0x5F {
            var unit: UInt32 = 0
            var isHexadecimal = true
            for digit in text[(place + 2)..<(place + 6)] {
                guard let value = hexadecimalValue(digit) else {
                    isHexadecimal = false
                    break
                }
                unit = unit << 4 | value
            }
            if isHexadecimal { return (place, unit) }
        }
        place += 1
    }
    return nil
}

private func hexadecimalValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte) - 0x30
    case 0x41...0x46: UInt32(byte) - 0x37
    case 0x61...0x66: UInt32(byte) - 0x57
    default: nil
    }
}
