import Values

/// What the parser says when something else stands where it looks, and how it goes on behind an error.
extension Parser {
    /// The code of an error that more text may cure.
    static let endCode = "unexpected-end"

    /// "expected `wanted`, found …", with the nearest spelling of what was looked for.
    func unexpected(_ wanted: String, reason: [String] = [], remedies: [String] = []) -> Diagnostic {
        if current.isEnd {
            let end = index > 0 ? previous.span.end : 0
            return Diagnostic(
                Self.endCode, "expected \(wanted), but the text ends here", at: Span(end, end), reason: reason,
                remedies: remedies)
        }
        let hint = nearestKeyword()
        return Diagnostic(
            "unexpected", "expected \(wanted), found \(describedCurrent)", at: current.span, reason: reason,
            remedies: remedies + hint.remedies, replacement: hint.replacement)
    }

    /// "unexpected …": something stands behind a statement or expression that could have ended here.
    func unexpected() -> Diagnostic {
        if current.isEnd { return unexpected("more") }
        let hint = nearestKeyword()
        var reason: [String] = []
        let phrases = expectedPhrases()
        if !phrases.isEmpty {
            let behind = index > 0 ? "behind `\(visible(sourceText(previous.span)))`" : "here"
            reason = ["\(behind) may stand: \(phrases.joined(separator: ", "))"]
        }
        var remedies = hint.remedies
        if current.symbol == .comma, case .number = previous.kind, case .number = ahead(1).kind,
            current.touchesPrevious, ahead(1).touchesPrevious
        {
            remedies.append("digits are grouped with `_`, or not at all: `1_000`, `1000`")
        }
        return Diagnostic(
            "unexpected", "unexpected \(describedCurrent)", at: current.span, reason: reason, remedies: remedies,
            replacement: hint.replacement)
    }

    /// The current token as a message names it.
    var describedCurrent: String {
        let text = visible(sourceText(current.span))
        let short = text.count > 40 ? String(text.prefix(37)) + "…" : text
        switch current.kind {
        case .end: return "the end of the text"
        case .text: return "the text \(short)"
        case .number: return "the number `\(short)`"
        case .period(.day): return "the day `\(short)`"
        case .period: return "the period `\(short)`"
        case .word where current.keyword?.roles.contains(.clause) == true && ahead(1).beginsOperand:
            return "`\(short)`, which begins a clause"
        case .word where current.keyword?.isReserved == true: return "the reserved word `\(short)`"
        case .word where beginsClauseHere: return "`\(short)`, which begins a clause"
        case .word where current.keyword?.isVerb == true && current.startsLine && index > 0:
            return "`\(short)`, which begins a statement"
        case .quotedName: return "the name \(short)"
        default: return "`\(short)`"
        }
    }

    /// Keywords that were looked for here and are spelled much like the current word, or say the same.
    private func nearestKeyword() -> (remedies: [String], replacement: String?) {
        guard case .word(let word) = current.kind else { return ([], nil) }
        let words = expectedKeywords()
        if let meant = borrowedWords[word], words.contains(meant.rawValue) {
            return (["did you mean `\(meant.rawValue)`?"], meant.rawValue)
        }
        let found = nearest(word, among: words)
        guard let first = found.first, first != word else { return ([], nil) }
        return (["did you mean " + found.map { "`\($0)`" }.joined(separator: " or ") + "?"], first)
    }

    func expectedKeywords() -> [String] {
        expected.flatMap { expectation -> [String] in
            switch expectation {
            case .keyword(let word): word.first?.isLetter == true ? [word] : []
            case .grain: Self.steps
            default: []
            }
        }
    }

    private static let steps = Keyword.allCases.filter { Self.grain($0) != nil }.map(\.rawValue)

    /// What may stand here, in words, without repeats; operators are left out when there is more to say.
    private func expectedPhrases() -> [String] {
        var phrases: [String] = []
        for expectation in expected {
            if let phrase = expectation.phrase, !phrases.contains(phrase), !Self.operatorPhrases.contains(phrase) {
                phrases.append(phrase)
            }
        }
        return phrases
    }

    private static let operatorPhrases = Set(
        (Token.Symbol.allCases.map(\.rawValue) + Keyword.all(.operator).map(\.rawValue)).filter {
            ![",", ")", "}", ":"].contains($0)
        }.map { "`\($0)`" })

    // MARK: Recovery

    /// Moves behind an error, to the next place where a statement can begin.
    mutating func skipStatement() {
        var depth = 0
        while !current.isEnd {
            if current.symbol == .semicolon && depth == 0 { return }
            if current.symbol == .openBrace { depth += 1 }
            if current.symbol == .closeBrace { depth = max(0, depth - 1) }
            if resumesHere { return }
            advance()
        }
    }

    /// Whether the current word, although it could be a name, is the verb of the next statement: it stands first on
    /// its line, and something follows that cannot follow a name.
    var beginsStatementHere: Bool {
        guard current.startsLine, index > 0, let keyword = current.keyword, keyword.isVerb, !inValue else {
            return false
        }
        let next = ahead(1)
        if keyword == .show && (next.symbol == .open || next.symbol == .minus) { return true }
        return isFollowedByItsOwn(next)
    }

    /// What stands behind a verb on its line, and could not stand behind a name.
    private func isFollowedByItsOwn(_ next: Token) -> Bool {
        guard next.beginsOperand, !next.startsLine, next.keyword?.isVerb != true else { return false }
        switch next.keyword {
        case .is, .asc, .desc, .on, .at, .per, .from, .within, .any, .down, .adding, .after: return false
        default: return next.keyword.map { !clauseWords.contains($0) } ?? true
        }
    }

    /// While skipping, a verb also counts in the middle of a line, right behind an operand.
    var resumesHere: Bool {
        if beginsStatementHere { return true }
        guard let keyword = current.keyword, keyword.isVerb, index > 0 else { return false }
        let next = ahead(1)
        if current.startsLine {
            return next.isEnd || next.startsLine || next.symbol == .semicolon
                || (keyword == .show && next.symbol == nil)
        }
        return previousEndsOperand && isFollowedByItsOwn(next)
    }

    /// Whether the current word begins the next clause between the braces, although a name could stand here.
    var beginsClauseHere: Bool {
        guard let keyword = current.keyword, clauseWords.contains(keyword) else { return false }
        return current.startsLine && isFollowedByItsOwn(ahead(1))
    }

    private var previousEndsOperand: Bool {
        switch previous.kind {
        case .word: previous.keyword?.isReserved != true
        case .symbol(let symbol): symbol == .close || symbol == .closeBrace
        default: true
        }
    }
}

extension Token {
    /// Whether an operand begins here that could not stand right behind another.
    var beginsOperand: Bool {
        switch kind {
        case .word: keyword.map { !$0.isReserved || $0 == .true || $0 == .false || $0 == .missing } ?? true
        case .quotedName, .number, .text, .period, .parameter: true
        case .symbol, .end: false
        }
    }
}
