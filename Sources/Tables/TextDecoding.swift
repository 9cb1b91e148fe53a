import Values

/// The text of a file as valid UTF-8, whatever it was encoded in.
///
/// Line ends are as they were.
struct DecodedText: Sendable {
    var buffer: ByteBuffer
    /// Where the text begins behind a byte order mark.
    var start: Int
    /// For `describe`: "UTF-8 with byte order mark".
    var encodingName: String
    var log: ProblemLog
}

/// Finds the encoding of a file, or takes the one given, and brings the text to UTF-8.
///
/// Fails with `file-format` for what is no text and `file-memory`.
func decodeText(
    _ file: FileBytes, encoding: ReadOptions.Encoding?, name: String
) throws(Diagnostic) -> DecodedText {
    let bytes = file.buffer.start
    let count = file.buffer.count
    if let foreign = foreignFormat(bytes, count: count) { throw formatFailure(name, foreign) }
    if count >= 4,
        (bytes[0], bytes[1], bytes[2], bytes[3]) == (0xFF, 0xFE, 0, 0)
            || (bytes[0], bytes[1], bytes[2], bytes[3]) == (0, 0, 0xFE, 0xFF)
    {
        throw formatFailure(name, ForeignFormat(description: "text in UTF-32", remedy: "save it as UTF-8"))
    }
    switch encoding {
    case .utf16, .utf16le, .utf16be, nil:
        if let wide = wideEncoding(bytes, count: count, hasZero: file.hasZero, given: encoding) {
            return try decodeWide(file.buffer, bigEndian: wide.bigEndian, mark: wide.mark, name: name)
        }
    case .latin1, .windows1252:
        let label = encoding == .latin1 ? "Latin-1" : "Windows-1252"
        guard file.hasHigh else { return narrow(file, start: 0, label) }
        guard let buffer = decodeSingleBytes(file.buffer, from: 0, table: encoding == .latin1 ? [] : windows1252) else {
            throw outOfMemory(name, count)
        }
        return DecodedText(buffer: buffer, start: 0, encodingName: label, log: ProblemLog())
    case .utf8: break
    }
    if file.hasZero && looksBinary(bytes, count: count) {
        throw formatFailure(
            name, ForeignFormat(description: "binary data, not text", remedy: "export the data as CSV"))
    }
    let hasMark = count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
    let start = hasMark ? 3 : 0
    let label = hasMark ? "UTF-8 with byte order mark" : "UTF-8"
    var result: DecodedText
    let faults = file.hasHigh ? Utf8Faults(bytes, from: start, to: count) : Utf8Faults()
    if faults.count == 0 {
        result = narrow(file, start: start, label)
    } else if encoding == nil && !hasMark && faults.count > faults.wellFormed {
        // More wrong than right: the few that look right are chance.
        let page = CodePage.likely(bytes, from: 0, to: count)
        guard let buffer = decodeSingleBytes(file.buffer, from: 0, table: page.table) else {
            throw outOfMemory(name, count)
        }
        result = DecodedText(buffer: buffer, start: 0, encodingName: page.rawValue, log: ProblemLog())
    } else {
        guard let repaired = repairUtf8(file.buffer, from: start) else { throw outOfMemory(name, count) }
        result = repaired
        result.start = start
        result.encodingName = label
    }
    if file.hasZero { logZeros(&result) }
    return result
}

private func narrow(_ file: FileBytes, start: Int, _ label: String) -> DecodedText {
    DecodedText(buffer: file.buffer, start: start, encodingName: label, log: ProblemLog())
}

private func outOfMemory(_ name: String, _ bytes: Int) -> Diagnostic {
    Diagnostic(
        "file-memory", "`\(name)` does not fit into memory", reason: ["it must be converted to UTF-8: \(bytes) bytes"],
        remedies: ["save it as UTF-8, or split it"])
}

private func logZeros(_ text: inout DecodedText) {
    let bytes = text.buffer.start
    var position = firstByte(0, bytes, 0, text.buffer.count)
    while position < text.buffer.count {
        text.log.add(at: position, "NUL byte; kept in data, shown escaped")
        // One report a line is enough.
        let lineEnd = firstByte(0x0A, bytes, position, text.buffer.count)
        position = firstByte(0, bytes, lineEnd, text.buffer.count)
    }
}

/// Whether control bytes make up more of the beginning than stray ones in text do.
private func looksBinary(_ bytes: UnsafePointer<UInt8>, count: Int) -> Bool {
    let seen = min(count, 1 << 16)
    var odd = 0
    for position in 0..<seen where bytes[position] < 9 || (bytes[position] > 13 && bytes[position] < 27) { odd += 1 }
    return odd > max(8, seen / 50)
}

// MARK: UTF-8

/// How much of a text is not UTF-8.
struct Utf8Faults {
    /// Bytes that belong to no well-formed sequence.
    var count = 0
    /// Well-formed sequences of several bytes.
    var wellFormed = 0
    var firstOffset: Int?

    init() {}

    init(_ bytes: UnsafePointer<UInt8>, from: Int, to end: Int) {
        var position = firstHighByte(bytes, from, end)
        while position < end {
            let length = utf8Length(bytes, position, end)
            if length == 0 {
                if firstOffset == nil { firstOffset = position }
                count += 1
                position += 1
            } else {
                wellFormed += 1
                position += length
            }
            if position < end && bytes[position] < 0x80 { position = firstHighByte(bytes, position, end) }
        }
    }
}

/// The length of the well-formed sequence at `position` whose first byte is above 127; 0 when there is none.
func utf8Length(_ bytes: UnsafePointer<UInt8>, _ position: Int, _ end: Int) -> Int {
    let lead = bytes[position]
    func follows(_ offset: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xBF) -> Bool {
        position + offset < end && bytes[position + offset] >= low && bytes[position + offset] <= high
    }
    switch lead {
    case 0xC2...0xDF: return follows(1) ? 2 : 0
    case 0xE0: return follows(1, 0xA0) && follows(2) ? 3 : 0
    case 0xED: return follows(1, 0x80, 0x9F) && follows(2) ? 3 : 0
    case 0xE1...0xEF: return follows(1) && follows(2) ? 3 : 0
    case 0xF0: return follows(1, 0x90) && follows(2) && follows(3) ? 4 : 0
    case 0xF1...0xF3: return follows(1) && follows(2) && follows(3) ? 4 : 0
    case 0xF4: return follows(1, 0x80, 0x8F) && follows(2) && follows(3) ? 4 : 0
    default: return 0
    }
}

/// The same text with each byte that is not UTF-8 read as Windows-1252, and told.
private func repairUtf8(_ source: ByteBuffer, from start: Int) -> DecodedText? {
    let bytes = source.start
    let end = source.count
    let faults = Utf8Faults(bytes, from: start, to: end).count
    let (extra, overflow) = faults.multipliedReportingOverflow(by: 2)
    if overflow { return nil }
    var log = ProblemLog()
    let buffer = ByteBuffer(capacity: end + extra) { memory in
        var out = 0
        var position = 0
        while position < end {
            if bytes[position] < 0x80 {
                let next = firstHighByte(bytes, position, end)
                (memory + out).update(from: bytes + position, count: next - position)
                out += next - position
                position = next
                continue
            }
            let length = utf8Length(bytes, position, end)
            if length > 0 {
                (memory + out).update(from: bytes + position, count: length)
                out += length
                position += length
                continue
            }
            let byte = bytes[position]
            log.add(at: out, "byte \(hexadecimal(byte)) is not UTF-8; read as Windows-1252")
            out += writeScalar(windows1252Scalar(byte), memory + out)
            position += 1
        }
        return out
    }
    return buffer.map { DecodedText(buffer: $0, start: start, encodingName: "UTF-8", log: log) }
}

func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.utf8.count < 2 ? "0" + digits : digits
}

// MARK: Single bytes

/// The characters of Windows-1252 for 0x80 to 0x9F; the five bytes it leaves open are the control characters of Latin-1.
let windows1252: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D,
    0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,
    0x017E, 0x0178,
]

private func windows1252Scalar(_ byte: UInt8) -> UInt32 {
    let index = Int(byte) - 0x80
    return windows1252.indices.contains(index) ? windows1252[index] : UInt32(byte)
}

/// Text of one byte a character; `table` has the characters from 0x80 on; those behind it are as in Latin-1.
private func decodeSingleBytes(_ source: ByteBuffer, from start: Int, table: [UInt32]) -> ByteBuffer? {
    let bytes = source.start
    let end = source.count
    var high = 0
    for position in start..<end where bytes[position] > 127 { high += 1 }
    let (capacity, overflow) = (end - start).addingReportingOverflow(high * 2)
    if overflow { return nil }
    return ByteBuffer(capacity: capacity) { memory in
        var out = 0
        for position in start..<end {
            let byte = bytes[position]
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
}

// MARK: UTF-16

/// Which UTF-16 a file is in, and how long its mark is; nil when it is not.
private func wideEncoding(
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

private func decodeWide(
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
    if (source.count - mark) % 2 != 0 { log.add(at: buffer.count, "the file ends in half a UTF-16 unit") }
    if buffer.count == 0 {
        throw Diagnostic("file-empty", "`\(name)`: the file is empty: nothing but a byte order mark")
    }
    let label = "UTF-16 " + (bigEndian ? "big" : "little") + " endian" + (mark > 0 ? " with byte order mark" : "")
    return DecodedText(buffer: buffer, start: 0, encodingName: label, log: log)
}

/// Writes a Unicode scalar as UTF-8 and returns how many bytes it took; `target` has room for four.
func writeScalar(_ scalar: UInt32, _ target: UnsafeMutablePointer<UInt8>) -> Int {
    func continuation(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: (scalar >> shift) & 0x3F | 0x80) }
    if scalar < 0x80 {
        target[0] = UInt8(truncatingIfNeeded: scalar)
        return 1
    }
    if scalar < 0x800 {
        target[0] = UInt8(truncatingIfNeeded: scalar >> 6 | 0xC0)
        target[1] = continuation(0)
        return 2
    }
    if scalar < 0x10000 {
        target[0] = UInt8(truncatingIfNeeded: scalar >> 12 | 0xE0)
        target[1] = continuation(6)
        target[2] = continuation(0)
        return 3
    }
    target[0] = UInt8(truncatingIfNeeded: scalar >> 18 | 0xF0)
    target[1] = continuation(12)
    target[2] = continuation(6)
    target[3] = continuation(0)
    return 4
}
