import Values

/// `show METRIC [as LABEL], … by … for … vs … where … having … sort … top … limit … with totals as … to …`.
package struct Question: Hashable, Sendable {
    package var measures: [Measure]
    package var groupings: [Grouping]
    /// `across D`: its values become columns.
    package var across: Grouping?
    package var periods: [PeriodExpression]
    package var comparisons: [Comparison]
    package var condition: Expression?
    package var having: Expression?
    package var sort: [SortKey]
    package var cut: Cut?
    package var limit: Int?
    /// Nil when the question does not say.
    package var totals: Bool?
    package var output: Output

    package init(
        measures: [Measure] = [], groupings: [Grouping] = [], across: Grouping? = nil, periods: [PeriodExpression] = [],
        comparisons: [Comparison] = [], condition: Expression? = nil, having: Expression? = nil, sort: [SortKey] = [],
        cut: Cut? = nil, limit: Int? = nil, totals: Bool? = nil, output: Output = Output()
    ) {
        self.measures = measures
        self.groupings = groupings
        self.across = across
        self.periods = periods
        self.comparisons = comparisons
        self.condition = condition
        self.having = having
        self.sort = sort
        self.cut = cut
        self.limit = limit
        self.totals = totals
        self.output = output
    }
}

/// A metric or expression to show, with the label that `as` gave it.
package struct Measure: Hashable, Sendable {
    package var expression: Expression
    package var label: Label?

    package init(_ expression: Expression, label: Label? = nil) {
        self.expression = expression
        self.label = label
    }
}

/// A word or text behind `as`.
package struct Label: Sendable {
    package var text: String
    package var span: Span
    package init(_ text: String, span: Span) {
        self.text = text
        self.span = span
    }
}

extension Label: Hashable {
    package static func == (left: Label, right: Label) -> Bool { left.text == right.text }
    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

/// What lines are grouped by.
package struct Grouping: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case expression(Expression)
        /// A bare grain word that may also be a column's name: `month`, `fiscal quarter`.
        case grain(Grain, span: Span)

        package static func == (left: Kind, right: Kind) -> Bool {
            switch (left, right) {
            case (.expression(let a), .expression(let b)): a == b
            case (.grain(let a, _), .grain(let b, _)): a == b
            default: false
            }
        }

        package func hash(into hasher: inout Hasher) {
            switch self {
            case .expression(let expression): hasher.combine(expression)
            case .grain(let grain, _): hasher.combine(grain)
            }
        }
    }

    package var kind: Kind
    package var label: Label?

    package init(_ kind: Kind, label: Label? = nil) {
        self.kind = kind
        self.label = label
    }
}

/// `vs PERIOD`, `vs previous`, `vs last year`, `vs target`.
package enum Comparison: Hashable, Sendable {
    case period(PeriodExpression)
    case previous(Span)
    case lastYear(Span)
    case target(Span)

    package static func == (left: Comparison, right: Comparison) -> Bool {
        switch (left, right) {
        case (.period(let a), .period(let b)): a == b
        case (.previous, .previous), (.lastYear, .lastYear), (.target, .target): true
        default: false
        }
    }

    package func hash(into hasher: inout Hasher) {
        if case .period(let period) = self { hasher.combine(period) }
    }
}

package struct SortKey: Hashable, Sendable {
    package var expression: Expression
    /// Nil when the question does not say: metrics then descend, everything else ascends.
    package var ascending: Bool?

    package init(_ expression: Expression, ascending: Bool?) {
        self.expression = expression
        self.ascending = ascending
    }
}

/// `top 10 by bookings with others`, `bottom 5`.
package struct Cut: Hashable, Sendable {
    package var isTop: Bool
    package var count: Int
    package var by: Expression?
    package var withOthers: Bool

    package init(isTop: Bool, count: Int, by: Expression? = nil, withOthers: Bool = false) {
        self.isTop = isTop
        self.count = count
        self.by = by
        self.withOthers = withOthers
    }
}

/// `as FORMAT to "file"`.
package struct Output: Hashable, Sendable {
    /// A name of a format, checked by the shell against the renderers that there are.
    package var format: Label?
    package var path: Label?

    package init(format: Label? = nil, path: Label? = nil) {
        self.format = format
        self.path = path
    }
}

/// `cohort METRIC [per ENTITY] by GRAIN [by D, …] [for PERIOD] [where CONDITION]`.
package struct CohortQuestion: Hashable, Sendable {
    package var measure: Measure
    /// Nil where the metric itself tells: `count(distinct orders.customer)`.
    package var entity: Expression?
    package var grain: Grain
    package var groupings: [Grouping]
    package var periods: [PeriodExpression]
    package var condition: Expression?
    package var output: Output

    package init(
        measure: Measure, entity: Expression? = nil, grain: Grain = .month, groupings: [Grouping] = [],
        periods: [PeriodExpression] = [], condition: Expression? = nil, output: Output = Output()
    ) {
        self.measure = measure
        self.entity = entity
        self.grain = grain
        self.groupings = groupings
        self.periods = periods
        self.condition = condition
        self.output = output
    }
}
