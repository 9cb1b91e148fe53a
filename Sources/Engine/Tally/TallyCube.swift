import Language
import Tables
import Values

/// The stretches or days that a cube tells apart.
enum TallySlots {
    case atoms(TimeAtoms)
    case days(BalanceDays)

    /// Slots of a group; of balances one more than days, for what ends behind the last.
    var count: Int {
        switch self {
        case .atoms(let atoms): max(1, atoms.count)
        case .days(let days): days.count + 1
        }
    }
}

/// What is tallied of a scan: for each group (a combination of the codes of all dimensions) and slot of time the states
/// of each unit.
///
/// Sendable although it holds memory that is written from several threads: while a pass runs each writes its own part.
final class TallyCube: @unchecked Sendable {
    let scan: TallyScan
    let slots: TallySlots
    let groupCount: Int
    let slotCount: Int
    private(set) var units: [Unit]
    /// Where the best few groups are looked for without states: of them alone there are states once they are found.
    private(set) var groupRows: GroupRows?
    /// Where the slots of an entity tell its group: that of its first slot.
    let ownCodes: TallyMemory<UInt32>?

    /// The memory of a unit, each as often as there are workers; after the pass the first has everything.
    struct Unit {
        let source: TallyUnit
        let states: [TallyMemory<Int64>]
        /// Which cells have rows, where no state counts them.
        let marks: TallyMemory<UInt8>?
        let entities: [Entities]
    }

    /// What different values are counted from.
    enum Entities {
        case bits(EntityTally)
        case rows(EntityRows)
    }

    /// Bytes that one cube may take.
    private static let byteLimit = 768 << 20
    /// Cells for each row from which on clearing and looking through them takes longer than grouping rows one by one;
    /// and how many are never too many.
    private static let cellsOfRow = 64
    private static let alwaysFew = 1 << 20

    var cellCount: Int { groupCount * slotCount }

    /// For a question for the best few groups of a scan of one unit and one slot.
    ///
    /// - Parameter column: the column that is summed, -1 for none.
    init(best scan: TallyScan, _ slots: TallySlots, column: Int, groupCount: Int, workers: Int) {
        self.scan = scan
        self.slots = slots
        self.groupCount = groupCount
        slotCount = slots.count
        ownCodes = nil
        units = scan.units.map { Unit(source: $0, states: [], marks: nil, entities: []) }
        groupRows = GroupRows(column, groupCount: groupCount, rowCount: scan.table.rowCount, workers)
    }

    /// Keeps the states of the groups that were found, in this order.
    func keep(_ groups: [Contender]) {
        let unit = units[0].source
        let states = unit.states.map { state in
            TallyMemory(groups.map { state.kind == .rows ? $0.rows : $0.sum })
        }
        units = [Unit(source: unit, states: states, marks: TallyMemory(groups.map { _ in 1 }), entities: [])]
        groupRows = nil
    }

    /// Nil where it would be too large.
    init?(_ scan: TallyScan, _ slots: TallySlots, groupCount: Int, workers: Int) {
        self.scan = scan
        self.slots = slots
        self.groupCount = groupCount
        let slotCount = slots.count
        self.slotCount = slotCount
        let ownCodes = scan.dimensions.first?.ownDays.flatMap { $0.bySlot(slots) }
        self.ownCodes = ownCodes
        let (cells, overflow) = groupCount.multipliedReportingOverflow(by: slotCount)
        guard !overflow, cells < 1 << 27, cells <= max(Self.alwaysFew, Self.cellsOfRow * scan.table.rowCount) else {
            return nil
        }
        var bytes = 0
        for unit in scan.units {
            bytes += cells * (unit.states.count * 8 + 1)
            for entity in unit.entities {
                if EntityRows.fits(entity, scan, slotCount: slotCount) {
                    bytes += scan.table.rowCount * 8
                } else {
                    guard let size = EntityTally.bytes(entity, cells: cells) else { return nil }
                    bytes += size
                }
            }
        }
        guard bytes * workers <= Self.byteLimit else { return nil }
        units = scan.units.map { unit in
            Unit(
                source: unit, states: unit.states.map { _ in TallyMemory(count: cells * workers) },
                marks: unit.rowsState == nil ? TallyMemory(count: cells * workers) : nil,
                entities: unit.entities.map { entity in
                    EntityRows.fits(entity, scan, slotCount: slotCount)
                        ? .rows(
                            EntityRows(
                                entity, slotCount: slotCount, rowCount: scan.table.rowCount, ownCodes, workers))
                        : .bits(EntityTally(entity, cells: cells, workers))
                })
        }
    }

    /// Makes a worker's part ready.
    func clear(_ worker: Int) {
        let cells = cellCount
        groupRows?.clear(worker)
        for unit in units {
            for (state, memory) in zip(unit.source.states, unit.states) {
                (memory.start + worker * cells).update(repeating: state.kind.start, count: cells)
            }
            if let marks = unit.marks { (marks.start + worker * cells).update(repeating: 0, count: cells) }
            for entity in unit.entities {
                switch entity {
                case .bits(let tally): tally.clear(worker)
                case .rows(let rows): rows.clear(worker)
                }
            }
        }
    }

    /// Numbers that one task of putting parts together does.
    private static let stretch = 1 << 16

    /// Puts the workers' parts together.
    func merge(_ workers: Int) {
        let cells = cellCount
        for unit in units {
            for (state, memory) in zip(unit.source.states, unit.states) where workers > 1 {
                let start = memory.start
                let kind = state.kind
                Self.inStretches(of: cells) { range in
                    for worker in 1..<workers { join(kind, start, start + worker * cells, range) }
                }
            }
            if let marks = unit.marks, workers > 1 {
                let start = marks.start
                Self.inStretches(of: cells) { range in
                    for worker in 1..<workers {
                        let other = start + worker * cells
                        for cell in range { start[cell] |= other[cell] }
                    }
                }
            }
            for entity in unit.entities {
                switch entity {
                case .bits(let tally): tally.merge(workers)
                case .rows(let rows):
                    rows.merge(workers)
                    if let marks = unit.marks { rows.mark(marks) }
                }
            }
            if case .days = slots { for memory in unit.states { accumulate(memory.start) } }
        }
    }

    /// Differences from day to day become what there is on each.
    private func accumulate(_ states: UnsafeMutablePointer<Int64>) {
        for group in 0..<groupCount {
            let start = states + group * slotCount
            for slot in 1..<max(1, slotCount) { start[slot] &+= start[slot - 1] }
        }
    }

    /// Calls `body` with stretches of `0..<count`, large ones on several threads.
    static func inStretches(of count: Int, _ body: @escaping (Range<Int>) -> Void) {
        let parts = (count + stretch - 1) / stretch
        guard parts > 1 else {
            body(0..<count)
            return
        }
        let work = Unchecked(body)
        concurrently(parts) { part in work.value(part * stretch..<min(count, (part + 1) * stretch)) }
    }

    /// Whether a unit has rows in a cell.
    @inline(__always)
    func hasRows(_ unit: Int, _ cell: Int) -> Bool {
        if let marks = units[unit].marks { return marks.start[cell] != 0 }
        guard let state = units[unit].source.rowsState else { return false }
        return units[unit].states[state].start[cell] != 0
    }

    /// The slots of each column of an axis; nil where this cube does not tell them apart.
    ///
    /// Of a balance the day that each column takes, none where it has no day.
    func columns(of axis: TimeAxis, _ instant: Call.Instant?, today: Day) -> [SlotRuns]? {
        switch slots {
        case .atoms(let atoms): return atoms.columns(of: axis)
        case .days(let days):
            guard let instant else { return nil }
            var result: [SlotRuns] = []
            for day in axis.instants(instant, today: today) {
                guard let day else {
                    result.append(SlotRuns())
                    continue
                }
                let place = Int(days.countBefore(day.number))
                guard place < days.count, days.days[place] == day.number else { return nil }
                result.append(SlotRuns(place))
            }
            return result
        }
    }
}

/// Lets a closure go to other threads whose use of it is known to be safe.
struct Unchecked<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
}

/// Puts a worker's states of some cells to those of another.
@inline(__always)
private func join(
    _ kind: StateKind, _ states: UnsafeMutablePointer<Int64>, _ others: UnsafePointer<Int64>, _ cells: Range<Int>
) {
    switch kind {
    case .smallest: for cell in cells { states[cell] = min(states[cell], others[cell]) }
    case .largest: for cell in cells { states[cell] = max(states[cell], others[cell]) }
    case .rows, .sum, .lowHalf, .highHalf, .present: for cell in cells { states[cell] &+= others[cell] }
    }
}
