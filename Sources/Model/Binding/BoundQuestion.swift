import Language
import Values

/// A question with every name bound, every period on the calendar: all that the evaluator needs.
package struct BoundQuestion: Sendable {
    package struct Measure: Sendable {
        /// For data formats and for `sort` and `having`: `win_rate`.
        package var name: String
        /// For people: `Win rate`.
        package var label: String
        package var expression: MetricExpression
        package var kind: Kind
        /// What `vs target` sets beside it; nil where the metric has no target.
        package var target: MetricExpression?
        /// Whether less of it is what is wanted.
        package var lowerIsBetter = false

        package init(
            name: String, label: String, expression: MetricExpression, kind: Kind, target: MetricExpression? = nil
        ) {
            self.name = name
            self.label = label
            self.expression = expression
            self.kind = kind
            self.target = target
        }
    }

    package struct Dimension: Sendable {
        package enum Source: Sendable {
            /// An expression over the rows of each dataset.
            case rows([String: RowExpression], Kind)
            /// A step of time.
            case grain(Grain)
            /// Which of several `for` periods.
            case period
        }
        package var name: String
        package var label: String
        package var source: Source

        /// The step of time that it is; nil for others.
        package var grain: Grain? { if case .grain(let grain) = source { grain } else { nil } }

        package var isTime: Bool {
            if case .rows = source { return false }
            return true
        }
    }

    package struct Comparison: Sendable {
        /// How the steps of the asked period and of this one belong together.
        package enum Alignment: Hashable, Sendable {
            /// First with first, second with second.
            case byPosition
            case yearBefore
            /// So many steps (or days) back.
            case stepsBack(Grain, Int)
        }
        /// `vs 2025-Q1`.
        package var label: String
        /// Behind a measure's name: `vs_2025_q1`.
        package var suffix: String
        /// One for each asked period.
        package var periods: [ResolvedPeriod]
        package var alignments: [Alignment]
        /// Compared with the metrics' targets in the asked periods, not with another time.
        package var isTarget = false
        package var span = Span.none
    }

    package struct SortKey: Sendable {
        package var expression: MetricExpression
        package var ascending: Bool
    }

    package struct Cut: Sendable {
        package var isTop: Bool
        package var count: Int
        package var by: MetricExpression
        package var withOthers: Bool
    }

    package var measures: [Measure]
    package var aggregates: [Aggregate]
    /// In the order of the answer's columns; with `across`, its dimension is the last.
    package var dimensions: [Dimension]
    package var hasAcross: Bool
    /// The asked periods; `allTime` when the question has no `for`.
    package var periods: [ResolvedPeriod]
    package var comparisons: [Comparison]
    /// `where`, on the rows of each dataset.
    package var conditions: [String: RowExpression]
    package var having: MetricExpression?
    package var sort: [SortKey]
    package var cut: Cut?
    package var limit: Int?
    package var totals: Bool?
    package var calendar: Calendar
    package var today: Day
    /// "Win rate by region for 2017".
    package var heading: String
    package var notes: [String]
    /// Datasets in use, in order of first use.
    package var datasets: [String]
}

extension BoundQuestion {
    /// The columns that it reads.
    package var columns: [ColumnReference] {
        var expressions = Array(conditions.values)
        for aggregate in aggregates {
            expressions += [
                aggregate.argument, aggregate.condition, aggregate.time, aggregate.activeFrom, aggregate.activeTo,
                aggregate.currency, aggregate.entity,
            ].compactMap { $0 }
        }
        for case .rows(let sources, _) in dimensions.map(\.source) { expressions += sources.values }
        return expressions.flatMap(\.columns)
    }
}

/// `rows DATASET …`, bound.
package struct BoundRows: Sendable {
    package var dataset: String
    package var condition: RowExpression?
    package var columns: [(name: String, label: String, expression: RowExpression, kind: Kind)]
    package var sort: [(expression: RowExpression, ascending: Bool)]
    package var limit: Int?
    package var heading: String
    package var periods: [ResolvedPeriod]
    package var notes: [String]
}

extension BoundRows {
    /// The columns that it reads.
    package var references: [ColumnReference] {
        (columns.map(\.expression) + sort.map(\.expression) + (condition.map { [$0] } ?? [])).flatMap(\.columns)
    }
}
