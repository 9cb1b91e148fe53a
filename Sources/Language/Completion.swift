import Values

/// Whether Enter runs a text or continues it.
package enum Completeness: Hashable, Sendable { case complete, incomplete }

/// Incomplete only when the parser came to the end of the text and needed more: an open parenthesis, brace or quote, a
/// clause word without its body, a comma or operator at the end.
///
/// A text with other errors is complete; running it shows them.
package func completeness(of text: String) -> Completeness {
    let lexed = tokenized(text)
    var parser = Parser(lexed, source: text)
    let parsed = parser.parseScript()
    let needsMore = parsed.diagnostics.contains(where: \.isCurable)
    let isWrong = parsed.diagnostics.contains { !$0.isCurable }
    return needsMore && !isWrong ? .incomplete : .complete
}

extension Diagnostic {
    /// Whether more text behind may put it right.
    package var isCurable: Bool { code == Parser.endCode || code == "unterminated-text" }
}

/// What is being typed at a cursor, and what may stand there.
package struct CursorContext: Sendable {
    /// The partial word that a completion replaces; empty, at the cursor, when there is none.
    ///
    /// A dotted name is one word, and so is a text from its opening quote.
    package var word: Span
    /// The partial word as typed.
    package var typed: String
    /// Without repeats, in the order in which the parser looked.
    package var expected: [Expectation]
    /// As much of the statement before the cursor as could be read.
    package var statement: Statement?
    /// The verb of that statement, and its last clause.
    package var verb: Keyword?
    package var clause: Keyword?
}

/// The context of a cursor at a byte offset of a text.
///
/// Nothing behind the cursor is looked at.
package func cursorContext(_ text: String, at offset: Int) -> CursorContext {
    let bytes = Array(text.utf8)
    var end = min(max(0, offset), bytes.count)
    // Not inside a character.
    while end > 0 && end < bytes.count && bytes[end] & 0xC0 == 0x80 { end -= 1 }
    let lexed = tokenized(String(decoding: bytes[..<end], as: UTF8.self))
    if lexed.openQuote == nil, lexed.comments.last?.span.end == end {
        return CursorContext(word: Span(end, end), typed: "", expected: [], statement: nil)
    }
    let start = lexed.openQuote ?? wordStart(lexed.tokens, end: end)
    let before = String(decoding: bytes[..<start], as: UTF8.self)
    var parser = Parser(tokenized(before), source: before, records: true)
    _ = parser.parseScript()
    var seen: Set<Expectation> = []
    let expected = parser.expected.filter { expectation in
        if case .keyword(let word) = expectation, !(word.first?.isLetter ?? false) { return false }
        return seen.insert(expectation).inserted
    }
    let statement = parser.partial.map { Statement($0, span: parser.partialSpan) }
    return CursorContext(
        word: Span(start, end), typed: String(decoding: bytes[start..<end], as: UTF8.self), expected: expected,
        statement: statement, verb: parser.verb, clause: parser.clause)
}

/// The statement around a cursor with a number in place of the word there, so that it can be read; nil where it cannot.
///
/// What stands behind the cursor counts as long as it can be read too; else what is open at the cursor is closed. The
/// number, `completionStandIn`, begins where the word began.
package func statementAround(_ text: String, _ word: Span) -> Statement? {
    let bytes = Array(text.utf8)
    guard word.start >= 0, word.start <= word.end, word.end <= bytes.count else { return nil }
    let before = String(decoding: bytes[..<word.start], as: UTF8.self)
    var closing = ""
    for token in tokenized(before).tokens {
        switch token.symbol {
        case .open: closing = ")" + closing
        case .openBrace: closing = "}" + closing
        case .close, .closeBrace: closing = String(closing.dropFirst())
        default: break
        }
    }
    let behind = String(decoding: bytes[word.end...], as: UTF8.self)
    for rest in [behind, closing + behind, closing] {
        let statements = parseScript(before + completionStandIn + rest).statements
        if let found = statements.last(where: { $0.span.start <= word.start && word.start < $0.span.end }) {
            return found
        }
    }
    return nil
}

/// Reads as an operand, as a period and as a count.
package let completionStandIn = "2000"

/// Where the word that ends at `end` begins: a name with all its parts, a number, a period as far as it is typed.
private func wordStart(_ tokens: [Token], end: Int) -> Int {
    var index = tokens.count - 2
    guard index >= 0, tokens[index].span.end == end else { return end }
    let isJoint = joins(tokens, index)
    guard isJoint || tokens[index].isWordLike else { return end }
    while joins(tokens, index) { index -= 1 }
    return tokens[index].span.start
}

/// Whether the token belongs to one word with the token before it.
private func joins(_ tokens: [Token], _ index: Int) -> Bool {
    guard index > 0, tokens[index].touchesPrevious else { return false }
    let previous = tokens[index - 1]
    if tokens[index].symbol == .dot { return previous.beginsName }
    if tokens[index].symbol == .minus { return previous.isYear }
    guard tokens[index].symbol == nil, index > 1, previous.touchesPrevious else { return false }
    if previous.symbol == .dot { return tokens[index - 2].beginsName }
    return previous.symbol == .minus && tokens[index - 2].isYear
}

extension Token {
    fileprivate var isWordLike: Bool {
        switch kind {
        case .word, .number, .period, .parameter: true
        default: false
        }
    }

    /// What a period can begin with: `2026`, `FY2026`.
    fileprivate var isYear: Bool {
        switch kind {
        case .number(_, false): span.end - span.start == 4
        case .period(.fiscalYear), .period(.month): true
        default: false
        }
    }
}
