import Values

/// How cells are written in a file of values separated by a character; see `DelimitedRenderer`.
struct DelimitedStyle {
    let delimiter: UInt8
    /// Whether the delimiter and line breaks inside a cell are written as spaces.
    let flattens: Bool
    /// Whether text that a spreadsheet would run gets an apostrophe before it.
    let guards: Bool

    func write(_ value: Value, to bytes: WrittenBytes) {
        switch value {
        case .missing: break
        case .number(let number): bytes.append(number)
        case .day(let day): bytes.append(day)
        case .text(var text): text.withUTF8 { write($0, to: bytes) }
        // Of digits and letters; the label of a period has no delimiter.
        default: bytes.append(value.plainText)
        }
    }

    func write(_ text: UnsafeBufferPointer<UInt8>, to bytes: WrittenBytes) {
        let isGuarded = guards && Self.startsFormula(text)
        if let source = text.baseAddress, !text.isEmpty {
            let before = bytes.count
            if isGuarded { bytes.append(Self.apostrophe) }
            let target = bytes.room(text.count)
            target.update(from: source, count: text.count)
            // Looked at where it has been copied to, since bytes behind it may be read there.
            if !needsCare(target, text.count) { return bytes.advance(text.count) }
            bytes.cut(to: before)
        }
        let needsQuotes = !flattens || text.isEmpty || text.contains(Self.quote)
        if needsQuotes { bytes.append(Self.quote) }
        if isGuarded { bytes.append(Self.apostrophe) }
        for byte in text {
            if byte == Self.quote { bytes.append(byte) }
            let isFlat = flattens && (byte == delimiter || byte == 10 || byte == 13)
            bytes.append(isFlat ? UInt8(ascii: " ") : byte)
        }
        if needsQuotes { bytes.append(Self.quote) }
    }

    /// Whether a delimiter, quote or line break is among the bytes, behind which eight more can be read.
    @inline(__always)
    private func needsCare(_ start: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        // Eight bytes at once: the high bit of each byte of a sum is set where the byte is one that is looked for.
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let delimiters = ones &* UInt64(delimiter)
        let quotes = ones &* UInt64(Self.quote)
        func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highs }
        let bytes = UnsafeRawPointer(start)
        var place = 0
        while place < count {
            let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            var found =
                zeros(word ^ delimiters) | zeros(word ^ quotes) | zeros(word ^ (ones &* 10))
                | zeros(word ^ (ones &* 13))
            // Above the first byte that is found, others may seem to be: the first one is what counts.
            if place &+ 8 > count { found &= (1 << (UInt64(count &- place) &* 8)) &- 1 }
            if found != 0 { return true }
            place &+= 8
        }
        return false
    }

    private static let quote = UInt8(ascii: "\"")
    private static let apostrophe = UInt8(ascii: "'")

    /// Whether a spreadsheet would take the text for a formula.
    private static func startsFormula(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        switch text.first {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: "\t"),
            UInt8(ascii: "\r"), UInt8(ascii: "\n"):
            return true
        case 0xEF:
            // The full-width forms `＝`, `＋`, `－`, `＠`: U+FF1D, U+FF0B, U+FF0D, U+FF20.
            guard text.count >= 3, text[1] == 0xBC else { return false }
            return text[2] == 0x9D || text[2] == 0x8B || text[2] == 0x8D || text[2] == 0xA0
        default: return false
        }
    }
}
