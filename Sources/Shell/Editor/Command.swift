/// What the editor itself does on a key; everything else is libedit's.
enum Command: String, CaseIterable {
    case enter, newline, complete, completeBackwards, up, down, lineStart, lineEnd, backspace, delete, deleteOrEnd
    case killToEnd, killToStart, killWordBefore, killWordAfter, yank
    case left, right, wordRight
    case interrupt, suspend, search, paste, escape, undo, redo, editOutside

    /// The name by which `~/.editrc` can bind the command.
    ///
    /// Written from the raw value: the names of cases themselves would be found by reflection, which took half of the
    /// time to the first prompt.
    var name: String { "quaestor-" + rawValue }

    /// The keys in the notation of editrc(5).
    var keys: [String] {
        switch self {
        case .enter: ["^M", "^J"]
        case .newline: ["\\e^M", "\\e^J"]
        case .complete: ["^I"]
        case .completeBackwards: ["\\e[Z"]
        case .up: ["\\e[A", "\\eOA", "^P"]
        case .down: ["\\e[B", "\\eOB", "^N"]
        case .lineStart: ["^A", "\\e[H", "\\eOH", "\\e[1~"]
        case .lineEnd: ["^E", "\\e[F", "\\eOF", "\\e[4~"]
        case .left: ["\\e[D", "\\eOD", "^B"]
        case .right: ["\\e[C", "\\eOC", "^F"]
        case .wordRight: ["\\ef", "\\e[1;5C", "\\e[1;3C", "\\e\\e[C"]
        case .backspace: ["^?", "^H"]
        case .delete: ["\\e[3~"]
        case .deleteOrEnd: ["^D"]
        case .killToEnd: ["^K"]
        case .killToStart: ["^U"]
        case .killWordBefore: ["^W", "\\e^?", "\\e^H"]
        case .killWordAfter: ["\\ed", "\\e[3;5~"]
        case .yank: ["^Y"]
        case .interrupt: ["^C"]
        case .suspend: ["^Z"]
        case .search: ["^R"]
        case .paste: ["\\e[200~"]
        case .escape: ["^]", "^G"]
        case .undo: ["^_", "^X^U"]
        case .redo: ["\\e_", "^X^Y"]
        case .editOutside: ["^X^E"]
        }
    }

    /// More keys in vi's command mode.
    var viKeys: [String] {
        switch self {
        case .up: ["k"]
        case .down: ["j"]
        case .lineStart: ["0"]
        case .lineEnd: ["$"]
        case .search: ["/"]
        case .undo: ["u"]
        case .redo: ["^R"]
        case .editOutside: ["v"]
        default: []
        }
    }

    /// Keys of libedit's own commands that most terminals and shells have and libedit has not.
    static let familiarKeys = [
        ("\\e[1;5D", "ed-prev-word"), ("\\e[1;3D", "ed-prev-word"),
    ]
}
