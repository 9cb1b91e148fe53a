import Values

/// The clauses of a question: in any order, each once, an error in one not hiding the next.
extension Parser {
    /// Where each clause of a question stands, to report a second one.
    struct ClausePlaces {
        fileprivate var places: [Keyword: Span] = [:]
    }

    /// Clauses that exclude each other count as one.
    private static func group(_ clause: Keyword) -> Keyword {
        switch clause {
        case .bottom: .top
        case .without: .with
        default: clause
        }
    }

    /// The clause at the current token, if it is one of `allowed`.
    private mutating func clause(
        _ allowed: [Keyword], repeatable: [Keyword], _ seen: ClausePlaces
    ) -> Keyword? {
        record(
            allowed.filter { seen.places[Self.group($0)] == nil || repeatable.contains($0) }
                .map { .keyword($0.rawValue) })
        guard let keyword = current.keyword, allowed.contains(keyword) else { return nil }
        return keyword
    }

    /// Notes that the clause stands here; reports it when it stands in the statement already.
    private mutating func note(_ clause: Keyword, repeatable: [Keyword], _ seen: inout ClausePlaces) {
        let group = Self.group(clause)
        if let first = seen.places[group], !repeatable.contains(clause) {
            let earlier = sourceText(first).lowercased()
            report(
                Diagnostic(
                    "repeated-clause",
                    earlier == clause.rawValue
                        ? "`\(clause.rawValue)` stands twice" : "`\(clause.rawValue)` cannot stand beside `\(earlier)`",
                    at: current.span,
                    reason: [firstPlace(first)],
                    remedies: [Self.repeatRemedy(clause)]))
        }
        seen.places[group] = current.span
    }

    private static func repeatRemedy(_ clause: Keyword) -> String {
        switch clause {
        case .where, .having: "join conditions with `and` or `or`"
        case .by, .for, .sort: "write one `\(clause.rawValue)` with commas between"
        default: "write it once"
        }
    }

    /// Reads clauses until none follows.
    ///
    /// An error in one, or between two, is reported, and reading goes on with the next clause; so it does when the
    /// statement has `failed` before its clauses.
    mutating func clauses(
        _ allowed: [Keyword], repeatable: [Keyword] = [.vs], failed: Bool = false,
        _ read: (inout Parser, Keyword) throws(Failure) -> Void
    ) throws(Failure) {
        var seen = ClausePlaces()
        var failed = failed
        while true {
            guard let keyword = clause(allowed, repeatable: repeatable, seen) else {
                if endsStatement { break }
                if !failed { report(leftover(allowed)) }
                failed = true
                skipClause(allowed)
                if current.isEnd || clause(allowed, repeatable: repeatable, seen) == nil { break }
                continue
            }
            note(keyword, repeatable: repeatable, &seen)
            self.clause = keyword
            do throws(Failure) {
                try read(&self, keyword)
            } catch {
                report(error)
                // At the end nothing else may stand than what this clause was looking for.
                if current.isEnd { throw .reported }
                failed = true
                skipClause(allowed)
            }
        }
        if failed { throw .reported }
    }

    mutating func skipClause(_ allowed: [Keyword]) {
        var depth = 0
        while !current.isEnd, current.symbol != .semicolon, !resumesHere {
            if current.symbol == .open { depth += 1 }
            if current.symbol == .close { depth = max(0, depth - 1) }
            if depth == 0, let keyword = current.keyword, keyword != .to, allowed.contains(keyword) { return }
            advance()
        }
    }

    /// What stands behind the last clause, and is neither one nor the end.
    private func leftover(_ allowed: [Keyword]) -> Diagnostic {
        if let keyword = current.keyword, keyword.roles.contains(.clause), !allowed.contains(keyword) {
            var remedies: [String] = []
            if keyword == .top || keyword == .bottom { remedies = ["write `sort by …` and `limit N`"] }
            return Diagnostic(
                "misplaced-clause", "`\(keyword.rawValue)` is not a clause of this statement", at: current.span,
                reason: ["it has " + allowed.map { "`\($0.rawValue)`" }.joined(separator: ", ")], remedies: remedies)
        }
        return unexpected()
    }
}
