import Testing

@testable import Shell

@Suite("Completion with evidence", .serialized)
struct CompletionProviderTests {
    private func with(_ body: (CompletionWorkspace) throws -> Void) throws {
        let workspace = try CompletionWorkspace()
        defer { workspace.remove() }
        try body(workspace)
    }

    // Won: Enterprise 400 of 800, Mid-Market 200, SMB 200.
    @Test func `values come with rows and the share of the metric`() throws {
        try with { workspace in
            #expect(
                workspace.evidence("show bookings where segment = ▮").prefix(3) == [
                    "Enterprise | 4 rows  50.0 % of bookings", "Mid-Market | 2 rows  25.0 % of bookings",
                    "SMB | 2 rows  25.0 % of bookings",
                ])
            #expect(
                workspace.texts("show bookings where segment = ▮").prefix(3) == ["Enterprise", "\"Mid-Market\"", "SMB"])
            #expect(workspace.candidates("show bookings where segment = ▮").first?.kind == "value")
        }
    }

    // In 2026: Enterprise d1, d2, d3, d8, of them won 400; Mid-Market d4, won 200.
    @Test func `the period and the other filters count, wherever they stand`() throws {
        try with { workspace in
            #expect(
                workspace.evidence("show bookings for 2026 where segment = ▮").prefix(2) == [
                    "Enterprise | 4 rows  66.7 % of bookings", "Mid-Market |  1 row  33.3 % of bookings",
                ])
            #expect(
                workspace.evidence("show bookings where segment in (▮ for 2026").prefix(1) == [
                    "Enterprise | 4 rows  66.7 % of bookings"
                ])
            #expect(
                workspace.evidence("show bookings where owner = Cy and segment = ▮").prefix(1) == [
                    "Enterprise | 2 rows  bookings €0"
                ])
        }
    }

    // Won of won and lost: Enterprise 2 of 3, Mid-Market 1 of 2, SMB 1 of 2.
    @Test func `of a ratio each value has its own`() throws {
        try with { workspace in
            #expect(
                workspace.evidence("show win_rate where segment = ▮").prefix(3) == [
                    "Enterprise | 4 rows  win_rate 66.67 %", "Mid-Market | 2 rows  win_rate 50.00 %",
                    "SMB | 2 rows  win_rate 50.00 %",
                ])
        }
    }

    // d1, d2, d4, d6 are won: 4 of 8 rows; amounts 800 of 980.
    @Test func `rows, and conditions inside of aggregates`() throws {
        try with { workspace in
            #expect(
                workspace.evidence("rows deals where stage = ▮").prefix(3) == [
                    "Won | 4 rows", "Lost | 3 rows", "Open |  1 row",
                ])
            #expect(
                workspace.evidence("show sum(deals.amount where stage = ▮").first
                    == "Won | 4 rows  81.6 % of sum(deals.amount)")
        }
    }

    @Test func `what stands in the list is not offered again`() throws {
        try with { workspace in
            #expect(
                workspace.texts("show bookings where segment in (Enterprise, ▮").prefix(2) == ["\"Mid-Market\"", "SMB"])
        }
    }

    @Test func `quotes where they are needed, and those that are not closed`() throws {
        try with { workspace in
            #expect(
                workspace.texts("show bookings where owner = ▮").prefix(3) == [
                    "\"Ann Bell\"", "\"Eve \"\"E\"\" Fox\"", "Cy",
                ])
            #expect(workspace.texts("show bookings where owner = \"An▮") == ["\"Ann Bell\""])
            #expect(workspace.texts("show bookings where owner = ev▮") == ["\"Eve \"\"E\"\" Fox\""])
            #expect(workspace.texts("show bookings where segment = mid▮") == ["\"Mid-Market\""])
        }
    }

    @Test func `only dimensions that all measures can be split by`() throws {
        try with { workspace in
            #expect(dimensions(workspace, "show bookings by ▮") == ["segment", "owner"])
            #expect(dimensions(workspace, "show cost by ▮") == ["channel"])
            #expect(dimensions(workspace, "show cost_ratio by ▮") == [])
            #expect(dimensions(workspace, "show bookings by segment, ▮") == ["owner"])
            #expect(dimensions(workspace, "rows spend where ▮") == ["channel"])
        }
    }

    private func dimensions(_ workspace: CompletionWorkspace, _ marked: String) -> [String] {
        workspace.candidates(marked).filter { $0.kind == "dimension" }.map(\.text)
    }

    private func metrics(_ workspace: CompletionWorkspace, _ marked: String) -> [String] {
        workspace.candidates(marked).filter { $0.kind == "metric" }.map(\.text)
    }

    @Test func `only metrics that can be split by what is there, the workspace's own first`() throws {
        try with { workspace in
            #expect(metrics(workspace, "show ▮").prefix(4) == ["bookings", "win_rate", "cost", "cost_ratio"])
            #expect(metrics(workspace, "show ▮ by channel") == ["cost"])
            #expect(metrics(workspace, "show bookings, ▮ by segment").first == "win_rate")
            #expect(!metrics(workspace, "show bookings, ▮ by segment").contains("cost"))
            let first = workspace.candidates("show ▮").first
            #expect(first?.detail == "Bookings · money EUR")
        }
    }

    @Test func `no bare column or dataset stands for a measure`() throws {
        try with { workspace in
            let kinds = Set(workspace.candidates("show ▮").map(\.kind))
            #expect(!kinds.contains("column"))
            #expect(workspace.texts("show dea▮").last == "count(deals)")
        }
    }

    @Test func `letters in order, at the beginnings of words, or spelled wrongly`() throws {
        try with { workspace in
            #expect(workspace.texts("show wr▮").first == "win_rate")
            #expect(workspace.candidates("show wr▮").first?.matches == [0, 4])
            #expect(workspace.texts("show rate▮").first == "win_rate")
            #expect(workspace.texts("show bokings▮") == ["bookings"])
            #expect(workspace.texts("show turno▮") == ["bookings"])
            #expect(workspace.texts("show bookings where segment = Enterprize▮") == ["Enterprise"])
        }
    }

    @Test func `having, sort and top look at the question's own measures`() throws {
        try with { workspace in
            #expect(
                workspace.texts("show win_rate, sum(deals.amount) as total by segment having ▮").prefix(2) == [
                    "win_rate", "total",
                ])
            #expect(
                workspace.texts("show bookings by segment for 2026 vs previous sort by ▮").prefix(4) == [
                    "bookings", "bookings_change", "bookings_change_pct", "segment",
                ])
            #expect(workspace.texts("show win_rate by segment top 5 by ▮").first == "win_rate")
            #expect(!workspace.candidates("show win_rate by segment having ▮").contains { $0.kind == "dimension" })
        }
    }

    // Days with rows: 2025-04, 2025-11, 2025-12, 2026-01, 2026-02 (two), 2026-04, 2026-06.
    @Test func `periods that the data covers, the newest first`() throws {
        try with { workspace in
            #expect(
                workspace.evidence("show bookings for ▮").prefix(8) == [
                    "2026 | 5 rows", "2025 | 3 rows", "2026-Q2 | 2 rows", "2026-Q1 | 3 rows", "2025-Q4 | 2 rows",
                    "2025-Q2 | 1 row", "2026-06 | 1 row", "2026-04 | 1 row",
                ])
            #expect(workspace.texts("show bookings for 2026-Q▮") == ["2026-Q2", "2026-Q1"])
            let relative = workspace.candidates("show bookings for this q▮")
            #expect(relative.isEmpty || relative.first?.text == "quarter")
        }
    }

    @Test func `vs target only where there is one`() throws {
        try with { workspace in
            #expect(workspace.texts("show bookings for 2026 vs ▮").contains("target"))
            #expect(!workspace.texts("show win_rate for 2026 vs ▮").contains("target"))
            #expect(workspace.texts("show win_rate for 2026 vs ▮").contains("previous"))
        }
    }

    @Test func `scripts, their parameters and the values of those`() throws {
        try with { workspace in
            #expect(workspace.texts("run ▮") == ["board", "weekly"])
            let parameters = workspace.candidates("run board ▮")
            #expect(parameters.map(\.text).prefix(2) == ["quarter=", "region="])
            #expect(
                parameters.map(\.detail).prefix(2) == [
                    "Quarter to report, by default this quarter", "by default \"EMEA\"",
                ])
        }
    }

    @Test func `files and folders`() throws {
        try with { workspace in
            #expect(
                workspace.texts("load ▮") == [
                    "\"accounts.csv\"", "\"deals.csv\"", "\"notes.txt\"", "\"spend.csv\"", "\"targets.csv\"",
                    "\"exports/", "\"scripts/",
                ])
            #expect(workspace.texts("load \"dea▮") == ["\"deals.csv\""])
            #expect(workspace.texts("use ▮") == ["\"workspace.qst\"", "\"exports/", "\"scripts/"])
            #expect(workspace.texts("use \"scripts/▮") == ["\"scripts/board.qst\"", "\"scripts/weekly.qst\""])
            #expect(workspace.texts("dataset x from \"sp▮") == ["\"spend.csv\""])
        }
    }

    @Test func `settings and their values`() throws {
        try with { workspace in
            #expect(workspace.texts("set exact ▮").prefix(2) == ["on", "off"])
            #expect(workspace.texts("set format j▮") == ["json"])
            #expect(workspace.texts("set ti▮") == ["timer"])
        }
    }
}
