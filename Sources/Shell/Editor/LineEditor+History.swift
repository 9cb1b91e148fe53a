import CEditline

// Going through the history with Up and Down.
extension LineEditor {
    /// Moves within a text of several lines, and from its first or last line into the history.
    func moveOrRecall(older: Bool) -> editline_result {
        let content = terminal.content
        let offset =
            older
            ? content.offsetAbove(promptWidth: prompt.width) : content.offsetBelow(promptWidth: prompt.width)
        if let offset {
            terminal.move(to: offset)
            return EDITLINE_REFRESH
        }
        var recall =
            recall.flatMap { $0.shown == content.text ? $0 : nil }
            ?? HistoryRecall(of: content, entries: history.entries)
        guard let recalled = older ? recall.older(in: history.entries) : recall.newer(in: history.entries) else {
            return EDITLINE_BEEP
        }
        self.recall = recall
        terminal.set(recalled.text, cursor: recalled.cursor)
        return EDITLINE_REFRESH
    }
}

/// One walk through the history, past the entries that begin like the text it started from.
struct HistoryRecall {
    private let draft: Terminal.Content
    private let prefix: String
    /// The entry that is shown; the number of entries stands for the draft.
    private var position: Int
    private(set) var shown: String

    init(of draft: Terminal.Content, entries: [History.Entry]) {
        self.draft = draft
        prefix = String(draft.head)
        position = entries.count
        shown = draft.text
    }

    /// The next older entry, with the cursor at its end; nil when there is none.
    mutating func older(in entries: [History.Entry]) -> Terminal.Content? {
        let older = entries.prefix(position)
        guard let found = older.lastIndex(where: { $0.text.hasPrefix(prefix) && $0.text != shown }) else { return nil }
        return show(entries[found].text, at: found)
    }

    /// The next newer entry, or at last the draft as it was.
    mutating func newer(in entries: [History.Entry]) -> Terminal.Content? {
        guard position < entries.count else { return nil }
        let newer = entries.dropFirst(position + 1)
        if let found = newer.firstIndex(where: { $0.text.hasPrefix(prefix) && $0.text != shown }) {
            return show(entries[found].text, at: found)
        }
        position = entries.count
        shown = draft.text
        return draft
    }

    private mutating func show(_ text: String, at index: Int) -> Terminal.Content {
        position = index
        shown = text
        return Terminal.Content(text: text, cursor: text.utf8.count)
    }
}
