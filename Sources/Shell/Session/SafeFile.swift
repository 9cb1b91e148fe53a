import Glibc
import Values

/// Writes a whole file or nothing: a temporary file beside the target, flushed, then renamed over it.
enum SafeFile {
    static func write(_ text: String, to path: String, overwrites: Bool) throws(Diagnostic) {
        try write(Array(text.utf8), to: path, overwrites: overwrites)
    }

    /// - Parameter overwrites: whether an existing file may be replaced.
    static func write(_ content: [UInt8], to path: String, overwrites: Bool) throws(Diagnostic) {
        let (target, permissions) = try place(path, overwrites: overwrites)
        let folder = folder(of: target)
        let temporary = target + ".\(getpid()).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, permissions)
        guard descriptor >= 0 else { throw failure("cannot write", path, errno) }
        var code: Int32 = 0
        var bytes = content[...]
        while !bytes.isEmpty && code == 0 {
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                if errno != EINTR { code = errno }
            } else {
                bytes = bytes.dropFirst(written)
            }
        }
        if code == 0 && fchmod(descriptor, permissions) != 0 { code = errno }
        if code == 0 && fsync(descriptor) != 0 { code = errno }
        if close(descriptor) != 0 && code == 0 { code = errno }
        if code == 0 && rename(temporary, target) != 0 { code = errno }
        if code != 0 {
            unlink(temporary)
            throw failure("cannot write", path, code)
        }
        let folderDescriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folderDescriptor >= 0 {
            fsync(folderDescriptor)
            close(folderDescriptor)
        }
    }

    /// Refuses what `write` would refuse, before there is anything to write.
    static func check(_ path: String, overwrites: Bool) throws(Diagnostic) {
        _ = try place(path, overwrites: overwrites)
    }

    /// The file that a path leads to, and the permissions that it has or shall have.
    private static func place(_ path: String, overwrites: Bool) throws(Diagnostic) -> (String, mode_t) {
        var target = path
        var existing = stat()
        var permissions = mode_t(0o644)
        if lstat(path, &existing) == 0 {
            if existing.st_mode & S_IFMT == S_IFLNK {
                // A link is followed once, so that the file it leads to is replaced and not the link.
                guard let resolved = realpath(path, nil) else { throw failure("cannot follow the link", path, errno) }
                target = String(cString: resolved)
                free(resolved)
                guard stat(target, &existing) == 0 else { throw failure("cannot follow the link", path, errno) }
            }
            guard existing.st_mode & S_IFMT == S_IFREG else {
                throw Diagnostic(
                    "not-a-file", "\(path) is not an ordinary file, so it is not written to",
                    remedies: ["choose another name"])
            }
            guard overwrites else {
                throw Diagnostic(
                    "file-exists", "\(path) exists already", reason: ["nothing was written"],
                    remedies: ["choose another name, or start with `--force` to overwrite files"])
            }
            permissions = existing.st_mode & 0o777
        }
        return (target, permissions)
    }

    static func makeFolder(_ path: String) throws(Diagnostic) {
        if mkdir(path, 0o755) != 0 && errno != EEXIST { throw failure("cannot make the folder", path, errno) }
    }

    private static func failure(_ what: String, _ path: String, _ code: Int32) -> Diagnostic {
        Diagnostic(
            "write-failed", "\(what) \(path): \(String(cString: strerror(code)))",
            reason: ["what was there before is unchanged"])
    }
}
