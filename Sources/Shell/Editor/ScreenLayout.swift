import CEditline

/// Where libedit puts the characters of a prompt and a text on the screen, counted from the prompt's first column.
struct ScreenLayout: Equatable {
    struct Position: Equatable {
        var row = 0
        var column = 0
    }

    /// Where the text begins.
    let start: Position
    /// Where the cursor stands.
    private(set) var cursor = Position()
    /// Where the text ends.
    private(set) var end = Position()

    init(promptWidth: Int, content: Terminal.Content, columns: Int) {
        var pen = Pen(promptWidth: promptWidth, columns: columns)
        start = pen.place
        var offset = 0
        var cursorIsPlaced = false
        for scalar in content.text.unicodeScalars {
            if offset >= content.cursor, !cursorIsPlaced {
                cursor = pen.wraps(before: scalar) ? Position(row: pen.place.row + 1) : pen.place
                cursorIsPlaced = true
            }
            offset += UTF8.width(scalar)
            pen.write(scalar)
        }
        end = pen.place
        if !cursorIsPlaced { cursor = end }
    }
}

extension ScreenLayout {
    /// The place of the next character as a text is written.
    ///
    /// It wraps like libedit: a full row continues on the next one at once, and a character of two columns is never
    /// split.
    struct Pen {
        let columns: Int
        private(set) var place: Position

        init(promptWidth: Int, columns: Int) {
            self.columns = max(columns, 1)
            place = Position(row: promptWidth / self.columns, column: promptWidth % self.columns)
        }

        init(at place: Position, columns: Int) {
            self.columns = max(columns, 1)
            self.place = place
        }

        /// Whether a wide character leaves the last column empty and stands on the next row.
        func wraps(before scalar: Unicode.Scalar) -> Bool {
            // What is not one wide character (a tab, `^A`) is drawn column by column.
            scalar.value >= 0x80 && width(of: scalar) == 2 && place.column + 2 > columns
        }

        mutating func write(_ scalar: Unicode.Scalar) {
            if scalar == "\n" {
                place = Position(row: place.row + 1)
                return
            }
            if wraps(before: scalar) { place = Position(row: place.row + 1) }
            place.column += width(of: scalar)
            while place.column >= columns {
                // A tab ends with its row.
                place = Position(row: place.row + 1, column: scalar == "\t" ? 0 : place.column - columns)
            }
        }

        private func width(of scalar: Unicode.Scalar) -> Int {
            switch scalar {
            case "\n": return 0
            case "\t": return 8 - place.column % 8
            case " "..."~": return 1
            default: break
            }
            let width = Int(editline_width(scalar.value))
            if width >= 0 { return width }
            // libedit shows a control character as `^A` and any other that cannot be printed as `\U+200B`.
            return scalar.value < 0x100 ? 2 : scalar.value > 0xffff ? 8 : 7
        }
    }
}
