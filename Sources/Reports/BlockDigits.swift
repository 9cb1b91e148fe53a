import Values

/// Numbers in large digits of blocks, five dots high and three wide.
enum BlockDigits {
    /// How large a dot is drawn.
    enum Size {
        /// Two columns and one line: five lines.
        case large
        /// One column and half a line: three lines.
        case small

        var height: Int { self == .large ? 5 : 3 }
    }

    /// The text as lines of blocks; nil where one of its characters has none.
    ///
    /// Every line is as wide as the others.
    static func lines(_ text: String, size: Size) -> [String]? {
        var rows = Array(repeating: "", count: 5)
        for (position, character) in text.enumerated() {
            guard let shape = shapes[character] else { return nil }
            for (row, dots) in shape.enumerated() { rows[row] += (position > 0 ? " " : "") + dots }
        }
        switch size {
        case .large: return rows.map { $0.map { $0 == "#" ? "██" : "  " }.joined() }
        case .small:
            let dots = rows.map(Array.init)
            return [0, 2, 4].map { top in
                String(
                    dots[top].indices.map { column in
                        let lower = top + 1 < dots.count && dots[top + 1][column] == "#"
                        return dots[top][column] == "#" ? (lower ? "█" : "▀") : (lower ? "▄" : " ")
                    })
            }
        }
    }

    /// The part of a number at its beginning that can be drawn, and the rest, its unit: `12.5` and `SEK`.
    static func parts(_ text: String) -> (digits: String, unit: String) {
        let digits = text.prefix { shapes[$0] != nil }
        return (String(digits).trimmed, String(text.dropFirst(digits.count)).trimmed)
    }

    /// Five rows of dots each, all equally wide.
    private static let shapes: [Character: [String]] = [
        "0": ["###", "# #", "# #", "# #", "###"], "1": [" # ", "## ", " # ", " # ", "###"],
        "2": ["###", "  #", "###", "#  ", "###"], "3": ["###", "  #", "###", "  #", "###"],
        "4": ["# #", "# #", "###", "  #", "  #"], "5": ["###", "#  ", "###", "  #", "###"],
        "6": ["###", "#  ", "###", "# #", "###"], "7": ["###", "  #", "  #", "  #", "  #"],
        "8": ["###", "# #", "###", "# #", "###"], "9": ["###", "# #", "###", "  #", "###"],
        ".": [" ", " ", " ", " ", "#"], ",": ["  ", "  ", "  ", " #", "# "],
        "−": ["   ", "   ", "###", "   ", "   "], "-": ["   ", "   ", "###", "   ", "   "],
        "+": ["   ", " # ", "###", " # ", "   "], "%": ["# #", "  #", " # ", "#  ", "# #"],
        "$": [" # ", "###", "## ", " ##", "###"], "€": [" ##", "## ", "#  ", "## ", " ##"],
        "£": [" ##", " # ", "###", " # ", "###"], "¥": ["# #", " # ", "###", " # ", " # "],
        "k": ["#  ", "# #", "## ", "# #", "# #"], "M": ["#   #", "## ##", "# # #", "#   #", "#   #"],
        "B": ["## ", "# #", "## ", "# #", "## "], "T": ["###", " # ", " # ", " # ", " # "],
        "—": ["   ", "   ", "###", "   ", "   "], " ": [" ", " ", " ", " ", " "],
    ]
}

extension String {
    /// Without blanks at both ends.
    fileprivate var trimmed: String {
        var text = self[...]
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
