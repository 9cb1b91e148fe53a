import Engine
import Values

/// Charts for the terminal: blocks and braille dots, fitted to the width; where the answer has no picture, its table.
struct ChartRenderer: TextRenderer {
    let name = "chart"
    let fileExtensions: [String] = []
    let fitsTerminal = true

    /// Where nothing has to fit, such as in a pipe, a picture still has a size.
    static let usualWidth = 80
    private static let widest = 160

    func render(_ answer: Answer, options: RenderOptions, into write: (String) -> Void) {
        do {
            let chart = try Chart(answer, exact: options.exact)
            let width = min(Self.widest, max(1, options.width ?? Self.usualWidth))
            for line in TerminalChart(chart, width: width, options).lines() { write(line + "\n") }
        } catch {
            var answer = answer
            answer.notes.insert(error.note, at: 0)
            write(TableRenderer().text(answer, options: options))
        }
    }
}

/// Draws the panels of a chart on a grid of cells.
struct TerminalChart {
    let chart: Chart
    let width: Int
    let marks: ChartMarks
    private let hasColor: Bool

    init(_ chart: Chart, width: Int, _ options: RenderOptions) {
        self.chart = chart
        self.width = width
        hasColor = options.color
        marks = ChartMarks(isASCII: options.ascii, hasColor: options.color)
    }

    func lines() -> [String] {
        var grid = CellGrid(width: width)
        var notes: [String] = []
        func paragraph(_ text: String, _ style: CellStyle) {
            guard !text.isEmpty else { return }
            for line in wrapped(text, to: width) { grid.put(shortened(line, to: width), 0, grid.height, style) }
        }
        paragraph(chart.title, .bold)
        paragraph(chart.subtitle, .dim)
        for panel in chart.panels {
            if grid.height > 0 { grid.put("", 0, grid.height) }
            paragraph(panel.title, .bold)
            switch panel.content {
            case .bars(let chart): draw(chart, panel.numbers, on: &grid)
            case .lines(let chart): draw(chart, panel.numbers, on: &grid)
            case .heat(let map): notes += draw(map, on: &grid)
            case .bullets(let lines): draw(lines, on: &grid)
            }
        }
        notes += chart.notes
        if !notes.isEmpty { grid.put("", 0, grid.height) }
        for note in notes { paragraph("note: " + note, .plain) }
        let lines = grid.lines(color: hasColor)
        return marks.isASCII ? lines.map(asciiText) : lines
    }

    /// Marks and names, on as many lines as they need.
    func legend(_ entries: [(mark: String, style: CellStyle, label: String)], on grid: inout CellGrid) {
        guard !entries.isEmpty else { return }
        var x = 0
        var y = grid.height
        for entry in entries {
            let label = shortened(entry.label, to: max(1, min(40, width - 4)))
            let length = displayWidth(entry.mark) + 1 + displayWidth(label)
            if x > 0, x + length > width {
                x = 0
                y += 1
            }
            grid.put(entry.mark, x, y, entry.style)
            grid.put(label, x + displayWidth(entry.mark) + 1, y)
            x += length + 3
        }
    }
}

/// The signs of our own texts for a terminal that has ASCII alone; letters of names stay what they are.
func asciiText(_ text: String) -> String {
    var result = ""
    for character in text {
        switch character {
        case "−", "–": result += "-"
        case "—": result += "-"
        case "·": result += "|"
        case "…": result += "~"
        case "Σ": result += "sum "
        default: result.append(character)
        }
    }
    return result
}
