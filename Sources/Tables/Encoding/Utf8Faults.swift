import Values

/// How much of a text is not UTF-8; of some part of it where the work is stopped.
struct Utf8Faults {
    /// Bytes that belong to no well-formed sequence.
    var count = 0
    /// Well-formed sequences of several bytes.
    var wellFormed = 0
    var firstOffset: Int?

    init() {}

    init(_ bytes: UnsafePointer<UInt8>, from: Int, to end: Int) {
        var position = firstHighByte(bytes, from, end)
        var looked = from
        while position < end {
            if position &- looked > stretchBetweenLooks {
                looked = position
                if Work.isStopped { return }
            }
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
func repairUtf8(_ source: ByteBuffer, from start: Int) -> DecodedText? {
    let bytes = source.start
    let end = source.count
    let faults = Utf8Faults(bytes, from: start, to: end).count
    let (extra, overflow) = faults.multipliedReportingOverflow(by: 2)
    if overflow { return nil }
    var log = ProblemLog()
    let buffer = ByteBuffer(capacity: end + extra) { memory in
        var out = 0
        var position = 0
        var looked = 0
        while position < end {
            if position &- looked > stretchBetweenLooks {
                looked = position
                if Work.isStopped { break }
            }
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
