/// The suggestion behind the text: how the newest statement of the history that begins so goes on.
struct GhostText {
    /// Texts longer than this are not looked for.
    private static let limit = 2000

    private var content = Terminal.Content(text: "", cursor: 0)
    private var rest = ""

    /// The suggestion for a text whose cursor is at its end; empty for none.
    mutating func text(for content: Terminal.Content, in history: History) -> String {
        if content == self.content { return rest }
        let goesOn = !rest.isEmpty && content.text.hasPrefix(self.content.text)
        let typed = goesOn ? content.text.dropFirst(self.content.text.count) : ""
        self.content = content
        let isAtEnd = content.cursor == content.text.utf8.count && content.cursor <= Self.limit
        if goesOn, isAtEnd, !typed.isEmpty, rest.hasPrefix(typed) {
            // The entry is still the newest that begins so.
            rest = String(rest.dropFirst(typed.count))
        } else {
            rest = ""
        }
        if rest.isEmpty, isAtEnd, content.text.contains(where: { !$0.isWhitespace }) {
            let entry = history.entries.last { $0.text.hasPrefix(content.text) && $0.text != content.text }
            rest = entry.map { String($0.text.dropFirst(content.text.count)) } ?? ""
        }
        return rest
    }

    /// The suggestion that stands on the screen for a text; nil without one.
    func shown(for content: Terminal.Content) -> String? {
        content == self.content && !rest.isEmpty ? rest : nil
    }
}
