import Engine
import Glibc
import Language
import Model
import Reports
import Values

/// The prompt: reads statements from the line editor until the user leaves.
package struct Interactive {
    let session: Session
    let presenter: Presenter
    let isPlain: Bool
    let version: String

    package init(_ session: Session, isPlain: Bool, version: String) {
        self.session = session
        self.isPlain = isPlain
        self.version = version
        presenter = Presenter(session, isInteractive: true)
    }

    package func run() throws(Diagnostic) {
        var style = LineEditor.Style.fromEnvironment
        if isPlain { style.isPlain = true }
        session.settings.color = style.hasColor && !style.isPlain
        let session = session
        session.history.folder = session.absoluteFolder
        let editor = try LineEditor(
            history: session.history, style: style,
            isComplete: { completeness(of: $0) == .complete },
            complete: { text, cursor in CompletionProvider(session).completions(text, cursor: cursor) })
        let adviser = Adviser(session)
        editor.advise = { text, cursor in adviser.advice(on: text, cursor: cursor) }
        if !style.isPlain { editor.pane = PreviewPane(session) }
        // The banner sums up what was opened; only warnings are told one by one.
        for notice in session.takeNotices() where notice.kind == .warning { warn("warning: " + visible(notice.text)) }
        greet()
        let writing = BackgroundWriting()
        writing.start(session.workspace.snapshots, session.memory)
        defer { writing.finish() }
        let interrupts = InterruptFlag()
        session.confirm = Self.asks
        session.isInterrupted = { interrupts.isRaised }
        while true {
            editor.theme = session.settings.color ? Theme(session.settings.theme) : nil
            adviser.forget()
            session.noticeChangedFiles()
            presenter.tellNotices()
            switch editor.read(prompt: prompt, continuation: "  ") {
            case .interrupted: continue
            case .endOfInput: return
            case .statement(let text):
                if let warning = session.history.takeWarning() { warn("warning: " + visible(warning.message)) }
                if session.settings.reloadsChanges { interrupts.whileRunning { session.noticeChangedFiles() } }
                switch interrupts.whileRunning({ run(text) }) {
                case .leaves: return
                case .interrupted: break
                // Ctrl-C came too late to stop anything. A terminal then drops what it has not put out yet, such as the
                // end of the last line.
                case .stays: if interrupts.isRaised { write("\n") }
                }
                writing.start(session.workspace.snapshots, session.memory)
            }
        }
    }

    /// Asks a question; `y` or `yes` agrees to it.
    private static func asks(_ question: String) -> Bool {
        write(visible(question) + " [y/N] ")
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(STDIN_FILENO, &bytes, bytes.count)
        // Ctrl-C and Ctrl-D leave the cursor in the line.
        if count <= 0 { write("\n") }
        let answer = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).lowercased()
        return ["y\n", "yes\n"].contains(answer)
    }

    private func visibleText(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { visible(String($0)) }.joined(
            separator: "\n")
    }

    private enum Step { case stays, interrupted, leaves }

    private func run(_ text: String) -> Step {
        let script = parseScript(text)
        let isBlank = text.allSatisfy(\.isWhitespace)
        if !isBlank, !script.statements.contains(where: \.isEdit) { session.lastTyped = text }
        if !isBlank { session.correction = corrected(text, script.diagnostics) }
        for diagnostic in script.diagnostics { report(diagnostic, text) }
        guard script.diagnostics.isEmpty else { return .stays }
        for statement in script.statements {
            do {
                switch try presenter.carryOut(statement) {
                case .quit: return .leaves
                case .edited(let edited):
                    write(visibleText(edited) + "\n")
                    session.history.append(edited)
                    let step = run(edited)
                    if step != .stays { return step }
                default: break
                }
            } catch {
                presenter.tellNotices()
                if !error.isInterruption { session.correction = corrected(text, [error]) }
                report(error, text)
                return error.isInterruption ? .interrupted : .stays
            }
        }
        return .stays
    }

    /// Tells an error, and that TAB corrects it where it does.
    private func report(_ error: Diagnostic, _ text: String) {
        var told = error
        if corrected(text, [error]) != nil {
            let note = "TAB on the empty line corrects it"
            if told.remedies.isEmpty { told.remedies = [note] } else { told.remedies[0] += "  (\(note))" }
        }
        presenter.report(told, source: text, name: nil)
    }

    /// The workspace folder's name.
    private var prompt: String {
        let folder = session.workspace.folder
        let name = folder.split(separator: "/").last.map(String.init) ?? ""
        return (name.isEmpty || name == "." ? "quaestor" : visible(name)) + "> "
    }

    private func greet() {
        let datasets = session.workspace.namedDatasets
        var line = "Quaestor \(version)"
        if !datasets.isEmpty {
            line +=
                " · \(datasets.count) dataset\(datasets.count == 1 ? "" : "s"), " + rowCountText(datasets.map(\.table))
            if !session.workspace.metrics.isEmpty { line += ", \(session.workspace.metrics.count) metrics" }
        }
        write(line + "\n")
        let recognised = session.recognisedFiles()
        for line in recognised { write(visible(line) + "\n") }
        let examples = session.examples()
        if let example = examples.first, recognised.isEmpty {
            write("Try: \(visible(example))   (TAB completes, `help` tells more, Ctrl-D leaves)\n")
        } else if !examples.isEmpty {
            write("Try, for example (TAB completes, `help` tells more, Ctrl-D leaves):\n")
            for example in examples { write("  \(visible(example))\n") }
        } else {
            write("`load \"file.csv\"` reads a file, `help` tells more, Ctrl-D leaves.\n")
        }
    }
}

extension Statement {
    fileprivate var isEdit: Bool {
        if case .edit = kind { true } else { false }
    }
}
