import Foundation
import Language
import Tables
import Testing
import Values

@testable import Warehouse

private let hasSQLiteDriver = ADBCConnector.installedDrivers().contains("sqlite")

/// SQLite by its driver, where `Scripts/engines up sqlite` has installed it.
@Suite("SQLite by its driver", .enabled(if: hasSQLiteDriver))
struct SQLiteConnectionTests {
    /// A database in a file, removed in the end.
    private final class Place {
        let path = NSTemporaryDirectory() + "adbc-\(UUID().uuidString).sqlite"

        init(_ statements: String...) throws {
            let link = try ADBCLink(ADBCDriver.load(DriverManifest("sqlite")), [("uri", path)], setUp: [])
            defer { link.close() }
            for statement in statements { try link.execute(statement) }
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func connection(dialect: String? = nil) throws -> ADBCConnection {
            let options = [("uri", path)] + (dialect.map { [("dialect", $0)] } ?? [])
            return try ADBCConnection(
                ConnectionDefinition(
                    name: Label("db", span: .none), driver: Label("sqlite", span: .none),
                    options: options.map { key, value in
                        .init(name: Label(key, span: .none), value: .text(Label(value, span: .none)))
                    }))
        }
    }

    @Test("the declared types count: days and moments of ISO texts, exact decimals, booleans")
    func declaredTypes() throws {
        let place = try Place(
            "CREATE TABLE deals (id INTEGER, amount DECIMAL(12, 2), closed DATE, made TIMESTAMP, won BOOLEAN, note TEXT, x)",
            """
            INSERT INTO deals VALUES (1, 10.10, '2024-02-29', '2024-02-29 12:00:00.5', 1, 'a', 5),
            (2, 0.20, NULL, '2024-02-29T12:00:00+02:00', 0, '', NULL), (3, 1000000.07, '31.12.2024', NULL, NULL, NULL, 7)
            """)
        let table = Table(try RemoteTable(place.connection(), relation: "deals", memory: nil))
        func column(_ index: Int) -> [String] { (0..<3).map { table.column(index).value(at: $0).plainText } }
        #expect(table.outline(1).type == .decimal(scale: 2) && table.outline(2).type == .day)
        #expect(column(0) == ["1", "2", "3"])
        #expect(column(1) == ["10.10", "0.20", "1000000.07"])
        #expect(column(2) == ["2024-02-29", "", ""])
        #expect(column(3) == ["2024-02-29 12:00:00.5", "2024-02-29 10:00:00", ""])
        #expect(column(4) == ["true", "false", ""])
        #expect(column(5) == ["a", "", ""])
        #expect(column(6) == ["5", "", "7"])
        #expect(table.column(2).problems.first?.reason.contains("1 different text of `closed`") == true)
        #expect(table.failure == nil)
    }

    @Test("a file that is no database, a table that is not there")
    func errors() throws {
        let place = try Place("CREATE TABLE t (x)")
        #expect {
            _ = try RemoteTable(place.connection(), relation: "nowhere", memory: nil)
        } throws: { ($0 as? Diagnostic)?.code == "table-missing" }
        try "this is no database, and longer than a header".write(
            toFile: place.path, atomically: true, encoding: .utf8)
        #expect {
            _ = try place.connection().rows(of: "SELECT * FROM sqlite_master")
        } throws: { ($0 as? Diagnostic)?.remedies.isEmpty == false }
    }

    @Test("columns that are remembered connect to nothing until rows are asked for, and are checked then")
    func remembered() throws {
        let place = try Place("CREATE TABLE t (a INTEGER, b TEXT)", "INSERT INTO t VALUES (1, 'x')")
        let folder = NSTemporaryDirectory() + "adbc-memory-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let memory = SnapshotCache(path: folder, program: "test")
        _ = try RemoteTable(place.connection(), relation: "t", memory: memory)
        // The same columns, without the file there.
        let moved = place.path + ".away"
        try FileManager.default.moveItem(atPath: place.path, toPath: moved)
        let table = Table(try RemoteTable(place.connection(), relation: "t", memory: memory))
        #expect(table.titles.map(\.name) == ["a", "b"])
        try FileManager.default.moveItem(atPath: moved, toPath: place.path)
        #expect(table.column(1).value(at: 0) == .text("x"))
        // Other columns than those remembered are told.
        let link = try ADBCLink(ADBCDriver.load(DriverManifest("sqlite")), [("uri", place.path)], setUp: [])
        try link.execute("ALTER TABLE t ADD COLUMN c TEXT")
        link.close()
        let stale = Table(try RemoteTable(place.connection(), relation: "t", memory: memory))
        #expect { try stale.prepare([0]) } throws: { ($0 as? Diagnostic)?.code == "table-changed" }
        #expect(try RemoteTable(place.connection(), relation: "t", memory: memory).titles.count == 3)
    }

    @Test("where the database keeps no list of its tables in a table, the driver tells")
    func objects() throws {
        let place = try Place("CREATE TABLE t (a)", "CREATE VIEW v AS SELECT a FROM t")
        let found = try place.connection(dialect: "sql").schemas()
        #expect(found.flatMap(\.tables).sorted() == ["t", "v"])
    }

    @Test(
        "texts that cannot be asked for are no texts that nobody has: a word that may be one of them is not taken as it stands"
    )
    func lookUp() throws {
        let place = try Place("CREATE TABLE t (a TEXT)", "INSERT INTO t VALUES ('Won')")
        let table = Table(try RemoteTable(place.connection(), relation: "t", memory: nil))
        #expect(try table.differentTexts(0) == ["Won"])
        let link = try ADBCLink(ADBCDriver.load(DriverManifest("sqlite")), [("uri", place.path)], setUp: [])
        try link.execute("DROP TABLE t")
        link.close()
        #expect { try table.differentTexts(0) } throws: { ($0 as? Diagnostic)?.code == "table-missing" }
    }

    @Test("a server that reads names otherwise than we write them is told before it gives columns of names")
    func names() throws {
        let place = try Place()
        let link = try ADBCLink(ADBCDriver.load(DriverManifest("sqlite")), [("uri", place.path)], setUp: [])
        defer { link.close() }
        // As others read what stands in `"`.
        var texts = Dialect.generic
        texts.nameQuote = "'"
        #expect(try texts.mistakenNames(over: link, of: "db")?.code == "dialect-unknown")
        var errors = Dialect.generic
        errors.nameQuote = "{"
        #expect(try errors.mistakenNames(over: link, of: "db")?.code == "dialect-unknown")
        #expect(try Dialect.generic.mistakenNames(over: link, of: "db") == nil)
        #expect(try Dialect.mysql.mistakenNames(over: link, of: "db") == nil)
    }

    @Test("a dialect that nobody speaks is told with those there are")
    func dialects() throws {
        let place = try Place()
        #expect {
            _ = try place.connection(dialect: "klingon")
        } throws: {
            ($0 as? Diagnostic)?.code == "dialect-unknown" && ($0 as? Diagnostic)?.remedies.isEmpty == false
        }
        #expect(try place.connection(dialect: "DuckDB").dialect == .duckdb)
    }
}
