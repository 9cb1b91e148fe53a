import Glibc

/// The folder of snapshots, held open so that it stays the same one.
///
/// It is used only when it is a folder and no link, belongs to the user and nobody else may write to it.
final class SnapshotFolder: Sendable {
    static let suffix = ".snapshot"

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

    /// A new file for writing, for the user alone.
    func newFile() throws(SavingFailure) -> NewFile { try NewFile(in: descriptor, permissions: 0o600) }

    func remove(_ name: String) { unlinkat(descriptor, name, 0) }

    /// The names in the folder, dot files left out.
    func names() -> [String] { entryNames(of: descriptor).filter { !$0.hasPrefix(".") }.sorted() }
}

private func isOwn(_ status: stat) -> Bool { status.st_uid == geteuid() && status.st_mode & 0o022 == 0 }
