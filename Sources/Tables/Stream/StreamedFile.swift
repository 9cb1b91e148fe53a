import Glibc
import Values

/// A file that is read in parts, each as often as needed.
///
/// It stays open, so that it can be read to its end even after it was renamed or deleted.
final class StreamedFile: Sendable {
    let path: String
    /// As the user named it.
    let name: String
    let size: Int
    private let descriptor: Int32
    private let version: FileVersion

    /// Nil for what is not a regular file that can be opened.
    init?(path: String, name: String) {
        let opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard opened >= 0 else { return nil }
        guard let version = FileVersion(opened) else {
            close(opened)
            return nil
        }
        descriptor = opened
        self.version = version
        self.path = path
        self.name = name
        size = version.size
    }

    deinit { close(descriptor) }

    /// Whether it was written to since it was opened.
    var hasChanged: Bool { FileVersion(descriptor) != version }

    /// Reads `count` bytes at `offset`; gives fewer where the file ends, nil when it cannot be read.
    func read(_ offset: Int, _ count: Int, into target: UnsafeMutablePointer<UInt8>) -> Int? {
        var done = 0
        while done < count {
            let got = pread(descriptor, target + done, count - done, off_t(offset + done))
            if got < 0 && errno == EINTR { continue }
            if got < 0 { return nil }
            if got == 0 { break }
            done += got
        }
        return done
    }

    /// The bytes from `offset` on, `count` at most; nil when they cannot be read.
    func bytes(_ offset: Int, _ count: Int) -> ByteBuffer? {
        var hasFailed = false
        let buffer = ByteBuffer(capacity: max(0, min(count, size - offset))) { memory in
            guard let got = read(offset, max(0, min(count, size - offset)), into: memory) else {
                hasFailed = true
                return 0
            }
            return got
        }
        return hasFailed ? nil : buffer
    }

    /// Physical lines, from 1, of ascending offsets.
    func lines(of offsets: [Int], newline: UInt8) -> [Int] {
        var result: [Int] = []
        var line = 1
        var counted = 0
        let step = 1 << 20
        for offset in offsets {
            while counted < offset {
                let part = min(step, offset - counted)
                guard let buffer = bytes(counted, part), buffer.count > 0 else { break }
                line += buffer.occurrences(of: newline, before: buffer.count)
                counted += buffer.count
            }
            result.append(line)
        }
        return result
    }

    func changedFailure() -> Diagnostic {
        Diagnostic(
            "file-changed", "`\(name)` was changed while it was in use",
            reason: ["its size or time is not what it was when it was opened"], remedies: ["`reload`, and ask again"])
    }

    func readFailure() -> Diagnostic {
        Diagnostic(
            "file-read", "`\(name)` cannot be read to its end",
            remedies: ["copy the file to a local disk and load the copy"])
    }
}

/// The size of a regular file in bytes; 0 for everything else.
func fileSize(_ path: String) -> Int {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return 0 }
    return Int(status.st_size)
}
