import Glibc
import Language
import Model
import Tables
import Values

extension Session {
    /// `save NAME` keeps the last question as a script, `save workspace` the whole workspace as definitions.
    func save(_ name: Label, _ question: Statement?) throws(Diagnostic) {
        if name.text == "workspace" && question == nil {
            let file = workspace.folder + "/" + Self.workspaceFile
            let text = workspace.definitions().map(printed).joined(separator: "\n\n") + "\n"
            do {
                try SafeFile.write(text, to: file, overwrites: settings.force)
            } catch {
                throw placed(error, name.span)
            }
            notice("written: \(file)", .done)
            return
        }
        guard !name.text.isEmpty, machineName(name.text) == name.text else {
            throw Diagnostic(
                "script-name", "`\(name.text)` cannot name a script", at: name.span,
                remedies: ["use letters, digits and `_`"])
        }
        if question == nil, case .drill? = last?.question.kind {
            throw Diagnostic(
                "not-a-question", "a drill is no question by itself", at: name.span,
                reason: ["it goes on from the answer before it"],
                remedies: ["write the question: `save \(name.text) = rows …`"])
        }
        guard let statement = question ?? last?.question else {
            throw Diagnostic(
                "nothing-yet", "there is no last question to save", at: name.span,
                remedies: ["ask one first, or write it: `save \(name.text) = show …`"])
        }
        // The script names its workspace, so that it also runs by itself.
        var lines = ["use \"..\"", ""]
        for parameter in parameters(in: statement) {
            lines.append(
                printed(
                    Statement(
                        .parameter(
                            name: Label(parameter.name, span: .none), value: parameter.value,
                            description: parameter.description), span: .none)))
        }
        if lines.count > 2 { lines.append("") }
        lines.append(printed(statement))
        do {
            try SafeFile.makeFolder(workspace.folder + "/scripts")
            try SafeFile.write(
                lines.joined(separator: "\n") + "\n", to: scriptFile(name.text), overwrites: settings.force)
        } catch {
            throw placed(error, name.span)
        }
        notice("written: \(scriptFile(name.text)); `run \(name.text)` runs it", .done)
    }

    private func placed(_ error: Diagnostic, _ span: Span) -> Diagnostic {
        var result = error
        result.span = span
        return result
    }

    /// The parameters that a question uses, which the script has to bring along.
    private func parameters(in statement: Statement) -> [Workspace.Parameter] {
        let text = printed(statement)
        return workspace.parameters.values.filter { parameter in
            text.contains("$" + parameter.name)
        }
    }

    /// `edit` opens the last question, `edit NAME` a script, in `$VISUAL` or `$EDITOR`.
    func edit(_ name: Label?) throws(Diagnostic) -> String {
        guard isatty(STDIN_FILENO) == 1 else {
            throw Diagnostic("not-interactive", "`edit` needs a terminal", at: name?.span)
        }
        let path: String
        if let name {
            path = scriptFile(name.text)
            if !isFile(path) {
                throw Diagnostic(
                    "unknown-script", "there is no script `\(name.text)`", at: name.span,
                    remedies: ["`save \(name.text)` makes one of the last question"])
            }
        } else {
            path = try temporaryFile(last.map { printed($0.question) + "\n" } ?? "")
        }
        defer { if name == nil { unlink(path) } }
        let named = ["VISUAL", "EDITOR"].compactMap { (name: String) in getenv(name).map { String(cString: $0) } }
        let editor = named.first { !$0.isEmpty } ?? "vi"
        let quoted = "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
        guard system(editor + " " + quoted) == 0 else {
            throw Diagnostic(
                "editor", "`\(editor)` did not end well, so nothing is run",
                remedies: ["set EDITOR to an editor that is installed"])
        }
        return name == nil ? try readTextFile(path: path) : ""
    }

    private func temporaryFile(_ text: String) throws(Diagnostic) -> String {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array((folder + "/quaestor-XXXXXX.qst").utf8CString)
        let descriptor = mkstemps(&template, 4)
        guard descriptor >= 0 else {
            throw Diagnostic("write-failed", "cannot make a temporary file in \(folder)")
        }
        close(descriptor)
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        try SafeFile.write(text, to: path, overwrites: true)
        return path
    }

    func historyLines(_ text: String?) -> [String] {
        let entries = text.map { history.search($0) } ?? history.entries
        return entries.suffix(50).map(\.text)
    }
}
