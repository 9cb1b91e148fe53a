import CEditline
import Glibc
import Values

/// The interactive editor of statements: one text of one or more lines, with history and completion.
///
/// libedit keeps the text, moves the cursor and paints; the commands that make a shell of it are in the extensions.
package final class LineEditor {
    /// One way to complete the word at the cursor.
    package struct Candidate: Hashable, Sendable {
        /// What is put in place of the word.
        package var text: String
        package var label: String
        /// Such as `metric` or `value`.
        package var kind: String
        /// A description.
        package var detail: String
        /// What the data says for it, such as rows and share; set at the right.
        package var evidence: String
        /// The characters of the label, from 0, that were typed though it does not begin so.
        package var matches: [Int] = []

        package init(text: String, label: String, kind: String, detail: String, evidence: String = "") {
            self.text = text
            self.label = label
            self.kind = kind
            self.detail = detail
            self.evidence = evidence
        }
    }

    /// The candidates at a cursor, best first.
    package struct Completions: Hashable, Sendable {
        /// The UTF-8 bytes of the text that a candidate replaces.
        package var word: Range<Int>
        package var candidates: [Candidate]

        package init(word: Range<Int>, candidates: [Candidate]) {
            self.word = word
            self.candidates = candidates
        }
    }

    package enum Input: Hashable, Sendable {
        /// A complete text, without the line break that ended it. It is in the history already.
        case statement(String)
        /// Ctrl-C: the text was given up.
        case interrupted
        /// Ctrl-D on an empty text, or the terminal has gone.
        case endOfInput
    }

    /// What the editor may use of the terminal.
    package struct Style: Hashable, Sendable {
        /// No terminal sequences at all: candidates are printed as lines.
        package var isPlain: Bool
        package var hasColor: Bool

        package init(isPlain: Bool, hasColor: Bool) {
            self.isPlain = isPlain
            self.hasColor = hasColor
        }

        /// As $TERM and $NO_COLOR say.
        package static var fromEnvironment: Style {
            let terminal = getenv("TERM").map { String(cString: $0) } ?? ""
            let noColor = getenv("NO_COLOR").map { String(cString: $0) } ?? ""
            return Style(isPlain: terminal.isEmpty || terminal == "dumb", hasColor: noColor.isEmpty)
        }
    }

    /// Whether standard input and output are a terminal; otherwise statements are read by `StandardInput`.
    package static var isAvailable: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

    let terminal: Terminal
    let history: History
    let style: Style
    let isComplete: (String) -> Bool
    let complete: (String, Int) -> Completions

    var prompt = Prompt("")
    var indentation = ""
    var outcome: Input?
    var menu: CompletionMenu?
    var recall: HistoryRecall?
    var search: HistoryPicker?
    var undoStack = UndoStack()
    /// What was cut out last.
    var killed = ""
    var overlay = Overlay()
    var ghost = GhostText()
    /// The colours of the text as it is typed; without a theme it is as plain as what is told of it.
    package var theme: Theme?
    /// What is known of a text and the cursor in it, a UTF-8 offset; asked before each key, so that it must be quick.
    package var advise: (String, Int) -> Advice = { _, _ in Advice() }
    var paneRequest: PaneRequest?
    /// What is shown below the text as it is typed; not in plain mode.
    package var pane: (any LivePane)? {
        didSet { editline_watch(terminal.handle, style.isPlain ? -1 : pane?.wakeUp ?? -1) }
    }

    /// Opens the editor on the terminal.
    ///
    /// `isComplete` tells whether Enter runs a text or begins a new line; `complete` gets the text and the cursor as a
    /// UTF-8 offset. Throws where the terminal cannot be used.
    package init(
        history: History, style: Style = .fromEnvironment, isComplete: @escaping (String) -> Bool,
        complete: @escaping (String, Int) -> Completions
    ) throws(Diagnostic) {
        signals_install()
        guard let handle = editline_open("quaestor", style.isPlain ? "dumb" : nil) else {
            throw Diagnostic(
                "no-terminal", "the line editor cannot use this terminal",
                remedies: ["pass statements on standard input, or with `-c`"])
        }
        terminal = Terminal(handle: handle)
        self.history = history
        self.style = style
        self.isComplete = isComplete
        self.complete = complete
        theme = style.isPlain || !style.hasColor ? nil : Theme(.auto)
        bindKeys()
        listen()
    }

    deinit { editline_close(terminal.handle) }

    /// Reads one statement.
    ///
    /// `continuation` is the blank text that Enter puts at the beginning of a further line.
    package func read(prompt: String, continuation: String) -> Input {
        self.prompt = Prompt(prompt)
        indentation = continuation
        outcome = nil
        menu = nil
        recall = nil
        undoStack = UndoStack()
        editline_prompt(terminal.handle, self.prompt.marked)
        // Ctrl-C may have taken the end of the last line with it.
        if editline_begin(terminal.handle) { terminal.write("\n") }
        // Only now: what is written before can be lost in the same way.
        setBracketedPaste(true)
        let hasText = editline_read(terminal.handle) == 1
        setBracketedPaste(false)
        overlay.forget()
        paneRequest = nil
        pane?.textLeft()

        // A user can switch editing off in ~/.editrc; then libedit itself returns each line.
        let input = outcome ?? (hasText ? readUnedited(continuation) : .endOfInput)
        switch input {
        case .statement(let text): history.append(text)
        case .endOfInput: terminal.write("\n")
        case .interrupted: break
        }
        return input
    }

    private func readUnedited(_ continuation: String) -> Input {
        var text = terminal.content.text
        editline_prompt(terminal.handle, continuation)
        while !isComplete(text) {
            _ = editline_begin(terminal.handle)
            guard editline_read(terminal.handle) == 1 else { break }
            text += terminal.content.text
        }
        if text.hasSuffix("\n") { text.removeLast() }
        return .statement(text)
    }

    /// Makes the terminal mark pasted text, so that it is taken as one piece.
    func setBracketedPaste(_ isOn: Bool) {
        guard !style.isPlain else { return }
        terminal.write(isOn ? "\u{1b}[?2004h" : "\u{1b}[?2004l")
        signals_set_bracketed(isOn)
    }

    private func bindKeys() {
        let handle = terminal.handle
        for (number, command) in Command.allCases.enumerated() {
            editline_define(handle, Int32(number), command.name, command.name)
        }
        editline_source(handle)
        let hasViKeys = editline_uses_vi_keys(handle)
        for (key, name) in Command.familiarKeys { editline_bind(handle, key, name, false) }
        for command in Command.allCases {
            for key in command.keys {
                editline_bind(handle, key, command.name, false)
                if hasViKeys { editline_bind(handle, key, command.name, true) }
            }
            if hasViKeys { for key in command.viKeys { editline_bind(handle, key, command.name, true) } }
        }
        // While text is inserted with vi's keys, Escape alone goes to its command mode.
        if hasViKeys { editline_bind(handle, "^]", "vi-command-mode", false) }
    }

    private func listen() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        let callbacks = editline_callbacks(
            context: context,
            command: { context, number in
                let commands = Command.allCases
                guard let context, commands.indices.contains(Int(number)) else { return EDITLINE_NOTHING }
                return LineEditor.from(context).run(commands[Int(number)])
            },
            will_wait: { context in if let context { LineEditor.from(context).willWait() } },
            did_read: { context in if let context { LineEditor.from(context).didRead() } },
            woken: { context in if let context { LineEditor.from(context).woken() } },
            redraw: { context, wasStopped in
                if let context { LineEditor.from(context).redraw(onNewLine: wasStopped) }
            })
        editline_listen(terminal.handle, callbacks)
    }

    private static func from(_ context: UnsafeMutableRawPointer) -> LineEditor {
        Unmanaged.fromOpaque(context).takeUnretainedValue()
    }
}
