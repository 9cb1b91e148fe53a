import CEditline

/// Where libedit puts the characters of a prompt and a text on the screen, counted from the prompt's first column.
///
/// It wraps like libedit: a full row continues on the next one at once, and a character of two columns is never split.
struct ScreenLayout: Equatable {
    struct Position: Equatable {
        var row = 0
        var column = 0
    }

    /// Where the cursor stands.
    private(set) var cursor = Position()
    /// Where the text ends.
    private(set) var end = Position()

    init(promptWidth: Int, content: Terminal.Content, columns: Int) {
        let columns = max(columns, 1)
        var place = Position(row: promptWidth / columns, column: promptWidth % columns)
        var offset = 0
        var cursorIsPlaced = false
        for scalar in content.text.unicodeScalars {
            let width = Self.width(of: scalar, atColumn: place.column)
            if offset >= content.cursor, !cursorIsPlaced {
                cursor = width > 1 && place.column + width > columns ? Position(row: place.row + 1) : place
                cursorIsPlaced = true
            }
            offset += UTF8.width(scalar)
            if scalar == "\n" {
                place = Position(row: place.row + 1)
                continue
            }
            // What is not one wide character (a tab, `^A`) is drawn column by column.
            let isOneCharacter = width == 2 && scalar.value >= 0x80
            if isOneCharacter, place.column + width > columns { place = Position(row: place.row + 1) }
            place.column += width
            while place.column >= columns {
                // A tab ends with its row.
                place = Position(row: place.row + 1, column: scalar == "\t" ? 0 : place.column - columns)
            }
        }
        end = place
        if !cursorIsPlaced { cursor = place }
    }

    private static func width(of scalar: Unicode.Scalar, atColumn column: Int) -> Int {
        switch scalar {
        case "\n": return 0
        case "\t": return 8 - column % 8
        default: break
        }
        let width = Int(editline_width(scalar.value))
        if width >= 0 { return width }
        // libedit shows a control character as `^A` and any other that cannot be printed as `\U+200B`.
        return scalar.value < 0x100 ? 2 : scalar.value > 0xffff ? 8 : 7
    }
}
