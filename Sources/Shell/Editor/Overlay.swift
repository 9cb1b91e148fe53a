/// Everything that is painted on the screen besides libedit's prompt and text.
///
/// It is painted when the editor is about to wait, and erased when a key has come, so that libedit always finds the
/// screen as it left it. Nothing else in the program writes over libedit's text.
struct Overlay {
    /// One state of what is to be seen.
    struct Frame: Equatable {
        var promptWidth = 0
        var content = Terminal.Content(text: "", cursor: 0)
        var columns = 80
        /// Rows below the text, each with fewer visible columns than the screen has.
        var rows: [String] = []

        fileprivate var layout: ScreenLayout {
            ScreenLayout(promptWidth: promptWidth, content: content, columns: columns)
        }

        fileprivate var isEmpty: Bool { rows.isEmpty }
    }

    /// What stands on the screen; nil is nothing.
    private(set) var painted: Frame?

    /// The sequences that show a frame, from the cursor in the text and back to it.
    ///
    /// Where only the rows differ from those on the screen, only these are written.
    mutating func show(_ frame: Frame) -> String {
        guard painted != frame, painted != nil || !frame.isEmpty else { return "" }
        var shown = painted
        shown?.rows = frame.rows
        let rows = painted?.rows ?? []
        if painted != nil, shown != frame {
            let erasure = erase()
            return erasure + show(frame)
        }
        painted = frame.isEmpty ? nil : frame
        let layout = frame.layout
        return Move.hideCursor + paint(frame.rows, over: rows, layout) + Move.toCursor(layout) + Move.showCursor
    }

    /// The sequences that erase what was painted.
    mutating func erase() -> String {
        guard let frame = painted else { return "" }
        painted = nil
        let layout = frame.layout
        return Move.hideCursor + Move.toEnd(layout) + Move.eraseBelow + Move.toCursor(layout) + Move.showCursor
    }

    /// Forgets what was painted, because the screen was cleared.
    mutating func forget() { painted = nil }

    /// Rows over those that stand there; the cursor stays at the end of the last row.
    private func paint(_ rows: [String], over old: [String], _ layout: ScreenLayout) -> String {
        var text = Move.toEnd(layout)
        for (index, row) in rows.enumerated() {
            text += "\r\n"
            let isLast = index == rows.count - 1 && old.count > rows.count
            if !old.indices.contains(index) || old[index] != row || isLast { text += row + Move.eraseLine }
        }
        if old.count > rows.count { text += Move.eraseBelow }
        return text + Move.up(rows.count)
    }
}

/// Sequences that move the cursor, none for a distance of nothing, which a terminal would take as one; and those that
/// erase.
enum Move {
    static let hideCursor = "\u{1b}[?25l"
    static let showCursor = "\u{1b}[?25h"
    static let eraseLine = "\u{1b}[K"
    static let eraseBelow = "\u{1b}[J"

    static func up(_ rows: Int) -> String { rows > 0 ? "\u{1b}[\(rows)A" : "" }
    static func down(_ rows: Int) -> String { rows > 0 ? "\u{1b}[\(rows)B" : "" }
    static func column(_ column: Int) -> String { column > 0 ? "\r\u{1b}[\(column)C" : "\r" }

    /// From the cursor in the text to the text's end.
    static func toEnd(_ layout: ScreenLayout) -> String {
        down(layout.end.row - layout.cursor.row) + column(layout.end.column)
    }

    /// From anywhere in the row of the text's end to the cursor in the text.
    static func toCursor(_ layout: ScreenLayout) -> String {
        up(layout.end.row - layout.cursor.row) + column(layout.cursor.column)
    }
}
