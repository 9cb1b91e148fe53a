import Values

/// The characters of Windows-1252 for 0x80 to 0x9F; the five bytes it leaves open are the control characters of Latin-1.
let windows1252Characters: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D,
    0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,
    0x017E, 0x0178,
]

func windows1252Scalar(_ byte: UInt8) -> UInt32 {
    let index = Int(byte) - 0x80
    return windows1252Characters.indices.contains(index) ? windows1252Characters[index] : UInt32(byte)
}

/// Bytes, or units of UTF-16, between two looks at whether the work was stopped: a power of two.
let stretchBetweenLooks = 1 << 16

/// Text of one byte a character; `table` has the characters from 0x80 on; those behind it are as in Latin-1. Nil where
/// there is no memory for it, or the work is stopped.
func decodeSingleBytes(_ source: ByteBuffer, table: [UInt32]) -> ByteBuffer? {
    guard let capacity = convertedSize(source) else { return nil }
    let buffer = ByteBuffer(capacity: capacity) { memory in
        var out = 0
        for place in 0..<source.count {
            if place & (stretchBetweenLooks - 1) == 0, Work.isStopped { break }
            let byte = source.start[place]
            if byte < 0x80 {
                memory[out] = byte
                out += 1
            } else {
                let index = Int(byte) - 0x80
                out += writeScalar(index < table.count ? table[index] : UInt32(byte), memory + out)
            }
        }
        return out
    }
    return Work.isStopped ? nil : buffer
}

/// Bytes that a text takes as UTF-8 at most when no byte above 127 stands for more than three: nil where they cannot be
/// counted.
func convertedSize(_ source: ByteBuffer) -> Int? {
    var high = 0
    for byte in UnsafeBufferPointer(start: source.start, count: source.count) where byte > 127 { high += 1 }
    let (size, overflow) = source.count.addingReportingOverflow(high * 2)
    return overflow ? nil : size
}
