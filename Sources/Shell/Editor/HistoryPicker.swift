import Values

/// The entries of the history that fit what is being typed: exact matches first, then those with the letters in order.
struct HistoryPicker {
    /// The most entries that are shown at once.
    static let height = 8
    /// The most lines of the selected entry that are shown below.
    static let previewHeight = 8

    /// Newest first and each text once, with it in lower case.
    private let candidates: [(entry: History.Entry, folded: [UInt8])]
    private(set) var query = ""
    /// Best first.
    private(set) var found: [(candidate: Int, match: EntryMatch?)] = []
    private(set) var selected = 0
    /// The columns that the line with what was typed took when it was last painted.
    var paintedWidth = 0

    init(history: History) {
        candidates = history.search("").map { ($0, Array($0.text.lowercased().utf8)) }
        found = candidates.indices.map { ($0, nil) }
    }

    /// The entry that is selected.
    var match: String? { found.indices.contains(selected) ? candidates[found[selected].candidate].entry.text : nil }

    mutating func append(_ scalar: Unicode.Scalar) {
        query.unicodeScalars.append(scalar)
        update()
    }

    mutating func deleteLast() {
        guard query.popLast() != nil else { return }
        update()
    }

    mutating func clear() {
        query = ""
        update()
    }

    /// Goes so many entries further, which is older; stops at the ends.
    mutating func move(_ steps: Int) {
        selected = min(max(0, selected + steps), max(0, found.count - 1))
    }

    private mutating func update() {
        selected = 0
        let wanted = Array(query.lowercased().utf8)
        guard !wanted.isEmpty else {
            found = candidates.indices.map { ($0, nil) }
            return
        }
        var exact: [(candidate: Int, match: EntryMatch?)] = []
        var fuzzy: [(candidate: Int, match: EntryMatch)] = []
        for place in candidates.indices {
            guard let match = EntryMatch(wanted, in: candidates[place].folded) else { continue }
            if match.isExact { exact.append((place, match)) } else { fuzzy.append((place, match)) }
        }
        // The newer first among those that fit equally well.
        fuzzy.sort { ($1.match.score, $0.candidate) < ($0.match.score, $1.candidate) }
        found = exact + fuzzy.map { ($0.candidate, $0.match) }
    }

    // MARK: Rows

    /// What was typed, and how many entries fit.
    func head(columns: Int) -> (text: String, cursor: Int) {
        let label = found.isEmpty ? "(not found) " : "(search) "
        let shown = Terminal.fit(label + visible(query), columns: columns)
        let count = found.isEmpty ? "" : "   \(selected + 1) of \(found.count)"
        let text = Terminal.width(shown + count) <= columns ? shown + count : shown
        return (text, Terminal.width(shown))
    }

    /// The entries around the selected one, then the whole of it where it has several lines or does not fit into one.
    func rows(columns: Int, limit: Int, color: Bool, folder: String, now: Int) -> [String] {
        let shown = min(Self.height, limit, found.count)
        guard shown > 0 else { return [] }
        let first = min(max(0, selected - shown / 2), found.count - shown)
        var isCut = false
        var rows = (first..<first + shown).map { index in
            let candidate = candidates[found[index].candidate]
            let detail = Self.detail(candidate.entry, folder: folder, now: now)
            let room = max(8, columns - 2 - (detail.isEmpty ? 0 : Terminal.width(detail) + 2))
            let line = EntryLine(candidate.entry.text, matched: found[index].match?.places ?? [], columns: room)
            if index == selected { isCut = line.isCut }
            let mark = index == selected ? "> " : "  "
            let padding = String(repeating: " ", count: max(1, room - line.width + 2))
            let end = detail.isEmpty || 2 + line.width + 2 + Terminal.width(detail) > columns ? "" : padding
            let dim = end.isEmpty ? "" : end + (color ? "\u{1b}[2m\(detail)\u{1b}[0m" : detail)
            return mark + line.text(color: color) + dim
        }
        guard let text = match, isCut || text.contains("\n"), limit - rows.count > 1 else { return rows }
        let lines = Self.wrapped(text, columns: columns - 2)
        let most = min(Self.previewHeight, limit - rows.count - 1)
        var preview = Array(lines.prefix(most))
        if lines.count > most { preview[most - 1] = "… \(lines.count - most + 1) more lines" }
        rows.append("")
        rows += preview.map { "  " + (color ? "\u{1b}[2m\($0)\u{1b}[0m" : $0) }
        return rows
    }

    /// When it was typed, and where, unless it was here.
    private static func detail(_ entry: History.Entry, folder: String, now: Int) -> String {
        let age = EntryTime(entry.time)?.age(now: now) ?? ""
        guard !entry.folder.isEmpty, entry.folder != folder else { return age }
        let name = visible(String(entry.folder.split(separator: "/").last ?? "/"))
        return Terminal.fit(name, columns: 20) + (age.isEmpty ? "" : " · " + age)
    }

    /// A text in lines of so many columns.
    private static func wrapped(_ text: String, columns: Int) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
            var lines = [""]
            var width = 0
            for character in visible(String(line)) {
                let own = Terminal.width(String(character))
                if width + own > max(8, columns) {
                    lines.append("")
                    width = 0
                }
                lines[lines.count - 1].append(character)
                width += own
            }
            return lines
        }
    }
}
