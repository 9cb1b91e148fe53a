import Engine
import Foundation
import Testing
import Values

@testable import Reports

private func number(_ number: Int) -> Value { Samples.exact(String(number)) }

/// Pages, read by a parser that is not ours.
@Suite("HTML")
struct HTMLTests {
    /// Reads a page with Python's parser and complains about tags that do not pair, names that repeat, links that lead
    /// nowhere, and anything that a browser would load or run.
    private static let checker = """
        import sys, html.parser
        VOID = {"meta", "br", "hr", "img", "link", "input", "circle", "path", "line", "rect", "use", "stop", "polyline"}
        class Checker(html.parser.HTMLParser):
            def __init__(self):
                super().__init__(convert_charrefs=True)
                self.open, self.ids, self.links, self.errors, self.text, self.h1 = [], set(), [], [], [], 0
            def handle_starttag(self, tag, attributes):
                names = [name for name, _ in attributes]
                if len(names) != len(set(names)): self.errors.append("attribute twice in " + tag)
                for name, value in attributes:
                    if name == "id":
                        if value in self.ids: self.errors.append("id twice: " + value)
                        self.ids.add(value)
                    if name.startswith("on") or name in ("src", "srcset", "background", "formaction", "action", "data"):
                        self.errors.append("attribute " + name)
                    if name in ("href", "xlink:href"):
                        if value.startswith("#"): self.links.append(value[1:])
                        elif not value.startswith(("https://", "http://", "mailto:")): self.errors.append("link " + value)
                    if name == "aria-labelledby": self.links += value.split()
                if tag in ("script", "iframe", "object", "embed", "link", "base", "form", "img", "image", "foreignobject"):
                    self.errors.append("element " + tag)
                if tag == "h1": self.h1 += 1
                if tag == "th" and "scope" not in names: self.errors.append("th without scope")
                if tag not in VOID: self.open.append(tag)
            def handle_startendtag(self, tag, attributes):
                self.handle_starttag(tag, attributes)
                if tag not in VOID: self.open.pop()
            def handle_endtag(self, tag):
                if tag in VOID: return
                if not self.open or self.open[-1] != tag: self.errors.append("closing %s inside %s" % (tag, self.open[-3:]))
                else: self.open.pop()
            def handle_data(self, data):
                if "style" not in self.open: self.text.append(data)
            def handle_comment(self, data): self.errors.append("comment")
        checker = Checker()
        page = open(sys.argv[1], encoding="utf-8").read()
        checker.feed(page)
        checker.close()
        if checker.open: checker.errors.append("left open: %s" % checker.open)
        if checker.h1 != 1: checker.errors.append("%d h1" % checker.h1)
        for link in checker.links:
            if link not in checker.ids: checker.errors.append("no #" + link)
        if "url(" in page or "@import" in page: checker.errors.append("loads something")
        print("\\n".join(checker.errors))
        print("TEXT")
        print("".join(checker.text))
        """

    /// What the checker complains about, and the page's text; nil where there is no Python.
    static func checked(_ page: String) throws -> (errors: String, text: String)? {
        let python = "/usr/bin/python3"
        guard FileManager.default.isExecutableFile(atPath: python) else {
            print("skipped: no python3 to read the page with")
            return nil
        }
        let file = FileManager.default.temporaryDirectory.appending(path: "quaestor-\(UUID().uuidString).html")
        try Data(page.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = ["-X", "utf8", "-c", checker, file.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let parts = String(decoding: data, as: UTF8.self).components(separatedBy: "TEXT\n")
        try #require(parts.count >= 2, "the checker failed")
        return (parts[0].trimmingCharacters(in: .newlines), parts.dropFirst().joined(separator: "TEXT\n"))
    }

    @Test("Every sample is a page that another parser reads without complaint")
    func samples() throws {
        for (name, answer) in Samples.all {
            guard let found = try Self.checked(HTMLRenderer().text(answer)) else { return }
            #expect(found.errors.isEmpty, "\(name): \(found.errors)")
        }
    }

    @Test("Pages are drawn as recorded")
    func golden() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden")
        for (name, answer) in Samples.all {
            let page = HTMLRenderer().text(answer)
            let start = try #require(page.range(of: "<body>"))
            // Pictures have golden files of their own.
            let drawn = String(page[start.lowerBound...]).replacing(/(?s)<svg .*?<\/svg>/, with: "<svg></svg>")
            let url = folder.appending(path: "\(name).html")
            if ProcessInfo.processInfo.environment["QUAESTOR_RECORD"] == "1" { try Data(drawn.utf8).write(to: url) }
            #expect(
                try drawn == String(decoding: Data(contentsOf: url), as: UTF8.self), "differs from Golden/\(name).html")
        }
    }

    /// Text that would do harm if any place forgot to escape it.
    static let hostile =
        "</td></style><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;\u{202E}\u{0}\u{1B}[31m"

    /// A report with that text everywhere.
    static var hostileReport: Report {
        var measure = Answer.Column(
            name: hostile, label: hostile, group: hostile, role: .metric, unit: .money(hostile), isNumeric: true,
            cells: [number(1), .missing])
        measure.lines = [
            Answer.LineMetric(unit: .money(hostile), metric: hostile, lowerIsBetter: true),
            Answer.LineMetric(unit: .count, metric: "b", lowerIsBetter: false),
        ]
        let change = Answer.Column(
            name: hostile + "_change", label: hostile, group: hostile, role: .change, unit: .count, isNumeric: true,
            cells: [number(-5), number(5)], total: number(0))
        let answer = Answer(
            heading: hostile, provenance: hostile,
            columns: [
                .init(
                    name: hostile, label: hostile, role: .dimension, unit: .number, isNumeric: false,
                    cells: [.text(hostile), .text("a\nb")]), measure, change,
            ], lineCount: 2, showsTotals: true, notes: [hostile, "`code` [x](javascript:alert(1))"])
        var origin = Report.Origin(version: hostile, script: hostile, today: Day(0), madeAt: hostile)
        origin.parameters = [.init(name: hostile, description: hostile, value: hostile)]
        var report = Report(
            title: hostile,
            blocks: [
                .text(
                    "## " + hostile + "\n\n" + hostile + "\n\n- " + hostile
                        + "\n\n| a | b |\n|---|---|\n| \(hostile) | x |"),
                .text(
                    "<h1>not</h1>\n\n# a\n\n## a\n\n## a\n\n```\n" + hostile + "\n```\n[x](https://e.com/" + hostile
                        + ")"),
                .answer(.init(answer: answer, question: hostile)),
                .lines([hostile], statement: hostile), .failure([hostile], statement: hostile),
            ], origin: origin)
        var definition = Report.Definition(name: hostile, title: hostile, expression: hostile)
        (definition.description, definition.unit) = (hostile, hostile)
        (definition.source, definition.direction) = (hostile, hostile)
        report.definitions = [definition]
        var source = Report.Source(dataset: hostile, files: [hostile], rows: 1)
        source.changed = hostile
        report.sources = [source]
        return report
    }

    @Test("Hostile text is text in every place")
    func hostileText() throws {
        let page = String(
            decoding: HTMLRenderer().document(Self.hostileReport, options: RenderOptions()), as: UTF8.self)
        #expect(!page.contains("<script") && !page.contains("<img") && !page.contains("\u{202E}"))
        #expect(page.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0A })
        guard let found = try Self.checked(page) else { return }
        #expect(found.errors.isEmpty, "\(found.errors)")
        #expect(found.text.contains("</td></style><script>alert(1)</script>"))
    }

    @Test("The page forbids the browser to load or run anything")
    func policy() {
        let page = HTMLRenderer().text(Samples.all[0].answer)
        #expect(
            page.contains(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
            ))
    }

    @Test("Changes have sign, arrow and colour; where less is better the colours turn")
    func changes() {
        func cells(lowerIsBetter: Bool) -> String {
            var change = Answer.Column(
                name: "change", label: "change", role: .change, unit: .count, isNumeric: true,
                cells: [number(3), number(-3), number(0)])
            change.lowerIsBetter = lowerIsBetter
            let team = Answer.Column(
                name: "team", label: "team", role: .dimension, unit: .number, isNumeric: false,
                cells: [.text("A"), .text("B"), .text("C")])
            let answer = Answer(heading: "x", columns: [team, change], lineCount: 3)
            return HTMLTable(answer, id: "a", metrics: [:], options: RenderOptions()).html
        }
        let up = "<span class=\"arrow\" aria-hidden=\"true\">▲</span>+3"
        let down = "<span class=\"arrow\" aria-hidden=\"true\">▼</span>−3"
        #expect(cells(lowerIsBetter: false).contains("<td class=\"number good\">\(up)</td>"))
        #expect(cells(lowerIsBetter: false).contains("<td class=\"number bad\">\(down)</td>"))
        #expect(cells(lowerIsBetter: false).contains("<td class=\"number\">0</td>"))
        #expect(cells(lowerIsBetter: true).contains("<td class=\"number bad\">\(up)</td>"))
        #expect(cells(lowerIsBetter: true).contains("<td class=\"number good\">\(down)</td>"))
    }

    @Test("A sparkline has a gap where there is no value, and is nothing without two numbers")
    func sparklines() {
        #expect(htmlSparkline([number(1), .missing]).isEmpty)
        let drawn = htmlSparkline([number(0), number(10), .missing, number(5), number(10)], width: 46, height: 26)
        // Five places, ten apart from 3; 20 high from 3: 0 at the bottom, 10 on top.
        #expect(drawn.contains("<path d=\"M3.0 23.0L13.0 3.0M33.0 13.0L43.0 3.0\"/>"), "\(drawn)")
        #expect(drawn.contains("<circle cx=\"43.0\" cy=\"3.0\""))
    }
}
