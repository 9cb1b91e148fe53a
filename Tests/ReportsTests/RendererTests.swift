import Testing

@testable import Reports

struct RendererTests {
    @Test func names() {
        #expect(
            renderers.map(\.name) == [
                "table", "card", "csv", "tsv", "json", "ndjson", "markdown", "html", "chart", "svg", "vega", "xlsx",
            ])
        #expect(renderer(named: "CSV")?.name == "csv")
        #expect(renderer(named: "excel") == nil)
    }

    @Test(arguments: [
        ("board.md", "markdown"), ("/tmp/q3.2026/Report.CSV", "csv"), ("a.jsonl", "ndjson"), ("a.tab", "tsv"),
        ("a.txt", "table"), ("a.svg", "svg"), ("Q3.XLSX", "xlsx"),
        ("a.vl.json", "vega"), ("a.Vega.JSON", "vega"), ("vl.json", "json"),
        (".json", "json"),
    ])
    func paths(path: String, name: String) { #expect(renderer(forPath: path)?.name == name) }

    @Test(arguments: ["board", "folder.csv/board", "a.xls", "", "a."])
    func noFormat(path: String) { #expect(renderer(forPath: path) == nil) }
}
