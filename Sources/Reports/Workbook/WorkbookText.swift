// Text as the XML of workbooks has it.

extension [UInt8] {
    /// Appends text for an element or an attribute in double quotes.
    ///
    /// What XML cannot hold becomes `_xHHHH_`, and a text that has such a mark by itself is kept apart from it by
    /// `_x005F_` (ST_Xstring, ECMA-376 22.9.2.19).
    mutating func appendXML(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var position = 0
            while position < bytes.count {
                let byte = bytes[position]
                switch byte {
                case UInt8(ascii: "&"): self += Array("&amp;".utf8)
                case UInt8(ascii: "<"): self += Array("&lt;".utf8)
                case UInt8(ascii: ">"): self += Array("&gt;".utf8)
                case UInt8(ascii: "\""): self += Array("&quot;".utf8)
                case UInt8(ascii: "_") where isEscape(bytes, position): self += Array("_x005F_".utf8)
                case 0x09, 0x0A, 0x20...0xEE, 0xF0...: append(byte)
                case 0xEF
                where position + 2 < bytes.count && bytes[position + 1] == 0xBF && bytes[position + 2] >= 0xBE:
                    // U+FFFE and U+FFFF.
                    self += Array((bytes[position + 2] == 0xBE ? "_xFFFE_" : "_xFFFF_").utf8)
                    position += 2
                case 0xEF: append(byte)
                default: self += Array("_x00\(hexadecimal(byte))_".utf8)
                }
                position += 1
            }
        }
    }
}

/// Whether `_xHHHH_` stands at `position`.
private func isEscape(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int) -> Bool {
    guard position + 7 <= bytes.count, bytes[position + 1] == UInt8(ascii: "x"),
        bytes[position + 6] == UInt8(ascii: "_")
    else { return false }
    return bytes[(position + 2)..<(position + 6)].allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "F"),
            UInt8(ascii: "a")...UInt8(ascii: "f"):
            true
        default: false
        }
    }
}

private func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.utf8.count < 2 ? "0" + digits : digits
}

/// The letters of a column, from 0: `A`, `Z`, `AA`.
func columnLetters(_ column: Int) -> String {
    var bytes: [UInt8] = []
    var rest = column + 1
    while rest > 0 {
        bytes.insert(UInt8(ascii: "A") + UInt8(truncatingIfNeeded: (rest - 1) % 26), at: 0)
        rest = (rest - 1) / 26
    }
    return String(decoding: bytes, as: UTF8.self)
}

/// Names of sheets as spreadsheets allow them: 1 to 31 characters of UTF-16, none of `[]:*?/\` and no control
/// characters, no `'` at the ends, all different in any case; `History` is taken by Excel itself.
struct SheetNames {
    private var taken: Set<String> = ["history"]
    private static let most = 31

    mutating func name(_ wanted: String) -> String {
        var text = ""
        for scalar in wanted.unicodeScalars {
            let isForbidden = "[]:*?/\\".unicodeScalars.contains(scalar)
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: text += " "
            default: text.unicodeScalars.append(isForbidden ? "-" : scalar)
            }
        }
        text = text.split(separator: " ").joined(separator: " ")
        var base = cut(text, to: Self.most)
        while base.hasPrefix("'") { base.removeFirst() }
        while base.hasSuffix("'") || base.hasSuffix(" ") { base.removeLast() }
        if base.isEmpty { base = "Answer" }
        var result = base
        var number = 2
        while !taken.insert(result.lowercased()).inserted {
            let suffix = " (\(number))"
            result = cut(base, to: Self.most - suffix.utf16.count) + suffix
            number += 1
        }
        return result
    }

}

/// The beginning of a text, of at most so many characters of UTF-16.
func cut(_ text: String, to most: Int) -> String {
    var result = ""
    var length = 0
    for character in text {
        length += character.utf16.count
        if length > most { break }
        result.append(character)
    }
    return result
}
