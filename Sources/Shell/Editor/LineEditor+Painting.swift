import CEditline

// What stands on the screen besides libedit's prompt and text. It is painted when the editor is about to wait, and
// erased when a key has come, so that libedit always finds the screen as it left it.
extension LineEditor {
    func willWait() {
        composeText()
        let content = terminal.content
        undoStack.record(content)
        if let menu, !menu.isFresh || menu.content != content { self.menu = nil }
        menu?.isFresh = false
        paint()
    }

    /// Puts letters and their combining marks together, because libedit loses marks when it paints again.
    private func composeText() {
        let content = terminal.content
        guard content.text.unicodeScalars.contains(where: { $0.properties.canonicalCombiningClass != .notReordered })
        else { return }
        let composed = content.text.composed
        guard composed.utf8.count != content.text.utf8.count else { return }
        goToStart()
        terminal.set(composed, cursor: String(content.head).composed.utf8.count)
        editline_repaint(terminal.handle)
    }

    private func layout(columns: Int) -> ScreenLayout {
        ScreenLayout(promptWidth: prompt.width, content: terminal.content, columns: columns)
    }

    /// Paints the menu below the text and puts the cursor back.
    private func paint() {
        guard let menu, !style.isPlain else { return }
        let (columns, rows) = terminal.size
        let layout = layout(columns: columns)
        let free = rows - layout.end.row - 1
        let lines = menu.rows(columns: columns - 1, limit: free, color: style.hasColor)
        guard !lines.isEmpty else { return }
        let below = layout.end.row - layout.cursor.row
        terminal.write(
            "\u{1b}[?25l" + Move.down(below) + lines.map { "\r\n\u{1b}[K" + $0 }.joined()
                + Move.up(below + lines.count) + Move.column(layout.cursor.column) + "\u{1b}[?25h")
        isPainted = true
    }

    /// Erases what `paint` has painted.
    func erase() {
        guard isPainted else { return }
        isPainted = false
        let layout = layout(columns: terminal.size.columns)
        let below = layout.end.row - layout.cursor.row
        terminal.write(
            Move.down(below) + Move.column(layout.end.column) + "\u{1b}[J" + Move.up(below)
                + Move.column(layout.cursor.column))
    }

    /// Paints everything again after the terminal has changed its size, or on a new line after the process was stopped.
    func redraw(onNewLine: Bool) {
        isPainted = false
        let (columns, rows) = terminal.size
        if let search {
            // A terminal that has become narrower shows the line in several rows.
            let above = onNewLine ? 0 : search.paintedWidth / max(1, columns)
            if !style.isPlain { terminal.write(Move.up(above)) }
            return paintSearch()
        }
        if onNewLine {
            terminal.write(style.isPlain ? "\r" : "\r\u{1b}[J")
        } else {
            let layout = layout(columns: columns)
            // At the end of a row that the new width has just filled, the cursor has not gone to the next one.
            let isBehindFullRow =
                layout.cursor == layout.end && layout.end.column == 0
                && layout.end.row > 0 && terminal.content.head.last != "\n"
            goToStart(above: min(layout.cursor.row - (isBehindFullRow ? 1 : 0), rows - 1))
        }
        editline_repaint(terminal.handle)
        paint()
    }

    /// Puts the cursor below the text, with a mark at the text's end.
    func leaveText(mark: String = "") {
        let layout = layout(columns: terminal.size.columns)
        let below = layout.end.row - layout.cursor.row
        if style.isPlain {
            let rest = below + (layout.cursor == layout.end ? 0 : 1)
            terminal.write(String(repeating: "\r\n", count: rest) + mark + "\r\n")
        } else {
            terminal.write(Move.down(below) + Move.column(layout.end.column) + mark + "\r\n")
        }
    }

    /// Erases the prompt, the text and all below, and leaves the cursor where the prompt begins.
    func goToStart() {
        let (columns, rows) = terminal.size
        // A text that is taller than the screen has its beginning out of reach.
        goToStart(above: min(layout(columns: columns).cursor.row, rows - 1))
    }

    private func goToStart(above: Int) {
        terminal.write(style.isPlain ? "\r\n" : Move.up(above) + "\r\u{1b}[J")
    }
}

/// Sequences that move the cursor; nothing for a distance of nothing, which a terminal would take as one.
enum Move {
    static func up(_ rows: Int) -> String { rows > 0 ? "\u{1b}[\(rows)A" : "" }
    static func down(_ rows: Int) -> String { rows > 0 ? "\u{1b}[\(rows)B" : "" }
    static func column(_ column: Int) -> String { column > 0 ? "\r\u{1b}[\(column)C" : "\r" }
}
