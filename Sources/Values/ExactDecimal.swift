/// An exact decimal number, `mantissa × 10^-scale`: how money and counts are kept, never as a float.
///
/// Two decimals are equal when their values are, whatever their scales (`1.5 == 1.50`).
package struct ExactDecimal: Sendable {
    /// At most 38 digits fit into 128 bits.
    package static let maximumScale = 36

    // The mantissa is kept in halves: a stored `Int128` would give every enum that carries a decimal an alignment of 16
    // bytes, which the compiler does not keep for its temporaries (Swift 6.3 on x86-64: a fault in `movaps`).
    private let high: Int64
    private let low: UInt64
    private let storedScale: UInt8

    package var mantissa: Int128 { Int128(high) << 64 | Int128(low) }

    /// The mantissa when 64 bits hold it, which spares the slow conversions of 128 bits.
    private var small: Int64? {
        let value = Int64(bitPattern: low)
        return high == value >> 63 ? value : nil
    }

    /// The powers of ten that a float holds exactly.
    private static let floatPowers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// Digits behind the decimal point, from 0 to `maximumScale`.
    package var scale: Int { Int(storedScale) }

    package init(_ mantissa: Int128, scale: Int = 0) {
        precondition(scale >= 0 && scale <= Self.maximumScale, "scale out of range")
        high = Int64(truncatingIfNeeded: mantissa >> 64)
        low = UInt64(truncatingIfNeeded: mantissa)
        storedScale = UInt8(truncatingIfNeeded: scale)
    }

    package init(_ value: Int) { self.init(Int128(value)) }

    package static let zero = ExactDecimal(0)

    /// The power 10^exponent, for exponents from 0 to 38.
    package static func power(_ exponent: Int) -> Int128 {
        precondition(exponent >= 0 && exponent <= 38, "power out of range")
        return powers[exponent]
    }

    private static let powers: [Int128] = {
        var result: [Int128] = [1]
        for _ in 1...38 { result.append((result.last ?? 1) * 10) }
        return result
    }()

    package var isZero: Bool { mantissa == 0 }
    package var isNegative: Bool { mantissa < 0 }

    /// The same value with trailing zeros behind the point removed.
    package var normalized: ExactDecimal {
        var mantissa = mantissa
        var scale = scale
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10
            scale -= 1
        }
        return ExactDecimal(mantissa, scale: scale)
    }

    /// The same value with at least `newScale` digits behind the point; nil when it does not fit.
    package func rescaled(to newScale: Int) -> ExactDecimal? {
        guard newScale > scale else { return self }
        guard newScale <= Self.maximumScale else { return nil }
        let (product, overflow) = mantissa.multipliedReportingOverflow(by: Self.power(newScale - scale))
        return overflow ? nil : ExactDecimal(product, scale: newScale)
    }

    /// Rounded half away from zero to `digits` behind the point; to tens, hundreds, … where they are negative.
    package func rounded(to digits: Int) -> ExactDecimal {
        guard digits >= 0 else { return roundedBeforePoint(min(38, -max(-38, digits))) }
        guard digits < scale else { return self }
        let divisor = Self.power(scale - digits)
        var (quotient, remainder) = mantissa.quotientAndRemainder(dividingBy: divisor)
        if remainder.magnitude >= (divisor / 2).magnitude && divisor > 1 { quotient += mantissa < 0 ? -1 : 1 }
        return ExactDecimal(quotient, scale: digits)
    }

    private func roundedBeforePoint(_ digits: Int) -> ExactDecimal {
        // Nothing that fits comes up to half of such a power.
        guard digits + scale <= Self.maximumScale else { return .zero }
        let unit = Self.power(digits + scale)
        var (quotient, remainder) = mantissa.quotientAndRemainder(dividingBy: unit)
        if remainder.magnitude >= (unit / 2).magnitude { quotient += mantissa < 0 ? -1 : 1 }
        let (product, overflow) = quotient.multipliedReportingOverflow(by: Self.power(digits))
        return overflow ? self : ExactDecimal(product, scale: 0)
    }

    /// The whole number below or at the value.
    package var floor: Int128 {
        let (quotient, remainder) = mantissa.quotientAndRemainder(dividingBy: Self.power(scale))
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// The value as an `Int` when it is a whole number that fits.
    package var wholeNumber: Int? {
        let value = normalized
        return value.scale == 0 ? Int(exactly: value.mantissa) : nil
    }

    // MARK: Arithmetic; nil on overflow

    package func adding(_ other: ExactDecimal) -> ExactDecimal? {
        aligned(other) { $0.addingReportingOverflow($1) }
    }

    package func subtracting(_ other: ExactDecimal) -> ExactDecimal? {
        aligned(other) { $0.subtractingReportingOverflow($1) }
    }

    package func multiplied(by other: ExactDecimal) -> ExactDecimal? {
        let first = normalized
        let second = other.normalized
        var scale = first.scale + second.scale
        var (product, overflow) = first.mantissa.multipliedReportingOverflow(by: second.mantissa)
        if overflow { return nil }
        // 0.4 × 0.5 has one digit less behind the point than both together.
        while scale > Self.maximumScale {
            guard product % 10 == 0 else { return nil }
            product /= 10
            scale -= 1
        }
        return ExactDecimal(product, scale: scale)
    }

    /// The quotient as a float, correctly rounded whenever both mantissas fit a float exactly; nil when dividing by 0.
    package func divided(by other: ExactDecimal) -> Double? {
        guard !other.isZero else { return nil }
        if self.scale == other.scale, let first = small, let second = other.small {
            return Double(first) / Double(second)
        }
        let scale = max(self.scale, other.scale)
        if let first = rescaled(to: scale), let second = other.rescaled(to: scale) {
            return Double(first.mantissa) / Double(second.mantissa)
        }
        return double / other.double
    }

    package var negated: ExactDecimal? {
        let (result, overflow) = Int128(0).subtractingReportingOverflow(mantissa)
        return overflow ? nil : ExactDecimal(result, scale: scale)
    }

    private func aligned(
        _ other: ExactDecimal, _ operation: (Int128, Int128) -> (partialValue: Int128, overflow: Bool)
    ) -> ExactDecimal? {
        let scale = max(self.scale, other.scale)
        guard let first = rescaled(to: scale), let second = other.rescaled(to: scale) else { return nil }
        let (result, overflow) = operation(first.mantissa, second.mantissa)
        return overflow ? nil : ExactDecimal(result, scale: scale)
    }

    /// The nearest float.
    package var double: Double {
        if let small {
            if scale == 0 { return Double(small) }
            if small.magnitude <= 1 << 53, scale < Self.floatPowers.count {
                return Double(small) / Self.floatPowers[scale]
            }
        }
        let value = normalized
        if value.scale == 0 { return Double(value.mantissa) }
        // The quotient of two exact floats is correctly rounded; otherwise the digits are read as a float's would be.
        if value.scale <= 22 && value.mantissa.magnitude <= 1 << 53 {
            return Double(value.mantissa) / Double(Self.power(value.scale))
        }
        return Double(value.text) ?? .nan
    }

    // MARK: Text

    /// Plain digits with a point: `-1234.50` keeps its scale.
    package var text: String { withPlainDigits { String(decoding: $0, as: UTF8.self) } }

    /// The bytes of `text`, which last as long as `body` does.
    package func withPlainDigits<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        // A sign, at most 39 digits and the point; or a zero, the point and `maximumScale` digits.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 48) { bytes in
            var position = bytes.count
            func put(_ byte: UInt8) {
                position -= 1
                bytes[position] = byte
            }
            var wide = mantissa.magnitude
            var places = 0
            while wide > UInt128(UInt64.max) {
                if places == scale && places > 0 { put(UInt8(ascii: ".")) }
                put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: wide % 10))
                wide /= 10
                places += 1
            }
            var rest = UInt64(truncatingIfNeeded: wide)
            while rest > 0 || places <= scale {
                if places == scale && places > 0 { put(UInt8(ascii: ".")) }
                put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
                rest /= 10
                places += 1
            }
            if high < 0 { put(UInt8(ascii: "-")) }
            return body(UnsafeBufferPointer(rebasing: bytes[position...]))
        }
    }

    /// Reads `[+-]digits[.digits][e[+-]digits]`, also `.5` and `5.`; nil for anything else and for what does not fit.
    package init?(text: some StringProtocol) {
        var mantissa: Int128 = 0
        var scale = 0
        var digits = 0
        var seenPoint = false
        var negative = false
        var exponent = 0
        var bytes = Array(text.utf8)[...]
        if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            negative = sign == UInt8(ascii: "-")
            bytes = bytes.dropFirst()
        }
        while let byte = bytes.first {
            if byte >= 48 && byte <= 57 {
                let (shifted, overflow) = mantissa.multipliedReportingOverflow(by: 10)
                // Towards the sign from the beginning: the least number has no positive of its own.
                let digit = Int128(byte - 48)
                let (sum, carried) =
                    negative ? shifted.subtractingReportingOverflow(digit) : shifted.addingReportingOverflow(digit)
                if overflow || carried { return nil }
                mantissa = sum
                digits += 1
                if seenPoint { scale += 1 }
            } else if byte == UInt8(ascii: ".") && !seenPoint {
                seenPoint = true
            } else if (byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")) && digits > 0 {
                guard let parsed = Int(String(decoding: bytes.dropFirst(), as: UTF8.self)), (-99...99).contains(parsed)
                else { return nil }
                exponent = parsed
                bytes = []
                break
            } else {
                return nil
            }
            bytes = bytes.dropFirst()
        }
        guard digits > 0 else { return nil }
        scale -= exponent
        if scale < 0 {
            guard scale >= -38 else { return nil }
            let (product, overflow) = mantissa.multipliedReportingOverflow(by: Self.power(-scale))
            if overflow { return nil }
            mantissa = product
            scale = 0
        }
        guard scale <= Self.maximumScale else { return nil }
        self.init(mantissa, scale: scale)
    }
}

extension ExactDecimal: Hashable, Comparable {
    package static func == (left: ExactDecimal, right: ExactDecimal) -> Bool {
        if left.scale == right.scale { return left.mantissa == right.mantissa }
        let first = left.normalized
        let second = right.normalized
        return first.mantissa == second.mantissa && first.scale == second.scale
    }

    package func hash(into hasher: inout Hasher) {
        let value = normalized
        hasher.combine(value.mantissa)
        hasher.combine(value.scale)
    }

    package static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
        if left.scale == right.scale { return left.mantissa < right.mantissa }
        let scale = max(left.scale, right.scale)
        // At most one needs more digits; when they do not fit, it lies beyond everything that the other can be.
        guard let first = left.rescaled(to: scale) else { return left.isNegative }
        guard let second = right.rescaled(to: scale) else { return !right.isNegative }
        return first.mantissa < second.mantissa
    }
}
