import Foundation
import Language
import Shell
import Testing

/// What `describe` and `list metrics` tell of the catalogue.
@Suite("Catalogue: descriptions")
struct CatalogueDescriptionTests {
    private static let files = [
        "deals.csv": "deal,owner,stage,amount,created_date,close_date\n1,Ann,Won,5,2026-01-01,2026-02-01\n",
        "targets.csv": "metric,period,owner,value\nbookings,2026-02,Ann,4\n",
    ]
    private static let definitions = """
        dataset deals from "deals.csv" { key deal; time close_date }
        load "targets.csv"
        """

    private func told(_ text: String, _ files: [String: String], _ definitions: String) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("described-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
        let session = try session(folder, defining: definitions)
        let statement = try #require(parseScript(text).statements.first)
        switch try session.execute(statement) {
        case .lines(let lines): return lines.flatMap { $0.split(separator: "\n").map(String.init) }
        case .answer(let answer, _):
            return (0..<answer.lineCount).map { answer.columns[0].cells[$0].plainText } + answer.notes
        default: return []
        }
    }

    @Test("A metric that can be computed shows its definition and what feeds it")
    func fed() throws {
        let lines = try told("describe average_deal_size", Self.files, Self.definitions)
        #expect(lines.first == "metric average_deal_size \"Average deal size\" = bookings / deals_won as money {")
        #expect(lines.contains("  higher is better"))
        #expect(lines.contains("  department sales"))
        #expect(lines.contains("  made of bookings, deals_won"))
        #expect(lines.contains("  from deals (deals.csv, 1 row, by close_date): amount, stage, close_date"))
        let bookings = try told("describe sales_bookings", Self.files, Self.definitions)
        #expect(bookings.contains("  a target by month, owner stands in targets.csv; asked with `vs target`"))
    }

    @Test("A metric that cannot be computed shows what is missing and what can")
    func missing() throws {
        let lines = try told("describe roi", Self.files, Self.definitions)
        #expect(lines.contains("  made of bookings, sales_and_marketing_cost"))
        #expect(lines.contains { $0.hasPrefix("  missing: `spend`, which comes from campaign costs of marketing") })
        #expect(lines.contains("  can be computed: bookings"))
        // Without any data too.
        #expect(
            try told("describe cac", [:], "set today 2026-06-15").contains {
                $0.hasPrefix("  missing: `subscriptions`")
            })
    }

    @Test("A definition of the workspace has what it leaves out from the catalogue")
    func replaced() throws {
        let own = Self.definitions + "\nmetric win_rate \"Ours\" = 50% as percent { lower is better }"
        let lines = try told("describe close_rate", Self.files, own)
        #expect(lines.first == "metric win_rate \"Ours\" = 50% as percent {")
        #expect(
            lines.contains("  from the catalogue, which it replaces: lagging; sales; also close_rate, closing rate"))
    }

    @Test("What the data can answer is listed, the rest is counted by what it lacks")
    func list() throws {
        let lines = try told("list metrics", Self.files, Self.definitions)
        #expect(lines.contains("win_rate") && lines.contains("pipeline_coverage") && !lines.contains("arr"))
        #expect(lines.contains { $0.hasPrefix("5 more of the catalogue need `activities`, not loaded: calls, ") })
        #expect(lines.contains("1 more of the catalogue need `deals` and `forecasts`, not loaded: ") == false)
        #expect(lines.contains { $0.hasPrefix("2 more of the catalogue need columns that are not there: ") } == false)
    }
}
