import Tables

/// Kernels that find the cell of the cube that each row belongs to: `places[i]` for the i-th row that counts.

/// One dimension's code of a row, times the cells that lie between two neighbouring codes.
struct CodeOperation {
    /// The column's place.
    var column: Int
    /// Signed cells are numbered from `base`, which is 1; a missing one is 0. Codes of texts and conditions are taken as
    /// they are.
    var isSigned: Bool
    var base: Int64
    /// What stands for each number, where not the number itself.
    var table: UnsafePointer<UInt32>?
    /// The same of tables whose numbers are all below 256.
    var smallTable: UnsafePointer<UInt8>?
    var stride: UInt32
}

@inline(__always)
private func addCodes<Cell: FixedWidthInteger, Rows: RowChoice>(
    _ cells: UnsafePointer<Cell>, _ operation: CodeOperation, _ rows: Rows, _ places: UnsafeMutablePointer<UInt32>
) {
    let stride = operation.stride
    if let table = operation.smallTable {
        for place in 0..<rows.count {
            places[place] &+= UInt32(table[Int(truncatingIfNeeded: cells[rows.row(place)])]) &* stride
        }
    } else if let table = operation.table {
        for place in 0..<rows.count {
            places[place] &+= table[Int(truncatingIfNeeded: cells[rows.row(place)])] &* stride
        }
    } else {
        for place in 0..<rows.count {
            places[place] &+= UInt32(truncatingIfNeeded: cells[rows.row(place)]) &* stride
        }
    }
}

@inline(__always)
private func addNumbers<Cell: FixedWidthInteger & SignedInteger, Rows: RowChoice>(
    _ cells: UnsafePointer<Cell>, _ operation: CodeOperation, _ rows: Rows, _ places: UnsafeMutablePointer<UInt32>
) {
    let stride = operation.stride
    let base = operation.base &- 1
    for place in 0..<rows.count {
        let cell = cells[rows.row(place)]
        let number = cell == .min ? 0 : Int64(cell) &- base
        if let table = operation.table {
            places[place] &+= table[Int(truncatingIfNeeded: number)] &* stride
        } else {
            places[place] &+= UInt32(truncatingIfNeeded: number) &* stride
        }
    }
}

/// Adds a dimension to the places of the rows that count.
func addCodes(
    _ cells: MorselCells, _ operation: CodeOperation, _ rows: ChosenRows, _ places: UnsafeMutablePointer<UInt32>
) {
    func codes<Cell: FixedWidthInteger>(_: Cell.Type) {
        let cells = cells.pointer(Cell.self)
        rows.with({ addCodes(cells, operation, $0, places) }, { addCodes(cells, operation, $0, places) })
    }
    func numbers<Cell: FixedWidthInteger & SignedInteger>(_: Cell.Type) {
        let cells = cells.pointer(Cell.self)
        rows.with({ addNumbers(cells, operation, $0, places) }, { addNumbers(cells, operation, $0, places) })
    }
    switch (operation.isSigned, cells.width) {
    case (false, .one): codes(UInt8.self)
    case (false, .two): codes(UInt16.self)
    case (false, .four), (false, .eight): codes(UInt32.self)
    case (true, .one): numbers(Int8.self)
    case (true, .two): numbers(Int16.self)
    case (true, .four): numbers(Int32.self)
    case (true, .eight): numbers(Int64.self)
    }
}

/// Where a day is no part of any stretch that is looked at. Atoms are below 2^31, so that the highest bit tells.
let noAtom = UInt32.max

@inline(__always)
private func findAtoms<Cell: FixedWidthInteger & SignedInteger, Rows: RowChoice>(
    _ cells: UnsafePointer<Cell>, _ low: Int64, _ table: UnsafePointer<UInt32>, _ rows: Rows,
    _ kept: UnsafeMutablePointer<UInt16>, _ places: UnsafeMutablePointer<UInt32>
) -> Int {
    var count = 0
    let base = low &- 1
    for place in 0..<rows.count {
        let row = rows.row(place)
        let cell = cells[row]
        let atom = table[cell == .min ? 0 : Int(truncatingIfNeeded: Int64(cell) &- base)]
        kept[count] = UInt16(truncatingIfNeeded: row)
        places[count] = atom
        // No branch: which rows are kept cannot be foretold.
        count &+= Int(~atom &>> 31)
    }
    return count
}

/// The stretch of time of each row that counts, by a table from its day; rows in none are dropped. Gives how many are
/// left in `kept`, which is another list than that of `rows`: reading a list just behind where it is written takes
/// processors four times as long.
///
/// - Parameters:
///   - low: the day that has place 1 of the table; place 0 is for rows without a day. The table has every day.
func findAtoms(
    _ cells: MorselCells, _ low: Int64, _ table: UnsafePointer<UInt32>, _ rows: ChosenRows,
    _ kept: UnsafeMutablePointer<UInt16>, _ places: UnsafeMutablePointer<UInt32>
) -> Int {
    var count = 0
    func find<Cell: FixedWidthInteger & SignedInteger>(_: Cell.Type) {
        let cells = cells.pointer(Cell.self)
        rows.with(
            { count = findAtoms(cells, low, table, $0, kept, places) },
            { count = findAtoms(cells, low, table, $0, kept, places) })
    }
    switch cells.width {
    case .one: find(Int8.self)
    case .two: find(Int16.self)
    case .four: find(Int32.self)
    case .eight: find(Int64.self)
    }
    return count
}

/// When each row that counts is active, as a range of the days that balances are taken on.
struct ActivityTables {
    /// The day with place 1 of the tables; place 0 is for rows without a day.
    var fromLow: Int64
    var toLow: Int64
    /// How many of the balance days lie before a day. A row without a first day is never active.
    var from: UnsafePointer<UInt32>
    var to: UnsafePointer<UInt32>
}

@inline(__always)
private func findActive<
    From: FixedWidthInteger & SignedInteger, To: FixedWidthInteger & SignedInteger, Rows: RowChoice
>(
    _ from: UnsafePointer<From>, _ to: UnsafePointer<To>, _ tables: ActivityTables, _ rows: Rows,
    _ kept: UnsafeMutablePointer<UInt16>, _ firsts: UnsafeMutablePointer<UInt32>, _ ends: UnsafeMutablePointer<UInt32>
) -> Int {
    var count = 0
    let fromBase = tables.fromLow &- 1
    let toBase = tables.toLow &- 1
    for place in 0..<rows.count {
        let row = rows.row(place)
        let begin = from[row]
        let stop = to[row]
        let first = tables.from[begin == .min ? 0 : Int(truncatingIfNeeded: Int64(begin) &- fromBase)]
        let end = tables.to[stop == .min ? 0 : Int(truncatingIfNeeded: Int64(stop) &- toBase)]
        kept[count] = UInt16(truncatingIfNeeded: row)
        firsts[count] = first
        ends[count] = end
        // No branch, as above: both are far below 2^31.
        count &+= Int((first &- end) &>> 31)
    }
    return count
}

/// The range of balance days on which each row is active; rows that are active on none are dropped. Gives how many are
/// left in `kept`, which is another list than that of `rows`, as above.
func findActive(
    _ from: MorselCells, _ to: MorselCells, _ tables: ActivityTables, _ rows: ChosenRows,
    _ kept: UnsafeMutablePointer<UInt16>, _ firsts: UnsafeMutablePointer<UInt32>, _ ends: UnsafeMutablePointer<UInt32>
) -> Int {
    var count = 0
    func find<From: FixedWidthInteger & SignedInteger, To: FixedWidthInteger & SignedInteger>(
        _: From.Type, _: To.Type
    ) {
        let from = from.pointer(From.self)
        let to = to.pointer(To.self)
        rows.with(
            { count = findActive(from, to, tables, $0, kept, firsts, ends) },
            { count = findActive(from, to, tables, $0, kept, firsts, ends) })
    }
    switch (from.width, to.width) {
    case (.two, .two): find(Int16.self, Int16.self)
    case (.two, .four): find(Int16.self, Int32.self)
    case (.four, .two): find(Int32.self, Int16.self)
    case (.four, .four): find(Int32.self, Int32.self)
    // Days have two or four bytes.
    default: break
    }
    return count
}
