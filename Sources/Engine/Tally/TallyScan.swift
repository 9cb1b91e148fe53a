import Model
import Tables
import Values

/// A number that is kept for each cell of a cube.
struct TallyState: Hashable {
    var kind: StateKind
    /// The column's place; of rows none is read.
    var column: Int
    /// For unsigned cells the one that is missing; nil for signed ones.
    var missingCode: UInt8?
}

/// Aggregates that count the same rows of a scan.
struct TallyUnit {
    var condition: RowExpression?
    /// The question's `where` and the condition.
    var mask: MaskPlan
    var states: [TallyState] = []
    /// Columns of codes whose different values are counted.
    var entities: [TallyTable.Operand] = []

    mutating func state(_ kind: StateKind, column: Int = -1, missingCode: UInt8? = nil) -> Int {
        let state = TallyState(kind: kind, column: column, missingCode: missingCode)
        if let known = states.firstIndex(of: state) { return known }
        states.append(state)
        return states.count - 1
    }

    /// The state that counts rows, where there is one.
    var rowsState: Int? { states.firstIndex { $0.kind == .rows } }
}

/// What an aggregate's value is read from.
enum TallyReading {
    /// A number of rows or cells.
    case count(Int)
    /// A sum by its state, or by those of its two halves.
    case sum(Int, high: Int?, scale: Int)
    case average(Int, high: Int?, count: Int, scale: Int)
    case extreme(Int, isLargest: Bool, NarrowColumn.Form)
    case distinct(Int)
}

/// The rows of one dataset on one time axis, or on one interval of activity, and what is tallied of them.
final class TallyScan {
    let table: TallyTable
    let positions: [Int]
    let isBalance: Bool
    /// The days of the time axis; nil where there is none.
    let time: TallyTable.Operand?
    let interval: (from: TallyTable.Operand, to: TallyTable.Operand)?
    private(set) var dimensions: [CodePlan]
    /// How many codes each dimension has.
    let sizes: [Int]
    private(set) var units: [TallyUnit] = []
    /// By position of the aggregate.
    private(set) var readings: [Int: (unit: Int, reading: TallyReading)] = [:]

    var dataset: String { table.evaluator.dataset.name }

    /// Nil where the rows can be tallied but the aggregates cannot.
    init?(
        _ question: BoundQuestion, _ positions: [Int], _ table: TallyTable, _ dimensions: [CodePlan], sizes: [Int],
        where condition: MaskPlan
    ) throws(Diagnostic) {
        let aggregates = positions.map { question.aggregates[$0] }
        guard let first = aggregates.first else { return nil }
        self.table = table
        self.positions = positions
        self.dimensions = dimensions
        self.sizes = sizes
        isBalance = first.isBalance
        if isBalance {
            guard let from = first.activeFrom, let to = first.activeTo,
                aggregates.allSatisfy({ $0.activeFrom == from && $0.activeTo == to && $0.movement == nil }),
                let starts = try table.days(from), let ends = try table.days(to)
            else { return nil }
            interval = (starts, ends)
            time = nil
        } else {
            interval = nil
            if let axis = first.time {
                guard let days = try table.days(axis) else { return nil }
                time = days
            } else {
                time = nil
            }
        }
        for position in positions {
            let aggregate = question.aggregates[position]
            guard aggregate.currency == nil else { return nil }
            let place: Int
            if let known = units.firstIndex(where: { $0.condition == aggregate.condition }) {
                place = known
            } else {
                let own = try aggregate.condition.map { (condition) throws(Diagnostic) in try table.mask(condition) }
                units.append(TallyUnit(condition: aggregate.condition, mask: condition.and(own ?? .all)))
                place = units.count - 1
            }
            guard let reading = try reading(of: aggregate, in: &units[place]) else { return nil }
            readings[position] = (place, reading)
        }
        // Balances are differences, from which alone it is known who has rows on which day.
        if isBalance { for place in units.indices { _ = units[place].state(.rows) } }
    }

    /// Has codes looked up by other plans, which give the same ones.
    func lookUp(_ plans: [CodePlan]) { dimensions = plans }

    /// Nil for aggregates that are left to rows.
    private func reading(
        of aggregate: Aggregate, in unit: inout TallyUnit
    ) throws(Diagnostic) -> TallyReading? {
        guard let argument = aggregate.argument else {
            return aggregate.function == .count && !aggregate.isDistinct ? .count(unit.state(.rows)) : nil
        }
        guard argument.conversions.isEmpty, !argument.hasHistory else { return nil }
        if aggregate.isDistinct {
            guard aggregate.function == .count, let entity = try entity(argument) else { return nil }
            if let known = unit.entities.firstIndex(where: { $0.place == entity.place }) { return .distinct(known) }
            unit.entities.append(entity)
            return .distinct(unit.entities.count - 1)
        }
        guard let operand = try table.operand(argument) else { return nil }
        switch (aggregate.function, operand.column.form) {
        case (.count, _): return .count(present(operand, &unit))
        case (.sum, .scaled(let scale)):
            let (low, high) = sum(operand, &unit)
            return .sum(low, high: high, scale: scale)
        case (.avg, .scaled(let scale)):
            let (low, high) = sum(operand, &unit)
            return .average(low, high: high, count: present(operand, &unit), scale: scale)
        case (.min, .scaled), (.min, .days), (.min, .moments):
            // The largest number there is stands for none.
            return isBalance || operand.column.bounds?.upperBound == .max
                ? nil
                : .extreme(unit.state(.smallest, column: operand.place), isLargest: false, operand.column.form)
        case (.max, .scaled), (.max, .days), (.max, .moments):
            return isBalance
                ? nil : .extreme(unit.state(.largest, column: operand.place), isLargest: true, operand.column.form)
        default: return nil
        }
    }

    private func present(_ operand: TallyTable.Operand, _ unit: inout TallyUnit) -> Int {
        guard operand.hasMissing else { return unit.state(.rows) }
        switch operand.column.form {
        case .texts: return unit.state(.present, column: operand.place, missingCode: 0)
        case .booleans: return unit.state(.present, column: operand.place, missingCode: ColumnData.missingBoolean)
        case .scaled, .days, .moments: return unit.state(.present, column: operand.place)
        }
    }

    /// One state where no sum of the column's cells can be too large for 64 bits, else two.
    private func sum(_ operand: TallyTable.Operand, _ unit: inout TallyUnit) -> (low: Int, high: Int?) {
        let largest = operand.column.bounds.map { max($0.lowerBound.magnitude, $0.upperBound.magnitude) } ?? 0
        let (total, overflow) = largest.multipliedReportingOverflow(by: UInt64(max(1, table.rowCount)))
        if !overflow && total <= UInt64(Int64.max) / 2 { return (unit.state(.sum, column: operand.place), nil) }
        return (unit.state(.lowHalf, column: operand.place), unit.state(.highHalf, column: operand.place))
    }

    /// A column of codes, one for each different value.
    private func entity(_ argument: RowExpression) throws(Diagnostic) -> TallyTable.Operand? {
        if let operand = try table.operand(argument), case .texts = operand.column.form { return operand }
        return try table.numbered(argument)
    }
}

extension RowExpression {
    /// Whether a part of it comes from a stage history.
    var hasHistory: Bool {
        if case .history = self { return true }
        return children.contains(where: \.hasHistory)
    }
}
