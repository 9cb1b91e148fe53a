import Glibc
import Synchronization
import Values

/// The content of a file as it stood on the disk.
struct FileBytes: Sendable {
    var buffer: ByteBuffer
    /// Whether any byte is above 127, and whether any is NUL.
    var hasHigh: Bool
    var hasZero: Bool
    /// What was wrong with the file as a whole.
    var damage: String?
}

/// Reads a whole file into memory.
///
/// Not mapped: a mapped file that shrinks kills the process.
///
/// A file that changes meanwhile is read again, so that what is given has been there at one time.
///
/// Fails with `file-not-found`, `file-is-folder`, `file-permission`, `file-read`, `file-empty` or `file-changed`.
func readBytes(path: String, displayName: String) throws(Diagnostic) -> FileBytes {
    // Opening a device may do something already.
    var status = stat()
    if stat(path, &status) == 0 { try checkKind(status, displayName) }
    // A pipe without a writer is waited for where the wait can be ended.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if descriptor < 0 { throw openFailure(errno, path: path, displayName: displayName) }
    defer { close(descriptor) }
    if fstat(descriptor, &status) != 0 { throw openFailure(errno, path: path, displayName: displayName) }
    try checkKind(status, displayName)
    if status.st_mode & S_IFMT == S_IFIFO { return try readPipe(descriptor, displayName: displayName) }
    for attempt in 0..<5 {
        if attempt > 0 { usleep(20_000) }
        if let bytes = try readOnce(descriptor, displayName: displayName) { return bytes }
    }
    throw Diagnostic(
        "file-changed", "`\(displayName)` is being written to",
        reason: ["it changed each time while it was read"], remedies: ["load it when it is whole, or load a copy"])
}

/// Refuses what is neither a file nor a pipe.
private func checkKind(_ status: stat, _ displayName: String) throws(Diagnostic) {
    switch status.st_mode & S_IFMT {
    case S_IFREG, S_IFIFO: break
    case S_IFDIR: throw folderFailure(displayName)
    default:
        throw Diagnostic(
            "file-read", "`\(displayName)` is not a file that can be read",
            reason: ["it is a device or a socket"], remedies: ["give the name of a text file"])
    }
}

/// The content of an ordinary file; nil where it changed while it was read.
private func readOnce(_ descriptor: Int32, displayName: String) throws(Diagnostic) -> FileBytes? {
    guard let before = FileVersion(descriptor) else {
        throw openFailure(errno, path: displayName, displayName: displayName)
    }
    let size = before.size
    if size == 0 { throw emptyFailure(displayName) }
    // Parts that depend on the size alone; each is read and looked over by one thread while it is in the cache.
    let parts = size > 16 << 20 ? 2 : 1
    let partSize = (size + parts - 1) / parts
    let results = Mutex([PartRead](repeating: PartRead(), count: parts))
    let buffer = ByteBuffer(capacity: size) { memory in
        let target = SendablePointer(memory)
        concurrently(parts) { part in
            let from = part * partSize
            let read = readPart(descriptor, from: from, to: min(from + partSize, size), into: target.pointer)
            results.withLock { $0[part] = read }
        }
        var total = 0
        for (part, read) in results.withLock({ $0 }).enumerated() {
            total += read.count
            if read.count < min(partSize, size - part * partSize) { break }
        }
        return total
    }
    try Work.check()
    guard let buffer else { throw memoryFailure(displayName, bytes: size) }
    let reads = results.withLock { $0 }
    if let failed = reads.first(where: { $0.error != 0 }) {
        throw Diagnostic(
            "file-read", "`\(displayName)` cannot be read to its end",
            reason: [String(cString: strerror(failed.error))],
            remedies: ["copy the file to a local disk and load the copy"])
    }
    guard buffer.count == size, FileVersion(descriptor) == before else { return nil }
    return FileBytes(buffer: buffer, hasHigh: reads.contains(where: \.high), hasZero: reads.contains(where: \.zero))
}

/// What differs when a file was written to, and does not when it was renamed or deleted.
struct FileVersion: Equatable {
    let size: Int
    private let seconds: Int
    private let nanoseconds: Int

    /// Nil for what is not a regular file.
    init?(_ descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        size = Int(status.st_size)
        (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    }
}

/// A pointer whose parts are written by one thread each.
private struct SendablePointer: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<UInt8>
    init(_ pointer: UnsafeMutablePointer<UInt8>) { self.pointer = pointer }
}

private struct PartRead: Sendable {
    var count = 0
    var high = false
    var zero = false
    var error: Int32 = 0
}

/// Reads `from ..< to` of the file to the same place of `memory`; stops early where the file ends.
private func readPart(
    _ descriptor: Int32, from: Int, to: Int, into memory: UnsafeMutablePointer<UInt8>
) -> PartRead {
    var result = PartRead()
    var position = from
    while position < to && !Work.isStopped {
        let got = pread(descriptor, memory + position, min(1 << 20, to - position), off_t(position))
        if got < 0 && errno == EINTR { continue }
        if got < 0 { result.error = errno }
        if got <= 0 { break }
        let seen = survey(memory + position, 0, got)
        result.high = result.high || seen.high
        result.zero = result.zero || seen.zero
        position += got
    }
    result.count = position - from
    return result
}

private func readPipe(_ descriptor: Int32, displayName: String) throws(Diagnostic) -> FileBytes {
    var content: [UInt8] = []
    let step = 1 << 16
    while true {
        try waitForInput(descriptor)
        var failure: Int32 = 0
        let chunk = [UInt8](unsafeUninitializedCapacity: step) { memory, count in
            let got = read(descriptor, memory.baseAddress, step)
            if got < 0 { failure = errno }
            count = max(got, 0)
        }
        if failure == EINTR || failure == EAGAIN { continue }
        if failure != 0 { throw openFailure(failure, path: displayName, displayName: displayName) }
        if chunk.isEmpty { break }
        content += chunk
    }
    if content.isEmpty { throw emptyFailure(displayName) }
    guard let buffer = ByteBuffer(copying: content) else { throw memoryFailure(displayName, bytes: content.count) }
    let seen = survey(buffer.start, 0, buffer.count)
    return FileBytes(buffer: buffer, hasHigh: seen.high, hasZero: seen.zero)
}

/// Waits until a pipe has something to read or its last writer has gone, or until the work is stopped.
private func waitForInput(_ descriptor: Int32) throws(Diagnostic) {
    while true {
        try Work.check()
        var source = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        if poll(&source, 1, 50) > 0 { return }
    }
}

extension ByteBuffer {
    convenience init?(copying bytes: [UInt8]) {
        self.init(capacity: bytes.count) { memory in
            bytes.withUnsafeBufferPointer { source in
                if let base = source.baseAddress { memory.update(from: base, count: source.count) }
            }
            return bytes.count
        }
    }
}

private func emptyFailure(_ name: String) -> Diagnostic {
    Diagnostic(
        "file-empty", "`\(name)`: the file is empty: 0 bytes", reason: ["there is no line with titles and no row"],
        remedies: ["export the file again, or leave it out"])
}

private func folderFailure(_ name: String) -> Diagnostic {
    Diagnostic(
        "file-is-folder", "`\(name)` is a folder, not a file",
        remedies: ["name a file in it, or a pattern such as `\(name)/*.csv`"])
}

private func memoryFailure(_ name: String, bytes: Int) -> Diagnostic {
    Diagnostic(
        "file-memory", "`\(name)` does not fit into memory", reason: ["it needs \(bytes) bytes at once"],
        remedies: ["split the file, or use a machine with more memory"])
}

/// The diagnostic for a file that cannot be opened; a missing one is told with the nearest names of its folder.
func openFailure(_ code: Int32, path: String, displayName: String) -> Diagnostic {
    switch code {
    case ENOENT, ENOTDIR:
        let (folder, name) = splitPath(path)
        let here = folderEntries(folder).map { $0.map(\.name) }
        var reason: [String] = []
        if here == nil { reason = ["the folder `\(folder)` does not exist or cannot be read"] }
        let near = nearest(name, among: here ?? [])
        return Diagnostic(
            "file-not-found", "there is no file `\(displayName)`", reason: reason,
            remedies: near.isEmpty ? [] : ["did you mean " + near.map { "`\($0)`" }.joined(separator: " or ") + "?"])
    case EACCES, EPERM:
        return Diagnostic(
            "file-permission", "`\(displayName)` may not be read", reason: ["permission denied"],
            remedies: ["ask its owner for the right to read it, or copy it to a folder of your own"])
    case EISDIR: return folderFailure(displayName)
    default:
        return Diagnostic("file-read", "`\(displayName)` cannot be opened", reason: [String(cString: strerror(code))])
    }
}
