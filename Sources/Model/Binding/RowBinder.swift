import Language
import Tables
import Values

/// What one binding shares: what should be told beside an answer without being an error, and how far it has gone.
package final class BindingNotes {
    package private(set) var all: [String] = []
    /// Targets that measures are set beside, which say what they can be split by.
    var targets: [Target] = []
    private var depth = 0
    /// The most levels that have been inside one another.
    private(set) var deepest = 0
    private var steps = 0

    /// Levels of operators, calls and definitions inside one another; a large stack holds more.
    private static let depthLimit = 2_500
    /// Parts of a question once every definition is written out.
    private static let stepLimit = 50_000

    package init() {}

    package func add(_ note: String) { if !all.contains(note) { all.append(note) } }

    /// Goes one level deeper; throws where definitions of definitions go on without a sensible end.
    func enter(_ expression: Expression) throws(Diagnostic) {
        guard depth < Self.depthLimit, steps < Self.stepLimit else {
            throw Diagnostic(
                "too-large", "this is too large to be computed", at: expression.span,
                reason: [
                    steps < Self.stepLimit
                        ? "with the definitions that it uses it is more than \(Self.depthLimit) levels deep"
                        : "with the definitions that it uses it has more than 50,000 parts"
                ],
                remedies: [
                    "use fewer definitions inside one another", "write alternatives as a list: `x in (a, b, c)`",
                ])
        }
        depth += 1
        deepest = max(deepest, depth)
        steps += 1
    }

    func leave() { depth -= 1 }

    /// Counts parts anew: what is bound next is large or small by itself.
    func beginAnother() { steps = 0 }

    /// Whether the levels from here on need a large stack.
    var needsDeepStack: Bool { depth == shallowDepth }
}

/// Binds expressions over the rows of one dataset: every name found, every kind checked.
package struct RowBinder {
    package let scope: Scope
    package let notes: BindingNotes
    /// Dimensions win over the dataset's own columns in `by` and `where` of a question, not inside an aggregate.
    package var dimensionsFirst: Bool
    /// Dimensions and derived columns whose definition is being bound, against circles.
    var within: Set<String> = []
    /// The dimension whose own source is being bound: there its name can only mean a column.
    var dimension: String?
    /// Set when binding a derived column of a joined dataset: every column then starts with this path.
    var prefix: JoinPath

    package init(_ workspace: Workspace, dataset: String, dimensionsFirst: Bool, notes: BindingNotes) {
        scope = Scope(workspace, dataset: dataset)
        self.notes = notes
        self.dimensionsFirst = dimensionsFirst
        prefix = JoinPath(start: dataset, joins: [])
    }

    var workspace: Workspace { scope.workspace }

    /// Binds a condition.
    package func condition(_ expression: Expression) throws(Diagnostic) -> RowExpression {
        let bound = try bind(expression)
        guard bound.kind == .boolean || bound.kind == .missing else {
            throw Diagnostic(
                "not-a-condition", "this is a \(bound.kind.text), not a condition", at: expression.span,
                remedies: ["compare it with something: `\(printed(expression)) = …`"])
        }
        return bound.expression
    }

    package func bind(_ expression: Expression) throws(Diagnostic) -> Typed<RowExpression> {
        try notes.enter(expression)
        defer { notes.leave() }
        if notes.needsDeepStack { return try withDeepStack { () throws(Diagnostic) in try bound(expression) } }
        return try bound(expression)
    }

    private func bound(_ expression: Expression) throws(Diagnostic) -> Typed<RowExpression> {
        switch expression.kind {
        case .number(let number, let asPercent):
            return Typed(.constant(.number(number)), .number(asPercent ? .percent : .number))
        case .text(let text): return Typed(.constant(.text(text.composed)), .text)
        case .boolean(let flag): return Typed(.constant(.boolean(flag)), .boolean)
        case .missing: return Typed(.constant(.missing), .missing)
        case .period(let period): return try constant(period)
        case .parameter(let name):
            let value = try workspace.parameterValue(name, at: expression.span)
            do {
                return try bind(relocated(value, to: expression.span))
            } catch {
                throw inDefinition(of: "$" + name, error, at: expression.span)
            }
        case .name(let name):
            if let bound = try lookUp(name) { return bound }
            throw unknown(name)
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
            if let arithmetic = ArithmeticOperator(rawValue: operation.rawValue) {
                return try bindArithmetic(arithmetic, left, right, expression.span)
            }
            return try bindComparison(operation, left, right, expression.span)
        case .membership(let operand, let values, let negated):
            return try bindMembership(operand, values, negated: negated, expression.span)
        case .within(let operand, let period, let negated):
            let bound = try bind(operand)
            let inside = try compared(bound, .equal, with: period, operand)
            return Typed(negated ? .not(inside) : inside, .boolean)
        case .between(let operand, let low, let high, let negated):
            let lower = try bindComparison(.greaterOrEqual, operand, low, expression.span)
            let upper = try bindComparison(.lessOrEqual, operand, high, expression.span)
            let inside = RowExpression.and(lower.expression, upper.expression)
            return Typed(negated ? .not(inside) : inside, .boolean)
        case .conditional(let test, let then, let otherwise):
            return try bindConditional(test, then, otherwise, expression.span)
        case .call(let call): return try bindFunction(call, expression.span)
        }
    }

    // MARK: Names

    /// What a name gives on these rows; nil when nothing has the name.
    func lookUp(_ name: Name) throws(Diagnostic) -> Typed<RowExpression>? {
        let found = try scope.meaning(
            of: name, dimensionsFirst: dimensionsFirst && within.isEmpty, except: dimension)
        guard let meaning = found else { return nil }
        switch meaning {
        case .column(var reference, let kind):
            let own = reference.path
            reference.path = JoinPath(start: prefix.start, joins: prefix.joins + own.joins)
            return try monetary(Typed(.column(reference), kind), column: reference.name, at: own)
        case .derived(let expression, let path, let columnName):
            return try bind(columnName, expression, at: path, name.span)
        case .implied(let column, let path):
            if let note = column.note { notes.add(note) }
            return try bind(column.name, column.expression, at: path, name.span)
        case .latestSubmission(let path):
            guard let forecasts = workspace.datasets[path.end] else { return nil }
            let binder = RowBinder(workspace, dataset: path.end, dimensionsFirst: false, notes: notes)
            let whole = JoinPath(start: prefix.start, joins: prefix.joins + path.joins)
            return Typed(try LatestSubmission.column(of: forecasts, path: whole, binder), .boolean)
        case .daysInStage(let path):
            guard let history = workspace.datasets[path.end] else { return nil }
            let column = HistoryColumn(
                path: JoinPath(start: prefix.start, joins: prefix.joins + path.joins),
                entries: try workspace.entries(of: history, at: name.span), value: .daysInStage)
            return Typed(.history(column), .number(.days))
        case .dimension(let dimension):
            return try bind(dimension, at: name.span)
        }
    }

    /// Binds what a column is computed from, on the rows at the end of a path.
    private func bind(
        _ column: String, _ expression: Expression, at path: JoinPath, _ span: Span
    ) throws(Diagnostic) -> Typed<RowExpression> {
        let key = "derive \(path.end).\(column)"
        guard !within.contains(key) else { throw circle(column, span) }
        var inner = RowBinder(workspace, dataset: path.end, dimensionsFirst: false, notes: notes)
        inner.within = within.union([key])
        inner.prefix = JoinPath(start: prefix.start, joins: prefix.joins + path.joins)
        do {
            return try monetary(try inner.bind(expression), column: column, at: path)
        } catch {
            throw inDefinition(of: column, error, at: span)
        }
    }

    /// Binds the first of a dimension's sources that these rows reach; nil when none is.
    package func bind(_ dimension: Workspace.Dimension, at span: Span) throws(Diagnostic) -> Typed<RowExpression>? {
        let key = "dimension \(dimension.name)"
        var inner = self
        inner.dimensionsFirst = false
        inner.dimension = dimension.name
        inner.within = within.union([key])
        if within.contains(key) {
            throw circle(dimension.name, span)
        }
        for source in dimension.sources {
            if let bound = try inner.bindIfReachable(source) { return bound }
        }
        return nil
    }

    /// Binds an expression unless one of its names is out of reach from these rows.
    func bindIfReachable(_ source: Expression) throws(Diagnostic) -> Typed<RowExpression>? {
        do {
            return try bind(source)
        } catch {
            if error.code == "unknown-name" { return nil }
            throw error
        }
    }

    func unknown(_ name: Name) -> Diagnostic {
        if let reason = noDaysInStage(name) { return reason }
        if name.parts.count == 1, workspace.metric(name.text) != nil {
            return Diagnostic(
                "metric-in-row", "`\(name.text)` is a metric, which the rows of `\(scope.dataset)` do not have",
                at: name.span, reason: ["a metric is a number over many rows"],
                remedies: ["use it outside of `sum(…)` and `where`; conditions on metrics go behind `having`"])
        }
        if name.parts.count == 2, let dataset = workspace.datasets[name.parts[0].text] {
            let known = dataset.columnIndex(name.parts[1]) != nil
            if known {
                return Diagnostic(
                    "unknown-name", "`\(scope.dataset)` has no join that leads to `\(dataset.name)`", at: name.span,
                    reason: ["`\(name.text)` is there, but no row of `\(scope.dataset)` says which row of it to take"],
                    remedies: ["add `join \(dataset.name) on COLUMN` to dataset `\(scope.dataset)`"])
            }
            let near = nearest(name.parts[1].text, among: dataset.columns.map(\.name))
            return Diagnostic(
                "unknown-name", "`\(dataset.name)` has no column `\(name.parts[1].text)`", at: name.span,
                remedies: near.isEmpty
                    ? ["`describe \(dataset.name)` lists its columns"] : [didYouMean(near)],
                replacement: near.first.map { dataset.name + "." + $0 })
        }
        let near = nearest(name.text, among: scope.names)
        let reached = workspace.reachable(from: scope.dataset).map { "`\($0.endName)`" }
        return Diagnostic(
            "unknown-name", "unknown name `\(name.text)`", at: name.span,
            reason: ["\(listed(reached)) \(reached.count == 1 ? "has" : "have") no column or dimension of this name"],
            remedies: near.isEmpty ? ["`describe \(scope.dataset)` lists the columns"] : [didYouMean(near)],
            replacement: near.first)
    }

    private func circle(_ name: String, _ span: Span) -> Diagnostic {
        Diagnostic("definition-circle", "the definition of `\(name)` leads back to itself", at: span)
    }

    // MARK: Parts

    private func bindArithmetic(
        _ operation: ArithmeticOperator, _ left: Expression, _ right: Expression, _ span: Span
    ) throws(Diagnostic) -> Typed<RowExpression> {
        let first = try bind(left)
        let second = try bind(right)
        let kind = try arithmeticKind(operation, (first.kind, left), (second.kind, right), span)
        return Typed(.arithmetic(operation, first.expression, second.expression), kind)
    }

    private func bindConditional(
        _ test: Expression, _ then: Expression, _ otherwise: Expression?, _ span: Span
    ) throws(Diagnostic) -> Typed<RowExpression> {
        let condition = try condition(test)
        let first = try bind(then)
        guard let otherwise else {
            return Typed(
                .conditional(condition, then: first.expression, otherwise: .constant(.missing)), first.kind)
        }
        let second = try bind(otherwise)
        let kind = try commonKind(first.kind, second.kind, span)
        return Typed(.conditional(condition, then: first.expression, otherwise: second.expression), kind)
    }

    private func bindFunction(_ call: Call, _ span: Span) throws(Diagnostic) -> Typed<RowExpression> {
        if AggregateFunction(rawValue: call.function) != nil || TimeFunction(rawValue: call.function) != nil
            || Movement(rawValue: call.function) != nil
        {
            throw Diagnostic(
                "nested-aggregate", "`\(call.function)(…)` cannot stand on a single row", at: span,
                reason: [
                    "an aggregate makes one number of many rows; inside another aggregate or a row's"
                        + " condition there is only one row"
                ],
                remedies: ["take it outside: aggregates combine with + − * / and `having`"])
        }
        if call.function == CallForm.convert.rawValue { return try bindConversion(call, span) }
        let function = try knownFunction(call, span)
        var arguments: [Typed<RowExpression>] = []
        for argument in call.arguments { arguments.append(try bind(argument)) }
        let kind = try check(function, call, arguments.map(\.kind), span)
        if function.id == Functions.fraction.id, let number = arguments.first {
            // Cells that are written with `%` are fractions already.
            if number.kind == .number(.percent) { return number }
            if workspace.datasets[scope.dataset]?.table.livesElsewhere == true {
                return Typed(Functions.fractionByRow(of: number.expression), kind)
            }
        }
        return Typed(.function(function.id, arguments.map(\.expression)), kind)
    }

    private func constant(_ period: PeriodExpression) throws(Diagnostic) -> Typed<RowExpression> {
        let resolved = try PeriodResolver(workspace).resolve(period)
        if resolved.period.dayCount == 1 { return Typed(.constant(.day(resolved.period.start)), .day) }
        return Typed(.constant(.period(resolved.period)), .period)
    }
}

func didYouMean(_ names: [String]) -> String {
    "did you mean " + names.map { "`\($0)`" }.joined(separator: ", ") + "?"
}

/// `a`, `a and b`, `a, b and c`.
package func listed(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
}

/// An error found inside a definition, told at the place where the definition was used.
func inDefinition(of name: String, _ error: Diagnostic, at span: Span) -> Diagnostic {
    var result = error
    result.span = span
    result.replacement = nil
    result.reason = ["in the definition of `\(name)`"] + error.reason
    return result
}

/// The same expression, blamed on another place.
func relocated(_ expression: Expression, to span: Span) -> Expression {
    switch expression.kind {
    case .name(let name): Expression(.name(Name(name.parts, span: span)), span: span)
    case .period(let period): Expression(.period(PeriodExpression(period.kind, span: span)), span: span)
    default: Expression(expression.kind, span: span)
    }
}
