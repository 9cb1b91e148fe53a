import EngineSupport
import Synchronization
import Tables
import Values

@testable import Warehouse

/// An engine that `Scripts/engines` has started, by its driver, as a database that questions are pushed down to.
final class EngineConnection: TwinConnection {
    let name = "twin"
    let dialect: Dialect
    let keepsDecimals = true
    private let engine: TestEngine
    private let prefix: String
    private let writer: EngineWriter
    private let connection: ADBCConnection
    /// Tables that were made, dropped in the end.
    private let made = Mutex<[String]>([])

    /// - Parameter prefix: of the names of its tables.
    init(_ engine: TestEngine, prefix: String) throws {
        self.engine = engine
        dialect = engine.dialect
        self.prefix = prefix
        writer = try EngineWriter(engine, prefix)
        connection = try ADBCConnection(engine.connection(prefix))
    }

    deinit {
        for relation in made.withLock({ $0 }) { try? writer.execute("DROP TABLE \(relation)") }
        engine.removeFiles(prefix)
    }

    func relation(_ table: String) -> String { dialect.quoted(prefix + "_" + table) }

    func fill(_ table: String, _ columns: [(name: String, type: ColumnType)], _ rows: [[Value]]) throws {
        try writer.make(relation(table), columns, rows: rows.count) { rows[$0] }
        made.withLock { $0.append(relation(table)) }
    }

    func rows(of sql: String) throws(Diagnostic) -> ResultSet { try connection.rows(of: sql) }
}

/// Who a question is pushed down to.
enum Pushed: String, CaseIterable, Sendable {
    /// In memory, in this process.
    case sqlite
    case postgres, spark, duckdb, flightsql

    /// Those that are there; of them the one that `QUAESTOR_PUSHED_TO` names, where it names one.
    static let available = allCases.filter { pushed in
        if let wanted = PushdownTests.environment["QUAESTOR_PUSHED_TO"], wanted != pushed.rawValue { return false }
        return pushed == .sqlite || TestEngine.available.contains { $0.rawValue == pushed.rawValue }
    }

    /// Whether texts are left to it, without which most questions bring columns.
    var comparesTexts: Bool { self != .flightsql || TestEngine.flightsql.dialect.comparesBytes }

    func connection(prefix: String) throws -> any TwinConnection {
        guard self != .sqlite, let engine = TestEngine(rawValue: rawValue) else { return try SQLiteConnection() }
        return try EngineConnection(engine, prefix: prefix)
    }
}
