import Values

@testable import Language

/// Gives a text to everything that takes one from outside: it is read, or what is wrong is told at a place in it.
func textProblem(_ text: String) -> String? {
    let parsed = parseScript(text)
    let length = text.utf8.count
    for (index, diagnostic) in parsed.diagnostics.enumerated() {
        guard let span = diagnostic.span, span.start >= 0, span.start <= span.end, span.end <= length else {
            return "\(text)\n-- \(diagnostic.message) at \(String(describing: diagnostic.span))"
        }
        // All of them are drawn alike.
        if index > 2 { continue }
        let shown = drawn(diagnostic, source: text, name: nil)
        // Nothing is left that a terminal would obey or hide.
        guard shown.split(separator: "\n").allSatisfy({ visible(String($0)) == String($0) }) else {
            return "\(text)\n-- is drawn with what a terminal hides"
        }
    }
    let isBlank = tokenized(text).tokens.allSatisfy { $0.isEnd || $0.symbol == .semicolon }
    if !isBlank && parsed.statements.isEmpty && parsed.diagnostics.isEmpty { return "\(text)\n-- is dropped" }
    for statement in parsed.statements where parsed.diagnostics.isEmpty {
        let again = parseScript(printed(statement))
        if again.statements != [statement] { return "\(text)\n-- is printed as\n\(printed(statement))" }
    }
    _ = completeness(of: text)
    _ = cursorContext(text, at: length / 2)
    _ = cursorContext(text, at: length)
    guard let layout = try? formatted(script: text) else { return nil }
    let again = parseScript(layout)
    if again.diagnostics != [] || again.statements.map(\.kind) != parsed.statements.map(\.kind) {
        return "\(text)\n-- is formatted as\n\(layout)"
    }
    if let twice = try? formatted(script: layout), twice == layout { return nil }
    return "\(text)\n-- is formatted in two ways, first\n\(layout)"
}
