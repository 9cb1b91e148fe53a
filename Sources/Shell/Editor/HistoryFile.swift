import Glibc
import Tables
import Values

/// The file that keeps the history: one entry a line, appended under a lock, so that several programs lose nothing.
struct HistoryFile {
    /// A file that has grown beyond this many bytes is rewritten with the newest entries.
    static let sizeLimit = 4 << 20

    let path: String

    /// Writes one entry; the folder and the file are made where they are missing, for the user only.
    func append(_ entry: History.Entry) throws(Diagnostic) {
        let file = try openLocked()
        defer { close(file.descriptor) }
        // A writer that was killed may have left half a line: it stays half, and alone.
        let begin = file.size > 0 && Self.byte(at: file.size - 1, of: file.descriptor) != UInt8(ascii: "\n") ? "\n" : ""
        guard Self.write(begin + HistoryLine.encode(entry) + "\n", to: file.descriptor) else {
            let code = errno
            // What fitted of it is no entry.
            ftruncate(file.descriptor, off_t(file.size))
            errno = code
            throw failure()
        }
        if file.size > Self.sizeLimit { compact(file.descriptor) }
    }

    /// The newest entries, oldest first; none where there is no file.
    ///
    /// Lines that are no entry are passed over.
    func load() -> [History.Entry] {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        return Self.entries(in: descriptor) ?? []
    }

    /// Nil where the file cannot be read to its end.
    private static func entries(in descriptor: Int32) -> [History.Entry]? {
        guard let bytes = readAll(descriptor) else { return nil }
        var entries: [History.Entry] = []
        // From the end, for no more than are kept.
        var rest = bytes[...]
        while !rest.isEmpty, entries.count < History.limit {
            let start = rest.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
            if let entry = HistoryLine.decode(rest[start...]), entry.text != entries.last?.text {
                entries.append(entry)
            }
            rest = rest[..<max(0, start - 1)]
        }
        return entries.reversed()
    }

    // MARK: Locking

    /// Opens the file for appending and waits for its lock.
    private func openLocked() throws(Diagnostic) -> (descriptor: Int32, size: Int) {
        while true {
            let flags = O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK
            var descriptor = open(path, flags, 0o600)
            if descriptor < 0, errno == ENOENT {
                try makeFolder()
                descriptor = open(path, flags, 0o600)
            }
            guard descriptor >= 0 else { throw failure() }
            var status = stat()
            guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                close(descriptor)
                throw failure("it is not a regular file")
            }
            guard Self.lock(descriptor) else {
                let reason = errno == EWOULDBLOCK ? "another program holds it" : nil
                close(descriptor)
                throw failure(reason)
            }
            // Another program may have put a new file in its place meanwhile.
            var present = stat()
            if stat(path, &present) == 0, fstat(descriptor, &status) == 0, present.st_ino == status.st_ino,
                present.st_dev == status.st_dev
            {
                if status.st_mode & 0o077 != 0 { fchmod(descriptor, 0o600) }
                return (descriptor, Int(status.st_size))
            }
            close(descriptor)
        }
    }

    /// Waits for the lock, no longer than a second or two: a program that was stopped with it must not stop this one.
    private static func lock(_ descriptor: Int32) -> Bool {
        for _ in 0..<2000 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            guard errno == EINTR || errno == EWOULDBLOCK else { return false }
            usleep(1000)
        }
        errno = EWOULDBLOCK
        return false
    }

    /// Makes the file's folder and those above it that are missing.
    private func makeFolder() throws(Diagnostic) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        var folder = ""
        for part in parts {
            folder += part + "/"
            if folder != "/", mkdir(folder, 0o700) != 0, errno != EEXIST { throw failure() }
        }
    }

    // MARK: Compaction

    /// Puts a file with the newest entries in the place of this one, whose lock is held.
    ///
    /// What cannot be done is left for the next time: the file as it is loses nothing.
    private func compact(_ descriptor: Int32) {
        guard let entries = Self.entries(in: descriptor) else { return }
        var size = 0
        let lines = entries.reversed().map { HistoryLine.encode($0) + "\n" }.prefix { line in
            size += line.utf8.count
            return size <= Self.sizeLimit / 2
        }
        let parent = open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard parent >= 0 else { return }
        defer { close(parent) }
        try? Array(lines.reversed().joined().utf8).withUnsafeBytes { bytes in
            let file = try NewFile(in: parent, permissions: 0o600)
            try file.write(bytes)
            try file.put(as: fileName(path), replaces: true)
        }
    }

    // MARK: Bytes

    /// All of the file, or the end of one that is far larger than it should be; nil where it cannot be read.
    private static func readAll(_ descriptor: Int32) -> [UInt8]? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        let start = max(0, Int(status.st_size) - 4 * sizeLimit)
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size) - start)
        var count = 0
        while count < bytes.count {
            let read = bytes.withUnsafeMutableBytes { buffer in
                pread(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count, off_t(start + count))
            }
            if read < 0 && errno == EINTR { continue }
            if read < 0 { return nil }
            if read == 0 { break }
            count += read
        }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    private static func byte(at offset: Int, of descriptor: Int32) -> UInt8? {
        var byte: UInt8 = 0
        return pread(descriptor, &byte, 1, off_t(offset)) == 1 ? byte : nil
    }

    /// Writes a text; in one call unless the system takes only a part.
    private static func write(_ text: String, to descriptor: Int32) -> Bool {
        let bytes = Array(text.utf8)
        var count = 0
        while count < bytes.count {
            let written = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + count }, $0.count - count)
            }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { return false }
            count += written
        }
        return true
    }

    private func failure(_ reason: String? = nil) -> Diagnostic {
        let reason = reason ?? String(cString: strerror(errno))
        return Diagnostic(
            "history-not-kept", "history is not kept: `\(path)` cannot be written", reason: [reason],
            remedies: ["the shell goes on without; set XDG_STATE_HOME to a folder that can be written"],
            severity: .warning)
    }
}
