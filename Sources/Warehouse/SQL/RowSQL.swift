import Engine
import Language
import Model
import Tables
import Values

/// Writes expressions over the rows of a table in its database's SQL; nil of those that it would not compute exactly as we
/// do.
///
/// Texts of a database are taken to be in Unicode normalization form C, as its own comparisons take them.
struct RowSQL {
    /// A table that is joined, under an alias.
    struct Joined: Hashable {
        var alias: SQL
        var relation: SQL
        var condition: SQL
        var joins: [Dataset.Join]
        /// The right key by itself, to see that it repeats nowhere.
        var key: SQL
    }

    let table: any DatabaseTable
    private let workspace: Workspace?
    var dialect: Dialect { table.database.dialect }
    /// In order: none comes before one that it is joined to.
    private(set) var joined: [Joined] = []

    init(_ table: any DatabaseTable, in workspace: Workspace? = nil) {
        self.table = table
        self.workspace = workspace
    }

    // MARK: Columns

    /// A column of a table under an alias.
    func column(_ table: any DatabaseTable, _ index: Int, alias: SQL) -> TypedSQL? {
        guard table.columnNames.indices.contains(index), let outline = table.outline(index) else { return nil }
        let column: SQL = "\(alias).\(dialect.name(table.columnNames[index]))"
        let type = SQLType(outline.type)
        switch type {
        case .text:
            // The empty text is no value.
            return dialect.comparesBytes ? TypedSQL("NULLIF(CAST(\(column) AS \(dialect.text)), '')", .text) : nil
        case .float:
            let number: SQL = "CAST(\(column) AS \(dialect.double))"
            // What is no number, or without end, is no value.
            return TypedSQL("CASE WHEN \(number) - \(number) = 0 THEN \(number) END", .float)
        case .decimal where !dialect.hasDecimals: return nil
        case .day where !dialect.hasDates: return TypedSQL("date(\(column))", .day)
        default: return TypedSQL(column, type)
        }
    }

    private mutating func column(_ reference: ColumnReference) -> TypedSQL? {
        guard !reference.path.joins.isEmpty else { return column(table, reference.position, alias: "t0") }
        guard let (target, alias) = joinedTable(reference.path) else { return nil }
        return column(target, reference.position, alias: alias)
    }

    private mutating func joinedTable(_ path: JoinPath) -> (any DatabaseTable, SQL)? {
        guard let workspace, let start = workspace.datasets[path.start] else { return nil }
        var left = (dataset: start, table: table, alias: "t0" as SQL)
        for index in path.joins.indices {
            let join = path.joins[index]
            guard let dataset = workspace.datasets[join.dataset],
                let right = dataset.table.source as? any DatabaseTable, right.database.name == table.database.name,
                let leftKey = left.dataset.filePosition(join.column),
                let rightKey = dataset.filePosition(join.otherColumn)
            else { return nil }
            let joins = Array(path.joins[...index])
            if let known = joined.first(where: { $0.joins == joins }) {
                left = (dataset, right, known.alias)
                continue
            }
            let alias: SQL = "t\(SQL(number: joined.count + 1))"
            guard let first = column(left.table, leftKey, alias: left.alias),
                let second = column(right, rightKey, alias: alias), first.type == second.type,
                first.type != .float, first.type != .boolean,
                let key = column(right, rightKey, alias: "t0")
            else { return nil }
            joined.append(
                Joined(
                    alias: alias, relation: SQL(ofRelation: right.relation),
                    condition: "\(first.sql) = \(second.sql)", joins: joins, key: key.sql))
            left = (dataset, right, alias)
        }
        return (left.table, left.alias)
    }

    // MARK: Expressions

    mutating func typed(_ expression: RowExpression) -> TypedSQL? {
        switch expression {
        case .constant(let value): return constant(value)
        case .column(let reference): return column(reference)
        case .money(let amount, _): return typed(amount)
        case .negate(let operand):
            guard let operand = typed(operand), operand.type.isNumber else { return nil }
            return TypedSQL("(0 - \(operand.sql))", operand.type)
        case .not(let operand): return condition(operand).map { TypedSQL("(NOT \($0))", .boolean) }
        case .and(let left, let right):
            guard let first = condition(left), let second = condition(right) else { return nil }
            return TypedSQL("(\(first) AND \(second))", .boolean)
        case .or(let left, let right):
            guard let first = condition(left), let second = condition(right) else { return nil }
            return TypedSQL("(\(first) OR \(second))", .boolean)
        case .isMissing(let operand): return typed(operand).map { TypedSQL("(\($0.sql) IS NULL)", .boolean) }
        case .compare(let operation, let left, let right):
            guard let first = typed(left), let second = typed(right) else { return nil }
            return compared(first, operation, second)
        case .isIn(let operand, let values): return isIn(operand, values)
        case .like(let operand, let pattern):
            guard let operand = typed(operand), operand.type == .text else { return nil }
            return TypedSQL("(\(operand.sql) \(like(pattern)))", .boolean)
        case .arithmetic(let operation, let left, let right):
            guard let first = typed(left), let second = typed(right) else { return nil }
            return arithmetic(first, operation, second)
        case .conditional(let test, let then, let otherwise):
            guard let test = condition(test) else { return nil }
            if case .constant(.missing) = otherwise, let then = typed(then) {
                return TypedSQL("CASE WHEN \(test) THEN \(then.sql) END", then.type)
            }
            guard let then = typed(then), let otherwise = typed(otherwise),
                let type = then.type.common(otherwise.type)
            else { return nil }
            return TypedSQL("CASE WHEN \(test) THEN \(then.sql) ELSE \(otherwise.sql) END", type)
        case .function(let id, let arguments):
            guard let form = sqlForms[id.name] else { return nil }
            var typedArguments: [TypedSQL] = []
            for argument in arguments {
                guard let typed = typed(argument) else { return nil }
                typedArguments.append(typed)
            }
            return form(self, typedArguments)
        case .cohortStart(let cohort): return firstDay(of: cohort)
        case .history, .convert: return nil
        }
    }

    private mutating func condition(_ expression: RowExpression) -> SQL? {
        guard let typed = typed(expression), typed.type == .boolean else { return nil }
        return typed.sql
    }

    private func constant(_ value: Value) -> TypedSQL? {
        switch value {
        case .boolean(let flag): TypedSQL(flag ? "TRUE" : "FALSE", .boolean, constant: value)
        case .number(let exact):
            dialect.literal(exact).flatMap {
                if exact.scale == 0 { return TypedSQL($0, .integer, constant: value) }
                return TypedSQL($0, dialect.hasDecimals ? .decimal(scale: exact.scale) : .float, constant: value)
            }
        case .text(let text): dialect.comparesBytes ? TypedSQL(dialect.literal(text), .text, constant: value) : nil
        case .day(let day): TypedSQL(dialect.literal(day), .day, constant: value)
        case .moment(let moment):
            dialect.hasDates ? TypedSQL(dialect.literal(moment), .moment, constant: value) : nil
        case .missing, .float, .period: nil
        }
    }

    // MARK: Comparisons

    func compared(_ left: TypedSQL, _ operation: ComparisonOperator, _ right: TypedSQL) -> TypedSQL? {
        let sign: SQL =
            switch operation {
            case .equal: "="
            case .notEqual: "<>"
            case .less: "<"
            case .lessOrEqual: "<="
            case .greater: ">"
            case .greaterOrEqual: ">="
            }
        func test(_ first: SQL, _ second: SQL) -> TypedSQL { TypedSQL("(\(first) \(sign) \(second))", .boolean) }
        switch (left.type, right.type) {
        case (let first, let second) where first.isNumber && second.isNumber:
            if first == .float || second == .float { return test(asFloat(left), asFloat(right)) }
            return test(left.sql, right.sql)
        case (.text, .text):
            if operation == .equal || operation == .notEqual { return test(left.sql, right.sql) }
            return test("\(left.sql)\(dialect.byteOrder)", right.sql)
        case (.boolean, .boolean):
            return operation == .equal || operation == .notEqual ? test(left.sql, right.sql) : nil
        case (.day, .day): return test(left.sql, right.sql)
        case (.day, .moment), (.moment, .day), (.moment, .moment):
            guard dialect.hasDates else { return nil }
            return test(asMoment(left), asMoment(right))
        default: return nil
        }
    }

    private mutating func isIn(_ operand: RowExpression, _ values: [Value]) -> TypedSQL? {
        guard let operand = typed(operand), !values.isEmpty else { return nil }
        var tests: [SQL] = []
        for value in values {
            guard let constant = constant(value), let test = compared(operand, .equal, constant) else { return nil }
            tests.append(test.sql)
        }
        if operand.type == .text {
            let list = SQL.joined(values.compactMap { constant($0)?.sql }, by: ", ")
            return TypedSQL("(\(operand.sql) IN (\(list)))", .boolean)
        }
        return TypedSQL("(\(SQL.joined(tests, by: " OR ")))", .boolean)
    }

    /// `LIKE …`: `*` any characters, `?` exactly one.
    private func like(_ pattern: String) -> SQL {
        var written = ""
        for character in pattern.unicodeScalars {
            switch character {
            case "*": written += dialect.hasGlob ? "*" : "%"
            case "?": written += dialect.hasGlob ? "?" : "_"
            case "[" where dialect.hasGlob: written += "[[]"
            case "%" where !dialect.hasGlob, "_" where !dialect.hasGlob, "!" where !dialect.hasGlob:
                written += "!"
                written.unicodeScalars.append(character)
            default: written.unicodeScalars.append(character)
            }
        }
        return dialect.hasGlob ? "GLOB \(dialect.literal(written))" : "LIKE \(dialect.literal(written)) ESCAPE '!'"
    }

    // MARK: Arithmetic

    private func arithmetic(_ left: TypedSQL, _ operation: ArithmeticOperator, _ right: TypedSQL) -> TypedSQL? {
        switch (left.type, right.type) {
        case (let first, let second) where first.isNumber && second.isNumber:
            if operation == .divide {
                return TypedSQL("(\(asFloat(left)) / NULLIF(\(asFloat(right)), 0))", .float)
            }
            let sign: SQL = operation == .add ? "+" : operation == .subtract ? "-" : "*"
            guard let firstScale = first.scale, let secondScale = second.scale else {
                // A decimal that is a float only because the database has no decimals: we compute it exactly.
                if isExact(left) && isExact(right) { return nil }
                return TypedSQL("(\(asFloat(left)) \(sign) \(asFloat(right)))", .float)
            }
            let scale = operation == .multiply ? firstScale + secondScale : max(firstScale, secondScale)
            guard scale <= 18 else { return nil }
            return TypedSQL(
                "(\(asExact(left)) \(sign) \(asExact(right)))", scale == 0 ? .integer : .decimal(scale: scale))
        case (.day, .day), (.moment, .moment), (.day, .moment), (.moment, .day):
            return operation == .subtract ? daysBetween(right, left) : nil
        case (.day, .integer), (.moment, .integer):
            guard operation == .add || operation == .subtract else { return nil }
            return day(left, plus: operation == .add ? right.sql : "(0 - \(right.sql))")
        default: return nil
        }
    }

    private func isExact(_ number: TypedSQL) -> Bool { number.type != .float || number.constant?.isExact == true }

    /// As a float, rounded as we round.
    func asFloat(_ number: TypedSQL) -> SQL {
        number.type == .float ? number.sql : "CAST(\(number.sql) AS \(dialect.double))"
    }

    /// With as many digits as a cell has, so that a result of two has room.
    private func asExact(_ number: TypedSQL) -> SQL {
        if case .decimal(let scale) = number.type, dialect.limitsPrecision {
            return "CAST(\(number.sql) AS DECIMAL(18, \(SQL(number: scale))))"
        }
        return number.type == .integer && number.constant == nil
            ? "CAST(\(number.sql) AS \(dialect.integer))" : number.sql
    }

    func asMoment(_ time: TypedSQL) -> SQL {
        if case .day(let day)? = time.constant { return dialect.literal(Moment(day)) }
        return time.type == .day ? "CAST(\(time.sql) AS TIMESTAMP)" : time.sql
    }

    func asDay(_ time: TypedSQL) -> SQL {
        if time.type == .day { return time.sql }
        return dialect.hasDates ? "CAST(\(time.sql) AS DATE)" : "date(\(time.sql))"
    }

    /// Days from the first to the second.
    func daysBetween(_ first: TypedSQL, _ second: TypedSQL) -> TypedSQL? {
        let (from, to) = (asDay(first), asDay(second))
        return switch dialect.dayArithmetic {
        case .operators: TypedSQL("(\(to) - \(from))", .integer)
        case .functions: TypedSQL("datediff(\(to), \(from))", .integer)
        case .julian: TypedSQL("CAST(julianday(\(to)) - julianday(\(from)) AS INTEGER)", .integer)
        case .none: nil
        }
    }

    func day(_ time: TypedSQL, plus count: SQL) -> TypedSQL? {
        let day = asDay(time)
        return switch dialect.dayArithmetic {
        case .operators: TypedSQL("(\(day) + CAST(\(count) AS INTEGER))", .day)
        case .functions: TypedSQL("date_add(\(day), CAST(\(count) AS INT))", .day)
        case .julian: TypedSQL("date(\(day), \(count) || ' days')", .day)
        case .none: nil
        }
    }

    // MARK: Cohorts

    /// The first day of each row's entity, over all rows.
    private mutating func firstDay(of cohort: CohortStart) -> TypedSQL? {
        guard let entity = typed(cohort.entity), let time = typed(cohort.time),
            time.type == .day || time.type == .moment
        else { return nil }
        var day = asDay(time)
        if let condition = cohort.condition {
            guard let test = self.condition(condition) else { return nil }
            day = "CASE WHEN \(test) THEN \(day) END"
        }
        return TypedSQL(
            "CASE WHEN \(entity.sql) IS NOT NULL THEN MIN(\(day)) OVER (PARTITION BY \(entity.sql)) END", .day)
    }
}

extension RowExpression {
    /// Whether a part of it looks at other rows than its own, so that it comes before rows are left out.
    var looksAtOtherRows: Bool {
        if case .cohortStart = self { return true }
        return children.contains(where: \.looksAtOtherRows)
    }
}
