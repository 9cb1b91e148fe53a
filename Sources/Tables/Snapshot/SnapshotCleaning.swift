import Glibc

extension SnapshotFolder {
    /// Removes what is of no use any more: snapshots of files that are gone or have changed; then those not used for
    /// longest, until all take no more than `limit` bytes.
    ///
    /// Files of other names are left alone.
    func clean(limit: Int) {
        var kept: [(name: String, size: Int, used: FileState.Time)] = []
        for name in names() {
            guard name.hasSuffix(Self.suffix), let (descriptor, status) = open(name) else { continue }
            close(descriptor)
            if isOfUse(name) {
                kept.append((name, Int(status.st_size), FileState.Time(status.st_mtim)))
            } else {
                remove(name)
            }
        }
        kept.sort { ($0.used.seconds, $0.used.nanoseconds, $0.name) < ($1.used.seconds, $1.used.nanoseconds, $1.name) }
        var total = kept.reduce(0) { $0 + $1.size }
        for file in kept where total > limit {
            remove(file.name)
            total -= file.size
        }
    }

    /// Whether every file that a snapshot was made of is still as it was.
    private func isOfUse(_ name: String) -> Bool {
        guard let file = SnapshotFile(name, in: self, isUse: false),
            let sources = try? SnapshotKey.sources(of: file.directory.key)
        else { return false }
        return sources.allSatisfy { FileState(path: $0.path) == $0.state }
    }
}
