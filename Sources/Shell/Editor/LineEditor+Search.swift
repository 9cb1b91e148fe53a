import CEditline
import Glibc
import Values

// Ctrl-R: entries of the history below what is typed to find them.
extension LineEditor {
    /// Lets the user pick an entry, which is put in the place of the text and not run; Escape leaves the text as it was.
    func searchHistory() -> editline_result {
        search = HistoryPicker(history: history)
        if style.isPlain { leaveText() } else { goToStart() }
        var accepted: String?
        picking: while true {
            paintSearch()
            guard let key = terminal.key() else { break }
            switch pick(key) {
            case .goesOn: break
            case .accepts(let keys):
                accepted = search?.match
                if !keys.isEmpty { editline_push(terminal.handle, keys) }
                break picking
            case .givesUp: break picking
            }
        }
        search = nil
        terminal.write(style.isPlain ? "\r\n" : "\r\u{1b}[J")
        if let accepted { terminal.set(accepted) }
        editline_repaint(terminal.handle)
        return EDITLINE_NOTHING
    }

    private enum Pick {
        case goesOn
        /// The keys edit what was found.
        case accepts(keys: String)
        case givesUp
    }

    private func pick(_ key: Unicode.Scalar) -> Pick {
        switch key {
        case "\u{12}", "\u{e}": search?.move(1)
        case "\u{13}", "\u{10}": search?.move(-1)
        case "\u{7f}", "\u{8}": search?.deleteLast()
        case "\u{15}", "\u{17}": search?.clear()
        case "\r", "\n", "\t": return .accepts(keys: "")
        case "\u{3}", "\u{7}": return .givesUp
        case "\u{1b}": return pickSequence()
        case _ where key.properties.generalCategory == .control: return .accepts(keys: String(key))
        default: search?.append(key)
        }
        return .goesOn
    }

    /// What a key that sends Escape and more does; Escape alone gives up.
    private func pickSequence() -> Pick {
        var sequence = ""
        while terminal.hasInput(within: 30), let next = terminal.key(milliseconds: 30) {
            sequence.unicodeScalars.append(next)
            // `[` and `O` begin a sequence, which a letter or `~` ends.
            if sequence.unicodeScalars.count > 1 || (next != "[" && next != "O") {
                if next == "~" || next.properties.isAlphabetic || sequence.unicodeScalars.count == 1 { break }
            }
        }
        switch sequence {
        case "": return .givesUp
        // Older entries stand below.
        case "[B", "OB": search?.move(1)
        case "[A", "OA": search?.move(-1)
        case "[6~": search?.move(HistoryPicker.height)
        case "[5~": search?.move(-HistoryPicker.height)
        default: return .accepts(keys: "\u{1b}" + sequence)
        }
        return .goesOn
    }

    func paintSearch() {
        guard let search else { return }
        let (columns, rows) = (terminal.size.columns - 1, terminal.size.rows)
        if style.isPlain {
            let line = Terminal.fit(
                search.head(columns: columns).text + ": " + visible(search.match ?? ""), columns: columns)
            self.search?.paintedWidth = Terminal.width(line)
            return terminal.write("\r" + line + String(repeating: " ", count: max(0, columns - Terminal.width(line))))
        }
        let head = search.head(columns: columns)
        self.search?.paintedWidth = head.cursor
        let lines = search.rows(
            columns: columns, limit: rows - 2, color: style.hasColor, folder: history.folder, now: time(nil))
        terminal.write(
            "\u{1b}[?25l\r\u{1b}[J" + head.text + lines.map { "\r\n" + $0 }.joined() + Move.up(lines.count)
                + Move.column(head.cursor) + "\u{1b}[?25h")
    }
}
