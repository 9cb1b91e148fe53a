import Values

/// An entry of the history on one line of the screen, its matched letters marked; the part with the first of them.
struct EntryLine {
    private var pieces: [(text: String, isMatched: Bool)] = []
    private(set) var width = 0
    /// Whether some of the entry is left out.
    private(set) var isCut = false

    /// - Parameter matched: UTF-8 offsets of the entry's letters.
    init(_ entry: String, matched: [Int], columns: Int) {
        let matched = Set(matched)
        var offset = 0
        var isAfterBreak = false
        var all: [(text: String, isMatched: Bool)] = []
        for character in entry {
            defer { offset += character.utf8.count }
            if isAfterBreak, character == " " { continue }
            isAfterBreak = character == "\n"
            let isMatched = (offset..<offset + character.utf8.count).contains(where: matched.contains)
            all.append((isAfterBreak ? " ⏎ " : visible(String(character)), isMatched))
        }
        let widths = all.map { Terminal.width($0.text) }
        var start = 0
        if widths.reduce(0, +) > columns {
            isCut = true
            // So much of what stands before the first match is left out that it is seen with what follows it.
            let first = all.firstIndex(where: \.isMatched) ?? 0
            if widths[..<first].reduce(0, +) > columns * 2 / 3 {
                var room = columns / 3
                start = first
                while start > 0, room > widths[start - 1] {
                    start -= 1
                    room -= widths[start]
                }
            }
        }
        if start > 0 { append("…", false, 1) }
        for index in start..<all.count {
            let rest = index + 1 < all.count ? 1 : 0
            if width + widths[index] + (isCut ? rest : 0) > columns {
                append("…", false, 1)
                break
            }
            append(all[index].text, all[index].isMatched, widths[index])
        }
    }

    private mutating func append(_ text: String, _ isMatched: Bool, _ columns: Int) {
        width += columns
        if pieces.last?.isMatched == isMatched {
            pieces[pieces.count - 1].text += text
        } else {
            pieces.append((text, isMatched))
        }
    }

    /// The line; matched letters are bold and underlined where colour is allowed.
    func text(color: Bool) -> String {
        pieces.map { $0.isMatched && color ? "\u{1b}[1;4m\($0.text)\u{1b}[0m" : $0.text }.joined()
    }
}
