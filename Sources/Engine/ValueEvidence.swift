import Language
import Model
import Values

/// What speaks for each value of a dimension: the rows that have it, and what it has of a metric.
package struct ValueEvidence: Sendable {
    package var values: [Value] = []
    /// How many rows have each; nil where they cannot be counted together with the metric.
    package var rows: [Value]?
    /// The metric of each, with all that it takes to write it; nil without a metric.
    package var measure: Answer.Column?
    /// What each has of the metric over all values, 0 ... 1; nil where the parts do not add up to the whole, as those of
    /// ratios.
    package var shares: [Double?]?
}

/// Whose evidence is wanted.
package struct EvidenceQuestion: Hashable, Sendable {
    package var operand: Expression
    package var measure: Expression?
    /// The dataset whose rows are counted; nil for the first behind the measure.
    package var dataset: String?
    package var periods: [PeriodExpression]
    package var condition: Expression?

    package init(
        of operand: Expression, measure: Expression? = nil, dataset: String? = nil, periods: [PeriodExpression] = [],
        where condition: Expression? = nil
    ) {
        self.operand = operand
        self.measure = measure
        self.dataset = dataset
        self.periods = periods
        self.condition = condition
    }
}

extension Evaluator {
    /// The values of a dimension that rows have under the question's filters, those that have most first.
    /// - Parameter most: how many are wanted.
    package func evidence(_ wanted: EvidenceQuestion, most: Int) throws(Diagnostic) -> ValueEvidence {
        var isAdditive = false
        var counted = wanted.dataset
        if let measure = wanted.measure {
            var binder = MetricBinder(workspace, notes: BindingNotes())
            let bound = try binder.bind(measure)
            isAdditive = Self.addsUp(bound.expression, binder.aggregates)
            counted = counted ?? binder.aggregates.first?.dataset
        }
        let count = counted.map { Measure(.rowCount(of: $0)) }
        let measure = wanted.measure.map { Measure($0) }
        // What comes first orders the lines.
        let attempts = [isAdditive ? [measure, count] : [count, measure], [measure], [count]]
        var failure: Diagnostic?
        for measures in attempts.map({ $0.compactMap { $0 } }) where !measures.isEmpty {
            let question = Question(
                measures: measures, groupings: [Grouping(.expression(wanted.operand))], periods: wanted.periods,
                condition: wanted.condition, cut: Cut(isTop: true, count: most), totals: true)
            do {
                let answer = try answer(question)
                let counts = measures.firstIndex { $0 == count }.map { $0 + 1 }
                let measured = measures.firstIndex { $0 == measure }.map { $0 + 1 }
                return Self.evidence(answer, counts: counts, measured: measured, isAdditive: isAdditive)
            } catch {
                if error.code == "interrupted" { throw error }
                failure = failure ?? error
            }
        }
        throw failure ?? Diagnostic("no-evidence", "nothing can be counted here")
    }

    /// Whether the parts of a metric add up to it, so that each value of a dimension has a share of it.
    package func addsUp(_ metric: Expression) -> Bool {
        var binder = MetricBinder(workspace, notes: BindingNotes())
        guard let bound = try? binder.bind(metric) else { return false }
        return Self.addsUp(bound.expression, binder.aggregates)
    }

    private static func evidence(
        _ answer: Answer, counts: Int?, measured: Int?, isAdditive: Bool
    ) -> ValueEvidence {
        guard let first = answer.columns.first else { return ValueEvidence() }
        var result = ValueEvidence(values: Array(first.cells))
        if let counts, answer.columns.indices.contains(counts) { result.rows = Array(answer.columns[counts].cells) }
        guard let measured, answer.columns.indices.contains(measured) else { return result }
        let column = answer.columns[measured]
        result.measure = column
        // A part of a whole has the sign of the whole.
        if isAdditive, let whole = column.total?.double, whole > 0,
            column.cells.allSatisfy({ ($0.double ?? 0) >= 0 })
        {
            result.shares = column.cells.map { $0.double.map { $0 / whole } }
        }
        return result
    }

    /// Whether the parts of a metric add up to it: sums and counts of rows, added, subtracted, or times a constant.
    private static func addsUp(_ expression: MetricExpression, _ aggregates: [Aggregate]) -> Bool {
        switch expression {
        case .aggregate(let index):
            guard aggregates.indices.contains(index) else { return false }
            let aggregate = aggregates[index]
            return aggregate.function == .sum || aggregate.function == .count && !aggregate.isDistinct
        case .negate(let operand): return addsUp(operand, aggregates)
        case .arithmetic(.add, let left, let right), .arithmetic(.subtract, let left, let right):
            return addsUp(left, aggregates) && addsUp(right, aggregates)
        case .arithmetic(.multiply, let left, .constant), .arithmetic(.divide, let left, .constant):
            return addsUp(left, aggregates)
        case .arithmetic(.multiply, .constant, let right): return addsUp(right, aggregates)
        default: return false
        }
    }
}

extension Expression {
    /// `count(DATASET)`.
    package static func rowCount(of dataset: String) -> Expression {
        let name = Expression(.name(Name([.init(dataset, isQuoted: true)], span: .none)), span: .none)
        return Expression(
            .call(Call(function: AggregateFunction.count.rawValue, functionSpan: .none, arguments: [name])), span: .none
        )
    }
}
