import Foundation
import Language
import Tables
import Testing
import Values

@testable import Warehouse

private let flight = ProcessInfo.processInfo.environment["QUAESTOR_FLIGHTSQL"]

/// DuckDB behind Flight SQL, where `Scripts/engines up flightsql` has started it.
@Suite("Flight SQL by its driver", .serialized, .enabled(if: flight != nil))
struct FlightSQLTests {
    private func connection(
        _ uri: String = flight ?? "", password: String = "reader", dialect: String = "duckdb"
    ) throws -> ADBCConnection {
        let options = [("uri", uri), ("username", "reader"), ("password", password), ("dialect", dialect)]
        return try ADBCConnection(
            ConnectionDefinition(
                name: Label("fl", span: .none), driver: Label("flightsql", span: .none),
                options: options.map { key, value in
                    .init(name: Label(key, span: .none), value: .text(Label(value, span: .none)))
                }))
    }

    private func text(_ set: ResultSet) -> [String] {
        (0..<set.rowCount).map { row in set.columns.map { $0.value(at: row).plainText }.joined(separator: " ") }
    }

    private func failure<Result>(_ body: () throws -> Result) -> Diagnostic? {
        do {
            _ = try body()
            return nil
        } catch { return error as? Diagnostic }
    }

    /// Runs statements that write.
    private func run(_ statements: String...) throws {
        let options = [("uri", flight ?? ""), ("username", "reader"), ("password", "reader")]
        let link = try ADBCLink(ADBCDriver.load(DriverManifest("flightsql")), options, setUp: [])
        defer { link.close() }
        for statement in statements { try link.execute(statement) }
    }

    @Test("every type is what it says, and exact")
    func types() throws {
        let found = try connection().rows(
            of: """
                SELECT 1::TINYINT, 9007199254740993, 123456789012345.67::DECIMAL(20, 2), 0.1::DOUBLE, true, 'Zoë''s \\',
                NULL::VARCHAR, DATE '2024-02-29', TIMESTAMP '2024-03-31 01:30:00.25'
                """)
        #expect(
            text(found) == [
                "1 9007199254740993 123456789012345.67 0.1 true Zoë's \\  2024-02-29 2024-03-31 01:30:00.25"
            ])
    }

    @Test("what is wrong is told by its kind without a secret, and the connection goes on")
    func errors() throws {
        let fl = try connection()
        #expect(failure { try fl.rows(of: "SELECT * FROM nowhere") }?.code == "table-missing")
        #expect(failure { try fl.rows(of: "SELECT nothing FROM (SELECT 1 AS x) AS t") }?.code == "column-missing")
        #expect(failure { try fl.rows(of: "SELEC 1") }?.code == "query-failed")
        #expect(try text(fl.rows(of: "SELECT 7")) == ["7"])
        let refused = try #require(failure { try connection(password: "hushed").rows(of: "SELECT 1") })
        #expect(refused.code == "login-refused")
        #expect(!refused.reason.joined().contains("hushed"))
        // Nobody listens there.
        for dialect in ["duckdb", "sql"] {
            let down = failure { try connection("grpc://127.0.0.1:1", dialect: dialect).rows(of: "SELECT 1") }
            #expect(down?.code == "connection-failed")
        }
    }

    @Test("a stopped question ends within two seconds, and the connection goes on")
    func cancel() throws {
        let fl = try connection()
        _ = try fl.rows(of: "SELECT 1")
        let start = Date()
        let work = Work { Date().timeIntervalSince(start) > 1 }
        var failure: Diagnostic?
        // It would take minutes.
        let query = "SELECT SUM(hash(a.range + b.range)) FROM range(1000000) AS a, range(1000000) AS b"
        work.run { do { _ = try fl.rows(of: query) } catch { failure = error as? Diagnostic } }
        #expect(failure?.isInterruption == true)
        #expect(Date().timeIntervalSince(start) < 3)
        #expect(try text(fl.rows(of: "SELECT 7")) == ["7"])
    }

    @Test("the tables, and what the driver tells of them, are the same")
    func tables() throws {
        try run("CREATE SCHEMA IF NOT EXISTS crm", "CREATE OR REPLACE TABLE crm.listed (x INTEGER)")
        let fl = try connection(dialect: "sql")
        for found in [try fl.schemas(), try fl.objects()] {
            #expect(found.first { $0.name == "crm" }?.tables == ["listed"])
            #expect(!found.contains { $0.name == "information_schema" })
        }
    }
}
