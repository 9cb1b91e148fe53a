import Values

/// The text for HTML, in elements and in quoted attributes: every mark that HTML would obey escaped, and every character that
/// would move, hide or turn around what stands beside it made visible.
func htmlText(_ text: String) -> String { xmlText(visible(text)) }

/// Text of several lines, each as `htmlText` writes it, with `separator` between them.
func htmlLines(_ text: String, separator: String = "\n") -> String {
    text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        .map { htmlText(String($0)) }.joined(separator: separator)
}
