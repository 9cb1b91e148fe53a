import Language
import OrderedCollections
import Values

/// The step of time in which each row's entity first appears.
package struct CohortStart: Hashable, Sendable {
    package var entity: RowExpression
    /// When a row counts, or begins to be active.
    package var time: RowExpression
    /// Rows that make an entity appear; nil for all.
    package var condition: RowExpression?
    package var grain: Grain
    package var calendar: Calendar
}

/// `cohort METRIC by GRAIN`, bound.
package struct BoundCohort: Sendable {
    /// The metric and the number of entities, by the other dimensions, the cohort and the step of time, in this order.
    package var question: BoundQuestion
    package var grain: Grain
    /// The cohorts asked for, by the step in which they begin; empty for all.
    package var periods: [ResolvedPeriod]
}

/// Binds `cohort`: a question by cohort and time, whose answer is then laid out by age.
package struct CohortBinder {
    package let workspace: Workspace

    package init(_ workspace: Workspace) { self.workspace = workspace }

    package func bind(_ cohort: CohortQuestion) throws(Diagnostic) -> BoundCohort {
        try refuseTime(cohort)
        let binder = QuestionBinder(workspace)
        let step = Grouping(.grain(cohort.grain, span: cohort.measure.expression.span))
        let question = Question(
            measures: [cohort.measure], groupings: cohort.groupings + [step], condition: cohort.condition)
        var bound = try binder.bind(question)
        let dataset = try onlyDataset(bound, cohort)
        let entity = try entity(of: cohort, bound, dataset)
        let start = try start(of: entity, bound, dataset, cohort)
        let day = Kind.day
        bound.dimensions.insert(
            .init(name: "cohort", label: "cohort", source: .rows([dataset.name: .cohortStart(start)], day)),
            at: bound.dimensions.count - 1)
        bound.aggregates.append(size(entity, like: bound.aggregates[0], start))
        bound.measures.append(
            .init(
                name: "size", label: "size", expression: .aggregate(bound.aggregates.count - 1), kind: .number(.count)))
        bound.totals = false
        let periods = cohort.periods.isEmpty ? [] : try binder.bindPeriods(cohort.periods)
        bound.heading = heading(cohort, bound, periods)
        return BoundCohort(question: bound, grain: cohort.grain, periods: periods)
    }

    /// Cohorts and their ages are the time of a triangle.
    private func refuseTime(_ cohort: CohortQuestion) throws(Diagnostic) {
        for case .grain(let grain, let span) in cohort.groupings.map(\.kind) {
            throw Diagnostic(
                "cohort-by-time", "a triangle has no `\(grain.rawValue)` besides its cohorts", at: span,
                reason: [
                    "its lines are cohorts by \(cohort.grain.rawValue), its columns the \(cohort.grain.rawValue)s since"
                ],
                remedies: ["leave it out, or ask `cohort \(printed(cohort.measure.expression)) by \(grain.rawValue)`"])
        }
    }

    private func onlyDataset(_ bound: BoundQuestion, _ cohort: CohortQuestion) throws(Diagnostic) -> Dataset {
        guard bound.datasets.count == 1, let dataset = workspace.datasets[bound.datasets[0]] else {
            throw Diagnostic(
                "cohort-of-several", "`\(printed(cohort.measure.expression))` is made of several datasets",
                at: cohort.measure.expression.span,
                reason: ["it uses \(listed(bound.datasets.map { "`\($0)`" })), and a cohort is of one of them"],
                remedies: ["ask for each part by itself"])
        }
        return dataset
    }

    /// Whose first appearance counts: as told, or as the metric itself tells.
    private func entity(
        of cohort: CohortQuestion, _ bound: BoundQuestion, _ dataset: Dataset
    ) throws(Diagnostic) -> RowExpression {
        let binder = RowBinder(workspace, dataset: dataset.name, dimensionsFirst: false, notes: BindingNotes())
        if let told = cohort.entity { return try binder.bind(told).expression }
        var found: OrderedSet<RowExpression> = []
        for aggregate in bound.aggregates {
            if aggregate.isDistinct, let argument = aggregate.argument { found.append(argument) }
            if let entity = aggregate.entity { found.append(entity) }
        }
        if found.count == 1 { return found[0] }
        if found.isEmpty, dataset.joins.count == 1 {
            let column = Expression(.name(Name([.init(dataset.joins[0].column)], span: .none)), span: .none)
            return try binder.bind(column).expression
        }
        let candidates = dataset.joins.map { "per \($0.column)" }
        throw Diagnostic(
            "no-entity", "this does not say whose cohorts", at: cohort.measure.expression.span,
            reason: ["a cohort is of those who first appear in a \(cohort.grain.rawValue)"],
            remedies: [
                "say it: `cohort \(printed(cohort.measure.expression)) \(candidates.first ?? "per COLUMN") by"
                    + " \(cohort.grain.rawValue)`"
            ])
    }

    private func start(
        of entity: RowExpression, _ bound: BoundQuestion, _ dataset: Dataset, _ cohort: CohortQuestion
    ) throws(Diagnostic) -> CohortStart {
        let times = OrderedSet(bound.aggregates.map { $0.isBalance ? $0.activeFrom : $0.time })
        guard times.count == 1, let time = times[0] else {
            throw Diagnostic(
                "no-time-axis", "the parts of this metric lie on different time axes",
                at: cohort.measure.expression.span, remedies: ["ask for each part by itself"])
        }
        let conditions = OrderedSet(bound.aggregates.map(\.condition))
        return CohortStart(
            entity: entity, time: time, condition: conditions.count == 1 ? conditions[0] : nil, grain: cohort.grain,
            calendar: workspace.calendar)
    }

    /// The number of entities of a cohort.
    private func size(_ entity: RowExpression, like first: Aggregate, _ start: CohortStart) -> Aggregate {
        var aggregate = Aggregate(function: .count, dataset: first.dataset, argument: entity)
        aggregate.isDistinct = true
        aggregate.condition = start.condition
        aggregate.time = start.time
        return aggregate
    }

    private func heading(_ cohort: CohortQuestion, _ bound: BoundQuestion, _ periods: [ResolvedPeriod]) -> String {
        let by = bound.dimensions.dropLast(2).map { $0.label.replacingUnderscores }
        var text = (bound.measures.first?.label ?? "") + " of cohorts by " + cohort.grain.rawValue
        if !by.isEmpty { text += ", " + by.joined(separator: ", ") }
        if !periods.isEmpty { text += " for " + periods.map(\.period.label).joined(separator: ", ") }
        if let condition = cohort.condition { text += " where " + workspace.text(of: condition) }
        return text
    }
}
