import Language
import Values

/// What `vs target` sets beside each measure.
extension QuestionBinder {
    func bindTargets(
        _ question: Question, _ measures: inout [BoundQuestion.Measure], _ metrics: inout MetricBinder, at span: Span
    ) throws(Diagnostic) {
        var without: [String] = []
        for (index, measure) in question.measures.enumerated() {
            guard case .name(let name) = measure.expression.kind, let target = workspace.targets[name.text] else {
                without.append(printed(measure.expression))
                continue
            }
            measures[index].target = target.expression(&metrics, for: measures[index].expression)
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
