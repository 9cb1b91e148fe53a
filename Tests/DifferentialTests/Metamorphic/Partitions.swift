import Engine
import Values

/// Ternary logic partitioning (Rigger and Su, OOPSLA 2020): a condition is true of a row, or false, or neither, so that
/// the answers over the three parts of the rows make up the answer over all of them.
struct Partitions {
    private let whole: AskedQuestion
    private let condition: RowExpression

    /// A question for sums, counts and extremes in the groups and the time of another; nil where there is none.
    init?(_ question: AskedQuestion, _ world: World, _ draw: inout Draw) {
        guard let dataset = question.measures.first?.aggregates.first?.dataset,
            let scope = world.scopes.first(where: { $0.dataset == dataset && $0.time != nil })
        else { return nil }
        let aggregates = AggregateScope(scope: scope, dates: world.dates)
        var measures: [Metric] = []
        for _ in 0..<8 where measures.count < 3 {
            let kind = draw.pick([Sums.sum, Sums.countRows, Sums.countValues, Sums.extreme])
            guard let aggregate = kind(&draw, aggregates), aggregate.type.scale != nil || aggregate.type == .day else {
                continue
            }
            measures.append(.aggregate(aggregate))
        }
        guard !measures.isEmpty else { return nil }
        whole = AskedQuestion(
            measures: measures, dimensions: question.dimensions, periods: question.periods,
            condition: question.condition, totals: false)
        condition = RowGenerator(scope: scope, dates: world.dates).condition(&draw)
    }

    var text: String { whole.text }

    /// What does not add up; nil when everything does.
    func failure(_ asked: Asked) -> String? {
        let wanted = Variants.outcome { try asked.answer(whole.text) }
        let tests = ["(\(condition.text))", "not (\(condition.text))", "(\(condition.text)) is missing"]
        let parts = tests.map { test -> (text: String, outcome: Result<Answer, Diagnostic>) in
            var part = whole
            part.condition = (whole.condition.map { "(\($0.text)) and (\(test))" } ?? test, [:])
            let text = part.text
            return (text, Variants.outcome { try asked.answer(text) })
        }
        guard case .success(let answer) = wanted else {
            guard case .failure(let error) = wanted else { return nil }
            let isSame = parts.allSatisfy { part in
                if case .failure(let other) = part.outcome { other.code == error.code } else { false }
            }
            return isSame ? nil : "refused (\(error.code)), and not with `\(condition.text)`"
        }
        var sums: [[Value]: [Value]] = [:]
        for part in parts {
            switch part.outcome {
            case .failure(let error): return "refused (\(error.code)): \(error.message): \(part.text)"
            case .success(let answer):
                for (keys, values) in lines(answer) {
                    sums[keys] = sums[keys].map { zip(zip($0, values), whole.measures).map(Self.joined) } ?? values
                }
            }
        }
        var rest = sums
        for (keys, values) in lines(answer) {
            let found = rest.removeValue(forKey: keys) ?? whole.measures.map(Self.overNothing)
            guard found == values else {
                return
                    "with `\(condition.text)`: \(keys.map(shown)) is \(found.map(shown)) and not \(values.map(shown))"
            }
        }
        return rest.first.map { "with `\(condition.text)`: \($0.key.map(shown)) is no line of the whole" }
    }

    /// By the cells that name a line, the others.
    private func lines(_ answer: Answer) -> [([Value], [Value])] {
        let keys = answer.columns.count - whole.measures.count
        return (0..<answer.lineCount).map { line in
            let cells = answer.columns.map { $0.cells[line] }
            return (Array(cells[..<keys]), Array(cells[keys...]))
        }
    }

    private static func joined(_ pair: ((Value, Value), Metric)) -> Value {
        let ((one, other), metric) = pair
        if one.isMissing || other.isMissing { return one.isMissing ? other : one }
        switch (one, other) {
        case (.number(let left), .number(let right)):
            if metric.text.hasPrefix("min(") { return .number(min(left, right)) }
            if metric.text.hasPrefix("max(") { return .number(max(left, right)) }
            return left.adding(right).map(Value.number) ?? .missing
        case (.day(let left), .day(let right)):
            return .day(metric.text.hasPrefix("min(") ? min(left, right) : max(left, right))
        default: return .missing
        }
    }

    private static func overNothing(_ metric: Metric) -> Value {
        metric.text.hasPrefix("min(") || metric.text.hasPrefix("max(") ? .missing : .number(.zero)
    }
}
