import Engine

/// One thing that may stand at the cursor, with all that it is found by.
struct Choice {
    var candidate: LineEditor.Candidate
    /// Other names of the same: synonyms.
    var aliases: [String] = []

    init(
        _ text: String, label: String? = nil, kind: String, detail: String = "", evidence: String = "",
        aliases: [String] = []
    ) {
        candidate = .init(text: text, label: label ?? text, kind: kind, detail: detail, evidence: evidence)
        self.aliases = aliases
    }

    /// How well it fits what was typed, and the letters of its label that were; nil where it does not.
    func match(_ typed: String) -> LetterMatch? {
        let unquoted = candidate.text.withoutQuotes
        let own = LetterMatch(typed, in: candidate.label)
        var best = own
        if unquoted != candidate.label, var other = LetterMatch(typed, in: unquoted), best.map({ other < $0 }) ?? true {
            other.places = own?.places ?? []
            best = other
        }
        for alias in aliases {
            // Another name counts as if it were the name's end, so that those called so themselves come first.
            guard var other = LetterMatch(typed, in: alias), other.kind != .inOrder else { continue }
            if other.kind == .beginning { other.kind = .wordStart }
            other.cost += 1000
            other.places = []
            if best.map({ other < $0 }) ?? true { best = other }
        }
        return best
    }
}

extension String {
    /// What stands between quotes, which may not be closed yet: `Open` of `"Open`.
    var withoutQuotes: String {
        guard let first, "\"'`$“”".contains(first) else { return self }
        return String(dropFirst().filter { $0 != first })
    }

    /// Whether it can stand as a name without backquotes, as far as its letters tell.
    var isBareWord: Bool {
        allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } && first?.isLetter == true
    }
}
