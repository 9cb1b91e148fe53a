import Engine
import Language
import Model
import Tables
import Values

/// Names of the workspace that the question can be answered with: metrics, dimensions, columns, datasets.
extension CompletionProvider {
    // MARK: Metrics

    func metrics(_ place: CompletionPlace) -> [Choice] {
        let taken = Set(place.wantsMeasure ? place.question?.measures.compactMap { named($0.expression) } ?? [] : [])
        let groupings = place.question?.groupings ?? []
        let all =
            place.context.verb == .describe ? workspace.allMetrics : answerableMetrics(orAll: groupings.isEmpty)
        let usage = session.usage
        return usage.sorted(all.map(\.name)).compactMap { workspace.metric($0) }.filter { metric in
            guard !taken.contains(metric.name) else { return false }
            return !place.wantsMeasure || groupings.isEmpty || canAnswer([Measure(Self.name(metric.name))], groupings)
        }.map { metric in
            var detail = metric.title ?? printed(metric.expression)
            if let unit = metric.unit, unit != .number, unit != .count { detail += " · \(unit.text)" }
            return Choice(
                Self.spelled(metric.name), label: metric.name, kind: "metric", detail: detail,
                aliases: workspace.attributes(of: metric).synonyms.map { machineName($0) })
        }
    }

    /// Those of the workspace, and of the catalogue those that the data can answer: to tell that, columns may have to be
    /// read, which is done beside the prompt.
    /// As long as it is not known, all of them, where they need not be tried one by one.
    private func answerableMetrics(orAll: Bool) -> [Workspace.Metric] {
        let workspace = workspace
        let found = session.completion.found(.metrics, within: Self.patience) { _, publish in
            publish(.init(metrics: workspace.answerableMetrics.map(\.name)))
        }
        return found.map { $0.metrics.compactMap { workspace.metric($0) } }
            ?? (orAll ? workspace.allMetrics : Array(workspace.metrics.values))
    }

    private func named(_ expression: Expression) -> String? {
        if case .name(let name) = expression.kind { name.text } else { nil }
    }

    /// Whether the measures can be grouped so; without measures anything can be.
    private func canAnswer(_ measures: [Measure], _ groupings: [Grouping]) -> Bool {
        guard !measures.isEmpty else { return true }
        // Measures that are wrong by themselves tell nothing of what they can be grouped by.
        guard (try? QuestionBinder(workspace).bind(Question(measures: measures))) != nil else { return true }
        return (try? QuestionBinder(workspace).bind(Question(measures: measures, groupings: groupings))) != nil
    }

    func hasTarget(_ place: CompletionPlace) -> Bool {
        guard let measures = place.question?.measures, !measures.isEmpty else { return true }
        return measures.allSatisfy { measure in
            guard let metric = named(measure.expression).flatMap({ workspace.metric($0) }) else { return false }
            // Whose rows lie in a database that nobody has asked yet, too.
            if workspace.targets[metric.name] != nil { return true }
            return ((try? workspace.target(of: metric, at: .none)) ?? nil) != nil
        }
    }

    /// What `having`, `sort` and `top … by` look at first: the question's own columns.
    func ownMeasures(_ place: CompletionPlace) -> [Choice] {
        guard let question = place.question, let clause = place.context.clause,
            place.context.expected.contains(.metric),
            [.having, .sort, .top, .bottom].contains(clause)
        else { return [] }
        var names: [(name: String, kind: String)] = []
        for measure in question.measures {
            let name =
                measure.label.map { machineName($0.text) }
                ?? named(measure.expression).flatMap { workspace.metric($0)?.name }
                ?? machineName(printed(measure.expression))
            names.append((name, "measure"))
            if question.comparisons.count == 1 {
                names.append((name + "_change", "change"))
                names.append((name + "_change_pct", "change"))
            }
        }
        if clause == .sort {
            for grouping in question.groupings {
                let own: String
                switch grouping.kind {
                case .grain(let grain, _): own = grain.columnName
                case .expression(let expression): own = machineName(named(expression) ?? printed(expression))
                }
                names.append((grouping.label.map { machineName($0.text) } ?? own, "dimension"))
            }
        }
        return names.filter { !$0.name.isEmpty }.map { name in
            Choice(
                Self.spelled(name.name), label: name.name, kind: name.kind,
                detail: name.kind == "change" ? "against what it is compared with" : "of this question")
        }
    }

    // MARK: Dimensions

    func dimensions(_ place: CompletionPlace) -> [Choice] {
        // `having` and `top` look at metrics; `sort` has the question's own dimensions already.
        if let clause = place.context.clause, [.having, .sort, .top, .bottom].contains(clause) { return [] }
        let question = place.question
        let isGrouping = place.context.clause == .by || place.context.clause == .across
        let taken = Set(isGrouping ? question?.groupings.compactMap(groupingName) ?? [] : [])
        return session.usage.sorted(Array(workspace.dimensions.keys)).compactMap { workspace.dimensions[$0] }.filter {
            !taken.contains($0.name) && reaches($0.name, question)
        }.map { dimension in
            Choice(
                Self.spelled(dimension.name), label: dimension.name, kind: "dimension",
                detail: dimension.sources.map(printed).joined(separator: ", "))
        }
    }

    private func groupingName(_ grouping: Grouping) -> String? {
        if case .expression(let expression) = grouping.kind { named(expression) } else { nil }
    }

    /// Whether everything that the question measures can be split by the name.
    private func reaches(_ name: String, _ question: QuestionContext?) -> Bool {
        guard let question else { return true }
        let expression = Self.name(name)
        if let dataset = question.dataset {
            guard workspace.datasets[dataset] != nil else { return true }
            let binder = RowBinder(workspace, dataset: dataset, dimensionsFirst: true, notes: BindingNotes())
            return (try? binder.bind(expression)) != nil
        }
        return canAnswer(question.measures, [Grouping(.expression(expression))])
    }

    // MARK: Columns

    /// Columns that the question can reach: of the datasets behind its measures, else of all.
    func columns(_ place: CompletionPlace) -> [Choice] {
        // A bare column is one value a row, and no measure; behind `having` and its like it is no column of the answer.
        if place.wantsMeasure { return [] }
        let call = place.call
        let named = call?.datasets.filter { workspace.datasets[$0] != nil } ?? []
        let datasets = named.isEmpty ? datasets(behind: place) : named
        let isFit = { (dataset: String, column: String) in
            call?.wantsNumber != true || isNumber(column, from: dataset)
        }
        if let first = datasets.first {
            let shared = Set(datasets).dropFirst().reduce(Set(Scope(workspace, dataset: first).names)) {
                $0.intersection(Scope(workspace, dataset: $1).names)
            }
            let scopes = Set(datasets).map { Scope(workspace, dataset: $0) }
            let names = shared.filter { name in
                !name.contains(".") && workspace.dimensions[name] == nil && isFit(first, name)
                    && scopes.allSatisfy { isClear(name, in: $0) }
            }
            let leading = call?.part == .entity ? workspace.datasets[first]?.joins.map(\.column) ?? [] : []
            return (leading + names.subtracting(leading).sorted()).map { name in
                Choice(
                    Self.spelled(name), label: name, kind: "column", detail: detail(ofColumn: name, from: first))
            }
        }
        return workspace.namedDatasets.filter { call?.wantsInterval != true || $0.active != nil }.flatMap { dataset in
            dataset.columns.filter { isFit(dataset.name, $0.name) }.map { column in
                Choice(
                    dataset.name + "." + Self.spelled(column.name), label: dataset.name + "." + column.name,
                    kind: "column", detail: detail(ofColumn: column.name, from: dataset.name))
            }
        }
    }

    /// Whether the name means one thing on the rows.
    private func isClear(_ name: String, in scope: Scope) -> Bool {
        let meaning = try? scope.meaning(of: Name([.init(name)], span: .none), dimensionsFirst: false)
        return (meaning ?? nil) != nil
    }

    private func datasets(behind place: CompletionPlace) -> [String] {
        if let question = place.question { return question.datasets(workspace) }
        guard case .drill(let drill)? = place.context.statement?.kind else { return [] }
        if let name = drill.of?.text, workspace.datasets[name] != nil { return [name] }
        var binder = MetricBinder(workspace, notes: BindingNotes())
        if case .show(let question)? = session.lined?.question.kind {
            for measure in question.measures { _ = try? binder.bind(measure.expression) }
        }
        return binder.aggregates.map(\.dataset)
    }

    private func isNumber(_ column: String, from dataset: String) -> Bool {
        let binder = RowBinder(workspace, dataset: dataset, dimensionsFirst: false, notes: BindingNotes())
        let name = Expression(.name(Name([.init(column, isQuoted: true)], span: .none)), span: .none)
        return (try? binder.bind(name))?.kind.isNumber == true
    }

    private func detail(ofColumn name: String, from dataset: String) -> String {
        let scope = Scope(workspace, dataset: dataset)
        guard let meaning = try? scope.meaning(of: Name([.init(name)], span: .none), dimensionsFirst: false) else {
            return ""
        }
        switch meaning {
        case .column(let reference, let kind): return kind.text + " of " + reference.path.endName
        case .derived(let expression, _, _): return printed(expression)
        case .daysInStage: return "days until the next stage"
        case .implied(let column, _): return printed(column.expression)
        case .latestSubmission: return "last submitted"
        case .dimension: return "dimension"
        }
    }

    // MARK: Datasets

    func datasets(_ place: CompletionPlace) -> [Choice] {
        workspace.namedDatasets.map { dataset in
            let detail = "\(rowCountText([dataset.table])), \(dataset.path)"
            let name = Self.spelled(dataset.name)
            // A dataset is no measure, but the number of its rows is one.
            return place.wantsMeasure
                ? Choice("count(\(name))", label: dataset.name, kind: "dataset", detail: detail)
                : Choice(name, label: dataset.name, kind: "dataset", detail: detail)
        }
    }

    // MARK: Spelling

    static func name(_ text: String) -> Expression {
        Expression(.name(Name([.init(text)], span: .none)), span: .none)
    }

    /// The name as it has to be written.
    static func spelled(_ text: String) -> String {
        text.isBareWord && Keyword(rawValue: text)?.isReserved != true ? text : "`" + text + "`"
    }
}
