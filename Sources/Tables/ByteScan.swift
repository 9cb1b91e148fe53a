import CScan

// Plain scans over bytes in memory. Each reads whole blocks of 64 bytes, so `bytes` must be followed by
// `ByteBuffer.padding` readable bytes behind the range.

/// How many of the bytes in `from ..< end` equal `byte`.
func countBytes(_ bytes: UnsafePointer<UInt8>, _ from: Int, _ end: Int, _ byte: UInt8) -> Int {
    var total = 0
    var position = from
    while position < end {
        var mask = cscan_equal(bytes + position, byte)
        if end - position < 64 { mask &= (1 << UInt64(end - position)) - 1 }
        total += mask.nonzeroBitCount
        position += 64
    }
    return total
}

/// The first position in `from ..< end` of a byte above 127, or `end`.
func firstHighByte(_ bytes: UnsafePointer<UInt8>, _ from: Int, _ end: Int) -> Int {
    var position = from
    while position < end {
        let mask = cscan_high(bytes + position)
        if mask != 0 { return min(position + mask.trailingZeroBitCount, end) }
        position += 64
    }
    return end
}

/// The first position in `from ..< end` of `byte`, or `end`.
func firstByte(_ byte: UInt8, _ bytes: UnsafePointer<UInt8>, _ from: Int, _ end: Int) -> Int {
    var position = from
    while position < end {
        let mask = cscan_equal(bytes + position, byte)
        if mask != 0 { return min(position + mask.trailingZeroBitCount, end) }
        position += 64
    }
    return end
}

/// The last position in `from ..< end` of `byte`; nil where it does not occur.
func lastByte(_ byte: UInt8, _ bytes: UnsafePointer<UInt8>, _ from: Int, _ end: Int) -> Int? {
    var position = end
    while position > from {
        let start = max(from, position - 64)
        var mask = cscan_equal(bytes + start, byte)
        if position - start < 64 { mask &= (1 << UInt64(position - start)) - 1 }
        if mask != 0 { return start + 63 - mask.leadingZeroBitCount }
        position = start
    }
    return nil
}

/// Whether a byte above 127 and whether a NUL occurs in `from ..< end`.
func survey(_ bytes: UnsafePointer<UInt8>, _ from: Int, _ end: Int) -> (high: Bool, zero: Bool) {
    var high: UInt64 = 0
    var zero: UInt64 = 0
    var position = from
    while end - position >= 64 {
        high |= cscan_high(bytes + position)
        zero |= cscan_equal(bytes + position, 0)
        position += 64
    }
    while position < end {
        if bytes[position] > 127 { high = 1 }
        if bytes[position] == 0 { zero = 1 }
        position += 1
    }
    return (high != 0, zero != 0)
}

let backslash: UInt8 = 0x5C

@inline(__always)
func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

/// A space or a line end, as they stand around numbers and days within quotes.
@inline(__always)
func isLayout(_ byte: UInt8) -> Bool { isSpace(byte) || byte == 0x0A || byte == 0x0D }

@inline(__always)
func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

@inline(__always)
func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
