import Values

/// The text cut to at most `width` columns, the last of them an ellipsis where something was left out.
package func shortened(_ text: String, to width: Int) -> String {
    if displayWidth(text) <= width { return text }
    if width < 1 { return "" }
    var result = ""
    var used = 0
    for character in text {
        used += displayWidth(character)
        if used > width - 1 { break }
        result.append(character)
    }
    return result + "…"
}

/// The text with spaces on one side up to `width` columns.
func aligned(_ text: String, _ width: Int, right: Bool) -> String {
    let spaces = String(repeating: " ", count: max(0, width - displayWidth(text)))
    return right ? spaces + text : text + spaces
}

/// The text broken at spaces into lines of at most `width` columns; a longer word stays whole.
func wrapped(_ text: String, to width: Int?) -> [String] {
    guard let width, displayWidth(text) > width else { return [text] }
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in text.split(separator: " ") {
        let wordWidth = displayWidth(String(word))
        if line.isEmpty {
            line = String(word)
            used = wordWidth
        } else if used + 1 + wordWidth <= width {
            line += " " + word
            used += 1 + wordWidth
        } else {
            lines.append(line)
            line = String(word)
            used = wordWidth
        }
    }
    return lines + [line]
}
