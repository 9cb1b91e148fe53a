import Foundation

/// Draws expressions over the rows of one dataset.
struct RowGenerator {
    let scope: World.Scope
    let dates: Dates
    /// Inside an aggregate the argument says which dataset is meant, so it names columns of that dataset only.
    var ownOnly = false

    // MARK: Columns

    func columns(_ isWanted: (CellType) -> Bool) -> [World.Column] {
        scope.columns.filter { isWanted($0.type) && ($0.isOwn || !ownOnly) }
    }

    func column(_ draw: inout Draw, _ isWanted: (CellType) -> Bool) -> (World.Column, RowExpression)? {
        guard let column = draw.pickAny(columns(isWanted)) else { return nil }
        return (column, RowExpression(draw.pick(column.names), column.sql, column.type))
    }

    // MARK: Numbers

    func number(_ draw: inout Draw, depth: Int = 2) -> RowExpression {
        guard let (_, column) = column(&draw, { $0.scale != nil }) else { return Self.literal(&draw) }
        if depth == 0 { return column }
        switch draw.number(0...15) {
        case 0:
            let other = draw.chance(0.5) ? number(&draw, depth: depth - 1) : Self.literal(&draw)
            let (left, right, type) = RowExpression.aligned(column, other)
            let sign = draw.pick(["+", "-"])
            // The right side of a difference keeps its parentheses.
            let text = "\(column.text) \(sign) \(other.text(in: .product))"
            return RowExpression(text, "(\(left) \(sign) \(right))", type, .sum)
        case 1:
            let factor = Self.literal(&draw, range: -3...12, scale: draw.number(0...1))
            return Self.product(column, factor)
        case 2:
            guard let (_, other) = self.column(&draw, { $0 == .number(scale: 0) }) else { return column }
            return Self.product(column, other)
        case 3:
            let test = condition(&draw, depth: 0)
            let other = draw.chance(0.3) ? nil : Self.literal(&draw, scale: 0)
            guard let other else {
                return RowExpression(
                    "if \(test.text) then \(column.text)", "(CASE WHEN \(test.sql) THEN \(column.sql) END)",
                    column.type, .conditional)
            }
            let (left, right, type) = RowExpression.aligned(column, other)
            return RowExpression(
                "if \(test.text) then \(column.text) else \(other.text)",
                "(CASE WHEN \(test.sql) THEN \(left) ELSE \(right) END)", type, .conditional)
        case 4:
            let other = Self.literal(&draw, scale: 0)
            let (left, right, type) = RowExpression.aligned(column, other)
            return RowExpression("coalesce(\(column.text), \(other.text))", "ifnull(\(left), \(right))", type)
        case 5:
            let inner = number(&draw, depth: depth - 1)
            guard inner.type.scale != nil else { return inner }
            return RowExpression("abs(\(inner.text))", "abs(\(inner.sql))", inner.type)
        case 6: return rounded(column, &draw)
        case 7, 8: return dayPart(&draw) ?? column
        case 9:
            return RowExpression("-\(column.text)", "(-\(column.sql))", column.type)
        case 10:
            guard let (_, text) = self.column(&draw, { $0 == .text }) else { return column }
            return RowExpression("length(\(text.text))", "length(\(text.sql))", .number(scale: 0))
        case 11:
            let other = Self.literal(&draw)
            let (left, right, type) = RowExpression.aligned(column, other)
            let (function, own) = draw.pick([("least", "min"), ("greatest", "max")])
            return RowExpression(
                "\(function)(\(column.text), \(other.text))", "\(own)(\(left), \(right))", type)
        default: return column
        }
    }

    /// A quotient, which is a float.
    func ratio(_ draw: inout Draw) -> RowExpression? {
        guard let (_, left) = column(&draw, { $0.scale != nil }), let (_, right) = column(&draw, { $0.scale != nil })
        else { return nil }
        let (first, second, _) = RowExpression.aligned(left, right)
        return RowExpression(
            "\(left.text) / \(right.text)", "(CASE WHEN \(second) <> 0 THEN \(first) * 1.0 / \(second) END)", .float,
            .product)
    }

    private static func product(_ left: RowExpression, _ right: RowExpression) -> RowExpression {
        RowExpression(
            "\(left.text(in: .product)) * \(right.text(in: .primary))", "(\(left.sql) * \(right.sql))",
            .number(scale: (left.type.scale ?? 0) + (right.type.scale ?? 0)), .product)
    }

    private func rounded(_ column: RowExpression, _ draw: inout Draw) -> RowExpression {
        guard let scale = column.type.scale, scale > 0 else { return column }
        let unit = power(scale)
        switch draw.number(0...3) {
        case 0:
            return RowExpression(
                "floor(\(column.text))",
                "((\(column.sql) - ((\(column.sql) % \(unit)) + \(unit)) % \(unit)) / \(unit))",
                .number(scale: 0))
        case 1:
            return RowExpression(
                "ceiling(\(column.text))",
                "(-((-\(column.sql) - ((-\(column.sql) % \(unit)) + \(unit)) % \(unit)) / \(unit)))",
                .number(scale: 0))
        default:
            let digits = draw.number(0...min(1, scale - 1))
            let step = power(scale - digits)
            return RowExpression(
                digits == 0 && draw.chance(0.5) ? "round(\(column.text))" : "round(\(column.text), \(digits))",
                "(sign(\(column.sql)) * ((abs(\(column.sql)) + \(step / 2)) / \(step)))".replacingOccurrences(
                    of: "sign(\(column.sql))",
                    with: "(CASE WHEN \(column.sql) < 0 THEN -1 WHEN \(column.sql) >= 0 THEN 1 END)"),
                .number(scale: digits))
        }
    }

    private func dayPart(_ draw: inout Draw) -> RowExpression? {
        guard let (_, day) = column(&draw, { $0 == .day }) else { return nil }
        if draw.chance(0.35) {
            let other = draw.chance(0.5) ? column(&draw, { $0 == .day })?.1 : nil
            let second = other ?? dayLiteral(&draw)
            if draw.chance(0.3) {
                return RowExpression(
                    "\(second.text) - \(day.text)",
                    "CAST(julianday(\(second.sql)) - julianday(\(day.sql)) AS INTEGER)", .number(scale: 0), .sum)
            }
            return RowExpression(
                "days(\(day.text), \(second.text))",
                "CAST(julianday(\(second.sql)) - julianday(\(day.sql)) AS INTEGER)", .number(scale: 0))
        }
        let (function, sql) = draw.pick([
            ("year", "CAST(strftime('%Y', @) AS INTEGER)"), ("month", "CAST(strftime('%m', @) AS INTEGER)"),
            ("quarter", "((strftime('%m', @) + 2) / 3)"), ("day", "CAST(strftime('%d', @) AS INTEGER)"),
            ("weekday", "((strftime('%w', @) + 6) % 7 + 1)"),
            ("week", "((strftime('%j', date(@, '-3 days', 'weekday 4')) - 1) / 7 + 1)"),
        ])
        return RowExpression(
            "\(function)(\(day.text))", sql.replacingOccurrences(of: "@", with: day.sql), .number(scale: 0))
    }

    func dayLiteral(_ draw: inout Draw) -> RowExpression {
        let day = dates.days[draw.number(dates.index("2022-03-01")...dates.index("2025-06-30"))]
        return RowExpression(day, sqlText(day), .day)
    }

    static func literal(_ draw: inout Draw, range: ClosedRange<Int> = -60...900, scale: Int? = nil) -> RowExpression {
        let scale = scale ?? draw.pick([0, 0, 1, 2])
        var units = Int64(draw.number(range)) * power(scale)
        if scale > 0 { units += Int64(draw.number(0...Int(power(scale)) - 1)) }
        return RowExpression(digits(units, scale: scale), "(\(units))", .number(scale: scale), .primary)
    }

    // MARK: Texts

    func text(_ draw: inout Draw, depth: Int = 1) -> RowExpression? {
        guard let (_, column) = column(&draw, { $0 == .text }) else { return nil }
        if depth == 0 { return column }
        switch draw.number(0...9) {
        case 0:
            let test = condition(&draw, depth: 1)
            return RowExpression(
                "if \(test.text) then \"yes it is\" else 'no, it is''nt'",
                "(CASE WHEN \(test.sql) THEN 'yes it is' ELSE 'no, it is''nt' END)", .text, .conditional)
        case 1: return RowExpression("coalesce(\(column.text), \"none\")", "ifnull(\(column.sql), 'none')", .text)
        case 2: return RowExpression("left(\(column.text), 2)", "substr(\(column.sql), 1, 2)", .text)
        case 3: return RowExpression("right(\(column.text), 1)", "substr(\(column.sql), -1)", .text)
        case 4:
            return RowExpression("concat(\(column.text), \"-\", 7)", "(\(column.sql) || '-7')", .text)
        case 5:
            return RowExpression(
                "replace(\(column.text), \"a\", \"oo\")", "replace(\(column.sql), 'a', 'oo')", .text)
        default: return column
        }
    }

    // MARK: Conditions

    func condition(_ draw: inout Draw, depth: Int = 2) -> RowExpression {
        if depth > 0, draw.chance(0.4) {
            switch draw.number(0...4) {
            case 0:
                let inner = condition(&draw, depth: depth - 1)
                return RowExpression("not \(inner.text(in: .not))", "(NOT \(inner.sql))", .boolean, .not)
            case 1, 2:
                let left = condition(&draw, depth: depth - 1)
                let right = condition(&draw, depth: depth - 1)
                return RowExpression(
                    "\(left.text(in: .and)) and \(right.text(in: .not))", "(\(left.sql) AND \(right.sql))", .boolean,
                    .and)
            default:
                let left = condition(&draw, depth: depth - 1)
                let right = condition(&draw, depth: depth - 1)
                return RowExpression(
                    "\(left.text(in: .or)) or \(right.text(in: .and))", "(\(left.sql) OR \(right.sql))", .boolean, .or)
            }
        }
        let test =
            switch draw.number(0...12) {
            case 0, 1, 2: numberTest(&draw)
            case 3, 4, 5, 6: textTest(&draw)
            case 7, 8: dayTest(&draw)
            case 9, 10: booleanTest(&draw)
            default: missingTest(&draw)
            }
        return test ?? numberTest(&draw) ?? RowExpression("1 = 1", "(1 = 1)", .boolean, .comparison)
    }

    private static let comparisons = [
        ("=", "="), ("!=", "<>"), ("<>", "<>"), ("<", "<"), ("<=", "<="), (">", ">"), (">=", ">="),
    ]

    /// A number that often stands in the column.
    private func literal(near column: World.Column, _ draw: inout Draw) -> RowExpression {
        guard let scale = column.type.scale, draw.chance(0.6), case .integer(let units)? = draw.pickAny(column.values)
        else { return Self.literal(&draw) }
        return RowExpression(digits(units, scale: scale), "(\(units))", column.type)
    }

    private func numberTest(_ draw: inout Draw) -> RowExpression? {
        guard let (column, name) = column(&draw, { $0.scale != nil }) else { return nil }
        let left = draw.chance(0.25) ? number(&draw, depth: 1) : name
        switch draw.number(0...7) {
        case 0:
            let bounds = [literal(near: column, &draw), literal(near: column, &draw)]
            let scale = max(left.type.scale ?? 0, bounds[0].type.scale ?? 0, bounds[1].type.scale ?? 0)
            let word = draw.chance(0.3) ? "not " : ""
            return RowExpression(
                "\(left.text(in: .sum)) \(word)between \(bounds[0].text) and \(bounds[1].text)",
                "(\(left.sql(scale: scale)) \(word)BETWEEN \(bounds[0].sql(scale: scale)) AND"
                    + " \(bounds[1].sql(scale: scale)))", .boolean, .comparison)
        case 1:
            let list = (0...draw.number(0...2)).map { _ in literal(near: column, &draw) }
            let scale = (list + [left]).compactMap(\.type.scale).max() ?? 0
            let word = draw.chance(0.3) ? "not " : ""
            return RowExpression(
                "\(left.text(in: .sum)) \(word)in (\(list.map(\.text).joined(separator: ", ")))",
                "(\(left.sql(scale: scale)) \(word)IN (\(list.map { $0.sql(scale: scale) }.joined(separator: ", "))))",
                .boolean, .comparison)
        case 2:
            guard let (_, other) = self.column(&draw, { $0.scale != nil }) else { return nil }
            return Self.comparison(left, other, &draw)
        default: return Self.comparison(left, literal(near: column, &draw), &draw)
        }
    }

    private static func comparison(_ left: RowExpression, _ right: RowExpression, _ draw: inout Draw) -> RowExpression {
        let (sign, own) = draw.pick(comparisons)
        var first = left.sql
        var second = right.sql
        if left.type.isNumber { (first, second, _) = RowExpression.aligned(left, right) }
        return RowExpression(
            "\(left.text(in: .sum)) \(sign) \(right.text(in: .sum))", "(\(first) \(own) \(second))", .boolean,
            .comparison)
    }

    private func textTest(_ draw: inout Draw) -> RowExpression? {
        guard let (column, name) = column(&draw, { $0 == .text }) else { return nil }
        let known = column.values.compactMap(\.text)
        func quoted(_ text: String) -> String {
            draw.chance(0.3) && !text.contains("'")
                ? "'\(text)'" : "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
        }
        func value() -> RowExpression {
            guard draw.chance(0.85), let text = draw.pickAny(known) else {
                return RowExpression("\"No Such\"", "'No Such'", .text)
            }
            // A bare word, where it can only be this value.
            let isPlain = text.allSatisfy { $0.isASCII && $0.isLetter } && !Self.words.contains(text.lowercased())
            if draw.chance(0.5), isPlain, known.filter({ $0.lowercased() == text.lowercased() }).count == 1 {
                return RowExpression(draw.chance(0.2) ? text.uppercased() : text, sqlText(text), .text)
            }
            return RowExpression(quoted(text), sqlText(text), .text)
        }
        switch draw.number(0...7) {
        case 0, 1:
            let list = (0...draw.number(0...2)).map { _ in value() }
            let word = draw.chance(0.3) ? "not " : ""
            return RowExpression(
                "\(name.text) \(word)in (\(list.map(\.text).joined(separator: ", ")))",
                "(\(name.sql) \(word)IN (\(list.map(\.sql).joined(separator: ", "))))", .boolean, .comparison)
        case 2, 3:
            var pattern = draw.pickAny(known) ?? "x"
            pattern =
                switch draw.number(0...4) {
                case 0: String(pattern.prefix(2)) + "*"
                case 1: "*" + String(pattern.suffix(2))
                case 2: "?" + String(pattern.dropFirst())
                case 3: "*" + String(pattern.dropFirst().prefix(2)) + "*"
                default: String(pattern.prefix(1)) + "*?" + String(pattern.suffix(1))
                }
            let word = draw.chance(0.3) ? "not " : ""
            return RowExpression(
                "\(name.text) \(word)like \(quoted(pattern))", "(\(name.sql) \(word)GLOB \(sqlText(pattern)))",
                .boolean,
                .comparison)
        case 4:
            let part = String((draw.pickAny(known) ?? "x").prefix(draw.number(1...3)))
            let (function, sql) = draw.pick([
                ("contains", "(instr(@, #) > 0)"), ("starts_with", "(substr(@, 1, length(#)) = #)"),
                ("ends_with", "(substr(@, -length(#)) = #)"),
            ])
            return RowExpression(
                "\(function)(\(name.text), \(quoted(part)))",
                sql.replacingOccurrences(of: "@", with: name.sql).replacingOccurrences(of: "#", with: sqlText(part)),
                .boolean)
        default: return Self.comparison(name, value(), &draw)
        }
    }

    /// Words that mean something else beside a comparison: reserved ones, names in scope.
    private static let words: Set<String> = ["x", "all", "open", "search", "mail", "pro", "basic", "plain"]

    private func dayTest(_ draw: inout Draw) -> RowExpression? {
        guard let (column, name) = column(&draw, { $0 == .day }) else { return nil }
        if draw.chance(0.5) {
            var right = dayLiteral(&draw)
            if draw.chance(0.4), let day = draw.pickAny(column.values)?.text {
                right = RowExpression(day, sqlText(day), .day)
            }
            if draw.chance(0.2), let (_, other) = self.column(&draw, { $0 == .day }) { right = other }
            if draw.chance(0.2) {
                let other = dayLiteral(&draw)
                return RowExpression(
                    "\(name.text) between \(right.text) and \(other.text)",
                    "(\(name.sql) BETWEEN \(right.sql) AND \(other.sql))", .boolean, .comparison)
            }
            return Self.comparison(name, right, &draw)
        }
        let grain = draw.pick(["month", "quarter", "half", "year", "week"])
        let index = draw.pickAny(column.values)?.text.map { dates.index($0) } ?? dates.index("2024-05-05")
        // A week that does not begin on Monday has the number of its Thursday's, and so has the label.
        let step = dates.step(grain, index)
        let label = dates.label(grain, index)
        let first = sqlText(dates.days[step.lowerBound])
        let last = sqlText(dates.days[step.upperBound])
        if grain == "year" || draw.chance(0.4) {
            let word = draw.chance(0.3) ? "not " : ""
            return RowExpression(
                "\(name.text) \(word)in \(label)", "(\(name.sql) \(word)BETWEEN \(first) AND \(last))", .boolean,
                .comparison)
        }
        let (sign, sql) = draw.pick([
            ("=", "(@ BETWEEN \(first) AND \(last))"), ("!=", "(@ NOT BETWEEN \(first) AND \(last))"),
            ("<", "(@ < \(first))"), ("<=", "(@ <= \(last))"), (">", "(@ > \(last))"), (">=", "(@ >= \(first))"),
        ])
        return RowExpression(
            "\(name.text) \(sign) \(label)", sql.replacingOccurrences(of: "@", with: name.sql), .boolean, .comparison)
    }

    private func booleanTest(_ draw: inout Draw) -> RowExpression? {
        guard let (_, name) = column(&draw, { $0 == .boolean }) else { return nil }
        switch draw.number(0...3) {
        case 0: return RowExpression("\(name.text) = true", "(\(name.sql) = 1)", .boolean, .comparison)
        case 1: return RowExpression("\(name.text) != true", "(\(name.sql) <> 1)", .boolean, .comparison)
        case 2: return RowExpression("not \(name.text)", "(NOT \(name.sql))", .boolean, .not)
        default: return name
        }
    }

    private func missingTest(_ draw: inout Draw) -> RowExpression? {
        guard let (_, name) = column(&draw, { _ in true }) else { return nil }
        let (sign, sql) = draw.pick([
            ("is missing", "IS NULL"), ("= missing", "IS NULL"), ("is not missing", "IS NOT NULL"),
            ("!= missing", "IS NOT NULL"),
        ])
        return RowExpression("\(name.text) \(sign)", "(\(name.sql) \(sql))", .boolean, .comparison)
    }
}
