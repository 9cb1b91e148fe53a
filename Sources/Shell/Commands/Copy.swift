import Engine
import Glibc
import Language
import Reports
import Values

/// `copy [as FORMAT]`: the last answer to the clipboard of the terminal.
extension Session {
    func copyLast(as format: Label?) throws(Diagnostic) -> Outcome {
        let format = format ?? Label("tsv", span: .none)
        let outcome = try repeatLast(Output(format: format))
        guard case .answer(let answer, _) = outcome else { return outcome }
        return .copied(answer, format)
    }
}

extension Presenter {
    /// Hands the answer to the terminal, which alone reaches the clipboard.
    func copy(_ answer: Answer, as format: Label) throws(Diagnostic) {
        guard isInteractive, isatty(STDOUT_FILENO) == 1 else {
            throw Diagnostic(
                "not-interactive", "`copy` needs a terminal, whose clipboard it fills",
                remedies: [
                    "`last as \(format.text)` writes the answer", "`export last to \"answer.csv\"` writes a file",
                ])
        }
        let renderer = try chosen(Output(format: format))
        guard renderer.isText else { throw notText(renderer, at: format.span) }
        let bytes = renderer.bytes(answer, options: RenderOptions(exact: session.settings.exact))
        write(try Clipboard.sequence(bytes, through: .current))
        let lines = answer.lineCount == 1 ? "1 line" : "\(answer.lineCount) lines"
        session.notice("copied: \(lines) as \(renderer.name)", .done)
    }
}
