import Engine
import Language
import Model
import Values

/// The question around a cursor, without the part that is being written there.
struct QuestionContext {
    var measures: [Measure] = []
    var groupings: [Grouping] = []
    var periods: [PeriodExpression] = []
    var comparisons: [Comparison] = []
    /// `where`, without the comparison that the cursor stands in.
    var condition: Expression?
    /// The dataset of `rows` and the like.
    var dataset: String?
    /// What stands in the list that the cursor is in: `where segment in (A, B, ▮`.
    var listed: [Expression] = []

    /// Nil where no question is being written.
    init?(_ text: String, _ context: CursorContext) {
        let statement = statementAround(text, context.word) ?? context.statement
        guard var statement else { return nil }
        if case .save(_, let inner?) = statement.kind { statement = inner }
        if case .explain(let inner) = statement.kind { statement = inner }
        switch statement.kind {
        case .show(let question):
            (measures, groupings, periods) = (question.measures, question.groupings, question.periods)
            groupings += question.across.map { [$0] } ?? []
            (comparisons, condition) = (question.comparisons, question.condition)
        case .cohort(let question):
            (measures, groupings) = ([question.measure], question.groupings)
            (periods, condition) = (question.periods, question.condition)
        case .why(let question):
            (measures, groupings) = ([question.measure], question.groupings)
            (periods, condition) = (question.period.map { [$0] } ?? [], question.condition)
        case .forecast(let question):
            (measures, groupings, condition) = ([question.measure], question.groupings, question.condition)
        case .scorecard(let question):
            (groupings, periods, condition) = (question.groupings, question.periods, question.condition)
        case .rows(let question):
            (dataset, periods, condition) = (question.dataset.text, question.periods, question.condition)
        case .funnel(let question):
            (dataset, groupings) = (question.dataset.text, question.groupings)
            (periods, condition) = (question.periods, question.condition)
        case .metric(let definition): measures = [Measure(definition.expression)]
        default: return nil
        }
        leaveOut(context.word.start)
    }

    /// Takes out what the cursor stands in.
    private mutating func leaveOut(_ offset: Int) {
        listed = condition.flatMap { Self.list(around: offset, in: $0) } ?? []
        condition = condition.flatMap { Self.remaining($0, without: offset) }
        groupings.removeAll { grouping in
            switch grouping.kind {
            case .expression(let expression): expression.span.holds(offset)
            case .grain(_, let span): span.holds(offset)
            }
        }
        periods.removeAll { $0.span.holds(offset) }
        comparisons.removeAll { if case .period(let period) = $0 { period.span.holds(offset) } else { false } }
        guard let index = measures.firstIndex(where: { $0.expression.span.holds(offset) }) else { return }
        // Of an aggregate whose condition is being written, that aggregate is what values are weighed by.
        if let call = Self.call(around: offset, in: measures[index].expression) {
            listed = call.listed
            measures = [Measure(call.expression)]
        } else {
            measures.remove(at: index)
        }
    }

    /// A condition without the part, of those joined by `and`, that holds the offset.
    private static func remaining(_ condition: Expression, without offset: Int) -> Expression? {
        var parts: [Expression] = []
        var rest = condition
        while case .binary(.and, let left, let right) = rest.kind {
            parts.append(right)
            rest = left
        }
        parts.append(rest)
        return parts.reversed().filter { !$0.span.holds(offset) }.reduce(nil) { joined, part in
            guard let joined else { return part }
            return Expression(.binary(.and, joined, part), span: joined.span.joined(part.span))
        }
    }

    /// The innermost call whose own condition holds the offset, without that part of it.
    private static func call(around offset: Int, in expression: Expression) -> (
        expression: Expression, listed: [Expression]
    )? {
        var found: (Expression, [Expression])?
        var waiting = [expression]
        while let next = waiting.popLast() {
            waiting += next.operands
            guard case .call(var call) = next.kind, let condition = call.condition, condition.span.holds(offset) else {
                continue
            }
            call.condition = remaining(condition, without: offset)
            found = (Expression(.call(call), span: next.span), list(around: offset, in: condition) ?? [])
        }
        return found
    }

    /// The other members of the list that holds the offset.
    private static func list(around offset: Int, in condition: Expression) -> [Expression]? {
        var waiting = [condition]
        while let next = waiting.popLast() {
            guard next.span.holds(offset) else { continue }
            if case .membership(_, let members, _) = next.kind, members.contains(where: { $0.span.holds(offset) }) {
                return members.filter { !$0.span.holds(offset) }
            }
            waiting += next.operands
        }
        return nil
    }

    /// The datasets behind the measures, or that of `rows`; empty as long as nothing tells.
    func datasets(_ workspace: Workspace) -> [String] {
        if let dataset { return workspace.datasets[dataset] == nil ? [] : [dataset] }
        var binder = MetricBinder(workspace, notes: BindingNotes())
        for measure in measures { _ = try? binder.bind(measure.expression) }
        var seen: Set<String> = []
        return binder.aggregates.map(\.dataset).filter { seen.insert($0).inserted }
    }
}

extension Span {
    fileprivate func holds(_ offset: Int) -> Bool { start <= offset && offset < end }
}
