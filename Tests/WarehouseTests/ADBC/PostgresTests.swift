import Foundation
import Language
import Synchronization
import Tables
import Testing
import Values

@testable import Warehouse

private let postgresOwner = ProcessInfo.processInfo.environment["QUAESTOR_POSTGRES_OWNER"]

/// A connection to the PostgreSQL that `Scripts/engines up postgres` starts; without it these tests are left out.
@Suite("PostgreSQL", .serialized, .enabled(if: postgresOwner != nil))
struct PostgresTests {
    private static let owner = postgresOwner
    private static let reader = ProcessInfo.processInfo.environment["QUAESTOR_POSTGRES"] ?? ""

    private func connection(
        _ uri: String, driver: String = "postgresql", dialect: String? = nil
    ) throws -> ADBCConnection {
        let options = [("uri", uri)] + (dialect.map { [("dialect", $0)] } ?? [])
        return try ADBCConnection(
            ConnectionDefinition(
                name: Label("wh", span: .none), driver: Label(driver, span: .none),
                options: options.map { key, value in
                    .init(name: Label(key, span: .none), value: .text(Label(value, span: .none)))
                }))
    }

    /// Runs statements that write, which connections of the language do not.
    private func run(_ statements: String...) throws {
        let driver = try ADBCDriver.load(DriverManifest("postgresql"))
        let link = try ADBCLink(driver, [("uri", Self.owner ?? "")], setUp: [])
        defer { link.close() }
        for statement in statements { try link.execute(statement) }
    }

    private func failure<Result>(_ body: () throws -> Result) -> Diagnostic? {
        do {
            _ = try body()
            return nil
        } catch { return error as? Diagnostic }
    }

    private func values(_ set: ResultSet) -> [Value] { set.columns.map { $0.value(at: 0) } }

    @Test("every type is what it says, and exact")
    func types() throws {
        let wh = try connection(Self.reader)
        let found = try wh.rows(
            of: """
                SELECT 1::smallint, 2::int, 9007199254740993::bigint, 123456789012345.67::numeric(20, 2), 0.1::numeric,
                'NaN'::numeric, 1.5::real, 0.1::float8, true, 'Zoë'::text, ''::text, NULL::text, date '2024-02-29',
                timestamptz '2024-03-31 01:30:00+02', timestamp '2024-03-31 01:30:00.25', 'ab'::varchar(5), 'c'::char(3)
                """)
        func number(_ text: String) -> Value { ExactDecimal(text: text).map(Value.number) ?? .missing }
        func moment(_ day: Int, _ microseconds: Int64) -> Value {
            .moment(Moment(microseconds: Int64(day) * Moment.microsecondsPerDay + microseconds))
        }
        // 2024-03-31 is day 19,813; half past one in the zone of +02:00 is half past eleven of the day before in UTC.
        #expect(
            values(found) == [
                number("1"), number("2"), number("9007199254740993"), number("123456789012345.67"), number("0.1"),
                .missing, .float(1.5), .float(0.1), .boolean(true), .text("Zoë"), .missing, .missing,
                Day(year: 2024, month: 2, day: 29).map(Value.day) ?? .missing,
                moment(19_812, 23 * 3_600_000_000 + 1_800_000_000), moment(19_813, 5_400_250_000), .text("ab"),
                .text("c  "),
            ])
    }

    @Test("a table has its columns before any row is read; types without a counterpart are texts")
    func table() throws {
        try run(
            "DROP TABLE IF EXISTS \"Odd Names\"",
            """
            CREATE TABLE "Odd Names" ("Close Date" date, amount numeric(12, 2), tags text[], id uuid, "sel""ect" int, odd numeric)
            """,
            """
            INSERT INTO "Odd Names" VALUES ('2024-01-02', 10.50, ARRAY['a', 'b'],
            '00000000-0000-0000-0000-00000000000a', 7, 0.125), (NULL, NULL, NULL, NULL, NULL, NULL)
            """, "GRANT SELECT ON \"Odd Names\" TO reader")
        let table = Table(try RemoteTable(connection(Self.reader), relation: "public.\"Odd Names\"", memory: nil))
        #expect(table.titles.map(\.name) == ["close_date", "amount", "tags", "id", "sel_ect", "odd"])
        #expect(table.titles.map(\.title) == ["Close Date", "amount", "tags", "id", "sel\"ect", "odd"])
        #expect(table.outline(1).type == .decimal(scale: 2) && table.outline(5).type == .decimal(scale: 18))
        #expect(table.outline(0).type == .day && table.outline(2).type == .text && table.outline(3).type == .text)
        #expect(table.rowCount == 2)
        #expect(
            (0..<6).map { table.column($0).value(at: 0).plainText } == [
                "2024-01-02", "10.50", "{a,b}", "00000000-0000-0000-0000-00000000000a", "7", "0.125",
            ])
        #expect((0..<6).allSatisfy { table.column($0).value(at: 1).isMissing })
        #expect(table.failure == nil)
    }

    @Test("numbers of a table, and of a query, are exact, whatever their digits")
    func numbers() throws {
        // As they are written, and as they are read: money has two digits behind the point, the other as many as it has.
        let cells: [(money: String, free: String)] = [
            ("0", "0"), ("-0.01", "-0.01"), ("979.47", "979.4700"), ("1000000000000.00", "1000000000000"),
            ("-123456789012345.67", "-12345678901234.56"), ("9999999999999999.99", "99999999999999"), ("7", "0.0001"),
        ]
        try run(
            "DROP TABLE IF EXISTS numbers", "CREATE TABLE numbers (place int, money numeric(18, 2), free numeric)",
            "INSERT INTO numbers VALUES "
                + cells.enumerated().map { "(\($0.offset), \($0.element.money), \($0.element.free))" }
                .joined(separator: ", "),
            "INSERT INTO numbers VALUES (7, 'NaN', 'NaN'), (8, NULL, 'Infinity'), (9, 5, NULL)",
            "GRANT SELECT ON numbers TO reader")
        func number(_ text: String) -> Value { ExactDecimal(text: text).map(Value.number) ?? .missing }
        for relation in ["numbers", "SELECT * FROM numbers ORDER BY place"] {
            let table = Table(try RemoteTable(connection(Self.reader), relation: relation, memory: nil))
            #expect(
                (0..<10).map { table.column(1).value(at: $0) }
                    == cells.map { number($0.money) } + [.missing, .missing, number("5")], "\(relation)")
            #expect(
                (0..<10).map { table.column(2).value(at: $0) }
                    == cells.map { number($0.free) } + [.missing, .missing, .missing], "\(relation)")
            #expect(table.column(1).problems.map(\.reason) == ["1 cell of `money` read as missing: NaN"])
        }
    }

    @Test("the texts of a database that may take two for one are those of its rows")
    func texts() throws {
        try run(
            "DROP TABLE IF EXISTS spelled", "CREATE TABLE spelled (a text, b text)",
            "INSERT INTO spelled VALUES ('x', 'y'), ('X', 'y'), (NULL, 'y')", "GRANT SELECT ON spelled TO reader")
        for dialect in ["sql", "ansi"] {
            let wh = try connection(Self.reader, dialect: dialect)
            let table = Table(try RemoteTable(wh, relation: "spelled", memory: nil))
            #expect(try table.differentTexts(0)?.sorted() == ["X", "x"])
            #expect(table.onlyText(0) == nil && table.onlyText(1) == "y")
        }
    }

    @Test("a query is a table as well")
    func query() throws {
        let table = Table(
            try RemoteTable(
                connection(Self.reader), relation: "SELECT g AS x FROM generate_series(1, 3) g;\n", memory: nil))
        #expect((0..<table.rowCount).map { table.column(0).value(at: $0).plainText } == ["1", "2", "3"])
    }

    @Test("columns of a large table are fetched in two goes and belong together; changed rows are told")
    func goes() throws {
        try run(
            "DROP TABLE IF EXISTS large",
            "CREATE TABLE large AS SELECT g AS id, g * 2 AS twice, 'n' || g % 7 AS name FROM generate_series(1, 30000) g",
            "GRANT SELECT ON large TO reader")
        let wh = try connection(Self.reader)
        let table = Table(try RemoteTable(wh, relation: "large", memory: nil))
        try table.prepare([0])
        #expect(table.rowCount == 30_000)
        #expect(table.column(1).value(at: 29_999).plainText == "60000")
        #expect(table.column(2).value(at: 29_999).plainText == "n5")
        let other = Table(try RemoteTable(wh, relation: "large", memory: nil))
        try other.prepare([0])
        try run("UPDATE large SET id = 0 WHERE id = 77")
        #expect(failure { try other.prepare([1]) }?.code == "table-changed")
    }

    @Test("sessions only read")
    func readOnly() throws {
        let wh = try connection(Self.owner ?? "")
        let error = failure {
            try wh.rows(of: "WITH x AS (INSERT INTO large VALUES (1, 2, 'x') RETURNING 1) SELECT * FROM x")
        }
        #expect(error?.code == "query-failed" && error?.reason.joined().contains("read-only") == true)
    }

    @Test("what is wrong is told by its kind, and the connection goes on")
    func errors() throws {
        let wh = try connection(Self.reader)
        try run("CREATE TABLE IF NOT EXISTS hidden (x int)", "REVOKE ALL ON hidden FROM reader")
        #expect(failure { try wh.rows(of: "SELECT * FROM nowhere") }?.code == "table-missing")
        #expect(failure { try wh.rows(of: "SELECT nothing FROM pg_class") }?.code == "column-missing")
        #expect(failure { try wh.rows(of: "SELECT * FROM hidden") }?.code == "permission-denied")
        #expect(failure { try wh.rows(of: "SELEC 1") }?.code == "query-failed")
        #expect(failure { try wh.rows(of: "SELECT 1 / (g - 5) FROM generate_series(1, 9) g") }?.code == "query-failed")
        #expect(try values(wh.rows(of: "SELECT 7")) == [.number(ExactDecimal(7))])
        let slow = try connection(Self.reader + "?options=-c%20statement_timeout%3D200")
        #expect(failure { try slow.rows(of: "SELECT 1 FROM pg_sleep(5)") }?.code == "query-timeout")
    }

    @Test("nobody there, a wrong password, no driver: no secret is told")
    func refused() throws {
        let down = failure { try connection("postgresql://reader:hush-hush@127.0.0.1:1/crm").rows(of: "SELECT 1") }
        #expect(down?.code == "connection-failed")
        let wrong = Self.reader.replacingOccurrences(of: "reader:reader", with: "reader:hush-hush")
        let refused = failure { try connection(wrong).rows(of: "SELECT 1") }
        #expect(refused?.code == "login-refused")
        for error in [down, refused] {
            #expect(error?.remedies.isEmpty == false)
            #expect(error.map { "\($0)".contains("hush-hush") } == false)
        }
        #expect(failure { try connection(Self.reader, driver: "nobodys") }?.code == "driver-missing")
    }

    @Test("a connection that was lost is made anew by the next question; one lost in the middle is told or made anew")
    func lost() throws {
        let wh = try connection(Self.reader)
        let process = try values(wh.rows(of: "SELECT pg_backend_pid()"))[0].plainText
        try run("SELECT pg_terminate_backend(\(process))")
        let other = try values(wh.rows(of: "SELECT pg_backend_pid()"))[0].plainText
        #expect(other != process)
        // The second time it is ended while it sleeps: it is asked once more, and ended once more.
        let isDone = Mutex(false)
        let killer = Thread {
            while !isDone.withLock({ $0 }) {
                try? self.run(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(3)%' AND pid <> pg_backend_pid()"
                )
                usleep(100_000)
            }
        }
        killer.start()
        let error = failure { try wh.rows(of: "SELECT 1 FROM pg_sleep(3)") }
        isDone.withLock { $0 = true }
        #expect(error?.code == "connection-lost")
        #expect(try values(wh.rows(of: "SELECT 7")) == [.number(ExactDecimal(7))])
    }

    @Test("a stopped question ends within two seconds, in the database too, and the connection goes on")
    func cancel() throws {
        let wh = try connection(Self.reader)
        let process = try values(wh.rows(of: "SELECT pg_backend_pid()"))[0].plainText
        for query in [
            "SELECT 1 FROM pg_sleep(30)", "SELECT count(*) FROM generate_series(1, 2000000000)",
            "SELECT g FROM generate_series(1, 2000000000) g",
        ] {
            let start = Date()
            let work = Work { Date().timeIntervalSince(start) > 0.5 }
            let error = work.run { failure { try wh.rows(of: query) } }
            #expect(error?.isInterruption == true, "\(query)")
            #expect(Date().timeIntervalSince(start) < 2.5, "\(query)")
        }
        #expect(try values(wh.rows(of: "SELECT pg_backend_pid()"))[0].plainText == process)
    }

    @Test("a question sees one state of the database, also after an error; what it brings here is told")
    func oneState() throws {
        try run(
            "DROP TABLE IF EXISTS growing", "CREATE TABLE growing AS SELECT g AS id FROM generate_series(1, 3) g",
            "GRANT SELECT ON growing TO reader")
        let wh = try connection(Self.reader)
        func count() throws -> String { try values(wh.rows(of: "SELECT count(*) FROM growing"))[0].plainText }
        wh.beginReading()
        #expect(try count() == "3")
        try run("INSERT INTO growing VALUES (4)")
        // Another question inside of it, as a scorecard has them.
        wh.beginReading()
        #expect(try count() == "3")
        #expect(wh.endReading().isEmpty)
        let table = Table(try RemoteTable(wh, relation: "growing", memory: nil))
        #expect(table.column(0).count == 3)
        #expect(wh.endReading() == ["3 rows, 1 column of growing"])
        #expect(try count() == "4")
        wh.beginReading()
        #expect(failure { try wh.rows(of: "SELECT * FROM nowhere") }?.code == "table-missing")
        #expect(try count() == "4")
        try run("INSERT INTO growing VALUES (5)")
        #expect(try count() == "4")
        _ = wh.endReading()
        #expect(try count() == "5")
        // Nothing stays open.
        let process = try values(wh.rows(of: "SELECT pg_backend_pid()"))[0].plainText
        #expect(
            try values(
                connection(Self.reader).rows(of: "SELECT state FROM pg_stat_activity WHERE pid = \(process)"))
                == [.text("idle")])
    }

    @Test("one question asks the same statement once; the next one asks it anew, and so does what follows an error")
    func askedOnce() throws {
        let wh = try connection(Self.reader)
        // The clock goes on within a transaction, so it tells when it was asked.
        func asked() throws -> Value { try values(wh.rows(of: "SELECT clock_timestamp()"))[0] }
        #expect(try asked() != asked())
        wh.beginReading()
        let first = try asked()
        wh.beginReading()
        #expect(try asked() == first)
        _ = wh.endReading()
        #expect(try asked() == first)
        #expect(failure { try wh.rows(of: "SELECT * FROM nowhere") }?.code == "table-missing")
        let second = try asked()
        #expect(try second != first && asked() == second)
        _ = wh.endReading()
        #expect(try asked() != second)
    }

    @Test("tables by schema")
    func schemas() throws {
        try run(
            "CREATE SCHEMA IF NOT EXISTS crm", "CREATE TABLE IF NOT EXISTS crm.one (x int)",
            "GRANT USAGE ON SCHEMA crm TO reader", "GRANT SELECT ON crm.one TO reader")
        let wh = try connection(Self.reader)
        #expect(try wh.schemas().first { $0.name == "crm" }?.tables == ["one"])
        #expect(try wh.greeting().hasPrefix("PostgreSQL "))
        #expect(wh.place?.contains("reader:reader") == false)
    }
}
