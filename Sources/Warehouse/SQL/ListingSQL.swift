import Engine
import Model
import Values

/// The statement that lists rows of a table.
struct ListingSQL {
    let sql: SQL
    let types: [SQLType]
    let keyChecks: [KeyCheck]

    /// Nil where a column, the condition or the order is not the database's to compute.
    init?(_ window: RowWindow, of table: any DatabaseTable, in workspace: Workspace) {
        var writer = RowSQL(table, in: workspace)
        var columns: [TypedSQL] = []
        for expression in window.columns {
            guard let column = writer.typed(expression) else { return nil }
            columns.append(column)
        }
        guard !columns.isEmpty else { return nil }
        var kept: SQL?
        if let condition = window.condition {
            guard !condition.looksAtOtherRows, let typed = writer.typed(condition) else { return nil }
            kept = typed.sql
        }
        var order: [SQL] = []
        for key in window.sort {
            guard let typed = writer.typed(key.expression) else { return nil }
            let column = typed.type == .text ? "\(typed.sql)\(writer.dialect.byteOrder)" : typed.sql
            // Rows without a value come last, whichever way the others go.
            order.append("CASE WHEN \(typed.sql) IS NULL THEN 1 ELSE 0 END")
            order.append(key.ascending ? column : "\(column) DESC")
        }
        types = columns.map(\.type)
        keyChecks = writer.keyChecks(of: window.dataset)
        let named = columns.enumerated().map { place, column -> SQL in
            "\(column.sql) AS c\(SQL(number: place))"
        }
        var sql: SQL = "SELECT \(SQL.joined(named, by: ",\n  "))\nFROM \(writer.from)"
        if let kept { sql = "\(sql)\nWHERE \(kept)" }
        if !order.isEmpty { sql = "\(sql)\nORDER BY \(SQL.joined(order, by: ", "))" }
        if let most = window.most { sql = "\(sql)\nLIMIT \(SQL(number: max(0, most)))" }
        self.sql = sql
    }
}
