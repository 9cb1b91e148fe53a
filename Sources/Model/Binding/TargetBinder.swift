import Language
import Values

/// What `vs target` sets beside each measure.
extension QuestionBinder {
    func bindTargets(
        _ question: Question, _ periods: [ResolvedPeriod], _ measures: inout [BoundQuestion.Measure],
        _ metrics: inout MetricBinder, at span: Span
    ) throws(Diagnostic) {
        var without: [String] = []
        for (index, measure) in question.measures.enumerated() {
            guard case .name(let name) = measure.expression.kind, let target = workspace.targets[name.text] else {
                without.append(printed(measure.expression))
                continue
            }
            measures[index].target = target.expression(&metrics, for: measures[index].expression)
            noteSteps(of: target, question, periods)
        }
        guard without.count < question.measures.count else {
            let known = workspace.targets.keys.map { "`\($0)`" }
            throw Diagnostic(
                "no-target", "\(listed(without.map { "`\($0)`" })) \(without.count == 1 ? "has" : "have") no target",
                at: span,
                reason: known.isEmpty ? ["no target is defined"] : ["there are targets of \(listed(known))"],
                remedies: ["define one: `target METRIC by D from \"targets.csv\" { time month; value target }`"])
        }
        if !without.isEmpty { notes.add("no target is defined for \(without.joined(separator: ", "))") }
        for (index, measure) in question.measures.enumerated() {
            guard case .name(let name) = measure.expression.kind, let target = workspace.targets[name.text],
                !measures[index].expression.isAdditive(metrics.aggregates)
            else { continue }
            notes.add(
                "targets of \(name.text) are not added up: there is one only where all rows of "
                    + "\"\(workspace.datasets[target.dataset]?.path ?? target.dataset)\" agree")
        }
    }

    /// Tells periods and steps for which there is no target because they are not made of those that have one.
    private func noteSteps(of target: Target, _ question: Question, _ periods: [ResolvedPeriod]) {
        let step = target.grain.rawValue
        for resolved in periods
        where resolved.shape != .open && !workspace.calendar.isWhole(resolved.period, target.grain) {
            notes.add(
                "targets of \(target.metric) are set by \(step): \(resolved.period.label) is not made of whole \(step)s"
            )
        }
        for grouping in question.groupings + (question.across.map { [$0] } ?? []) {
            guard case .grain(let grain, _) = grouping.kind, !grain.isMadeOf(target.grain) else { continue }
            notes.add("targets of \(target.metric) are set by \(step): a \(grain.rawValue) has none")
        }
    }

    /// A dimension or condition that targets are not set by.
    func notByTarget(_ expression: Expression, _ dataset: String) -> Diagnostic {
        let target = workspace.targets.values.first { $0.dataset == dataset }
        let metric = target?.metric ?? ""
        let ways = (target?.dimensions ?? []) + [target?.grain.rawValue ?? "period"]
        return Diagnostic(
            "unreachable-dimension", "targets of `\(metric)` are not set by `\(printed(expression))`",
            at: expression.span,
            reason: ["\"\(workspace.datasets[dataset]?.path ?? dataset)\" has them by \(listed(ways))"],
            remedies: ["leave out `vs target`, or ask by \(ways.joined(separator: ", "))"])
    }
}

extension Grain {
    /// Whether its steps are made of whole steps of another grain.
    fileprivate func isMadeOf(_ other: Grain) -> Bool {
        guard let own = months, let parts = other.months else { return self == other || other == .day }
        return own.isMultiple(of: parts)
    }
}
