import Language
import Values

/// A stage history is a dataset with `stages`, a time axis and a join to the entities: each row says that one of them
/// entered a stage.
extension Workspace {
    /// The column that every history has.
    package static let daysInStage = "days_in_stage"

    /// What the rows of a history say; throws where the dataset is none.
    /// - Parameter entities: the dataset of the entities; nil for the one that its joins lead to.
    package func entries(
        of dataset: Dataset, entities: String? = nil, at span: Span
    ) throws(Diagnostic) -> HistoryColumn.Entries {
        guard let stages = dataset.stages else {
            throw Diagnostic(
                "no-stages", "`\(dataset.name)` has no stages", at: span,
                remedies: ["say which there are: `stages COLUMN: FIRST > SECOND > LAST` in dataset `\(dataset.name)`"])
        }
        guard dataset.key.count != 1 else {
            throw Diagnostic(
                "no-history", "`\(dataset.name)` is no history of stages", at: span,
                reason: ["`key \(dataset.key[0])` says that each row is one of its own, with the stage it is in now"],
                remedies: [
                    "load the history as a dataset with `stages`, `time` and `join \(dataset.name) on COLUMN`",
                    "if each row of `\(dataset.name)` is an entry into a stage, leave out its `key`",
                ])
        }
        guard let time = dataset.time else {
            throw Diagnostic(
                "no-time-axis", "`\(dataset.name)` does not say when a stage was entered", at: span,
                remedies: ["add `time COLUMN` to dataset `\(dataset.name)`"])
        }
        let join = try entityJoin(of: dataset, to: entities, at: span)
        let binder = RowBinder(self, dataset: dataset.name, dimensionsFirst: false, notes: BindingNotes())
        func bound(_ column: String) throws(Diagnostic) -> RowExpression {
            // In backquotes no dimension stands before the column.
            let name = Name([.init(column, isQuoted: true)], span: span)
            return try binder.bind(Expression(.name(name), span: span)).expression
        }
        return HistoryColumn.Entries(
            entity: try bound(join.column), stage: try bound(stages.column), time: try bound(time))
    }

    /// The join that leads to the entities: of several, the one whose dataset leads on to all the others.
    private func entityJoin(
        of dataset: Dataset, to entities: String?, at span: Span
    ) throws(Diagnostic) -> Dataset.Join {
        let joins = dataset.joins.filter { entities == nil || $0.dataset == entities }
        let roots = joins.filter { join in
            joins.allSatisfy { other in
                other == join
                    || other.dataset != join.dataset
                        && reachable(from: join.dataset).contains { $0.end == other.dataset }
            }
        }
        if roots.count == 1 { return roots[0] }
        if joins.isEmpty {
            throw Diagnostic(
                "no-entities", "`\(dataset.name)` does not say whose stages these are", at: span,
                remedies: ["join it to what goes through them: `join deals on deal` in dataset `\(dataset.name)`"])
        }
        throw Diagnostic(
            "no-entities", "`\(dataset.name)` could be the history of several datasets", at: span,
            reason: ["it joins " + listed(joins.map { "`\($0.name)`" }) + ", and none of them leads to the others"],
            remedies: ["join only what goes through the stages, and let that join the rest"])
    }

    /// Gives a dataset that is a history its column, unless it has one of that name.
    mutating func addDaysInStage(to name: String) {
        guard var dataset = datasets[name], dataset.columnIndex(Self.daysInStage) == nil,
            (try? entries(of: dataset, at: .none)) != nil
        else { return }
        dataset.append(
            Dataset.Column(name: Self.daysInStage, title: Self.daysInStage, origin: .daysInStage))
        datasets[name] = dataset
    }

    /// Datasets with stages that lead to these entities.
    package func histories(of entities: String) -> [Dataset] {
        datasets.values.filter { dataset in
            dataset.stages != nil && dataset.key.count != 1 && dataset.joins.contains { $0.dataset == entities }
        }
    }

    /// The dataset that goes through stages, and the history of them: nil where the dataset itself has `stages`.
    /// - Parameter question: what is asked of it, for messages: `conversion`.
    package func staged(_ name: Name, asking question: String) throws(Diagnostic) -> (
        dataset: Dataset, history: Dataset?
    ) {
        guard name.parts.count == 1, let dataset = datasets[name.text] else {
            let near = nearest(name.text, among: datasets.keys)
            throw Diagnostic(
                "unknown-dataset", "unknown dataset `\(name.text)`", at: name.span,
                reason: ["`\(question)` is asked of the dataset that goes through the stages, or of its history"],
                remedies: near.isEmpty ? ["`list datasets` shows them"] : [didYouMean(near)],
                replacement: near.first)
        }
        let histories = histories(of: dataset.name)
        if histories.count > 1 {
            let asked =
                question == "conversion"
                ? histories.map { "`conversion(\($0.name) from …)`" }
                : histories.map { "`\(question) \($0.name)`" }
            throw Diagnostic(
                "ambiguous-history", "`\(dataset.name)` has several histories", at: name.span,
                reason: [listed(histories.map { "`\($0.name)`" }) + " have stages and join `\(dataset.name)`"],
                remedies: ["name the history itself: " + asked.joined(separator: " or ")])
        }
        if let history = histories.first { return (dataset, history) }
        guard dataset.stages != nil else {
            throw Diagnostic(
                "no-history", "no dataset has the stages of `\(dataset.name)`", at: name.span,
                reason: ["a history has `stages`, a `time` axis, and a join to `\(dataset.name)`"],
                remedies: [
                    "define it: `dataset history from \"FILE\" { time changed_at; join \(dataset.name) on COLUMN;"
                        + " stages to_stage: FIRST > SECOND }`"
                ])
        }
        return (dataset, nil)
    }
}
