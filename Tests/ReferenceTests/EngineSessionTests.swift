import EngineSupport
import Foundation
import Language
import Model
import Shell
import Tables
import Testing
import Values

/// What the other examples leave out because it tells of files: descriptions, listings, plans and what is brought here.
@Suite("Sessions over databases", .serialized)
struct EngineSessionTests {
    /// A file of its own, which one of the tests writes to and looks at anew.
    private static let file = "crm-sessions"

    private func session(_ engine: TestEngine) throws -> Session {
        let folder = ReferencePage.root.appendingPathComponent("Examples/crm")
        let workspace = try EngineCopy.workspace(folder, on: engine, file: Self.file)
        let session = Session(folder: workspace.folder, today: workspace.today)
        session.workspace = workspace
        return session
    }

    /// What statements write, in one text.
    private func output(_ source: String, _ session: Session) throws -> String {
        let script = parseScript(source)
        if let first = script.diagnostics.first { throw first }
        return try script.statements.map { statement in
            switch try session.execute(statement) {
            case .lines(let lines): return lines.joined(separator: "\n")
            case .answer(let answer, _):
                let columns = answer.columns.map { $0.cells.map(\.plainText) }
                return (0..<(columns.first?.count ?? 0)).map { line in
                    columns.map { $0[line] }.joined(separator: " ")
                }.joined(separator: "\n")
            default: return ""
            }
        }.joined(separator: "\n")
    }

    @Test("Datasets, plans and values", arguments: TestEngine.available)
    func descriptions(_ engine: TestEngine) throws {
        let session = try session(engine)
        let described = try output("describe deals", session)
        #expect(described.contains("dataset deals from wh \"crm_deals\": in the database, asked when needed"))
        #expect(try output("describe wh", session).contains("connection wh: \(engine.dialect.name)"))
        // 17 of 85 accounts are in retail.
        #expect(try output("list values of accounts.sector", session).contains("retail 17"))
        let plan = try output("explain show bookings by region for 2017-Q3", session)
        #expect(plan.contains("the database groups its rows"))
        #expect(plan.contains("SELECT") && plan.contains("GROUP BY 1"))
    }

    @Test("What is brought here answers alike, and is kept", arguments: TestEngine.available)
    func brought(_ engine: TestEngine) throws {
        let session = try session(engine)
        // 2,982,255 of 2017-Q3, as the published answer M2 has it.
        let question = "show sum(local_deals.amount) for 2017-Q3 where local_deals.stage = Won"
        #expect(try output("load deals from wh as local_deals\n" + question, session) == "\n2982255")
        let kept = session.workspace.definitions().map(printed)
        #expect(kept.contains("load deals from wh as local_deals"))
        #expect(!kept.contains { $0.hasPrefix("dataset local_deals") })
    }

    @Test("A join to rows that are here brings what is joined, and tells how much", arguments: TestEngine.available)
    func joinAcross(_ engine: TestEngine) throws {
        let session = try session(engine)
        _ = session.takeNotices()
        let found = try output(
            """
            dataset companies from wh "crm_accounts" { key account }
            dataset files from "sales_pipeline.csv" { key opportunity_id; time close_date; join companies on account }
            show count(files) by companies.sector
            """, session)
        let told = session.takeNotices().map(\.text)
        let native = try ReferenceTests.crm.get()
        let other = Session(folder: native.folder, today: native.today)
        other.workspace = native
        #expect(found == "\n\n" + (try output("show count(deals) by accounts.sector", other)))
        #expect(told.contains { $0.hasPrefix("brought from wh: 85 rows, ") && $0.hasSuffix("crm_accounts") }, "\(told)")
    }

    @Test(
        "Targets of a database are used as those of a file are",
        arguments: TestEngine.available)
    func targets(_ engine: TestEngine) throws {
        let session = try session(engine)
        let question = "show bookings by region for 2017-Q3 vs target"
        let expected = try output(question, session)
        let writer = try EngineWriter(engine, Self.file)
        let rows: [(String, String, Int64)] = [
            ("Central", "2017-07", 100), ("Central", "2017-08", 200), ("East", "2017-07", 300),
        ]
        try writer.make(
            engine.dialect.quoted("crm_goals"), [("region", .text), ("month", .text), ("target", .integer)], rows: 3
        ) { row in
            [.text(rows[row].0), .text(rows[row].1), .number(ExactDecimal(Int128(rows[row].2)))]
        }
        EngineCopy.showsWhatIsWritten(session.workspace)
        _ = try output("target bookings by region from wh \"crm_goals\"", session)
        let found = try output(question, session)
        #expect(found != expected)
        // Region, bookings, target, change, change in per cent: 100 + 200, and 300.
        var goals: [Substring: Substring] = [:]
        for line in found.split(separator: "\n") {
            let words = line.split(separator: " ", omittingEmptySubsequences: false)
            if words.count > 2 { goals[words[0]] = words[2] }
        }
        #expect(goals["Central"] == "300" && goals["East"] == "300")
        #expect(
            printed(try #require(session.workspace.definitions().last { printed($0).contains("crm_goals") }))
                == "target bookings by region from wh \"crm_goals\"")
    }

    @Test(
        "Targets whose columns are known from another time are read when they are needed",
        .enabled(if: TestEngine.available.contains(.sqlite)))
    func laterTargets() throws {
        let engine = TestEngine.sqlite
        let path = engine.uri("later")
        let writer = try EngineWriter(engine, "later")
        try writer.make("goals", [("region", .text), ("month", .text), ("target", .integer)], rows: 2) { row in
            [.text(row == 0 ? "Central" : "East"), .text("2017-08"), .number(ExactDecimal(Int128(100 * (row + 1))))]
        }
        let folder = NSTemporaryDirectory() + "later-memory-\(UUID().uuidString)"
        defer {
            for path in [path, folder] { try? FileManager.default.removeItem(atPath: path) }
        }
        func opened() throws -> (session: Session, told: String) {
            let native = try ReferenceTests.crm.get()
            let session = Session(folder: native.folder, today: native.today)
            session.workspace = native
            session.workspace.snapshots = SnapshotCache(path: folder, program: "test")
            _ = try session.execute(Statement(.connect(engine.connection("later")), span: .none))
            _ = session.takeNotices()
            _ = try output("target bookings by region from wh \"goals\"", session)
            return (session, session.takeNotices().map(\.text).joined(separator: "\n"))
        }
        #expect(try opened().told == "2 targets of bookings by month")
        // Without the database: nothing is asked of it until a question needs the targets, which then says why not.
        try FileManager.default.moveItem(atPath: path, toPath: path + ".away")
        let (session, told) = try opened()
        #expect(told == "targets of bookings, read when they are needed")
        #expect(!(try output("show bookings by region for 2017-Q3", session)).isEmpty)
        let question = "show bookings by region for 2017-08 vs target"
        #expect {
            _ = try output(question, session)
        } throws: {
            ($0 as? Diagnostic)?.code == "table-missing"
        }
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.moveItem(atPath: path + ".away", toPath: path)
        EngineCopy.showsWhatIsWritten(session.workspace)
        let lines = try output(question, session).split(separator: "\n")
        for (region, target) in [("Central", "100"), ("East", "200")] {
            #expect(lines.first { $0.hasPrefix(region) }?.split(separator: " ").dropFirst(2).first == target[...])
        }
    }

    @Test("A first or last value that only the order of rows tells is refused", arguments: TestEngine.available)
    func noOrder(_ engine: TestEngine) throws {
        let session = try session(engine)
        // Of the deals that were closed on the last day of the quarter, several, of different amounts.
        let code = #expect(throws: Diagnostic.self) { try output("show last(deals.amount) for 2017-Q3", session) }?.code
        #expect(code == "no-order")
        // The second row of the file: 3/1/2017, 1054.
        let one = try output("show last(deals.amount) where opportunity_id = \"1C1I7A6R\" for 2017", session)
        #expect(one == "1054")
    }
}
