import Language
import Tables
import Values

/// Saving files for the user, and what a script may save.
extension Session {
    /// Saves a file that a statement names, or that follows from what it names.
    ///
    /// One that exists is replaced with `--force`, and where the user says so when there is one to ask. A script saves below
    /// the workspace and the current folder; elsewhere with `--write-anywhere`, and where the user says so.
    func save(_ bytes: [UInt8], to path: String, at span: Span?) throws(Diagnostic) {
        do {
            let place = try SafeFile.Place(path)
            try checkScript(place)
            try SafeFile.write(bytes, to: path, overwrites: mayOverwrite(path))
        } catch {
            var placed = error
            placed.span = span == Span.none ? nil : span
            throw placed
        }
    }

    /// Refuses what a script must not write.
    private func checkScript(_ place: SafeFile.Place) throws(Diagnostic) {
        guard isScripted, !settings.writesAnywhere, !place.isPlainly(below: [".", workspace.folder]) else { return }
        if let confirm, confirm("the script writes \(place.path), outside of the workspace; may it?") { return }
        throw Diagnostic(
            "write-outside", "a script may not write \(place.path)",
            reason: ["it writes below the workspace and the current folder, and no hidden files; nothing was written"],
            remedies: ["choose a place there, or start with `--write-anywhere` if you trust the script"])
    }

    /// Whether a file may be replaced: with `--force`, and where the user says so when there is one to ask.
    private func mayOverwrite(_ path: String) -> Bool {
        if settings.force { return true }
        guard let confirm, isFile(path) else { return false }
        return confirm("\(path) exists already; overwrite it?")
    }

    /// Does something that a file asks for rather than the user: a script, a workspace.
    func scripted<Result>(_ body: () throws(Diagnostic) -> Result) throws(Diagnostic) -> Result {
        let outer = isScripted
        isScripted = true
        defer { isScripted = outer }
        return try body()
    }
}
