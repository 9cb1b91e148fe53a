import Glibc

/// The part of a terminal where answers take the place of each other: the rows above the cursor's.
struct WatchScreen {
    private var painted = 0
    private var size = (columns: 0, rows: 0)

    private static var currentSize: (columns: Int, rows: Int) { terminalSize() ?? (80, 24) }

    /// The room for rows and columns.
    static var room: (columns: Int, rows: Int) {
        let size = currentSize
        return (max(20, size.columns - 1), max(4, size.rows - 1))
    }

    /// Paints rows, no more than there is room for, over those before.
    mutating func paint(_ rows: [String]) {
        let now = Self.currentSize
        let isSameSize = painted == 0 || now == size
        size = now
        // A terminal of another size has moved what stood on it.
        let start = isSameSize ? Move.up(painted) : "\u{1b}[2J\u{1b}[H"
        painted = rows.count
        write(
            "\u{1b}[?25l" + start + rows.map { "\r\u{1b}[K" + $0 + "\r\n" }.joined() + "\u{1b}[J\u{1b}[?25h")
    }
}

/// The keyboard while no line is edited: a key is noticed without Enter, and not shown.
final class Keyboard {
    private var found = termios()
    private let isTerminal: Bool

    init() {
        isTerminal = tcgetattr(STDIN_FILENO, &found) == 0
        guard isTerminal else { return }
        var mode = found
        mode.c_lflag &= ~tcflag_t(ICANON | ECHO)
        tcsetattr(STDIN_FILENO, TCSANOW, &mode)
    }

    func restore() { if isTerminal { tcsetattr(STDIN_FILENO, TCSANOW, &found) } }

    /// Whether a key is pressed within so many milliseconds; it is taken.
    func hasKey(within milliseconds: Int32) -> Bool {
        var source = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard poll(&source, 1, milliseconds) > 0 else { return false }
        var keys = [UInt8](repeating: 0, count: 64)
        _ = read(STDIN_FILENO, &keys, keys.count)
        return true
    }
}
