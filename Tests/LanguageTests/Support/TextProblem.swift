import Values

@testable import Language

/// Gives a text to everything that takes one from outside: it is read, or what is wrong is told at a place in it.
func textProblem(_ text: String) -> String? {
    let parsed = parseScript(text)
    let length = text.utf8.count
    for diagnostic in parsed.diagnostics {
        guard let span = diagnostic.span, span.start >= 0, span.start <= span.end, span.end <= length else {
            return "\(text)\n-- \(diagnostic.message) at \(String(describing: diagnostic.span))"
        }
    }
    _ = completeness(of: text)
    _ = cursorContext(text, at: length)
    // All of them are drawn alike, and a script with any is neither printed nor formatted.
    if let diagnostic = parsed.diagnostics.last {
        let shown = drawn(diagnostic, source: text, name: nil)
        // Nothing is left that a terminal would obey or hide.
        let isPlain = shown.split(separator: "\n").allSatisfy { visible(String($0)) == String($0) }
        return isPlain ? nil : "\(text)\n-- is drawn with what a terminal hides"
    }
    if parsed.statements.isEmpty {
        let isBlank = tokenized(text).tokens.allSatisfy { $0.isEnd || $0.symbol == .semicolon }
        if !isBlank { return "\(text)\n-- is dropped" }
    }
    for statement in parsed.statements {
        let again = parseScript(printed(statement))
        if again.statements != [statement] { return "\(text)\n-- is printed as\n\(printed(statement))" }
    }
    guard let layout = try? formatted(script: text) else { return "\(text)\n-- is not formatted" }
    let again = parseScript(layout)
    if again.diagnostics != [] || again.statements.map(\.kind) != parsed.statements.map(\.kind) {
        return "\(text)\n-- is formatted as\n\(layout)"
    }
    if let twice = try? formatted(script: layout), twice == layout { return nil }
    return "\(text)\n-- is formatted in two ways, first\n\(layout)"
}
