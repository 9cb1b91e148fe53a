import Values

/// A number as the decimal digits that people read.
///
/// Rounding works on these digits, so that 1.005 becomes 1.01 whether it came as an exact decimal or as a float.
struct DisplayDecimal {
    var isNegative: Bool
    /// Values 0 to 9, most significant first, without leading zeros; empty for zero.
    private var digits: [UInt8]
    /// Digits behind the point, from 0.
    private(set) var scale: Int

    /// Nil for anything that is not a finite number.
    init?(_ value: Value) {
        let plain: String
        switch value {
        case .number(let exact): plain = exact.text
        case .float(let float) where float.isFinite: plain = plainDigits(float)
        default: return nil
        }
        isNegative = plain.hasPrefix("-")
        digits = []
        scale = 0
        var seenPoint = false
        for byte in plain.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if byte != UInt8(ascii: "0") || !digits.isEmpty { digits.append(byte - UInt8(ascii: "0")) }
                if seenPoint { scale += 1 }
            case UInt8(ascii: "."): seenPoint = true
            default: break
            }
        }
    }

    var isZero: Bool { digits.allSatisfy { $0 == 0 } }

    /// Digits before the point: 3 for 123.4; zero or negative below 1: -2 for 0.00123.
    var magnitude: Int { digits.count - scale }

    /// The digits behind the point that are not trailing zeros.
    var neededDecimals: Int {
        let zeros = digits.reversed().prefix { $0 == 0 }.count
        return digits.count == zeros ? 0 : max(0, scale - zeros)
    }

    /// The number times 10^places.
    func shifted(by places: Int) -> DisplayDecimal {
        var result = self
        result.scale -= places
        if result.scale < 0 {
            if !digits.isEmpty { result.digits += [UInt8](repeating: 0, count: -result.scale) }
            result.scale = 0
        }
        return result
    }

    /// Rounded half away from zero to at most `decimals` behind the point; negative `decimals` round whole digits.
    func rounded(to decimals: Int) -> DisplayDecimal {
        guard scale > decimals else { return self }
        var result = self
        let dropped = scale - decimals
        let kept = digits.count - dropped
        let roundsUp = kept >= 0 && kept < digits.count && digits[kept] >= 5
        result.digits = kept > 0 ? Array(digits.prefix(kept)) : []
        if roundsUp {
            var place = result.digits.count - 1
            while place >= 0 && result.digits[place] == 9 {
                result.digits[place] = 0
                place -= 1
            }
            if place >= 0 { result.digits[place] += 1 } else { result.digits.insert(1, at: 0) }
        }
        result.scale = decimals
        return decimals < 0 ? result.shifted(by: 0) : result
    }

    /// Rounded to at most `count` digits in all.
    func rounded(significant count: Int) -> DisplayDecimal { rounded(to: count - magnitude) }

    /// The digits without sign, filled with zeros to `decimals` behind the point.
    func text(decimals: Int, thousands: Bool) -> String {
        var bytes: [UInt8] = []
        let whole = max(0, digits.count - scale)
        if whole == 0 { bytes.append(UInt8(ascii: "0")) }
        for (index, digit) in digits.prefix(whole).enumerated() {
            if thousands && index > 0 && (whole - index) % 3 == 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(digit + UInt8(ascii: "0"))
        }
        if max(scale, decimals) > 0 {
            bytes.append(UInt8(ascii: "."))
            bytes += [UInt8](repeating: UInt8(ascii: "0"), count: max(0, scale - digits.count))
            bytes += digits.dropFirst(whole).map { $0 + UInt8(ascii: "0") }
            bytes += [UInt8](repeating: UInt8(ascii: "0"), count: max(0, decimals - scale))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
