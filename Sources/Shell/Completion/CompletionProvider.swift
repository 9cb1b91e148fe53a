import Engine
import Language
import Model
import Reports
import Tables
import Values

/// What may stand at the cursor: what the grammar allows there, filled with the names and values of the loaded data.
struct CompletionProvider {
    typealias Candidate = LineEditor.Candidate
    let session: Session

    init(_ session: Session) { self.session = session }

    private var workspace: Workspace { session.workspace }

    /// Candidates beyond this are not looked at: nobody reads them.
    private static let limit = 500

    func completions(_ text: String, cursor: Int) -> LineEditor.Completions {
        let context = cursorContext(text, at: cursor)
        let typed = Self.unquoted(context.typed)
        let call = OpenCall(in: text, before: context.word.start)
        var groups: [(rank: Int, candidates: [Candidate])] = []
        for expectation in context.expected where call?.takes(expectation) != false {
            groups.append((Self.rank(expectation, call), candidates(for: expectation, context, call, typed)))
        }
        groups.sort { $0.rank < $1.rank }
        // Where a value of the data begins so, that is what is being typed, and nothing else is offered.
        let values = groups.filter { $0.rank == 0 }
        if !typed.isEmpty,
            values.contains(where: { $0.candidates.contains { Self.begins($0, with: typed.lowercased()) } })
        {
            groups = values
        }
        var seen: Set<String> = []
        let all = groups.flatMap(\.candidates).filter { seen.insert($0.text.lowercased()).inserted }
        return LineEditor.Completions(
            word: context.word.start..<context.word.end, candidates: Array(Self.matching(typed, all).prefix(Self.limit))
        )
    }

    /// Values and names of the data before words of the language.
    private static func rank(_ expectation: Expectation, _ call: OpenCall?) -> Int {
        switch expectation {
        case .value: 0
        // An aggregate is of a column, and only over sub-periods of a metric.
        case .metric where call?.isAggregate == true: 5
        // Whose balance moves is told by a column, as a rule the one that leads to the others.
        case .column where call?.part == .entity: 1
        case .keyword("previous"), .keyword("target"): 5
        case .metric, .argument: 1
        case .dimension: 2
        case .dataset, .source, .script, .setting, .format, .path, .helpTopic: 3
        case .column: 4
        case .grain: 5
        case .period: 6
        case .parameter: 7
        case .function, .unit: 8
        case .keyword(let word): Keyword(rawValue: word)?.roles.contains(.operator) == true ? 11 : 9
        case .newName, .number, .text: 10
        }
    }

    /// Those that begin with what was typed; when none does, those that hold its letters in order.
    private static func matching(_ typed: String, _ candidates: [Candidate]) -> [Candidate] {
        guard !typed.isEmpty else { return candidates }
        let folded = typed.lowercased()
        let starting = candidates.filter { begins($0, with: folded) }
        if !starting.isEmpty { return starting }
        return candidates.filter { candidate in
            var rest = folded[...]
            for character in candidate.label.lowercased() where character == rest.first { rest = rest.dropFirst() }
            return rest.isEmpty
        }
    }

    private static func begins(_ candidate: Candidate, with folded: String) -> Bool {
        unquoted(candidate.text).lowercased().hasPrefix(folded) || candidate.label.lowercased().hasPrefix(folded)
    }

    private static func unquoted(_ text: String) -> String {
        guard let first = text.first, "\"'`$“”".contains(first) else { return text }
        return String(text.dropFirst().filter { $0 != first })
    }

    // MARK: By expectation

    private func candidates(
        for expectation: Expectation, _ context: CursorContext, _ call: OpenCall?, _ typed: String
    ) -> [Candidate] {
        switch expectation {
        case .keyword(let word): return [Candidate(text: word, label: word, kind: "keyword", detail: "")]
        case .metric:
            return workspace.answerableMetrics.map { metric in
                Candidate(
                    text: metric.name, label: metric.name, kind: "metric",
                    detail: metric.title ?? printed(metric.expression))
            }
        case .dimension:
            return workspace.dimensions.values.map { dimension in
                Candidate(
                    text: dimension.name, label: dimension.name, kind: "dimension",
                    detail: dimension.sources.map(printed).joined(separator: ", "))
            }
        case .column: return columns(context, call)
        case .dataset:
            return workspace.namedDatasets.map { dataset in
                Candidate(
                    text: dataset.name, label: dataset.name, kind: "dataset",
                    detail: "\(rowCountText([dataset.table])), \(dataset.path)")
            }
        case .source:
            return workspace.knownSources.map { source in
                Candidate(
                    text: source.name.text, label: source.name.text, kind: "source", detail: source.shownTitle)
            }
        case .value(let operand): return values(of: operand)
        case .function:
            return CallHelp.all.map {
                Candidate(text: $0.name + "(", label: $0.name, kind: $0.kind, detail: $0.signature)
            }
        case .period: return periods()
        case .grain:
            return Grain.allCases.map { Candidate(text: $0.rawValue, label: $0.rawValue, kind: "time", detail: "") }
        case .format:
            return renderers.map { Candidate(text: $0.name, label: $0.name, kind: "format", detail: "") }
        case .path: return paths(typed)
        case .script:
            return session.scriptNames().map { Candidate(text: $0, label: $0, kind: "script", detail: "") }
        case .setting:
            return Settings.names.map { Candidate(text: $0, label: $0, kind: "setting", detail: "") }
        case .parameter:
            return workspace.parameters.values.map { parameter in
                Candidate(
                    text: "$" + parameter.name, label: "$" + parameter.name, kind: "parameter",
                    detail: parameter.description ?? printed(parameter.value))
            }
        case .argument(let script): return arguments(of: script)
        case .helpTopic:
            let topics = HelpTopic.all.map {
                Candidate(text: $0.name, label: $0.name, kind: "topic", detail: $0.summary)
            }
            // With nothing typed the list of topics is enough to read.
            guard !typed.isEmpty else { return topics }
            return topics
                + CallHelp.all.map { Candidate(text: $0.name, label: $0.name, kind: $0.kind, detail: $0.summary) }
        case .unit:
            return ["money", "percent", "days", "count", "number"].map {
                Candidate(text: $0, label: $0, kind: "unit", detail: "")
            }
        case .newName, .number, .text: return []
        }
    }

    /// Columns that the question can reach: of the datasets behind its measures, else of all.
    private func columns(_ context: CursorContext, _ call: OpenCall?) -> [Candidate] {
        let named = call?.datasets.filter { workspace.datasets[$0] != nil } ?? []
        let datasets = named.isEmpty ? self.datasets(behind: context.statement?.kind) : call?.datasets ?? []
        let known = datasets.filter { workspace.datasets[$0] != nil }
        let isFit = { (dataset: String, column: String) in
            call?.wantsNumber != true || isNumber(column, from: dataset)
        }
        if let first = known.first {
            let shared = Set(known).dropFirst().reduce(Set(Scope(workspace, dataset: first).names)) {
                $0.intersection(Scope(workspace, dataset: $1).names)
            }
            let names = shared.filter { !$0.contains(".") && workspace.dimensions[$0] == nil && isFit(first, $0) }
            let leading = call?.part == .entity ? workspace.datasets[first]?.joins.map(\.column) ?? [] : []
            return (leading + names.subtracting(leading).sorted()).map { name in
                Candidate(
                    text: Self.name(name), label: name, kind: "column", detail: detail(ofColumn: name, from: first))
            }
        }
        return workspace.namedDatasets.filter { call?.wantsInterval != true || $0.active != nil }.flatMap { dataset in
            dataset.columns.filter { isFit(dataset.name, $0.name) }.map { column in
                Candidate(
                    text: dataset.name + "." + Self.name(column.name), label: dataset.name + "." + column.name,
                    kind: "column", detail: detail(ofColumn: column.name, from: dataset.name))
            }
        }
    }

    /// The datasets that a question is about, as far as it is known.
    private func datasets(behind question: Statement.Kind?) -> [String] {
        let measures: [Measure]
        switch question {
        case .show(let question)?: measures = question.measures
        case .cohort(let question)?: measures = [question.measure]
        case .why(let question)?: measures = [question.measure]
        case .forecast(let question)?: measures = [question.measure]
        case .rows(let question)?: return [question.dataset.text]
        case .funnel(let question)?: return [question.dataset.text]
        case .drill(let drill)?:
            if let name = drill.of?.text, workspace.datasets[name] != nil { return [name] }
            return datasets(behind: session.lined?.question.kind)
        default: return []
        }
        var binder = MetricBinder(workspace, notes: BindingNotes())
        for measure in measures { _ = try? binder.bind(measure.expression) }
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

    /// Values with the rows that have them.
    private func values(of operand: Expression) -> [Candidate] {
        guard let answer = try? Evaluator(workspace).values(of: operand), answer.columns.count == 3 else { return [] }
        return answer.columns[0].cells.indices.prefix(Self.limit * 4).compactMap { index in
            let value = answer.columns[0].cells[index]
            let text: String
            switch value {
            case .text(let cell):
                text =
                    Self.isWord(cell) && parses(cell)
                    ? cell
                    : "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
                        + "\""
            case .missing: text = "missing"
            default: text = value.plainText
            }
            let rows = answer.columns[1].cells[index].plainText
            let share = (answer.columns[2].cells[index].double ?? 0) * 1000
            return Candidate(
                text: text, label: value.isMissing ? "missing" : value.plainText, kind: "value",
                detail: "\(rows) rows, \(plainDigits(share.rounded() / 10)) %")
        }
    }

    /// A bare value must read as one name of the language and not as something else.
    private func parses(_ text: String) -> Bool {
        guard let expression = try? parseExpression(text), case .name(let name) = expression.kind else { return false }
        return name.parts.count == 1
    }

    private static func isWord(_ text: String) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } && text.first?.isLetter == true
    }

    private static func name(_ text: String) -> String { isWord(text) ? text : "`" + text + "`" }

    /// Periods that the data covers, after the relative ones.
    private func periods() -> [Candidate] {
        let relative = [
            "this quarter", "last quarter", "this year", "last year", "this month", "last month", "quarter to date",
            "year to date", "last 12 months", "all time",
        ].map { Candidate(text: $0, label: $0, kind: "period", detail: "") }
        var range: ClosedRange<Day>?
        for dataset in workspace.namedDatasets {
            guard let time = dataset.time, let index = dataset.columnIndex(time),
                let column = dataset.fileColumn(index),
                case .days(let days) = column.data, let low = days.filter({ $0 != ColumnData.missingDay }).min(),
                let high = days.max(), high != ColumnData.missingDay
            else { continue }
            let own = Day(Int(low))...Day(Int(high))
            range = range.map { min($0.lowerBound, own.lowerBound)...max($0.upperBound, own.upperBound) } ?? own
        }
        guard let range else { return relative }
        let covered = Period(start: range.lowerBound, end: range.upperBound.adding(days: 1))
        let steps = [Grain.year, .quarter, .month].flatMap { grain in
            (workspace.calendar.steps(grain, covering: covered, limit: 200) ?? []).reversed()
        }
        return steps.map { Candidate(text: $0.label, label: $0.label, kind: "period", detail: $0.daysLabel) } + relative
    }

    private func paths(_ typed: String) -> [Candidate] {
        let folder = typed.contains("/") ? String(typed[...(typed.lastIndex(of: "/") ?? typed.startIndex)]) : ""
        let found = (try? dataFiles(in: Workspace.absolute(folder.isEmpty ? "." : folder, in: workspace.folder))) ?? []
        return found.compactMap { path in
            guard let file = path.split(separator: "/").last else { return nil }
            return Candidate(text: "\"" + folder + file + "\"", label: folder + file, kind: "file", detail: "")
        }
    }

    private func arguments(of script: String) -> [Candidate] {
        guard let path = try? session.scriptPath(Label(script, span: .none)), let text = try? readTextFile(path: path)
        else { return [] }
        return parseScript(text).statements.compactMap { statement in
            guard case .parameter(let name, let value, let description) = statement.kind else { return nil }
            return Candidate(
                text: name.text + "=", label: name.text + "=", kind: "parameter", detail: description ?? printed(value))
        }
    }
}
