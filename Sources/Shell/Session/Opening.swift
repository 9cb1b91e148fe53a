import Glibc
import Language
import Model
import Tables
import Values

/// Opening what the command line names, and `use`, `run` and `reload`.
extension Session {
    package static let workspaceFile = "workspace.qst"

    /// Opens a folder, a workspace file or data files.
    package func open(_ paths: [String]) throws(Diagnostic) {
        guard paths.count == 1, isFolder(paths[0]) || paths[0].hasSuffix(".qst") else {
            for path in paths { try define(loading(path)) }
            return
        }
        opened = (paths[0], typed.count)
        isOpening = true
        defer { isOpening = false }
        try openWorkspace(paths[0])
    }

    /// Opens a workspace by its file, or by its folder: that folder's workspace file, else what is detected there.
    private func openWorkspace(_ path: String) throws(Diagnostic) {
        guard isFolder(path) else {
            workspace.folder = folder(of: path)
            return try runDefinitions(path)
        }
        workspace.folder = trimmedFolder(path)
        let file = workspace.folder + "/" + Self.workspaceFile
        if isFile(file) { try runDefinitions(file) } else { try detect() }
    }

    private func loading(_ path: String) -> Statement {
        Statement(.load(Load(path: Label(path, span: .none))), span: .none)
    }

    /// Loads every data file of the folder; a file that cannot be read is told and left out.
    private func detect() throws(Diagnostic) {
        let prose: Set<String> = ["license", "licence", "readme", "notice", "changelog", "origin"]
        let named = try dataFiles(in: workspace.folder)
        let files = named.files.filter { !prose.contains(Workspace.datasetName($0)) }
        for name in named.special {
            notice("left out: `\(name)` is no file but a pipe, a socket or a device", .warning)
        }
        guard !files.isEmpty else {
            notice("no data file in \(workspace.folder); `load \"file.csv\"` reads one", .warning)
            return
        }
        let found = workspace.recognise(files)
        defer { workspace.forgetReadAhead() }
        for failure in found.failures { notice("left out: " + summary(failure), .warning) }
        for statement in found.statements {
            do {
                try define(statement)
            } catch {
                if error.isInterruption { throw error }
                notice("left out: " + summary(error), .warning)
            }
        }
        for note in found.told { notice(note, .warning) }
        for dimension in Detection.dimensions(of: workspace) { try define(dimension) }
    }

    /// The workspace's folder by its full name.
    var absoluteFolder: String {
        absolutePath(workspace.folder)
    }

    func summary(_ error: Diagnostic) -> String {
        ([error.message] + error.reason).joined(separator: "; ")
    }

    /// `use "other.qst"`, `use ".."`: definitions of another workspace, its paths from its own folder.
    ///
    /// False where it is open already.
    func use(_ path: Label) throws(Diagnostic) -> Bool {
        let full = Workspace.absolute(path.text, in: workspace.folder)
        let outer = workspace.folder
        // A script of this workspace names it so that it also runs by itself; here it is open already.
        if definitions.contains(where: {
            isSamePlace(full, $0.folder) || isSamePlace(full, $0.folder + "/" + Self.workspaceFile)
        }) {
            return false
        }
        guard !using.contains(where: { isSamePlace($0, full) }) else {
            throw Diagnostic(
                "use-circle", "\"\(path.text)\" uses itself", at: path.span,
                reason: [(using + [full]).joined(separator: " → ")])
        }
        using.append(full)
        defer {
            using.removeLast()
            workspace.folder = outer
        }
        do {
            try openWorkspace(full)
        } catch {
            var placed = error
            placed.reason = ["in \"\(path.text)\"" + place(error)] + error.reason
            placed.span = path.span
            throw placed
        }
        return true
    }

    private func place(_ error: Diagnostic) -> String { error.span == nil ? "" : " at byte \(error.span?.start ?? 0)" }

    /// Runs the statements of a workspace file; questions in it are left to scripts.
    private func runDefinitions(_ file: String) throws(Diagnostic) {
        files.note(file)
        let text = try readTextFile(path: file)
        let script = parseScript(text)
        if let first = script.diagnostics.first { throw ScriptError.told(script.diagnostics, first, text, file) }
        for statement in script.statements {
            guard statement.isDefinition else {
                notice("\(file): only definitions count in a workspace file; questions go into scripts", .warning)
                continue
            }
            do {
                _ = try scripted { () throws(Diagnostic) in try execute(statement) }
            } catch {
                throw ScriptError.told([error], error, text, file)
            }
        }
    }

    /// `run NAME quarter=2026-Q3`: a script of the workspace, or one by its path.
    func run(_ name: Label, _ arguments: [Argument]) throws(Diagnostic) -> ScriptRun {
        let path = try scriptPath(name)
        guard !running.contains(where: { isSamePlace($0, path) }) else {
            throw Diagnostic(
                "run-circle", "`\(name.text)` is run by itself", at: name.span,
                reason: [(running.map(fileName) + [fileName(path)]).joined(separator: " runs ")],
                remedies: ["take this `run` out, or name another script"])
        }
        running.append(path)
        defer { running.removeLast() }
        var values: [String: Expression] = [:]
        for argument in arguments { values[argument.name.text] = argument.value }
        let text: String
        do {
            text = try readTextFile(path: path)
        } catch {
            var placed = error
            placed.span = name.span
            throw placed
        }
        let script = parseScript(text)
        if let first = script.diagnostics.first { throw ScriptError.told(script.diagnostics, first, text, path) }
        try checkArguments(arguments.map(\.name), script.statements, script: name.text)
        let outer = (workspace.arguments, workspace.parameters)
        let known = (definitions.count, typed.count)
        workspace.arguments.merge(values) { _, new in new }
        defer {
            (workspace.arguments, workspace.parameters) = outer
            // Its parameters are its own.
            definitions = definitions.enumerated().filter { $0.offset < known.0 || !$0.element.statement.isParameter }
                .map(\.element)
            typed = typed.enumerated().filter { $0.offset < known.1 || !$0.element.statement.isParameter }.map(
                \.element)
        }
        let home = workspace.folder
        defer { workspace.folder = home }
        var parts: [ScriptRun.Part] = []
        var texts = scriptTexts(text, script.statements)[...]
        for statement in script.statements {
            while let next = texts.first, next.start < statement.span.start {
                parts.append(.text(next.markdown))
                texts.removeFirst()
            }
            // What a script reads is named from its own folder, wherever it is run from.
            switch statement.kind {
            case .use, .load, .dataset, .target: workspace.folder = folder(of: path)
            default: workspace.folder = home
            }
            do {
                parts.append(.outcome(try execute(statement), of: statement))
            } catch {
                throw ScriptError.told([error], error, text, path)
            }
        }
        parts += texts.map { .text($0.markdown) }
        return ScriptRun(script: fileName(path), parts: parts, parameters: reportParameters())
    }

    /// Refuses values for parameters that neither the script nor the workspace declares.
    func checkArguments(_ arguments: [Label], _ statements: [Statement], script name: String) throws(Diagnostic) {
        let open = statements.compactMap { statement -> String? in
            if case .parameter(let label, _, _) = statement.kind { label.text } else { nil }
        }
        let outer = workspace.parameters.values.filter { $0.isOpen && !open.contains($0.name) }
        let known = open + outer.map(\.name)
        for argument in arguments where !known.contains(argument.text) {
            let near = nearest(argument.text, among: known)
            throw Diagnostic(
                "unknown-parameter", "`\(name)` has no parameter `\(argument.text)`",
                at: argument.span == .none ? nil : argument.span,
                reason: known.isEmpty
                    ? ["it declares no `param`"] : ["its parameters are \(listed(known.map { "`\($0)`" }))"],
                remedies: near.isEmpty ? [] : ["did you mean `\(near[0])`?"], replacement: near.first)
        }
    }

    func scriptPath(_ name: Label) throws(Diagnostic) -> String {
        let places =
            name.text.hasSuffix(".qst")
            ? [Workspace.absolute(name.text, in: workspace.folder), name.text]
            : [scriptFile(name.text)]
        if let found = places.first(where: isFile) { return found }
        let near = nearest(name.text, among: scriptNames())
        throw Diagnostic(
            "unknown-script", "there is no script `\(name.text)`", at: name.span,
            reason: ["scripts are the files in \(workspace.folder)/scripts"],
            remedies: near.isEmpty ? ["`save \(name.text)` keeps the last question"] : ["did you mean `\(near[0])`?"],
            replacement: near.first)
    }

    func scriptFile(_ name: String) -> String { workspace.folder + "/scripts/" + name + ".qst" }

    package func scriptNames() -> [String] {
        let paths = (try? matchFiles(pattern: "scripts/*.qst", in: workspace.folder)) ?? []
        return paths.compactMap { $0.split(separator: "/").last.map { String($0.dropLast(4)) } }
    }

    /// Reads every file and the workspace again; what was defined in the session is defined anew, settings stay.
    func reload() throws(Diagnostic) {
        let before = (workspace, definitions, typed, opened, files)
        var fresh = Workspace(folder: workspace.folder, today: workspace.today)
        fresh.todayIsFixed = workspace.todayIsFixed
        fresh.arguments = workspace.arguments
        fresh.snapshots = workspace.snapshots?.anew()
        fresh.rowComputer = workspace.rowComputer
        fresh.connector = workspace.connector
        fresh.asksAnew = true
        // What is defined as before stays connected.
        fresh.connections = workspace.connections
        workspace = fresh
        (definitions, typed, opened, files) = ([], [], nil, WatchedFiles())
        do {
            let after = before.3?.after ?? 0
            for definition in before.2.prefix(after) { try repeatDefinition(definition) }
            if let path = before.3?.path { try open([path]) }
            for definition in before.2.dropFirst(after) { try repeatDefinition(definition) }
        } catch {
            // The old state is kept whole when a file has become unreadable.
            (workspace, definitions, typed, opened, files) = before
            throw error
        }
        workspace.asksAnew = false
        workspace.folder = before.0.folder
        answers.markOld()
    }

    private func repeatDefinition(_ definition: TypedDefinition) throws(Diagnostic) {
        workspace.folder = definition.folder
        _ = try execute(definition.statement)
    }
}

extension Statement {
    fileprivate var isParameter: Bool {
        switch kind {
        case .constant, .parameter: true
        default: false
        }
    }
}

/// Errors of a script, told with the script's own text.
enum ScriptError {
    /// The first error, with all of them drawn in its reason, since its place is in another text than the user's.
    static func told(_ all: [Diagnostic], _ first: Diagnostic, _ text: String, _ file: String) -> Diagnostic {
        if first.code == "script" || first.isInterruption { return first }
        return Diagnostic(
            "script", all.count == 1 ? "an error in \(file)" : "\(all.count) errors in \(file)",
            reason: all.flatMap {
                drawn($0, source: text, name: file).split(separator: "\n", omittingEmptySubsequences: false).map(
                    String.init)
            })
    }
}

/// The full name of a file or folder; the name as it is where there is none.
func absolutePath(_ path: String) -> String {
    guard let full = realpath(path, nil) else { return path }
    defer { free(full) }
    return String(cString: full)
}

/// Whether two paths lead to the same file or folder.
func isSamePlace(_ first: String, _ second: String) -> Bool {
    var a = stat()
    var b = stat()
    return stat(first, &a) == 0 && stat(second, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino
}

func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}

private func trimmedFolder(_ path: String) -> String {
    var path = path
    while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
    return path
}
