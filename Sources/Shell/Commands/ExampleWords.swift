import Engine
import Language
import Model
import Tables
import Values

/// The names of the loaded data that the examples of `help` are made of.
struct ExampleWords {
    private var words: [String: String] = [:]

    /// What examples say where the loaded data has nothing that fits.
    private static let usual = [
        "metric": "bookings", "ratio": "win_rate", "dimension": "segment", "other": "team", "value": "Enterprise",
        "dataset": "deals", "amount": "amount", "year": "2026", "quarter": "2026-Q1", "interval": "subscriptions",
        "balance": "mrr", "entity": "account", "interval_year": "2026", "process": "leads", "first": "MQL",
        "second": "SQL", "staged": "deals", "script": "board",
    ]

    init(_ session: Session) {
        let workspace = session.workspace
        let evaluator = session.evaluator
        // A metric whose parts add up, of a dataset with days, tells most.
        let metrics = workspace.answerableMetrics
        let additive = metrics.filter { evaluator.addsUp(ExampleWords.name($0.name)) }
        let timed = additive.first { metric in
            ExampleWords.dataset(behind: metric.name, workspace)?.time != nil
        }
        let metric = timed ?? additive.first ?? metrics.first
        let behind = metric.flatMap { ExampleWords.dataset(behind: $0.name, workspace) }
        let dataset =
            behind ?? workspace.namedDatasets.max { $0.table.likelyRowCount < $1.table.likelyRowCount }
        guard let dataset else { return }
        words["metric"] = metric.map { CompletionProvider.spelled($0.name) } ?? "count(\(dataset.name))"
        words["ratio"] = metrics.first { $0.unit == .percent }.map { CompletionProvider.spelled($0.name) }
        words["dataset"] = CompletionProvider.spelled(dataset.name)
        words["script"] = session.scriptNames().first.map { CompletionProvider.spelled($0) }
        describe(dataset, workspace, evaluator)
        addDimensions(metric?.name, dataset, workspace, evaluator)
        addIntervals(workspace)
        addStages(workspace)
    }

    private mutating func describe(_ dataset: Dataset, _ workspace: Workspace, _ evaluator: Evaluator) {
        words["amount"] = Self.amount(of: dataset)
        guard let last = Self.lastDay(of: dataset) else { return }
        let next = last.adding(days: 1)
        // The last whole quarter, in the year that it lies in.
        let quarter = workspace.calendar.period(.quarter, containing: workspace.calendar.shift(next, .quarter, by: -1))
        words["quarter"] = quarter.label
        words["year"] = workspace.calendar.period(.year, containing: quarter.start).label
    }

    private mutating func addDimensions(
        _ metric: String?, _ dataset: Dataset, _ workspace: Workspace, _ evaluator: Evaluator
    ) {
        let measures =
            [metric.map(Self.name) ?? .rowCount(of: dataset.name)]
            + (words["ratio"].map { [Self.name($0)] } ?? [])
        let binder = QuestionBinder(workspace)
        func reach(_ dimension: String, _ measures: [Expression]) -> Bool {
            let question = Question(
                measures: measures.map { Measure($0) }, groupings: [Grouping(.expression(Self.name(dimension)))])
            return (try? binder.bind(question)) != nil
        }
        var found = workspace.dimensions.keys.filter { reach($0, measures) }
        if found.isEmpty {
            found = workspace.dimensions.keys.filter { reach($0, Array(measures.prefix(1))) }
        }
        guard let first = found.first else { return }
        words["dimension"] = CompletionProvider.spelled(first)
        words["other"] = found.dropFirst().first.map { CompletionProvider.spelled($0) }
        let wanted = EvidenceQuestion(of: Self.name(first), measure: measures[0], dataset: dataset.name)
        if let values = try? evaluator.evidence(wanted, most: 5).values,
            let value = values.first(where: { !$0.isMissing })
        {
            words["value"] = CompletionProvider.spelled(value)
        }
    }

    private mutating func addIntervals(_ workspace: Workspace) {
        guard let dataset = workspace.namedDatasets.first(where: { $0.active != nil }), let active = dataset.active
        else {
            return
        }
        words["interval"] = CompletionProvider.spelled(dataset.name)
        words["balance"] = Self.amount(of: dataset)
        words["entity"] = dataset.joins.first.map { CompletionProvider.spelled($0.column) }
        if let index = dataset.columnIndex(active.from), let last = Self.lastDay(of: dataset, index) {
            words["interval_year"] = workspace.calendar.period(.year, containing: last).label
        }
    }

    private mutating func addStages(_ workspace: Workspace) {
        let staged = workspace.namedDatasets.filter { ($0.stages?.steps.count ?? 0) > 1 }
        words["staged"] = staged.first.map { CompletionProvider.spelled($0.name) }
        // A history is of another dataset, which conversions are counted of.
        guard let history = staged.first(where: { $0.time != nil && !$0.joins.isEmpty && $0.key.isEmpty }),
            let stages = history.stages, let process = history.joins.first,
            let first = stages.steps.first?.first, let second = stages.steps.dropFirst().first?.first
        else { return }
        words["process"] = CompletionProvider.spelled(process.dataset)
        words["first"] = CompletionProvider.spelled(.text(first))
        words["second"] = CompletionProvider.spelled(.text(second))
    }

    // MARK: Filling

    /// The example with the names of the data; nil where it needs one that the data has not.
    func filled(_ template: String) -> String? { Self.filled(template, words) }

    /// The example with the names of no data in particular.
    static func usual(_ template: String) -> String { filled(template, usual) ?? template }

    private static func filled(_ template: String, _ words: [String: String]) -> String? {
        var result = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            rest = rest[rest.index(after: open)...]
            // Braces with anything but a name between them are those of the language.
            guard let close = rest.firstIndex(of: "}"), usual[String(rest[..<close])] != nil else {
                result += "{"
                continue
            }
            guard let word = words[String(rest[..<close])] else { return nil }
            result += word
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    // MARK: Looking at the data

    private static func name(_ text: String) -> Expression { CompletionProvider.name(text) }

    private static func dataset(behind metric: String, _ workspace: Workspace) -> Dataset? {
        var binder = MetricBinder(workspace, notes: BindingNotes())
        _ = try? binder.bind(name(metric))
        return binder.aggregates.first.flatMap { workspace.datasets[$0.dataset] }
    }

    private static func amount(of dataset: Dataset) -> String? {
        let numbers = dataset.columns.indices.filter { dataset.outline($0)?.type.isNumber == true }
        let names = numbers.map { dataset.columns[$0].name }
        let money = dataset.money.flatMap(\.columns)
        let best =
            names.first { money.contains($0) } ?? names.first { $0 == "amount" || $0 == "mrr" } ?? names.first
        return best.map { CompletionProvider.spelled($0) }
    }

    private static func lastDay(of dataset: Dataset) -> Day? {
        dataset.time.flatMap { dataset.columnIndex($0) }.flatMap { lastDay(of: dataset, $0) }
    }

    private static func lastDay(of dataset: Dataset, _ index: Int) -> Day? {
        guard dataset.columns.indices.contains(index), case .file(let position) = dataset.columns[index].origin else {
            return nil
        }
        return dataset.table.daySpread(position)?.range.map { Day(Int($0.upperBound)) }
    }
}
