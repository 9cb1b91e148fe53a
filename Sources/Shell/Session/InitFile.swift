import Glibc
import Language
import Tables
import Values

/// The user's own settings and definitions, run when a shell starts: `init.qst`.
package struct InitFile {
    let path: String

    package init(path: String) { self.path = path }

    /// Runs it in a session; what is wrong in it is told by `report` with its text, and the rest is run all the same.
    ///
    /// Costs one look where there is none.
    func run(in session: Session, report: (Diagnostic, String) -> Void) {
        guard isFile(path) else { return }
        let text: String
        do {
            text = try readTextFile(path: path)
        } catch {
            return report(error, "")
        }
        let script = parseScript(text)
        for diagnostic in script.diagnostics { report(diagnostic, text) }
        for statement in script.statements {
            do throws(Diagnostic) {
                guard statement.isDefinition else {
                    throw Diagnostic(
                        "not-a-definition", "only settings and definitions count here", at: statement.span,
                        remedies: ["keep questions in scripts: `save NAME = QUESTION`"])
                }
                _ = try session.execute(statement)
            } catch {
                report(error, text)
            }
        }
    }
}
