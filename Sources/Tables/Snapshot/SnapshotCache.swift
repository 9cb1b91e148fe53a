import Synchronization
import Values

/// Tables that were read before, kept in a folder by columns, so that a file that has not changed need not be read again.
///
/// Nothing here is ever an error to the user: what cannot be read or written is as if there were no snapshot.
package final class SnapshotCache: Sendable {
    let path: String
    private let program: String
    private let minimumSize: Int
    private let limit: Int
    private let mapsFrom: Int
    private let work = Mutex<[Work]>([])
    private let failed = Mutex<Diagnostic?>(nil)
    private let failuresBefore = SnapshotMapping.failures
    /// One writes at a time.
    private let writing = Mutex(())

    /// A table that was read from its files and has no snapshot yet.
    private struct Work: Sendable {
        var table: Table
        var key: SnapshotKey
        var readFrom: FileState.Time
    }

    /// - Parameters:
    ///   - path: the folder; made when the first snapshot is written.
    ///   - program: the version of the program; others read files in other ways.
    ///   - minimumSize: bytes; smaller sources are read as fast as their snapshots.
    ///   - limit: bytes of all snapshots together; those used last stay.
    ///   - mapsFrom: bytes of the shortest column that is read where the snapshot is mapped, and not copied.
    package init(
        path: String, program: String, minimumSize: Int = 1 << 20, limit: Int = 4 << 30, mapsFrom: Int? = nil
    ) {
        self.mapsFrom = mapsFrom ?? SnapshotFile.longStretch
        self.path = path
        self.program = program
        self.minimumSize = minimumSize
        self.limit = limit
    }

    /// The table of `readTables`, from its snapshot where there is one.
    func table(paths: [(path: String, displayName: String)], options: ReadOptions) throws(Diagnostic) -> Table {
        guard let key = SnapshotKey(paths: paths, options: options, program: program), key.sourceSize >= minimumSize
        else { return try readTables(paths: paths, options: options) }
        if let table = stored(key, paths, options) { return table }
        let start = FileState.Time.now
        let table = try readTables(paths: paths, options: options)
        note(table, key, readFrom: start)
        return table
    }

    private func stored(
        _ key: SnapshotKey, _ paths: [(path: String, displayName: String)], _ options: ReadOptions
    ) -> Table? {
        guard let folder = SnapshotFolder(path: path, makes: false),
            let file = SnapshotFile(key.name + SnapshotFolder.suffix, in: folder, mapsFrom: mapsFrom),
            file.directory.key == key.bytes
        else { return nil }
        let directory = file.directory
        let origin = SnapshotOrigin(paths: paths, options: options, key: key, directory: directory, cache: self)
        return Table(
            files: directory.files, titles: directory.titles, rowCount: directory.rowCount,
            decisions: directory.decisions, problems: directory.problems, problemCount: directory.problemCount,
            source: SnapshotColumns(file, origin: origin))
    }

    /// Whether there is anything for `write` to do.
    package var hasWork: Bool { work.withLock { !$0.isEmpty } }

    /// Writes the snapshots of all tables that were read from their files since it was last called: for the time when
    /// nobody waits.
    ///
    /// May run on any thread, beside questions about the same tables.
    /// - Parameter isCancelled: asked every few milliseconds; then what was begun is taken back.
    package func write(isCancelled: @escaping @Sendable () -> Bool = { false }) {
        writing.withLock { _ in
            while let next = work.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
                guard !isCancelled() else { return }
                write(next, isCancelled)
            }
        }
    }

    private func write(_ work: Work, _ isCancelled: @escaping @Sendable () -> Bool) {
        guard work.key.sources.allSatisfy({ !$0.state.isTooFresh(at: work.readFrom) }), work.key.isCurrent,
            let folder = SnapshotFolder(path: path, makes: true)
        else { return }
        // Another process may have been quicker.
        if SnapshotFile(work.key.name + SnapshotFolder.suffix, in: folder)?.directory.key == work.key.bytes { return }
        let writer = SnapshotWriter(folder, limit: limit, isCancelled: isCancelled)
        writer.write(work.table, key: work.key)
        folder.clean(limit: limit)
    }

    /// Notes that a table has been read from its files.
    func note(_ table: Table, _ key: SnapshotKey, readFrom: FileState.Time) {
        work.withLock { work in
            if !work.contains(where: { $0.key == key }) {
                work.append(Work(table: table, key: key, readFrom: readFrom))
            }
        }
    }

    /// Removes a snapshot that is damaged.
    func discard(_ key: SnapshotKey) {
        SnapshotFolder(path: path, makes: false)?.remove(key.name + SnapshotFolder.suffix)
    }

    /// Notes that cells can no longer be had, neither from the snapshot nor from the files.
    func fail(_ files: [String]) {
        let names = files.map { "`\($0)`" }.joined(separator: ", ")
        failed.withLock {
            $0 = Diagnostic(
                "file-changed", "\(names) changed since it was loaded",
                reason: ["its snapshot is damaged, and it can no longer be read as it was"],
                remedies: ["`reload` reads it anew"])
        }
    }

    /// Why no answer about the tables that came from here can be trusted any more, if that is so.
    package var failure: Diagnostic? {
        if let failure = failed.withLock({ $0 }) { return failure }
        guard SnapshotMapping.failures != failuresBefore else { return nil }
        return Diagnostic(
            "unreadable-snapshot", "a snapshot can no longer be read as it was",
            reason: ["the disk that it is on fails, or it was changed while this program was halted"],
            remedies: ["`reload` reads the files anew"])
    }

    /// The same place for tables that are read anew.
    package func anew() -> SnapshotCache {
        SnapshotCache(path: path, program: program, minimumSize: minimumSize, limit: limit, mapsFrom: mapsFrom)
    }
}

/// `readTables`, from a snapshot where there is one; without a cache always from the files.
package func readTables(
    paths: [(path: String, displayName: String)], options: ReadOptions, snapshots: SnapshotCache?
) throws(Diagnostic) -> Table {
    guard let snapshots else { return try readTables(paths: paths, options: options) }
    return try snapshots.table(paths: paths, options: options)
}
