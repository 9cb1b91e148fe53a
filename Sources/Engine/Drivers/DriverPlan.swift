import Language
import Model
import Values

/// A question about drivers with all that its decomposition asks for: the metric, its parts, the rows behind each group.
struct DriverPlan {
    /// The metric is its first measure.
    let question: BoundQuestion
    let form: MetricForm
    /// The measures that are parts of the metric: numerator and denominator, a weight, or the sums of an expression.
    let parts: [Int]
    /// The measure that counts the rows behind the metric; nil where it looks at other times than the periods.
    let rows: Int?
    private let finder: FormFinder
    private let partExpressions: [MetricExpression]

    init(_ bound: BoundQuestion) {
        var question = bound
        var finder = FormFinder(bound.aggregates)
        let metric = bound.measures[0].expression
        form = finder.form(metric)
        var expressions: [MetricExpression] = []
        switch form {
        case .sum, .other: break
        case .ratio(let top, let bottom): expressions = [top, bottom]
        case .statistic(let weight): expressions = [weight]
        case .parts:
            _ = finder.substituted(metric) { part in
                if !expressions.contains(part) { expressions.append(part) }
                return part
            }
        }
        let counts = metric.contains(\.looksElsewhere) ? nil : Self.rows(behind: metric, &finder)
        question.aggregates = finder.aggregates
        func add(_ expression: MetricExpression) -> Int {
            question.measures.append(
                .init(name: "", label: "", expression: expression, kind: .number(.number)))
            return question.measures.count - 1
        }
        parts = expressions.map(add)
        rows = counts.map(add)
        partExpressions = expressions
        self.finder = finder
        self.question = question
    }

    /// Whether groups add up to the whole.
    var isSum: Bool { form == .sum }

    /// Whether it is one count divided by another, which stays between nothing and all where it always did.
    var isShareOfCounts: Bool {
        guard case .ratio(let top, let bottom) = form else { return false }
        return (top.aggregates + bottom.aggregates).allSatisfy { question.aggregates[$0].function == .count }
    }

    var hasEffects: Bool {
        switch form {
        case .ratio, .statistic: true
        case .sum, .parts, .other: false
        }
    }

    /// How the line is called that holds what no group alone accounts for.
    var remainderName: String {
        switch form {
        case .sum, .ratio: "in several groups"
        case .statistic, .parts, .other: "between groups"
        }
    }

    /// The metric with given values of its parts.
    func expression(with values: [Value]) -> MetricExpression {
        var finder = finder
        return finder.substituted(question.measures[0].expression) { part in
            guard let index = partExpressions.firstIndex(of: part) else { return part }
            return .constant(values[index])
        }
    }

    /// The number of rows that any of the metric's aggregates counts.
    private static func rows(behind metric: MetricExpression, _ finder: inout FormFinder) -> MetricExpression? {
        var sum: MetricExpression?
        var seen: Set<Aggregate> = []
        for position in metric.aggregates {
            var count = finder.aggregates[position]
            count.function = .count
            count.isDistinct = false
            count.fraction = nil
            count.currency = nil
            if count.movement == nil { count.argument = nil }
            // What moved is there at one of the ends.
            for movement in count.movement == nil ? [nil] : [Movement.opening, .closing] {
                count.movement = movement
                guard seen.insert(count).inserted else { continue }
                let expression = finder.add(count)
                sum = sum.map { .arithmetic(.add, $0, expression) } ?? expression
            }
        }
        return sum
    }

    /// How the contributions were found, for a note.
    var method: String {
        let metric = question.measures[0].label
        switch form {
        case .sum: return "a contribution is the value's own change"
        case .ratio:
            return
                "\(metric) is a ratio: the rate effect is what a value's own rate did at its mean weight, the mix effect what its"
                + " weight did"
        case .statistic:
            return
                "\(metric) does not add up: rate and mix effects as of a mean weighted by rows, with what is left on a line of"
                + " its own"
        case .parts:
            return
                "\(metric) is made of several sums: one value after the other goes over to the asked period, by name and in the"
                + " reverse, and a contribution is the mean of its two steps"
        case .other:
            return
                "\(metric) does not add up: a contribution is how much more the metric changed than it would have without the"
                + " value, with what is left on a line of its own"
        }
    }
}
