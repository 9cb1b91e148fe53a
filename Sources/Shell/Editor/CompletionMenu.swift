/// The list of candidates that is shown below the text, and the one that stands in the text.
struct CompletionMenu {
    /// The most candidates that are shown at once.
    static let height = 10

    let candidates: [LineEditor.Candidate]
    /// What was there before a candidate was tried.
    let original: Terminal.Content
    /// Where the candidates go in the original.
    let word: Range<Int>
    private(set) var selected: Int?
    /// What the editor holds as long as the menu is in use.
    var content: Terminal.Content
    /// Whether the last key was for the menu.
    var isFresh = true

    init(_ completions: LineEditor.Completions, for content: Terminal.Content) {
        candidates = completions.candidates.map { candidate in
            var candidate = candidate
            candidate.label = Terminal.printable(candidate.label)
            candidate.kind = Terminal.printable(candidate.kind)
            candidate.detail = Terminal.printable(candidate.detail)
            return candidate
        }
        word = completions.word
        original = content
        self.content = content
    }

    /// Selects the next candidate, or the one before; after the last one comes the first.
    mutating func select(backwards: Bool) -> LineEditor.Candidate? {
        guard !candidates.isEmpty else { return nil }
        let count = candidates.count
        let next = selected.map { $0 + (backwards ? count - 1 : 1) } ?? (backwards ? count - 1 : 0)
        selected = next % count
        return candidates[next % count]
    }

    /// The menu as rows of the screen.
    func rows(columns: Int, limit: Int, color: Bool) -> [String] {
        var shown = min(Self.height, limit, candidates.count)
        if shown < candidates.count { shown = min(Self.height, limit - 1) }
        guard shown > 0 else { return [] }
        let first = max(0, (selected ?? 0) - shown + 1)
        let window = candidates[first..<min(first + shown, candidates.count)]

        let labels = min(window.map { Terminal.width($0.label) }.max() ?? 0, max(8, columns / 2))
        let kinds = min(window.map { Terminal.width($0.kind) }.max() ?? 0, 12)
        var rows = zip(window.indices, window).map { index, candidate in
            let label = Self.pad(candidate.label, to: labels)
            let rest = Self.pad(candidate.kind, to: kinds) + "  " + candidate.detail
            let mark = index == selected && !color ? "> " : "  "
            let row = Terminal.fit(mark + label + "  " + rest, columns: columns)
            guard color else { return row }
            if index == selected { return "\u{1b}[7m" + Self.pad(row, to: columns) + "\u{1b}[0m" }
            let bright = row.prefix(mark.count + label.count)
            return bright + "\u{1b}[2m" + row.dropFirst(bright.count) + "\u{1b}[0m"
        }
        if shown < candidates.count { rows.append("  … \(candidates.count - shown) more") }
        return rows
    }

    private static func pad(_ text: String, to columns: Int) -> String {
        let text = Terminal.fit(text, columns: columns)
        return text + String(repeating: " ", count: max(0, columns - Terminal.width(text)))
    }
}

extension LineEditor.Completions {
    /// What all candidates begin with, where that is more than the word that stands in the text; letters' case aside.
    func commonPrefix(for word: Substring) -> String? {
        guard var prefix = candidates.first.map({ Substring($0.text) }) else { return nil }
        for candidate in candidates.dropFirst() {
            let common = zip(prefix, candidate.text).prefix { $0.lowercased() == $1.lowercased() }.count
            prefix = prefix.prefix(common)
        }
        guard prefix.count > word.count, prefix.lowercased().hasPrefix(word.lowercased()) else { return nil }
        // Where candidates differ in case, what was typed decides.
        let isShared = candidates.allSatisfy { $0.text.hasPrefix(prefix) }
        return isShared ? String(prefix) : String(word) + String(prefix.dropFirst(word.count))
    }
}
