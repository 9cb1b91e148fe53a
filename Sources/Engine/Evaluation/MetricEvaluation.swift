import Model
import Values

/// The results of one level: aggregates of the asked period and of each comparison, and what follows from them.
struct LevelResults {
    let question: BoundQuestion
    /// By aggregate, then by result.
    let asked: [[Value]]
    /// By comparison, aggregate, result.
    let compared: [[[Value]]]
    let count: Int

    init(_ evaluation: Evaluation, _ level: Level) throws(Diagnostic) {
        question = evaluation.question
        count = level.count
        asked = try evaluation.results(level, comparison: nil)
        var others: [[[Value]]] = []
        for comparison in question.comparisons.indices {
            others.append(try evaluation.results(level, comparison: comparison))
        }
        compared = others
    }

    /// An output column's value at one result.
    func value(_ output: MetricExpression.Output, at index: Int) throws(Diagnostic) -> Value {
        switch output {
        case .dimension: return .missing
        case .measure(let measure): return try measured(measure, asked, index)
        case .compared(let measure, let comparison): return try measured(measure, compared[comparison], index)
        case .change(let measure, let comparison):
            let now = try measured(measure, asked, index)
            let before = try measured(measure, compared[comparison], index)
            return try applied(.subtract, now, before)
        case .changeRatio(let measure, let comparison):
            let before = try measured(measure, compared[comparison], index)
            let change = try value(.change(measure: measure, comparison: comparison), at: index)
            // Against a negative base the sign of the change is kept: from −10 to −5 is +50 %.
            return try applied(.divide, change, before < .number(.zero) ? before.negated : before)
        }
    }

    /// An expression of `having`, `sort` or `top` at one result.
    func value(_ expression: MetricExpression, at index: Int) throws(Diagnostic) -> Value {
        try evaluate(expression, asked, index)
    }

    private func measured(_ measure: Int, _ aggregates: [[Value]], _ index: Int) throws(Diagnostic) -> Value {
        try evaluate(question.measures[measure].expression, aggregates, index)
    }

    private func evaluate(
        _ expression: MetricExpression, _ aggregates: [[Value]], _ index: Int
    ) throws(Diagnostic) -> Value {
        switch expression {
        case .constant(let value): return value
        case .aggregate(let position): return aggregates[position][index]
        case .output(let output): return try value(output, at: index)
        case .negate(let operand): return try evaluate(operand, aggregates, index).negated
        case .not(let operand):
            guard case .boolean(let flag) = try evaluate(operand, aggregates, index) else { return .missing }
            return .boolean(!flag)
        case .arithmetic(let operation, let left, let right):
            return try applied(operation, evaluate(left, aggregates, index), evaluate(right, aggregates, index))
        case .compare(let comparison, let left, let right):
            let first = try evaluate(left, aggregates, index)
            let second = try evaluate(right, aggregates, index)
            if first.isMissing || second.isMissing { return .missing }
            if comparison == .equal { return .boolean(first.equals(second)) }
            if comparison == .notEqual { return .boolean(!first.equals(second)) }
            return .boolean(comparison.holds(first, second))
        case .and(let left, let right):
            let first = try evaluate(left, aggregates, index)
            let second = try evaluate(right, aggregates, index)
            if first == .boolean(false) || second == .boolean(false) { return .boolean(false) }
            return first.isMissing || second.isMissing ? .missing : .boolean(true)
        case .or(let left, let right):
            let first = try evaluate(left, aggregates, index)
            let second = try evaluate(right, aggregates, index)
            if first == .boolean(true) || second == .boolean(true) { return .boolean(true) }
            return first.isMissing || second.isMissing ? .missing : .boolean(false)
        case .isMissing(let operand): return .boolean(try evaluate(operand, aggregates, index).isMissing)
        case .conditional(let test, let then, let otherwise):
            let holds = try evaluate(test, aggregates, index) == .boolean(true)
            return try evaluate(holds ? then : otherwise, aggregates, index)
        case .function(let id, let arguments):
            guard let function = Functions.named(id.name) else { return .missing }
            var values: [Value] = []
            for argument in arguments { values.append(try evaluate(argument, aggregates, index)) }
            return function.apply(values)
        }
    }

    private func applied(_ operation: ArithmeticOperator, _ left: Value, _ right: Value) throws(Diagnostic) -> Value {
        do {
            return try operation.apply(left, right)
        } catch {
            throw Diagnostic(
                "overflow", "`\(operation.rawValue)` overflows", reason: ["exact decimals hold 38 digits"],
                remedies: ["round the operands first: `round(x, 2)`"])
        }
    }
}
