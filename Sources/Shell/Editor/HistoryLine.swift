/// One line of the history file: a JSON object with the statement as `q`, its time as `t` and the workspace's folder as `w`.
enum HistoryLine {
    /// The line without its line break.
    static func encode(_ entry: History.Entry) -> String {
        let folder = entry.folder.isEmpty ? "" : "\"w\":\(quote(entry.folder)),"
        return "{\"t\":\(quote(entry.time)),\(folder)\"q\":\(quote(entry.text))}"
    }

    /// The entry of a line; nil for a line that is torn, not JSON, not UTF-8 or without a statement.
    ///
    /// Other keys are passed over where their values are not objects or arrays.
    static func decode(_ line: ArraySlice<UInt8>) -> History.Entry? {
        var reader = Reader(line)
        guard reader.take("{") else { return nil }
        var text: String?
        var time = ""
        var folder = ""
        repeat {
            guard let key = reader.string(), reader.take(":") else { return nil }
            switch key {
            case "q":
                guard let value = reader.string() else { return nil }
                text = value
            case "t":
                guard let value = reader.string() else { return nil }
                time = value
            case "w":
                guard let value = reader.string() else { return nil }
                folder = value
            default: guard reader.skipValue() else { return nil }
            }
        } while reader.take(",")
        guard reader.take("}"), reader.isAtEnd, let text else { return nil }
        return History.Entry(text: text, time: time, folder: folder)
    }

    /// A text as a JSON string (RFC 8259, section 7).
    static func quote(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\u{0}"..."\u{1f}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private struct Reader {
        let bytes: ArraySlice<UInt8>
        var position: Int

        init(_ bytes: ArraySlice<UInt8>) {
            self.bytes = bytes
            position = bytes.startIndex
        }

        var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

        var isAtEnd: Bool {
            mutating get {
                skipBlanks()
                return position == bytes.endIndex
            }
        }

        mutating func skipBlanks() {
            while let byte = next, byte == 0x20 || (0x09...0x0d).contains(byte) { position += 1 }
        }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            skipBlanks()
            guard let next, UInt32(next) == character.value else { return false }
            position += 1
            return true
        }

        /// Passes over a string, a number, true, false or null.
        mutating func skipValue() -> Bool {
            skipBlanks()
            if next == UInt8(ascii: "\"") { return string() != nil }
            let start = position
            while let byte = next, !"{}[],\" ".utf8.contains(byte) { position += 1 }
            return position > start
        }

        mutating func string() -> String? {
            guard take("\"") else { return nil }
            var text: [UInt8] = []
            text.reserveCapacity(128)
            while position < bytes.endIndex {
                let plain = bytes[position...].prefix { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5c }
                text.append(contentsOf: plain)
                position = plain.endIndex
                guard let byte = next else { return nil }
                position += 1
                switch byte {
                case UInt8(ascii: "\""): return validated(text)
                case UInt8(ascii: "\\"):
                    guard let scalar = escape() else { return nil }
                    text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                default: return nil
                }
            }
            return nil
        }

        /// The text of bytes that are UTF-8.
        private func validated(_ bytes: [UInt8]) -> String? {
            var text = String(decoding: bytes, as: UTF8.self)
            return text.withUTF8 { $0.elementsEqual(bytes) } ? text : nil
        }

        private mutating func escape() -> Unicode.Scalar? {
            guard let byte = next else { return nil }
            position += 1
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
            case UInt8(ascii: "b"): return "\u{8}"
            case UInt8(ascii: "f"): return "\u{c}"
            case UInt8(ascii: "n"): return "\n"
            case UInt8(ascii: "r"): return "\r"
            case UInt8(ascii: "t"): return "\t"
            case UInt8(ascii: "u"): break
            default: return nil
            }
            guard let unit = codeUnit() else { return nil }
            guard UTF16.isLeadSurrogate(unit) else { return Unicode.Scalar(unit) }
            guard next == UInt8(ascii: "\\"), bytes[position...].dropFirst().first == UInt8(ascii: "u") else {
                return nil
            }
            position += 2
            guard let trail = codeUnit(), UTF16.isTrailSurrogate(trail) else { return nil }
            return UTF16.decode(UTF16.EncodedScalar([unit, trail]))
        }

        private mutating func codeUnit() -> UInt16? {
            let digits = bytes[position...].prefix(4)
            guard digits.count == 4, digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }) else {
                return nil
            }
            position += 4
            return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        }
    }
}
