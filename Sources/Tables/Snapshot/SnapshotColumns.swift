import CScan
import Synchronization
import Values

/// The columns of a table that was read before, from its snapshot; where that is damaged, from the files again.
final class SnapshotColumns: ColumnSource {
    private let file: SnapshotFile
    private let origin: SnapshotOrigin
    /// Large columns side by side: on huge pages, if they fill some.
    private let memory = Mutex(ColumnMemory(likely: 64 << 20))

    private static let fewTexts = 4096

    init(_ file: SnapshotFile, origin: SnapshotOrigin) {
        self.file = file
        self.origin = origin
    }

    func outline(column index: Int) -> ColumnOutline? {
        guard file.directory.columns.indices.contains(index) else { return nil }
        let known = file.directory.columns[index]
        return ColumnOutline(
            type: known.type, currency: known.currency, isBlank: known.range.missing == file.directory.rowCount,
            isCertain: true)
    }

    /// Of many texts nil: the cells take no longer then.
    func texts(column index: Int) -> [String]? {
        guard file.directory.columns.indices.contains(index), let place = file.directory.columns[index].texts,
            place.count <= Self.fewTexts
        else { return nil }
        let isDamaged = Atomic(false)
        let texts = SnapshotTexts(place, file: file) {
            isDamaged.store(true, ordering: .relaxed)
            return nil
        }
        let found = (0..<place.count).map(texts.text)
        return isDamaged.load(ordering: .relaxed) ? nil : found
    }

    func parse(column index: Int) -> Column {
        guard file.directory.columns.indices.contains(index) else { return blank(.text, rows: 0) }
        let known = file.directory.columns[index]
        if let column = read(known, index) { return column }
        // Stopped on the way it is not damaged.
        let column = Work.isStopped ? nil : readAnew(index)
        return column ?? blank(known.type, rows: file.directory.rowCount)
    }

    /// Nil when the column's cells are damaged.
    private func read(_ known: SnapshotColumn, _ index: Int) -> Column? {
        let rowCount = file.directory.rowCount
        if known.form == .floats { return floats(known, rowCount) }
        let found = Mutex(CellRange())
        let (form, width) = (known.form, known.width)
        let cells = bytes(known.cells) { start, block, length in
            let first = start / width.rawValue
            let range = CellRange.of(block, max(0, min(length / width.rawValue, rowCount - first)), form, width)
            found.withLock { $0 = $0.joined(range) }
            return true
        }
        guard let cells, found.withLock({ $0 }) == known.range else { return nil }
        let dictionary = known.texts.map { texts in
            TextDictionary(
                SnapshotTexts(texts, file: file) { [origin] in
                    origin.texts(index, codes: cells, width: width, rowCount: rowCount, count: texts.count)
                })
        }
        guard let form = narrowForm(known.type, dictionary) else { return nil }
        let narrow = NarrowColumn(
            form: form, pieces: pieces(cells, width: width, rowCount: rowCount), bounds: known.range.bounds,
            longestSilence: known.longestSilence, owner: cells)
        return Column(
            type: known.type, narrow: narrow, missingCount: known.range.missing, currency: known.currency,
            decisions: known.decisions, problems: known.problems)
    }

    /// The bytes of a stretch where the file is mapped, or copied; nil when they are damaged.
    private func bytes(
        _ stretch: SnapshotStretch, look: @escaping @Sendable (Int, UnsafeRawPointer, Int) -> Bool
    ) -> ByteBuffer? {
        if let mapped = file.mapped(stretch, look: look) { return mapped }
        var isWhole = false
        let copied = buffer(stretch.length) { memory in
            isWhole = file.read(stretch, to: memory, look: look)
            return stretch.length
        }
        return isWhole ? copied : nil
    }

    /// Small columns have memory of their own, large ones share that of all.
    private func buffer(_ size: Int, fill: (UnsafeMutablePointer<UInt8>) -> Int) -> ByteBuffer? {
        guard size >= 256 << 10 else { return ByteBuffer(capacity: size, fill: fill) }
        let (owner, address) = memory.withLock { memory in
            (memory, UInt(bitPattern: memory.take(size)))
        }
        guard let taken = UnsafeMutableRawPointer(bitPattern: address) else { return nil }
        return ByteBuffer(taken, capacity: size, of: owner, fill: fill)
    }

    private func floats(_ known: SnapshotColumn, _ rowCount: Int) -> Column? {
        let found = Mutex(CellRange())
        var isWhole = false
        let cells = [Double](unsafeUninitializedCapacity: known.cells.length / 8 + 1) { target, count in
            guard let base = target.baseAddress else { return }
            isWhole = file.read(known.cells, to: UnsafeMutableRawPointer(base)) { start, block, length in
                let range = CellRange.of(block, max(0, min(length / 8, rowCount - start / 8)), .floats, .eight)
                found.withLock { $0 = $0.joined(range) }
                return true
            }
            count = isWhole ? rowCount : 0
        }
        guard isWhole, found.withLock({ $0 }) == known.range else { return nil }
        return Column(
            type: .float, data: .floats(cells), missingCount: known.range.missing, currency: known.currency,
            decisions: known.decisions, problems: known.problems)
    }

    /// The column from the files, in pieces like those of the others.
    private func readAnew(_ index: Int) -> Column? {
        guard let column = origin.column(index) else { return nil }
        guard let stream = CellStream(column), let form = narrowForm(column.type, column.dictionary) else {
            return column
        }
        guard let length = SnapshotLayout.filled(stream.rowCount, times: stream.width.rawValue) else { return nil }
        let cells = ByteBuffer(capacity: length) { memory in
            var position = 0
            stream.forEachPart { part in
                UnsafeMutableRawBufferPointer(start: memory + position, count: part.count).copyMemory(from: part)
                position += part.count
            }
            return position
        }
        guard let cells else { return nil }
        let narrow = NarrowColumn(
            form: form, pieces: pieces(cells, width: stream.width, rowCount: stream.rowCount),
            bounds: stream.range.bounds, owner: cells)
        return Column(
            type: column.type, narrow: narrow, missingCount: column.missingCount, currency: column.currency,
            decisions: column.decisions, problems: column.problems)
    }

    /// Stands for what can no longer be had; the cache tells that it failed.
    private func blank(_ type: ColumnType, rows: Int) -> Column {
        let data: ColumnData =
            switch type {
            case .integer: .scaled(Array(repeating: ColumnData.missingScaled, count: rows), scale: 0)
            case .decimal(let scale): .scaled(Array(repeating: ColumnData.missingScaled, count: rows), scale: scale)
            case .float: .floats(Array(repeating: .nan, count: rows))
            case .day: .days(Array(repeating: ColumnData.missingDay, count: rows))
            case .moment: .moments(Array(repeating: ColumnData.missingScaled, count: rows))
            case .boolean: .booleans(Array(repeating: ColumnData.missingBoolean, count: rows))
            case .text: .texts(Array(repeating: 0, count: rows), TextDictionary(texts: []))
            }
        return Column(type: type, data: data, missingCount: rows)
    }
}

/// Nil for doubles, which have no narrow form, and for texts without a dictionary.
private func narrowForm(_ type: ColumnType, _ dictionary: TextDictionary?) -> NarrowColumn.Form? {
    switch type {
    case .integer: .scaled(scale: 0)
    case .decimal(let scale): .scaled(scale: scale)
    case .float: nil
    case .day: .days
    case .moment: .moments
    case .boolean: .booleans
    case .text: dictionary.map { .texts($0) }
    }
}

/// `cells` holds `rowCount` cells of this width.
private func pieces(_ cells: ByteBuffer, width: NarrowCells.Width, rowCount: Int) -> [NarrowCells] {
    precondition(rowCount * width.rawValue <= cells.count)
    return stride(from: 0, to: rowCount, by: CellStream.pieceRows).map { first in
        NarrowCells(
            start: UnsafeRawPointer(cells.start + first * width.rawValue), width: width, firstRow: first,
            count: min(CellStream.pieceRows, rowCount - first))
    }
}
