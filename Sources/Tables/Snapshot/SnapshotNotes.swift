import Glibc

/// Small texts that are kept beside the snapshots, such as what columns a table of a database has.
extension SnapshotCache {
    private static let notesSuffix = ".note"
    private static let largestNote = 1 << 20

    /// What was kept under a name; nil where nothing is, or nothing that can be trusted.
    package func note(_ name: String) -> String? {
        guard let folder = SnapshotFolder(path: path, makes: false), let (file, status) = folder.open(Self.file(name))
        else { return nil }
        defer { close(file) }
        let size = Int(status.st_size)
        guard size > 0, size <= Self.largestNote else { return nil }
        var bytes = [UInt8](repeating: 0, count: size)
        guard read(file, &bytes, size) == size, let text = String(validating: bytes, as: UTF8.self),
            text.hasPrefix(name + "\n")
        else { return nil }
        return String(text.dropFirst(name.count + 1))
    }

    /// Keeps a text under a name, for this user alone; where that cannot be done nothing happens.
    package func keep(_ text: String, as name: String) {
        let bytes = Array((name + "\n" + text).utf8)
        guard bytes.count <= Self.largestNote, let folder = SnapshotFolder(path: path, makes: true) else { return }
        do {
            let file = try folder.newFile()
            var written: SavingFailure?
            bytes.withUnsafeBytes { memory in
                do throws(SavingFailure) { try file.write(memory) } catch { written = error }
            }
            if written == nil { try file.put(as: Self.file(name), replaces: true) }
        } catch {
            // Without the note the database is asked again.
        }
    }

    private static func file(_ name: String) -> String {
        let bytes = Array(name.utf8)
        let hash = bytes.withUnsafeBufferPointer { text in text.baseAddress.map { hashBytes($0, text.count) } ?? 0 }
        return String(hash, radix: 16) + notesSuffix
    }
}
