import Engine
import Values

/// Aligned columns for the terminal: heading, days and rows behind, lines, totals, what was hidden, notes.
///
/// Lines are drawn one by one, so that of a long table the first page is there at once.
struct TableRenderer: Renderer {
    let name = "table"
    let fileExtensions = ["txt"]
    let fitsTerminal = true

    func render(
        _ answer: Answer, options: RenderOptions, into write: ([UInt8]) throws(RenderingStopped) -> Void
    ) throws(RenderingStopped) {
        let paint = Paint(isOn: options.color)
        var piece: [UInt8] = []
        for line in answer.heading.isEmpty ? [] : wrapped(visible(answer.heading), to: options.width) {
            piece.append(paint(.bold, line) + "\n")
        }
        for line in answer.provenance.isEmpty ? [] : wrapped(visible(answer.provenance), to: options.width) {
            piece.append(paint(.dim, line) + "\n")
        }
        if !answer.columns.isEmpty {
            if !piece.isEmpty { piece.append("\n") }
            let layout = TableLayout(answer, options: options)
            appendHead(layout, paint, to: &piece)
            for number in StoppableSteps(layout.lineCount) {
                append(line: number, layout, paint, to: &piece)
                // Few large pieces are written faster than many small ones.
                if piece.count > Self.pieceSize {
                    try write(piece)
                    piece.removeAll(keepingCapacity: true)
                }
            }
            appendFoot(layout, answer, options, paint, to: &piece)
        }
        for (index, note) in answer.notes.enumerated() {
            if index == 0 { piece.append("\n") }
            for line in wrapped("note: " + visible(note), to: options.width) { piece.append(line + "\n") }
        }
        try write(piece)
    }

    private static let pieceSize = 1 << 14
    private static let gap = String(repeating: " ", count: TableLayout.gap)

    // MARK: Head and foot

    private func appendHead(_ layout: TableLayout, _ paint: Paint, to piece: inout [UInt8]) {
        if !layout.groups.isEmpty { piece.append(groupLine(layout)) }
        // On several lines where a column is narrow, the last line of each above the rule.
        let labels = layout.columns.map { wrapped($0.label, to: $0.width) }
        let height = labels.reduce(1) { max($0, $1.count) }
        for row in 0..<height {
            let cells = zip(labels, layout.columns).map { label, column in
                let index = row - (height - label.count)
                return fitted(index >= 0 ? label[index] : "", column)
            }
            piece.append(joined(cells))
        }
        piece.append(rule(layout))
    }

    private func appendFoot(
        _ layout: TableLayout, _ answer: Answer, _ options: RenderOptions, _ paint: Paint, to piece: inout [UInt8]
    ) {
        if layout.lineCount == 0 { piece.append("(no lines)\n") }
        if answer.drawsTotals {
            piece.append(rule(layout))
            piece.append(
                joined(
                    layout.columns.map { column in
                        let change = column.source.total.flatMap { style($0, column) }
                        return paint(change ?? .bold, fitted(column.total, column))
                    }))
        }
        for text in wrapped(hiddenText(layout), to: options.width) where !text.isEmpty {
            piece.append(paint(.dim, text) + "\n")
        }
    }

    private func rule(_ layout: TableLayout) -> String {
        joined(layout.columns.map { String(repeating: $0.isBars ? " " : "─", count: $0.width) })
    }

    /// The cells as one line, without spaces at its end.
    private func joined(_ cells: [String]) -> String {
        var result = cells.joined(separator: Self.gap)
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

    // MARK: Lines

    private func append(line number: Int, _ layout: TableLayout, _ paint: Paint, to piece: inout [UInt8]) {
        for (index, column) in layout.columns.enumerated() {
            if index > 0 { piece.append(Self.gap) }
            let text = column.text(number)
            if paint.isOn {
                piece.append(paint(style(column.source.cell(number), column, line: number), fitted(text, column)))
                continue
            }
            let width = displayWidth(text)
            guard width <= column.width else {
                piece.append(fitted(text, column))
                continue
            }
            let spaces = repeatElement(UInt8(ascii: " "), count: column.width - width)
            if column.alignsRight { piece += spaces }
            piece.append(text)
            if !column.alignsRight { piece += spaces }
        }
        while piece.last == UInt8(ascii: " ") { piece.removeLast() }
        piece.append("\n")
    }

    private func fitted(_ text: String, _ column: TableLayout.Column) -> String {
        aligned(shortened(text, to: column.width), column.width, right: column.alignsRight)
    }

    /// Green for what became better and red for what became worse, dim for what has no value.
    private func style(_ value: Value, _ column: TableLayout.Column, line: Int? = nil) -> Paint.Style? {
        if column.isBars { return .blue }
        let source = column.source
        if value.isMissing { return source.series == nil ? .dim : nil }
        guard source.role == .change || source.role == .changeRatio, let number = value.double, number != 0 else {
            return nil
        }
        return (number > 0) == source.lowerIsBetter(line: line) ? .red : .green
    }

    /// What is not shown, and how it can be seen; empty where nothing was hidden.
    private func hiddenText(_ layout: TableLayout) -> String {
        let labels = layout.hidden
        if labels.isEmpty { return "" }
        let shown = labels.prefix(8).joined(separator: ", ") + (labels.count > 8 ? " and \(labels.count - 8) more" : "")
        let count = labels.count == 1 ? "1 column" : "\(labels.count) columns"
        return count + (layout.hiddenAreDrawn ? " only in the line: " : " hidden: ") + shown
            + " (widen the window, or `last as csv`)"
    }
}

/// Puts text between the escape sequences of a style, or leaves it alone where colour is off.
package struct Paint {
    package enum Style: String {
        case bold = "1"
        case dim = "2"
        case green = "32"
        case red = "31"
        case blue = "34"
    }

    package var isOn: Bool

    package init(isOn: Bool) { self.isOn = isOn }

    package func callAsFunction(_ style: Style?, _ text: String) -> String {
        guard isOn, let style, !text.isEmpty else { return text }
        return "\u{1B}[" + style.rawValue + "m" + text + "\u{1B}[0m"
    }
}
