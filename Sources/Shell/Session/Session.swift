import Engine
import Language
import Model
import Reports
import Tables
import Values
import Warehouse

/// One user's session: the workspace, what was asked last, and how answers are wanted. Statements of any origin (the
/// prompt, `-c`, a script, standard input) are carried out here, one at a time.
package final class Session {
    package var workspace: Workspace { didSet { completion.forget() } }
    /// What completion has found out about the workspace.
    let completion = CompletionMemory()
    package var settings: Settings
    /// What all that is done here may take together.
    let memory = MemoryLimit()
    /// Of the program, for what is told of how a document was made.
    package var version = ""
    var answers = AnswerMemory()
    /// The last answer, for `last`, `export last` and `save`.
    package var last: (answer: Answer, question: Statement)? { answers.last.map { ($0.answer, $0.question) } }
    /// The last answer whose lines stand for rows, for `drill`.
    var lined: (answer: Answer, question: Statement)? { answers.lined.map { ($0.answer, $0.question) } }
    /// The last text with what its errors proposed, which TAB puts into an empty line.
    var correction: String?
    /// What was told beside answers since the caller last took it: loading notes, warnings.
    package private(set) var notices: [Notice] = []
    package let history: History
    /// Files being read by `use`, against circles.
    var using: [String] = []
    /// Scripts that are being run, one by the other.
    var running: [String] = []
    /// Whether a workspace is being opened.
    var isOpening = false
    /// Whether what is carried out stands in a file rather than being typed: a script, a workspace.
    var isScripted = false
    /// The statements that made the workspace, for `reload`.
    var definitions: [(statement: Statement, folder: String)] = []
    /// Those of them, and of `use`, that were not given by a workspace.
    var typed: [TypedDefinition] = []
    /// What was read, to notice changes.
    var files = WatchedFiles()
    /// What was opened, and how many definitions were given before.
    var opened: (path: String, after: Int)?
    /// The text that was typed last, other than `edit`.
    var lastTyped: String?
    /// Asks the user whether something may be done; nil where there is nobody to ask.
    var confirm: ((String) -> Bool)?
    /// Whether Ctrl-C was pressed while a statement runs; set by the prompt.
    var isInterrupted: @Sendable () -> Bool = { false }
    var evaluator: Evaluator { Evaluator(workspace, isInterrupted: isStopped) }
    /// Whether the statement that runs should end: it was interrupted, or its work stopped, for want of memory for instance.
    var isStopped: @Sendable () -> Bool {
        let isInterrupted = isInterrupted
        return { Work.isStopped || isInterrupted() }
    }

    package struct Notice: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            /// Of interest at the prompt only.
            case detail
            /// Something was done that the user asked for, such as a file written.
            case done
            case warning
        }
        package var text: String
        package var kind: Kind
    }

    package init(folder: String, today: Day, settings: Settings = Settings(), history: History = History(path: nil)) {
        workspace = Workspace(folder: folder, today: today)
        workspace.rowComputer = RowComputation()
        workspace.connector = ADBCConnector()
        self.settings = settings
        self.history = history
    }

    /// What a statement is done as: it can be interrupted, and takes no more memory than it may.
    func work() -> Work { Work(memory: memory, shouldStop: isInterrupted) }

    /// Why a statement ended early, which looks like Ctrl-C where it is for want of memory.
    func cause(of error: Diagnostic, in work: Work) -> Diagnostic {
        guard let failure = work.memoryFailure else { return error }
        memory.giveBack()
        return failure
    }

    func notice(_ text: String, _ kind: Notice.Kind = .detail) { notices.append(Notice(text: text, kind: kind)) }

    package func takeNotices() -> [Notice] {
        defer { notices = [] }
        return notices
    }

    /// What a script comes to, in its order.
    package struct ScriptRun {
        package enum Part {
            /// What its author wrote between statements, as Markdown.
            case text(String)
            case outcome(Outcome, of: Statement)
        }
        /// The file's name.
        package var script: String
        package var parts: [Part]
        /// With the values that they had.
        package var parameters: [Report.Origin.Parameter]

        package var outcomes: [Outcome] {
            parts.compactMap { if case .outcome(let outcome, _) = $0 { outcome } else { nil } }
        }
    }

    /// What a statement comes to.
    package indirect enum Outcome {
        case nothing
        case answer(Answer, Output)
        /// An answer for the clipboard, in a format of text.
        case copied(Answer, Label)
        /// Text for people: help, descriptions, plans.
        case lines([String])
        /// From `run`, and where it goes as a whole.
        case script(ScriptRun, Output)
        /// A question to be asked again and again.
        case watch(Watch)
        /// A text to run after it was edited.
        case edited(String)
        case quit
    }

    /// An answer, kept for what is asked of the last one.
    private func answered(
        _ answer: Answer, _ statement: Statement, _ output: Output
    ) throws(Diagnostic) -> Outcome {
        try Work.check()
        answers.append(answer, statement, definitions: typed, parameters: parameters)
        return .answer(answer, output)
    }

    /// Carries out one statement.
    package func execute(_ statement: Statement) throws(Diagnostic) -> Outcome {
        completion.stop()
        // What only adds a definition is taken back without copies of all that there are.
        let replaced = workspace.replaced(by: statement)
        let before = statement.kind.changesWorkspace && replaced == nil ? workspace : nil
        let known = (definitions.count, typed.count)
        let whole = statement.kind.replacesDefinitions ? (definitions, typed) : nil
        let outcome = Result { () throws(Diagnostic) in
            let outcome = try asked(statement)
            // What was computed when it was stopped may be anything.
            if statement.kind.changesWorkspace { try Work.check() }
            return outcome
        }
        if case .failure(let error) = outcome, error.isInterruption, statement.kind.changesWorkspace {
            if let replaced { workspace.restore(replaced) }
            if let before { workspace = before }
            definitions.removeLast(max(0, definitions.count - known.0))
            typed.removeLast(max(0, typed.count - known.1))
            if let whole { (definitions, typed) = whole }
        }
        if let failure = workspace.snapshots?.failure { throw failure }
        return try outcome.get()
    }

    /// Where rows of a database have changed while their columns were fetched, everything is read anew, once.
    private func asked(_ statement: Statement) throws(Diagnostic) -> Outcome {
        do {
            return try answeredAtOnce(statement)
        } catch {
            guard error.code == "table-changed", statement.questionOutput != nil, isTyping else { throw error }
            try reload()
            notice("rows have changed in the database: everything was read anew")
            return try answeredAtOnce(statement)
        }
    }

    /// A question sees one state of each database, and tells what was brought from them.
    private func answeredAtOnce(_ statement: Statement) throws(Diagnostic) -> Outcome {
        switch statement.kind {
        case .show, .rows, .cohort, .scorecard, .why, .forecast, .funnel, .check, .drill, .describe, .list, .explain:
            try workspace.readingOneState(told: { for text in $0 { notice(text) } }) { () throws(Diagnostic) in
                try carryOut(statement)
            }
        default: try carryOut(statement)
        }
    }

    private func carryOut(_ statement: Statement) throws(Diagnostic) -> Outcome {
        switch statement.kind {
        case .connect, .load, .dataset, .source, .dimension, .metric, .target, .calendar, .constant, .parameter:
            try define(statement)
            return .nothing
        case .disconnect(let name):
            try disconnect(name)
            return .nothing
        case .set(let name, let value):
            try set(name, value)
            return .nothing
        case .use(let path):
            if try use(path), isTyping {
                typed.append(TypedDefinition(statement: statement, folder: workspace.folder, datasets: []))
            }
            return .nothing
        case .show(let question) where wanted(question.output) == "card":
            let outcome = try answered(try evaluator.answer(question), statement, question.output)
            guard case .answer(let answer, let output) = outcome else { return outcome }
            return .answer(try evaluator.withTrend(answer, of: question), output)
        case .show, .rows, .cohort, .scorecard, .why, .forecast, .funnel, .check:
            guard let output = statement.questionOutput,
                let answer = try evaluator.answer(statement, most: mostRows(output))
            else { return .nothing }
            return try answered(answer, statement, output)
        case .drill(let drill):
            return try answered(self.drill(drill, most: mostRows(drill.output)), statement, drill.output)
        case .watch(let watch): return .watch(watch)
        case .explain(let inner): return .lines(try unlessStopped(try explain(inner)))
        case .describe(let name): return .lines(try unlessStopped(try describe(name)))
        case .describePeriod(let period): return .lines(try unlessStopped(try describe(period)))
        case .list(let kind): return try unlessStopped(try list(kind))
        case .help(let topic): return .lines(try help(topic))
        case .last(let output), .export(let output): return try repeatLast(output)
        case .copy(let format): return try copyLast(as: format)
        case .back(let request): return try goBack(request)
        case .diff(let request): return try difference(request)
        case .save(let name, let question):
            try save(name, question)
            return .nothing
        case .run(let name, let arguments, let output):
            return .script(try scripted { () throws(Diagnostic) in try run(name, arguments) }, output)
        case .edit(let name): return try edit(name)
        case .history(let text): return .lines(historyLines(text))
        case .reload:
            try reload()
            return .nothing
        case .quit: return .quit
        }
    }

    private func unlessStopped<Result>(_ result: Result) throws(Diagnostic) -> Result {
        try Work.check()
        return result
    }

    /// The name of the format that an answer is wanted in; nil where nothing says it.
    func wanted(_ output: Output) -> String? {
        output.format?.text ?? output.path.flatMap { renderer(forPath: $0.text)?.name } ?? settings.format
    }

    /// A table shows the first rows; a data format gives them all.
    func mostRows(_ output: Output) -> Int? {
        let format = wanted(output)
        // A page can be scrolled, but not without end.
        if format == "html" { return 1000 }
        // Rows have no picture: what stands in for it is their table.
        return ["table", "card", "markdown", "chart", "svg", "vega"].contains(format ?? "table") ? 40 : nil
    }

    func define(_ statement: Statement) throws(Diagnostic) {
        let before = Set(workspace.datasets.keys)
        if case .connect(let connection) = statement.kind {
            try checkDriver(connection)
            if isTyping { try greet(connection, statement) }
        }
        var seen = files
        if let path = statement.filePath { seen.note(Workspace.absolute(path, in: workspace.folder)) }
        for note in try workspace.define(statement) {
            notice(note.text, note.isWarning ? .warning : .detail)
        }
        files = seen
        remember(statement, datasets: Set(workspace.datasets.keys).subtracting(before))
    }

    /// Keeps a definition for `reload` and `save`.
    func remember(_ statement: Statement, datasets: Set<String> = []) {
        let statement = statement.withoutSecrets
        definitions.append((statement, workspace.folder))
        guard isTyping else { return }
        var definition = TypedDefinition(statement: statement, folder: workspace.folder, datasets: datasets)
        if definition.path != nil { definition.datasets.insert(String(definition.key.drop { $0 != " " }.dropFirst())) }
        typed.append(definition)
    }

    /// Whether what is defined now comes from the session itself.
    var isTyping: Bool { using.isEmpty && !isOpening }

    /// `let` and `param` with the values that they have now.
    var parameters: [Workspace.Parameter] {
        workspace.parameters.values.map { parameter in
            var parameter = parameter
            if parameter.isOpen, let given = workspace.arguments[parameter.name] { parameter.value = given }
            return parameter
        }
    }

    func explain(_ statement: Statement) throws(Diagnostic) -> [String] {
        switch statement.kind {
        case .show(let question): return try evaluator.explanation(question)
        case .rows(let question):
            let bound = try RowsBinder(workspace).bind(question)
            return [bound.heading, "", "scan \(bound.dataset), keep the rows that fit, sort, cut"]
        case .cohort(let question): return try evaluator.explanation(question)
        case .scorecard(let question):
            return ["each line is of one of these questions, and of one by step of time for its trend", ""]
                + (try evaluator.questions(of: question)).map { "  " + printed(Statement(.show($0), span: .none)) }
        case .why(let question): return try evaluator.explanation(question)
        case .forecast(let question): return try evaluator.explanation(question)
        case .funnel(let question): return try evaluator.explanation(question)
        case .check(let question): return try evaluator.explanation(question)
        default:
            throw Diagnostic(
                "explain", "only questions can be explained", at: statement.span,
                remedies: ["`explain show …`", "`describe NAME` explains a name"])
        }
    }
}

extension Statement.Kind {
    /// Whether it may change what was defined before, and not only add to it.
    fileprivate var replacesDefinitions: Bool {
        switch self {
        case .use, .reload, .disconnect: true
        default: false
        }
    }

    /// Whether it changes what is loaded or defined; stopped on the way, it has changed nothing.
    fileprivate var changesWorkspace: Bool {
        switch self {
        case .connect, .load, .dataset, .source, .dimension, .metric, .target, .calendar, .constant, .parameter, .set,
            .use, .reload:
            true
        default: false
        }
    }
}
