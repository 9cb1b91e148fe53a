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
        guard isTrusted else {
            let failure = Diagnostic(
                "init-not-trusted", "\(path) is not run, since others may have written it",
                reason: ["it, and its folder, have to belong to you, and nobody else may write to them"],
                remedies: ["`chmod go-w` them, or move the file"], severity: .warning)
            return report(failure, "")
        }
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

    /// Whether nobody else can have written it.
    private var isTrusted: Bool {
        [path, folder(of: path)].allSatisfy { path in
            var status = stat()
            guard stat(path, &status) == 0, [geteuid(), 0].contains(status.st_uid) else { return false }
            // The group of many users is theirs alone.
            let others: mode_t = status.st_gid == getegid() ? 0o002 : 0o022
            return status.st_mode & others == 0 || status.st_mode & S_ISVTX != 0
        }
    }
}
