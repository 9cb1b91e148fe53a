import Engine
import Values

/// The table of an answer: numbers to the right with their points one below the other, changes with sign, arrow and colour,
/// the totals below a rule, a head that stays in sight.
struct HTMLTable {
    private let answer: Answer
    private let id: String
    private let metrics: [String: Report.Definition]
    private let formats: [ColumnFormat]

    /// - Parameter id: of the heading that names the table.
    init(_ answer: Answer, id: String, metrics: [String: Report.Definition], options: RenderOptions) {
        self.answer = answer
        self.id = id
        self.metrics = metrics
        formats = answer.formats(exact: options.exact)
    }

    var html: String {
        let isLong = answer.lineCount > 24
        var pieces = [
            "<div class=\"scroll\(isLong ? " long" : "")\" role=\"region\" aria-labelledby=\"\(id)\" tabindex=\"0\">\n<table>\n"
        ]
        pieces.append("<caption>\(htmlText(answer.heading))</caption>\n")
        pieces.append("<thead>\n\(groupRow)<tr>\(answer.columns.map(head).joined())</tr>\n</thead>\n<tbody>\n")
        for line in 0..<max(0, answer.lineCount) {
            let cells = zip(answer.columns, formats).enumerated().map { cell($1.0, $1.1, line, index: $0) }
            pieces.append("<tr>\(cells.joined())</tr>\n")
        }
        if answer.lineCount <= 0 { pieces.append("<tr><td colspan=\"\(answer.columns.count)\">no lines</td></tr>\n") }
        pieces.append("</tbody>\n")
        if answer.drawsTotals { pieces.append("<tfoot>\n<tr>\(totals)</tr>\n</tfoot>\n") }
        pieces.append("</table>\n</div>\n")
        return pieces.joined()
    }

    // MARK: Heads

    /// The values of `across` above their columns.
    private var groupRow: String {
        guard answer.columns.contains(where: { $0.group != nil }) else { return "" }
        var cells = ""
        var index = 0
        while index < answer.columns.count {
            let group = answer.columns[index].group
            var end = index + 1
            while end < answer.columns.count, answer.columns[end].group == group { end += 1 }
            let span = end - index > 1 ? " colspan=\"\(end - index)\"" : ""
            cells +=
                group.map { "<th scope=\"colgroup\" class=\"group\"\(span)>\(htmlText($0))</th>" } ?? "<td\(span)></td>"
            index = end
        }
        return "<tr>\(cells)</tr>\n"
    }

    private func head(_ column: Answer.Column) -> String {
        let label = htmlText(column.label)
        let link = metrics[column.name].map { "<a href=\"#\(HTMLBackMatter.id($0))\">\(label)</a>" }
        return "<th scope=\"col\"\(style(column.isNumeric ? ["number"] : []))>\(link ?? label)</th>"
    }

    // MARK: Cells

    private func cell(_ column: Answer.Column, _ format: ColumnFormat, _ line: Int, index: Int) -> String {
        if let series = column.series {
            let values = series.indices.contains(line) ? series[line] : []
            return "<td class=\"trend\">\(htmlSparkline(values))</td>"
        }
        let value = column.cell(line)
        if column.role == .change || column.role == .changeRatio {
            let (html, color) = column.changeHTML(value, format.text(column, line: line), line: line)
            return "<td\(style(["number", color]))>\(html)</td>"
        }
        let content = content(column, format, line, value, index)
        // What a line is of names it.
        if index == 0, column.role == .dimension, !answer.isRows {
            let isShort = displayWidth(value.plainText) <= 24
            return
                "<th scope=\"row\"\(style([column.isNumeric ? "number" : "", isShort ? "short" : ""]))>\(content)</th>"
        }
        return "<td\(style([column.isNumeric ? "number" : "", value.isMissing ? "none" : ""]))>\(content)</td>"
    }

    private func content(
        _ column: Answer.Column, _ format: ColumnFormat, _ line: Int, _ value: Value, _ index: Int
    ) -> String {
        if case .text(let text) = value, column.lines == nil {
            let shown = htmlLines(text, separator: "<br>")
            // A scorecard's lines are metrics.
            if index == 0, case .text(let name) = column.dataCell(line), let metric = metrics[name] {
                return "<a href=\"#\(HTMLBackMatter.id(metric))\">\(shown)</a>"
            }
            return shown
        }
        return htmlText(format.text(column, line: line))
    }

    private var totals: String {
        zip(answer.columns, formats).enumerated().map { index, pair -> String in
            let (column, format) = pair
            if index == answer.totalLabelColumn { return "<th scope=\"row\">\(totalLabel)</th>" }
            guard let total = column.total else { return "<td></td>" }
            let text = format.text(total)
            guard column.role == .change || column.role == .changeRatio else {
                return
                    "<td\(style([column.isNumeric ? "number" : "", total.isMissing ? "none" : ""]))>\(htmlText(text))</td>"
            }
            let (html, color) = column.changeHTML(total, text, line: nil)
            return "<td\(style(["number", color]))>\(html)</td>"
        }.joined()
    }

    private func style(_ names: [String]) -> String {
        let names = names.filter { !$0.isEmpty }
        return names.isEmpty ? "" : " class=\"\(names.joined(separator: " "))\""
    }
}

/// The numbers as a small line with a dot at its end; a gap where there is no value. Nothing where there are no two numbers.
func htmlSparkline(_ values: [Value], width: Int = 96, height: Int = 24) -> String {
    let numbers = values.map { $0.double.flatMap { $0.isFinite ? $0 : nil } }
    let known = numbers.compactMap(\.self)
    guard known.count > 1, let low = known.min(), let high = known.max() else { return "" }
    let steps = Double(max(1, numbers.count - 1))
    func place(_ index: Int, _ number: Double) -> (x: String, y: String) {
        // Halves first, since the distance of two large numbers may be too large for a float.
        let share = high > low ? (number / 2 - low / 2) / (high / 2 - low / 2) : 0.5
        let x = 3 + Double(width - 6) * Double(index) / steps
        let y = 3 + Double(height - 6) * (1 - share)
        return (tenths(x), tenths(y))
    }
    var path = ""
    var isDrawn = false
    var last: (x: String, y: String)?
    for (index, number) in numbers.enumerated() {
        guard let number else {
            isDrawn = false
            continue
        }
        let point = place(index, number)
        path += (isDrawn ? "L" : "M") + point.x + " " + point.y
        isDrawn = true
        last = point
    }
    let dot = last.map { "<circle cx=\"\($0.x)\" cy=\"\($0.y)\" r=\"2.5\"/>" } ?? ""
    return
        "<svg class=\"spark\" viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" height=\"\(height)\" aria-hidden=\"true\">"
        + "<path d=\"\(path)\"/>\(dot)</svg>"
}

/// With one digit behind the point.
private func tenths(_ number: Double) -> String {
    let scaled = Int((number * 10).rounded())
    return "\(scaled / 10).\(scaled % 10)"
}
