import Model
import Values

/// A function of the language in SQL; nil where the engine would compute something else.
typealias SQLForm = @Sendable (RowSQL, [TypedSQL]) -> TypedSQL?

/// How databases say the functions of the language. A function without an entry is computed here, over groups of the rows
/// that tell its arguments apart: `lower` and `upper` depend on a server's locale, `trim` on what it takes for a blank,
/// `length`, `left` and `right` on what it takes for a character; roots and powers differ in the last digit.
let sqlForms: [String: SQLForm] = [
    "days": { writer, arguments in arguments.count == 2 ? writer.daysBetween(arguments[0], arguments[1]) : nil },
    "year": { $0.dayPart("YEAR", "%Y", $1) },
    "month": { $0.dayPart("MONTH", "%m", $1) },
    "day": { $0.dayPart("DAY", "%d", $1) },
    "quarter": { writer, arguments in
        writer.dayPart("MONTH", "%m", arguments).map { month in
            TypedSQL("CAST((\(month.sql) - 1) / 3 + 1 AS \(writer.dialect.integer))", .integer)
        }.flatMap { writer.dialect.dayParts == .strftime ? $0 : writer.dayPart("QUARTER", nil, arguments) }
    },
    "weekday": { writer, arguments in writer.dialect.weekday.flatMap { writer.dayPart($0, nil, arguments) } },
    "week": { writer, arguments in writer.dialect.hasWeeks ? writer.dayPart("WEEK", nil, arguments) : nil },
    "date": { writer, arguments in
        guard let time = arguments.first, time.type == .day || time.type == .moment else { return nil }
        return TypedSQL(writer.asDay(time), .day)
    },
    "add_days": { writer, arguments in
        guard arguments.count == 2, arguments[1].type == .integer, arguments[0].type == .day else { return nil }
        return writer.day(arguments[0], plus: arguments[1].sql)
    },
    "contains": { writer, arguments in
        guard arguments.count == 2, arguments[0].type == .text, case .text(let part)? = arguments[1].constant,
            !part.isEmpty
        else { return nil }
        return writer.dialect.hasGlob
            ? TypedSQL("(instr(\(arguments[0].sql), \(arguments[1].sql)) > 0)", .boolean)
            : TypedSQL("(POSITION(\(arguments[1].sql) IN \(arguments[0].sql)) > 0)", .boolean)
    },
    "concat": { _, arguments in
        guard arguments.allSatisfy({ $0.type == .text }) else { return nil }
        return TypedSQL("(\(SQL.joined(arguments.map(\.sql), by: " || ")))", .text)
    },
    "text": { _, arguments in arguments.first.flatMap { $0.type == .text ? $0 : nil } },
    "abs": { _, arguments in
        arguments.first.flatMap { $0.type.isNumber ? TypedSQL("abs(\($0.sql))", $0.type) : nil }
    },
    "round": { writer, arguments in
        guard let number = arguments.first, let scale = number.type.scale else { return nil }
        var digits = 0
        if arguments.count > 1 {
            guard case .number(let exact)? = arguments[1].constant, let whole = exact.wholeNumber, whole >= 0 else {
                return nil
            }
            digits = Int(clamping: whole)
        }
        if scale <= digits { return number }
        return TypedSQL(
            "round(\(number.sql), \(SQL(number: digits)))", digits == 0 ? .integer : .decimal(scale: digits))
    },
    "floor": { _, arguments in wholeNumber("floor", arguments) },
    "ceiling": { _, arguments in wholeNumber("ceil", arguments) },
    "coalesce": { _, arguments in
        guard let first = arguments.first, arguments.allSatisfy({ $0.type == first.type }), first.type != .float else {
            return nil
        }
        return TypedSQL("COALESCE(\(SQL.joined(arguments.map(\.sql), by: ", ")))", first.type)
    },
]

private func wholeNumber(_ function: SQL, _ arguments: [TypedSQL]) -> TypedSQL? {
    guard let number = arguments.first, let scale = number.type.scale else { return nil }
    return scale == 0 ? number : TypedSQL("\(function)(\(number.sql))", .integer)
}

extension RowSQL {
    /// A part of a day as a whole number.
    ///
    /// - Parameter format: what SQLite's `strftime` calls it.
    func dayPart(_ part: SQL, _ format: SQL?, _ arguments: [TypedSQL]) -> TypedSQL? {
        guard let time = arguments.first, time.type == .day || time.type == .moment else { return nil }
        switch dialect.dayParts {
        case .extract: return TypedSQL("CAST(EXTRACT(\(part) FROM \(asDay(time))) AS \(dialect.integer))", .integer)
        case .strftime: return format.map { TypedSQL("CAST(strftime('\($0)', \(time.sql)) AS INTEGER)", .integer) }
        }
    }
}
