import Values

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
    var isFresh: Bool

    init(_ completions: LineEditor.Completions, for content: Terminal.Content, isFresh: Bool = true) {
        self.isFresh = isFresh
        candidates = completions.candidates.map { candidate in
            var candidate = candidate
            candidate.label = visible(candidate.label)
            candidate.kind = visible(candidate.kind)
            candidate.detail = visible(candidate.detail)
            candidate.evidence = visible(candidate.evidence)
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

        let layout = Layout(window, columns: columns)
        var rows = zip(window.indices, window).map { index, candidate in
            let isSelected = index == selected
            let label = Self.pad(candidate.label, to: layout.labels)
            let mark = isSelected && !color ? "> " : "  "
            let rest = Terminal.fit(layout.rest(of: candidate), columns: columns - 2 - layout.labels)
            guard color else { return Terminal.fit(mark + label + rest, columns: columns) }
            if isSelected { return "\u{1b}[7m" + Self.pad(mark + label + rest, to: columns) + "\u{1b}[0m" }
            return mark + Self.marked(label, candidate.matches) + "\u{1b}[2m" + rest + "\u{1b}[0m"
        }
        if shown < candidates.count { rows.append("  … \(candidates.count - shown) more") }
        return rows
    }

    /// The label with the letters that were typed in bold.
    private static func marked(_ label: String, _ matches: [Int]) -> String {
        let places = Set(matches)
        return label.enumerated().map { index, character in
            places.contains(index) ? "\u{1b}[1m\(character)\u{1b}[22m" : String(character)
        }.joined()
    }

    /// How wide the parts of the rows are: label, kind, detail, and at the right the evidence.
    private struct Layout {
        let labels: Int
        private let kinds: Int
        private let details: Int
        private let evidence: Int

        init(_ candidates: ArraySlice<LineEditor.Candidate>, columns: Int) {
            func widest(_ part: KeyPath<LineEditor.Candidate, String>) -> Int {
                candidates.map { Terminal.width($0[keyPath: part]) }.max() ?? 0
            }
            labels = min(widest(\.label), max(8, columns / 2))
            kinds = min(widest(\.kind), 12)
            evidence = widest(\.evidence)
            // What the data says stays whole as long as it can; the description gives way.
            let room = columns - 2 - labels - 2 - kinds - (evidence > 0 ? 2 + evidence : 0)
            details = min(widest(\.detail), max(0, room - 2))
        }

        /// What stands behind the label.
        func rest(of candidate: LineEditor.Candidate) -> String {
            let start = "  " + pad(candidate.kind, to: kinds)
            guard evidence > 0 else { return start + "  " + candidate.detail }
            let gap = String(repeating: " ", count: max(0, evidence - Terminal.width(candidate.evidence)))
            return start + (details > 0 ? "  " + pad(candidate.detail, to: details) : "") + "  " + gap
                + candidate.evidence
        }
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
