import Foundation
import SQLiteSupport

/// Draws conditions on the rows of one dataset.
extension RowGenerator {
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

    /// Words that mean something else beside a comparison: reserved ones, names in scope, spelled in two ways.
    private static let words: Set<String> = ["x", "acme", "all", "open", "search", "mail", "pro", "basic", "plain"]

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
