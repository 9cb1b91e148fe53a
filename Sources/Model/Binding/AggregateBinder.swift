import Language
import Values

/// Binds one aggregate: finds the dataset whose rows it runs over, then its parts on those rows.
package struct AggregateBinder {
    let workspace: Workspace
    let notes: BindingNotes

    package init(_ workspace: Workspace, notes: BindingNotes) {
        self.workspace = workspace
        self.notes = notes
    }

    package func bind(_ function: AggregateFunction, _ call: Call, _ span: Span) throws(Diagnostic) -> Typed<Aggregate>
    {
        try refuseParts(
            of: call, besides: [.distinct, .condition, .timeColumn, .instant], span,
            remedy: "write \(function.signature)")
        let wanted = function == .percentile ? 2 : 1
        guard call.arguments.count == wanted, let argument = call.arguments.first else {
            throw Diagnostic(
                "argument-count",
                "`\(function.rawValue)` takes \(wanted) argument\(wanted == 1 ? "" : "s"),"
                    + " not \(call.arguments.count)", at: span, remedies: ["write \(function.signature)"])
        }
        if call.isDistinct && function != .count {
            throw Diagnostic(
                "distinct", "`distinct` goes only with `count`", at: span, remedies: ["write count(distinct x)"])
        }
        if let dataset = countedDataset(argument) {
            guard function == .count, !call.isDistinct else {
                throw Diagnostic(
                    "dataset-as-column", "`\(dataset.name)` is a dataset, not a column", at: argument.span,
                    remedies: ["`count(\(dataset.name))` counts its rows; `describe \(dataset.name)` lists its columns"]
                )
            }
            let aggregate = Aggregate(function: .count, dataset: dataset.name)
            return Typed(try completed(aggregate, call, span), .number(.count))
        }
        let dataset = try baseDataset(of: argument, condition: call.condition)
        let binder = RowBinder(workspace, dataset: dataset, dimensionsFirst: false, notes: notes)
        let bound = try binder.bind(argument)
        var aggregate = Aggregate(function: function, dataset: dataset, argument: bound.expression)
        aggregate.isDistinct = call.isDistinct
        if function == .percentile { aggregate.fraction = try fraction(call.arguments[1], span) }
        if function != .count { aggregate.currency = try currency(of: bound, argument) }
        return Typed(try completed(aggregate, call, span), try kind(function, bound, argument))
    }

    /// Adds condition, time axis and interval.
    private func completed(_ aggregate: Aggregate, _ call: Call, _ span: Span) throws(Diagnostic) -> Aggregate {
        var result = aggregate
        let binder = RowBinder(workspace, dataset: aggregate.dataset, dimensionsFirst: false, notes: notes)
        result.condition = try call.condition.map { (condition) throws(Diagnostic) in try binder.condition(condition) }
        guard let dataset = workspace.datasets[aggregate.dataset] else { return result }
        if let column = call.timeColumn {
            let bound = try binder.bind(Expression(.name(column), span: column.span))
            if let axis = try workspace.periodAxis(bound, in: dataset, binder, at: column.span) {
                (result.time, result.wholeSteps) = (axis.start, axis.grain)
                return result
            }
            guard bound.kind.isTime || bound.kind == .missing else {
                throw Diagnostic(
                    "not-a-time", "`\(column.text)` is a \(bound.kind.text), not a day", at: column.span,
                    remedies: ["`on` takes a column of days or date-times"])
            }
            result.time = bound.expression
        } else if let time = dataset.time {
            result.time = try? binder.bind(Expression(.name(Name([.init(time)], span: span)), span: span)).expression
        }
        guard let instant = call.instant else { return result }
        result.instant = instant
        return try active(result, "at \(instant.rawValue)", dataset, span)
    }

    /// Adds the interval in which a row is active.
    private func active(
        _ aggregate: Aggregate, _ wanted: String, _ dataset: Dataset, _ span: Span
    ) throws(Diagnostic) -> Aggregate {
        guard let active = dataset.active else {
            throw Diagnostic(
                "no-interval",
                "`\(wanted)` needs to know from when to when a row of `\(dataset.name)` is active", at: span,
                reason: ["a balance is of the rows that are active on a day"],
                remedies: ["add `active from START to END` to dataset `\(dataset.name)`"])
        }
        let binder = RowBinder(workspace, dataset: aggregate.dataset, dimensionsFirst: false, notes: notes)
        var result = aggregate
        result.activeFrom = try binder.bind(Expression(.name(Name([.init(active.from)], span: span)), span: span))
            .expression
        result.activeTo = try binder.bind(Expression(.name(Name([.init(active.to)], span: span)), span: span))
            .expression
        return result
    }

    /// `churned(mrr per account where …)`: amounts, or with `counted` the number of entities.
    func bind(_ movement: Movement, _ call: Call, counted: Bool, _ span: Span) throws(Diagnostic) -> Typed<Aggregate> {
        guard call.arguments.count == 1, let argument = call.arguments.first, !call.isDistinct else {
            throw Diagnostic(
                "argument-count", "`\(movement.rawValue)` takes one amount and whose it is", at: span,
                remedies: ["write \(movement.signature): `\(movement.rawValue)(mrr per account)`"])
        }
        guard let entity = call.entity else {
            throw Diagnostic(
                "no-entity", "`\(movement.rawValue)` does not say whose balance moves", at: span,
                reason: ["one that lost one of several rows has shrunk, one that lost the last is gone"],
                remedies: ["write `\(movement.rawValue)(\(printed(argument)) per account)`"])
        }
        guard call.parts.isDisjoint(with: [.timeColumn, .instant, .steps, .route]) else {
            throw Diagnostic(
                "not-for-movements", "`\(movement.rawValue)` looks at both ends of the period by itself", at: span,
                reason: ["`on`, `at` and `by` do not go with it"], remedies: ["write \(movement.signature)"])
        }
        try refuseParts(of: call, besides: [.entity, .condition], span, remedy: "write \(movement.signature)")
        let name = try baseDataset(of: argument, condition: call.condition, also: entity)
        let binder = RowBinder(workspace, dataset: name, dimensionsFirst: false, notes: notes)
        let amount = try binder.bind(argument)
        guard amount.kind.isNumber || amount.kind == .missing else {
            throw Diagnostic(
                "wrong-kind", "`\(movement.rawValue)` needs numbers", at: argument.span,
                reason: ["`\(printed(argument))` is a \(amount.kind.text)"])
        }
        var aggregate = Aggregate(function: counted ? .count : .sum, dataset: name, argument: amount.expression)
        aggregate.condition = try call.condition.map { (condition) throws(Diagnostic) in
            try binder.condition(condition)
        }
        if !counted { aggregate.currency = try currency(of: amount, argument) }
        aggregate.movement = movement
        aggregate.entity = try binder.bind(entity).expression
        guard let dataset = workspace.datasets[name] else { return Typed(aggregate, amount.kind) }
        return Typed(
            try active(aggregate, movement.rawValue, dataset, span),
            counted ? .number(.count) : amount.kind == .missing ? .number(.number) : amount.kind)
    }

    private func countedDataset(_ argument: Expression) -> Dataset? {
        guard case .name(let name) = argument.kind, name.parts.count == 1 else { return nil }
        // A column of the same name wins only when it is written with its dataset.
        return workspace.datasets[name.parts[0].text]
    }

    private func fraction(_ expression: Expression, _ span: Span) throws(Diagnostic) -> Double {
        guard case .number(let number, _) = expression.kind, number >= .zero, number <= ExactDecimal(1) else {
            throw Diagnostic(
                "percentile", "`percentile` needs a share from 0% to 100%", at: expression.span,
                remedies: ["for example: percentile(deals.amount, 90%)"])
        }
        return number.double
    }

    private func kind(
        _ function: AggregateFunction, _ bound: Typed<RowExpression>, _ argument: Expression
    ) throws(Diagnostic) -> Kind {
        let kind = bound.kind
        switch function {
        case .count: return .number(.count)
        case .first, .last: return kind
        case .min, .max:
            guard kind == .boolean else { return kind }
        case .sum, .avg, .median, .stddev, .standardDeviationOfAll, .percentile:
            if kind.isNumber { return kind }
            if kind == .missing { return .number(.number) }
        }
        throw Diagnostic(
            "wrong-kind", "`\(function.rawValue)` needs numbers", at: argument.span,
            reason: ["`\(printed(argument))` is a \(kind.text)"] + whyText(bound.expression),
            remedies: kind == .boolean
                ? ["count the rows where it holds: `count(… where \(printed(argument)))`"]
                : ["`describe` shows why a column was read as \(kind.text)"])
    }

    /// Why a column of a file is text although most of its cells are not.
    private func whyText(_ expression: RowExpression) -> [String] {
        guard case .column(let reference) = expression, let dataset = workspace.datasets[reference.path.end],
            let column = dataset.fileColumn(reference.position)
        else { return [] }
        return column.decisions.filter { $0.hasPrefix("text, because") }
    }

    /// The currency of the amounts that come together; nil where they have one for all or are no money.
    private func currency(
        of bound: Typed<RowExpression>, _ argument: Expression
    ) throws(Diagnostic) -> RowExpression? {
        guard case .number(.money(let code)) = bound.kind else { return nil }
        let currencies = bound.expression.currencies
        guard let first = currencies.first else { return nil }
        var sources = currencies.compactMap { currency -> String? in
            if case .column(let reference) = currency { "that of `\(reference.text)`" } else { nil }
        }
        if let code { sources.append(code) }
        guard currencies.count == 1, code == nil else {
            throw Diagnostic(
                "mixed-units", "`\(printed(argument))` puts amounts of different currencies together",
                at: argument.span, reason: sources.isEmpty ? [] : ["the currencies are " + listed(sources)],
                remedies: ["convert each of them: `convert(amount, currency to EUR)`"])
        }
        return first
    }

    // MARK: The dataset whose rows count

    private func baseDataset(
        of argument: Expression, condition: Expression?, also other: Expression? = nil
    ) throws(Diagnostic) -> String {
        var names = namesIn(argument)
        if let other { names += namesIn(other) }
        if names.isEmpty, let condition { names = namesIn(condition) }
        guard let first = names.first else {
            let named = workspace.namedDatasets
            if named.count == 1 { return named[0].name }
            throw Diagnostic(
                "no-dataset", "this does not say over which rows", at: argument.span,
                remedies: ["name a column with its dataset: `sum(deals.amount)`"])
        }
        // Datasets named outright: the one that reaches all the others has the rows.
        let mentioned = names.filter { $0.parts.count == 2 }.map(\.parts[0].text)
        let named = mentioned.filter { workspace.datasets[$0] != nil }
        if !named.isEmpty {
            for candidate in named where resolves(names, from: candidate) { return candidate }
            let distinct = Array(Set(named)).sorted()
            if distinct.count > 1 {
                throw Diagnostic(
                    "no-join", "no join leads between \(listed(distinct.map { "`\($0)`" }))", at: argument.span,
                    reason: ["one aggregate runs over the rows of one dataset and what they join"],
                    remedies: ["join them, or use one aggregate for each and combine the results"])
            }
            // What is named may be what the rows join: `amount * products.price`.
            let reaching = workspace.namedDatasets.map(\.name).filter { resolves(names, from: $0) }
            return reaching.count == 1 ? reaching[0] : distinct[0]
        }
        for name in mentioned
        where !workspace.datasets.values.contains(where: { $0.joins.contains { $0.name == name } }) {
            let near = nearest(name, among: workspace.datasets.keys)
            throw Diagnostic(
                "unknown-name", "unknown dataset `\(name)`", at: first.span,
                remedies: near.isEmpty ? ["`list datasets` shows them"] : [didYouMean(near)])
        }
        let owners = workspace.namedDatasets.filter { dataset in
            names.contains { dataset.columnIndex($0.parts[0]) != nil } && resolves(names, from: dataset.name)
        }.map(\.name)
        if owners.count == 1 { return owners[0] }
        if owners.count > 1 {
            // The many side of a join has the rows; two unrelated owners are a real question.
            let roots = owners.filter { owner in
                owners.allSatisfy { other in
                    other == owner || workspace.reachable(from: owner).contains { $0.end == other }
                }
            }
            let holders = owners.filter { workspace.datasets[$0]?.columnIndex(first.parts[0]) != nil }
            if holders.count == 1 { return holders[0] }
            if roots.count == 1 && holders.count == 0 { return roots[0] }
            throw Diagnostic(
                "ambiguous-name", "`\(first.text)` is a column of several datasets", at: first.span,
                reason: [listed(holders.map { "`\($0)`" }) + " have one"],
                remedies: ["write " + holders.map { "`\($0).\(first.text)`" }.joined(separator: " or ")])
        }
        let reaching = workspace.namedDatasets.map(\.name).filter { resolves(names, from: $0) }
        if reaching.count == 1 { return reaching[0] }
        throw unknown(names, argument)
    }

    private func resolves(_ names: [Name], from dataset: String) -> Bool {
        let scope = Scope(workspace, dataset: dataset)
        return names.allSatisfy { name in
            do { return try scope.meaning(of: name, dimensionsFirst: false) != nil } catch { return true }
        }
    }

    private func unknown(_ names: [Name], _ argument: Expression) -> Diagnostic {
        let known = workspace.namedDatasets.flatMap { dataset in
            dataset.columns.map(\.name) + dataset.columns.map { dataset.name + "." + $0.name }
        }
        let columns = Set(known)
        let culprit = names.first { !columns.contains($0.text) } ?? names[0]
        if workspace.metric(culprit.text) != nil {
            return Diagnostic(
                "nested-aggregate", "`\(culprit.text)` is a metric already", at: culprit.span,
                reason: ["an aggregate runs over rows, and rows have columns, not metrics"],
                remedies: ["use `\(culprit.text)` as it is, or aggregate a column"])
        }
        let near = nearest(culprit.text, among: columns.union(workspace.datasets.keys))
        return Diagnostic(
            "unknown-name", "unknown name `\(culprit.text)`", at: culprit.span,
            reason: workspace.datasets.isEmpty
                ? ["no data is loaded"] : ["no dataset has a column of this name"],
            remedies: workspace.datasets.isEmpty
                ? ["load \"file.csv\""] : near.isEmpty ? ["`list datasets` shows what is loaded"] : [didYouMean(near)],
            replacement: near.first)
    }
}

/// The names that an expression uses, in order, without those that may be bare values.
package func namesIn(_ expression: Expression) -> [Name] {
    var result: [Name] = []
    func walk(_ expression: Expression) {
        switch expression.kind {
        case .name(let name): result.append(name)
        case .unary(_, let operand): walk(operand)
        case .binary(let operation, let left, let right):
            walk(left)
            // The word on the right of a comparison may be a bare value.
            if !operation.isComparison { walk(right) } else if case .name = right.kind {} else { walk(right) }
        case .membership(let operand, _, _), .within(let operand, _, _): walk(operand)
        case .between(let operand, let low, let high, _): [operand, low, high].forEach(walk)
        case .conditional(let test, let then, let otherwise):
            walk(test)
            walk(then)
            if let otherwise { walk(otherwise) }
        case .call(let call):
            call.arguments.forEach(walk)
            if let condition = call.condition { walk(condition) }
        default: break
        }
    }
    walk(expression)
    return result
}
