import Values

/// Makes what goes to a terminal harmless piece by piece, where a format keeps cells as they are: a data format is meant for
/// files and pipes, but a terminal would obey what stands in it.
///
/// Line ends and tabs stay. Controls and marks that reorder text become symbols, as everywhere else.
struct TerminalText {
    /// The beginning of a character, or a CR that may belong to a line end.
    private var held: [UInt8] = []

    mutating func harmless(_ piece: [UInt8]) -> [UInt8] {
        if held.isEmpty, piece.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == 0x0A || $0 == 0x09 }) { return piece }
        var bytes = held + piece
        let whole = Self.wholeCount(bytes)
        held = Array(bytes[whole...])
        bytes.removeLast(bytes.count - whole)
        return Self.shown(bytes)
    }

    /// What is left when nothing more comes.
    mutating func rest() -> [UInt8] {
        defer { held = [] }
        return Self.shown(held)
    }

    private static func shown(_ bytes: [UInt8]) -> [UInt8] {
        var result = ""
        var isReturn = false
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if isReturn { result += scalar == "\n" ? "\r" : visible("\r" as Unicode.Scalar) }
            isReturn = scalar == "\r"
            if isReturn { continue }
            let isControl = scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
            if isControl || isBidirectionalControl(scalar) {
                result += visible(scalar)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        if isReturn { result += visible("\r" as Unicode.Scalar) }
        return Array(result.utf8)
    }

    /// How many bytes there are before a character that is not complete, or a CR at the end.
    private static func wholeCount(_ bytes: [UInt8]) -> Int {
        if bytes.last == 0x0D { return bytes.count - 1 }
        for back in 1...3 where back <= bytes.count {
            let byte = bytes[bytes.count - back]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > back ? bytes.count - back : bytes.count
        }
        return bytes.count
    }
}
