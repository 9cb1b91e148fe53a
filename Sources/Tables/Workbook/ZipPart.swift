import Values

/// Reads one file of a ZIP file from its beginning to its end; at the end its size and checksum are compared with those
/// that the directory has.
struct ZipPart {
    private let archive: ZipArchive
    private let entry: ZipArchive.Entry
    private let range: Range<Int>
    /// Nil where the bytes stand as they are.
    private let inflater: Inflater?
    private var done = 0
    private var checksum: UInt32 = 0

    /// The largest part that is read, in bytes once unpacked.
    static let largest = 2 << 30
    /// A part of more than 64 MiB may be packed so many times smaller; what workbooks hold is rarely beyond 50 times.
    static let mostRatio = 500

    /// Fails with `file-format` for what cannot be read or would unpack to more than the limits allow.
    init(_ archive: ZipArchive, _ entry: ZipArchive.Entry) throws(Diagnostic) {
        self.archive = archive
        self.entry = entry
        let name = archive.name
        if entry.isEncrypted {
            throw Diagnostic(
                "file-format", "`\(name)` is protected by a password",
                remedies: ["open it in a spreadsheet and save it without one"])
        }
        guard entry.size <= Self.largest else {
            throw Self.tooLarge(name, entry, "the largest part that is read has \(Self.largest >> 30) GiB")
        }
        if entry.size > 64 << 20, entry.size / Self.mostRatio > entry.packedSize {
            throw Self.tooLarge(
                name, entry,
                "\(entry.packedSize) bytes that unpack to more than \(Self.mostRatio) times as many are no data")
        }
        guard let range = archive.range(of: entry) else {
            throw damagedWorkbook(name, "the part `\(entry.name)` lies outside of the file")
        }
        self.range = range
        switch entry.method {
        case 0: inflater = nil
        case 8:
            do throws(Inflater.Failure) {
                inflater = try Inflater(archive.buffer, range, .raw)
            } catch {
                throw Self.told(error, name, entry)
            }
        default:
            throw Diagnostic(
                "file-format", "`\(name)` is packed in a way that is not read",
                reason: ["the part `\(entry.name)` has the compression method \(entry.method); 0 and 8 are known"],
                remedies: ["open it in a spreadsheet and save it again"])
        }
    }

    /// Writes up to `capacity` bytes to `target`; 0 when the part has been read whole and is what it should be.
    mutating func read(into target: UnsafeMutablePointer<UInt8>, capacity: Int) throws(Diagnostic) -> Int {
        try Work.check()
        let count: Int
        if let inflater {
            do throws(Inflater.Failure) {
                count = try inflater.read(into: target, capacity: capacity)
            } catch {
                throw Self.told(error, archive.name, entry)
            }
        } else {
            count = min(capacity, range.count - done)
            target.update(from: archive.buffer.start + range.lowerBound + done, count: count)
        }
        done += count
        checksum = crc32(checksum, target, count)
        if count == 0 || done > entry.size {
            guard done == entry.size else {
                throw damagedWorkbook(
                    archive.name,
                    "the part `\(entry.name)` has \(count == 0 ? "\(done)" : "more") bytes, not \(entry.size) as noted")
            }
            guard checksum == entry.checksum else {
                throw damagedWorkbook(archive.name, "the checksum of the part `\(entry.name)` is wrong")
            }
        }
        return count
    }

    private static func told(
        _ failure: Inflater.Failure, _ name: String, _ entry: ZipArchive.Entry
    ) -> Diagnostic {
        switch failure {
        case .damaged: damagedWorkbook(name, "the part `\(entry.name)` cannot be unpacked")
        case .cut: damagedWorkbook(name, "the part `\(entry.name)` breaks off")
        case .memory:
            Diagnostic("file-memory", "there is no memory to unpack `\(name)`")
        }
    }

    private static func tooLarge(_ name: String, _ entry: ZipArchive.Entry, _ limit: String) -> Diagnostic {
        Diagnostic(
            "file-format", "`\(name)` unpacks to more than is read",
            reason: ["the part `\(entry.name)` claims \(entry.size) bytes", limit],
            remedies: ["save the sheet as CSV, which may be of any size"])
    }
}
