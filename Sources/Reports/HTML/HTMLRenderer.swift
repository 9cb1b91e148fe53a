import Engine
import Values

/// One page that needs nothing else: a whole script, or one answer. It holds no script and refers to nothing outside; a
/// content security policy says so to the browser.
struct HTMLRenderer: TextRenderer, DocumentRenderer {
    let name = "html"
    let fileExtensions = ["html", "htm"]
    let gathering = Gathering.always

    func document(_ report: Report, options: RenderOptions) -> [UInt8] {
        var page = HTMLPage(report, options)
        return Array(page.html().utf8)
    }

    /// The answer alone: without definitions and sources, which are not known here.
    func render(_ answer: Answer, options: RenderOptions, into write: (String) -> Void) {
        let section = HTMLAnswer(
            Report.Section(answer: answer, question: ""), number: 1, level: 1, metrics: [:], options: options)
        write(HTMLPage.frame(title: answer.heading, generator: "Quaestor", body: "<main>\n\(section.html)</main>\n"))
    }
}

/// A report as a page.
struct HTMLPage {
    private let report: Report
    private let options: RenderOptions
    private let metrics: [String: Report.Definition]
    private var markdown = MarkdownHTML()
    private var answers = 0
    /// The level of the last heading of the text, below which answers stand.
    private var level = 1

    init(_ report: Report, _ options: RenderOptions) {
        self.report = report
        self.options = options
        metrics = Dictionary(report.definitions.map { ($0.name, $0) }) { first, _ in first }
    }

    mutating func html() -> String {
        let isPlain = report.origin.script == nil && report.blocks.count == 1
        let main = report.blocks.map { block($0, isAlone: isPlain) }.joined()
        let back = HTMLBackMatter(report)
        var body = ""
        // The heading of an answer alone is the page's.
        if !isPlain { body += header() }
        let contents = contents(back)
        body += contents + "<main>\n" + main + "</main>\n" + back.html
        return Self.frame(title: report.title, generator: "Quaestor " + report.origin.version, body: body)
    }

    static func frame(title: String, generator: String, body: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <meta name="generator" content="\(htmlText(generator))">
        <title>\(htmlText(title))</title>
        <style>
        \(htmlStyle)</style>
        </head>
        <body>
        <div class="page">
        \(body)</div>
        </body>
        </html>

        """
    }

    private func header() -> String {
        let parameters = report.origin.parameters.map {
            "<div><dt>\(htmlText($0.description ?? $0.name))</dt><dd>\(htmlText($0.value))</dd></div>"
        }
        return "<header>\n<h1>\(htmlText(report.title))</h1>\n"
            + (parameters.isEmpty ? "" : "<dl class=\"parameters\">\(parameters.joined())</dl>\n") + "</header>\n"
    }

    /// Where there is something to find one's way in.
    private func contents(_ back: HTMLBackMatter) -> String {
        let headings = markdown.headings.filter { $0.level == 2 }
        guard headings.count >= 3 else { return "" }
        let items =
            headings.map { "<li><a href=\"#\($0.id)\">\(htmlText($0.text))</a></li>\n" }
            + back.contents.map { "<li class=\"back\"><a href=\"#\($0.id)\">\($0.text)</a></li>\n" }
        return "<nav aria-label=\"Contents\">\n<ol>\n\(items.joined())</ol>\n</nav>\n"
    }

    private mutating func block(_ block: Report.Block, isAlone: Bool) -> String {
        switch block {
        case .text(let text):
            let before = markdown.headings.count
            let html = markdown.html(text)
            if markdown.headings.count > before, let last = markdown.headings.last { level = last.level }
            return "<div class=\"text\">\n\(html)</div>\n"
        case .answer(let section):
            answers += 1
            return HTMLAnswer(
                section, number: answers, level: isAlone ? 1 : min(6, level + 1), metrics: metrics,
                parameters: report.origin.parameters, options: options
            ).html
        case .lines(let lines, let statement):
            return "<figure class=\"lines\">\n<figcaption><code>\(htmlLines(statement))</code></figcaption>\n<pre>"
                + lines.map { htmlLines($0) }.joined(separator: "\n") + "</pre>\n</figure>\n"
        case .failure(let lines, let statement):
            return "<section class=\"failure\" role=\"note\">\n<p><strong>Not answered</strong></p>\n<pre><code>"
                + htmlLines(statement) + "</code></pre>\n<p>" + lines.map { htmlLines($0) }.joined(separator: "<br>\n")
                + "</p>\n</section>\n"
        }
    }
}
