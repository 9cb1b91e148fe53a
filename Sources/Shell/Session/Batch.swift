import Engine
import Glibc
import Language
import Model
import Tables
import Values

/// Runs statements that nobody is typing: `-c`, a script, standard input.
package struct Batch {
    let session: Session
    let presenter: Presenter
    /// Go on after a question that failed.
    let keepsGoing: Bool

    /// Told of Ctrl-C while statements run.
    private let interrupts: InterruptFlag?

    package init(_ session: Session, keepsGoing: Bool, interrupts: InterruptFlag? = nil) {
        self.session = session
        self.keepsGoing = keepsGoing
        self.interrupts = interrupts
        if let interrupts { session.isInterrupted = { interrupts.isRaised } }
        presenter = Presenter(session, isInteractive: false)
    }

    /// Runs a text; true when everything was answered.
    /// - Parameter name: the script's name for messages; nil for `-c` and standard input.
    package func run(_ text: String, name: String?) -> Bool { whileRunning { answer(text, name: name) } }

    /// Opens what the command line names.
    package func open(_ paths: [String]) throws(Diagnostic) {
        try whileRunning { () throws(Diagnostic) in try presenter.open(paths) }
    }

    private func whileRunning<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let interrupts else { return try body() }
        return try interrupts.whileRunning(body)
    }

    private func answer(_ text: String, name: String?) -> Bool {
        let script = parseScript(text)
        for diagnostic in script.diagnostics { presenter.report(diagnostic, source: text, name: name) }
        if !script.diagnostics.isEmpty && !keepsGoing { return false }
        var succeeded = script.diagnostics.isEmpty
        // What is given from outside is checked once everything that declares parameters has been read.
        var awaitsCheck = name != nil
        var texts = (name == nil ? [] : scriptTexts(text, script.statements))[...]
        for statement in script.statements {
            while let next = texts.first, next.start < statement.span.start {
                presenter.gathered?.add(text: next.markdown)
                texts.removeFirst()
            }
            do {
                if awaitsCheck, statement.asks {
                    awaitsCheck = false
                    let given = session.workspace.arguments.keys.sorted().map { Label($0, span: .none) }
                    try session.checkArguments(given, script.statements, script: name ?? "")
                }
                let outcome =
                    name == nil
                    ? try presenter.carryOut(statement)
                    : try session.scripted { () throws(Diagnostic) in try presenter.carryOut(statement) }
                if case .quit = outcome { return succeeded }
            } catch {
                presenter.tellNotices()
                presenter.report(error, source: text, name: name)
                succeeded = false
                if !keepsGoing || error.isInterruption { return false }
                presenter.gathered?.add(failure: error, of: statement)
            }
        }
        for text in texts { presenter.gathered?.add(text: text.markdown) }
        return succeeded
    }

    /// Parses a script and binds its questions without answering them.
    package func check(_ text: String, name: String) -> Bool {
        let script = parseScript(text)
        for diagnostic in script.diagnostics { presenter.report(diagnostic, source: text, name: name) }
        var succeeded = script.diagnostics.isEmpty
        for statement in script.statements {
            do {
                try check(statement)
            } catch {
                presenter.report(error, source: text, name: name)
                succeeded = false
            }
            presenter.tellNotices()
        }
        return succeeded
    }

    /// Binds a question; a definition is carried out, so that what follows can use it.
    private func check(_ statement: Statement) throws(Diagnostic) {
        if try session.bind(statement) { return }
        switch statement.kind {
        case .explain(let inner), .save(_, let inner?): try check(inner)
        case .watch(let watch): try check(watch.question)
        case _ where statement.isDefinition: _ = try session.execute(statement)
        default: break
        }
    }
}

extension Statement {
    /// Whether it is a question, with an answer that parameters can change.
    fileprivate var asks: Bool {
        switch kind {
        case .show, .rows, .cohort, .scorecard, .why, .forecast, .funnel, .check, .explain, .watch, .run: true
        default: false
        }
    }
}
