import Language
import Values

/// Conditions on columns, as the language writes them.
enum Conditions {
    /// More texts than this make a sentence that nobody reads.
    static let mostTexts = 20

    static func column(_ name: String) -> Expression {
        Expression(.name(Name([.init(name)], span: .none)), span: .none)
    }

    static func column(_ dataset: String, _ name: String) -> Expression {
        Expression(.name(Name([.init(dataset), .init(name)], span: .none)), span: .none)
    }

    static func compare(_ left: Expression, _ operation: BinaryOperator, _ right: Expression) -> Expression {
        Expression(.binary(operation, left, right), span: .none)
    }

    static func number(_ number: ExactDecimal) -> Expression {
        number.isNegative
            ? Expression(.unary(.negate, self.number(number.negated ?? .zero)), span: .none)
            : Expression(.number(number, asPercent: false), span: .none)
    }

    static func day(_ day: Day) -> Expression {
        Expression(.period(PeriodExpression(.day(day), span: .none)), span: .none)
    }

    static func isMissing(_ column: Expression) -> Expression {
        compare(column, .equal, Expression(.missing, span: .none))
    }

    static func isThere(_ column: Expression) -> Expression {
        compare(column, .notEqual, Expression(.missing, span: .none))
    }

    static func isOne(_ column: Expression, of texts: [String]) -> Expression {
        let items = texts.map { Expression(.text($0), span: .none) }
        if let only = items.first, items.count == 1 { return compare(column, .equal, only) }
        return Expression(.membership(column, items, negated: false), span: .none)
    }

    static func and(_ conditions: [Expression]) -> Expression { joined(conditions, .and) }
    static func or(_ conditions: [Expression]) -> Expression { joined(conditions, .or) }

    private static func joined(_ conditions: [Expression], _ operation: BinaryOperator) -> Expression {
        let first = conditions.first ?? Expression(.boolean(true), span: .none)
        return conditions.dropFirst().reduce(first) { compare($0, operation, $1) }
    }
}
