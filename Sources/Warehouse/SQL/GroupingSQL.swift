import Engine
import Model
import Values

/// The statement that groups rows in a database.
struct GroupingSQL {
    private(set) var sql: SQL = ""
    /// What the columns of the result are.
    private(set) var types: [SQLType] = []
    private(set) var keyChecks: [KeyCheck] = []
    private var writer: RowSQL
    /// What is computed of every row, each once.
    private var computed: [TypedSQL] = []

    /// Fails for expressions that the table cannot compute.
    init(_ grouping: RowGrouping, of table: any DatabaseTable, in workspace: Workspace) throws(Diagnostic) {
        writer = RowSQL(table, in: workspace)
        var results: [SQL] = []
        for key in grouping.keys {
            let place = try place(of: key.expression)
            if let stretches = key.stretches {
                let day = TypedSQL(place.sql, computed[place.index].type)
                results.append(writer.stretch(of: writer.asDay(day), among: stretches))
                types.append(.day)
            } else {
                results.append(place.sql)
                types.append(computed[place.index].type)
            }
        }
        for measure in grouping.measures { results.append(try result(measure)) }
        let looksAtOthers = grouping.keys.contains { $0.expression.looksAtOtherRows }
        var kept: SQL?
        if let condition = grouping.condition {
            guard let typed = writer.typed(condition) else { throw Self.cannotSay }
            kept = typed.sql
        }
        // Rows are left out after what looks at all of them.
        var columns = computed.enumerated().map { index, typed -> SQL in "\(typed.sql) AS c\(SQL(number: index))" }
        if looksAtOthers, let kept { columns.append("\(kept) AS is_kept") }
        if columns.isEmpty { columns = ["1 AS one"] }
        var rows: SQL = "SELECT \(SQL.joined(columns, by: ",\n    "))\n  FROM \(writer.from)"
        if !looksAtOthers, let kept { rows = "\(rows)\n  WHERE \(kept)" }
        sql = "SELECT \(SQL.joined(results, by: ",\n  "))\nFROM (\n  \(rows)\n) AS r"
        if looksAtOthers, kept != nil { sql = "\(sql)\nWHERE r.is_kept" }
        if grouping.keys.isEmpty {
            // Without groups there is a row even of nothing.
            sql = "\(sql)\nHAVING COUNT(*) > 0"
        } else {
            sql = "\(sql)\nGROUP BY \(SQL.joined(grouping.keys.indices.map { SQL(number: $0 + 1) }, by: ", "))"
        }
        keyChecks = writer.keyChecks(of: grouping.dataset)
    }

    private mutating func place(of expression: RowExpression) throws(Diagnostic) -> (index: Int, sql: SQL) {
        guard let typed = writer.typed(expression) else { throw Self.cannotSay }
        let index: Int
        if let known = computed.firstIndex(of: typed) {
            index = known
        } else {
            index = computed.count
            computed.append(typed)
        }
        return (index, "r.c\(SQL(number: index))")
    }

    private mutating func result(_ measure: RowGrouping.Measure) throws(Diagnostic) -> SQL {
        switch measure {
        case .rows:
            types.append(.integer)
            return "COUNT(*)"
        case .present(let expression):
            types.append(.integer)
            return "COUNT(\(try place(of: expression).sql))"
        case .sum(let expression):
            let place = try place(of: expression)
            types.append(computed[place.index].type)
            return writer.sum(of: TypedSQL(place.sql, computed[place.index].type))
        case .smallest(let expression):
            let place = try place(of: expression)
            types.append(computed[place.index].type)
            return "MIN(\(place.sql))"
        case .largest(let expression):
            let place = try place(of: expression)
            types.append(computed[place.index].type)
            return "MAX(\(place.sql))"
        }
    }

    /// Never seen as long as plans ask what can be said.
    private static let cannotSay = Diagnostic("database", "a part of the question cannot be said in SQL")
}

extension RowSQL {
    /// The exact sum of numbers, with room for more digits than they have.
    func sum(of number: TypedSQL) -> SQL {
        guard let scale = number.type.scale, dialect.hasDecimals else { return "SUM(\(number.sql))" }
        let digits = SQL(number: scale)
        if number.type == .integer, dialect.limitsPrecision {
            return "CAST(SUM(CAST(\(number.sql) AS DECIMAL(18, 0))) AS DECIMAL(38, 0))"
        }
        return "CAST(SUM(\(number.sql)) AS DECIMAL(38, \(digits)))"
    }

    /// The first day of the stretch that a day lies in.
    ///
    /// - Parameter borders: the first days of the stretches, in order.
    func stretch(of day: SQL, among borders: [Int]) -> SQL {
        guard let first = borders.first else { return day }
        return branch(day, borders[...], below: first - 1)
    }

    /// Few borders are looked at one after the other; of many the middle one comes first.
    private func branch(_ day: SQL, _ borders: ArraySlice<Int>, below: Int) -> SQL {
        guard borders.count <= 8 else {
            let middle = borders.startIndex + borders.count / 2
            let left = branch(day, borders[..<middle], below: below)
            let right = branch(day, borders[middle...], below: borders[middle - 1])
            return "CASE WHEN \(day) < \(dialect.literal(Day(borders[middle]))) THEN \(left) ELSE \(right) END"
        }
        var result: SQL = "CASE"
        var stretch = below
        for border in borders {
            // No day lies before the first there is.
            if border > Day.firstNumber {
                result =
                    "\(result) WHEN \(day) < \(dialect.literal(Day(border))) THEN \(dialect.literal(Day(stretch)))"
            }
            stretch = border
        }
        // A row without a day passes no test.
        return "\(result) WHEN \(day) IS NOT NULL THEN \(dialect.literal(Day(stretch))) END"
    }
}
