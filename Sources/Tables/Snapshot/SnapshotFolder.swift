import Glibc

/// The folder of snapshots, held open so that it stays the same one.
///
/// It is used only when it is a folder and no link, belongs to the user and nobody else may write to it.
final class SnapshotFolder: Sendable {
    static let suffix = ".snapshot"
    static let temporarySuffix = ".tmp"

    let descriptor: Int32

    /// - Parameter makes: whether it is made where it is missing, with what leads to it.
    init?(path: String, makes: Bool) {
        if makes { Self.make(path) }
        descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        guard fstat(descriptor, &status) == 0, isOwn(status) else {
            close(descriptor)
            return nil
        }
    }

    deinit { close(descriptor) }

    /// Makes a folder and those above it, for the user alone.
    private static func make(_ path: String) {
        if mkdir(path, 0o700) == 0 || errno != ENOENT { return }
        let above = splitPath(path).folder
        guard above != path, !above.isEmpty else { return }
        make(above)
        mkdir(path, 0o700)
    }

    /// A descriptor for reading an ordinary file of the user that nobody else may write to; nil where there is none.
    func open(_ name: String) -> (descriptor: Int32, status: stat)? {
        let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { return nil }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, isOwn(status) else {
            close(file)
            return nil
        }
        return (file, status)
    }

    /// A new file for writing, for the user alone, that did not exist before.
    func create(_ name: String) -> Int32? {
        let file = openat(descriptor, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        return file >= 0 ? file : nil
    }

    func remove(_ name: String) { unlinkat(descriptor, name, 0) }

    /// Puts a file in the place of another one.
    func replace(_ name: String, by temporary: String) -> Bool {
        guard renameat(descriptor, temporary, descriptor, name) == 0 else { return false }
        fsync(descriptor)
        return true
    }

    /// The names in the folder, dot files left out.
    func names() -> [String] {
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0 else { return [] }
        guard let stream = fdopendir(copy) else {
            close(copy)
            return []
        }
        defer { closedir(stream) }
        var result: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { result.append(name) }
        }
        return result.sorted()
    }
}

private func isOwn(_ status: stat) -> Bool { status.st_uid == geteuid() && status.st_mode & 0o022 == 0 }
