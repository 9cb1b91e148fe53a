import Foundation
import Language
import Tables
import Values

@testable import Warehouse

/// An engine that `Scripts/engines` has started.
package enum TestEngine: String, CaseIterable, Sendable {
    case sqlite, postgres, spark, duckdb
    /// DuckDB behind a server.
    case flightsql

    private static let environment = ProcessInfo.processInfo.environment

    /// Those that are there: the others are left out, which the script that starts the tests tells.
    package static let available = allCases.filter(\.isAvailable)

    private var isAvailable: Bool {
        switch self {
        case .sqlite, .duckdb:
            (Self.environment["ADBC_DRIVER_PATH"] ?? "").split(separator: ":").contains {
                FileManager.default.fileExists(atPath: "\($0)/\(rawValue).toml")
            }
        case .postgres: Self.environment["QUAESTOR_POSTGRES_OWNER"] != nil
        case .spark: Self.environment["QUAESTOR_SPARK"] != nil
        case .flightsql: Self.environment["QUAESTOR_FLIGHTSQL"] != nil
        }
    }

    package var driver: String { self == .postgres ? "postgresql" : rawValue }

    /// Where its data are, for one who may write.
    package func uri(_ name: String) -> String {
        switch self {
        case .sqlite, .duckdb:
            NSTemporaryDirectory() + "quaestor-\(ProcessInfo.processInfo.processIdentifier)-\(name).\(rawValue)"
        case .postgres: Self.environment["QUAESTOR_POSTGRES_OWNER"] ?? ""
        case .spark: Self.environment["QUAESTOR_SPARK"] ?? ""
        case .flightsql: Self.environment["QUAESTOR_FLIGHTSQL"] ?? ""
        }
    }

    /// What its driver connects with.
    package func options(_ name: String) -> [(key: String, value: String)] {
        let place = [(key: self == .duckdb ? "path" : "uri", value: uri(name))]
        return place + (self == .flightsql ? [("username", "reader"), ("password", "reader")] : [])
    }

    /// What the connection is told to speak, where its driver does not say it: another one with
    /// `$QUAESTOR_FLIGHTSQL_DIALECT`, `sql` for what is asked of a server that nothing is known of.
    private var spoken: String? {
        self == .flightsql ? Self.environment["QUAESTOR_FLIGHTSQL_DIALECT"] ?? "duckdb" : nil
    }

    /// The `connect` statement of the same, under the name `wh`.
    package func connection(_ name: String) -> ConnectionDefinition {
        ConnectionDefinition(
            name: Label("wh", span: .none), driver: Label(driver, span: .none),
            options: (options(name) + (spoken.map { [("dialect", $0)] } ?? [])).map { option in
                .init(name: Label(option.key, span: .none), value: .text(Label(option.value, span: .none)))
            })
    }

    /// Whether its data are files that belong to nobody else.
    var keepsFiles: Bool { self == .sqlite || self == .duckdb }

    /// Removes what it keeps in files under a name.
    package func removeFiles(_ name: String) {
        guard keepsFiles else { return }
        for suffix in ["", ".wal"] { try? FileManager.default.removeItem(atPath: uri(name) + suffix) }
    }

    package var dialect: Dialect {
        Dialect.named.first { $0.name == spoken }?.dialect ?? Dialect(driver: driver)
    }

    func type(_ type: ColumnType) -> String {
        switch (type, self) {
        case (.integer, _): "BIGINT"
        case (.decimal(let scale), .sqlite): "DECIMAL(18, \(scale))"
        case (.decimal(let scale), .duckdb), (.decimal(let scale), .flightsql): "DECIMAL(18, \(scale))"
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
