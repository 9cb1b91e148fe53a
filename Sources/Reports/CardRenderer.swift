import Engine
import Values

/// Cards with one large number each, side by side, for a meeting.
struct CardRenderer: TextRenderer {
    let name = "card"
    let fileExtensions: [String] = []
    let fitsTerminal = true

    func render(_ answer: Answer, options: RenderOptions, into write: (String) -> Void) {
        let paint = Paint(isOn: options.color)
        for line in answer.heading.isEmpty ? [] : wrapped(visible(answer.heading), to: options.width) {
            write(paint(.bold, line) + "\n")
        }
        for line in answer.provenance.isEmpty ? [] : wrapped(visible(answer.provenance), to: options.width) {
            write(paint(.dim, line) + "\n")
        }
        let (cards, count) = Card.all(answer, exact: options.exact)
        if cards.isEmpty {
            write("\n(no number to show)\n")
        } else {
            for row in rows(cards, options.width ?? Self.pipeWidth, options.ascii) {
                write("\n")
                draw(row, paint, write)
            }
        }
        if count > cards.count {
            write("\n" + paint(.dim, "\(count - cards.count) more are not shown (`last as table`)") + "\n")
        }
        for (index, note) in answer.notes.enumerated() {
            if index == 0 { write("\n") }
            for line in wrapped("note: " + visible(note), to: options.width) { write(line + "\n") }
        }
    }

    /// The width that cards use where nothing says how wide the page is.
    private static let pipeWidth = 80
    private static let gap = 4

    private typealias Line = (text: String, style: Paint.Style?)

    /// A card as lines with their styles, all of one width.
    private struct Drawing {
        var lines: [Line]
        var width: Int
    }

    /// Rows of cards that fit the width: in large digits where all of them stand in one row, else in small ones.
    private func rows(_ cards: [Card], _ width: Int, _ ascii: Bool) -> [[Drawing]] {
        func total(_ drawings: [Drawing]) -> Int {
            drawings.reduce(0) { $0 + $1.width } + Self.gap * (drawings.count - 1)
        }
        let large = cards.map { draw($0, .large, width, ascii) }
        if total(large) <= width { return [large] }
        var rows: [[Drawing]] = []
        for drawing in cards.map({ draw($0, .small, width, ascii) }) {
            if let last = rows.last, total(last + [drawing]) <= width {
                rows[rows.count - 1].append(drawing)
            } else {
                rows.append([drawing])
            }
        }
        return rows
    }

    private func draw(_ card: Card, _ size: BlockDigits.Size, _ width: Int, _ ascii: Bool) -> Drawing {
        var lines: [Line] = wrapped(card.title, to: width).map { ($0, .bold) }
        let (digits, unit) = BlockDigits.parts(card.number)
        if !ascii, let blocks = BlockDigits.lines(digits, size: size), !digits.isEmpty,
            displayWidth(blocks[0]) + (unit.isEmpty ? 0 : displayWidth(unit) + 1) <= width
        {
            for (index, line) in blocks.enumerated() {
                // The unit stands on the line of the digits' feet.
                lines.append((index == blocks.count - 1 && !unit.isEmpty ? line + " " + unit : line, nil))
            }
        } else {
            lines.append((card.number, .bold))
        }
        for change in card.changes {
            let style = change.isGood.map { $0 ? Paint.Style.green : .red }
            lines += wrapped(change.text, to: min(width, Self.mostText)).map { ($0, style) }
        }
        if !card.series.isEmpty && !ascii {
            let steps = card.series.suffix(max(1, min(width, Self.mostText)))
            lines.append((sparkline(Array(steps)), .blue))
            lines += wrapped(card.seriesTitle, to: width).map { ($0, .dim) }
        }
        return Drawing(lines: lines, width: lines.reduce(0) { max($0, displayWidth($1.text)) })
    }

    /// Words below a number are broken at this width, so that cards stand side by side.
    private static let mostText = 36

    private func draw(_ row: [Drawing], _ paint: Paint, _ write: (String) -> Void) {
        for line in 0..<(row.map(\.lines.count).max() ?? 0) {
            var text = ""
            var blanks = 0
            for (index, drawing) in row.enumerated() {
                if index > 0 { blanks += Self.gap }
                let cell: Line = line < drawing.lines.count ? drawing.lines[line] : ("", nil)
                if !cell.text.isEmpty {
                    text += String(repeating: " ", count: blanks) + paint(cell.style, cell.text)
                    blanks = 0
                }
                blanks += max(0, drawing.width - displayWidth(cell.text))
            }
            while text.last == " " { text.removeLast() }
            write(text + "\n")
        }
    }
}
