import Glibc
import Values

/// Where the fields of consecutive rows end, as 32-bit offsets from `base`.
///
/// Each row has `columns + 1` entries: one before its first byte (so that every field starts behind the entry before
/// its own), then the end of each field. A field that the row does not have starts behind its end.
/// Sendable although it holds a pointer: once tokenising is over nothing writes to it.
final class RowIndex: @unchecked Sendable {
    /// Rows start within this many bytes from `base`, so that their fields can be told in 32 bits.
    static let reach = 1 << 31

    let base: Int
    let columns: Int
    private(set) var rowCount = 0
    /// Rows that have more or fewer fields than they should, ascending; in some of them fields stand in the wrong column.
    private(set) var damaged: [Int] = []
    private(set) var entries: UnsafeMutablePointer<UInt32>
    private var capacity: Int

    var stride: Int { columns + 1 }

    /// Nil when there is no memory for `rows` rows.
    init?(base: Int, columns: Int, rows: Int) {
        self.base = base
        self.columns = columns
        capacity = max(rows, 16)
        let (size, overflow) = capacity.multipliedReportingOverflow(by: (columns + 1) * 4)
        guard !overflow, Work.mayTake(size), let memory = malloc(size) else { return nil }
        entries = memory.bindMemory(to: UInt32.self, capacity: capacity * (columns + 1))
    }

    deinit { free(entries) }

    /// Room for one more row at least; false when there is no memory.
    @inline(__always)
    func reserveRow() -> Bool { rowCount < capacity || grow() }

    private func grow() -> Bool {
        let (newCapacity, overflow) = capacity.addingReportingOverflow(capacity / 2 + 16)
        let (size, overflow2) = newCapacity.multipliedReportingOverflow(by: stride * 4)
        guard !overflow, !overflow2, Work.mayTake(size), let memory = realloc(entries, size) else { return false }
        entries = memory.bindMemory(to: UInt32.self, capacity: newCapacity * stride)
        capacity = newCapacity
        return true
    }

    /// The entries of the next row, to be written before `commitRow`; valid after `reserveRow` was true.
    @inline(__always)
    var nextRow: UnsafeMutablePointer<UInt32> { entries + rowCount * stride }

    @inline(__always)
    func commitRow() { rowCount += 1 }

    /// Notes that the last row is damaged.
    func noteDamage() { damaged.append(rowCount - 1) }

    /// Leaves out the rows of which `isLeftOut` is true.
    func remove(where isLeftOut: (Int) -> Bool) {
        var kept = 0
        var stillDamaged: [Int] = []
        var next = 0
        for row in 0..<rowCount {
            let isDamaged = next < damaged.count && damaged[next] == row
            if isDamaged { next += 1 }
            if isLeftOut(row) { continue }
            if isDamaged { stillDamaged.append(kept) }
            if kept < row { (entries + kept * stride).update(from: entries + row * stride, count: stride) }
            kept += 1
        }
        rowCount = kept
        damaged = stillDamaged
    }

    func removeLast(_ rows: Int) {
        rowCount = max(0, rowCount - rows)
        while let last = damaged.last, last >= rowCount { damaged.removeLast() }
    }

    /// The byte offset at which a row starts.
    func start(ofRow row: Int) -> Int {
        precondition(row >= 0 && row < rowCount)
        return base + Int(entries[row * stride] &+ 1)
    }

    /// The bytes of a field; empty when the row does not have it.
    func field(_ column: Int, ofRow row: Int) -> Range<Int> {
        precondition(row >= 0 && row < rowCount && column >= 0 && column < columns)
        let entry = entries + (row * stride + column)
        let start = base + Int(entry[0] &+ 1)
        return start..<max(start, base + Int(entry[1]))
    }

    /// The cells of a row, each made into text when it is asked for.
    func texts(
        ofRow row: Int, _ bytes: UnsafePointer<UInt8>, _ dialect: Dialect
    ) -> LazyMapCollection<Range<Int>, String> {
        (0..<columns).lazy.map { column in
            let place = self.field(column, ofRow: row)
            return cellText(bytes, place.lowerBound, place.upperBound, dialect)
        }
    }
}
