import Language
import Values

/// What `vs target` sets beside each measure.
extension QuestionBinder {
    func bindTargets(
        _ question: Question, _ measures: inout [BoundQuestion.Measure], _ metrics: inout MetricBinder, at span: Span
    ) throws(Diagnostic) {
        var without: [String] = []
        for (index, measure) in question.measures.enumerated() {
            guard let target = try target(of: measure) else {
                without.append(printed(measure.expression))
                continue
            }
            measures[index].target = metrics.expression(of: target, for: measures[index].expression)
        }
        guard without.count < question.measures.count else {
            throw workspace.noTarget(
                "\(listed(without.map { "`\($0)`" })) \(without.count == 1 ? "has" : "have") no target", at: span)
        }
        if !without.isEmpty { notes.add("no target is defined for \(without.joined(separator: ", "))") }
    }

    private func target(of measure: Measure) throws(Diagnostic) -> Target? {
        guard case .name(let name) = measure.expression.kind, let metric = workspace.metric(name.text) else {
            return nil
        }
        return try workspace.target(of: metric, at: name.span)
    }

    /// Refuses what one of the metrics in a dataset of targets has no targets by, although others may.
    func refuseUnset(_ expression: Expression, _ dataset: String) throws(Diagnostic) {
        let names = namesIn(expression).map(\.text)
        let unset = notes.targets.contains { target in
            target.dataset == dataset && names.contains { !target.dimensions.contains($0) }
        }
        if unset { throw notByTarget(expression, dataset) }
    }

    /// A dimension or condition that targets are not set by.
    func notByTarget(_ expression: Expression, _ dataset: String) -> Diagnostic {
        let names = namesIn(expression).map(\.text)
        let own = notes.targets.filter { $0.dataset == dataset }
        let target = own.first { target in names.contains { !target.dimensions.contains($0) } } ?? own.first
        let path = workspace.datasets[dataset]?.path ?? dataset
        let whose = target.map { " of `\($0.metric)`" } ?? ""
        let ways =
            target.map { $0.dimensions + [$0.grain.rawValue] } ?? workspace.datasets[dataset]?.columns.map(\.name)
        return Diagnostic(
            "unreachable-dimension", "targets\(whose) are not set by `\(printed(expression))`", at: expression.span,
            reason: ["\"\(path)\" has them by \(listed(ways ?? []))"],
            remedies: ["leave out `vs target`, or ask by \((ways ?? []).joined(separator: ", "))"])
    }
}

/// `target(bookings)`, `attainment(bookings)`.
extension MetricBinder {
    mutating func bindTarget(_ call: Call, _ span: Span) throws(Diagnostic) -> Typed<MetricExpression> {
        try refuseParts(of: call, besides: [], span, remedy: "write `\(call.function)(METRIC)`")
        guard call.arguments.count == 1, case .name(let name)? = call.arguments.first?.kind,
            let metric = workspace.metric(name.text)
        else {
            throw Diagnostic(
                "argument-count", "`\(call.function)` takes the name of one metric", at: span,
                reason: ["targets are set for metrics"], remedies: ["write `\(call.function)(bookings)`"])
        }
        guard let target = try workspace.target(of: metric, at: name.span) else {
            throw workspace.noTarget("`\(metric.name)` has no target", at: name.span)
        }
        let bound = try bind(Expression(.name(name), span: name.span))
        let aim = expression(of: target, for: bound.expression)
        if call.function == CallForm.target.rawValue { return Typed(aim, bound.kind) }
        return Typed(.arithmetic(.divide, bound.expression, aim), .number(.percent))
    }

    /// What a metric should reach, with a note where targets are not added up.
    mutating func expression(of target: Target, for metric: MetricExpression) -> MetricExpression {
        notes.targets.append(target)
        if let repeats = target.repeats { notes.add(repeats) }
        if !metric.isAdditive(aggregates) {
            notes.add(
                "targets of \(target.metric) are not added up: there is one only where all rows of "
                    + "\"\(workspace.datasets[target.dataset]?.path ?? target.dataset)\" agree")
        }
        return target.expression(&self, for: metric)
    }
}

extension Workspace {
    func noTarget(_ message: String, at span: Span) -> Diagnostic {
        let known = targets.keys.map { "`\($0)`" } + (datasets[Self.sharedTargets] == nil ? [] : ["those in `targets`"])
        return Diagnostic(
            "no-target", message, at: span,
            reason: known.isEmpty ? ["no target is defined"] : ["there are targets of \(listed(known))"],
            remedies: [
                "define one: `target METRIC by D from \"targets.csv\" { time month; value target }`",
                "or load a sheet of them with the columns metric, period and value: `load \"FILE\" as targets`",
            ])
    }
}
