import Values

/// Days, periods, relative periods and ranges.
extension Parser {
    /// Whether a period stands here, in a place where only a period can.
    var startsPeriod: Bool {
        switch current.kind {
        case .period, .parameter: true
        case .number: currentYear != nil
        default: startsLongPeriod
        }
    }

    /// Whether a period of several words stands here, or one that begins with what could also be a name or number.
    var startsLongPeriod: Bool {
        let next = ahead(1)
        if current.keyword != nil, next.symbol == .dot, next.touchesPrevious { return false }
        switch current.keyword {
        case .today, .yesterday: return next.symbol != .open
        case .this: return grainLength(1) != nil
        case .last, .next:
            if case .number = next.kind { return true }
            return grainLength(1) != nil
        case .all: return next.keyword == .time
        case .since, .until: return startsPoint(1)
        default: break
        }
        if let length = grainLength(0), ahead(length).keyword == .to, ahead(length + 1).keyword == .date { return true }
        if let word = currentWord, Self.quarterNumber(word) != nil || current.keyword?.monthNumber != nil {
            return year(next) != nil
        }
        switch current.kind {
        case .number: return currentYear != nil && next.keyword == .to && startsPoint(2)
        case .parameter: return next.keyword == .to && startsPoint(2)
        default: return false
        }
    }

    private var currentWord: String? {
        if case .word(let word) = current.kind { word } else { nil }
    }

    /// Whether the token there can begin an end of a range.
    private func startsPoint(_ offset: Int) -> Bool {
        let token = ahead(offset)
        switch token.kind {
        case .period, .parameter: return true
        case .number: return year(token) != nil
        case .word(let word):
            switch token.keyword {
            case .today, .yesterday: return true
            case .this, .last, .next: return grainLength(offset + 1) != nil
            default: break
            }
            return (Self.quarterNumber(word) != nil || token.keyword?.monthNumber != nil)
                && year(ahead(offset + 1)) != nil
        default: return false
        }
    }

    private var currentYear: Int? { year(current) }

    /// A number of four bare digits is a year where a period stands.
    private func year(_ token: Token) -> Int? {
        guard case .number(let value, false) = token.kind, token.span.end - token.span.start == 4,
            let year = value.wholeNumber, (1...9999).contains(year), value.scale == 0
        else { return nil }
        return sourceText(token.span).utf8.allSatisfy { $0 >= 48 && $0 <= 57 } ? year : nil
    }

    private static func quarterNumber(_ word: String) -> Int? {
        switch word {
        case "q1": 1
        case "q2": 2
        case "q3": 3
        case "q4": 4
        default: nil
        }
    }

    /// How many words the step name at `offset` has: `quarter` 1, `fiscal quarter` 2; nil when there is none.
    func grainLength(_ offset: Int) -> Int? {
        let token = ahead(offset)
        // `a=last month=5`: the word is the name of the next argument.
        if token.keyword == .fiscal {
            guard let grain = ahead(offset + 1).keyword.flatMap(Self.grain) else { return nil }
            return grain == .quarter || grain == .half || grain == .year ? 2 : nil
        }
        guard token.keyword.flatMap(Self.grain) != nil else { return nil }
        return inArgument && ahead(offset + 1).symbol == .equal ? nil : 1
    }

    /// `month` and `months` both.
    static func grain(_ keyword: Keyword) -> Grain? {
        switch keyword {
        case .day, .days: .day
        case .week, .weeks: .week
        case .month, .months: .month
        case .quarter, .quarters: .quarter
        case .half, .halves: .half
        case .year, .years: .year
        default: nil
        }
    }

    /// Reads `quarter` or `fiscal quarter`; nil, with nothing read, when neither stands here.
    mutating func takeGrain() -> Grain? {
        record(.grain)
        guard let length = grainLength(0) else { return nil }
        if length == 2 { advance() }
        guard let grain = current.keyword.flatMap(Self.grain) else { return nil }
        advance()
        guard length == 2 else { return grain }
        return grain == .quarter ? .fiscalQuarter : grain == .half ? .fiscalHalf : .fiscalYear
    }

    /// Behind a name that could also begin a period, so that completion offers both.
    mutating func recordPeriodContinuation(_ name: Name) {
        guard current.isEnd, let keyword = previous.keyword, name.parts.count == 1 else { return }
        if keyword == .this || keyword == .last || keyword == .next { record(.grain) }
        if keyword == .last || keyword == .next { record(.number) }
    }

    // MARK: Reading

    mutating func period() throws(Failure) -> PeriodExpression {
        record([.period, .parameter])
        let start = current.span
        switch current.keyword {
        case .since, .until:
            let isSince = current.keyword == .since
            advance()
            let point = try point("a day or period behind `\(isSince ? "since" : "until")`")
            return PeriodExpression(isSince ? .since(point) : .until(point), span: span(from: start))
        case .all:
            advance()
            try expect(.time, "behind `all`")
            return PeriodExpression(.allTime, span: span(from: start))
        case .last, .next:
            if case .number(let count, false) = ahead(1).kind { return try steps(count) }
        default: break
        }
        if let length = grainLength(0), ahead(length).keyword == .to, ahead(length + 1).keyword == .date,
            let grain = takeGrain()
        {
            advance()
            advance()
            return PeriodExpression(.toDate(grain), span: span(from: start))
        }
        let first = try point("a period")
        guard at(.to) else { return first }
        // `for 2026-01 to "file.csv"`: the text belongs to the clause `to`.
        if case .text = ahead(1).kind { return first }
        // `convert(x, … to EUR)`: neither does a range end with a name.
        if inCall, !ahead(1).isEnd, !startsPoint(1) { return first }
        advance()
        record(.path)
        let second = try point("the end of the range, or a path in quotes, behind `to`")
        return PeriodExpression(.range(first, second), span: span(from: start))
    }

    /// `last 6 months`, `next 3 quarters`.
    private mutating func steps(_ count: ExactDecimal) throws(Failure) -> PeriodExpression {
        let start = current.span
        let isNext = current.keyword == .next
        advance()
        guard let number = count.wholeNumber, number >= 1, number <= 100_000 else {
            throw .of(
                Diagnostic(
                    "invalid-count", "a whole number from 1 to 100000 is needed here", at: current.span))
        }
        advance()
        guard let grain = takeGrain() else {
            throw .of(unexpected("`days`, `weeks`, `months`, `quarters` or `years` behind the number"))
        }
        return PeriodExpression(.steps(grain, count: number, isNext: isNext), span: span(from: start))
    }

    /// A day or one whole period, as the end of a range may be.
    private mutating func point(_ wanted: String) throws(Failure) -> PeriodExpression {
        record([.period, .parameter])
        let token = current
        switch token.kind {
        case .period(let kind):
            advance()
            return PeriodExpression(kind, span: token.span)
        case .parameter(let name):
            advance()
            return PeriodExpression(.parameter(name), span: token.span)
        case .number:
            guard let year = currentYear else { throw .of(unexpectedPeriod(wanted)) }
            advance()
            if current.symbol == .minus, current.touchesPrevious { throw .of(looseMonth(year, from: token.span)) }
            return PeriodExpression(.year(year), span: token.span)
        case .word(let word): return try relativePoint(word, wanted)
        default: throw .of(unexpectedPeriod(wanted))
        }
    }

    private mutating func relativePoint(_ word: String, _ wanted: String) throws(Failure) -> PeriodExpression {
        let start = current.span
        switch current.keyword {
        case .today:
            advance()
            return PeriodExpression(.today, span: start)
        case .yesterday:
            advance()
            return PeriodExpression(.yesterday, span: start)
        case .this, .last, .next:
            let offset = current.keyword == .this ? 0 : current.keyword == .last ? -1 : 1
            advance()
            if offset != 0 { record(.number) }
            guard let grain = takeGrain() else {
                throw .of(unexpected("`day`, `week`, `month`, `quarter`, `half` or `year` behind `\(word)`"))
            }
            return PeriodExpression(.step(grain, offset: offset), span: span(from: start))
        default: break
        }
        if let quarter = Self.quarterNumber(word) {
            advance()
            let year = try yearBehind("`\(word.uppercased())`")
            return PeriodExpression(.quarter(year: year, quarter), span: span(from: start))
        }
        if let month = current.keyword?.monthNumber {
            advance()
            let year = try yearBehind("the month")
            return PeriodExpression(.month(year: year, month), span: span(from: start))
        }
        throw .of(unexpectedPeriod(wanted))
    }

    private mutating func yearBehind(_ place: String) throws(Failure) -> Int {
        record(.number)
        guard let year = currentYear else { throw .of(unexpected("a year of four digits behind \(place)")) }
        advance()
        return year
    }

    private func unexpectedPeriod(_ wanted: String) -> Diagnostic {
        if let grain = current.keyword.flatMap(Self.grain) {
            let name = grain.rawValue
            return unexpected(
                wanted, remedies: ["write `this \(name)`, `last \(name)` or `\(name) to date`"])
        }
        if current.keyword == .previous, let grain = ahead(1).keyword.flatMap(Self.grain) {
            return unexpected(wanted, remedies: ["write `last \(grain.rawValue)`"])
        }
        if case .text(let text) = current.kind, (try? parsePeriod(text)) != nil {
            return unexpected(wanted, remedies: ["write it without quotes: `\(text)`"])
        }
        if current.isEnd || current.keyword?.isReserved == true { return unexpected(wanted) }
        let words = ["today", "yesterday", "this", "last", "next", "since", "until", "all"]
        let near = currentWord.map { nearest($0, among: words) } ?? []
        return unexpected(
            wanted,
            reason: ["periods are written `2026`, `2026-Q2`, `2026-06`, `2026-06-15`, `last quarter`, `year to date`"],
            remedies: near.isEmpty ? [] : ["did you mean " + near.map { "`\($0)`" }.joined(separator: " or ") + "?"])
    }

    /// `2026-6` where a period stands.
    private mutating func looseMonth(_ year: Int, from start: Span) -> Diagnostic {
        advance()
        guard case .number(let value, _) = current.kind, let month = value.wholeNumber, (1...9).contains(month) else {
            return unexpected("a month, quarter or week behind `\(padded(year, 4))-`")
        }
        let text = padded(year, 4) + "-" + padded(month, 2)
        return Diagnostic(
            "invalid-period", "`\(padded(year, 4))-\(month)` is not a period", at: start.joined(current.span),
            reason: ["a month has two digits"], remedies: ["write `\(text)`"], replacement: text)
    }
}
