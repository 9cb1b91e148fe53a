extension Command {
    /// What it does, for `help keys`.
    var meaning: String {
        switch self {
        case .enter: "runs the statement, or goes on with it on a new line as long as it is not complete"
        case .newline: "a new line, whatever stands before it"
        case .complete: "completes the word; again: the next candidate"
        case .completeBackwards: "the candidate before"
        case .up: "the line above, then the history"
        case .down: "the line below, then the history"
        case .lineStart: "to the beginning of the line"
        case .lineEnd: "to the end of the line"
        case .backspace: "deletes the character before the cursor"
        case .deleteOrEnd: "deletes the character at the cursor; on an empty line leaves"
        case .interrupt: "gives up the line; while something runs, stops it"
        case .suspend: "back to the system's shell; `fg` returns"
        case .search: "searches the history"
        case .paste: "what is pasted is one piece of text"
        case .escape: "closes the list of candidates"
        case .undo: "takes back the last change"
        case .redo: "makes it again"
        case .editOutside: "opens the line in $EDITOR"
        case .delete: "deletes the character at the cursor"
        case .killToEnd: "cuts the rest of the line"
        case .killToStart: "cuts the line up to the cursor"
        case .killWordBefore: "cuts the word before the cursor"
        case .killWordAfter: "cuts the word behind the cursor"
        case .yank: "puts in what was cut"
        case .left: "a character to the left"
        case .right: "a character to the right; at the end of the line takes the suggestion"
        case .wordRight: "a word to the right; at the end of the line takes a word of the suggestion"
        }
    }

    /// The keys as people call them; those that only terminals send under other names are left out.
    var shownKeys: [String] {
        var seen: Set<String> = []
        return keys.compactMap(Self.shown).filter { seen.insert($0).inserted }
    }

    /// A key in the notation of editrc(5) as it stands on the keyboard.
    private static func shown(_ key: String) -> String? {
        if let known = keyNames[key] { return known }
        if key.hasPrefix("^"), key.count == 2 { return "Ctrl-" + key.dropFirst() }
        if key.hasPrefix("\\e"), key.count == 3 { return "Alt-" + key.dropFirst(2).uppercased() }
        return nil
    }

    private static let keyNames = [
        "^M": "Enter", "^J": "Enter", "\\e^M": "Alt-Enter", "\\e^J": "Alt-Enter", "^I": "TAB", "\\e[Z": "Shift-TAB",
        "\\e[A": "Up", "\\eOA": "Up", "\\e[B": "Down", "\\eOB": "Down", "\\e[C": "Right", "\\eOC": "Right",
        "\\e[D": "Left", "\\eOD": "Left", "\\e[H": "Home", "\\eOH": "Home", "\\e[1~": "Home", "\\e[F": "End",
        "\\eOF": "End", "\\e[4~": "End", "^?": "Backspace", "^H": "Backspace", "\\e[3~": "Delete",
        "\\e[1;5C": "Ctrl-Right", "\\e[1;5D": "Ctrl-Left", "^[": "Escape", "\\e": "Escape",
    ]

    /// All keys of the editor, for `help keys`.
    static var help: [String] {
        let own = allCases.map { ($0.shownKeys.joined(separator: ", "), $0.meaning) }.filter { !$0.0.isEmpty }
        let familiar = familiarKeys.compactMap { key, name in
            shown(key).map { ($0, familiarMeanings[name] ?? name) }
        }
        let all = own + familiar
        let width = all.map { $0.0.count }.max() ?? 0
        return all.map { keys, meaning in
            "  " + keys + String(repeating: " ", count: width - keys.count + 2) + meaning
        }
    }

    private static let familiarMeanings = ["ed-prev-word": "to the word before"]
}
