import Language
import Model
import Tables
import Values

/// The results of one level: aggregates of the asked period and of each comparison, and what follows from them.
///
/// Aggregates are computed when they are first asked for.
final class LevelResults {
    let level: Level
    let evaluation: Evaluation
    /// Whether amounts of several currencies end the question, as they do on its lines, or only have no total.
    let refusesMixed: Bool
    private let question: BoundQuestion
    /// Whether amounts have a currency by row, so that combining them has to be watched.
    private let watchesCurrencies: Bool
    private let asked: AxisResults
    /// By comparison; a comparison with targets looks at the asked time.
    private let compared: [AxisResults]
    var count: Int { level.count }

    init(_ evaluation: Evaluation, _ level: Level, refusesMixed: Bool = false) {
        self.evaluation = evaluation
        self.level = level
        self.refusesMixed = refusesMixed
        question = evaluation.question
        watchesCurrencies = question.aggregates.contains { $0.currency != nil }
        let asked = AxisResults(
            evaluation, level, evaluation.axes.base(nil, level), AxisPath(), refusesMixed: refusesMixed)
        self.asked = asked
        compared = question.comparisons.indices.map { comparison in
            evaluation.question.comparisons[comparison].isTarget
                ? asked
                : AxisResults(
                    evaluation, level, evaluation.axes.base(comparison, level), AxisPath(comparison: comparison),
                    refusesMixed: refusesMixed)
        }
    }

    /// An output column's value at one result.
    func value(_ output: MetricExpression.Output, at index: Int) throws(Diagnostic) -> Value {
        switch output {
        case .dimension: return .missing
        case .measure(let measure): return try evaluate(question.measures[measure].expression, asked, index)
        case .compared(let measure, let comparison):
            guard question.comparisons[comparison].isTarget else {
                return try evaluate(question.measures[measure].expression, compared[comparison], index)
            }
            return try question.measures[measure].target.map { (target) throws(Diagnostic) in
                try evaluate(target, asked, index)
            } ?? .missing
        case .change(let measure, let comparison):
            if watchesCurrencies, !question.comparisons[comparison].isTarget {
                let expression = question.measures[measure].expression
                if try isMixed(
                    currency(of: expression, asked, index), currency(of: expression, compared[comparison], index))
                {
                    return .missing
                }
            }
            return try combined(
                value(.measure(measure), at: index), .subtract,
                value(.compared(measure: measure, comparison: comparison), at: index))
        case .changeRatio(let measure, let comparison):
            let before = try value(.compared(measure: measure, comparison: comparison), at: index)
            let change = try value(.change(measure: measure, comparison: comparison), at: index)
            // Against a negative base the sign of the change is kept: from −10 to −5 is +50 %.
            return try combined(change, .divide, before < .number(.zero) ? before.negated : before)
        }
    }

    /// The currency of a measure's value at one result, where its rows have one.
    func currency(ofMeasure measure: Int, at index: Int) throws(Diagnostic) -> String? {
        watchesCurrencies ? try currency(of: question.measures[measure].expression, asked, index) : nil
    }

    /// An expression of `having`, `sort` or `top` at one result.
    func value(_ expression: MetricExpression, at index: Int) throws(Diagnostic) -> Value {
        try evaluate(expression, asked, index)
    }

    private func evaluate(
        _ expression: MetricExpression, _ axis: AxisResults, _ index: Int
    ) throws(Diagnostic) -> Value {
        switch expression {
        case .constant(let value): return value
        case .aggregate(let position): return try axis.results(position).values[index]
        case .output(let output): return try value(output, at: index)
        case .negate(let operand): return try evaluate(operand, axis, index).negated
        case .not(let operand):
            guard case .boolean(let flag) = try evaluate(operand, axis, index) else { return .missing }
            return .boolean(!flag)
        case .arithmetic(let operation, let left, let right):
            if watchesCurrencies, operation != .multiply,
                try isMixed(currency(of: left, axis, index), currency(of: right, axis, index))
            {
                return .missing
            }
            return try combined(evaluate(left, axis, index), operation, evaluate(right, axis, index))
        case .compare(let comparison, let left, let right):
            let first = try evaluate(left, axis, index)
            let second = try evaluate(right, axis, index)
            if first.isMissing || second.isMissing { return .missing }
            if comparison == .equal { return .boolean(first.equals(second)) }
            if comparison == .notEqual { return .boolean(!first.equals(second)) }
            return .boolean(comparison.holds(first, second))
        case .and(let left, let right):
            let first = try evaluate(left, axis, index)
            let second = try evaluate(right, axis, index)
            if first == .boolean(false) || second == .boolean(false) { return .boolean(false) }
            return first.isMissing || second.isMissing ? .missing : .boolean(true)
        case .or(let left, let right):
            let first = try evaluate(left, axis, index)
            let second = try evaluate(right, axis, index)
            if first == .boolean(true) || second == .boolean(true) { return .boolean(true) }
            return first.isMissing || second.isMissing ? .missing : .boolean(false)
        case .isMissing(let operand): return .boolean(try evaluate(operand, axis, index).isMissing)
        case .conditional(let test, let then, let otherwise):
            let holds = try evaluate(test, axis, index) == .boolean(true)
            return try evaluate(holds ? then : otherwise, axis, index)
        case .function(let id, let arguments):
            guard let function = Functions.named(id.name) else { return .missing }
            var values: [Value] = []
            for argument in arguments { values.append(try evaluate(argument, axis, index)) }
            return function.apply(values)
        case .shifted(let shift, let inner):
            let other = axis.made(.shift(shift))
            // A stretch that does not exist, as there is none before all time, has no value.
            guard !other.axis.columns[index % axis.axis.count].windows.isEmpty else { return .missing }
            return try evaluate(inner, other, index)
        case .inWholeSteps(let grain, let inner):
            let isWhole = axis.axis.columns[index % axis.axis.count].windows.allSatisfy { window in
                window.span.map { question.calendar.isWhole($0, grain) } ?? false
            }
            guard isWhole else {
                evaluation.note("targets are set by \(grain.rawValue): what is no whole \(grain.rawValue) has none")
                return .missing
            }
            return try evaluate(inner, axis, index)
        case .overSteps(let function, let steps, let inner):
            return try statistic(function, steps, inner, axis, index)
        }
    }

    /// The expression in each sub-period, and the statistic of those that have a value.
    private func statistic(
        _ function: AggregateFunction, _ steps: Steps, _ inner: MetricExpression, _ axis: AxisResults, _ index: Int
    ) throws(Diagnostic) -> Value {
        let other = axis.made(steps, of: inner)
        let group = index / axis.axis.count
        let column = index % axis.axis.count
        var values: [Value] = []
        for part in other.axis.starts[column]..<other.axis.starts[column + 1] {
            let value = try evaluate(inner, other, group * other.axis.count + part)
            if !value.isMissing { values.append(value) }
        }
        guard !values.isEmpty else { return .missing }
        let targets = [Int32](repeating: 0, count: values.count)
        return try function.kernel.run(
            AggregateInput(targets: targets, count: 1, argument: ColumnData(values), fraction: 0.5))[0]
    }
}

/// The aggregates of a level on one time axis, and the axes made from it.
final class AxisResults {
    let axis: TimeAxis
    private let evaluation: Evaluation
    private let level: Level
    private let path: AxisPath
    private let refusesMixed: Bool
    private var known: [AggregateResults?]
    private var children: [AxisStep: AxisResults] = [:]
    private var cache = AggregationCache()

    init(_ evaluation: Evaluation, _ level: Level, _ axis: TimeAxis, _ path: AxisPath, refusesMixed: Bool) {
        self.refusesMixed = refusesMixed
        self.evaluation = evaluation
        self.level = level
        self.axis = axis
        self.path = path
        known = evaluation.question.aggregates.map { _ in nil }
    }

    /// The aggregate's values; amounts of several currencies are refused, or have none where they make a total.
    func results(_ aggregate: Int) throws(Diagnostic) -> AggregateResults {
        if let results = known[aggregate] { return results }
        var results = try evaluation.results(aggregate, on: axis, path, level, &cache)
        if let mixed = results.mixed {
            if refusesMixed { throw mixed }
            results.clearMixed()
            evaluation.note("no total: " + mixed.message)
        }
        known[aggregate] = results
        return results
    }

    func made(_ step: AxisStep) -> AxisResults {
        if let child = children[step] { return child }
        let child = AxisResults(
            evaluation, level, evaluation.axes.made(step, from: axis, comparison: path.comparison),
            AxisPath(comparison: path.comparison, steps: path.steps + [step]), refusesMixed: refusesMixed)
        children[step] = child
        if case .shift(.previous) = step { noteBeforeData(child.axis) }
        if case .shift(.yearAgo) = step { noteBeforeData(child.axis) }
        return child
    }

    /// Tells that the metric was looked at before the data begin, where sums and counts are 0.
    private func noteBeforeData(_ axis: TimeAxis) {
        let ends = axis.columns.compactMap { $0.windows.last?.span?.end }
        for coverage in evaluation.coverages where ends.contains(where: { $0 <= coverage.days.lowerBound }) {
            evaluation.note(
                "earlier periods lie before the data of \(coverage.dataset), which begin on"
                    + " \(coverage.days.lowerBound.text): sums and counts are 0 there")
        }
    }

    /// Tells the sub-periods that are left out because the data begin later.
    private func noteLeftOut(_ steps: Steps, before first: Day?) {
        guard let first, path.comparison == nil else { return }
        let all = evaluation.axes.made(.steps(steps, firstDay: nil), from: axis, comparison: nil)
        let leftOut = Set(
            all.columns.flatMap(\.windows).compactMap { window in
                window.span.flatMap { $0.end <= first ? $0.start : nil }
            })
        guard !leftOut.isEmpty else { return }
        let word = leftOut.count == 1 ? steps.grain.rawValue : steps.grain.rawValue + "s"
        evaluation.note(
            "\(leftOut.count) \(word) before \(first.text) are left out of `by \(steps.grain.rawValue)`: the data begin"
                + " later")
    }

    /// The axis of sub-periods for an expression.
    func made(_ steps: Steps, of expression: MetricExpression) -> AxisResults {
        let first = evaluation.firstDay(of: expression)
        let step = AxisStep.steps(steps, firstDay: first)
        if children[step] == nil { noteLeftOut(steps, before: first) }
        return made(step)
    }
}

/// Exact where both are, with an error where 38 digits are not enough.
func combined(_ left: Value, _ operation: ArithmeticOperator, _ right: Value) throws(Diagnostic) -> Value {
    do {
        return try operation.apply(left, right)
    } catch {
        throw Diagnostic(
            "overflow", "`\(operation.rawValue)` overflows", reason: ["exact decimals hold 38 digits"],
            remedies: ["round the operands first: `round(x, 2)`"])
    }
}
