import Engine
import Glibc
import Language
import Reports
import Values

/// Writes outcomes where they belong: answers to standard output or a file, everything else to standard error.
package final class Presenter {
    let session: Session
    let isInteractive: Bool
    /// Answers for people are set apart by a blank line; data formats follow each other as they are.
    private var hasWritten = false
    /// What is gathered for a document instead of being written; nil where answers are written as they come.
    var gathered: ReportBuilder?
    private lazy var progress = session.settings.showsProgress && ProgressLine.isPossible ? ProgressLine() : nil
    let writesToTerminal = isatty(STDOUT_FILENO) == 1
    /// Whether Ctrl-C ended a statement.
    private(set) var wasInterrupted = false

    package init(_ session: Session, isInteractive: Bool) {
        self.session = session
        self.isInteractive = isInteractive
    }

    /// Carries out a statement and presents what it comes to; the time is told where it was wished for.
    package func carryOut(_ statement: Statement) throws(Diagnostic) -> Session.Outcome {
        let stopwatch = Stopwatch()
        let work = session.work()
        let outcome = try showing(work) { () throws(Diagnostic) in try session.execute(statement) }
        tellNotices()
        do {
            try work.run { () throws(Diagnostic) in try present(outcome, of: statement) }
        } catch {
            throw session.cause(of: error, in: work)
        }
        tellNotices()
        if session.settings.timer, outcome.isAnswer { warn("time: \(stopwatch.milliseconds) ms") }
        return outcome
    }

    /// Opens files and folders, with their progress.
    package func open(_ paths: [String]) throws(Diagnostic) {
        try showing(session.work()) { () throws(Diagnostic) in
            try session.open(paths)
            try Work.check()
        }
    }

    /// Does something that may take long, with its progress where that can be shown.
    func showing<Result>(
        _ work: Work, _ body: () throws(Diagnostic) -> Result
    ) throws(Diagnostic) -> Result {
        do {
            guard let progress else { return try work.run(body) }
            return try progress.showing(work, body)
        } catch {
            throw session.cause(of: error, in: work)
        }
    }

    func present(_ outcome: Session.Outcome, of statement: Statement) throws(Diagnostic) {
        switch outcome {
        case .nothing, .quit, .edited: break
        case .watch(let watch) where gathered != nil:
            // A document holds one answer.
            try present(try session.execute(watch.question), of: watch.question)
        case .watch(let watch):
            var watching = Watching(watch, session, self)
            try watching.run()
        case .lines(let lines):
            if gathered != nil {
                gathered?.add(lines: lines, of: statement)
                return
            }
            try separate()
            try put(Array((lines.map(visibleLines).joined(separator: "\n") + "\n").utf8))
        case .script(let run, let output): try present(run, output)
        case .answer(let answer, let output):
            let question = statement.repeatsLast ? session.last?.question : statement
            if gathered != nil, output.path == nil {
                gathered?.add(answer, of: question, as: output.format, in: session)
                return
            }
            try present(answer, of: question, output)
        case .copied(let answer, let format): try copy(answer, as: format)
        }
    }

    func present(_ answer: Answer, of question: Statement?, _ output: Output) throws(Diagnostic) {
        let renderer = try chosen(output)
        if let renderer = renderer as? any DocumentRenderer, renderer.gathering == .always {
            try checkPlace(of: renderer, output)
            var builder = ReportBuilder()
            builder.add(answer, of: question, as: nil, in: session)
            let report = builder.report(
                script: nil, parameters: [], version: session.version, today: session.workspace.today)
            try deliver(try renderer.document(report, options: documentOptions), to: output.path)
            return
        }
        guard let path = output.path else {
            guard renderer.isText else { throw notText(renderer, at: output.format?.span) }
            // On a terminal the answer itself tells how far it is.
            if let work = Work.ofThread, !writesToTerminal {
                return try showing(work) { () throws(Diagnostic) in
                    try Work.stage(WorkStage("writing")) { (_) throws(Diagnostic) in try show(answer, in: renderer) }
                    try Work.check()
                }
            }
            try show(answer, in: renderer)
            return try Work.check()
        }
        try showing(Work.ofThread ?? Work()) { () throws(Diagnostic) in
            try Work.stage(WorkStage("writing \(path.text)")) { (_) throws(Diagnostic) in
                try deliver(renderer.bytes(answer, options: documentOptions), to: path)
            }
        }
    }

    var documentOptions: RenderOptions {
        RenderOptions(width: nil, color: false, exact: session.settings.exact, ascii: session.settings.ascii)
    }

    /// Refuses to write what is no text to standard output.
    func checkPlace(of renderer: any Renderer, _ output: Output) throws(Diagnostic) {
        guard output.path == nil, !renderer.isText else { return }
        throw notText(renderer, at: output.format?.span)
    }

    /// Writes a whole file; to standard output where no path is given.
    func deliver(_ bytes: [UInt8], to path: Label?) throws(Diagnostic) {
        guard let path else {
            return try put(bytes)
        }
        try Work.check()
        try session.save(bytes, to: path.text, at: path.span)
        session.notice("written: \(path.text)", .done)
    }

    /// Writes an answer to standard output: at the prompt, through a pager where it is taller than the screen.
    private func show(_ answer: Answer, in renderer: any Renderer) throws(Diagnostic) {
        let settings = session.settings
        let width = settings.width ?? (isInteractive ? terminalSize()?.columns : nil)
        let options = RenderOptions(
            width: renderer.fitsTerminal ? width : nil, color: settings.color, exact: settings.exact,
            ascii: settings.ascii, bars: settings.bars ?? isInteractive)
        if renderer.fitsTerminal || renderer.name == "markdown" { try separate() }
        // A data format keeps cells as they are.
        var terminalText = writesToTerminal && !renderer.fitsTerminal ? TerminalText() : nil
        if isInteractive, let rows = terminalSize()?.rows, rows > 0, let pager = Pager(settings.pager) {
            var output = PagedOutput(pager, rows: rows)
            try? renderer.render(answer, options: options) { (bytes) throws(RenderingStopped) in
                if session.isStopped() { throw RenderingStopped() }
                try output.write(terminalText?.harmless(bytes) ?? bytes)
            }
            try? terminalText.map { (text) throws(RenderingStopped) in
                var text = text
                try output.write(text.rest())
            }
            if output.end() { return }
            warn("warning: `\(visible(pager.command))` does not run, so everything is written at once")
        }
        var failure: Diagnostic?
        func take(_ bytes: [UInt8]) throws(RenderingStopped) {
            do {
                try put(bytes)
            } catch {
                failure = error
                throw RenderingStopped()
            }
        }
        try? renderer.render(answer, options: options) { (bytes) throws(RenderingStopped) in
            if session.isStopped() { throw RenderingStopped() }
            try take(terminalText?.harmless(bytes) ?? bytes)
        }
        if let rest = terminalText?.rest() { try? take(rest) }
        if let failure { throw failure }
    }

    /// The refusal to write what is no text to a terminal or clipboard.
    func notText(_ renderer: any Renderer, at span: Span?) -> Diagnostic {
        Diagnostic(
            "not-text", "`\(renderer.name)` is no text, so it can only be written to a file", at: span,
            remedies: ["add `to \"answer.\(renderer.fileExtensions.first ?? renderer.name)\"`"])
    }

    private func separate() throws(Diagnostic) {
        if hasWritten { try put([UInt8(ascii: "\n")]) }
        hasWritten = true
    }

    /// Writes to standard output; fails where it does not take all, as on a full disk.
    func put(_ bytes: [UInt8]) throws(Diagnostic) {
        if bytes.withUnsafeBytes({ writeAll($0, to: STDOUT_FILENO) }) { return }
        let code = errno
        try Work.check()
        throw Diagnostic(
            "write-failed", outputFailure(code),
            reason: ["what was written there is not whole"])
    }

    func chosen(_ output: Output) throws(Diagnostic) -> any Renderer {
        if let format = output.format {
            if let found = renderer(named: format.text) { return found }
            let names = renderers.map(\.name)
            let near = nearest(format.text, among: names)
            throw Diagnostic(
                "unknown-format", "there is no format `\(format.text)`", at: format.span,
                reason: ["the formats are \(names.joined(separator: ", "))"],
                remedies: near.isEmpty ? [] : ["did you mean `\(near[0])`?"], replacement: near.first)
        }
        if let path = output.path {
            if let found = renderer(forPath: path.text) { return found }
            throw Diagnostic(
                "unknown-format", "\"\(path.text)\" does not say in which format", at: path.span,
                remedies: ["end its name in \(fileEndings), or say `as csv`"])
        }
        if let name = session.settings.format, let found = renderer(named: name) { return found }
        return renderers[0]
    }

    /// Draws an error under the text that it is about.
    package func report(_ error: Diagnostic, source: String, name: String?) {
        if error.isInterruption {
            wasInterrupted = true
            return warn("interrupted")
        }
        if error.code == "script" {
            warn(error.message)
            for line in error.reason { warn(line) }
            return
        }
        let told = drawn(error, source: source, name: name)
        // A statement that connects to a database may hold what nobody else should read in a log.
        warn(source.contains("connect") || source.contains("://") ? Secrets.hidden(told) : told)
    }

    /// Tells what was noticed; in batch only what is a warning.
    package func tellNotices() {
        for notice in session.takeNotices() where isInteractive || notice.kind != .detail {
            warn((notice.kind == .warning ? "warning: " : "") + visible(notice.text))
        }
    }
}

extension Session.Outcome {
    /// Whether it holds an answer: to a question, or to those of a script.
    fileprivate var isAnswer: Bool {
        switch self {
        case .answer, .script: true
        case .nothing, .lines, .copied, .watch, .edited, .quit: false
        }
    }
}

/// The size of the terminal on standard output or another descriptor; nil when it is none.
func terminalSize(of descriptor: Int32 = STDOUT_FILENO) -> (columns: Int, rows: Int)? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return (Int(size.ws_col), Int(size.ws_row))
}

/// Writes to standard output in full; ends quietly when nobody reads any more.
func write(_ text: String) {
    write(text, to: STDOUT_FILENO)
}

/// The text with all that a terminal would obey made visible, line breaks apart.
package func visibleLines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { visible(String($0)) }.joined(separator: "\n")
}

/// Writes to standard output before there is a session; says why it cannot be written to, nil where all is well or nobody
/// reads any more.
package func failureOfWriting(_ text: String) -> String? {
    var text = text
    let isWritten = text.withUTF8 { writeAll(UnsafeRawBufferPointer($0), to: STDOUT_FILENO) }
    if isWritten || errno == EPIPE { return nil }
    return outputFailure(errno)
}

private func outputFailure(_ code: Int32) -> String {
    "standard output cannot be written to: " + String(cString: strerror(code))
}

package func warn(_ text: String) {
    write(text.hasSuffix("\n") ? text : text + "\n", to: STDERR_FILENO)
}

func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { _ = writeAll(UnsafeRawBufferPointer($0), to: descriptor) }
}

/// False when nobody takes them, or the work was stopped: a terminal that takes nothing does not hold Ctrl-C up.
func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var position = 0
    while position < bytes.count {
        if Work.ofThread != nil {
            var sink = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            if Work.isStopped { return false }
            if poll(&sink, 1, 50) == 0 { continue }
        }
        let written = Glibc.write(descriptor, bytes.baseAddress.map { $0 + position }, bytes.count - position)
        if written < 0 && errno != EINTR { return false }
        if written > 0 { position += written }
    }
    return true
}
