import Values

/// The diagnostic as people read it: the source line, carets under the place, the message, then reason and remedies
/// indented.
///
/// With a `name`, as for a script, the message comes first and carries `name:line:column:`. Nothing in the result is a
/// control character except line ends, whatever the source held. There is no line end at the end.
package func drawn(_ diagnostic: Diagnostic, source: String, name: String?) -> String {
    var lines: [String] = []
    let message = (diagnostic.severity == .warning ? "warning: " : "") + shown(diagnostic.message)
    let place = diagnostic.span.flatMap { SourcePlace($0, in: source) }
    if let name {
        let position = place.map { ":\($0.line):\($0.column)" } ?? ""
        lines.append("\(visible(name))\(position): \(message)")
    }
    if let place { lines += place.drawn() }
    if name == nil { lines.append(message) }
    lines += (diagnostic.reason + diagnostic.remedies).map { "  " + shown($0) }
    return lines.joined(separator: "\n")
}

/// Longer words of a message are cut: a name of a megabyte would bury what is said of it.
private let longestWord = 1000

private func shown(_ text: String) -> String {
    if text.utf8.count <= longestWord { return visible(text) }
    let words = text.split(separator: " ", omittingEmptySubsequences: false).map { word in
        word.utf8.count <= longestWord
            ? String(word) : word.prefix(longestWord) + "…" + (word.last == "`" ? "`" : "")
    }
    return visible(words.joined(separator: " "))
}

/// The line of a source that a span begins on.
private struct SourcePlace {
    /// Both counted from 1; the column in characters.
    let line: Int
    let column: Int
    private let before: String
    private let marked: String
    private let after: String

    /// Nil when there is no source to show.
    init?(_ span: Span, in source: String) {
        let bytes = Array(source.utf8)
        guard !bytes.isEmpty, span.start >= 0, span.start <= bytes.count else { return nil }
        let start = Self.boundary(span.start, bytes)
        let lineStart = (bytes[..<start].lastIndex(where: Self.endsLine) ?? -1) + 1
        let lineEnd = bytes[start...].firstIndex(where: Self.endsLine) ?? bytes.count
        let end = Self.boundary(min(max(start, span.end), lineEnd), bytes)
        line = bytes[..<start].count { $0 == 10 } + 1
        // What is wrong with a password is told without it.
        let shown = Secrets.covered(String(decoding: bytes[lineStart..<lineEnd], as: UTF8.self))
        let isSame = shown.count == lineEnd - lineStart
        func text(_ from: Int, _ to: Int) -> String {
            String(decoding: isSame ? shown[(from - lineStart)..<(to - lineStart)] : bytes[from..<to], as: UTF8.self)
        }
        before = text(lineStart, start)
        marked = text(start, end)
        after = text(end, lineEnd)
        column = before.count + 1
    }

    /// A span from elsewhere might cut a character in two.
    private static func boundary(_ offset: Int, _ bytes: [UInt8]) -> Int {
        var offset = offset
        while offset > 0 && offset < bytes.count && bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
        return offset
    }

    private static func endsLine(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }

    /// Longer lines are cut to this many cells around the place.
    private static let width = 140

    /// The line, and carets below the marked part of it; at least one caret.
    func drawn() -> [String] {
        var cells = Cells()
        cells.append(before)
        let start = cells.width
        cells.append(marked)
        let end = max(cells.width, start + 1)
        cells.append(after)
        let first = end > Self.width && cells.width > Self.width ? max(0, start - 40) : 0
        let shown = cells.window(from: first, width: Self.width)
        let shift = shown.offset
        let carets = String(repeating: "^", count: max(1, min(end, first + Self.width) - start))
        return [shown.text, String(repeating: " ", count: max(0, start - shift)) + carets]
    }
}

/// Characters with the cells that they take, made visible, tabs turned into blanks.
private struct Cells {
    private var pieces: [(text: String, width: Int)] = []
    private(set) var width = 0

    mutating func append(_ text: String) {
        for character in text {
            if character == "\t" {
                let blanks = 4 - width % 4
                add(String(repeating: " ", count: blanks), blanks)
            } else if let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1,
                let columns = plainWidth(scalar)
            {
                add(String(character), columns)
            } else {
                let shown = visible(String(character))
                add(shown, displayWidth(shown))
            }
        }
    }

    private mutating func add(_ text: String, _ cells: Int) {
        pieces.append((text, cells))
        width += cells
    }

    /// The cells from `start` on, with `…` where something is left out.
    ///
    /// `offset` is the cell where the text begins, less the mark of what is left out.
    func window(from start: Int, width limit: Int) -> (text: String, offset: Int) {
        var result = ""
        var position = 0
        var offset = 0
        var isCut = false
        for piece in pieces {
            if position < start {
                position += piece.width
                offset = position
                continue
            }
            if position + piece.width > start + limit {
                isCut = true
                break
            }
            result += piece.text
            position += piece.width
        }
        if offset > 0 { result = "…" + result }
        return (result + (isCut ? "…" : ""), max(0, offset - 1))
    }
}
