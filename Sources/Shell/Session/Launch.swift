import Glibc
import Language
import Model
import Reports
import Tables
import Values

/// A start of the program as the command line asked for it. Each way of asking gives the exit code.
package struct Launch {
    let session: Session
    let isPlain: Bool
    let keepsGoing: Bool
    let version: String
    /// Where the document goes that holds all answers; nil for standard output.
    let target: String?
    private let format: String?
    private let assignments: [String]
    private let readsInit: Bool

    /// - Parameters:
    ///   - format: that of answers which do not say theirs; nil for what the ending of `target` means, else a table.
    ///   - target: the file that all answers go to as one document.
    ///   - writesAnywhere: whether scripts may write outside of the workspace and the current folder.
    ///   - readsInit: whether a shell begins with the user's `init.qst`.
    ///   - assignments: `name=value`, each a setting or a parameter.
    ///   - usesSnapshots: whether tables are kept from one start to the next.
    package init(
        folder: String = ".", format: String? = nil, target: String? = nil, assignments: [String] = [],
        isPlain: Bool = false, overwrites: Bool = false, keepsGoing: Bool = false, usesSnapshots: Bool = true,
        writesAnywhere: Bool = false, readsInit: Bool = true, version: String
    ) throws(Diagnostic) {
        self.isPlain = isPlain
        self.keepsGoing = keepsGoing
        self.version = version
        self.target = target
        (self.format, self.assignments, self.readsInit) = (format, assignments, readsInit)
        holdStandardDescriptors()
        // A file that must not grow is an error of its writing, not the end of the program.
        signal(SIGXFSZ, SIG_IGN)
        session = Session(folder: folder, today: Self.today(), history: History(path: Self.historyPath()))
        session.settings.force = overwrites
        session.settings.writesAnywhere = writesAnywhere
        session.settings.showsProgress = !isPlain
        session.version = version
        session.settings.ascii = Self.showsASCIIAlone()
        if usesSnapshots, let path = Self.cachePath() {
            session.workspace.snapshots = SnapshotCache(path: path, program: version)
        }
        try applyOptions()
    }

    /// What the command line says of settings and parameters.
    private func applyOptions() throws(Diagnostic) {
        if let format {
            guard let renderer = renderer(named: format) else {
                let near = nearest(format, among: renderers.map(\.name))
                throw Diagnostic(
                    "unknown-format", "there is no format `\(format)`",
                    remedies: [
                        near.first.map { "did you mean `\($0)`?" }
                            ?? "the formats are \(renderers.map(\.name).joined(separator: ", "))"
                    ])
            }
            session.settings.format = renderer.name
        } else if let target {
            guard let renderer = renderer(forPath: target) else {
                throw Diagnostic(
                    "unknown-format", "\"\(target)\" does not say in which format",
                    remedies: ["end its name in \(fileEndings), or give `--format`"])
            }
            session.settings.format = renderer.name
        }
        for assignment in assignments { try assign(assignment) }
    }

    private func assign(_ assignment: String) throws(Diagnostic) {
        guard let mark = assignment.firstIndex(of: "="), mark != assignment.startIndex else {
            throw Diagnostic(
                "assignment", "`\(assignment)` is not name=value", remedies: ["for example: quarter=2026-Q3"])
        }
        let name = machineName(assignment[..<mark])
        let text = String(assignment[assignment.index(after: mark)...])
        // What does not read as an expression of the language is a text, as a shell's user means it.
        // Zeros in front are part of an id.
        let isID = text.utf8.count > 1 && text.hasPrefix("0") && text.utf8.allSatisfy { (48...57).contains($0) }
        let read = isID ? nil : try? parseExpression(text)
        let value = read ?? Expression(.text(text), span: .none)
        if Settings.names.contains(name) {
            try session.set(Label(name, span: .none), value)
        } else {
            session.workspace.arguments[name] = value
        }
    }

    /// The names of the formats.
    package static var formats: [String] { renderers.map(\.name) }

    // MARK: Ways of asking

    package func ask(paths: [String] = [], commands: [String] = []) -> Int32 {
        if commands.isEmpty, paths.count == 1, isScript(paths[0]) { return runScript(paths[0]) }
        let isInteractive = commands.isEmpty && LineEditor.isAvailable
        if isInteractive, let target {
            warn(
                "`--to \(visible(target))` needs something to answer\n  give questions with `-c`, or `quaestor run SCRIPT.qst`"
            )
            return 2
        }
        let batch = Batch(session, keepsGoing: keepsGoing, interrupts: isInteractive ? nil : batchInterrupts())
        if !paths.isEmpty, !commands.isEmpty { WorkerPool.shared.rouse(isExpected: true) }
        do {
            if !paths.isEmpty { try batch.open(paths) }
        } catch {
            batch.presenter.tellNotices()
            batch.presenter.report(error, source: "", name: nil)
            if !isInteractive { return exitCode(batch, succeeded: false) }
        }
        if isInteractive {
            do {
                try readInit(batch.presenter)
                try Interactive(session, isPlain: isPlain, version: version).run()
                return 0
            } catch {
                batch.presenter.report(error, source: "", name: nil)
                return 1
            }
        }
        batch.presenter.tellNotices()
        guard batch.begin(isScript: false, target) else { return 1 }
        defer { finish(batch) }
        if !commands.isEmpty {
            var succeeded = true
            for command in commands {
                if !batch.run(command, name: nil) {
                    succeeded = false
                    if !keepsGoing || batch.presenter.wasInterrupted { break }
                }
            }
            return exitCode(batch, succeeded: batch.end(succeeded, script: nil, target))
        }
        do {
            var input = StandardInput()
            let succeeded = batch.run(try input.readAll(), name: nil)
            return exitCode(batch, succeeded: batch.end(succeeded, script: nil, target))
        } catch {
            batch.presenter.report(error, source: "", name: nil)
            return 1
        }
    }

    /// Runs the user's `init.qst`; what the command line says counts more.
    private func readInit(_ presenter: Presenter) throws(Diagnostic) {
        guard readsInit, let path = Self.initPath() else { return }
        InitFile(path: path).run(in: session) { presenter.report($0, source: $1, name: path) }
        try applyOptions()
    }

    /// Ctrl-C ends what runs in good order, and what only waits at once; so does a reader that has gone.
    private func batchInterrupts() -> InterruptFlag {
        InterruptFlag.endOnBrokenPipe()
        return InterruptFlag.ofBatch()
    }

    private func exitCode(_ batch: Batch, succeeded: Bool) -> Int32 {
        batch.presenter.wasInterrupted ? 130 : succeeded ? 0 : 1
    }

    /// What is left to do when everything has been answered.
    private func finish(_ batch: Batch) {
        guard !batch.presenter.wasInterrupted else { return }
        // Columns that no question has asked for are read for it, as far as there is memory.
        Work(memory: session.memory).run { session.workspace.snapshots?.write() }
    }

    /// A file that asks something, so that `#!/usr/bin/env quaestor` makes it a program. A file of definitions only is
    /// a workspace.
    private func isScript(_ path: String) -> Bool {
        guard path.hasSuffix(".qst"), let text = try? readTextFile(path: path) else { return false }
        return parseScript(text).statements.contains { !$0.isDefinition }
    }

    package func runScript(_ path: String) -> Int32 {
        let batch = Batch(session, keepsGoing: keepsGoing, interrupts: batchInterrupts())
        session.workspace.folder = folder(of: path)
        guard let text = read(path, batch.presenter) else { return 1 }
        guard batch.begin(isScript: true, target) else { return 1 }
        defer { finish(batch) }
        let succeeded = batch.run(text, name: path)
        return exitCode(batch, succeeded: batch.end(succeeded, script: fileName(path), target))
    }

    package func check(script path: String) -> Int32 {
        let batch = Batch(session, keepsGoing: true)
        session.workspace.folder = folder(of: path)
        guard let text = read(path, batch.presenter) else { return 1 }
        return batch.check(text, name: path) ? 0 : 1
    }

    package static func format(script path: String, inPlace: Bool) -> Int32 {
        let presenter = Presenter(Session(folder: ".", today: today()), isInteractive: false)
        do {
            let text = try readTextFile(path: path)
            let result: String
            do {
                result = try formatted(script: text)
            } catch {
                for diagnostic in error.all { presenter.report(diagnostic, source: text, name: path) }
                return 1
            }
            if !inPlace {
                try presenter.put(Array(result.utf8))
            } else if result != text {
                try SafeFile.write(result, to: path, overwrites: true)
            }
            return 0
        } catch {
            presenter.report(error, source: "", name: nil)
            return 1
        }
    }

    private func read(_ path: String, _ presenter: Presenter) -> String? {
        do {
            return try readTextFile(path: path)
        } catch {
            presenter.report(error, source: "", name: nil)
            return nil
        }
    }

    // MARK: Surroundings

    /// The clock's day where the user is.
    static func today() -> Day {
        var now = time(nil)
        var parts = tm()
        localtime_r(&now, &parts)
        return Day(year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday)) ?? Day(0)
    }

    /// Whether the terminal cannot show blocks and dots: a locale that is set and is not of UTF-8, or the Linux console.
    static func showsASCIIAlone() -> Bool {
        func variable(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }
        if variable("TERM") == "linux" { return true }
        // Not by Swift's own search for a text in a text, which takes a tenth of a millisecond when it is first used.
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].map(variable).first { !$0.isEmpty }?.lowercased()
        return locale.map { strstr($0, "utf-8") == nil && strstr($0, "utf8") == nil } ?? false
    }

    /// `$XDG_STATE_HOME/quaestor/history.jsonl`, or below `~/.local/state`; nil without a home.
    static func historyPath() -> String? {
        place("XDG_STATE_HOME", below: "/.local/state").map { $0 + "/quaestor/history.jsonl" }
    }

    /// `$XDG_CACHE_HOME/quaestor`, or below `~/.cache`; nil without a home.
    static func cachePath() -> String? { place("XDG_CACHE_HOME", below: "/.cache").map { $0 + "/quaestor" } }

    /// `$QUAESTOR_INIT`, else `$XDG_CONFIG_HOME/quaestor/init.qst`, or below `~/.config`; nil for none.
    static func initPath() -> String? {
        if let given = getenv("QUAESTOR_INIT").map({ String(cString: $0) }) { return given.isEmpty ? nil : given }
        return place("XDG_CONFIG_HOME", below: "/.config").map { $0 + "/quaestor/init.qst" }
    }

    private static func place(_ name: String, below home: String) -> String? {
        func variable(_ name: String) -> String? {
            getenv(name).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        return variable(name) ?? variable("HOME").map { $0 + home }
    }
}
