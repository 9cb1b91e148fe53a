import Engine
import Model
import Synchronization
import Tables
import Values
import Warehouse

/// A database that tables are copied into.
protocol TwinConnection: Warehouse.Database {
    /// Whether it has exact decimals.
    var keepsDecimals: Bool { get }
    func relation(_ table: String) -> String
    func fill(_ table: String, _ columns: [(name: String, type: ColumnType)], _ rows: [[Value]]) throws
}

/// A table of a workspace that lives in a database too.
final class TwinTable: DatabaseTable {
    let original: Tables.Table
    let connection: any TwinConnection
    let relation: String
    let columnNames: [String]
    /// Columns that were fetched.
    let fetched = Mutex<Set<Int>>([])

    var database: any Warehouse.Database { connection }

    init(_ original: Tables.Table, named name: String, in connection: any TwinConnection) throws {
        self.original = original
        self.connection = connection
        relation = connection.relation(name)
        // Names that have to be quoted.
        columnNames = original.titles.indices.map { "c \"\($0)\" of \(name)" }
        let columns = original.titles.indices.map { original.column($0) }
        try connection.fill(
            name, zip(columnNames, columns).map { ($0, $1.type) },
            (0..<original.rowCount).map { row in columns.map { $0.value(at: row) } })
    }

    var files: [String] { [] }
    var titles: [Tables.Table.Title] { original.titles }
    var facts: TableFacts { TableFacts(rowCount: original.rowCount, decisions: [], problems: [], problemCount: 0) }
    var likelyRowCount: Int { original.rowCount }
    var size: Int? { nil }
    var waitsForPass: Bool { false }
    var failure: Diagnostic? { nil }

    func confirm() throws(Diagnostic) {}

    func outline(_ index: Int) -> ColumnOutline? {
        original.outline(index)
    }

    func column(_ index: Int) -> Tables.Column {
        fetched.withLock { _ = $0.insert(index) }
        return original.column(index)
    }

    func prepare(
        _ columns: [Int], wantsCodes: Bool, isInterrupted: @escaping @Sendable () -> Bool
    ) throws(Diagnostic) {
        fetched.withLock { $0.formUnion(columns) }
    }
}

extension Tables.Table {
    /// The table with decimals as whole numbers of their last digit, since SQLite has no decimals.
    func inUnits() -> Tables.Table {
        let columns = titles.indices.map { index -> Tables.Column in
            let column = column(index)
            guard case .scaled(let cells, _) = column.data else { return column }
            return Tables.Column(
                type: .integer, data: .scaled(cells, scale: 0), missingCount: column.missingCount,
                currency: column.currency)
        }
        return Tables.Table(
            files: [], titles: titles, rowCount: rowCount, decisions: [], problems: [], problemCount: 0,
            source: ReadColumns(columns: columns))
    }
}

private struct ReadColumns: ColumnSource {
    let columns: [Tables.Column]
    func parse(column index: Int) -> Tables.Column { columns[index] }
}

/// A workspace twice: in memory, and in a database.
struct Twins {
    let native: Workspace
    let pushed: Workspace
    let tables: [TwinTable]

    init(_ workspace: Workspace, in connection: any TwinConnection) throws {
        var native = workspace
        var pushed = workspace
        native.indexes = JoinIndexes()
        pushed.indexes = JoinIndexes()
        var tables: [TwinTable] = []
        for (name, dataset) in workspace.datasets where !dataset.isTarget {
            let units = connection.keepsDecimals ? dataset.table : dataset.table.inUnits()
            native.datasets[name]?.table = units
            let twin = try TwinTable(units, named: name, in: connection)
            pushed.datasets[name]?.table = Tables.Table(twin)
            tables.append(twin)
        }
        self.native = native
        self.pushed = pushed
        self.tables = tables
    }

    /// The columns that were fetched for the last question.
    var fetchedColumns: [String] {
        tables.flatMap { table in
            table.fetched.withLock { $0 }.sorted().map { table.relation + "." + table.titles[$0].name }
        }
    }

    /// Whether a question was answered without fetching a column.
    func wasPushed(_ body: () throws -> Void) rethrows -> Bool {
        for table in tables { table.fetched.withLock { $0 = [] } }
        try body()
        return tables.allSatisfy { $0.fetched.withLock(\.isEmpty) }
    }
}
