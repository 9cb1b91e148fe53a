import Language
import Values

/// Binds `why`: a question by one dimension, in the asked period and the one that it is compared with.
package struct WhyBinder {
    package let workspace: Workspace

    package init(_ workspace: Workspace) { self.workspace = workspace }

    /// The question of one breakdown; without a grouping that of the metric alone.
    package func bind(_ why: WhyQuestion, by grouping: Grouping?) throws(Diagnostic) -> BoundQuestion {
        try refuse(why)
        var bound = try QuestionBinder(workspace).bind(question(why, by: grouping))
        guard bound.measures[0].kind.isNumber else {
            throw Diagnostic(
                "wrong-kind", "`\(printed(why.measure.expression))` is a \(bound.measures[0].kind.text), not a number",
                at: why.measure.expression.span, reason: ["only what numbers add up to has drivers"])
        }
        bound.heading = "Why " + bound.heading
        return bound
    }

    /// The same as a question in the language, to see which columns it reads.
    package func question(_ why: WhyQuestion, by grouping: Grouping?) -> Question {
        Question(
            measures: [why.measure], groupings: grouping.map { [$0] } ?? [], periods: why.period.map { [$0] } ?? [],
            comparisons: [why.comparison ?? .previous(why.period?.span ?? .none)], condition: why.condition)
    }

    /// The dimensions of the workspace by which the metric can be asked.
    package func candidates(_ why: WhyQuestion) -> [Grouping] {
        workspace.dimensions.values.map { dimension in
            let span = why.measure.expression.span
            return Grouping(.expression(Expression(.name(Name([.init(dimension.name)], span: span)), span: span)))
        }.filter { (try? bind(why, by: $0)) != nil }
    }

    private func refuse(_ why: WhyQuestion) throws(Diagnostic) {
        let name = printed(why.measure.expression)
        guard why.period != nil else {
            throw Diagnostic(
                "open-comparison", "this does not say when `\(name)` changed", at: why.measure.expression.span,
                reason: ["drivers are of the change from one period to another"],
                remedies: ["say it: `why \(name) for this quarter vs previous`"])
        }
        if case .target(let span)? = why.comparison {
            throw Diagnostic(
                "why-target", "what is missing to a target has no drivers among the rows", at: span,
                reason: ["`why` tells a change between two periods of the same rows"],
                remedies: ["see it by a dimension: `show \(name) by … vs target`"])
        }
        for case .grain(let grain, let span) in why.groupings.map(\.kind) {
            throw Diagnostic(
                "why-by-time", "a change between two periods is not split by \(grain.rawValue)", at: span,
                reason: ["each \(grain.rawValue) lies in one of the two periods only"],
                remedies: ["see the steps themselves: `show \(name) by \(grain.rawValue)`"])
        }
    }
}

extension WhyBinder {
    /// Whose balances move, for a balance of one dataset that does not say: as the movements of the workspace's metrics
    /// have it, else as the only join of the dataset.
    package func entity(of dataset: String) -> RowExpression? {
        var metrics = MetricBinder(workspace, notes: BindingNotes())
        for metric in workspace.allMetrics { _ = try? metrics.bind(metric.expression) }
        if let known = metrics.aggregates.first(where: { $0.movement != nil && $0.dataset == dataset })?.entity {
            return known
        }
        guard let joins = workspace.datasets[dataset]?.joins, joins.count == 1 else { return nil }
        let column = Expression(.name(Name([.init(joins[0].column)], span: .none)), span: .none)
        let binder = RowBinder(workspace, dataset: dataset, dimensionsFirst: false, notes: BindingNotes())
        return try? binder.bind(column).expression
    }
}
