import CEditline
import Glibc

// What each key does.
extension LineEditor {
    func run(_ command: Command) -> editline_result {
        switch command {
        case .enter: enter()
        case .newline: insert("\n" + indentation)
        case .complete: completeWord(backwards: false)
        case .completeBackwards: completeWord(backwards: true)
        case .up: moveOrRecall(older: true)
        case .down: moveOrRecall(older: false)
        case .lineStart: move(to: terminal.content.lineStart)
        case .lineEnd: acceptGhost { $0 } ?? move(to: terminal.content.lineEnd)
        case .left: step(terminal.content.head.last, -1)
        case .right: acceptGhost { $0 } ?? step(terminal.content.tail.first, 1)
        case .wordRight:
            acceptGhost { Terminal.Content.firstWord(of: $0) } ?? move(to: terminal.content.wordAfter.upperBound)
        case .backspace: backspace()
        case .delete: delete()
        case .deleteOrEnd: deleteOrEnd()
        case .killToEnd: kill(terminal.content.killedToEnd)
        case .killToStart: kill(terminal.content.lineStart..<terminal.content.cursor)
        case .killWordBefore: kill(terminal.content.wordBefore)
        case .killWordAfter: kill(terminal.content.wordAfter)
        case .yank: killed.isEmpty ? EDITLINE_BEEP : insert(killed)
        case .interrupt: interrupt()
        case .suspend: suspend()
        case .search: searchHistory()
        case .paste: paste()
        case .escape: closeMenu()
        case .undo: change(to: undoStack.undo(from: terminal.content))
        case .redo: change(to: undoStack.redo())
        case .editOutside: editOutside()
        }
    }

    /// Runs a complete text, or begins a new line.
    ///
    /// In the menu it takes the selected candidate and no more.
    private func enter() -> editline_result {
        let content = terminal.content
        if let menu, menu.selected != nil, menu.content == content {
            self.menu = nil
            return EDITLINE_REFRESH
        }
        if let entry = history.entry(referredTo: content.text) {
            terminal.set(entry.text)
            return EDITLINE_REFRESH
        }
        let isBlank = content.text.allSatisfy(\.isWhitespace)
        guard isBlank || isComplete(content.text) else { return insert("\n" + indentation) }
        leaveText()
        outcome = .statement(isBlank ? "" : content.text)
        return EDITLINE_ACCEPT
    }

    private func insert(_ text: String) -> editline_result {
        terminal.insert(text)
        return EDITLINE_REFRESH
    }

    private func move(to offset: Int) -> editline_result {
        terminal.move(to: offset)
        return EDITLINE_REFRESH
    }

    /// Deletes the character before the cursor; the indentation of an empty new line goes with its line break.
    private func backspace() -> editline_result {
        let content = terminal.content
        guard let last = content.head.last else { return EDITLINE_BEEP }
        let lineBreak = "\n" + indentation
        let isIndentation = content.head.hasSuffix(lineBreak) && !content.tail.hasPrefix(" ")
        let count = isIndentation ? lineBreak.utf8.count : last.utf8.count
        terminal.replace(content.cursor - count..<content.cursor, with: "")
        return EDITLINE_REFRESH
    }

    private func deleteOrEnd() -> editline_result {
        let content = terminal.content
        if content.text.isEmpty {
            outcome = .endOfInput
            return EDITLINE_END
        }
        return delete()
    }

    private func delete() -> editline_result {
        let content = terminal.content
        guard let next = content.tail.first else { return EDITLINE_BEEP }
        terminal.replace(content.cursor..<content.cursor + next.utf8.count, with: "")
        return EDITLINE_REFRESH
    }

    private func interrupt() -> editline_result {
        leaveText(mark: "^C")
        outcome = .interrupted
        return EDITLINE_ACCEPT
    }

    /// Stops the process until its shell continues it.
    private func suspend() -> editline_result {
        leaveText()
        setBracketedPaste(false)
        editline_set_editing(terminal.handle, false)
        raise(SIGTSTP)
        editline_set_editing(terminal.handle, true)
        _ = signals_take()  // The screen is redrawn here.
        setBracketedPaste(true)
        editline_repaint(terminal.handle)
        return EDITLINE_NOTHING
    }

    /// Takes what the terminal sends between the marks of a paste as one piece of text.
    private func paste() -> editline_result {
        let endMark: [Unicode.Scalar] = ["\u{1b}", "[", "2", "0", "1", "~"]
        var scalars: [Unicode.Scalar] = []
        // A terminal that dies within a paste must not hold the editor.
        while let scalar = terminal.key(milliseconds: 2000) {
            scalars.append(scalar)
            if scalar == "~", scalars.suffix(endMark.count).elementsEqual(endMark) {
                scalars.removeLast(endMark.count)
                break
            }
        }
        let text = Self.cleanPaste(scalars)
        return text.isEmpty ? EDITLINE_NOTHING : insert(text)
    }

    /// Pasted text with `\n` as the only line break and no control characters but tabs.
    static func cleanPaste(_ scalars: [Unicode.Scalar]) -> String {
        var text = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in scalars {
            defer { previous = scalar }
            switch scalar {
            case "\r": text.append("\n")
            case "\n" where previous == "\r": break
            case "\n", "\t": text.append(scalar)
            default: if scalar.properties.generalCategory != .control { text.append(scalar) }
            }
        }
        return String(text)
    }

    private func change(to state: Terminal.Content?) -> editline_result {
        guard let state else { return EDITLINE_BEEP }
        terminal.set(state.text, cursor: state.cursor)
        return EDITLINE_REFRESH
    }

    /// Moves over a character as a reader sees it, with all its marks.
    private func step(_ character: Character?, _ direction: Int) -> editline_result {
        guard let character else { return EDITLINE_BEEP }
        return move(by: direction * character.utf8.count)
    }

    private func move(by bytes: Int) -> editline_result { move(to: terminal.content.cursor + bytes) }

    /// Puts a part of the suggestion behind the text; nil where none is shown.
    private func acceptGhost(_ part: (String) -> String) -> editline_result? {
        guard let rest = ghost.shown(for: terminal.content) else { return nil }
        return insert(part(rest))
    }

    /// Cuts a piece out, for `yank`; libedit's own place for it is overwritten by all that is deleted.
    private func kill(_ range: Range<Int>) -> editline_result {
        let content = terminal.content
        guard !range.isEmpty else { return EDITLINE_BEEP }
        killed = String(String(content.text.prefix(bytes: range.upperBound)).dropFirst(bytes: range.lowerBound))
        terminal.replace(range, with: "")
        return EDITLINE_REFRESH
    }
}
