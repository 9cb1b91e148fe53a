import Values

/// `show` and `rows` with their clauses, which stand in any order, each once.
extension Parser {
    private static let measureOperands: [Expectation] = [.metric, .column, .dataset, .function]
    private static let groupingOperands: [Expectation] = [.dimension, .column, .function]
    private static let rowOperands: [Expectation] = [.column, .dimension, .function]
    private static let resultOperands: [Expectation] = [.metric, .dimension, .function]

    // MARK: Clauses

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
    private mutating func clause(_ allowed: [Keyword], _ seen: ClausePlaces) -> Keyword? {
        record(
            allowed.filter { seen.places[Self.group($0)] == nil || $0 == .vs }.map { .keyword($0.rawValue) })
        guard let keyword = current.keyword, allowed.contains(keyword) else { return nil }
        return keyword
    }

    /// Notes that the clause stands here; reports it when it stands in the statement already.
    private mutating func note(_ clause: Keyword, _ seen: inout ClausePlaces) {
        let group = Self.group(clause)
        if let first = seen.places[group], clause != .vs {
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
    private mutating func clauses(
        _ allowed: [Keyword], failed: Bool = false, _ read: (inout Parser, Keyword) throws(Failure) -> Void
    ) throws(Failure) {
        var seen = ClausePlaces()
        var failed = failed
        while true {
            guard let keyword = clause(allowed, seen) else {
                if endsStatement { break }
                if !failed { report(leftover(allowed)) }
                failed = true
                skipClause(allowed)
                if current.isEnd || clause(allowed, seen) == nil { break }
                continue
            }
            note(keyword, &seen)
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

    private mutating func skipClause(_ allowed: [Keyword]) {
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

    // MARK: show

    private static let questionClauses: [Keyword] = [
        .by, .across, .for, .vs, .where, .having, .sort, .top, .bottom, .limit, .with, .without, .as, .to,
    ]

    mutating func question() throws(Failure) -> Question {
        var question = Question()
        defer { partial = .show(question) }
        var failed = false
        do throws(Failure) {
            try measures(of: &question)
        } catch {
            report(error)
            // A clause word with nothing behind it was meant as a name.
            let isName = current.keyword?.roles.contains(.clause) == true && !ahead(1).beginsOperand
            if current.isEnd || resumesHere || isName { throw .reported }
            failed = true
            skipClause(Self.questionClauses)
        }
        try clauses(Self.questionClauses, failed: failed) { (parser: inout Parser, clause: Keyword) throws(Failure) in
            try parser.clause(clause, of: &question)
        }
        return question
    }

    private mutating func measures(of question: inout Question) throws(Failure) {
        repeat {
            let expression = try expression(Self.measureOperands)
            question.measures.append(Measure(expression, label: try measureLabel()))
        } while take(.comma)
    }

    private mutating func clause(_ clause: Keyword, of question: inout Question) throws(Failure) {
        let start = advance().span
        switch clause {
        case .by:
            repeat { question.groupings.append(try grouping("behind `by`")) } while take(.comma)
        case .across: question.across = try grouping("behind `across`")
        case .for: question.periods = try periods()
        case .vs:
            repeat { question.comparisons.append(try comparisonPeriod()) } while take(.comma)
        case .where: question.condition = try expression(Self.rowOperands)
        case .having: question.having = try expression(Self.resultOperands)
        case .sort: question.sort = try sortKeys(Self.resultOperands)
        case .top, .bottom: question.cut = try cut(isTop: clause == .top)
        case .limit: question.limit = try wholeNumber("behind `limit`")
        case .with:
            if at(.others) {
                throw .of(
                    Diagnostic(
                        "misplaced-clause", "`with others` stands right behind `top` or `bottom`",
                        at: start.joined(current.span), remedies: ["write `top 10 by bookings with others`"]))
            }
            try expect(.totals, "behind `with`")
            question.totals = true
        case .without:
            try expect(.totals, "behind `without`")
            question.totals = false
        default: try outputClause(clause, &question.output)
        }
    }

    /// A measure or grouping has its label right behind it.
    ///
    /// A format's name there is the clause `as FORMAT` instead, unless a comma or another `as` shows that the statement
    /// goes on.
    private mutating func measureLabel() throws(Failure) -> Label? {
        guard at(.as) else { return nil }
        if let keyword = ahead(1).keyword, keyword.isFormat, ahead(2).symbol != .comma, ahead(2).keyword != .as {
            return nil
        }
        advance()
        record([.newName, .text, .format])
        let token = current
        switch token.kind {
        case .text(let text):
            advance()
            return Label(text, span: token.span)
        case .word where token.keyword?.isReserved != true && !beginsStatementHere:
            advance()
            return Label(sourceText(token.span), span: token.span)
        case .quotedName(let text):
            advance()
            return Label(text, span: token.span)
        default: throw .of(unexpected("a label, which is a word or a text in quotes, behind `as`"))
        }
    }

    private mutating func grouping(_ place: String) throws(Failure) -> Grouping {
        record(.grain)
        let start = current.span
        if let length = bareGrainLength, let grain = takeGrain() {
            let kind = Grouping.Kind.grain(grain, span: span(from: start))
            // What could have gone on as an expression is recorded for completion.
            if length == 1 && current.isEnd { record(.keyword(Keyword.as.rawValue)) }
            return Grouping(kind, label: try measureLabel())
        }
        let expression = try expression(Self.groupingOperands)
        return Grouping(.expression(expression), label: try measureLabel())
    }

    /// The number of words of a grain that stands here alone: what follows does not make it part of an expression.
    private var bareGrainLength: Int? {
        guard let length = grainLength(0), let last = ahead(length - 1).keyword else { return nil }
        // `months` is a name like any other; only the singular is a step to group by.
        guard let grain = Self.grain(last), grain.rawValue == last.rawValue else { return nil }
        let next = ahead(length)
        switch next.kind {
        case .symbol(let symbol):
            return symbol == .comma || symbol == .semicolon || symbol == .closeBrace || symbol == .close ? length : nil
        case .word:
            switch next.keyword {
            case .and, .or, .not, .in, .like, .between, .is: return nil
            case .to: return ahead(length + 1).keyword == .date ? nil : length
            default: return length
            }
        default: return length
        }
    }

    private mutating func periods() throws(Failure) -> [PeriodExpression] {
        var periods: [PeriodExpression] = []
        repeat { periods.append(try period()) } while take(.comma)
        return periods
    }

    private mutating func comparisonPeriod() throws(Failure) -> Comparison {
        let start = current.span
        if take(.previous) { return .previous(start) }
        let isRange = ahead(2).keyword == .to && ahead(3).text == nil
        if current.keyword == .last, ahead(1).keyword == .year, !isRange {
            advance()
            advance()
            return .lastYear(span(from: start))
        }
        record([.keyword(Keyword.last.rawValue)])
        guard startsPeriod || current.keyword == .last || current.keyword == .this else {
            record([.period, .parameter])
            throw .of(unexpected("a period, `previous` or `last year` behind `vs`"))
        }
        return .period(try period())
    }

    private mutating func sortKeys(_ operands: [Expectation]) throws(Failure) -> [SortKey] {
        // `sort by x`; a column can be called `by` only in backquotes.
        _ = take(.by)
        var keys: [SortKey] = []
        repeat {
            let expression = try expression(operands)
            let ascending: Bool? = take(.asc) ? true : take(.desc) ? false : nil
            keys.append(SortKey(expression, ascending: ascending))
        } while take(.comma)
        return keys
    }

    private mutating func cut(isTop: Bool) throws(Failure) -> Cut {
        let count = try wholeNumber("behind `\(isTop ? "top" : "bottom")`")
        var cut = Cut(isTop: isTop, count: count)
        if take(.by) { cut.by = try expression(Self.resultOperands) }
        record(.keyword("with"))
        if current.keyword == .with, ahead(1).keyword == .others {
            advance()
            advance()
            cut.withOthers = true
        }
        return cut
    }

    mutating func wholeNumber(_ place: String) throws(Failure) -> Int {
        record(.number)
        guard case .number(let value, false) = current.kind else { throw .of(unexpected("a whole number \(place)")) }
        guard let number = value.wholeNumber, number <= 1_000_000_000 else {
            throw .of(
                Diagnostic(
                    "invalid-count", "a whole number up to 1000000000 is needed \(place)", at: current.span))
        }
        advance()
        return number
    }

    // MARK: rows

    private static let rowsClauses: [Keyword] = [.for, .where, .sort, .limit, .as, .to]

    mutating func rows() throws(Failure) -> RowsQuestion {
        record(.dataset)
        var question = RowsQuestion(dataset: try name("a dataset behind `rows`"))
        defer { partial = .rows(question) }
        try clauses(Self.rowsClauses) { (parser: inout Parser, clause: Keyword) throws(Failure) in
            parser.advance()
            switch clause {
            case .for: question.periods = try parser.periods()
            case .where: question.condition = try parser.expression(Self.rowOperands)
            case .sort: question.sort = try parser.sortKeys([.column, .function])
            case .limit: question.limit = try parser.wholeNumber("behind `limit`")
            default: try parser.outputClause(clause, &question.output)
            }
        }
        return question
    }

    // MARK: Output

    /// `as FORMAT` and `to "file"` of a statement that has no other clauses.
    mutating func output() throws(Failure) -> Output {
        var output = Output()
        try clauses([.as, .to]) { (parser: inout Parser, clause: Keyword) throws(Failure) in
            parser.advance()
            try parser.outputClause(clause, &output)
        }
        return output
    }

    /// What follows `as` or `to`.
    private mutating func outputClause(_ clause: Keyword, _ output: inout Output) throws(Failure) {
        if clause == .to {
            output.path = try path("behind `to`")
            return
        }
        record(.format)
        guard let keyword = current.keyword, keyword.isFormat else {
            record(Keyword.formats.map { .keyword($0.rawValue) })
            throw .of(
                unexpected(
                    "a format behind `as`",
                    reason: ["formats are " + Keyword.formats.map { "`\($0.rawValue)`" }.joined(separator: ", ")]))
        }
        output.format = Label(keyword.rawValue, span: advance().span)
    }

    /// A text in quotes that names a file.
    mutating func path(_ place: String) throws(Failure) -> Label {
        record(.path)
        let token = current
        if case .text(let text) = token.kind {
            advance()
            return Label(text, span: token.span)
        }
        var diagnostic = unexpected("a path in quotes \(place)")
        if !token.isEnd, token.keyword?.isReserved != true, token.symbol != .semicolon {
            let word = unquotedWord()
            diagnostic.span = word
            diagnostic.message = "a path stands in quotes"
            diagnostic.remedies = ["write `\"\(visible(sourceText(word)))\"`"]
            diagnostic.replacement = "\"" + sourceText(word) + "\""
        }
        throw .of(diagnostic)
    }

    /// The current token and those that touch it: `data/deals.csv`.
    private func unquotedWord() -> Span {
        var span = current.span
        var offset = 1
        while ahead(offset).touchesPrevious, !ahead(offset).isEnd, ahead(offset).symbol != .semicolon {
            span = span.joined(ahead(offset).span)
            offset += 1
        }
        return span
    }

    // MARK: Places

    /// "the first stands at line 2, column 8": where something stands of which there is a second one.
    func firstPlace(_ span: Span) -> String {
        let before = source.utf8.prefix(span.start)
        let line = before.count { $0 == 10 } + 1
        let start = before.lastIndex(of: 10).map { before[before.index(after: $0)...] } ?? before
        return "the first stands at line \(line), column \(String(decoding: start, as: UTF8.self).count + 1)"
    }
}
