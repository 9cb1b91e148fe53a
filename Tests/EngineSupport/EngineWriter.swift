import Foundation
import Tables
import Values

@testable import Warehouse

/// An open connection to an engine by its driver, for one who may write.
package final class EngineWriter: Sendable {
    private let engine: TestEngine
    private let link: ADBCLink

    /// - Parameter name: of the file, where the engine keeps its data in files.
    package init(_ engine: TestEngine, _ name: String) throws {
        self.engine = engine
        link = try ADBCLink(ADBCDriver.load(DriverManifest(engine.driver)), engine.options(name), setUp: [])
    }

    deinit { link.close() }

    /// Rows take their time to be written while everything else is tested, too.
    package func execute(_ sql: String) throws { try link.execute(sql, limit: 300) }

    /// Makes a table, in the place of one of that name.
    ///
    /// - Parameters:
    ///   - relation: its name, quoted.
    ///   - rows: cells in the order of the columns.
    package func make(
        _ relation: String, _ columns: [(name: String, type: ColumnType)], rows count: Int,
        cells: (Int) -> [Value]
    ) throws {
        let dialect = engine.dialect
        try execute("DROP TABLE IF EXISTS \(relation)")
        let list = columns.map { dialect.quoted($0.name) + " " + engine.type($0.type) }.joined(separator: ", ")
        try execute("CREATE TABLE \(relation) (\(list))" + (engine == .spark ? " USING parquet" : ""))
        let isOneTransaction = engine == .sqlite || engine == .duckdb
        if isOneTransaction { try execute("BEGIN TRANSACTION") }
        // One file of Spark's, so that its rows keep their order.
        let step = engine == .spark ? 20_000 : 500
        let values = engine == .spark ? "SELECT /*+ COALESCE(1) */ * FROM VALUES " : "VALUES "
        for start in stride(from: 0, to: count, by: step) {
            let rows = (start..<min(start + step, count)).map { row in
                "(" + cells(row).map(engine.literal).joined(separator: ", ") + ")"
            }
            try execute("INSERT INTO \(relation) " + values + rows.joined(separator: ", "))
        }
        if isOneTransaction { try execute("COMMIT") }
        // Into the file itself, which is all that another connection of this process looks at.
        if engine == .duckdb { try execute("CHECKPOINT") }
    }

    /// Makes a table with the columns and rows of one of ours.
    package func copy(_ table: Table, as name: String) throws {
        let columns = table.titles.indices.map { table.column($0) }
        try make(
            engine.dialect.quoted(name), zip(table.titles, columns).map { ($0.title, $1.type) },
            rows: table.rowCount, cells: { row in columns.map { $0.value(at: row) } })
    }
}
