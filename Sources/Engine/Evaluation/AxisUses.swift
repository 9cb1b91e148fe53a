import Language
import Model
import Values

/// How a time axis is reached: the asked period or a comparison, then shift by shift.
struct AxisPath: Hashable {
    /// Nil for the asked period.
    var comparison: Int?
    var steps: [AxisStep] = []
}

/// Which time axes each aggregate of a question is computed on.
struct AxisUses {
    private var paths: [[AxisPath]]
    /// Those of the measures, whose rows make lines.
    private var linePaths: [[AxisPath]]

    /// - Parameter firstDay: the first day of the data behind an expression.
    init(_ question: BoundQuestion, firstDay: (MetricExpression) -> Day?) {
        paths = question.aggregates.map { _ in [] }
        linePaths = paths
        for comparison in [nil]
            + question.comparisons.indices.filter({ !question.comparisons[$0].isTarget }).map({ $0 })
        {
            for measure in question.measures {
                note(measure.expression, AxisPath(comparison: comparison), firstDay)
                if comparison == nil, let target = measure.target { note(target, AxisPath(), firstDay) }
            }
        }
        linePaths = paths
        for other in [question.having, question.cut?.by].compactMap({ $0 }) + question.sort.map(\.expression) {
            note(other, AxisPath(), firstDay)
        }
    }

    private mutating func note(
        _ expression: MetricExpression, _ path: AxisPath, _ firstDay: (MetricExpression) -> Day?
    ) {
        var path = path
        switch expression {
        case .aggregate(let position): if !paths[position].contains(path) { paths[position].append(path) }
        case .shifted(let shift, _): path.steps.append(.shift(shift))
        case .overSteps(_, let steps, let inner): path.steps.append(.steps(steps, firstDay: firstDay(inner)))
        default: break
        }
        for operand in expression.operands { note(operand, path, firstDay) }
    }

    /// The axes on which an aggregate's rows make lines: what only orders or cuts the lines makes none.
    func linePaths(of aggregate: Int) -> [AxisPath] { linePaths[aggregate] }

    /// The axes of some aggregates, each once.
    func paths(of aggregates: [Int]) -> [AxisPath] {
        var result: [AxisPath] = []
        for path in aggregates.flatMap({ paths[$0] }) where !result.contains(path) { result.append(path) }
        return result
    }
}

extension AxisBuilder {
    func axis(_ path: AxisPath, _ level: Level) -> TimeAxis {
        path.steps.reduce(base(path.comparison, level)) { made($1, from: $0, comparison: path.comparison) }
    }
}

extension MetricExpression {
    /// Positions of the aggregates in it.
    var aggregates: [Int] {
        if case .aggregate(let position) = self { return [position] }
        return operands.flatMap(\.aggregates)
    }
}
