import Values

/// Which UTF-16 a file is in, and how long its mark is; nil when it is not.
func wideEncoding(
    _ bytes: UnsafePointer<UInt8>, count: Int, hasZero: Bool, given: ReadOptions.Encoding?
) -> (bigEndian: Bool, mark: Int)? {
    guard count >= 2 else { return nil }
    let little = bytes[0] == 0xFF && bytes[1] == 0xFE
    let big = bytes[0] == 0xFE && bytes[1] == 0xFF
    if given == .utf16le { return (false, little ? 2 : 0) }
    if given == .utf16be { return (true, big ? 2 : 0) }
    if little { return (false, 2) }
    if big { return (true, 2) }
    guard hasZero || given == .utf16 else { return nil }
    // Without a mark: in Latin text every other byte is NUL, and line ends are in any text.
    let pairs = min(count, 1 << 14) / 2
    var zeros = (even: 0, odd: 0)
    for pair in 0..<pairs {
        if bytes[2 * pair] == 0 { zeros.even += 1 }
        if bytes[2 * pair + 1] == 0 { zeros.odd += 1 }
    }
    if zeros.odd * 10 >= pairs * 4 && zeros.even * 10 < pairs { return (false, 0) }
    if zeros.even * 10 >= pairs * 4 && zeros.odd * 10 < pairs { return (true, 0) }
    return given == .utf16 ? (zeros.even > zeros.odd, 0) : nil
}

func decodeWide(
    _ source: ByteBuffer, bigEndian: Bool, mark: Int, name: String
) throws(Diagnostic) -> DecodedText {
    let bytes = source.start
    let units = (source.count - mark) / 2
    func unit(_ index: Int) -> UInt32 {
        let first = UInt32(bytes[mark + 2 * index])
        let second = UInt32(bytes[mark + 2 * index + 1])
        return bigEndian ? first << 8 | second : second << 8 | first
    }
    var log = ProblemLog()
    let (capacity, overflow) = units.multipliedReportingOverflow(by: 3)
    let buffer =
        overflow
        ? nil
        : ByteBuffer(capacity: capacity) { memory in
            var out = 0
            var index = 0
            while index < units {
                if index & (stretchBetweenLooks - 1) == 0, Work.isStopped { break }
                var scalar = unit(index)
                index += 1
                if scalar & 0xFC00 == 0xD800, index < units, unit(index) & 0xFC00 == 0xDC00 {
                    scalar = 0x10000 + (scalar & 0x3FF) << 10 + (unit(index) & 0x3FF)
                    index += 1
                } else if scalar & 0xF800 == 0xD800 {
                    log.add(at: out, "half of a UTF-16 pair; read as U+FFFD")
                    scalar = 0xFFFD
                } else if scalar == 0 {
                    log.add(at: out, "NUL character; kept in data, shown escaped")
                }
                out += writeScalar(scalar, memory + out)
            }
            return out
        }
    guard let buffer else { throw outOfMemory(name, source.count) }
    try Work.check()
    if (source.count - mark) % 2 != 0 { log.add(at: buffer.count, "the file ends in half a UTF-16 unit") }
    if buffer.count == 0 {
        throw Diagnostic("file-empty", "`\(name)`: the file is empty: nothing but a byte order mark")
    }
    let label = "UTF-16 " + (bigEndian ? "big" : "little") + " endian" + (mark > 0 ? " with byte order mark" : "")
    return DecodedText(buffer: buffer, start: 0, encodingName: label, log: log)
}
