import Engine
import Values

/// What stands behind the answers: definitions, data, and how the page was made.
struct HTMLBackMatter {
    private let report: Report

    init(_ report: Report) { self.report = report }

    /// The name of a definition on its page.
    static func id(_ definition: Report.Definition) -> String { "metric-" + htmlText(definition.name) }

    /// For a table of contents.
    var contents: [(id: String, text: String)] {
        (report.definitions.isEmpty ? [] : [("definitions", "Definitions")])
            + (report.sources.isEmpty ? [] : [("data", "Data")])
    }

    var html: String { definitions + sources + footer }

    private var definitions: String {
        guard !report.definitions.isEmpty else { return "" }
        var result = "<section class=\"definitions\" aria-labelledby=\"definitions\">\n"
        result += "<h2 id=\"definitions\">Definitions</h2>\n<dl>\n"
        for definition in report.definitions {
            result += "<div id=\"\(Self.id(definition))\">\n<dt>\(htmlText(definition.title))"
            let facts = [definition.unit, definition.direction].compactMap(\.self)
            if !facts.isEmpty { result += " <span class=\"facts\">\(htmlText(facts.joined(separator: " · ")))</span>" }
            result += "</dt>\n"
            if let description = definition.description {
                result += "<dd>\(inlineHTML(markdownInlines(description)))</dd>\n"
            }
            result += "<dd class=\"expression\"><code>\(htmlText(definition.name)) = "
            result += "\(htmlLines(definition.expression))</code></dd>\n"
            if let source = definition.source { result += "<dd class=\"source\">Source: \(htmlText(source))</dd>\n" }
            result += "</div>\n"
        }
        return result + "</dl>\n</section>\n"
    }

    private var sources: String {
        guard !report.sources.isEmpty else { return "" }
        var result = "<section class=\"data\" aria-labelledby=\"data\">\n<h2 id=\"data\">Data</h2>\n"
        result += "<div class=\"scroll\" role=\"region\" aria-labelledby=\"data\" tabindex=\"0\">\n<table>\n"
        result += "<caption>Datasets behind this page</caption>\n<thead>\n<tr>"
        for (label, style) in [("Dataset", ""), ("File", ""), ("Rows", "number"), ("Days", ""), ("Last changed", "")] {
            result += "<th scope=\"col\"\(style.isEmpty ? "" : " class=\"\(style)\"")>\(label)</th>"
        }
        result += "</tr>\n</thead>\n<tbody>\n"
        for source in report.sources {
            result += "<tr><th scope=\"row\">\(htmlText(source.dataset))</th>"
            result += "<td>\(htmlText(source.filesText ?? "—"))</td>"
            result += "<td class=\"number\">\(grouped(source.rows))</td>"
            result += "<td>\(source.daysText ?? "—")</td><td>\(htmlText(source.changed ?? "—"))</td></tr>\n"
        }
        return result + "</tbody>\n</table>\n</div>\n</section>\n"
    }

    private var footer: String {
        let parameters = report.origin.parameters.map { $0.name + "=" + $0.value }.joined(separator: " ")
        var result = "<footer>\n<p>\(htmlText(report.origin.text)).</p>\n"
        if let script = report.origin.script {
            let command = "quaestor run " + script + (parameters.isEmpty ? "" : " " + parameters)
            result += "<p><code>\(htmlText(command)) --format html</code></p>\n"
        }
        return result + "</footer>\n"
    }
}
