import Model
import Tables
import Values

/// One aggregate on one axis: its values, and the currency of each where its rows have one.
struct AggregateResults {
    /// One a part of the groups and column, columns first.
    var values: [Value]
    /// Nil where the amounts have no currency of their own.
    var currencies: [CurrencyCheck.Finding]?
    /// What mixes currencies first.
    var mixed: Diagnostic?

    /// A value that mixes currencies is none.
    mutating func clearMixed() {
        guard let currencies else { return }
        for index in values.indices where currencies[index] == .mixed { values[index] = .missing }
    }

    /// Takes in the currencies of some of the columns.
    mutating func note(_ check: CurrencyCheck, columns: [Int], of columnCount: Int, _ aggregate: Aggregate) {
        var known = currencies ?? [CurrencyCheck.Finding](repeating: .none, count: check.findings.count)
        for index in known.indices where columns.contains(index % columnCount) { known[index] = check.findings[index] }
        currencies = known
        if mixed == nil { mixed = check.diagnostic(aggregate) }
    }
}

extension CurrencyCheck.Finding {
    var code: String? { if case .one(let code) = self { code } else { nil } }
}

extension Evaluation {
    /// The currencies of balances: on each day those of the rows that are active.
    func noteCurrencies(
        of aggregate: Aggregate, _ currencies: ColumnData, _ argument: ColumnData?, _ parts: [Int32],
        _ activity: Activity, _ level: Level, _ axis: TimeAxis, in results: inout AggregateResults
    ) {
        var findings = [CurrencyCheck.Finding](repeating: .none, count: level.groupCount * axis.count)
        for (place, columns) in activity.days.columnsOfDay.enumerated() {
            let targets = parts.indices.map { row in
                activity.first[row] <= Int32(place) && Int32(place) < activity.end[row] ? parts[row] : -1
            }
            let check = CurrencyCheck(
                targets: targets, count: level.groupCount, amounts: argument, currencies: currencies,
                weights: evaluators[aggregate.dataset]?.standing?.counts)
            if results.mixed == nil { results.mixed = check.diagnostic(aggregate) }
            for part in 0..<level.groupCount {
                for column in columns { findings[part * axis.count + column] = check.findings[part] }
            }
        }
        results.currencies = findings
    }
}

extension LevelResults {
    /// The currency that an expression's value is in, as far as its rows tell.
    func currency(of expression: MetricExpression, _ axis: AxisResults, _ index: Int) throws(Diagnostic) -> String? {
        switch expression {
        case .aggregate(let position): return try axis.results(position).currencies?[index].code
        case .arithmetic(let operation, let left, let right):
            let first = try currency(of: left, axis, index)
            let second = try currency(of: right, axis, index)
            return operation == .divide && second != nil ? nil : first ?? second
        case .shifted(let shift, let inner):
            let other = axis.made(.shift(shift))
            return try currency(of: inner, other, index)
        case .overSteps(_, let steps, let inner):
            let other = axis.made(steps, of: inner)
            let column = index % axis.axis.count
            let first = other.axis.starts[column]
            guard first < other.axis.starts[column + 1] else { return nil }
            return try currency(of: inner, other, index / axis.axis.count * other.axis.count + first)
        case .output: return nil
        default:
            for operand in expression.operands {
                if let found = try currency(of: operand, axis, index) { return found }
            }
            return nil
        }
    }

    /// Refuses what would be made of two currencies; where it is only a total, says that there is none.
    func isMixed(_ first: String?, _ second: String?) throws(Diagnostic) -> Bool {
        guard let first, let second, first != second else { return false }
        guard refusesMixed else {
            evaluation.note("no total is made of \(first) and \(second)")
            return true
        }
        throw Diagnostic(
            "mixed-currency", "this would combine amounts in \(first) with amounts in \(second)",
            reason: ["the two sides have rows of different currencies"],
            remedies: [
                "ask for one of them: `where currency = \"\(first)\"`",
                "or convert both: `convert(amount, currency to \(first))`, with a dataset of rates",
            ])
    }
}
