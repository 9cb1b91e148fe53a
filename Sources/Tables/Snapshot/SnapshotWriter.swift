import Glibc
import Values

/// Writes the snapshot of a table: a file of its own beside, put in its place when it is whole.
struct SnapshotWriter {
    private let folder: SnapshotFolder
    private let limit: Int
    private let isCancelled: @Sendable () -> Bool

    /// - Parameter limit: bytes; larger snapshots are not written.
    init(_ folder: SnapshotFolder, limit: Int, isCancelled: @escaping @Sendable () -> Bool) {
        self.folder = folder
        self.limit = limit
        self.isCancelled = isCancelled
    }

    /// Whether it was written. Asks for every column of the table.
    ///
    /// It is not when the files have changed since the key was made, a disk is full, or a column cannot be kept.
    @discardableResult
    func write(_ table: Table, key: SnapshotKey) -> Bool {
        guard !table.titles.isEmpty, let file = try? folder.newFile() else { return false }
        do {
            let isCancelled = isCancelled
            let output = SnapshotOutput(file.descriptor, limit: limit) {
                isCancelled() || file.isUnwanted || Work.isStopped
            }
            try write(table, key, output)
            // All cells have been read: files that are still the same have been the same all the time.
            guard key.isCurrent, !Work.isStopped else { return false }
            try file.put(as: key.name + SnapshotFolder.suffix, replaces: true)
            return true
        } catch {
            return false
        }
    }

    private func write(_ table: Table, _ key: SnapshotKey, _ output: SnapshotOutput) throws(SnapshotOutput.Failure) {
        try output.begin()
        // All at once: a large file is read once for all of them. What cannot be read any more shows below.
        try? table.prepare(table.titles.indices, wantsCodes: false, isInterrupted: isCancelled)
        var columns: [SnapshotColumn] = []
        for index in table.titles.indices {
            var column = try write(table.column(index).coded, rowCount: table.rowCount, output)
            column.longestSilence = table.daySpread(index)?.longestSilence
            columns.append(column)
        }
        let directory = SnapshotDirectory(
            key: key.bytes, files: table.files, titles: table.titles, rowCount: table.rowCount,
            decisions: table.decisions, problems: table.problems, problemCount: table.problemCount, columns: columns)
        try output.finish(directory)
    }

    private func write(
        _ column: Column, rowCount: Int, _ output: SnapshotOutput
    ) throws(SnapshotOutput.Failure) -> SnapshotColumn {
        guard let stream = CellStream(column), stream.rowCount == rowCount, stream.range.missing == column.missingCount
        else { throw .unfit }
        let cells = try output.stretch { () throws(SnapshotOutput.Failure) in
            try stream.forEachPart { (part) throws(SnapshotOutput.Failure) in try output.append(part) }
        }
        var texts: SnapshotColumn.Texts?
        if stream.form == .texts {
            guard let dictionary = column.dictionary, stream.range.bounds?.upperBound ?? 0 <= dictionary.count else {
                throw .unfit
            }
            texts = try write(dictionary, output)
        }
        return SnapshotColumn(
            type: column.type, currency: column.currency, decisions: column.decisions, problems: column.problems,
            width: stream.width, range: stream.range, cells: cells, texts: texts)
    }

    private func write(
        _ dictionary: TextDictionary, _ output: SnapshotOutput
    ) throws(SnapshotOutput.Failure) -> SnapshotColumn.Texts {
        var byteCount = 0
        for index in 0..<dictionary.count { dictionary.withBytes(index) { byteCount += $0.count } }
        let width = SnapshotColumn.Texts.startWidth(byteCount: byteCount)
        let starts = try output.blocks { () throws(SnapshotOutput.Failure) in
            var start = 0
            for index in 0...dictionary.count {
                if width == 4 {
                    try output.append(UInt32(truncatingIfNeeded: start))
                } else {
                    try output.append(UInt64(truncatingIfNeeded: start))
                }
                if index < dictionary.count { dictionary.withBytes(index) { start += $0.count } }
            }
        }
        let bytes = try output.blocks { () throws(SnapshotOutput.Failure) in
            for index in 0..<dictionary.count {
                let result = dictionary.withBytes(index) { text in
                    Result { () throws(SnapshotOutput.Failure) in try output.append(UnsafeRawBufferPointer(text)) }
                }
                try result.get()
            }
        }
        return SnapshotColumn.Texts(count: dictionary.count, byteCount: byteCount, starts: starts, bytes: bytes)
    }
}
