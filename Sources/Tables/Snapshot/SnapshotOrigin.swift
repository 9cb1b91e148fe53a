import Synchronization
import Values

/// The files behind a snapshot, to be read again when a part of it turns out to be damaged.
///
/// That part and nothing else comes from the files then, so they must still be as they were.
final class SnapshotOrigin: Sendable {
    private let paths: [(path: String, displayName: String)]
    private let options: ReadOptions
    private let key: SnapshotKey
    private let directory: SnapshotDirectory
    private let cache: SnapshotCache
    private let again = Mutex<Again>(.notTried)

    private enum Again {
        case notTried
        case failed
        case read(Table)
    }

    init(
        paths: [(path: String, displayName: String)], options: ReadOptions, key: SnapshotKey,
        directory: SnapshotDirectory, cache: SnapshotCache
    ) {
        self.paths = paths
        self.options = options
        self.key = key
        self.directory = directory
        self.cache = cache
    }

    /// The column as the files have it; nil, and told to the cache, when they are no longer what they were.
    ///
    /// Work of its own, which nobody stops halfway: what fails here has failed for good.
    func column(_ index: Int) -> Column? { Work().run { readColumn(index) } }

    private func readColumn(_ index: Int) -> Column? {
        guard let column = table()?.column(index), directory.columns.indices.contains(index),
            column.type == directory.columns[index].type, key.isCurrent
        else {
            cache.fail(directory.files)
            return nil
        }
        return column
    }

    /// The texts of a column by the codes that the snapshot's cells have for them.
    ///
    /// - Parameters:
    ///   - codes: `rowCount` cells of this width.
    ///   - count: how many texts there are.
    func texts(_ index: Int, codes: ByteBuffer, width: NarrowCells.Width, rowCount: Int, count: Int) -> StoredTexts? {
        guard let column = column(index) else { return nil }
        guard case .texts(let anew, let dictionary) = column.data, anew.count == rowCount,
            let order = order(of: codes, width, anew: anew, count: count),
            let texts = StoredTexts(dictionary, order: order)
        else {
            cache.fail(directory.files)
            return nil
        }
        return texts
    }

    /// For each text of the snapshot its number in the dictionary that `anew` has codes of; both are of the same rows.
    private func order(of codes: ByteBuffer, _ width: NarrowCells.Width, anew: [Int32], count: Int) -> [Int]? {
        guard codes.count >= anew.count * width.rawValue else { return nil }
        let raw = UnsafeRawPointer(codes.start)
        // Codes are given in the order of first appearance, unless the reading of a later program does otherwise.
        var order = Array(0..<count)
        for (row, wanted) in anew.enumerated() {
            let code =
                switch width {
                case .one: Int(raw.load(fromByteOffset: row, as: UInt8.self))
                case .two: Int(raw.load(fromByteOffset: row * 2, as: UInt16.self))
                case .four, .eight: Int(raw.load(fromByteOffset: row * 4, as: UInt32.self))
                }
            guard (code == 0) == (wanted == 0), code <= count else { return nil }
            if code > 0 { order[code - 1] = Int(wanted) - 1 }
        }
        return order
    }

    private func table() -> Table? {
        again.withLock { again in
            switch again {
            case .failed: return nil
            case .read(let table): return table
            case .notTried: break
            }
            cache.discard(key)
            let start = FileState.Time.now
            guard key.isCurrent, let table = try? readTables(paths: paths, options: options), key.isCurrent,
                table.titles == directory.titles, table.rowCount == directory.rowCount
            else {
                again = .failed
                return nil
            }
            again = .read(table)
            cache.note(table, key, readFrom: start)
            return table
        }
    }
}
