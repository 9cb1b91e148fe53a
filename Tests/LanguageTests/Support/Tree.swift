import Values

@testable import Language

/// Short ways to write trees by hand.
func name(_ parts: String...) -> Name { Name(parts.map { Name.Part($0) }, span: .none) }

func column(_ parts: String...) -> Expression {
    Expression(.name(Name(parts.map { Name.Part($0) }, span: .none)), span: .none)
}

func quotedColumn(_ part: String) -> Expression {
    Expression(.name(Name([Name.Part(part, isQuoted: true)], span: .none)), span: .none)
}

func number(_ text: String) -> Expression {
    Expression(.number(ExactDecimal(text: text) ?? .zero, asPercent: false), span: .none)
}

func percent(_ text: String) -> Expression {
    Expression(.number(ExactDecimal(text: text) ?? .zero, asPercent: true), span: .none)
}

func text(_ content: String) -> Expression { Expression(.text(content), span: .none) }

let missing = Expression(.missing, span: .none)

func not(_ operand: Expression) -> Expression { Expression(.unary(.not, operand), span: .none) }

func negative(_ operand: Expression) -> Expression { Expression(.unary(.negate, operand), span: .none) }

func binary(_ left: Expression, _ operation: BinaryOperator, _ right: Expression) -> Expression {
    Expression(.binary(operation, left, right), span: .none)
}

func isIn(_ operand: Expression, _ items: [Expression], negated: Bool = false) -> Expression {
    Expression(.membership(operand, items, negated: negated), span: .none)
}

func within(_ operand: Expression, _ period: PeriodExpression, negated: Bool = false) -> Expression {
    Expression(.within(operand, period, negated: negated), span: .none)
}

func between(_ operand: Expression, _ low: Expression, _ high: Expression, negated: Bool = false) -> Expression {
    Expression(.between(operand, low, high, negated: negated), span: .none)
}

func choice(_ condition: Expression, _ then: Expression, _ otherwise: Expression? = nil) -> Expression {
    Expression(.conditional(condition, then: then, otherwise: otherwise), span: .none)
}

func call(
    _ function: String, _ arguments: Expression..., distinct: Bool = false, where condition: Expression? = nil,
    on timeColumn: Name? = nil, at instant: Call.Instant? = nil, per entity: Expression? = nil, by steps: Steps? = nil,
    lasting duration: Duration? = nil, route: Route? = nil, to target: Label? = nil
) -> Expression {
    Expression(
        .call(
            Call(
                function: function, functionSpan: .none, isDistinct: distinct, arguments: arguments,
                condition: condition, timeColumn: timeColumn, instant: instant, entity: entity, steps: steps,
                duration: duration, route: route, target: target)), span: .none)
}

func period(_ kind: PeriodExpression.Kind) -> PeriodExpression { PeriodExpression(kind, span: .none) }

func periodValue(_ kind: PeriodExpression.Kind) -> Expression { Expression(.period(period(kind)), span: .none) }

func parameter(_ name: String) -> Expression { Expression(.parameter(name), span: .none) }

func day(_ year: Int, _ month: Int, _ day: Int) -> Day { Day(year: year, month: month, day: day) ?? .first }

func label(_ text: String) -> Label { Label(text, span: .none) }

func grain(_ grain: Grain, _ text: String? = nil) -> Grouping {
    Grouping(.grain(grain, span: .none), label: text.map { label($0) })
}

func group(_ expression: Expression, _ text: String? = nil) -> Grouping {
    Grouping(.expression(expression), label: text.map { label($0) })
}
