import SQLiteSupport
import Synchronization
import Tables
import Values
import Warehouse

/// SQLite as a database that questions are pushed down to, in memory.
final class SQLiteConnection: TwinConnection {
    let name = "twin"
    let dialect = Dialect.sqlite
    let keepsDecimals = false
    /// One thread at a time.
    private let database: Mutex<SQLiteSupport.Database>

    init() throws { database = Mutex(try SQLiteSupport.Database()) }

    func relation(_ table: String) -> String { dialect.quoted(table) }

    func fill(_ table: String, _ columns: [(name: String, type: ColumnType)], _ rows: [[Value]]) throws {
        try database.withLock { database in
            let names = columns.map { dialect.quoted($0.name) }.joined(separator: ", ")
            let marks = columns.map { _ in "?" }.joined(separator: ", ")
            try database.run("CREATE TABLE \(relation(table)) (\(names))")
            try database.insert(
                "INSERT INTO \(relation(table)) VALUES (\(marks))", rows.map { $0.map(Self.cell) })
        }
    }

    private static func cell(_ value: Value) -> SQLValue {
        switch value {
        case .missing: .null
        case .boolean(let flag): .integer(flag ? 1 : 0)
        case .number(let exact): exact.wholeNumber.flatMap { Int64(exactly: $0) }.map(SQLValue.integer) ?? .null
        case .float(let float): .real(float)
        default: .text(value.plainText)
        }
    }

    func rows(of sql: String) throws(Diagnostic) -> ResultSet {
        let rows: [[SQLValue]]
        let width: Int
        do {
            (rows, width) = try database.withLock { (try $0.rows(sql), try $0.columnCount(of: sql)) }
        } catch {
            throw Diagnostic("database", "\(error)")
        }
        return ResultSet(
            names: (0..<width).map { "c\($0)" },
            columns: (0..<width).map { place in Self.column(rows.map { $0[place] }) })
    }

    private static func column(_ cells: [SQLValue]) -> Tables.Column {
        let data = ColumnData(
            cells.map { cell -> Value in
                switch cell {
                case .null: .missing
                case .integer(let number): .number(ExactDecimal(Int128(number)))
                case .real(let number): .float(number)
                case .text(let text): .text(text)
                }
            })
        return Tables.Column(type: .text, data: data, missingCount: data.missingMask.count { $0 == 1 })
    }
}
