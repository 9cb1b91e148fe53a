import Engine
import Values

/// Aligned columns for the terminal: heading, days and rows behind, lines, totals, what was hidden, notes.
struct TableRenderer: TextRenderer {
    let name = "table"
    let fileExtensions = ["txt"]
    let fitsTerminal = true

    func render(_ answer: Answer, options: RenderOptions, into write: (String) -> Void) {
        let paint = Paint(isOn: options.color)
        for line in answer.heading.isEmpty ? [] : wrapped(visible(answer.heading), to: options.width) {
            write(paint(.bold, line) + "\n")
        }
        for line in answer.provenance.isEmpty ? [] : wrapped(visible(answer.provenance), to: options.width) {
            write(paint(.dim, line) + "\n")
        }
        if !answer.columns.isEmpty {
            if !answer.heading.isEmpty || !answer.provenance.isEmpty { write("\n") }
            draw(TableLayout(answer, options: options), answer, options, paint, write)
        }
        for (index, note) in answer.notes.enumerated() {
            if index == 0 { write("\n") }
            for line in wrapped("note: " + visible(note), to: options.width) { write(line + "\n") }
        }
    }

    private func draw(
        _ layout: TableLayout, _ answer: Answer, _ options: RenderOptions, _ paint: Paint, _ write: (String) -> Void
    ) {
        if !layout.groups.isEmpty { write(groupLine(layout)) }
        writeLabels(layout, write)
        let rule = line(layout) { column in String(repeating: "─", count: column.width) }
        write(rule)
        var lines = ""
        for number in 0..<layout.lineCount {
            for (index, column) in layout.columns.enumerated() {
                if index > 0 { lines += Self.gap }
                guard paint.isOn else {
                    Self.append(column.cells[number], column, to: &lines)
                    continue
                }
                lines += paint(
                    style(column.source.cell(number), column.source, line: number), fitted(column.cells[number], column)
                )
            }
            Self.endLine(&lines)
            // Few large pieces are written faster than many small ones.
            if lines.utf8.count > Self.piece {
                write(lines)
                lines = ""
            }
        }
        if !lines.isEmpty { write(lines) }
        if layout.lineCount == 0 { write("(no lines)\n") }
        if answer.drawsTotals {
            write(rule)
            write(
                line(layout) { column in
                    let change = column.source.total.flatMap { style($0, column.source) }
                    return paint(change ?? .bold, fitted(column.total, column))
                })
        }
        if !layout.hidden.isEmpty {
            for text in wrapped(hiddenText(layout.hidden), to: options.width) { write(paint(.dim, text) + "\n") }
        }
    }

    private static let gap = String(repeating: " ", count: TableLayout.gap)
    private static let spaces = String(repeating: " ", count: 200)
    private static let piece = 1 << 14

    /// Writes a cell with spaces on one side up to the column's width.
    private static func append(_ text: String, _ column: TableLayout.Column, to line: inout String) {
        let width = displayWidth(text)
        guard width <= column.width else {
            line += aligned(shortened(text, to: column.width), column.width, right: column.source.isNumeric)
            return
        }
        if !column.source.isNumeric { line += text }
        var missing = column.width - width
        while missing > 0 {
            let count = min(missing, spaces.utf8.count)
            line += spaces.prefix(count)
            missing -= count
        }
        if column.source.isNumeric { line += text }
    }

    /// Ends a line, without spaces at its end.
    private static func endLine(_ line: inout String) {
        let count = line.utf8.reversed().prefix { $0 == UInt8(ascii: " ") }.count
        if count > 0 { line.removeLast(count) }
        line += "\n"
    }

    /// The labels, on several lines where their column is narrow, the last line of each above the rule.
    private func writeLabels(_ layout: TableLayout, _ write: (String) -> Void) {
        let labels = layout.columns.map { wrapped($0.label, to: $0.width) }
        let height = labels.reduce(1) { max($0, $1.count) }
        for row in 0..<height {
            var cells: [String] = []
            for (label, column) in zip(labels, layout.columns) {
                let index = row - (height - label.count)
                cells.append(fitted(index >= 0 ? label[index] : "", column))
            }
            write(joined(cells))
        }
    }

    private func line(_ layout: TableLayout, _ cell: (TableLayout.Column) -> String) -> String {
        joined(layout.columns.map(cell))
    }

    /// The cells as one line, without spaces at its end.
    private func joined(_ cells: [String]) -> String {
        var result = cells.joined(separator: String(repeating: " ", count: TableLayout.gap))
        while result.hasSuffix(" ") { result.removeLast() }
        return result + "\n"
    }

    /// Each group's label over the middle of its columns.
    private func groupLine(_ layout: TableLayout) -> String {
        var result = ""
        var used = 0
        for range in layout.groups {
            let before = layout.width(of: 0..<range.lowerBound) + (range.lowerBound > 0 ? TableLayout.gap : 0)
            let width = layout.width(of: range)
            let label = shortened(layout.columns[range.lowerBound].group ?? "", to: width)
            let start = before + (width - displayWidth(label)) / 2
            result += String(repeating: " ", count: max(0, start - used)) + label
            used = start + displayWidth(label)
        }
        return result + "\n"
    }

    private func fitted(_ text: String, _ column: TableLayout.Column) -> String {
        aligned(shortened(text, to: column.width), column.width, right: column.source.isNumeric)
    }

    /// Green above and red below zero for changes, dim for what has no value.
    ///
    /// Where less of a line's metric is better, the other way round.
    private func style(_ value: Value, _ column: Answer.Column, line: Int? = nil) -> Paint.Style? {
        if value.isMissing { return column.series == nil ? .dim : nil }
        guard column.role == .change || column.role == .changeRatio, let number = value.double else { return nil }
        let metric = line.flatMap { line in column.lines.flatMap { $0.indices.contains(line) ? $0[line] : nil } }
        let isGood = metric?.lowerIsBetter == true ? number < 0 : number > 0
        return number == 0 ? nil : isGood ? .green : .red
    }

    private func hiddenText(_ labels: [String]) -> String {
        let shown = labels.prefix(8).joined(separator: ", ") + (labels.count > 8 ? " and \(labels.count - 8) more" : "")
        let count = labels.count == 1 ? "1 column hidden: " : "\(labels.count) columns hidden: "
        return count + shown + " (widen the window, or `last as csv`)"
    }
}

/// Puts text between the escape sequences of a style, or leaves it alone where colour is off.
struct Paint {
    enum Style: String {
        case bold = "1"
        case dim = "2"
        case green = "32"
        case red = "31"
    }

    var isOn: Bool

    func callAsFunction(_ style: Style?, _ text: String) -> String {
        guard isOn, let style, !text.isEmpty else { return text }
        return "\u{1B}[" + style.rawValue + "m" + text + "\u{1B}[0m"
    }
}
