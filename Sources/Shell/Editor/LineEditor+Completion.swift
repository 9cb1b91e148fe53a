import CEditline

// Completion: one candidate is inserted; of several, what they have in common, then a menu to go through.
extension LineEditor {
    func completeWord(backwards: Bool) -> editline_result {
        let content = terminal.content
        if let menu, menu.content == content { return cycle(menu, backwards: backwards) }
        menu = nil
        let completions = completions(for: content)
        let word = completions.word
        guard let first = completions.candidates.first else { return EDITLINE_BEEP }
        if completions.candidates.count == 1 {
            finish(first, in: word)
            return EDITLINE_REFRESH
        }
        let typed = content.text.prefix(bytes: word.upperBound).utf8.dropFirst(word.lowerBound)
        if let prefix = completions.commonPrefix(for: Substring(typed)) {
            terminal.replace(word, with: prefix)
            return EDITLINE_REFRESH
        }
        if style.isPlain {
            printList(completions.candidates)
        } else {
            menu = CompletionMenu(completions, for: content)
        }
        return EDITLINE_NOTHING
    }

    /// Inserts the only candidate; a blank follows a whole word, but not a folder or an opening parenthesis.
    private func finish(_ candidate: Candidate, in word: Range<Int>) {
        let tail = terminal.content.text.dropFirst(bytes: word.upperBound)
        let isOpen = candidate.text.hasSuffix("/") || candidate.text.hasSuffix("(")
        terminal.replace(word, with: isOpen || tail.hasPrefix(" ") ? candidate.text : candidate.text + " ")
        if !isOpen, tail.hasPrefix(" ") { terminal.move(to: terminal.content.cursor + 1) }
    }

    private func cycle(_ menu: CompletionMenu, backwards: Bool) -> editline_result {
        var menu = menu
        guard let candidate = menu.select(backwards: backwards) else { return EDITLINE_BEEP }
        terminal.set(menu.original.text)
        terminal.replace(menu.word, with: candidate.text)
        menu.content = terminal.content
        menu.isFresh = true
        self.menu = menu
        return EDITLINE_REFRESH
    }

    private func completions(for content: Terminal.Content) -> Completions {
        var completions = complete(content.text, content.cursor)
        completions.word = completions.word.clamped(to: 0..<content.text.utf8.count)
        return completions
    }

    /// Asks again for the candidates of an open menu, of which more may be known now; where one was chosen they stay.
    func refreshMenu() {
        guard let menu, menu.selected == nil, menu.content == terminal.content else { return }
        let completions = completions(for: menu.content)
        guard !completions.candidates.isEmpty else { return }
        self.menu = CompletionMenu(completions, for: menu.content, isFresh: menu.isFresh)
    }

    /// Closes the menu and puts back what was typed.
    func closeMenu() -> editline_result {
        guard let menu else { return EDITLINE_NOTHING }
        self.menu = nil
        guard menu.content == terminal.content else { return EDITLINE_NOTHING }
        terminal.set(menu.original.text, cursor: menu.original.cursor)
        return EDITLINE_REFRESH
    }

    /// Prints the candidates below the text, and the prompt and the text again below them.
    private func printList(_ candidates: [Candidate]) {
        leaveText()
        let columns = terminal.size.columns - 1
        var rest = CompletionMenu(Completions(word: 0..<0, candidates: candidates), for: terminal.content)
            .rows(columns: columns, limit: CompletionMenu.height + 1, color: false)
        rest.append("")
        terminal.write(rest.joined(separator: "\r\n"))
        editline_repaint(terminal.handle)
    }
}
