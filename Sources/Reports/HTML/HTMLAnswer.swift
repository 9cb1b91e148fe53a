import Engine
import Values

/// One answer on a page: its heading, a picture, cards or a table, its notes, and how it was computed.
struct HTMLAnswer {
    private let section: Report.Section
    private let number: Int
    private let level: Int
    private let metrics: [String: Report.Definition]
    private let parameters: [Report.Origin.Parameter]
    private let options: RenderOptions
    private var answer: Answer { section.answer }

    /// - Parameters:
    ///   - number: of the answer on its page, from 1.
    ///   - level: of its heading.
    ///   - metrics: those that are defined on the page, by name.
    ///   - parameters: those that questions may name as `$NAME`.
    init(
        _ section: Report.Section, number: Int, level: Int, metrics: [String: Report.Definition],
        parameters: [Report.Origin.Parameter] = [], options: RenderOptions
    ) {
        self.section = section
        self.number = number
        self.level = level
        self.metrics = metrics
        self.parameters = parameters
        self.options = options
    }

    private var id: String { "answer-\(number)" }

    var html: String {
        var result = "<section class=\"answer\" aria-labelledby=\"\(id)\">\n"
        result += "<h\(level) id=\"\(id)\">\(htmlText(answer.heading))</h\(level)>\n"
        if !answer.provenance.isEmpty { result += "<p class=\"provenance\">\(htmlText(answer.provenance))</p>\n" }
        result += drawing
        if !answer.notes.isEmpty {
            result +=
                "<ul class=\"notes\">\n" + answer.notes.map { "<li>\(noteHTML($0))</li>\n" }.joined() + "</ul>\n"
        }
        return result + computation + "</section>\n"
    }

    private var drawing: String {
        if answer.columns.isEmpty { return "" }
        let table = HTMLTable(answer, id: id, metrics: metrics, options: options)
        if section.form != "table", let cards = HTMLCards(answer, metrics: metrics, options: options) {
            if cards.tellsAll { return cards.html }
            return cards.html + "<details class=\"figures\">\n<summary>All figures</summary>\n\(table.html)</details>\n"
        }
        guard section.form != "table", let chart = chart else { return table.html }
        return "<div class=\"pair\">\n<figure class=\"chart\">\n\(chart)</figure>\n\(table.html)</div>\n"
    }

    /// The picture that suits the answer; nil where there is none, or where the table tells as much.
    private var chart: String? {
        guard section.form == "chart" || isWorthDrawing, let chart = try? Chart(answer, exact: options.exact) else {
            return nil
        }
        return chart.svg(SVGOptions(width: 640, showsHeading: false, prefix: "chart-\(number)"))
    }

    /// Metrics are drawn where there are lines to compare, and few enough of both that the picture stays one.
    private var isWorthDrawing: Bool {
        guard answer.kind == .metrics else { return true }
        let measures = answer.columns.count { $0.role == .metric && $0.group == answer.columns.last?.group }
        return (3...60).contains(answer.lineCount) && (1...3).contains(measures)
    }

    private func noteHTML(_ note: String) -> String { inlineHTML(markdownInlines(note)) }

    // MARK: How it was computed

    private var computation: String {
        guard !section.question.isEmpty else { return "" }
        let used = metrics.values.filter { definition in
            answer.columns.contains { $0.name == definition.name }
        }.sorted { $0.title < $1.title }
        var result = "<details class=\"computation\">\n<summary>How this was computed</summary>\n"
        result += "<pre><code>\(htmlLines(section.question))</code></pre>\n<dl>\n"
        for parameter in parameters where names(parameter.name) {
            result += "<dt><code>$\(htmlText(parameter.name))</code></dt><dd>\(htmlText(parameter.value))</dd>\n"
        }
        if !answer.provenance.isEmpty { result += "<dt>Days and rows</dt><dd>\(htmlText(answer.provenance))</dd>\n" }
        result += "<dt>Lines</dt><dd>\(grouped(answer.lineCount))"
        if answer.drawsTotals { result += ", and a total computed from the rows" }
        result += "</dd>\n"
        if !used.isEmpty {
            let links = used.map { "<a href=\"#\(HTMLBackMatter.id($0))\">\(htmlText($0.title))</a>" }
            result += "<dt>Metrics</dt><dd>\(links.joined(separator: ", "))</dd>\n"
        }
        return result + "</dl>\n</details>\n"
    }

    /// Whether the question has `$NAME` in it.
    private func names(_ parameter: String) -> Bool {
        section.question.split(separator: "$").dropFirst().contains { rest in
            rest.prefix { $0 == "_" || $0.isLetter || $0.isNumber } == parameter
        }
    }
}

extension Answer.Column {
    /// A change with an arrow before it and the class of its colour: better, worse, or neither.
    func changeHTML(_ value: Value, _ text: String, line: Int?) -> (html: String, style: String) {
        // What is rounded to nothing has no direction.
        guard let number = value.double, number != 0, text.contains(where: { ("1"..."9").contains($0) }) else {
            return (htmlText(text), "")
        }
        let isGood = (number > 0) != lowerIsBetter(line: line)
        let arrow = number > 0 ? "▲" : "▼"
        return ("<span class=\"arrow\" aria-hidden=\"true\">\(arrow)</span>\(htmlText(text))", isGood ? "good" : "bad")
    }
}
