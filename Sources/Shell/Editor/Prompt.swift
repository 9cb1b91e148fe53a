/// A prompt, which may hold terminal sequences such as colours.
struct Prompt: Equatable {
    /// The text for libedit, with each run of sequences between two U+0001.
    private(set) var marked = ""
    /// The columns that it takes.
    private(set) var width = 0

    init(_ text: String) {
        var visible = ""
        var sequences = ""
        var rest = Substring(text)
        while let character = rest.first {
            if let sequence = Self.sequence(at: rest) {
                sequences += sequence
                rest = rest.dropFirst(sequence.count)
                continue
            }
            if !sequences.isEmpty { marked += "\u{1}" + sequences + "\u{1}" }
            sequences = ""
            marked.append(character)
            visible.append(character)
            rest = rest.dropFirst()
        }
        // libedit draws a sequence together with the character that follows it.
        if !sequences.isEmpty {
            marked += "\u{1}" + sequences + "\u{1} "
            visible += " "
        }
        width = Terminal.width(visible)
    }

    /// The control sequence (`ESC [ … letter`) that a text begins with.
    private static func sequence(at text: Substring) -> Substring? {
        guard text.hasPrefix("\u{1b}[") else { return nil }
        guard let end = text.dropFirst(2).firstIndex(where: { ("@"..."~").contains($0) }) else { return nil }
        return text[...end]
    }
}
