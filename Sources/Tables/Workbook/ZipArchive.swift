import Values

/// The files inside a ZIP file, found by its central directory.
///
/// What stands before each file is believed only as to its own length: sizes, checksums and places are those of the
/// directory. Names are only compared, never used as paths.
struct ZipArchive: Sendable {
    struct Entry: Sendable {
        var name: String
        /// 0 stored, 8 deflated.
        var method: Int
        var isEncrypted: Bool
        var checksum: UInt32
        var packedSize: Int
        var size: Int
        /// Where its local header begins.
        var offset: Int
    }

    /// The file as the user called it.
    let name: String
    let buffer: ByteBuffer
    /// By name in lower case, without a leading `/`.
    private let entries: [String: Entry]

    /// More files than any workbook has.
    private static let mostEntries = 100_000

    /// Fails with `file-format` where there is no directory or it is damaged.
    init(_ buffer: ByteBuffer, name: String) throws(Diagnostic) {
        self.name = name
        self.buffer = buffer
        guard let directory = Directory(buffer) else {
            throw damagedWorkbook(name, "its directory is missing, as in a file that was cut short")
        }
        guard directory.count <= Self.mostEntries else {
            throw damagedWorkbook(name, "it claims to hold \(directory.count) files; \(Self.mostEntries) are the most")
        }
        var entries: [String: Entry] = [:]
        var position = directory.start
        for _ in 0..<directory.count {
            guard let (entry, next) = Self.entry(buffer, at: position, end: directory.end) else {
                throw damagedWorkbook(name, "its directory breaks off")
            }
            let key = Self.key(entry.name)
            if entries[key] == nil { entries[key] = entry }
            position = next
        }
        self.entries = entries
    }

    /// The entry of a part by its path, in any case, with or without a leading `/`.
    func entry(_ path: String) -> Entry? { entries[Self.key(path)] }

    private static func key(_ path: String) -> String {
        path.replacingBackslashes.split(separator: "/").joined(separator: "/").lowercased()
    }

    /// Where an entry's packed bytes lie; nil when they lie outside the file.
    func range(of entry: Entry) -> Range<Int>? {
        let bytes = buffer
        guard bytes.word32(entry.offset) == 0x0403_4B50, let nameLength = bytes.word16(entry.offset + 26),
            let extraLength = bytes.word16(entry.offset + 28)
        else { return nil }
        let start = entry.offset + 30 + nameLength + extraLength
        let (end, overflow) = start.addingReportingOverflow(entry.packedSize)
        return overflow || end > bytes.count ? nil : start..<end
    }

    /// One record of the central directory, and where the next begins.
    private static func entry(_ bytes: ByteBuffer, at start: Int, end: Int) -> (Entry, next: Int)? {
        guard bytes.word32(start) == 0x0201_4B50, let flags = bytes.word16(start + 8),
            let method = bytes.word16(start + 10), let checksum = bytes.word32(start + 16),
            var packed = bytes.word32(start + 20), var size = bytes.word32(start + 24),
            let nameLength = bytes.word16(start + 28), let extraLength = bytes.word16(start + 30),
            let commentLength = bytes.word16(start + 32), var offset = bytes.word32(start + 42)
        else { return nil }
        let nameStart = start + 46
        let extraStart = nameStart + nameLength
        let next = extraStart + extraLength + commentLength
        guard next <= end, end <= bytes.count else { return nil }
        // The extra field 1 has what does not fit 32 bits, in this order.
        if size == 0xFFFF_FFFF || packed == 0xFFFF_FFFF || offset == 0xFFFF_FFFF {
            guard var place = zip64Extra(bytes, extraStart..<extraStart + extraLength) else { return nil }
            func take(_ value: inout Int) -> Bool {
                guard value == 0xFFFF_FFFF else { return true }
                guard let wide = bytes.word64(place) else { return false }
                value = wide
                place += 8
                return true
            }
            guard take(&size), take(&packed), take(&offset) else { return nil }
        }
        let entry = Entry(
            name: bytes.text(nameStart..<extraStart), method: method, isEncrypted: flags & 1 != 0,
            checksum: UInt32(truncatingIfNeeded: checksum), packedSize: packed, size: size, offset: offset)
        return (entry, next)
    }

    private static func zip64Extra(_ bytes: ByteBuffer, _ range: Range<Int>) -> Int? {
        var place = range.lowerBound
        while place + 4 <= range.upperBound, let kind = bytes.word16(place), let length = bytes.word16(place + 2) {
            if kind == 1 { return place + 4 + length <= range.upperBound ? place + 4 : nil }
            place += 4 + length
        }
        return nil
    }

    /// Where the central directory is.
    private struct Directory {
        var start: Int
        var end: Int
        var count: Int

        init?(_ bytes: ByteBuffer) {
            guard let record = Self.endRecord(bytes), var count = bytes.word16(record + 10),
                var size = bytes.word32(record + 12), var start = bytes.word32(record + 16)
            else { return nil }
            if count == 0xFFFF || size == 0xFFFF_FFFF || start == 0xFFFF_FFFF, bytes.word32(record - 20) == 0x0706_4B50
            {
                guard let wide = bytes.word64(record - 12), bytes.word32(wide) == 0x0606_4B50,
                    let wideCount = bytes.word64(wide + 32), let wideSize = bytes.word64(wide + 40),
                    let wideStart = bytes.word64(wide + 48)
                else { return nil }
                (count, size, start) = (wideCount, wideSize, wideStart)
            }
            let (end, overflow) = start.addingReportingOverflow(size)
            guard !overflow, end <= record else { return nil }
            self.start = start
            self.end = end
            self.count = count
        }

        /// The last record of the file, behind which a comment of up to 65,535 bytes may stand.
        private static func endRecord(_ bytes: ByteBuffer) -> Int? {
            var place = bytes.count - 22
            let least = max(0, place - 0xFFFF)
            while place >= least {
                if bytes.word32(place) == 0x0605_4B50, let comment = bytes.word16(place + 20),
                    place + 22 + comment <= bytes.count
                {
                    return place
                }
                place -= 1
            }
            return nil
        }
    }

}

/// The diagnostic `file-format` for a workbook whose bytes are not what they should be.
func damagedWorkbook(_ name: String, _ reason: String) -> Diagnostic {
    Diagnostic(
        "file-format", "`\(name)` is damaged", reason: [reason],
        remedies: ["copy or export it again; a spreadsheet may be able to repair it"])
}

extension String {
    /// Some writers put `\` where the format says `/`.
    fileprivate var replacingBackslashes: String { String(map { $0 == "\\" ? "/" : $0 }) }
}

// Little-endian numbers; nil outside of the buffer, and where one does not fit an `Int`.
extension ByteBuffer {
    fileprivate func word16(_ offset: Int) -> Int? {
        guard offset >= 0, offset <= count - 2 else { return nil }
        return Int(start[offset]) | Int(start[offset + 1]) << 8
    }

    fileprivate func word32(_ offset: Int) -> Int? {
        guard offset <= count - 4, let low = word16(offset), let high = word16(offset + 2) else { return nil }
        return low | high << 16
    }

    fileprivate func word64(_ offset: Int) -> Int? {
        guard offset <= count - 8, let low = word32(offset), let high = word32(offset + 4), high < 1 << 31 else {
            return nil
        }
        return low | high << 32
    }
}
