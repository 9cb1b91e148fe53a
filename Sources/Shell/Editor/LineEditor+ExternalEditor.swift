import CEditline
import Values

extension LineEditor {
    /// Opens the text in the user's editor; what comes back is put on the line and not run.
    func editOutside() -> editline_result {
        let text = terminal.content.text
        leaveText()
        setBracketedPaste(false)
        editline_set_editing(terminal.handle, false)
        var failure: String?
        var edited = text
        do {
            edited = try ExternalEditor.edited(text.isEmpty ? "" : text + "\n")
        } catch {
            failure = error.message
        }
        editline_set_editing(terminal.handle, true)
        _ = signals_take()  // The screen is redrawn here.
        setBracketedPaste(true)
        if let failure { terminal.write("warning: " + visible(failure) + "\r\n") }
        while edited.last?.isWhitespace == true { edited.removeLast() }
        terminal.set(Self.cleanPaste(Array(edited.unicodeScalars)))
        editline_repaint(terminal.handle)
        return EDITLINE_NOTHING
    }
}
