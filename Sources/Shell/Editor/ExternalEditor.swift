import Glibc
import Tables
import Values

/// The user's own editor: `$VISUAL`, else `$EDITOR`, else vi.
enum ExternalEditor {
    /// A text after the user has edited it in a file of its own, which is removed again.
    static func edited(_ text: String) throws(Diagnostic) -> String {
        let path = try temporaryFile(text)
        defer { unlink(path) }
        try open(path)
        return try readTextFile(path: path)
    }

    /// Opens a file and waits until the editor has ended; throws when it did not end well.
    static func open(_ path: String) throws(Diagnostic) {
        let named = ["VISUAL", "EDITOR"].compactMap { (name: String) in getenv(name).map { String(cString: $0) } }
        let editor = named.first { !$0.isEmpty } ?? "vi"
        let quoted = "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
        guard system(editor + " " + quoted) == 0 else {
            throw Diagnostic(
                "editor", "`\(editor)` did not end well, so nothing is run",
                remedies: ["set EDITOR to an editor that is installed"])
        }
    }

    private static func temporaryFile(_ text: String) throws(Diagnostic) -> String {
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
}
