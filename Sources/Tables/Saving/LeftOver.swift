import Glibc

/// The files under whose names something is written: `.quaestor-PROCESS-NUMBER.tmp`, as long as it is not whole.
///
/// Their writer holds a lock on them. One that was killed leaves its file, and the next that writes into the folder
/// removes it.
enum LeftOver {
    private static let start = ".quaestor-"
    private static let end = ".tmp"

    static func name(process: pid_t, number: UInt64) -> String { start + "\(process)-\(number)" + end }

    /// A number that no other file is likely to have.
    static func number() -> UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return UInt64(truncatingIfNeeded: now.tv_sec) &* 1_000_000_000 &+ UInt64(truncatingIfNeeded: now.tv_nsec)
    }

    /// Removes the files of writers that are gone; a folder that cannot be listed is left as it is.
    static func removeAll(in folder: Int32) {
        for name in entryNames(of: folder) where isOfDeadWriter(name) && isUnlocked(name, in: folder) {
            unlinkat(folder, name, 0)
        }
    }

    private static func isOfDeadWriter(_ name: String) -> Bool {
        guard name.hasPrefix(start), name.hasSuffix(end),
            let process = name.dropFirst(start.count).split(separator: "-").first.flatMap({ pid_t($0) }), process > 0
        else { return false }
        return kill(process, 0) != 0 && errno == ESRCH
    }

    /// Whether nobody writes it: another machine, or another container, may know other processes.
    private static func isUnlocked(_ name: String, in folder: Int32) -> Bool {
        let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        var status = stat()
        return fstat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_uid == geteuid()
            && flock(file, LOCK_EX | LOCK_NB) == 0
    }
}

/// The names in a folder, in any order; none where it cannot be listed.
func entryNames(of folder: Int32) -> [String] {
    let copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0 else { return [] }
    guard let stream = fdopendir(copy) else {
        close(copy)
        return []
    }
    defer { closedir(stream) }
    var result: [String] = []
    while let entry = readdir(stream) {
        result.append(
            withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    return result
}
