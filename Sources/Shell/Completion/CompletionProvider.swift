import Engine
import Language
import Model
import Reports
import Tables
import Values

/// What may stand at the cursor: what the grammar allows there, filled with the names and values of the loaded data.
struct CompletionProvider {
    let session: Session

    init(_ session: Session) { self.session = session }

    var workspace: Workspace { session.workspace }

    /// Candidates beyond this are not looked at: nobody reads them.
    private static let limit = 500
    /// So many milliseconds TAB waits for what is found beside the prompt; then it shows what is known, and the rest once
    /// it is.
    static let patience = 22

    func completions(_ text: String, cursor: Int) -> LineEditor.Completions {
        if text.allSatisfy(\.isWhitespace), let correction = session.correction {
            return .init(
                word: 0..<text.utf8.count, candidates: [Choice(correction, kind: "corrected").candidate])
        }
        let place = CompletionPlace(text, cursor: cursor)
        let context = place.context
        var groups: [(rank: Int, choices: [Choice])] = []
        let fits = fitsComparison(place)
        for expectation in context.expected where place.call?.takes(expectation) != false {
            groups.append((Self.rank(expectation, place.call), choices(for: expectation, place).filter(fits)))
        }
        groups.append((0, ownMeasures(place)))
        groups.sort { $0.rank < $1.rank }
        // Where a value of the data begins so, that is what is being typed, and nothing else is offered.
        let values = groups.filter { $0.rank == 0 }
        if !place.typed.isEmpty,
            values.contains(where: { $0.choices.contains { $0.match(place.typed)?.kind == .beginning } })
        {
            groups = values
        }
        var seen: Set<String> = []
        let all = groups.flatMap(\.choices).filter { seen.insert($0.candidate.text.lowercased()).inserted }
        return LineEditor.Completions(
            word: context.word.start..<context.word.end,
            candidates: Array(Self.matching(place.typed, all).prefix(Self.limit)))
    }

    /// Values and names of the data before words of the language.
    private static func rank(_ expectation: Expectation, _ call: OpenCall?) -> Int {
        switch expectation {
        case .value, .settingValue: 0
        // An aggregate is of a column, and only over sub-periods of a metric.
        case .metric where call?.isAggregate == true: 5
        // Whose balance moves is told by a column, as a rule the one that leads to the others.
        case .column where call?.part == .entity: 1
        case .keyword("previous"), .keyword("target"): 5
        case .metric, .argument: 1
        case .dimension: 2
        case .dataset, .source, .script, .setting, .format, .path, .sheet, .helpTopic: 3
        case .driver, .connection, .connectedDataset, .table: 3
        case .column: 4
        case .grain: 5
        case .period: 6
        case .parameter: 7
        case .function, .unit: 8
        case .keyword(let word): Keyword(rawValue: word)?.roles.contains(.operator) == true ? 11 : 9
        case .newName, .number, .text: 10
        }
    }

    /// Those that begin with what was typed; when none does, those that hold its letters or are spelled much alike.
    private static func matching(_ typed: String, _ choices: [Choice]) -> [LineEditor.Candidate] {
        guard !typed.isEmpty else { return choices.map(\.candidate) }
        let found = choices.compactMap { choice in choice.match(typed).map { (choice: choice, match: $0) } }
        let starting = found.filter { $0.match.kind == .beginning }
        // Letters in order that are far apart are a guess, and so is a misspelling: the better kind leaves out the worse.
        let best = found.map(\.match.kind.rawValue).min() ?? 0
        let kept =
            starting.isEmpty
            ? found.filter { $0.match.kind.rawValue < 3 || $0.match.kind.rawValue == best }.enumerated().sorted {
                ($0.element.match, $0.offset) < ($1.element.match, $1.offset)
            }.map(\.element) : starting
        return kept.map { found in
            var candidate = found.choice.candidate
            if found.match.kind != .beginning { candidate.matches = found.match.places }
            return candidate
        }
    }

    private func choices(for expectation: Expectation, _ place: CompletionPlace) -> [Choice] {
        switch expectation {
        case .keyword("target") where place.context.clause == .vs && !hasTarget(place): return []
        case .keyword(let word):
            let borrowed = borrowedWords.filter { $0.value.rawValue == word }.keys
            return [Choice(word, kind: "keyword", aliases: place.typed.isEmpty ? [] : borrowed.sorted())]
        case .metric: return metrics(place)
        case .dimension: return dimensions(place)
        case .column: return columns(place)
        case .dataset: return datasets(place)
        case .source:
            return workspace.knownSources.map { Choice($0.name.text, kind: "source", detail: $0.shownTitle) }
        case .value(let operand): return values(of: operand, place)
        case .function where place.context.verb == .describe:
            return CallHelp.all.map { Choice($0.name, kind: $0.kind, detail: $0.signature) }
        case .function:
            return CallHelp.all.map { Choice($0.name + "(", label: $0.name, kind: $0.kind, detail: $0.signature) }
        case .period where place.setting.map { $0 != "today" } == true: return []
        case .period: return periods(place)
        // A change between two periods is not split by time, and the steps of a forecast stand elsewhere.
        case .grain where place.context.verb == .why || place.context.clause == .by && place.context.verb == .forecast:
            return []
        case .grain: return grains()
        case .format: return renderers.map { Choice($0.name, kind: "format") }
        case .path: return paths(place)
        case .sheet(let path): return sheets(of: path, place)
        case .driver: return drivers(place)
        case .connection: return connections()
        case .connectedDataset: return connectedDatasets()
        case .table(let connection): return tables(of: connection, place)
        case .script: return scripts(place)
        case .setting: return Settings.all.map { Choice($0.name, kind: "setting", detail: $0.meaning) }
        case .settingValue(let name): return values(ofSetting: name)
        case .parameter:
            return workspace.parameters.values.map { parameter in
                Choice(
                    "$" + parameter.name, kind: "parameter", detail: parameter.description ?? printed(parameter.value))
            }
        case .argument(let script): return arguments(of: script)
        case .helpTopic:
            let topics = HelpTopic.everything.map { Choice($0.name, kind: "topic", detail: $0.summary) }
            // With nothing typed the list of topics is enough to read.
            guard !place.typed.isEmpty else { return topics }
            return topics + CallHelp.all.map { Choice($0.name, kind: $0.kind, detail: $0.summary) } + metrics(place)
                + dimensions(place) + Settings.all.map { Choice($0.name, kind: "setting", detail: $0.meaning) }
        case .unit: return ["money", "percent", "days", "count", "number"].map { Choice($0, kind: "unit") }
        case .newName, .number, .text: return []
        }
    }

    private func grains() -> [Choice] {
        let isFiscal = workspace.calendar.fiscalYearStart != 1
        return Grain.allCases.filter { isFiscal || !$0.isFiscal }.map { Choice($0.rawValue, kind: "time") }
    }
}

/// Where the cursor stands, looked at once for all that is offered.
struct CompletionPlace {
    let text: String
    let context: CursorContext
    /// What was typed of the word, without its quotes.
    let typed: String
    let call: OpenCall?
    let question: QuestionContext?

    init(_ text: String, cursor: Int) {
        self.text = text
        context = cursorContext(text, at: cursor)
        typed = context.typed.withoutQuotes
        call = OpenCall(in: text, before: context.word.start)
        question = QuestionContext(text, context)
    }

    /// A text in quotes as they were typed; `isOpen`: without the last one.
    func inQuotes(_ text: String, isOpen: Bool = false) -> String {
        let quote = context.typed.hasPrefix("'") ? "'" : "\""
        let inner = text.split(separator: quote, omittingEmptySubsequences: false).joined(separator: quote + quote)
        return quote + inner + (isOpen ? "" : quote)
    }

    /// The setting whose value is to be written.
    var setting: String? {
        context.expected.lazy.compactMap { if case .settingValue(let name) = $0 { name } else { nil } }.first
    }

    /// Whether a whole measure is to be written: only what is one number over many rows can stand there.
    var wantsMeasure: Bool {
        call == nil && context.clause == nil && context.expected.contains(.metric)
            && context.expected.contains(.dataset) && context.verb != .describe
    }
}
