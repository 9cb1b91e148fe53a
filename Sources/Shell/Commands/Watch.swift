import Engine
import Glibc
import Language
import Reports
import Values

/// `watch 10s QUESTION`: asks a question again and again, reading files that changed.
///
/// At a prompt the answers take the place of each other, with marks at what differs from the answer before, until a key
/// is pressed; elsewhere they are written one below the other, until the process is interrupted.
struct Watching {
    private let watch: Watch
    private let session: Session
    private let presenter: Presenter
    private var screen: WatchScreen?
    /// Whether files changed and were not read again yet.
    private var isStale = false
    private var before: (answer: Answer, time: String)?
    private var count = 0

    init(_ watch: Watch, _ session: Session, _ presenter: Presenter) {
        self.watch = watch
        self.session = session
        self.presenter = presenter
        if presenter.isInteractive, presenter.writesToTerminal, !LineEditor.Style.fromEnvironment.isPlain,
            session.settings.showsProgress
        {
            screen = WatchScreen()
        }
    }

    /// Ends with `interrupted` where nobody can press a key.
    mutating func run() throws(Diagnostic) {
        if let path = watch.question.questionOutput?.path {
            throw Diagnostic(
                "watch-file", "`watch` shows answers and writes no file", at: path.span,
                remedies: ["take `to` away, or ask without `watch`"])
        }
        let keyboard = presenter.isInteractive ? Keyboard() : nil
        defer { keyboard?.restore() }
        do {
            while true {
                let start = Stopwatch.nanoseconds()
                try askOnce()
                let end = start + watch.seconds * 1_000_000_000
                while true {
                    try Work.check()
                    let left = end - Stopwatch.nanoseconds()
                    if left <= 0 { break }
                    let step = Int32(clamping: min(100, left / 1_000_000 + 1))
                    guard let keyboard else {
                        usleep(UInt32(step) * 1000)
                        continue
                    }
                    if keyboard.hasKey(within: step) { return }
                }
            }
        } catch {
            guard error.isInterruption, keyboard != nil else { throw error }
        }
    }

    private mutating func askOnce() throws(Diagnostic) {
        count += 1
        let time = Self.clock()
        do {
            let (session, presenter, question) = (session, presenter, watch.question)
            try reloadIfChanged()
            let outcome = try presenter.showing(session.work()) { () throws(Diagnostic) in
                try session.execute(question)
            }
            presenter.tellNotices()
            guard case .answer(let answer, let output) = outcome else { return }
            try show(answer, output, time)
            before = (answer, time)
        } catch {
            // What was answered once will be again, when its files are whole.
            guard !error.isInterruption, before != nil else { throw error }
            if screen == nil { presenter.report(error, source: "", name: nil) }
            let rows = [head(time), visible(session.summary(error))]
            screen?.paint(rows)
        }
    }

    private mutating func reloadIfChanged() throws(Diagnostic) {
        if !session.files.changes().isEmpty { isStale = true }
        guard isStale else { return }
        let session = session
        try presenter.showing(session.work()) { () throws(Diagnostic) in
            _ = try session.execute(Statement(.reload, span: .none))
        }
        // Details of files that were told when they were first read.
        _ = session.takeNotices()
        isStale = false
    }

    private mutating func show(_ answer: Answer, _ output: Output, _ time: String) throws(Diagnostic) {
        let renderer = try presenter.chosen(output)
        var shown = answer
        if renderer.name == "table" || renderer.name == "markdown", screen != nil || before != nil {
            // The column of marks is there from the first answer on, so that nothing moves.
            let changes = AnswerChanges(from: before?.answer ?? answer, to: answer)
            shown = answer.marked(changes)
            if let before { shown.notes.insert(Self.told(changes, since: before.time), at: 0) }
        }
        guard screen != nil else {
            if renderer.name == "table" { shown.provenance = [time, shown.provenance].joined(separator: " · ") }
            return try presenter.present(shown, of: watch.question, output)
        }
        let room = WatchScreen.room
        var rows = [head(time)] + screenRows(shown, renderer, session.settings, columns: room.columns)
        if rows.count > room.rows {
            let hidden = rows.count - (room.rows - 1)
            rows = rows.prefix(room.rows - 1) + [dim("\(hidden) more rows; `top N` and `limit N` ask for fewer")]
        }
        screen?.paint(rows)
    }

    private func head(_ time: String) -> String {
        dim("watch \(watch.interval) · \(time) · run \(count) · a key ends it")
    }

    private func dim(_ text: String) -> String {
        Paint(isOn: session.settings.color)(.dim, shortened(text, to: WatchScreen.room.columns))
    }

    /// `since 21:59:50: 2 lines changed, 1 new`.
    private static func told(_ changes: AnswerChanges, since time: String) -> String {
        let parts = [(changes.changedCount, "changed"), (changes.newCount, "new"), (changes.goneCount, "gone")]
        let told = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return told.isEmpty ? "as at \(time)" : "since \(time): \(told.joined(separator: ", "))"
    }

    /// The time of day where the user is: `21:59:50`.
    private static func clock() -> String {
        var now = time(nil)
        var parts = tm()
        localtime_r(&now, &parts)
        return [parts.tm_hour, parts.tm_min, parts.tm_sec].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
