import Values

/// What data formats write of a value, as bytes: the same as its `plainText`, without a text for each cell.
extension [UInt8] {
    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(contentsOf: $0) }
    }

    mutating func append(_ number: ExactDecimal) { number.withPlainDigits { append(contentsOf: $0) } }

    /// ISO: `2026-06-15`.
    mutating func append(_ day: Day) {
        let (year, month, date) = day.civil
        appendPair(year / 100)
        appendPair(year % 100)
        append(UInt8(ascii: "-"))
        appendPair(month)
        append(UInt8(ascii: "-"))
        appendPair(date)
    }

    /// A number from 0 to 99 as two digits.
    private mutating func appendPair(_ number: Int) {
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10))
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }
}
