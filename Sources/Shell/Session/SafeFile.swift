import Glibc
import Tables
import Values

/// Saves whole files of the user, each in the place of what was there before or not at all.
///
/// What is at the place decides: a link is followed to the file that it leads to; what is no ordinary file, and a file that
/// may not be written to, is refused. Permissions, and where allowed owner and group, stay those of the old file.
enum SafeFile {
    static func write(_ text: String, to path: String, overwrites: Bool) throws(Diagnostic) {
        try write(Array(text.utf8), to: path, overwrites: overwrites)
    }

    /// - Parameter overwrites: whether an existing file may be replaced.
    static func write(_ content: [UInt8], to path: String, overwrites: Bool) throws(Diagnostic) {
        let place = try Place(path)
        try place.check(overwrites: overwrites)
        let folder = try place.openFolder()
        defer { close(folder) }
        do throws(SavingFailure) {
            let file = try NewFile(in: folder, permissions: place.permissions)
            if let before = place.before { file.give(to: before.st_uid, before.st_gid) }
            let result = content.withUnsafeBytes { bytes in
                Result { () throws(SavingFailure) in try file.write(bytes) }
            }
            try result.get()
            try file.put(as: place.name, replaces: overwrites)
        } catch {
            throw error.diagnostic(path, existed: place.before != nil)
        }
    }

    /// Refuses what `write` would refuse, before there is anything to write.
    static func check(_ path: String, overwrites: Bool) throws(Diagnostic) {
        let place = try Place(path)
        try place.check(overwrites: overwrites)
        close(try place.openFolder())
    }

    static func makeFolder(_ path: String) throws(Diagnostic) {
        guard mkdir(path, 0o755) != 0, errno != EEXIST else { return }
        throw Diagnostic("write-failed", "cannot make the folder \(path): \(String(cString: strerror(errno)))")
    }

    /// Where a file is written that was named by a path.
    struct Place {
        /// As the user named it.
        let path: String
        /// The folder and the name in it, links followed.
        let folder: String
        let name: String
        /// What is there already.
        let before: stat?

        init(_ path: String) throws(Diagnostic) {
            self.path = path
            var target = path
            var status = stat()
            guard !path.isEmpty, !path.utf8.contains(0) else {
                throw Diagnostic("not-a-file", "\"\(path)\" is no name of a file", remedies: ["choose another name"])
            }
            if lstat(path, &status) == 0 {
                if status.st_mode & S_IFMT == S_IFLNK {
                    guard stat(path, &status) == 0 else {
                        throw Diagnostic(
                            "not-a-file", "\(path) is a link that leads nowhere",
                            reason: [String(cString: strerror(errno))],
                            remedies: ["remove the link, or choose another name"])
                    }
                    target = absolutePath(path)
                }
                before = status
            } else {
                before = nil
            }
            folder = Shell.folder(of: target)
            name = target.hasSuffix("/") ? "" : fileName(target)
            guard !name.isEmpty, name != ".", name != ".." else { throw Self.notAFile(path) }
        }

        /// Whether it lies below one of some folders, and in none and under no name that is hidden there.
        func isPlainly(below roots: [String]) -> Bool {
            let full = absolutePath(folder)
            return roots.map(absolutePath).contains { root in
                let start = root == "/" ? "" : root
                guard full == root || full.hasPrefix(start + "/") else { return false }
                let below = full.dropFirst(start.count).split(separator: "/")
                return !below.contains { $0.hasPrefix(".") } && !name.hasPrefix(".")
            }
        }

        var permissions: mode_t { before.map { $0.st_mode & 0o777 } ?? 0o666 & ~Self.mask() }

        /// Refuses what must not be replaced.
        func check(overwrites: Bool) throws(Diagnostic) {
            guard let before else { return }
            guard before.st_mode & S_IFMT == S_IFREG else { throw Self.notAFile(path) }
            guard overwrites else { throw Diagnostic.fileExists(path) }
            guard access(folder + "/" + name, W_OK) == 0 else {
                throw Diagnostic(
                    "write-failed", "cannot write \(path): \(String(cString: strerror(errno)))",
                    reason: ["the file that was there before is unchanged"],
                    remedies: ["choose another name, or allow writing to it"])
            }
        }

        func openFolder() throws(Diagnostic) -> Int32 {
            let flags = O_DIRECTORY | O_CLOEXEC
            var descriptor = open(folder, O_RDONLY | flags)
            // A folder that may be written to and not listed.
            if descriptor < 0 && errno == EACCES { descriptor = open(folder, pathAlone | flags) }
            guard descriptor >= 0 else {
                throw SavingFailure.system(.create, errno).diagnostic(path, existed: before != nil)
            }
            return descriptor
        }

        private static func notAFile(_ path: String) -> Diagnostic {
            Diagnostic(
                "not-a-file", "\(path) is not an ordinary file, so it is not written to",
                remedies: ["choose another name"])
        }

        /// The permissions that new files do not get.
        private static func mask() -> mode_t {
            let mask = umask(0o077)
            umask(mask)
            return mask
        }
    }
}
