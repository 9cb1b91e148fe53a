import Values

/// The smallest piece of a text that means something, with its place.
package struct Token: Sendable {
    package enum Kind: Hashable, Sendable {
        /// A bare word, folded to lower case: a keyword or a name.
        case word(String)
        /// A name in backquotes, as written.
        case quotedName(String)
        case number(ExactDecimal, asPercent: Bool)
        case text(String)
        /// A day or a period that is one literal: `2026-06-15`, `2026-Q2`, `FY2026`.
        ///
        /// A year alone is a number.
        case period(PeriodExpression.Kind)
        /// `$quarter`, without the `$`, folded.
        case parameter(String)
        case symbol(Symbol)
        /// Behind the last token of a text.
        case end
    }

    package enum Symbol: String, Hashable, Sendable, CaseIterable {
        case equal = "="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case plus = "+"
        case minus = "-"
        case star = "*"
        case slash = "/"
        case open = "("
        case close = ")"
        case openBrace = "{"
        case closeBrace = "}"
        case comma = ","
        case semicolon = ";"
        case colon = ":"
        case bar = "|"
        case dot = "."
        case question = "?"
        case backslash = "\\"
    }

    package var kind: Kind
    package var span: Span
    /// The word's entry in the keyword table, if it has one.
    package var keyword: Keyword?
    /// Nothing but blanks before it on its line.
    package var startsLine: Bool
    /// No blank between it and the token before.
    package var touchesPrevious: Bool

    package var symbol: Symbol? {
        if case .symbol(let symbol) = kind { symbol } else { nil }
    }

    package var text: String? {
        if case .text(let text) = kind { text } else { nil }
    }

    package var isEnd: Bool { kind == .end }
}

/// A comment: from `#` to the end of its line.
package struct Comment: Hashable, Sendable {
    /// Without the `#` and one blank behind it.
    package var text: String
    package var span: Span
    /// Nothing but blanks before it on its line.
    package var startsLine: Bool
}

/// A text cut into tokens; the last one is always `.end`.
package struct TokenizedText: Sendable {
    package var tokens: [Token]
    package var comments: [Comment]
    package var diagnostics: [Diagnostic]
    /// Where a text or a quoted name begins that is not closed.
    var openQuote: Int?
}
