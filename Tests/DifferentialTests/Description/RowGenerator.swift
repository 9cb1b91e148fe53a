import Foundation
import SQLiteSupport

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
            let (function, own) = draw.pick([("least", "min/*of two*/"), ("greatest", "max/*of two*/")])
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
}
