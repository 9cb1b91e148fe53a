import Tables

/// The cells of one column in a morsel: some thousand rows that are worked on at a time, so that what is made of them
/// stays in the nearest caches.
struct MorselCells {
    let start: UnsafeRawPointer
    let width: NarrowCells.Width

    @inline(__always)
    func pointer<Cell>(_: Cell.Type) -> UnsafePointer<Cell> { start.assumingMemoryBound(to: Cell.self) }

    /// Those from a row on.
    @inline(__always)
    func from(_ row: Int) -> MorselCells { MorselCells(start: start + row &* width.rawValue, width: width) }
}

enum Morsel {
    /// The most rows of one; below 2^16, so that a row is a `UInt16`.
    static let rows = 4096
}

/// The rows of a morsel that count: all of them, or those listed.
protocol RowChoice {
    var count: Int { get }
    func row(_ place: Int) -> Int
}

struct EveryRow: RowChoice {
    let count: Int
    @inline(__always) func row(_ place: Int) -> Int { place }
}

struct ListedRows: RowChoice {
    let rows: UnsafePointer<UInt16>
    let count: Int
    @inline(__always) func row(_ place: Int) -> Int { Int(rows[place]) }
}

/// What kernels are told of the rows that count.
struct ChosenRows {
    /// Nil where all rows of the morsel count.
    var list: UnsafePointer<UInt16>?
    var count: Int

    /// Whether a kernel's loop is the plain one or one through the list.
    @inline(__always)
    func with(_ plain: (EveryRow) -> Void, _ listed: (ListedRows) -> Void) {
        if let list {
            listed(ListedRows(rows: list, count: count))
        } else {
            plain(EveryRow(count: count))
        }
    }
}
