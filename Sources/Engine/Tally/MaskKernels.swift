import CScan
import Tables

/// Kernels that mark rows: one byte a row, 1 where a test holds and 0 where not.
///
/// All of them read `count` cells from `cells` and write `count` bytes to `mask`.

/// Marks cells between two values, both included, or, where `inside` is false, those outside; never missing ones.
@inline(__always)
private func markRange<Cell: FixedWidthInteger & SignedInteger>(
    _ cells: UnsafePointer<Cell>, _ low: Int64, _ high: Int64, inside: Bool, _ mask: UnsafeMutablePointer<UInt8>,
    _ count: Int
) {
    // The smallest value of the width says that the cell is missing.
    let first = max(low, Int64(Cell.min) + (Cell.bitWidth < 64 ? 1 : 0))
    let last = min(high, Int64(Cell.max))
    guard first <= last else {
        for row in 0..<count { mask[row] = inside ? 0 : cells[row] == .min ? 0 : 1 }
        return
    }
    let base = Cell(truncatingIfNeeded: first)
    let span = Cell.Magnitude(truncatingIfNeeded: Cell(truncatingIfNeeded: last) &- base)
    if inside {
        for row in 0..<count {
            mask[row] = Cell.Magnitude(truncatingIfNeeded: cells[row] &- base) <= span ? 1 : 0
        }
    } else {
        for row in 0..<count {
            let isOutside: UInt8 = Cell.Magnitude(truncatingIfNeeded: cells[row] &- base) > span ? 1 : 0
            mask[row] = isOutside & (cells[row] == .min ? 0 : 1)
        }
    }
}

/// `low` is above `Int64.min`, which is a missing cell.
func markRange(
    _ cells: MorselCells, _ low: Int64, _ high: Int64, inside: Bool, _ mask: UnsafeMutablePointer<UInt8>, _ count: Int
) {
    let low = max(low, Int64.min + 1)
    switch cells.width {
    case .one: markRange(cells.pointer(Int8.self), low, high, inside: inside, mask, count)
    case .two: markRange(cells.pointer(Int16.self), low, high, inside: inside, mask, count)
    case .four: markRange(cells.pointer(Int32.self), low, high, inside: inside, mask, count)
    case .eight: markRange(cells.pointer(Int64.self), low, high, inside: inside, mask, count)
    }
}

@inline(__always)
private func markEqual<Cell: FixedWidthInteger>(
    _ cells: UnsafePointer<Cell>, _ sought: Int64, holds: Bool, _ mask: UnsafeMutablePointer<UInt8>, _ count: Int
) {
    guard let sought = Cell(exactly: sought) else {
        for row in 0..<count { mask[row] = holds ? 0 : 1 }
        return
    }
    if holds {
        for row in 0..<count { mask[row] = cells[row] == sought ? 1 : 0 }
    } else {
        for row in 0..<count { mask[row] = cells[row] == sought ? 0 : 1 }
    }
}

/// Marks cells with a code, or, where `holds` is false, all others, missing ones included.
func markCode(
    _ cells: MorselCells, _ code: Int64, holds: Bool, _ mask: UnsafeMutablePointer<UInt8>, _ count: Int
) {
    switch cells.width {
    case .one: markEqual(cells.pointer(UInt8.self), code, holds: holds, mask, count)
    case .two: markEqual(cells.pointer(UInt16.self), code, holds: holds, mask, count)
    case .four, .eight: markEqual(cells.pointer(UInt32.self), code, holds: holds, mask, count)
    }
}

/// Marks signed cells that are missing, or, where `holds` is false, those that are not.
func markMissing(_ cells: MorselCells, holds: Bool, _ mask: UnsafeMutablePointer<UInt8>, _ count: Int) {
    switch cells.width {
    case .one: markEqual(cells.pointer(Int8.self), Int64(Int8.min), holds: holds, mask, count)
    case .two: markEqual(cells.pointer(Int16.self), Int64(Int16.min), holds: holds, mask, count)
    case .four: markEqual(cells.pointer(Int32.self), Int64(Int32.min), holds: holds, mask, count)
    case .eight: markEqual(cells.pointer(Int64.self), Int64.min, holds: holds, mask, count)
    }
}

@inline(__always)
private func markTable<Cell: FixedWidthInteger>(
    _ cells: UnsafePointer<Cell>, _ table: UnsafePointer<UInt8>, _ mask: UnsafeMutablePointer<UInt8>, _ count: Int
) {
    for row in 0..<count { mask[row] = table[Int(truncatingIfNeeded: cells[row])] }
}

/// Marks what a table says of each code, which is 1 or 0; the table has every code that there is.
func markTable(
    _ cells: MorselCells, _ table: UnsafePointer<UInt8>, _ mask: UnsafeMutablePointer<UInt8>, _ count: Int
) {
    switch cells.width {
    case .one: markTable(cells.pointer(UInt8.self), table, mask, count)
    case .two: markTable(cells.pointer(UInt16.self), table, mask, count)
    case .four, .eight: markTable(cells.pointer(UInt32.self), table, mask, count)
    }
}

/// `mask` where `other` is marked, too.
func markBoth(_ mask: UnsafeMutablePointer<UInt8>, _ other: UnsafePointer<UInt8>, _ count: Int) {
    for row in 0..<count { mask[row] &= other[row] }
}

/// `mask` and what `other` marks.
func markEither(_ mask: UnsafeMutablePointer<UInt8>, _ other: UnsafePointer<UInt8>, _ count: Int) {
    for row in 0..<count { mask[row] |= other[row] }
}

/// The rows that are marked, ascending; gives how many. `rows` has room for `count` + 32, and up to 63 bytes behind the mask
/// can be read.
func chosenRows(
    _ mask: UnsafePointer<UInt8>, _ count: Int, into rows: UnsafeMutablePointer<UInt16>
) -> Int {
    cscan_marked(mask, count, rows)
}

/// How many rows are marked.
func countMarked(_ mask: UnsafePointer<UInt8>, _ count: Int) -> Int {
    var total = 0
    var start = 0
    // Sums of bytes fit a byte for 255 rows, and the sum of a few words is vectorised.
    while start < count {
        let end = min(count, start &+ 4096)
        var sum: UInt32 = 0
        for row in start..<end { sum &+= UInt32(mask[row]) }
        total &+= Int(sum)
        start = end
    }
    return total
}
