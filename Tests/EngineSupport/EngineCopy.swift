import Foundation
import Language
import Model
import Shell
import Tables
import Values

@testable import Warehouse

/// An engine that `Scripts/engines` has started.
package enum TestEngine: String, CaseIterable, Sendable {
    case sqlite, postgres, spark

    private static let environment = ProcessInfo.processInfo.environment

    /// Those that are there: the others are left out, which the script that starts the tests tells.
    package static let available = allCases.filter(\.isAvailable)

    private var isAvailable: Bool {
        switch self {
        case .sqlite:
            (Self.environment["ADBC_DRIVER_PATH"] ?? "").split(separator: ":").contains {
                FileManager.default.fileExists(atPath: $0 + "/sqlite.toml")
            }
        case .postgres: Self.environment["QUAESTOR_POSTGRES_OWNER"] != nil
        case .spark: Self.environment["QUAESTOR_SPARK"] != nil
        }
    }

    package var driver: String { self == .postgres ? "postgresql" : rawValue }

    /// Where its data are, for one who may write.
    package func uri(_ name: String) -> String {
        switch self {
        case .sqlite: NSTemporaryDirectory() + "quaestor-\(ProcessInfo.processInfo.processIdentifier)-\(name).sqlite"
        case .postgres: Self.environment["QUAESTOR_POSTGRES_OWNER"] ?? ""
        case .spark: Self.environment["QUAESTOR_SPARK"] ?? ""
        }
    }

    package var dialect: Dialect { Dialect(driver: driver) }

    func type(_ type: ColumnType) -> String {
        switch (type, self) {
        case (.integer, _): "BIGINT"
        case (.decimal(let scale), .sqlite): "DECIMAL(18, \(scale))"
        case (.decimal(let scale), _): "DECIMAL(38, \(scale))"
        case (.float, .postgres): "DOUBLE PRECISION"
        case (.float, _): "DOUBLE"
        case (.day, _): "DATE"
        case (.moment, _): "TIMESTAMP"
        case (.boolean, _): "BOOLEAN"
        case (.text, .spark): "STRING"
        case (.text, _): "TEXT"
        }
    }

    func literal(_ value: Value) -> String {
        switch value {
        case .missing: return "NULL"
        case .boolean(let flag): return self == .sqlite ? (flag ? "1" : "0") : flag ? "TRUE" : "FALSE"
        case .number(let number): return number.text
        case .float(let float): return self == .spark ? "CAST('\(float)' AS DOUBLE)" : "\(float)"
        case .day(let day): return (self == .sqlite ? "" : "DATE ") + "'\(day.text)'"
        case .moment(let moment):
            let text = moment.text.replacingOccurrences(of: "T", with: " ")
            return (self == .sqlite ? "" : "TIMESTAMP ") + "'\(text)'"
        case .text(let text): return dialect.text(text)
        case .period(let period): return dialect.text(period.label)
        }
    }
}

/// The files of an example as tables of an engine, and its workspace over them instead of over the files.
package enum EngineCopy {
    private static let lock = NSLock()
    nonisolated(unsafe) private static var made: [String: Result<Workspace, any Error>] = [:]

    /// The workspace of `Examples/NAME` over an engine, made once.
    package static func workspace(_ folder: URL, on engine: TestEngine) throws -> Workspace {
        lock.lock()
        defer { lock.unlock() }
        let key = folder.path + " " + engine.rawValue
        if let known = made[key] { return try known.get() }
        let found = Result { try make(folder, engine) }
        made[key] = found
        return try found.get()
    }

    private static func make(_ folder: URL, _ engine: TestEngine) throws -> Workspace {
        let name = folder.lastPathComponent
        let uri = engine.uri(name)
        if engine == .sqlite { try? FileManager.default.removeItem(atPath: uri) }
        let label = { (text: String) in Label(text, span: .none) }
        let connect = ConnectionDefinition(
            name: label("wh"), driver: label(engine.driver),
            options: [.init(name: label("uri"), value: .text(label(uri)))])
        let driver = try ADBCDriver.load(DriverManifest(engine.driver))
        let link = try ADBCLink(driver, [("uri", uri)], setUp: [])
        defer { link.close() }
        let text = try String(contentsOf: folder.appendingPathComponent("workspace.qst"), encoding: .utf8)
        let session = Session(folder: folder.path, today: Day(0))
        _ = try session.execute(Statement(.connect(connect), span: .none))
        for statement in parseScript(text).statements {
            var statement = statement
            if case .dataset(var dataset) = statement.kind {
                let options = try ReadOptions(dataset.options)
                let table = try readTable(
                    path: folder.appendingPathComponent(dataset.path.text).path, displayName: dataset.path.text,
                    options: options)
                let copy = name + "_" + dataset.name.text
                try fill(copy, with: table, engine, link)
                dataset.path = label(copy)
                dataset.connection = label("wh")
                dataset.options = []
                statement.kind = .dataset(dataset)
            }
            _ = try session.execute(statement)
        }
        return session.workspace
    }

    private static func fill(_ name: String, with table: Table, _ engine: TestEngine, _ link: ADBCLink) throws {
        let dialect = engine.dialect
        let columns = table.titles.indices.map { table.column($0) }
        let target = dialect.quoted(name)
        try link.execute("DROP TABLE IF EXISTS \(target)")
        let list = zip(table.titles, columns).map { dialect.quoted($0.title) + " " + engine.type($1.type) }
        try link.execute(
            "CREATE TABLE \(target) (\(list.joined(separator: ", ")))" + (engine == .spark ? " USING parquet" : ""))
        if engine == .sqlite { try link.execute("BEGIN") }
        let step = engine == .spark ? 5000 : 500
        for start in stride(from: 0, to: table.rowCount, by: step) {
            let rows = (start..<min(start + step, table.rowCount)).map { row in
                "(" + columns.map { engine.literal($0.value(at: row)) }.joined(separator: ", ") + ")"
            }
            try link.execute("INSERT INTO \(target) VALUES " + rows.joined(separator: ", "))
        }
        if engine == .sqlite { try link.execute("COMMIT") }
    }
}
