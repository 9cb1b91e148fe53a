import CEditline

// When what stands on the screen besides libedit's prompt and text is shown and erased.
extension LineEditor {
    func willWait() {
        composeText()
        let content = terminal.content
        undoStack.record(content)
        if let menu, !menu.isFresh || menu.content != content { self.menu = nil }
        menu?.isFresh = false
        show()
    }

    /// A key has come; libedit has not seen it yet.
    func didRead() {
        pane?.keyPressed()
        terminal.write(overlay.erase())
    }

    /// The pane has rows, or others than before, or more is known of what may be completed.
    func woken() {
        // Where the pane is not shown it would wake the editor again and again.
        if search != nil || menu != nil { _ = pane?.rows(for: terminal.content.text) }
        guard search == nil else { return }
        refreshMenu()
        show()
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

    /// Shows what belongs to the present text.
    private func show() {
        guard !style.isPlain else { return }
        let (columns, rows) = terminal.size
        let content = terminal.content
        var frame = Overlay.Frame(promptWidth: prompt.width, content: content, columns: columns)
        // Above a text that is taller than the screen there is nothing to count rows from.
        let free = rows - layout(columns: columns).end.row - 1
        guard free >= 0 else { return terminal.write(overlay.erase()) }
        frame.free = free
        if style.hasColor, let theme {
            frame.theme = theme
            frame.advice = advise(content.text, content.cursor)
            if menu == nil { frame.ghost = ghost.text(for: content, in: history) }
            if free < 2 {
                frame.advice.hint = "Ctrl-X Ctrl-E edits a long text in $EDITOR"
                frame.advice.hintIsComplaint = false
            }
        }
        frame.rows = menu?.rows(columns: columns - 1, limit: free, color: style.hasColor) ?? paneRows(columns - 1, free)
        terminal.write(overlay.show(frame))
    }

    private func paneRows(_ columns: Int, _ rows: Int) -> [String] {
        guard let pane else { return [] }
        let asked = PaneRequest(text: terminal.content.text, columns: columns, rows: rows)
        if asked != paneRequest {
            paneRequest = asked
            pane.textChanged(asked.text, columns: columns, rows: rows)
        }
        return Array((pane.rows(for: asked.text) ?? []).prefix(rows))
    }

    /// Paints everything again after the terminal has changed its size, or on a new line after the process was stopped.
    func redraw(onNewLine: Bool) {
        let (columns, rows) = terminal.size
        let hintRows = overlay.rowsOfHint(columns: columns)
        overlay.forget()
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
            let above = layout.cursor.row - (isBehindFullRow ? 1 : 0) + hintRows
            goToStart(above: min(above, rows - 1))
        }
        editline_repaint(terminal.handle)
        show()
    }

    /// Puts the cursor below the text, with a mark at the text's end.
    func leaveText(mark: String = "") {
        let (columns, rows) = terminal.size
        let layout = layout(columns: columns)
        if style.isPlain {
            let below = layout.end.row - layout.cursor.row
            let rest = below + (layout.cursor == layout.end ? 0 : 1)
            terminal.write(String(repeating: "\r\n", count: rest) + mark + "\r\n")
        } else {
            let content = terminal.content
            var frame = Overlay.Frame(promptWidth: prompt.width, content: content, columns: columns)
            if layout.end.row < rows, style.hasColor, let theme {
                frame.theme = theme
                frame.advice = advise(content.text, content.cursor)
            }
            terminal.write(Overlay.leave(frame) + mark + "\r\n")
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

/// What the pane was asked for.
struct PaneRequest: Equatable {
    var text: String
    var columns: Int
    var rows: Int
}
