/// A stretch of source text, as UTF-8 byte offsets into the text it was read from.
package struct Span: Hashable, Sendable {
    package var start: Int
    package var end: Int

    package init(_ start: Int, _ end: Int) {
        self.start = start
        self.end = end
    }

    /// The smallest span that holds both.
    package func joined(_ other: Span) -> Span { Span(min(start, other.start), max(end, other.end)) }

    /// For text that came from nowhere (built by the program).
    package static let none = Span(0, 0)
}

/// One thing that is wrong, told as a short lesson: where, what, why, and what to type instead.
///
/// The same type travels from the lexer to the shell, so an error looks the same wherever it was found.
package struct Diagnostic: Error, Hashable, Sendable {
    package enum Severity: Hashable, Sendable { case error, warning }

    /// A stable identifier for tests and documentation, such as `unknown-name`.
    package var code: String
    package var severity: Severity
    /// One line without a full stop: "unknown name `segmnt`".
    package var message: String
    /// The place in the statement's source, if the error has one.
    package var span: Span?
    /// Why the question cannot be answered: a line or a few.
    package var reason: [String]
    /// What to do or type instead: "did you mean `segment`?".
    package var remedies: [String]
    /// A word that can replace the text under `span` as it stands (Tab accepts it).
    package var replacement: String?

    package init(
        _ code: String, _ message: String, at span: Span? = nil, reason: [String] = [], remedies: [String] = [],
        replacement: String? = nil, severity: Severity = .error
    ) {
        self.code = code
        self.severity = severity
        self.message = message
        self.span = span
        self.reason = reason
        self.remedies = remedies
        self.replacement = replacement
    }
}

/// Several diagnostics gathered by one pass, such as all errors of a script.
package struct Diagnostics: Error, Sendable {
    package var all: [Diagnostic]
    package init(_ all: [Diagnostic]) { self.all = all }
}
