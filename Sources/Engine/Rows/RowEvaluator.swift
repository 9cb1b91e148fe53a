import Model
import Tables
import Values

/// Computes bound expressions over all rows of one dataset, each at most once.
package final class RowEvaluator {
    let workspace: Workspace
    package let dataset: Dataset
    package var rowCount: Int { dataset.table.rowCount }
    private var known: [RowExpression: ColumnData] = [:]
    private var partners: [[Dataset.Join]: [Int32]] = [:]
    /// Stage histories in order of time, each sorted once.
    var visits: [HistoryColumn.Entries: StageVisits] = [:]
    /// What is only computed for some rows, see `evaluate(_:counting:)`.
    private var counted: [RowExpression: ColumnData] = [:]
    private var gaps: [CurrencyConversion: RateGaps] = [:]
    private var isCounting = false
    /// Where the rows are those that a database grouped: what each of them stands for.
    var standing: StandingRows?

    /// Whether rows of one day have an order, as those of a file have.
    var hasOrder: Bool { standing == nil && !dataset.table.livesElsewhere }

    let isInterrupted: @Sendable () -> Bool

    package init(
        _ workspace: Workspace, _ dataset: Dataset, isInterrupted: @escaping @Sendable () -> Bool = { Work.isStopped }
    ) {
        self.workspace = workspace
        self.dataset = dataset
        self.isInterrupted = isInterrupted
    }

    /// Throws when the user has asked to stop.
    func checkInterrupt() throws(Diagnostic) {
        if isInterrupted() { throw .interrupted }
    }

    /// The expression's value on every row.
    package func evaluate(_ expression: RowExpression) throws(Diagnostic) -> ColumnData {
        if case .column(let reference) = expression, reference.path.joins.isEmpty {
            return dataset.table.column(reference.position).data
        }
        if case .money(let amount, _) = expression { return try evaluate(amount) }
        if let found = known[expression] { return found }
        try checkInterrupt()
        let result = try compute(expression)
        known[expression] = result
        return result
    }

    /// The expression's value on the rows that count, which are those with a target of 0 or above; throws where one of
    /// them has no exchange rate. On the others the value is undefined.
    package func evaluate(
        _ expression: RowExpression, counting targets: @autoclosure () -> [Int32]
    ) throws(Diagnostic) -> ColumnData {
        let conversions = expression.conversions
        if conversions.isEmpty { return try evaluate(expression) }
        // Kept apart, so that a column with holes never stands where every row counts.
        swap(&known, &counted)
        isCounting = true
        defer {
            isCounting = false
            swap(&known, &counted)
        }
        let result = try evaluate(expression)
        let targets = targets()
        for conversion in conversions {
            guard let gaps = gaps[conversion] else { continue }
            let rows = targets.indices.filter { targets[$0] >= 0 && gaps.rows[$0] == 1 }
            if let first = rows.first { throw gaps.diagnostic(first, count: rows.count) }
        }
        return result
    }

    /// A condition as one byte a row: 1 where it holds, 0 or 2 (missing) where not.
    package func mask(_ condition: RowExpression) throws(Diagnostic) -> [UInt8] {
        guard case .booleans(let cells) = try evaluate(condition) else {
            return [UInt8](repeating: ColumnData.missingBoolean, count: rowCount)
        }
        return cells
    }

    private func compute(_ expression: RowExpression) throws(Diagnostic) -> ColumnData {
        switch expression {
        case .constant(let value): return ColumnData(repeating: value, count: rowCount)
        case .column(let reference): return try gather(reference)
        case .negate(let operand):
            return try arithmetic(
                .subtract, .scaled([Int64](repeating: 0, count: rowCount), scale: 0), evaluate(operand))
        case .not(let operand): return .booleans(try mask(operand).map { $0 == 2 ? 2 : 1 - $0 })
        case .arithmetic(let operation, let left, let right):
            return try arithmetic(operation, evaluate(left), evaluate(right))
        case .compare(let operation, let left, .constant(let value)):
            return .booleans(compare(try evaluate(left), operation, value))
        case .compare(let operation, let left, let right):
            return .booleans(compare(try evaluate(left), operation, try evaluate(right)))
        case .and(let left, let right):
            return .booleans(zipped(try mask(left), try mask(right)) { $0 == 0 || $1 == 0 ? 0 : max($0, $1) })
        case .or(let left, let right):
            return .booleans(zipped(try mask(left), try mask(right)) { $0 == 1 || $1 == 1 ? 1 : max($0, $1) })
        case .isMissing(let operand): return .booleans(try evaluate(operand).missingMask)
        case .isIn(let operand, let values):
            return .booleans(isOne(of: values, try evaluate(operand)))
        case .like(let operand, let pattern):
            guard case .texts(let codes, let dictionary) = try evaluate(operand) else {
                return ColumnData(repeating: .missing, count: rowCount)
            }
            let matcher = Wildcard(pattern)
            let holds = [ColumnData.missingBoolean] + dictionary.texts.map { matcher.matches($0) ? 1 : 0 }
            return .booleans(codes.map { holds[Int($0)] })
        case .conditional(let test, let then, let otherwise):
            return choose(try mask(test), try evaluate(then), try evaluate(otherwise))
        case .cohortStart(let cohort): return try cohortStarts(cohort)
        case .function(let id, let arguments):
            guard let function = Functions.named(id.name) else {
                return ColumnData(repeating: .missing, count: rowCount)
            }
            var columns: [ColumnData] = []
            var constants: [Value?] = []
            for argument in arguments {
                if case .constant(let value) = argument { constants.append(value) } else { constants.append(nil) }
                columns.append(try evaluate(argument))
            }
            return apply(function, columns, constants: constants, count: rowCount)
        case .history(let column): return try history(column)
        case .money(let amount, _): return try evaluate(amount)
        case .convert(let conversion):
            let (result, found) = try convert(conversion)
            if let row = found.rows.firstIndex(of: 1) {
                guard isCounting else { throw found.diagnostic(row, count: found.rows.count { $0 == 1 }) }
                gaps[conversion] = found
            }
            return result
        }
    }

    // MARK: Joins

    private func gather(_ reference: ColumnReference) throws(Diagnostic) -> ColumnData {
        let rows = try partnerRows(reference.path.joins)
        guard let target = workspace.datasets[reference.path.end] else {
            return ColumnData(repeating: .missing, count: rowCount)
        }
        return target.table.column(reference.position).data.gathered(rows)
    }

    /// For each row the row at the end of a chain of joins, -1 where the chain breaks.
    func partnerRows(_ joins: [Dataset.Join]) throws(Diagnostic) -> [Int32] {
        if let found = partners[joins] { return found }
        guard let last = joins.last else { return (0..<Int32(rowCount)).map { $0 } }
        let before = Array(joins.dropLast())
        guard let left = before.isEmpty ? dataset : workspace.datasets[before[before.count - 1].dataset],
            let right = workspace.datasets[last.dataset]
        else { return [Int32](repeating: -1, count: rowCount) }
        let index = try workspace.indexes.index(from: left, last, to: right)
        let result: [Int32]
        if before.isEmpty {
            result = index.rows
        } else {
            result = try partnerRows(before).map { $0 < 0 ? -1 : index.rows[Int($0)] }
        }
        partners[joins] = result
        return result
    }
}

func zipped(_ left: [UInt8], _ right: [UInt8], _ combine: (UInt8, UInt8) -> UInt8) -> [UInt8] {
    let count = min(left.count, right.count)
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
        for row in 0..<count { buffer[row] = combine(left[row], right[row]) }
        filled = count
    }
}

/// A `like` pattern: `*` any characters, `?` exactly one.
struct Wildcard {
    private let pattern: [Unicode.Scalar]

    init(_ pattern: String) { self.pattern = Array(pattern.unicodeScalars) }

    /// Linear in text times the number of stars: a failed match goes back to the last star only.
    func matches(_ text: String) -> Bool {
        let text = Array(text.unicodeScalars)
        var position = 0
        var cursor = 0
        var star: (pattern: Int, text: Int)?
        while position < text.count {
            if cursor < pattern.count, pattern[cursor] == "*" {
                star = (cursor, position)
                cursor += 1
            } else if cursor < pattern.count, pattern[cursor] == "?" || pattern[cursor] == text[position] {
                cursor += 1
                position += 1
            } else if let last = star {
                star = (last.pattern, last.text + 1)
                cursor = last.pattern + 1
                position = last.text + 1
            } else {
                return false
            }
        }
        return pattern[cursor...].allSatisfy { $0 == "*" }
    }
}
