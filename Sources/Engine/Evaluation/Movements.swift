import Model
import Tables
import Values

/// Movements that are computed together: of the same balances of the same entities.
struct MovementKey: Hashable {
    var dataset: String
    var argument: RowExpression?
    var entity: RowExpression?
    var condition: RowExpression?

    init(_ aggregate: Aggregate) {
        dataset = aggregate.dataset
        argument = aggregate.argument
        entity = aggregate.entity
        condition = aggregate.condition
    }
}

/// The amounts and the numbers of entities of each movement, by part of the groups and column.
struct MovementTable {
    var sums: [Movement: [Int128]] = [:]
    var counts: [Movement: [Int]] = [:]
    var scale = 0
}

extension Evaluation {
    func movement(
        _ aggregate: Aggregate, _ scan: Scan, on axis: TimeAxis, _ level: Level, _ cache: inout AggregationCache
    ) throws(Diagnostic) -> [Value] {
        guard let movement = aggregate.movement else { return [] }
        let key = MovementKey(aggregate)
        let table: MovementTable
        if let known = cache.movements[key] {
            table = known
        } else {
            table = try movements(aggregate, scan, on: axis, level)
            cache.movements[key] = table
        }
        var values: [Value]
        if aggregate.function == .count {
            values = table.counts[movement]?.map { .number(ExactDecimal($0)) } ?? []
        } else {
            values = table.sums[movement]?.map { .number(ExactDecimal($0, scale: table.scale)) } ?? []
        }
        guard movement != .opening, movement != .closing else { return values }
        // What moved in the gaps between stretches belongs to other lines.
        let hasGap = axis.columns.map { $0.windows.count { $0.span != nil } > 1 }
        guard hasGap.contains(true) else { return values }
        for index in values.indices where hasGap[index % axis.count] { values[index] = .missing }
        note("what moved between one opening and one closing has no value over stretches of time that lie apart")
        return values
    }

    private func movements(
        _ aggregate: Aggregate, _ scan: Scan, on axis: TimeAxis, _ level: Level
    ) throws(Diagnostic) -> MovementTable {
        let key = MovementKey(aggregate)
        let alike = question.aggregates.filter { $0.movement != nil && MovementKey($0) == key }
        let days = BalanceDays(
            axis.instants(.start, today: question.today) + axis.instants(.end, today: question.today))
        guard let evaluator = evaluators[aggregate.dataset], let entity = aggregate.entity,
            let argument = aggregate.argument, let activity = try activity(of: aggregate, on: days),
            let starts = try evaluator.evaluate(aggregate.activeFrom ?? entity).dayNumbers
        else { return MovementTable() }
        var isCounted = [Bool](repeating: true, count: evaluator.rowCount)
        if let condition = aggregate.condition {
            let mask = try evaluator.mask(condition)
            for row in mask.indices { isCounted[row] = mask[row] == 1 }
        }
        let (cells, scale) = try exactAmounts(
            try evaluator.evaluate(argument, counting: isCounted.map { $0 ? 0 : -1 }))
        var ledger = Ledger(
            days: days, columnCount: axis.count, groupCount: level.groupCount,
            amounts: Set(alike.filter { $0.function != .count }.compactMap(\.movement)),
            numbers: Set(alike.filter { $0.function == .count }.compactMap(\.movement)))
        // Rows of an entity side by side.
        let entities = GroupCodes(try evaluator.evaluate(entity))
        var ends = [Int](repeating: 0, count: entities.values.count + 1)
        func counts(_ row: Int) -> Bool { isCounted[row] && cells[row] != ColumnData.missingScaled && cells[row] != 0 }
        for row in cells.indices where counts(row) { ends[Int(entities.codes[row]) + 1] += 1 }
        for index in 1..<ends.count { ends[index] += ends[index - 1] }
        var rows = [Int32](repeating: 0, count: ends.last ?? 0)
        var next = ends
        for row in cells.indices where counts(row) {
            let code = Int(entities.codes[row])
            rows[next[code]] = Int32(row)
            next[code] += 1
        }
        let lasts = try evaluator.evaluate(aggregate.activeTo ?? entity).dayNumbers
        for code in entities.values.indices where ends[code] < ends[code + 1] {
            if code & 0xFFFF == 0 { try evaluator.checkInterrupt() }
            var firstDay = Int32.max
            for index in ends[code]..<ends[code + 1] {
                let row = Int(rows[index])
                let start = starts[row]
                guard start != ColumnData.missingDay else { continue }
                // A row that ends on the day it begins was never active.
                if let end = lasts?[row], end != ColumnData.missingDay, end <= start { continue }
                firstDay = min(firstDay, start)
                guard activity.first[row] < activity.end[row] else { continue }
                let group = scan.groups[row]
                ledger.add(
                    cells[row], part: group < 0 ? -1 : level.groupPart[Int(group)], activity.first[row],
                    activity.end[row])
            }
            ledger.close(firstDay: firstDay)
        }
        return ledger.table(scale: scale)
    }

    /// Amounts as whole numbers of the last digit, so that the movements of a balance add up to it; of floats as many
    /// digits are kept as the largest of them has.
    private func exactAmounts(_ column: ColumnData) throws(Diagnostic) -> (cells: [Int64], scale: Int) {
        switch column {
        case .scaled(let cells, let scale): return (cells, scale)
        case .floats(let cells):
            let largest = cells.reduce(0) { $1.isNaN ? $0 : max($0, abs($1)) }
            // Whole numbers up to this are floats themselves.
            let limit = 9_007_199_254_740_992.0
            guard largest < limit else {
                throw Diagnostic(
                    "overflow", "an amount of \(plainDigits(largest)) is too large for movements",
                    reason: ["amounts that are no exact decimals go up to 9 million thousand million"])
            }
            var scale = 0
            var factor = 1.0
            while scale < 12, largest * factor * 10 < limit {
                scale += 1
                factor *= 10
            }
            return (cells.map { $0.isNaN ? ColumnData.missingScaled : Int64(($0 * factor).rounded()) }, scale)
        default: return ([Int64](repeating: ColumnData.missingScaled, count: column.count), 0)
        }
    }
}

/// The balances of one entity at a time, and the movements of all that were closed.
private struct Ledger {
    private let days: BalanceDays
    private let columnCount: Int
    /// By movement, then by part and column; empty for those that nobody asks for.
    private var sums: [[Int128]]
    private var counts: [[Int]]
    /// Of the entity at hand: differences by day over all of its rows, then those of each part that it has rows in.
    private var balances: [Int128]
    private let width: Int
    /// The part of each slot of `balances` behind the first.
    private var slots: [Int32] = []
    private var range: Range<Int> = 0..<0

    init(days: BalanceDays, columnCount: Int, groupCount: Int, amounts: Set<Movement>, numbers: Set<Movement>) {
        self.days = days
        self.columnCount = columnCount
        let size = groupCount * columnCount
        width = days.count + 1
        balances = [Int128](repeating: 0, count: width)
        sums = Movement.allCases.map { [Int128](repeating: 0, count: amounts.contains($0) ? size : 0) }
        counts = Movement.allCases.map { [Int](repeating: 0, count: numbers.contains($0) ? size : 0) }
    }

    /// A row of the entity that is active from one day up to another; part -1 is outside of all groups.
    mutating func add(_ amount: Int64, part: Int32, _ first: Int32, _ end: Int32) {
        let first = Int(first)
        let end = Int(end)
        range = range.isEmpty ? first..<end : min(range.lowerBound, first)..<max(range.upperBound, end)
        balances[first] += Int128(amount)
        balances[end] -= Int128(amount)
        guard part >= 0 else { return }
        var slot = 0
        while slot < slots.count, slots[slot] != part { slot += 1 }
        if slot == slots.count {
            slots.append(part)
            if balances.count < (slots.count + 1) * width {
                balances.append(contentsOf: repeatElement(0, count: width))
            }
        }
        balances[(slot + 1) * width + first] += Int128(amount)
        balances[(slot + 1) * width + end] -= Int128(amount)
    }

    /// Books the entity's movements and makes room for the next.
    ///
    /// - Parameter firstDay: when it first had anything.
    mutating func close(firstDay: Int32) {
        guard !range.isEmpty else { return }
        for slot in 0...slots.count {
            var sum: Int128 = 0
            for place in range {
                sum += balances[slot * width + place]
                balances[slot * width + place] = sum
            }
        }
        if !slots.isEmpty {
            for column in 0..<columnCount { book(column, firstDay: firstDay) }
        }
        for slot in 0...slots.count {
            for place in range.lowerBound...range.upperBound { balances[slot * width + place] = 0 }
        }
        slots.removeAll(keepingCapacity: true)
        range = 0..<0
    }

    /// The entity's movements in one period.
    private mutating func book(_ column: Int, firstDay: Int32) {
        guard let closing = days.places[columnCount + column] else { return }
        let opening = days.places[column] ?? -1
        let hadAny = range.contains(opening)
        let hasAny = range.contains(closing)
        guard hadAny || hasAny else { return }
        let before = hadAny ? balances[opening] : 0
        let after = hasAny ? balances[closing] : 0
        let wasThere = opening >= 0 && firstDay <= days.days[opening]
        for slot in slots.indices {
            let start = (slot + 1) * width
            book(
                hadAny ? balances[start + opening] : 0, hasAny ? balances[start + closing] : 0,
                whole: (before, after), wasThere: wasThere, at: Int(slots[slot]) * columnCount + column)
        }
    }

    /// One entity's balance in one group and period.
    private mutating func book(
        _ before: Int128, _ after: Int128, whole: (before: Int128, after: Int128), wasThere: Bool, at index: Int
    ) {
        note(.opening, before, index)
        note(.closing, after, index)
        if whole.before == 0 && whole.after != 0 {
            note(wasThere ? .reactivated : .new, after - before, index)
        } else if whole.before != 0 && whole.after == 0 {
            note(.churned, before - after, index)
        } else if before == 0 {
            note(.movedIn, after, index)
        } else if after == 0 {
            note(.movedOut, before, index)
        } else if after > before {
            note(.expansion, after - before, index)
        } else {
            note(.contraction, before - after, index)
        }
    }

    private mutating func note(_ movement: Movement, _ amount: Int128, _ index: Int) {
        guard amount != 0 else { return }
        let place = movement.place
        if !sums[place].isEmpty { sums[place][index] += amount }
        if !counts[place].isEmpty { counts[place][index] += 1 }
    }

    func table(scale: Int) -> MovementTable {
        var table = MovementTable(scale: scale)
        for movement in Movement.allCases {
            table.sums[movement] = sums[movement.place]
            table.counts[movement] = counts[movement.place]
        }
        return table
    }
}

extension Movement {
    /// Its place among all cases.
    fileprivate var place: Int {
        switch self {
        case .opening: 0
        case .new: 1
        case .reactivated: 2
        case .expansion: 3
        case .contraction: 4
        case .churned: 5
        case .closing: 6
        case .movedIn: 7
        case .movedOut: 8
        }
    }
}
