import Values

/// A script as statements, and everything that is wrong with it.
///
/// A statement with an error is left out.
package struct ParsedScript: Sendable {
    package var statements: [Statement]
    package var diagnostics: [Diagnostic]

    package init(statements: [Statement] = [], diagnostics: [Diagnostic] = []) {
        self.statements = statements
        self.diagnostics = diagnostics
    }
}

/// Reads a whole text; never fails, and reports every error it finds, in the order of the text.
package func parseScript(_ text: String) -> ParsedScript {
    let lexed = tokenized(text)
    var parser = Parser(lexed, source: text)
    let parsed = parser.parseScript()
    if parsed.diagnostics.isEmpty { return parsed }
    // Only a text with errors is read with a record of what could have stood where.
    var recorder = Parser(lexed, source: text, records: true)
    return recorder.parseScript()
}

/// Reads a text that is one expression, periods included.
package func parseExpression(_ text: String) throws(Diagnostic) -> Expression {
    try parseWhole(text) { (parser: inout Parser) throws(Failure) in try parser.expression() }
}

/// Reads a text that is one period: `2026-Q1`, `last 6 months`, `2026-01 to 2026-06`.
package func parsePeriod(_ text: String) throws(Diagnostic) -> PeriodExpression {
    try parseWhole(text) { (parser: inout Parser) throws(Failure) in try parser.period() }
}

private func parseWhole<Result>(
    _ text: String, _ read: (inout Parser) throws(Failure) -> Result
) throws(Diagnostic) -> Result {
    let lexed = tokenized(text)
    if let first = lexed.diagnostics.first { throw first }
    var parser = Parser(lexed, source: text, records: true)
    do throws(Failure) {
        let result =
            parser.mayNestDeeply
            ? try withDeepStack { () throws(Failure) in try read(&parser) } : try read(&parser)
        if !parser.current.isEnd { throw .of(parser.unexpected()) }
        return result
    } catch {
        switch error {
        case .of(let diagnostic): throw diagnostic
        case .reported: throw parser.diagnostics.first ?? parser.unexpected()
        }
    }
}

/// What stops the reading of a clause or statement.
///
/// It is boxed, so that the many functions that can throw it need little stack for it.
enum Failure: Error {
    indirect case of(Diagnostic)
    /// What is wrong has been reported already.
    case reported
}

/// Recursive descent over tokens.
///
/// Where it is asked to, it records each `at` test, so that at any moment `expected` holds what may stand at the current
/// token.
struct Parser {
    let source: String
    let tokens: [Token]
    let comments: [Comment]
    var diagnostics: [Diagnostic]
    /// Where the text holds something that is no token, in order.
    let lexicalErrors: [Int]
    private(set) var index = 0
    private(set) var current: Token
    private(set) var expected: [Expectation] = []
    let records: Bool
    /// What a name may be where an operand stands; set by the clause that is being read.
    var operands: [Expectation] = [.metric, .column, .dimension, .function]
    /// Calls, lists, prefixes and branches around the current token.
    var nesting = 0
    /// Parentheses around the current token.
    var parentheses = 0
    /// In the value of an argument, `name =` begins the next argument.
    var inArgument = false
    /// In the value of a definition, argument or setting a text may follow, which elsewhere only a verb has behind it.
    var inValue = false
    /// Inside a call a `to` behind its last argument may name what to convert to.
    var inCall = false
    /// The words that begin clauses between the braces around the current token.
    var clauseWords: [Keyword] = []
    /// As much of the current statement as has been read, for completion.
    var partial: Statement.Kind?
    var partialSpan = Span.none
    /// The verb of the current statement, and the clause that is being read, for completion.
    var verb: Keyword?
    var clause: Keyword?

    init(_ lexed: TokenizedText, source: String, records: Bool = false) {
        self.source = source
        self.records = records
        tokens = lexed.tokens
        comments = lexed.comments
        diagnostics = lexed.diagnostics
        lexicalErrors = lexed.diagnostics.compactMap { $0.span?.start }.sorted()
        current = lexed.tokens.first ?? Token(kind: .end, span: .none, startsLine: true, touchesPrevious: false)
    }

    // MARK: Moving

    /// The token `offset` places ahead; the end stays the end.
    func ahead(_ offset: Int) -> Token {
        let place = index + offset
        return place < tokens.count ? tokens[place] : tokens.last ?? current
    }

    var previous: Token { index > 0 ? tokens[index - 1] : current }

    @discardableResult
    mutating func advance() -> Token {
        let token = current
        if index + 1 < tokens.count {
            index += 1
            current = tokens[index]
            if records { expected.removeAll(keepingCapacity: true) }
        }
        return token
    }

    /// From the start of a token read earlier to the end of the last one read.
    func span(from start: Span) -> Span { Span(start.start, max(start.end, previous.span.end)) }

    func sourceText(_ span: Span) -> String {
        let bytes = source.utf8
        guard span.start >= 0, span.end <= bytes.count, span.start <= span.end else { return "" }
        let start = bytes.index(bytes.startIndex, offsetBy: span.start)
        return String(source[start..<bytes.index(start, offsetBy: span.end - span.start)])
    }

    /// Whether so much of the text can open another level that a small stack might not hold them all.
    var mayNestDeeply: Bool {
        var count = 0
        for token in tokens
        where token.symbol == .open || token.symbol == .minus || token.keyword == .not || token.keyword == .if {
            count += 1
            if count > 2 * shallowDepth { return true }
        }
        return false
    }

    // MARK: Looking

    mutating func record(_ expectation: @autoclosure () -> Expectation) {
        if records { expected.append(expectation()) }
    }

    mutating func record(_ expectations: @autoclosure () -> [Expectation]) {
        if records { expected.append(contentsOf: expectations()) }
    }

    mutating func at(_ keyword: Keyword) -> Bool {
        record(.keyword(keyword.rawValue))
        return current.keyword == keyword
    }

    mutating func at(_ symbol: Token.Symbol) -> Bool {
        record(.keyword(symbol.rawValue))
        return current.symbol == symbol
    }

    mutating func take(_ keyword: Keyword) -> Bool {
        guard at(keyword) else { return false }
        advance()
        return true
    }

    mutating func take(_ symbol: Token.Symbol) -> Bool {
        guard at(symbol) else { return false }
        advance()
        return true
    }

    mutating func expect(_ keyword: Keyword, _ place: String) throws(Failure) {
        if !take(keyword) { throw .of(unexpected("`\(keyword.rawValue)` \(place)")) }
    }

    mutating func expect(_ symbol: Token.Symbol, _ place: String) throws(Failure) {
        if !take(symbol) { throw .of(unexpected("`\(symbol.rawValue)` \(place)")) }
    }

    mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

    mutating func report(_ failure: Failure) {
        if case .of(let diagnostic) = failure { diagnostics.append(diagnostic) }
    }
}
