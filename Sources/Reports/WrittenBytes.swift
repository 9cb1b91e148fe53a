import Values

/// Bytes that are written one behind the other, with room behind them so that they can be copied sixteen at once.
///
/// A class, so that no one else shares the memory and each byte costs a store alone; for the same reason nothing is
/// checked at run time about its properties, which are used by plain calls one after the other.
final class WrittenBytes {
    /// So many bytes behind the last can be read and written.
    static let padding = 32

    @exclusivity(unchecked) private(set) var start: UnsafeMutablePointer<UInt8>
    @exclusivity(unchecked) private(set) var count = 0
    @exclusivity(unchecked) private var capacity: Int

    init() {
        capacity = 4096
        start = .allocate(capacity: capacity + Self.padding)
        start.initialize(repeating: 0, count: capacity + Self.padding)
    }

    deinit { start.deallocate() }

    func removeAll() { count = 0 }

    /// Takes back what was written behind the first `count` bytes.
    func cut(to count: Int) { self.count = min(self.count, max(0, count)) }

    /// Where the next byte goes, with room for so many and `padding` behind them.
    @inline(__always)
    func room(_ extra: Int) -> UnsafeMutablePointer<UInt8> {
        if extra > capacity - count { grow(extra) }
        return start + count
    }

    /// Says that so many bytes were written to `room`.
    @inline(__always)
    func advance(_ written: Int) { count += written }

    @inline(never)
    private func grow(_ extra: Int) {
        let larger = max(capacity * 2, count + extra)
        let target = UnsafeMutablePointer<UInt8>.allocate(capacity: larger + Self.padding)
        target.update(from: start, count: count)
        (target + count).initialize(repeating: 0, count: larger + Self.padding - count)
        start.deallocate()
        start = target
        capacity = larger
    }

    @inline(__always)
    func append(_ byte: UInt8) {
        room(1)[0] = byte
        count += 1
    }

    func append(contentsOf bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        room(bytes.count).update(from: source, count: bytes.count)
        count += bytes.count
    }

    func append(_ text: String) {
        var text = text
        text.withUTF8 { append(contentsOf: $0) }
    }
}

/// What data formats write of a value, as bytes: the same as its `plainText`, without a text for each cell.
extension WrittenBytes {
    func append(_ number: ExactDecimal) { number.withPlainDigits { append(contentsOf: $0) } }

    /// A decimal of a column: `mantissa` divided by 10^`scale`.
    func append(_ mantissa: Int64, scale: Int) {
        guard scale >= 0, scale <= 19 else { return append(ExactDecimal(Int128(mantissa), scale: scale)) }
        // A sign, at most 20 digits and the point, from the last to the first.
        let start = room(24)
        var place = 24
        var rest = mantissa.magnitude
        var digits = 0
        while rest > 0 || digits <= scale {
            if digits == scale, digits > 0 {
                place -= 1
                start[place] = UInt8(ascii: ".")
            }
            let next = rest / 10
            place -= 1
            start[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest &- next &* 10)
            rest = next
            digits += 1
        }
        if mantissa < 0 {
            place -= 1
            start[place] = UInt8(ascii: "-")
        }
        start.update(from: start + place, count: 24 - place)
        count += 24 - place
    }

    /// ISO: `2026-06-15`.
    func append(_ day: Day) {
        let (year, month, date) = day.civil
        let start = room(10)
        Self.put(year / 100, at: start)
        Self.put(year % 100, at: start + 2)
        start[4] = UInt8(ascii: "-")
        Self.put(month, at: start + 5)
        start[7] = UInt8(ascii: "-")
        Self.put(date, at: start + 8)
        count += 10
    }

    /// A number from 0 to 99 as two digits.
    @inline(__always)
    private static func put(_ number: Int, at target: UnsafeMutablePointer<UInt8>) {
        target[0] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number / 10)
        target[1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number % 10)
    }
}

extension [UInt8] {
    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(contentsOf: $0) }
    }
}
