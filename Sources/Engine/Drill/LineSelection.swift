import Language
import Model
import Values

/// The rows that stand behind one line of an answer: those of a period that have the line's values.
struct LineSelection {
    /// The question without dimensions, over the time of the line.
    var question: BoundQuestion
    /// The dimensions that come from rows, each with the value of the line.
    var values: [(dimension: BoundQuestion.Dimension, value: Value)] = []
    /// For a line of all others: the dimensions and the combinations of values that have lines of their own.
    var others: (dimensions: [BoundQuestion.Dimension], shown: [[Value]])?
    /// The time of the line in words, where the line has one of its own.
    var time: String?
    /// The question's `where`, as it is written.
    var condition: String?

    /// - Parameter bound: the question of the whole answer.
    init(_ bound: BoundQuestion) {
        question = bound
        question.dimensions = []
        question.hasAcross = false
        question.comparisons = []
        question.having = nil
        question.sort = []
        question.cut = nil
        question.limit = nil
        question.totals = false
    }

    /// Keeps to a stretch of time, as far as the asked period goes that it belongs to.
    mutating func narrow(to period: Period, of asked: Period) {
        // What runs from the beginning of the asked period still does.
        let runs = question.measures.contains { $0.expression.contains { $0.runs } }
        let named = question.calendar.named(
            runs ? asked.start : max(asked.start, period.start), min(asked.end, period.end))
        question.periods = [ResolvedPeriod(named, .days)]
        time = period.label
    }

    /// Keeps to the rows without a day.
    mutating func narrowToUndated() {
        question.periods = [.allTime]
        for index in question.aggregates.indices {
            guard let day = question.aggregates[index].time else { continue }
            let test = RowExpression.isMissing(day)
            question.aggregates[index].condition = question.aggregates[index].condition.map { .and($0, test) } ?? test
        }
        time = "without a day"
    }

    /// "region = East, 2017-03".
    var words: String {
        var parts = values.map { "\($0.dimension.label) = \($0.value.isMissing ? "missing" : $0.value.plainText)" }
        if let others {
            let names = others.dimensions.map(\.label).joined(separator: ", ")
            parts.append("the others by \(names)")
        }
        let asked = question.periods.filter { !$0.period.isAllTime }.map(\.period.label)
        parts += time.map { [$0] } ?? asked
        return parts.joined(separator: ", ") + (condition.map { " where " + $0 } ?? "")
    }
}

extension MetricExpression {
    fileprivate var runs: Bool { if case .shifted(.running, _) = self { true } else { false } }
}

extension Evaluator {
    /// For each row of a dataset whether it stands behind the line, as the answer counted them.
    func rows(behind line: LineSelection, of dataset: String) throws(Diagnostic) -> [Bool] {
        guard let target = workspace.datasets[dataset] else { return [] }
        let evaluator = RowEvaluator(workspace, target, isInterrupted: isInterrupted)
        var behind = [Bool](repeating: false, count: evaluator.rowCount)
        do {
            let evaluation = try Evaluation(
                line.question, in: workspace, usesTally: false, needsRows: true, isInterrupted: isInterrupted)
            behind = evaluation.behind[dataset] ?? behind
        } catch  where error.code == "before-data" {
            // A step of the answer that lies before the data has no rows.
            return behind
        }
        func codes(_ dimension: BoundQuestion.Dimension) throws(Diagnostic) -> GroupCodes? {
            guard case .rows(let expressions, _) = dimension.source, let expression = expressions[dataset] else {
                return nil
            }
            return GroupCodes(try evaluator.evaluate(expression))
        }
        for (dimension, value) in line.values {
            guard let codes = try codes(dimension) else { continue }
            let wanted = Set(codes.values.indices.filter { codes.values[$0] == value }.map { Int32($0) })
            for row in behind.indices where behind[row] { behind[row] = wanted.contains(codes.codes[row]) }
        }
        if let others = line.others {
            var columns: [GroupCodes] = []
            for dimension in others.dimensions { if let codes = try codes(dimension) { columns.append(codes) } }
            let shown = Set(others.shown)
            for row in behind.indices where behind[row] {
                behind[row] = !shown.contains(columns.map { $0.values[Int($0.codes[row])] })
            }
        }
        return behind
    }
}
