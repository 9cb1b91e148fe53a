import Glibc
import Language
import Tables
import Values

extension Session {
    /// `edit` opens what was typed last, or the last question, and `edit NAME` a script; what was changed is run.
    func edit(_ name: Label?) throws(Diagnostic) -> Outcome {
        guard isatty(STDIN_FILENO) == 1 else {
            throw Diagnostic("not-interactive", "`edit` needs a terminal", at: name?.span)
        }
        guard let name else {
            let before = lastTyped ?? last.map { printed($0.question) } ?? ""
            let after = trimmed(try ExternalEditor.edited(before.isEmpty ? "" : before + "\n"))
            return after == trimmed(before) ? unchanged() : .edited(after)
        }
        let path = scriptFile(name.text)
        guard isFile(path) else {
            throw Diagnostic(
                "unknown-script", "there is no script `\(name.text)`", at: name.span,
                remedies: ["`save \(name.text)` makes one of the last question"])
        }
        let before = try readTextFile(path: path)
        try ExternalEditor.open(path)
        guard try readTextFile(path: path) != before else { return unchanged() }
        return .edited(printed(Statement(.run(name: name, arguments: [], output: Output()), span: name.span)))
    }

    private func unchanged() -> Outcome {
        notice("nothing was changed, so nothing is run")
        return .nothing
    }

    private func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
