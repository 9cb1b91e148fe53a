import Values

/// Reading the numbers of Arrow that Swift has no type for, and numbers that come as text.
enum ArrowNumbers {
    /// A decimal of 4, 8, 16 or 32 bytes, two's complement in the byte order of the machine; nil where 128 bits do not
    /// hold it.
    @inline(__always)
    static func decimal(_ start: UnsafeRawPointer, bytes: Int) -> Int128? {
        switch bytes {
        case 4: return Int128(start.loadUnaligned(as: Int32.self))
        case 8: return Int128(start.loadUnaligned(as: Int64.self))
        default:
            let low = start.loadUnaligned(as: UInt64.self)
            let high = start.loadUnaligned(fromByteOffset: 8, as: Int64.self)
            if bytes == 32 {
                let sign = high >> 63
                guard start.loadUnaligned(fromByteOffset: 16, as: Int64.self) == sign,
                    start.loadUnaligned(fromByteOffset: 24, as: Int64.self) == sign
                else { return nil }
            }
            return Int128(high) << 64 | Int128(low)
        }
    }

    /// The nearest float to a decimal of 32 bytes.
    static func float(_ start: UnsafeRawPointer, scale: Int) -> Double {
        let words = (0..<3).map { start.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self) }
        let top = start.loadUnaligned(fromByteOffset: 24, as: Int64.self)
        var value = Double(top)
        for word in words.reversed() { value = value * 18_446_744_073_709_551_616 + Double(word) }
        return scaled(value, by: scale)
    }

    static func scaled(_ value: Double, by scale: Int) -> Double {
        var result = value
        var rest = scale.magnitude
        while rest > 0 {
            let step = min(rest, 22)
            let power = Double(ExactDecimal.power(Int(step)))
            result = scale > 0 ? result / power : result * power
            rest -= step
        }
        return result
    }

    /// A float of 2 bytes (IEEE 754 binary16).
    static func half(_ bits: UInt16) -> Double {
        let sign: Double = bits & 0x8000 == 0 ? 1 : -1
        let exponent = Int(bits >> 10 & 0x1F)
        let fraction = Double(bits & 0x3FF)
        switch exponent {
        case 0: return sign * fraction / 16_777_216
        case 31: return fraction == 0 ? sign * .infinity : .nan
        default:
            let power = exponent >= 15 ? Double(1 << (exponent - 15)) : 1 / Double(1 << (15 - exponent))
            return sign * (1 + fraction / 1024) * power
        }
    }

    /// `-1234.50` as -123450 with scale 2; nil for anything but digits with a sign and a point, and for more than 18 of
    /// them.
    @inline(__always)
    static func plain(_ text: UnsafeBufferPointer<UInt8>) -> (value: Int64, scale: Int)? {
        var value: Int64 = 0
        var digits = 0
        var scale = -1
        var isNegative = false
        for place in 0..<text.count {
            let byte = text[place]
            if byte >= 48, byte <= 57 {
                value = value &* 10 &+ Int64(byte &- 48)
                if value != 0 { digits &+= 1 }
                if digits > 18 { return nil }
                if scale >= 0 { scale &+= 1 }
            } else if byte == UInt8(ascii: "."), scale < 0 {
                scale = 0
            } else if place == 0, byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") {
                isNegative = byte == UInt8(ascii: "-")
            } else {
                return nil
            }
        }
        guard text.count > (isNegative ? 1 : 0) else { return nil }
        return (isNegative ? -value : value, max(scale, 0))
    }
}
