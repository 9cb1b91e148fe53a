/// A number as `numeric_send` of PostgreSQL writes it, and as its own clients get it.
///
/// Words of two bytes, the high one first: how many digits follow, the power of the first, the sign, how many decimal
/// digits stand behind the point, and the digits, each of 0 to 9999: 12345.678 has 1, 2345 and 6780, the first of power 1.
struct SentNumeric {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let digitCount: Int
    /// The power of 10,000 that the first digit counts.
    private let weight: Int
    private let sign: Sign
    /// Decimal digits behind the point.
    private let scale: Int

    private enum Sign: UInt16 {
        case positive = 0x0000
        case negative = 0x4000
        case nan = 0xC000
        case infinite = 0xD000
        case negativeInfinite = 0xF000
    }

    /// Nil for bytes that are no number. Valid as long as they are there.
    @inline(__always)
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count >= 8 else { return nil }
        self.bytes = bytes
        digitCount = Int(Self.word(bytes, 0))
        weight = Int(Int16(bitPattern: Self.word(bytes, 1)))
        guard bytes.count == 8 + 2 * digitCount, let sign = Sign(rawValue: Self.word(bytes, 2)) else { return nil }
        self.sign = sign
        scale = Int(Self.word(bytes, 3))
        for index in 0..<digitCount where Self.word(bytes, 4 + index) > 9999 { return nil }
    }

    /// A word that is there.
    @inline(__always)
    private static func word(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> UInt16 {
        UInt16(bytes[2 * index]) << 8 | UInt16(bytes[2 * index + 1])
    }

    /// The digit of a power of 10,000, also where none was sent.
    private func digit(ofPower power: Int) -> Int {
        let index = weight - power
        return index >= 0 && index < digitCount ? Int(Self.word(bytes, 4 + index)) : 0
    }

    /// The value times 10^scale; nil for more than 18 digits, and for what is no finite number.
    @inline(__always)
    var plain: (value: Int64, scale: Int)? {
        guard sign == .positive || sign == .negative, scale <= 18, digitCount <= 5 else { return nil }
        if digitCount == 0 { return (0, scale) }
        // At most 20 decimal digits, which 64 bits may not hold.
        var value: Int64 = 0
        for index in 0..<digitCount {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10_000)
            if overflow { return nil }
            let (sum, carry) = product.addingReportingOverflow(Int64(Self.word(bytes, 4 + index)))
            if carry { return nil }
            value = sum
        }
        // What the last digit counts, in powers of ten, once the point has moved behind all of them.
        let power = 4 * (weight - digitCount + 1) + scale
        if power > 18 { return nil }
        if power > 0 {
            for _ in 0..<power {
                let (product, overflow) = value.multipliedReportingOverflow(by: 10)
                if overflow { return nil }
                value = product
            }
        } else if power < 0 {
            guard power >= -18 else { return nil }
            var divisor: Int64 = 1
            for _ in 0..<(-power) { divisor *= 10 }
            let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
            if remainder != 0 { return nil }
            value = quotient
        }
        guard value < 1_000_000_000_000_000_000 else { return nil }
        return (sign == .negative ? -value : value, scale)
    }

    /// As PostgreSQL writes it: `-12345.678`, `NaN`, `Infinity`.
    var text: String {
        switch sign {
        case .nan: return "NaN"
        case .infinite: return "Infinity"
        case .negativeInfinite: return "-Infinity"
        case .positive, .negative: break
        }
        var text = sign == .negative ? "-" : ""
        text += "\(digit(ofPower: max(weight, 0)))"
        for power in stride(from: weight - 1, through: 0, by: -1) { text += Self.four(digit(ofPower: power)) }
        guard scale > 0 else { return text }
        var fraction = ""
        for power in 1...(scale + 3) / 4 { fraction += Self.four(digit(ofPower: -power)) }
        return text + "." + fraction.prefix(scale)
    }

    private static func four(_ digit: Int) -> String {
        let text = "\(digit)"
        return String(repeating: "0", count: 4 - text.utf8.count) + text
    }
}
