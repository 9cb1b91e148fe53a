import Language
import Values

/// Binds measures: metrics by name, aggregates over datasets, and arithmetic between them.
package struct MetricBinder {
    package let workspace: Workspace
    package let notes: BindingNotes
    /// The aggregates met so far, each once; `MetricExpression.aggregate` counts into it.
    package private(set) var aggregates: [Aggregate] = []
    /// Columns of the answer by name, for `having` and `sort`.
    package var outputs: [String: (output: MetricExpression.Output, kind: Kind)] = [:]
    /// What the measures are, for `having` and `sort` that look at them over another stretch of time.
    package var measures: [MetricExpression] = []
    /// Inside of a time shift or of a statistic over sub-periods, where the answer has no columns.
    var looksElsewhere = false
    /// `sort` may name a dimension; `having` and `top` are about metrics.
    var seesDimensions = false
    private var within: [String] = []

    package init(_ workspace: Workspace, notes: BindingNotes) {
        self.workspace = workspace
        self.notes = notes
    }

    package mutating func bind(_ expression: Expression) throws(Diagnostic) -> Typed<MetricExpression> {
        try notes.enter(expression)
        defer { notes.leave() }
        if notes.needsDeepStack { return try withDeepStack { () throws(Diagnostic) in try bound(expression) } }
        return try bound(expression)
    }

    private mutating func bound(_ expression: Expression) throws(Diagnostic) -> Typed<MetricExpression> {
        switch expression.kind {
        case .number(let number, let asPercent):
            return Typed(.constant(.number(number)), .number(asPercent ? .percent : .number))
        case .text(let text): return Typed(.constant(.text(text.composed)), .text)
        case .boolean(let flag): return Typed(.constant(.boolean(flag)), .boolean)
        case .missing: return Typed(.constant(.missing), .missing)
        case .period(let period):
            let resolved = try PeriodResolver(workspace).resolve(period).period
            return resolved.dayCount == 1
                ? Typed(.constant(.day(resolved.start)), .day) : Typed(.constant(.period(resolved)), .period)
        case .parameter(let name):
            let value = try workspace.parameterValue(name, at: expression.span)
            do {
                return try bind(relocated(value, to: expression.span))
            } catch {
                throw inDefinition(of: "$" + name, error, at: expression.span)
            }
        case .name(let name): return try bind(name)
        case .unary(.negate, let operand):
            let bound = try bind(operand)
            guard bound.kind.isNumber || bound.kind == .missing else { throw wrongKind(bound.kind, "negated", operand) }
            return Typed(.negate(bound.expression), bound.kind)
        case .unary(.not, let operand): return Typed(.not(try condition(operand)), .boolean)
        case .binary(.and, let left, let right):
            return Typed(.and(try condition(left), try condition(right)), .boolean)
        case .binary(.or, let left, let right):
            return Typed(.or(try condition(left), try condition(right)), .boolean)
        case .binary(let operation, let left, let right):
            return try bindBinary(operation, left, right, expression.span)
        case .between(let operand, let low, let high, let negated):
            let lower = try bindBinary(.greaterOrEqual, operand, low, expression.span)
            let upper = try bindBinary(.lessOrEqual, operand, high, expression.span)
            let inside = MetricExpression.and(lower.expression, upper.expression)
            return Typed(negated ? .not(inside) : inside, .boolean)
        case .membership(let operand, let values, let negated):
            var inside = MetricExpression.constant(.boolean(false))
            for value in values {
                inside = .or(inside, try bindBinary(.equal, operand, value, expression.span).expression)
            }
            return Typed(negated ? .not(inside) : inside, .boolean)
        case .within:
            throw Diagnostic(
                "wrong-kind", "a metric's value does not lie in a period", at: expression.span,
                remedies: ["conditions on days of rows go behind `where`"])
        case .conditional(let test, let then, let otherwise):
            let condition = try condition(test)
            let first = try bind(then)
            let second = try otherwise.map { (other) throws(Diagnostic) in try bind(other) }
            let kind = try commonKind(first.kind, second?.kind ?? .missing, expression.span)
            return Typed(
                .conditional(
                    condition, then: first.expression, otherwise: second?.expression ?? .constant(.missing)), kind)
        case .call(let call): return try bind(call, expression.span)
        }
    }

    package mutating func condition(_ expression: Expression) throws(Diagnostic) -> MetricExpression {
        let bound = try bind(expression)
        guard bound.kind == .boolean || bound.kind == .missing else {
            throw Diagnostic(
                "not-a-condition", "this is a \(bound.kind.text), not a condition", at: expression.span,
                remedies: ["compare it with something: `\(printed(expression)) > …`"])
        }
        return bound.expression
    }

    private mutating func bindBinary(
        _ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ span: Span
    ) throws(Diagnostic) -> Typed<MetricExpression> {
        if let comparison = ComparisonOperator(rawValue: operation.rawValue) {
            if case .missing = right.kind {
                let test = MetricExpression.isMissing(try bind(left).expression)
                return Typed(comparison == .notEqual ? .not(test) : test, .boolean)
            }
            let first = try bind(left)
            let second = try bind(right)
            guard RowBinder.comparable(first.kind, second.kind) else {
                throw Diagnostic(
                    "wrong-kind", "a \(first.kind.text) cannot be compared with a \(second.kind.text)", at: span,
                    reason: [
                        "`\(printed(left))` is a \(first.kind.text), `\(printed(right))` is a \(second.kind.text)"
                    ],
                    remedies: [
                        first.kind.isNumber || second.kind.isNumber
                            ? "compare a number with a number; conditions on texts of rows go behind `where`"
                            : "compare values of one kind"
                    ])
            }
            return Typed(.compare(comparison, first.expression, second.expression), .boolean)
        }
        guard let arithmetic = ArithmeticOperator(rawValue: operation.rawValue) else {
            throw Diagnostic(
                "wrong-kind", "`\(operation.rawValue)` is for texts of rows, not for metrics", at: span,
                remedies: ["conditions on rows go behind `where`"])
        }
        let first = try bind(left)
        let second = try bind(right)
        let kind = try arithmeticKind(arithmetic, (first.kind, left), (second.kind, right), span)
        return Typed(.arithmetic(arithmetic, first.expression, second.expression), kind)
    }

    // MARK: Names

    private mutating func bind(_ name: Name) throws(Diagnostic) -> Typed<MetricExpression> {
        if name.parts.count == 1 {
            if let found = outputs[name.parts[0].text] {
                if case .dimension = found.output, !seesDimensions {
                    throw Diagnostic(
                        "dimension-as-metric", "`\(name.text)` is a dimension here, not a metric", at: name.span,
                        reason: ["`having` and `top` look at the values of metrics"],
                        remedies: ["conditions on dimensions go behind `where`: `where \(name.text) = …`"])
                }
                if looksElsewhere { return Typed(try elsewhere(found.output, name), found.kind) }
                return Typed(.output(found.output), found.kind)
            }
            if let metric = workspace.metric(name.parts[0].text) {
                if metric.isFromCatalogue, !workspace.missingDatasets(of: metric).isEmpty {
                    // What the data itself calls so is meant before a metric that cannot be computed.
                    guard !isOfTheData(name) else { throw unknown(name) }
                    throw workspace.missingData(for: metric, at: name.span)
                }
                return try bind(metric, at: name.span)
            }
        }
        throw unknown(name)
    }

    /// A column of the answer over another stretch of time: what it is made from, since the answer has it only for its own.
    private func elsewhere(_ output: MetricExpression.Output, _ name: Name) throws(Diagnostic) -> MetricExpression {
        if case .measure(let index) = output, measures.indices.contains(index) { return measures[index] }
        throw Diagnostic(
            "not-elsewhere", "`\(name.text)` is a column of this answer, with no value at another time", at: name.span,
            reason: ["comparisons and dimensions belong to the lines of an answer"],
            remedies: ["use a metric here"])
    }

    private mutating func bind(_ metric: Workspace.Metric, at span: Span) throws(Diagnostic) -> Typed<MetricExpression>
    {
        guard !within.contains(metric.name) else {
            throw Diagnostic(
                "definition-circle", "the definition of `\(metric.name)` leads back to itself", at: span,
                reason: [(within + [metric.name]).joined(separator: " → ")])
        }
        within.append(metric.name)
        defer { within.removeLast() }
        let hidden = outputs
        outputs = [:]
        defer { outputs = hidden }
        do {
            var bound = try bind(metric.expression)
            if let unit = metric.unit {
                // Money without a currency takes that of what it is made of.
                if case .money(nil) = unit, case .number(.money) = bound.kind { return bound }
                bound.kind = .number(unit)
            }
            return bound
        } catch {
            var error = inDefinition(of: metric.name, error, at: span)
            if metric.isFromCatalogue, error.code == "unknown-name" {
                error.remedies.append(
                    "the catalogue uses columns of agreed names: `rename COLUMN as NAME` or `derive NAME = …` in the"
                        + " dataset, or define `metric \(metric.name)` over your own columns")
            }
            throw error
        }
    }

    /// Whether a column or dataset is called so.
    private func isOfTheData(_ name: Name) -> Bool {
        workspace.datasets[name.text] != nil
            || workspace.namedDatasets.contains { $0.columnIndex(name.parts[0]) != nil }
    }

    private func unknown(_ name: Name) -> Diagnostic {
        let owners = workspace.namedDatasets.filter { dataset in
            name.parts.count == 2
                ? dataset.name == name.parts[0].text && dataset.columnIndex(name.parts[1]) != nil
                : dataset.columnIndex(name.parts[0]) != nil
        }
        if name.parts.count == 1, workspace.dimensions[name.text] != nil, owners.isEmpty {
            return Diagnostic(
                "dimension-as-metric", "`\(name.text)` is a dimension, not a metric", at: name.span,
                remedies: ["group by it: `by \(name.text)`"])
        }
        if let owner = owners.first {
            let column = name.parts.last?.text ?? ""
            return Diagnostic(
                "column-as-metric", "`\(name.text)` is a column of `\(owner.name)`, not a metric", at: name.span,
                reason: ["it has a value in each row; a metric is one number over many rows"],
                remedies: [
                    "say how to sum it up: `sum(\(owner.name).\(column))`, `avg(…)`, `count(distinct …)`,"
                        + " or group `by \(name.text)`"
                ])
        }
        if name.parts.count == 1, workspace.datasets[name.text] != nil {
            return Diagnostic(
                "dataset-as-metric", "`\(name.text)` is a dataset, not a metric", at: name.span,
                remedies: ["count its rows: `count(\(name.text))`"], replacement: "count(\(name.text))")
        }
        let near = nearest(name.text, among: workspace.metricNames + outputs.keys)
        var remedies = near.isEmpty ? [] : [didYouMean(near)]
        if near.isEmpty {
            remedies = [
                workspace.canAnswerSomething
                    ? "`list metrics` shows those that the data can answer"
                    : "ask for an aggregate, such as "
                        + "`\(workspace.datasets.keys.first.map { "count(\($0))" } ?? "count(dataset)")`"
            ]
        }
        return Diagnostic(
            "unknown-name", "unknown metric `\(name.text)`", at: name.span, remedies: remedies,
            replacement: near.first)
    }

    // MARK: Calls

    /// The aggregate's place among those met so far.
    mutating func aggregate(_ aggregate: Aggregate) -> MetricExpression {
        let index = aggregates.firstIndex(of: aggregate) ?? aggregates.count
        if index == aggregates.count { aggregates.append(aggregate) }
        return aggregate.wholeSteps.map { .inWholeSteps($0, .aggregate(index)) } ?? .aggregate(index)
    }

    private mutating func bind(_ call: Call, _ span: Span) throws(Diagnostic) -> Typed<MetricExpression> {
        if let movement = Movement(rawValue: call.function) {
            return try bindMovement(movement, call, counted: false, span)
        }
        if let shift = TimeFunction(rawValue: call.function) { return try bindShift(shift, call, span) }
        if let function = AggregateFunction(rawValue: call.function) {
            if let steps = call.steps { return try bindSteps(function, steps, call, span) }
            if function == .count, case .call(let inner)? = call.arguments.first?.kind,
                let movement = Movement(rawValue: inner.function)
            {
                try refuseParts(
                    of: call, besides: [], span,
                    remedy: "put it into the movement: `count(\(movement.rawValue)(x per entity where …))`")
                return try bindMovement(movement, inner, counted: true, span)
            }
            let bound = try AggregateBinder(workspace, notes: notes).bind(function, call, span)
            return Typed(aggregate(bound.expression), bound.kind)
        }
        switch CallForm(rawValue: call.function) {
        case .conversion:
            let bound = try ConversionBinder(workspace, notes: notes).bind(call, span)
            return Typed(aggregate(bound.expression), bound.kind)
        case .target, .attainment: return try bindTarget(call, span)
        case .convert, nil: break
        }
        let function = try knownFunction(call, span)
        if case .column = function.kernel {
            throw Diagnostic(
                "not-a-metric", "`\(function.name)` is for a column of rows, not for a metric", at: span,
                reason: ["what a number means shows in the other cells of its column"],
                remedies: ["put it inside: `sum(amount * \(function.name)(probability))`"])
        }
        var arguments: [Typed<MetricExpression>] = []
        for argument in call.arguments { arguments.append(try bind(argument)) }
        let kind = try check(function, call, arguments.map(\.kind), span)
        return Typed(.function(function.id, arguments.map(\.expression)), kind)
    }
}
