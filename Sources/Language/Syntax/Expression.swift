import Values

/// A name as written, with its place: `close_date`, `deals.amount`, `` `Close Date` ``.
package struct Name: Sendable {
    /// Each part folded for comparison (lower case); a part in backquotes keeps its own spelling here too.
    package var parts: [Part]
    package var span: Span

    package struct Part: Hashable, Sendable {
        package var text: String
        /// Written in backquotes: matched against a column's own title as well as against machine names.
        package var isQuoted: Bool
        /// As it was typed, for a bare word that turns out to be a value: `Enterprise`.
        ///
        /// Equality ignores it.
        package var spelling: String

        package init(_ text: String, isQuoted: Bool = false, spelling: String? = nil) {
            self.text = text
            self.isQuoted = isQuoted
            self.spelling = spelling ?? text
        }

        package static func == (left: Part, right: Part) -> Bool {
            left.text == right.text && left.isQuoted == right.isQuoted
        }

        package func hash(into hasher: inout Hasher) { hasher.combine(text) }
    }

    package init(_ parts: [Part], span: Span) {
        self.parts = parts
        self.span = span
    }

    /// `deals.amount`, without backquotes.
    package var text: String { parts.count == 1 ? parts[0].text : parts.map(\.text).joined(separator: ".") }
}

extension Name: Hashable {
    package static func == (left: Name, right: Name) -> Bool { left.parts == right.parts }
    package func hash(into hasher: inout Hasher) { hasher.combine(parts) }
}

/// An expression with its place in the source. Equality ignores places, so a reprinted tree equals its origin.
package struct Expression: Sendable {
    package indirect enum Kind: Hashable, Sendable {
        /// `12`, `1.5`, `10k`; `asPercent` when it was written `20%` (the value is then already 0.2).
        case number(ExactDecimal, asPercent: Bool)
        case text(String)
        case boolean(Bool)
        case missing
        /// A day, a period or a range of them, as in `close_date >= 2026-01-15`, `close_date in last quarter`.
        case period(PeriodExpression)
        /// A column, dimension, metric or grain; in a comparison perhaps a bare value.
        case name(Name)
        /// `$quarter`, without the `$`.
        case parameter(String)
        case unary(UnaryOperator, Expression)
        case binary(BinaryOperator, Expression, Expression)
        /// `x in (a, b)`, `x not in (a, b)`.
        case membership(Expression, [Expression], negated: Bool)
        /// `x in PERIOD`, `x not in PERIOD` (a day or date-time within a period).
        case within(Expression, PeriodExpression, negated: Bool)
        /// `x between a and b`, both included.
        case between(Expression, Expression, Expression, negated: Bool)
        /// `if C then A else B`; without `else` there is no value.
        case conditional(Expression, then: Expression, otherwise: Expression?)
        /// An aggregate or function: `sum(deals.amount where stage = Won)`, `days(a, b)`.
        case call(Call)
    }

    package var kind: Kind
    package var span: Span

    package init(_ kind: Kind, span: Span) {
        self.kind = kind
        self.span = span
    }
}

extension Expression: Hashable {
    /// Chains of operators lean to the left and may be long, so they are followed without recursion.
    package static func == (left: Expression, right: Expression) -> Bool {
        var left = left
        var right = right
        while case .binary(let operation, let first, let second) = left.kind,
            case .binary(let otherOperation, let otherFirst, let otherSecond) = right.kind
        {
            guard operation == otherOperation, second == otherSecond else { return false }
            left = first
            right = otherFirst
        }
        return left.kind == right.kind
    }

    package func hash(into hasher: inout Hasher) {
        var expression = self
        while case .binary(let operation, let first, let second) = expression.kind {
            hasher.combine(operation)
            hasher.combine(second)
            expression = first
        }
        hasher.combine(expression.kind)
    }
}

package enum UnaryOperator: String, Hashable, Sendable {
    case negate = "-"
    case not = "not"
}

package enum BinaryOperator: String, Hashable, Sendable, CaseIterable {
    case or = "or"
    case and = "and"
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case like = "like"
    case notLike = "not like"
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"

    package var isComparison: Bool {
        switch self {
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .like, .notLike: true
        default: false
        }
    }
}

/// A call with the modifiers that aggregates take. Which of them fit which function is decided by `Model`.
package struct Call: Hashable, Sendable {
    /// Folded: `sum`, `count`, `days`.
    package var function: String
    package var functionSpan: Span
    /// `count(distinct account)`.
    package var isDistinct: Bool
    package var arguments: [Expression]
    /// `where CONDITION` inside the parentheses.
    package var condition: Expression?
    /// `on TIME_COLUMN`.
    package var timeColumn: Name?
    /// `at start`, `at end`.
    package var instant: Instant?
    /// `per ENTITY` of a movement: `churned(mrr per account)`.
    package var entity: Expression?
    /// `by month over 12 months`: the sub-periods of a statistic.
    package var steps: Steps?
    /// `3 months` as the last argument of `rolling(m, 3 months)`.
    package var duration: Duration?
    /// `from "MQL" to "SQL" within 30 days any order`.
    package var route: Route?
    /// `to EUR` of `convert(amount, currency to EUR)`.
    package var target: Label?

    package enum Instant: String, Hashable, Sendable { case start, end }

    package init(
        function: String, functionSpan: Span, isDistinct: Bool = false, arguments: [Expression] = [],
        condition: Expression? = nil, timeColumn: Name? = nil, instant: Instant? = nil, entity: Expression? = nil,
        steps: Steps? = nil, duration: Duration? = nil, route: Route? = nil, target: Label? = nil
    ) {
        self.function = function
        self.functionSpan = functionSpan
        self.isDistinct = isDistinct
        self.arguments = arguments
        self.condition = condition
        self.timeColumn = timeColumn
        self.instant = instant
        self.entity = entity
        self.steps = steps
        self.duration = duration
        self.route = route
        self.target = target
    }

    package static func == (left: Call, right: Call) -> Bool {
        left.function == right.function && left.isDistinct == right.isDistinct && left.arguments == right.arguments
            && left.condition == right.condition && left.timeColumn == right.timeColumn
            && left.instant == right.instant && left.entity == right.entity && left.steps == right.steps
            && left.duration == right.duration && left.route == right.route && left.target == right.target
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(function)
        hasher.combine(arguments)
    }
}

/// A length of time: `3 months`.
package struct Duration: Hashable, Sendable {
    /// At least 1.
    package var count: Int
    package var grain: Grain

    package init(_ count: Int, _ grain: Grain) {
        self.count = count
        self.grain = grain
    }
}

/// The sub-periods of a statistic: `by month`, `by month over 12 months`.
package struct Steps: Hashable, Sendable {
    package var grain: Grain
    /// Nil for the steps of the asked period.
    package var over: Duration?

    package init(_ grain: Grain, over: Duration? = nil) {
        self.grain = grain
        self.over = over
    }
}

/// The way of a conversion: `from "MQL" to "SQL" within 30 days any order`.
package struct Route: Hashable, Sendable {
    package var from: Label
    package var to: Label
    package var within: Duration?
    /// Stages between may be skipped.
    package var anyOrder: Bool

    package init(from: Label, to: Label, within: Duration? = nil, anyOrder: Bool = false) {
        self.from = from
        self.to = to
        self.within = within
        self.anyOrder = anyOrder
    }
}
