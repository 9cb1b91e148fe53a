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
            try save(Array(text.utf8), to: file, at: name.span)
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
        let kept = question == nil ? answers.last : nil
        guard let statement = question ?? kept?.question else {
            throw Diagnostic(
                "nothing-yet", "there is no last question to save", at: name.span,
                remedies: ["ask one first, or write it: `save \(name.text) = show …`"])
        }
        let script = try SavedScript(
            statement, definitions: kept?.definitions ?? typed, parameters: kept?.parameters ?? parameters,
            opened: opened?.path, in: workspace, isInterrupted: isStopped)
        let file = scriptFile(name.text)
        do {
            try SafeFile.makeFolder(workspace.folder + "/scripts")
        } catch {
            throw placed(error, name.span)
        }
        try save(Array(script.text.utf8), to: file, at: name.span)
        let parameters = script.lifted.map(\.name)
        notice(
            "written: \(file); `run \(name.text)` runs it"
                + (parameters.isEmpty ? "" : ", with parameters \(listed(parameters.map { "`\($0)`" }))"), .done)
    }

    private func placed(_ error: Diagnostic, _ span: Span) -> Diagnostic {
        var result = error
        result.span = span
        return result
    }
}
