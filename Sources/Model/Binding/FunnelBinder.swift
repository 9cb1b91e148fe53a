import Language
import Tables
import Values

/// `funnel DATASET`, bound.
package struct BoundFunnel: Sendable {
    /// What an entity is worth, on the row that it enters a stage with.
    package struct Value: Sendable {
        package var expression: RowExpression
        package var unit: Unit
        /// As it is written: `amount`.
        package var label: String
        /// The currency of each row's amount; nil where all of it is in one.
        package var currency: RowExpression?
    }

    /// How many of the history's rows count, by the groups, periods and conditions of the funnel.
    package var question: BoundQuestion
    /// Whose rows are looked at: the history, or the dataset with the stage that each row is in now.
    package var dataset: String
    /// What goes through the stages.
    package var entities: String
    /// Nil where only the current stage is known.
    package var entries: HistoryColumn.Entries?
    package var stage: RowExpression
    package var steps: StageSteps
    package var anyOrder: Bool
    package var value: Value?

    /// The columns that it reads.
    package var columns: [ColumnReference] {
        var expressions = [stage]
        if let entries { expressions += [entries.entity, entries.time] }
        if let value { expressions += [value.expression] + (value.currency.map { [$0] } ?? []) }
        return question.columns + expressions.flatMap(\.columns)
    }
}

/// Binds `funnel`: groups, periods and conditions are those of `show count(HISTORY)`.
package struct FunnelBinder {
    package let workspace: Workspace

    package init(_ workspace: Workspace) { self.workspace = workspace }

    /// More steps than any process has.
    package static let stepLimit = 60

    package func bind(_ funnel: FunnelQuestion) throws(Diagnostic) -> BoundFunnel {
        let (dataset, history) = try workspace.staged(funnel.dataset, asking: "funnel")
        let source = history ?? dataset
        let span = funnel.dataset.span
        var entries: HistoryColumn.Entries?
        if let history {
            entries = try workspace.entries(of: history, entities: dataset.name, at: span)
        } else if dataset.key.count != 1 {
            entries = try workspace.entries(of: dataset, at: span)
        } else if funnel.anyOrder {
            throw Diagnostic(
                "no-history", "`\(dataset.name)` does not tell in which order stages were entered", at: span,
                reason: ["each row has only the stage that it is in now"],
                remedies: [
                    "leave out `any order`",
                    "load the history as a dataset with `stages`, `time` and `join \(dataset.name) on COLUMN`",
                ])
        }
        let steps = StageSteps(source.stages?.steps ?? [])
        guard steps.steps.count > 1, steps.steps.count <= Self.stepLimit else {
            throw Diagnostic(
                "stage-count", "the stages of `\(source.name)` are no way through a funnel", at: span,
                reason: [
                    "a funnel has 2 to \(Self.stepLimit) steps, those aside that end it without success; here there "
                        + (steps.steps.count == 1 ? "is 1" : "are \(steps.steps.count)")
                ],
                remedies: ["list them in order: `stages COLUMN: FIRST > SECOND > LAST` in dataset `\(source.name)`"])
        }
        let notes = BindingNotes()
        let binder = RowBinder(workspace, dataset: source.name, dimensionsFirst: false, notes: notes)
        // In backquotes no dimension stands before the column.
        let column = Name([.init(source.stages?.column ?? "", isQuoted: true)], span: span)
        let stage = try binder.bind(Expression(.name(column), span: span)).expression
        var question = try QuestionBinder(workspace).bind(counting(source, of: dataset, funnel))
        let value = try value(funnel, dataset, source, binder)
        question.notes += notes.all
        return BoundFunnel(
            question: question, dataset: source.name,
            entities: entries == nil ? source.name : name(of: dataset, source),
            entries: entries, stage: stage, steps: steps, anyOrder: funnel.anyOrder, value: value)
    }

    /// What goes through the stages, as the workspace calls it.
    private func name(of dataset: Dataset, _ history: Dataset) -> String {
        if dataset.name != history.name { return dataset.name }
        return history.joins.count == 1 ? history.joins[0].dataset : history.name
    }

    private func counting(_ source: Dataset, of dataset: Dataset, _ funnel: FunnelQuestion) -> Question {
        let span = funnel.dataset.span
        let name = Expression(.name(Name([.init(source.name, isQuoted: true)], span: span)), span: span)
        let count = Expression(.call(Call(function: "count", functionSpan: span, arguments: [name])), span: span)
        let title = "Funnel of \(dataset.name)" + (funnel.anyOrder ? " in any order" : "")
        return Question(
            measures: [Measure(count, label: Label(title, span: span))], groupings: funnel.groupings,
            periods: funnel.periods, condition: funnel.condition)
    }

    // MARK: What they are worth

    /// Names of amounts, the likeliest first.
    private static let amounts = [
        "amount", "deal_amount", "opportunity_amount", "total_amount", "close_value", "deal_value", "value", "revenue",
        "total_value", "acv", "tcv", "arr", "mrr",
    ]

    private func value(
        _ funnel: FunnelQuestion, _ dataset: Dataset, _ source: Dataset, _ binder: RowBinder
    ) throws(Diagnostic) -> BoundFunnel.Value? {
        if let given = funnel.value {
            let bound = try binder.bind(given)
            guard case .number(let unit) = bound.kind else {
                throw Diagnostic(
                    "not-a-number", "`\(printed(given))` is a \(bound.kind.text), so nothing is worth it",
                    at: given.span,
                    remedies: ["name a column of amounts behind `value`"])
            }
            return try value(bound.expression, unit, printed(given), given.span)
        }
        let declared = [source, dataset].flatMap { $0.money.flatMap(\.columns) }
        for candidate in Self.amounts.filter(declared.contains) + declared + Self.amounts {
            let name = Name([.init(candidate, isQuoted: true)], span: funnel.dataset.span)
            guard source.columnIndex(candidate) != nil || dataset.columnIndex(candidate) != nil,
                let bound = try? binder.bind(Expression(.name(name), span: funnel.dataset.span)),
                case .number(let unit) = bound.kind
            else { continue }
            return try value(bound.expression, unit, candidate, funnel.dataset.span)
        }
        return nil
    }

    private func value(
        _ expression: RowExpression, _ unit: Unit, _ label: String, _ span: Span
    ) throws(Diagnostic) -> BoundFunnel.Value {
        let currencies = expression.currencies
        guard currencies.count < 2 else {
            throw Diagnostic(
                "mixed-currencies", "`\(label)` is made of amounts whose currencies stand in different columns",
                at: span,
                remedies: ["name one amount, or `convert` both to one currency"])
        }
        return BoundFunnel.Value(expression: expression, unit: unit, label: label, currency: currencies.first)
    }
}
