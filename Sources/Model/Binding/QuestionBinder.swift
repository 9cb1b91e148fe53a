import Language
import OrderedCollections
import Values

/// Binds a whole question: measures, then what they are grouped by, the periods, and what orders and cuts the lines.
package struct QuestionBinder {
    package let workspace: Workspace
    let notes = BindingNotes()

    package init(_ workspace: Workspace) { self.workspace = workspace }

    package func bind(_ question: Question) throws(Diagnostic) -> BoundQuestion {
        var metrics = MetricBinder(workspace, notes: notes)
        var measures: [BoundQuestion.Measure] = []
        var owners: [(measure: String, span: Span, aggregates: Range<Int>)] = []
        var names = UniqueNames()
        for measure in question.measures {
            let start = metrics.aggregates.count
            let bound = try metrics.bind(measure.expression)
            let (name, label) = title(measure)
            var asked = BoundQuestion.Measure(
                name: names.unique(name.isEmpty ? "column" : name), label: label, expression: bound.expression,
                kind: bound.kind)
            asked.lowerIsBetter = lowerIsBetter(measure.expression)
            measures.append(asked)
            owners.append((printed(measure.expression), measure.expression.span, start..<metrics.aggregates.count))
        }
        let periods = try bindPeriods(question.periods)
        let comparisons = try bindComparisons(question.comparisons, periods)
        if let comparison = comparisons.first(where: \.isTarget) {
            try bindTargets(question, &measures, &metrics, at: comparison.span)
        }
        var dimensions = try shells(question, names: &names, periods: periods)
        metrics.measures = measures.map(\.expression)
        setOutputs(&metrics, measures, dimensions, comparisons)
        let having = try question.having.map { (condition) throws(Diagnostic) in try metrics.condition(condition) }
        let sort = try bindSort(question.sort, &metrics)
        let cut = try bindCut(question.cut, &metrics, measures)
        var parts = zip(measures, question.measures).map { ($0.expression, $1.expression.span) }
        if let having, let given = question.having { parts.append((having, given.span)) }
        parts += zip(sort, question.sort).map { ($0.expression, $1.expression.span) }
        if let cut, let by = question.cut?.by { parts.append((cut.by, by.span)) }
        try refuseOpenShifts(question, parts, periods)

        // Only now is every dataset known that dimensions and conditions have to reach.
        let datasets = OrderedSet(metrics.aggregates.map(\.dataset))
        guard !datasets.isEmpty || question.groupings.isEmpty else {
            throw Diagnostic(
                "nothing-to-group", "no dataset stands behind this question, so there is nothing to group",
                at: question.measures.first?.expression.span, remedies: ["ask for a metric or an aggregate"])
        }
        let blame = Blame(workspace: workspace, owners: owners, aggregates: metrics.aggregates)
        let groupings = question.groupings + (question.across.map { [$0] } ?? [])
        let firstGrouping = dimensions.count - groupings.count
        for (index, grouping) in groupings.enumerated() {
            dimensions[firstGrouping + index].source = try source(
                grouping, dimensions[firstGrouping + index], datasets: datasets, blame: blame)
        }
        var conditions: [String: RowExpression] = [:]
        if let condition = question.condition {
            for dataset in datasets { conditions[dataset] = try bindCondition(condition, on: dataset, blame: blame) }
        }
        let usesTime =
            !question.periods.isEmpty || dimensions.contains(where: \.isTime)
            || parts.contains { $0.0.contains(\.looksElsewhere) }
        if usesTime { try checkTime(metrics.aggregates, question, blame: blame) }
        return BoundQuestion(
            measures: measures, aggregates: metrics.aggregates, dimensions: dimensions,
            hasAcross: question.across != nil, periods: periods, comparisons: comparisons, conditions: conditions,
            having: having, sort: sort, cut: cut, limit: question.limit, totals: question.totals,
            calendar: workspace.calendar, today: workspace.today,
            heading: heading(question, measures, dimensions, periods, comparisons), notes: notes.all,
            datasets: Array(datasets))
    }

    // MARK: Names

    private func title(_ measure: Measure) -> (name: String, label: String) {
        if let label = measure.label { return (machineName(label.text), label.text) }
        if case .name(let name) = measure.expression.kind, let metric = workspace.metric(name.text) {
            return (metric.name, metric.title ?? metric.name)
        }
        let text = printed(measure.expression)
        return (machineName(text), movementTitle(measure.expression) ?? text)
    }

    private func lowerIsBetter(_ expression: Expression) -> Bool {
        guard case .name(let name) = expression.kind, let metric = workspace.metric(name.text) else { return false }
        return workspace.attributes(of: metric).direction == .lower
    }

    /// `opening`, `count of new`: a roll-forward in full would not fit any screen.
    private func movementTitle(_ expression: Expression) -> String? {
        guard case .call(let call) = expression.kind else { return nil }
        if Movement(rawValue: call.function) != nil { return call.function.replacingUnderscores }
        guard call.function == "count", case .call(let inner)? = call.arguments.first?.kind,
            Movement(rawValue: inner.function) != nil
        else { return nil }
        return "count of " + inner.function.replacingUnderscores
    }

    /// Dimensions with their names, their sources still to be bound.
    private func shells(
        _ question: Question, names: inout UniqueNames, periods: [ResolvedPeriod]
    ) throws(Diagnostic) -> [BoundQuestion.Dimension] {
        var result: [BoundQuestion.Dimension] = []
        if periods.count > 1 {
            result.append(.init(name: names.unique("period"), label: "period", source: .period))
        }
        for grouping in question.groupings + (question.across.map { [$0] } ?? []) {
            let text: String
            var label: String?
            switch grouping.kind {
            case .grain(let grain, _): text = grain.columnName
            case .expression(let expression):
                if case .name(let name) = expression.kind {
                    text = machineName(name.parts.last?.text ?? name.text)
                    // A title without letters, as an emoji is, has no machine name.
                    if text.isEmpty { label = name.text }
                } else {
                    text = machineName(printed(expression))
                    label = printed(expression)
                }
            }
            let name = grouping.label.map { machineName($0.text) } ?? text
            result.append(
                .init(
                    name: names.unique(name.isEmpty ? "column" : name), label: grouping.label?.text ?? label ?? name,
                    source: .rows([:], .missing)))
        }
        return result
    }

    private func setOutputs(
        _ metrics: inout MetricBinder, _ measures: [BoundQuestion.Measure], _ dimensions: [BoundQuestion.Dimension],
        _ comparisons: [BoundQuestion.Comparison]
    ) {
        for (index, dimension) in dimensions.enumerated() {
            metrics.outputs[dimension.name] = (.dimension(index), .missing)
        }
        for (index, measure) in measures.enumerated() {
            metrics.outputs[measure.name] = (.measure(index), measure.kind)
            metrics.outputs[measure.label.lowercased()] = (.measure(index), measure.kind)
            for (position, comparison) in comparisons.enumerated() {
                let changeSuffix = comparisons.count == 1 ? "" : "_" + comparison.suffix
                metrics.outputs[measure.name + "_" + comparison.suffix] = (
                    .compared(measure: index, comparison: position), measure.kind
                )
                let change = (MetricExpression.Output.change(measure: index, comparison: position), measure.kind)
                let ratio = (
                    MetricExpression.Output.changeRatio(measure: index, comparison: position), Kind.number(.percent)
                )
                metrics.outputs[measure.name + "_change" + changeSuffix] = change
                metrics.outputs[measure.name + "_change_pct" + changeSuffix] = ratio
                if measures.count == 1 && comparisons.count == 1 {
                    metrics.outputs["change"] = change
                    metrics.outputs["change_pct"] = ratio
                }
            }
        }
    }

    // MARK: Groups and conditions

    private func source(
        _ grouping: Grouping, _ dimension: BoundQuestion.Dimension, datasets: OrderedSet<String>, blame: Blame
    ) throws(Diagnostic) -> BoundQuestion.Dimension.Source {
        let expression: Expression
        switch grouping.kind {
        case .grain(let grain, let span):
            // Where no dataset has a time axis, `month` can only be a column of that name.
            let name = Name([.init(grain.columnName)], span: span)
            if workspace.dimensions[grain.columnName] != nil {
                return try source(
                    Grouping(.expression(Expression(.name(name), span: span))), dimension, datasets: datasets,
                    blame: blame)
            }
            let hasAxis = datasets.contains {
                workspace.datasets[$0]?.time != nil || workspace.datasets[$0]?.active != nil
            }
            if hasAxis || !datasets.contains(where: { Scope(workspace, dataset: $0).names.contains(name.text) }) {
                return .grain(grain)
            }
            expression = Expression(.name(name), span: span)
        case .expression(let given): expression = given
        }
        var rows: [String: RowExpression] = [:]
        var common = Kind.missing
        for dataset in datasets {
            let isTarget = workspace.datasets[dataset]?.isTarget == true
            let binder = RowBinder(workspace, dataset: dataset, dimensionsFirst: !isTarget, notes: notes)
            let bound: Typed<RowExpression>
            do {
                bound = try binder.bind(expression)
                if isTarget { try refuseUnset(expression, dataset) }
            } catch {
                if isTarget { throw notByTarget(expression, dataset) }
                throw blame.unreachable(expression, from: dataset, error, all: Array(datasets))
            }
            if case .number = bound.kind, case .number = common {
            } else {
                common = try commonKind(common, bound.kind, expression.span)
            }
            rows[dataset] = bound.expression
        }
        return .rows(rows, common)
    }

    private func bindCondition(
        _ condition: Expression, on dataset: String, blame: Blame
    ) throws(Diagnostic) -> RowExpression {
        let isTarget = workspace.datasets[dataset]?.isTarget == true
        let binder = RowBinder(workspace, dataset: dataset, dimensionsFirst: !isTarget, notes: notes)
        do {
            if isTarget { try refuseUnset(condition, dataset) }
            return try binder.condition(condition)
        } catch {
            if isTarget { throw notByTarget(condition, dataset) }
            throw blame.condition(error, condition, from: dataset)
        }
    }

    private func checkTime(_ aggregates: [Aggregate], _ question: Question, blame: Blame) throws(Diagnostic) {
        for (index, aggregate) in aggregates.enumerated() where aggregate.time == nil && !aggregate.isBalance {
            let span = question.periods.first?.span ?? blame.span(ofAggregate: index)
            let days =
                workspace.datasets[aggregate.dataset]?.columns.filter { column in
                    guard case .file(let position) = column.origin,
                        let table = workspace.datasets[aggregate.dataset]?.table
                    else { return false }
                    return Kind(of: table.outline(position)).isTime
                }.map(\.name) ?? []
            throw Diagnostic(
                "no-time-axis", "`\(aggregate.dataset)` has no time axis, so no period can select its rows", at: span,
                reason: days.isEmpty
                    ? ["`\(aggregate.dataset)` has no column of days"]
                    : ["its columns of days are \(listed(days.map { "`\($0)`" }))"],
                remedies: days.isEmpty
                    ? ["ask without a period"]
                    : [
                        "add `time \(days[0])` to dataset `\(aggregate.dataset)`, or say"
                            + " `on \(days[0])` inside the aggregate"
                    ])
        }
    }

    // MARK: Order and cut

    private func bindSort(
        _ keys: [Language.SortKey], _ metrics: inout MetricBinder
    ) throws(Diagnostic) -> [BoundQuestion.SortKey] {
        var result: [BoundQuestion.SortKey] = []
        metrics.seesDimensions = true
        defer { metrics.seesDimensions = false }
        for key in keys {
            let bound = try metrics.bind(key.expression)
            let isDimension =
                if case .output(.dimension) = bound.expression { true } else { false }
            result.append(.init(expression: bound.expression, ascending: key.ascending ?? isDimension))
        }
        return result
    }

    private func bindCut(
        _ cut: Language.Cut?, _ metrics: inout MetricBinder, _ measures: [BoundQuestion.Measure]
    ) throws(Diagnostic) -> BoundQuestion.Cut? {
        guard let cut else { return nil }
        var expression = measures.isEmpty ? MetricExpression.constant(.missing) : .output(.measure(0))
        if let by = cut.by {
            expression = try metrics.bind(by).expression
        }
        return .init(isTop: cut.isTop, count: cut.count, by: expression, withOthers: cut.withOthers)
    }

    private func heading(
        _ question: Question, _ measures: [BoundQuestion.Measure], _ dimensions: [BoundQuestion.Dimension],
        _ periods: [ResolvedPeriod], _ comparisons: [BoundQuestion.Comparison]
    ) -> String {
        var text = measures.map(\.label).joined(separator: ", ")
        let by = dimensions.dropLast(question.across == nil ? 0 : 1).filter {
            if case .period = $0.source { false } else { true }
        }
        if !by.isEmpty { text += " by " + by.map { $0.label.replacingUnderscores }.joined(separator: ", ") }
        if question.across != nil, let across = dimensions.last {
            text += " across " + across.label.replacingUnderscores
        }
        if !question.periods.isEmpty { text += " for " + periods.map(\.period.label).joined(separator: ", ") }
        for comparison in comparisons { text += " " + comparison.label }
        if let condition = question.condition { text += " where " + workspace.text(of: condition) }
        if let having = question.having { text += " having " + workspace.text(of: having) }
        if let cut = question.cut { text += " (\(cut.isTop ? "top" : "bottom") \(cut.count))" }
        return text
    }
}

extension String {
    package var replacingUnderscores: String { String(map { $0 == "_" ? " " : $0 }) }
}
