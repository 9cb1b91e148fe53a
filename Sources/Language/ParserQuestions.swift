import Values

/// `show` and `rows` with their clauses, which stand in any order, each once.
extension Parser {
    static let measureOperands: [Expectation] = [.metric, .column, .dataset, .function]
    private static let groupingOperands: [Expectation] = [.dimension, .column, .function]
    static let rowOperands: [Expectation] = [.column, .dimension, .function]
    private static let resultOperands: [Expectation] = [.metric, .dimension, .function]

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
            // Looked for, and so offered, only where lines are cut.
            if question.cut == nil ? current.keyword == .others : at(.others) {
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
    mutating func measureLabel() throws(Failure) -> Label? {
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

    mutating func grouping(_ place: String) throws(Failure) -> Grouping {
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

    mutating func periods() throws(Failure) -> [PeriodExpression] {
        var periods: [PeriodExpression] = []
        repeat { periods.append(try period()) } while take(.comma)
        return periods
    }

    mutating func comparisonPeriod() throws(Failure) -> Comparison {
        let start = current.span
        if take(.previous) { return .previous(start) }
        if !beginsStatementHere, take(.target) { return .target(start) }
        let isRange = ahead(2).keyword == .to && ahead(3).text == nil
        if current.keyword == .last, ahead(1).keyword == .year, !isRange {
            advance()
            advance()
            return .lastYear(span(from: start))
        }
        record([.keyword(Keyword.last.rawValue)])
        guard startsPeriod || current.keyword == .last || current.keyword == .this else {
            record([.period, .parameter])
            throw .of(unexpected("a period, `previous`, `last year` or `target` behind `vs`"))
        }
        return .period(try period())
    }

    mutating func sortKeys(_ operands: [Expectation]) throws(Failure) -> [SortKey] {
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
}
