import Engine
import Model
import Tables
import Values

/// A table in a database, or what a SELECT gives.
package protocol DatabaseTable: GroupingSource {
    var database: any Database { get }
    /// What stands behind FROM: a quoted name, or `(SELECT …)`.
    var relation: String { get }
    /// As the database spells them, by position in the table.
    var columnNames: [String] { get }
    /// Sees to it that the columns are still those that are known; called before anything is asked.
    func confirm() throws(Diagnostic)
}

extension DatabaseTable {
    package var livesElsewhere: Bool { true }

    /// Columns with more different texts are not looked through for the one that a word means.
    private static var textLimit: Int { 100_000 }

    package func canCompute(_ expression: RowExpression, in workspace: Workspace) -> Bool {
        var writer = RowSQL(self, in: workspace)
        return writer.typed(expression) != nil
    }

    package func canCompute(_ measure: RowGrouping.Measure, in workspace: Workspace) -> Bool {
        var writer = RowSQL(self, in: workspace)
        switch measure {
        case .rows: return true
        case .present(let expression): return writer.typed(expression) != nil
        case .sum(let expression): return writer.typed(expression)?.type.isNumber == true
        case .smallest(let expression), .largest(let expression):
            guard let type = writer.typed(expression)?.type else { return false }
            return type.isNumber || type == .day || (type == .moment && database.dialect.hasDates)
        }
    }

    package func grouped(_ grouping: RowGrouping, in workspace: Workspace) throws(Diagnostic) -> GroupedRows? {
        try confirm()
        let query = try GroupingSQL(grouping, of: self, in: workspace)
        guard let result = try cells(of: query.sql, as: query.types, after: query.keyChecks) else { return nil }
        let keys = grouping.keys.count
        return GroupedRows(
            keys: Array(result.columns.prefix(keys)), measures: Array(result.columns.dropFirst(keys)),
            count: result.rowCount)
    }

    package func listed(_ window: RowWindow, in workspace: Workspace) throws(Diagnostic) -> [ColumnData]? {
        try confirm()
        guard let query = ListingSQL(window, of: self, in: workspace) else { return nil }
        return try cells(of: query.sql, as: query.types, after: query.keyChecks)?.columns
    }

    package func statement(of grouping: RowGrouping, in workspace: Workspace) throws(Diagnostic) -> String {
        try GroupingSQL(grouping, of: self, in: workspace).sql.text
    }

    package func daySpread(_ index: Int) -> DaySpread? {
        guard outline(index)?.type == .day, let cells = try? differentCells(index, limit: nil) else { return nil }
        return cells.dayNumbers.map(DaySpread.init)
    }

    package func differentTexts(_ index: Int) throws(Diagnostic) -> [String]? {
        guard outline(index)?.type == .text else { return nil }
        // A database that may take two texts for one does not tell which there are.
        if !database.dialect.comparesBytes { return column(index).dictionary?.texts }
        do throws(Diagnostic) {
            guard let cells = try differentCells(index, limit: Self.textLimit + 1), cells.count <= Self.textLimit,
                case .texts(_, let dictionary) = cells
            else { return nil }
            return dictionary.texts
        } catch {
            // What looks ahead while somebody types does without them.
            if error.isInterruption { return nil }
            throw error
        }
    }

    package func onlyText(_ index: Int) -> String? {
        guard outline(index)?.type == .text else { return nil }
        if !database.dialect.comparesBytes {
            let column = column(index)
            return column.missingCount == 0 && column.dictionary?.count == 1 ? column.dictionary?.text(1) : nil
        }
        guard let cells = try? differentCells(index, limit: 2), cells.count == 1,
            case .text(let text) = cells.value(at: 0)
        else { return nil }
        return text
    }

    /// The different cells of a column, a missing one among them.
    private func differentCells(_ index: Int, limit: Int?) throws(Diagnostic) -> ColumnData? {
        try confirm()
        let writer = RowSQL(self)
        guard let column = writer.column(self, index, alias: "t0") else { return nil }
        let relation = SQL(ofRelation: relation)
        var sql: SQL = "SELECT DISTINCT \(column.sql) AS x FROM \(relation) AS t0"
        if let limit { sql = "\(sql) LIMIT \(SQL(number: limit))" }
        return try database.rows(of: sql.text).columns.first.flatMap { column.type.cells($0.data) }
    }

    /// What a statement gives, each column as its type has it, once the keys that it joins by were found not to repeat;
    /// nil where a cell is nothing of its type.
    private func cells(
        of sql: SQL, as types: [SQLType], after keyChecks: [KeyCheck]
    ) throws(Diagnostic) -> (columns: [ColumnData], rowCount: Int)? {
        for check in keyChecks where try database.rows(of: check.sql.text).rowCount > 0 { throw check.refusal }
        let result = try database.rows(of: sql.text)
        guard result.columns.count == types.count else { throw unexpected(result, types.count) }
        var columns: [ColumnData] = []
        for (column, type) in zip(result.columns, types) {
            guard let cells = type.cells(column.data) else { return nil }
            columns.append(cells)
        }
        return (columns, result.rowCount)
    }

    private func unexpected(_ result: ResultSet, _ count: Int) -> Diagnostic {
        Diagnostic(
            "database", "`\(database.name)` gave \(result.columns.count) columns where \(count) were asked for",
            remedies: ["`explain` shows the statement"])
    }
}
