import CEditline
import Values

// Going through the history with Up and Down, and searching it with Ctrl-R.
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

    /// Searches until a key accepts what was found, or gives it up.
    func searchHistory() -> editline_result {
        search = HistorySearch(history: history)
        if style.isPlain { leaveText() } else { goToStart() }
        var accepted: String?
        searching: while true {
            paintSearch()
            guard let key = terminal.key() else { break }
            switch key {
            case "\u{12}": search?.older()
            case "\u{7f}", "\u{8}": search?.deleteLast()
            case "\u{15}", "\u{17}": search?.clear()
            case "\r", "\n":
                accepted = search?.match
                break searching
            case "\u{3}", "\u{7}": break searching
            case "\u{1b}" where !terminal.hasInput(within: 30): break searching
            case _ where key.properties.generalCategory == .control:
                // A key that edits: it works on what was found.
                accepted = search?.match
                editline_push(terminal.handle, String(key))
                break searching
            default: search?.append(key)
            }
        }
        search = nil
        terminal.write(style.isPlain ? "\r\n" : "\r\u{1b}[J")
        if let accepted { terminal.set(accepted) }
        editline_repaint(terminal.handle)
        return EDITLINE_NOTHING
    }

    func paintSearch() {
        guard let search else { return }
        let columns = terminal.size.columns - 1
        let line = Terminal.fit(visible(search.line), columns: columns)
        self.search?.paintedWidth = Terminal.width(line)
        let padding = String(repeating: " ", count: max(0, columns - Terminal.width(line)))
        terminal.write("\r" + line + (style.isPlain ? padding : "\u{1b}[J"))
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

/// An incremental search, newest entries first.
struct HistorySearch {
    /// The columns that the search took when it was last painted.
    var paintedWidth = 0

    private let history: History
    private var text = ""
    private var found: [History.Entry] = []
    private var position = 0

    init(history: History) { self.history = history }

    /// The entry that is shown.
    var match: String? { found.indices.contains(position) ? found[position].text : nil }

    /// The search as one line of the screen.
    var line: String {
        let shown = (match ?? "").split(separator: "\n").map { $0.drop(while: \.isWhitespace) }.joined(separator: " ⏎ ")
        return (match == nil && !text.isEmpty ? "(not found) " : "(search) ") + text + ": " + shown
    }

    mutating func append(_ scalar: Unicode.Scalar) {
        text.unicodeScalars.append(scalar)
        update()
    }

    mutating func deleteLast() {
        _ = text.popLast()
        update()
    }

    mutating func clear() {
        text = ""
        update()
    }

    /// Goes to the next older match; without a text, to the next older entry.
    mutating func older() {
        if text.isEmpty, found.isEmpty {
            found = history.search("")
        } else if position + 1 < found.count {
            position += 1
        }
    }

    private mutating func update() {
        found = text.isEmpty ? [] : history.search(text)
        position = 0
    }
}
