import Engine
import Values

/// Metrics as cards: a large number each, with its target, its changes and its trend.
struct HTMLCards {
    private struct Card {
        var title: String
        var link: String?
        var value: String
        var isMissing = false
        /// Text that stands below the number: `of $1,449,000, 108 %`.
        var target: (text: String, share: Double)?
        /// Each with what it is against.
        var changes: [(html: String, style: String, against: String)] = []
        var trend = ""
        var kind = ""
    }

    private var cards: [Card] = []
    /// Whether no figure of the answer is left out.
    private(set) var tellsAll = true

    /// Nil where the answer has too many lines and columns for cards.
    init?(_ answer: Answer, metrics: [String: Report.Definition], options: RenderOptions) {
        if answer.kind == .scorecard {
            guard answer.lineCount > 0, !Self.isGrouped(answer) else { return nil }
            readScorecard(answer, metrics, options)
            tellsAll = false
        } else {
            guard answer.lineCount == 1, answer.totalLabelColumn == nil else { return nil }
            readLine(answer, metrics, options)
            guard (1...8).contains(cards.count) else { return nil }
        }
    }

    /// Whether lines are of values of a dimension besides.
    private static func isGrouped(_ answer: Answer) -> Bool {
        answer.columns.contains {
            $0.role == .dimension && !["metric", "department", "timing"].contains($0.name)
                && !$0.name.hasPrefix("verdict") && $0.series == nil
        }
    }

    /// The only line of an answer without dimensions.
    private mutating func readLine(_ answer: Answer, _ metrics: [String: Report.Definition], _ options: RenderOptions) {
        var isTarget = false
        for column in answer.columns {
            let format = ColumnFormat(column, missing: "—", exact: options.exact)
            let value = column.cell(0)
            switch column.role {
            case .dimension, .metric:
                cards.append(
                    Card(
                        title: [column.group, column.label].compactMap(\.self).joined(separator: " · "),
                        link: metrics[column.name].map(HTMLBackMatter.id), value: format.text(value),
                        isMissing: value.isMissing))
            case .compared:
                isTarget = column.label == "target"
                guard !cards.isEmpty else { continue }
                cards[cards.count - 1].changes.append((htmlText(format.text(value)), "plain", column.label))
            case .change, .changeRatio:
                guard !cards.isEmpty else { continue }
                let (html, style) = column.changeHTML(value, format.text(value), line: nil)
                cards[cards.count - 1].changes.append((html, style, isTarget ? "to target" : column.label))
            }
        }
    }

    private mutating func readScorecard(
        _ answer: Answer, _ metrics: [String: Report.Definition], _ options: RenderOptions
    ) {
        let formats = answer.columns.map { ColumnFormat($0, missing: "—", exact: options.exact) }
        for line in 0..<answer.lineCount {
            var card = Card(title: "", value: "—")
            var target: String?
            for (column, format) in zip(answer.columns, formats) {
                let value = column.cell(line)
                let text = column.series == nil ? format.text(column, line: line) : ""
                if column.name == "metric" {
                    card.title = text
                    card.link = metrics[column.dataCell(line).plainText].map(HTMLBackMatter.id)
                } else if column.name == "timing" {
                    card.kind = value.plainText
                } else if column.name == "value" {
                    (card.value, card.isMissing) = (text, value.isMissing)
                } else if column.name == "target", !value.isMissing {
                    target = text
                } else if column.name == "attainment", let target, let share = value.double, share.isFinite {
                    card.target = (text + " of the target of " + target, share)
                } else if column.role == .changeRatio, !value.isMissing {
                    let (html, style) = column.changeHTML(value, text, line: line)
                    card.changes.append((html, style, column.group ?? column.label))
                } else if let series = column.series, series.indices.contains(line) {
                    card.trend = htmlSparkline(series[line], width: 120, height: 32)
                }
            }
            cards.append(card)
        }
    }

    var html: String { "<ul class=\"cards\">\n" + cards.map { element($0) }.joined() + "</ul>\n" }

    private func element(_ card: Card) -> String {
        let title = htmlText(card.title)
        var result = "<li class=\"card\">\n<p class=\"name\">"
        result += card.link.map { "<a href=\"#\($0)\">\(title)</a>" } ?? title
        if !card.kind.isEmpty { result += " <span class=\"kind\">\(htmlText(card.kind))</span>" }
        result += "</p>\n<p class=\"value\(card.isMissing ? " none" : "")\">\(htmlText(card.value))</p>\n"
        if !card.trend.isEmpty { result += card.trend + "\n" }
        if let target = card.target {
            let share = Int((min(1, max(0, target.share)) * 100).rounded())
            result += "<div class=\"bar\" aria-hidden=\"true\"><div style=\"width:\(share)%\"></div></div>\n"
            result += "<p class=\"target\">\(htmlText(target.text))</p>\n"
        }
        for change in card.changes {
            result += "<p class=\"change\"><span class=\"\(change.style)\">\(change.html)</span> "
            result += "<span class=\"against\">\(htmlText(change.against))</span></p>\n"
        }
        return result + "</li>\n"
    }
}
