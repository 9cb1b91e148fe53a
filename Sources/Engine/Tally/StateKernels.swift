import Tables

/// Kernels that add the rows that count to the states of their cells of the cube: `states[places[i]]` for the i-th row.
///
/// Every place is below the number of states. Nothing here can overflow where the plan of the tally says so.

/// What of a column is gathered in a state.
enum StateKind: Hashable {
    /// How many rows.
    case rows
    /// The sum; missing cells add nothing.
    case sum
    /// The sum of the low 32 bits, and of what is above them: two states that together hold any sum.
    case lowHalf
    case highHalf
    /// How many cells are not missing.
    case present
    /// The smallest and the largest; `Int64.max` and `Int64.min` where there is none.
    case smallest
    case largest

    /// The state of no rows.
    var start: Int64 {
        switch self {
        case .smallest: Int64.max
        case .largest: Int64.min
        default: 0
        }
    }
}

@inline(__always)
private func add<Cell: FixedWidthInteger & SignedInteger, Rows: RowChoice>(
    _ kind: StateKind, _ cells: UnsafePointer<Cell>, _ rows: Rows, _ places: UnsafePointer<UInt32>,
    _ states: UnsafeMutablePointer<Int64>, negated: Bool
) {
    switch kind {
    case .sum:
        if negated {
            for place in 0..<rows.count {
                let cell = cells[rows.row(place)]
                states[Int(places[place])] &-= cell == .min ? 0 : Int64(cell)
            }
        } else {
            for place in 0..<rows.count {
                let cell = cells[rows.row(place)]
                states[Int(places[place])] &+= cell == .min ? 0 : Int64(cell)
            }
        }
    case .lowHalf:
        for place in 0..<rows.count {
            let cell = cells[rows.row(place)]
            let half = cell == .min ? 0 : Int64(cell) & 0xFFFF_FFFF
            states[Int(places[place])] &+= negated ? 0 &- half : half
        }
    case .highHalf:
        for place in 0..<rows.count {
            let cell = cells[rows.row(place)]
            let half = cell == .min ? 0 : Int64(cell) >> 32
            states[Int(places[place])] &+= negated ? 0 &- half : half
        }
    case .present:
        let one: Int64 = negated ? -1 : 1
        for place in 0..<rows.count {
            states[Int(places[place])] &+= cells[rows.row(place)] == .min ? 0 : one
        }
    case .smallest:
        for place in 0..<rows.count {
            let cell = cells[rows.row(place)]
            let state = Int(places[place])
            states[state] = min(states[state], cell == .min ? Int64.max : Int64(cell))
        }
    case .largest:
        for place in 0..<rows.count {
            let cell = cells[rows.row(place)]
            let state = Int(places[place])
            states[state] = max(states[state], cell == .min ? Int64.min : Int64(cell))
        }
    case .rows: countRows(rows.count, places, states, negated: negated)
    }
}

/// Adds signed cells; `negated` takes away what a sum or number of cells has.
func addStates(
    _ kind: StateKind, _ cells: MorselCells, _ rows: ChosenRows, _ places: UnsafePointer<UInt32>,
    _ states: UnsafeMutablePointer<Int64>, negated: Bool = false
) {
    func add<Cell: FixedWidthInteger & SignedInteger>(_: Cell.Type) {
        let cells = cells.pointer(Cell.self)
        rows.with(
            { Engine.add(kind, cells, $0, places, states, negated: negated) },
            { Engine.add(kind, cells, $0, places, states, negated: negated) })
    }
    switch cells.width {
    case .one: add(Int8.self)
    case .two: add(Int16.self)
    case .four: add(Int32.self)
    case .eight: add(Int64.self)
    }
}

@inline(__always)
private func countUnequal<Cell: FixedWidthInteger, Rows: RowChoice>(
    _ cells: UnsafePointer<Cell>, _ missing: Cell, _ rows: Rows, _ places: UnsafePointer<UInt32>,
    _ states: UnsafeMutablePointer<Int64>, _ one: Int64
) {
    for place in 0..<rows.count {
        states[Int(places[place])] &+= cells[rows.row(place)] == missing ? 0 : one
    }
}

/// Counts the unsigned cells that are not missing, which are those that are not `missing`.
func countCodes(
    _ cells: MorselCells, missing: UInt8, _ rows: ChosenRows, _ places: UnsafePointer<UInt32>,
    _ states: UnsafeMutablePointer<Int64>, negated: Bool = false
) {
    let one: Int64 = negated ? -1 : 1
    func count<Cell: FixedWidthInteger>(_: Cell.Type) {
        let cells = cells.pointer(Cell.self)
        rows.with(
            { countUnequal(cells, Cell(missing), $0, places, states, one) },
            { countUnequal(cells, Cell(missing), $0, places, states, one) })
    }
    switch cells.width {
    case .one: count(UInt8.self)
    case .two: count(UInt16.self)
    case .four, .eight: count(UInt32.self)
    }
}

/// Counts rows.
func countRows(
    _ count: Int, _ places: UnsafePointer<UInt32>, _ states: UnsafeMutablePointer<Int64>, negated: Bool = false
) {
    let one: Int64 = negated ? -1 : 1
    for place in 0..<count { states[Int(places[place])] &+= one }
}

@inline(__always)
private func list<Cell: FixedWidthInteger & SignedInteger, Rows: RowChoice>(
    _ cells: UnsafePointer<Cell>, _ rows: Rows, _ places: UnsafePointer<UInt32>, _ target: UnsafeMutablePointer<UInt64>
) {
    for place in 0..<rows.count {
        let cell = cells[rows.row(place)]
        let value = cell == .min ? 0 : Int32(truncatingIfNeeded: cell)
        target[place] = UInt64(places[place]) &<< 32 | UInt64(UInt32(bitPattern: value))
    }
}

/// Writes for each row that counts its place and its cell as the high half and the low one: 0 for a missing cell, and
/// where there are no cells. Cells have at most 32 bits.
func listValues(
    _ cells: MorselCells?, _ rows: ChosenRows, _ places: UnsafePointer<UInt32>, _ target: UnsafeMutablePointer<UInt64>
) {
    guard let cells else {
        for place in 0..<rows.count { target[place] = UInt64(places[place]) &<< 32 }
        return
    }
    func list<Cell: FixedWidthInteger & SignedInteger>(_: Cell.Type) {
        let cells = cells.pointer(Cell.self)
        rows.with({ Engine.list(cells, $0, places, target) }, { Engine.list(cells, $0, places, target) })
    }
    switch cells.width {
    case .one: list(Int8.self)
    case .two: list(Int16.self)
    case .four: list(Int32.self)
    case .eight: preconditionFailure("cells of 64 bits are summed in states")
    }
}

/// Notes which cells have rows.
func markRows(_ count: Int, _ places: UnsafePointer<UInt32>, _ marks: UnsafeMutablePointer<UInt8>) {
    for place in 0..<count { marks[Int(places[place])] = 1 }
}

/// The sum of a column over the rows that count, where all of them belong to one cell.
@inline(__always)
private func total<Cell: FixedWidthInteger & SignedInteger, Rows: RowChoice>(
    _ cells: UnsafePointer<Cell>, _ rows: Rows
) -> Int64 {
    var sum: Int64 = 0
    for place in 0..<rows.count {
        let cell = cells[rows.row(place)]
        sum &+= cell == .min ? 0 : Int64(cell)
    }
    return sum
}

func total(_ cells: MorselCells, _ rows: ChosenRows) -> Int64 {
    var sum: Int64 = 0
    func add<Cell: FixedWidthInteger & SignedInteger>(_: Cell.Type) {
        let cells = cells.pointer(Cell.self)
        rows.with({ sum = total(cells, $0) }, { sum = total(cells, $0) })
    }
    switch cells.width {
    case .one: add(Int8.self)
    case .two: add(Int16.self)
    case .four: add(Int32.self)
    case .eight: add(Int64.self)
    }
    return sum
}

/// The days of the rows that count: how many have none, and the first and the last (`Int64.max` and `Int64.min` where
/// there is none).
struct DayRange {
    var undated = 0
    var low = Int64.max
    var high = Int64.min

    mutating func join(_ other: DayRange) {
        undated += other.undated
        low = min(low, other.low)
        high = max(high, other.high)
    }
}

@inline(__always)
private func dayRange<Cell: FixedWidthInteger & SignedInteger, Rows: RowChoice>(
    _ cells: UnsafePointer<Cell>, _ rows: Rows
) -> DayRange {
    // A missing cell is the smallest there is: one less than each, it is the largest.
    var low = Cell.max
    var high = Cell.min
    var undated: Int32 = 0
    for place in 0..<rows.count {
        let cell = cells[rows.row(place)]
        let less = cell &- 1
        low = less < low ? less : low
        high = cell > high ? cell : high
        undated &+= cell == .min ? 1 : 0
    }
    return Int(undated) == rows.count
        ? DayRange(undated: Int(undated)) : DayRange(undated: Int(undated), low: Int64(low) + 1, high: Int64(high))
}

func dayRange(_ cells: MorselCells, _ rows: ChosenRows) -> DayRange {
    var range = DayRange()
    func find<Cell: FixedWidthInteger & SignedInteger>(_: Cell.Type) {
        let cells = cells.pointer(Cell.self)
        rows.with({ range = dayRange(cells, $0) }, { range = dayRange(cells, $0) })
    }
    switch cells.width {
    case .one: find(Int8.self)
    case .two: find(Int16.self)
    case .four: find(Int32.self)
    case .eight: find(Int64.self)
    }
    return range
}
