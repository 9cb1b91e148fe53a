import Values

/// How a cell of a terminal looks beside its character.
struct CellStyle: Hashable, Sendable {
    /// Of the terminal's 256 colours; nil for its own.
    var foreground: Int?
    var background: Int?
    var isDim = false
    var isBold = false

    static let plain = CellStyle()
    static let dim = CellStyle(isDim: true)
    static let bold = CellStyle(isBold: true)

    /// The parameters of the escape sequence that sets it.
    fileprivate var codes: String {
        var codes: [String] = []
        if isBold { codes.append("1") }
        if isDim { codes.append("2") }
        if let foreground { codes.append("38;5;\(foreground)") }
        if let background { codes.append("48;5;\(background)") }
        return codes.joined(separator: ";")
    }
}

/// Characters and their styles on a terminal, never beyond its width.
struct CellGrid {
    let width: Int
    private var rows: [[Cell]] = []

    private struct Cell {
        /// Nil behind a character of two columns.
        var character: Character? = " "
        var style = CellStyle.plain
    }

    init(width: Int) { self.width = max(1, width) }

    var height: Int { rows.count }

    /// Draws text from a column on; what does not fit is left out. Rows are added as they are needed.
    mutating func put(_ text: String, _ x: Int, _ y: Int, _ style: CellStyle = .plain) {
        guard y >= 0, y < 100_000 else { return }
        while rows.count <= y { rows.append([Cell](repeating: Cell(), count: width)) }
        var column = x
        for character in text {
            let wide = displayWidth(character)
            guard column + wide <= width else { return }
            defer { column += wide }
            guard column >= 0, wide > 0 else { continue }
            rows[y][column] = Cell(character: character, style: style)
            for next in (column + 1)..<(column + max(1, wide)) where next < width {
                rows[y][next] = Cell(character: nil, style: style)
            }
        }
    }

    /// Draws text that ends before a column.
    mutating func put(_ text: String, before x: Int, _ y: Int, _ style: CellStyle = .plain) {
        put(text, x - displayWidth(text), y, style)
    }

    /// The lines, without blanks at their ends.
    func lines(color: Bool) -> [String] {
        rows.map { row in
            var cells = row[...]
            while let last = cells.last, last.character == " ", !color || last.style.background == nil {
                cells.removeLast()
            }
            var line = ""
            var style = CellStyle.plain
            for cell in cells {
                if color, cell.style != style {
                    if style != .plain { line += "\u{1B}[0m" }
                    if cell.style != .plain { line += "\u{1B}[" + cell.style.codes + "m" }
                    style = cell.style
                }
                if let character = cell.character { line.append(character) }
            }
            return style == .plain ? line : line + "\u{1B}[0m"
        }
    }
}
