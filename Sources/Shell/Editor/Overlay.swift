import CEditline
import Values

/// Everything that is painted on the screen besides libedit's prompt and text, and the colours of the text.
///
/// It is painted when the editor is about to wait, and erased when a key has come, so that libedit always finds the
/// screen as it left it. Nothing else in the program writes over libedit's text.
struct Overlay {
    /// One state of what is to be seen.
    struct Frame: Equatable {
        var promptWidth = 0
        var content = Terminal.Content(text: "", cursor: 0)
        var columns = 80
        /// The rows of the screen below the text.
        var free = 0
        /// Without one there are no colours, no ghost and no hint.
        var theme: Theme?
        var advice = Advice()
        /// Whether a mark stands in the indentation of further lines.
        var marksLines = true
        /// What Right would put behind the text, which ends at the cursor.
        var ghost = ""
        /// Rows below, each with fewer visible columns than the screen has.
        var rows: [String] = []
    }

    /// A frame as it was painted.
    private struct Painting {
        var frame: Frame
        var layout: ScreenLayout
        /// Sequences that paint the text over itself, from its start to its end; empty where it may stay as it is.
        var text = ""
        /// Those of the ghost, from there.
        var ghost = ""
        /// Where the ghost ends, or the text without one.
        var end: ScreenLayout.Position
        var rows: [String] = []
        var hint = ""
        var hintColumn = 0
        /// The columns of the prompt's row that are taken, without the hint.
        var firstRowWidth = 0
    }

    private var painted: Painting?

    /// The sequences that show a frame, from the cursor in the text and back to it.
    ///
    /// Where only the rows differ from those on the screen, only these are written.
    mutating func show(_ frame: Frame) -> String {
        if let old = painted {
            guard old.frame != frame else { return "" }
            var same = old.frame
            same.rows = frame.rows
            if same == frame { return showRows(of: frame, over: old) }
        }
        let erasure = erase()
        let painting = Self.painting(of: frame)
        let isEmpty = painting.text.isEmpty && painting.ghost.isEmpty && painting.rows.isEmpty && painting.hint.isEmpty
        guard !isEmpty else { return erasure }
        painted = painting
        let layout = painting.layout
        var sequences = erasure + Move.hideCursor
        if painting.text.isEmpty {
            sequences += Move.rows(from: layout.cursor.row, to: layout.end.row) + Move.column(layout.end.column)
        } else {
            sequences += Move.rows(from: layout.cursor.row, to: layout.start.row) + Move.column(layout.start.column)
        }
        sequences += painting.text + painting.ghost + Self.changes(from: [], to: painting.rows)
        var row = painting.end.row
        if !painting.hint.isEmpty {
            sequences += Move.rows(from: row, to: layout.start.row) + Move.column(painting.hintColumn) + painting.hint
            row = layout.start.row
        }
        return sequences + Move.rows(from: row, to: layout.cursor.row) + Move.column(layout.cursor.column)
            + Move.showCursor
    }

    private mutating func showRows(of frame: Frame, over old: Painting) -> String {
        painted?.frame = frame
        let rows = Self.fitting(frame.rows, old)
        painted?.rows = rows
        guard rows != old.rows else { return "" }
        let cursor = old.layout.cursor
        return Move.hideCursor + Move.rows(from: cursor.row, to: old.end.row) + Move.column(old.end.column)
            + Self.changes(from: old.rows, to: rows) + Move.rows(from: old.end.row, to: cursor.row)
            + Move.column(cursor.column) + Move.showCursor
    }

    /// The sequences that erase what was painted; the colours of the text may stay, libedit takes no notice of them.
    mutating func erase() -> String {
        guard let old = painted else { return "" }
        painted = nil
        let layout = old.layout
        var sequences = ""
        var row = layout.cursor.row
        if !old.hint.isEmpty {
            sequences += Move.rows(from: row, to: layout.start.row) + Move.column(old.hintColumn) + Move.eraseLine
            row = layout.start.row
        }
        if !old.ghost.isEmpty || !old.rows.isEmpty {
            sequences += Move.rows(from: row, to: layout.end.row) + Move.column(layout.end.column) + Move.eraseBelow
            row = layout.end.row
        }
        guard !sequences.isEmpty else { return "" }
        return Move.hideCursor + sequences + Move.rows(from: row, to: layout.cursor.row)
            + Move.column(layout.cursor.column) + Move.showCursor
    }

    /// The sequences that go from the cursor to the end of the text, which is painted as it is to stay on the screen:
    /// without what only helped to type it.
    static func leave(_ frame: Frame) -> String {
        var frame = frame
        frame.advice.wrong = []
        frame.advice.partner = nil
        frame.advice.hint = ""
        // What stays can be copied as it was typed.
        frame.marksLines = false
        let painting = painting(of: frame)
        let (cursor, start, end) = (painting.layout.cursor, painting.layout.start, painting.layout.end)
        guard !painting.text.isEmpty else { return Move.rows(from: cursor.row, to: end.row) + Move.column(end.column) }
        return Move.rows(from: cursor.row, to: start.row) + Move.column(start.column) + painting.text
            + Move.column(end.column)
    }

    /// Forgets what was painted, because the screen was cleared.
    mutating func forget() { painted = nil }

    /// The rows that the hint adds above the cursor where a terminal that has become narrower breaks the prompt's row.
    func rowsOfHint(columns: Int) -> Int {
        guard let painted, !painted.hint.isEmpty, painted.layout.cursor.row > painted.layout.start.row else { return 0 }
        let columns = max(1, columns)
        return (painted.frame.columns - 2) / columns - max(0, painted.firstRowWidth - 1) / columns
    }

    /// Turns old rows into new ones, from the end of what stands above them and back to that row.
    private static func changes(from old: [String], to rows: [String]) -> String {
        guard !rows.isEmpty else { return old.isEmpty ? "" : Move.eraseBelow }
        var text = ""
        for (index, row) in rows.enumerated() {
            text += "\r\n"
            let isEnd = index == rows.count - 1 && old.count > rows.count
            if !old.indices.contains(index) || old[index] != row || isEnd { text += row + Move.eraseLine }
        }
        return text + (old.count > rows.count ? Move.eraseBelow : "") + Move.up(rows.count)
    }

    private static func fitting(_ rows: [String], _ painting: Painting) -> [String] {
        Array(rows.prefix(max(0, painting.frame.free - (painting.end.row - painting.layout.end.row))))
    }
}

// MARK: What is painted

extension Overlay {
    /// The most rows that a ghost takes below the text.
    private static let ghostRows = 4

    /// Stands in place of the first blank of a further line.
    private static let lineMark: Unicode.Scalar = "·"

    /// A hint narrower than this says nothing.
    private static let narrowestHint = 12

    private static func painting(of frame: Frame) -> Painting {
        let layout = ScreenLayout(promptWidth: frame.promptWidth, content: frame.content, columns: frame.columns)
        var painting = Painting(frame: frame, layout: layout, end: layout.end)
        if frame.content.text.unicodeScalars.allSatisfy(Brush.canPaint) {
            var brush = Brush(at: layout.start, columns: frame.columns)
            paintText(of: frame, with: &brush)
            let isWorthIt = frame.theme != nil || brush.hasOddWidths
            if isWorthIt { painting.text = brush.take() } else { _ = brush.take() }
            if let theme = frame.theme, !frame.ghost.isEmpty, layout.cursor == layout.end {
                paintGhost(of: frame, theme, with: &brush)
                painting.ghost = brush.take()
                painting.end = brush.place
            }
            painting.firstRowWidth = brush.firstRowWidth
            if let theme = frame.theme { placeHint(theme, in: &painting) }
        }
        painting.rows = fitting(frame.rows, painting)
        return painting
    }

    private static func paintText(of frame: Frame, with brush: inout Brush) {
        let text = frame.content.text
        var parts = frame.advice.parts[...]
        var offset = 0
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            defer {
                offset += UTF8.width(scalar)
                previous = scalar
            }
            if let theme = frame.theme {
                if frame.marksLines, scalar == " ", previous == "\n" {
                    brush.look(theme.look(of: .aside))
                    brush.write(lineMark)
                    continue
                }
                while let part = parts.first, part.range.upperBound <= offset { parts.removeFirst() }
                var look = parts.first.map { $0.range.contains(offset) ? theme.look(of: $0.role) : "" } ?? ""
                func add(_ more: String) { look += look.isEmpty ? more : ";" + more }
                if frame.advice.wrong.contains(where: { $0.contains(offset) }) { add(Theme.wrong) }
                if frame.advice.partner?.contains(offset) == true { add(Theme.partner) }
                brush.look(look)
            }
            brush.write(scalar)
        }
        brush.look("")
        brush.finishRow()
        // A mark may stand where libedit knows only a blank, and has left it when the line went.
        brush.add(Move.eraseBelow)
    }

    private static func paintGhost(of frame: Frame, _ theme: Theme, with brush: inout Brush) {
        let last = brush.place.row + min(frame.free, ghostRows)
        brush.look(theme.look(of: .aside))
        for scalar in frame.ghost.unicodeScalars {
            guard Brush.canPaint(scalar), brush.fits(scalar, lastRow: last) else {
                brush.add("…")
                return brush.look("")
            }
            brush.write(scalar)
        }
        brush.look("")
        brush.finishRow()
    }

    private static func placeHint(_ theme: Theme, in painting: inout Painting) {
        let advice = painting.frame.advice
        let end = painting.frame.columns - 1
        let room = end - painting.firstRowWidth - 2
        guard !advice.hint.isEmpty, room >= narrowestHint else { return }
        let text = Terminal.fit(visible(advice.hint), columns: room)
        painting.hintColumn = end - Terminal.width(text)
        painting.hint = "\u{1b}[\(theme.look(of: advice.hintIsComplaint ? .complaint : .aside))m\(text)\u{1b}[0m"
    }
}

/// Writes characters where libedit would have put them, and the sequences that give them a look.
private struct Brush {
    private var pen: ScreenLayout.Pen
    private let firstRow: Int
    private var sequences = ""
    private var shownLook = ""
    /// The terminal goes to the next row only with the next character.
    private var isBehindFullRow = false
    /// Whether something takes two columns, or none: libedit loses such marks as it paints, and may leave the cursor a
    /// column off.
    private(set) var hasOddWidths = false
    private(set) var firstRowWidth: Int

    init(at start: ScreenLayout.Position, columns: Int) {
        pen = .init(at: start, columns: columns)
        firstRow = start.row
        firstRowWidth = start.column
    }

    var place: ScreenLayout.Position { pen.place }

    /// Whether libedit shows the character itself, and not a picture of it such as `^A`.
    static func canPaint(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\n" || scalar == "\t" || editline_width(scalar.value) >= 0
    }

    /// Whether a character leaves the cursor in `row` or above.
    func fits(_ scalar: Unicode.Scalar, lastRow row: Int) -> Bool {
        var pen = pen
        pen.write(scalar)
        return pen.place.row <= row
    }

    mutating func look(_ parameters: String) {
        guard parameters != shownLook else { return }
        sequences += (shownLook.isEmpty ? "" : "\u{1b}[0m") + (parameters.isEmpty ? "" : "\u{1b}[\(parameters)m")
        shownLook = parameters
    }

    mutating func write(_ scalar: Unicode.Scalar) {
        let before = pen.place
        let wraps = pen.wraps(before: scalar)
        pen.write(scalar)
        if scalar == "\n" || scalar == "\t" { finishRow() }
        if scalar == "\n" {
            sequences += Move.eraseLine + "\r\n"
        } else if scalar == "\t" {
            let isFull = pen.place.row > before.row
            sequences += String(repeating: " ", count: (isFull ? pen.columns : pen.place.column) - before.column)
            isBehindFullRow = isFull
        } else {
            // As libedit does, so that the terminal knows the two rows for one line.
            if wraps { sequences += " " }
            sequences.unicodeScalars.append(scalar)
            if scalar.value >= 0x80, editline_width(scalar.value) != 1 { hasOddWidths = true }
            if pen.place != before { isBehindFullRow = pen.place.column == 0 }
        }
        let isLeft = pen.place.row > before.row && scalar != "\n"
        if before.row == firstRow {
            firstRowWidth = isLeft ? pen.columns : max(firstRowWidth, scalar == "\n" ? 0 : pen.place.column)
        }
    }

    /// Moves to the next row where the last one is full.
    mutating func finishRow() {
        if isBehindFullRow { sequences += " \r" }
        isBehindFullRow = false
    }

    mutating func add(_ text: String) { sequences += text }

    mutating func take() -> String {
        defer { sequences = "" }
        return sequences
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
    static func rows(from row: Int, to other: Int) -> String { other > row ? down(other - row) : up(row - other) }
    static func column(_ column: Int) -> String { column > 0 ? "\r\u{1b}[\(column)C" : "\r" }
}
