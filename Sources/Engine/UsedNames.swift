import Language
import Model
import OrderedCollections
import Values

/// The metrics and datasets behind an answer, in order of first use.
package struct UsedNames: Sendable {
    /// Those that the question names, then those that they are made of.
    package var metrics: [Workspace.Metric] = []
    package var datasets: OrderedSet<String> = []
}

extension Evaluator {
    /// What a question that has been answered uses; nothing where it is no question.
    package func used(by statement: Statement) -> UsedNames {
        var used = UsedNames()
        for question in questions(in: statement) {
            if let bound = try? QuestionBinder(workspace).bind(question) {
                used.datasets.append(contentsOf: bound.datasets)
                used.datasets.append(contentsOf: bound.columns.map(\.path.end))
            }
            for measure in question.measures { add(measure.expression, to: &used) }
        }
        for name in datasets(in: statement) where workspace.datasets[name] != nil { used.datasets.append(name) }
        // Those that the named ones are made of stand behind all that were named.
        var position = 0
        while position < used.metrics.count {
            add(names: workspace.lineage(of: used.metrics[position]).metrics.elements, to: &used)
            position += 1
        }
        return used
    }

    private func add(_ expression: Expression, to used: inout UsedNames) {
        let names = namesIn(expression).filter { $0.parts.count == 1 && workspace.datasets[$0.text] == nil }
        add(names: names.map(\.text), to: &used)
    }

    private func add(names: [String], to used: inout UsedNames) {
        for name in names {
            guard let metric = workspace.metric(name), !used.metrics.contains(where: { $0.name == metric.name }) else {
                continue
            }
            used.metrics.append(metric)
        }
    }

    /// The question, or those that its answer is put together from, as questions for metrics.
    private func questions(in statement: Statement) -> [Question] {
        switch statement.kind {
        case .show(let question): [question]
        case .cohort(let question):
            [Question(measures: [question.measure], groupings: question.groupings, condition: question.condition)]
        case .why(let question):
            [Question(measures: [question.measure], groupings: question.groupings, condition: question.condition)]
        case .forecast(let question):
            [Question(measures: [question.measure], groupings: question.groupings, condition: question.condition)]
        case .scorecard(let question): (try? questions(of: question)) ?? []
        case .explain(let inner): questions(in: inner)
        default: []
        }
    }

    /// Datasets that a question names itself.
    private func datasets(in statement: Statement) -> [String] {
        switch statement.kind {
        case .rows(let question): [question.dataset.text]
        case .funnel(let question): [question.dataset.text]
        case .check(let question): (try? QualityCheck.datasets(question, in: workspace).map(\.name)) ?? []
        default: []
        }
    }

    /// The first and the last day on which a dataset has rows: on its time axis, or those on which its intervals begin; nil
    /// where it has neither.
    package func days(of dataset: Dataset) -> ClosedRange<Day>? {
        guard let name = dataset.time ?? dataset.active?.from else { return nil }
        let binder = RowBinder(workspace, dataset: dataset.name, dimensionsFirst: false, notes: BindingNotes())
        let column = Expression(.name(Name([.init(name)], span: .none)), span: .none)
        guard let bound = try? binder.bind(column).expression else { return nil }
        let evaluator = RowEvaluator(workspace, dataset, isInterrupted: isInterrupted)
        return (try? evaluator.daySpread(bound))?.range?.days
    }
}
