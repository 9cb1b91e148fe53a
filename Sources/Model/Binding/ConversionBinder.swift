import Language
import Values

/// Binds `conversion(deals from "MQL" to "SQL" within 30 days)`: the mean of a column of a stage history that is 1 on
/// the first entries that led to the second stage and 0 on the others.
package struct ConversionBinder {
    let workspace: Workspace
    let notes: BindingNotes

    package init(_ workspace: Workspace, notes: BindingNotes) {
        self.workspace = workspace
        self.notes = notes
    }

    package func bind(_ call: Call, _ span: Span) throws(Diagnostic) -> Typed<Aggregate> {
        let form = CallForm.conversion
        guard let route = call.route else {
            throw Diagnostic(
                "no-route", "`conversion` needs the stages that it goes from and to", at: span,
                remedies: ["write \(form.signature)"])
        }
        guard call.parts.isSubset(of: [.route, .condition]) else {
            throw Diagnostic(
                "conversion-clause", "`conversion` takes only `from`, `to`, `within`, `any order` and `where`",
                at: span, reason: ["periods select by the time axis of the history"],
                remedies: ["write \(form.signature)"])
        }
        guard call.arguments.count == 1, let argument = call.arguments.first, case .name(let name) = argument.kind
        else {
            throw Diagnostic(
                "argument-count", "`conversion` takes one dataset", at: span, remedies: ["write \(form.signature)"])
        }
        let (history, entries) = try history(name)
        let bound = try self.route(route, in: history, span)
        noteUnused([bound.from, bound.to], entries, history)
        func column(_ value: HistoryColumn.Value) -> RowExpression {
            .history(
                HistoryColumn(path: JoinPath(start: history.name, joins: []), entries: entries, value: value))
        }
        // Only first entries count, so that nothing else makes a line or is told as a row behind the answer.
        var condition = column(.entry(bound))
        if let given = call.condition {
            let binder = RowBinder(workspace, dataset: history.name, dimensionsFirst: false, notes: notes)
            condition = .and(try binder.condition(given), condition)
        }
        var aggregate = Aggregate(function: .avg, dataset: history.name, argument: column(.conversion(bound)))
        aggregate.condition = condition
        aggregate.time = entries.time
        return Typed(aggregate, .number(.percent))
    }

    // MARK: The history

    /// The history of the named entities, or the named history itself.
    private func history(_ name: Name) throws(Diagnostic) -> (Dataset, HistoryColumn.Entries) {
        let (dataset, history) = try workspace.staged(name, asking: "conversion")
        if let history {
            return (history, try workspace.entries(of: history, entities: dataset.name, at: name.span))
        }
        return (dataset, try workspace.entries(of: dataset, at: name.span))
    }

    // MARK: The stages

    private func route(
        _ route: Route, in history: Dataset, _ span: Span
    ) throws(Diagnostic) -> StageRoute {
        let steps = history.stages?.steps ?? []
        let from = try stage(route.from, in: history, span)
        let to = try stage(route.to, in: history, span)
        guard from.step < to.step else {
            let all =
                "the stages of `\(history.name)` are "
                + steps.map { $0.joined(separator: " | ") }.joined(separator: " > ")
            let place = route.from.span == .none ? span : route.from.span.joined(route.to.span)
            if from.step == to.step {
                throw Diagnostic(
                    "stage-order",
                    from.name == to.name
                        ? "`\(from.name)` cannot convert to itself"
                        : "`\(from.name)` and `\(to.name)` stand for one another, so neither leads to the other",
                    at: place, reason: [all])
            }
            throw Diagnostic(
                "stage-order", "`\(to.name)` comes before `\(from.name)`", at: place, reason: [all],
                remedies: ["turn them around: `from \"\(to.name)\" to \"\(from.name)\"`"])
        }
        return StageRoute(
            from: from.name, to: to.name, steps: steps, within: route.within, anyOrder: route.anyOrder)
    }

    /// A stage as the dataset writes it, and the position of its step.
    private func stage(
        _ label: Label, in history: Dataset, _ span: Span
    ) throws(Diagnostic) -> (name: String, step: Int) {
        let steps = history.stages?.steps ?? []
        let folded = label.text.lowercased()
        for (position, step) in steps.enumerated() {
            if let name = step.first(where: { $0.lowercased() == folded }) { return (name, position) }
        }
        let near = nearest(label.text, among: steps.joined())
        throw Diagnostic(
            "unknown-stage", "`\(history.name)` has no stage `\(label.text)`",
            at: label.span == .none ? span : label.span,
            reason: ["its stages are " + steps.map { $0.joined(separator: " | ") }.joined(separator: " > ")],
            remedies: near.isEmpty ? [] : ["did you mean " + near.map { "\"\($0)\"" }.joined(separator: ", ") + "?"],
            replacement: near.first.map { "\"\($0)\"" })
    }

    /// Tells of stages that no row has, as when the data spells them in another way.
    private func noteUnused(_ stages: [String], _ entries: HistoryColumn.Entries, _ history: Dataset) {
        guard case .column(let reference) = entries.stage, reference.path.joins.isEmpty,
            let texts = try? history.table.differentTexts(reference.position)
        else { return }
        let known = Set(texts.map { $0.lowercased() })
        for stage in stages where !known.contains(stage.lowercased()) {
            notes.add("no row of \(history.name) enters the stage \"\(stage)\"")
        }
    }
}
