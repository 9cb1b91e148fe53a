import Language
import Values

/// A part of a question that can be lifted out as a parameter.
enum QuestionPart {
    /// Of `for`.
    case period(PeriodExpression)
    /// Of `vs`.
    case compared(PeriodExpression)
    /// A constant beside a column, or in `having` beside a measure, which names it.
    case value(Expression, beside: Expression)
}

extension Statement {
    /// The question with each of its parts passed through `change`, which gives the name of a parameter to be put in its
    /// place, or nil to leave it.
    func replacingParts(_ change: @escaping (QuestionPart) -> String?) -> Statement {
        var statement = self
        let visit = PartVisit(change: change)
        switch kind {
        case .show(var question):
            question.periods = question.periods.map(visit.period)
            question.comparisons = question.comparisons.map(visit.comparison)
            question.condition = question.condition.map(visit.condition)
            question.having = question.having.map(visit.condition)
            statement.kind = .show(question)
        case .rows(var question):
            question.periods = question.periods.map(visit.period)
            question.condition = question.condition.map(visit.condition)
            statement.kind = .rows(question)
        case .cohort(var question):
            question.periods = question.periods.map(visit.period)
            question.condition = question.condition.map(visit.condition)
            statement.kind = .cohort(question)
        case .scorecard(var question):
            question.periods = question.periods.map(visit.period)
            question.condition = question.condition.map(visit.condition)
            statement.kind = .scorecard(question)
        case .why(var question):
            question.period = question.period.map(visit.period)
            question.comparison = question.comparison.map(visit.comparison)
            question.condition = question.condition.map(visit.condition)
            statement.kind = .why(question)
        case .forecast(var question):
            question.history = question.history.map(visit.period)
            question.condition = question.condition.map(visit.condition)
            statement.kind = .forecast(question)
        case .funnel(var question):
            question.periods = question.periods.map(visit.period)
            question.condition = question.condition.map(visit.condition)
            statement.kind = .funnel(question)
        default: break
        }
        return statement
    }
}

private struct PartVisit {
    let change: (QuestionPart) -> String?

    func period(_ period: PeriodExpression) -> PeriodExpression { replaced(period, QuestionPart.period) }

    func comparison(_ comparison: Comparison) -> Comparison {
        guard case .period(let period) = comparison else { return comparison }
        return .period(replaced(period, QuestionPart.compared))
    }

    private func replaced(
        _ period: PeriodExpression, _ part: (PeriodExpression) -> QuestionPart
    ) -> PeriodExpression {
        guard !period.usesParameters, period.kind != .allTime, let name = change(part(period)) else { return period }
        return PeriodExpression(.parameter(name), span: period.span)
    }

    /// The comparisons of a condition, joined by `and`, `or` and `not`, each with a constant on its right.
    func condition(_ expression: Expression) -> Expression {
        var result = expression
        switch expression.kind {
        case .unary(.not, let operand): result.kind = .unary(.not, condition(operand))
        case .binary(let operation, let left, let right) where operation == .and || operation == .or:
            result.kind = .binary(operation, condition(left), condition(right))
        case .binary(let operation, let left, let right) where operation.isComparison:
            guard operation != .like, operation != .notLike, right.isConstant,
                let name = change(.value(right, beside: left))
            else { break }
            result.kind = .binary(operation, left, Expression(.parameter(name), span: right.span))
        case .within(let operand, let period, let negated):
            guard !period.usesParameters, case .name = operand.kind,
                let name = change(.value(Expression(.period(period), span: period.span), beside: operand))
            else { break }
            result.kind = .within(operand, PeriodExpression(.parameter(name), span: period.span), negated: negated)
        default: break
        }
        return result
    }
}

extension PeriodExpression {
    fileprivate var usesParameters: Bool {
        switch kind {
        case .parameter: true
        case .range(let first, let last): first.usesParameters || last.usesParameters
        case .since(let point), .until(let point): point.usesParameters
        default: false
        }
    }
}

extension Expression {
    /// A text, a number, a period, or a word that may be a value.
    fileprivate var isConstant: Bool {
        switch kind {
        case .text, .number: true
        case .period(let period): !period.usesParameters
        case .name(let name): name.parts.count == 1
        default: false
        }
    }
}
