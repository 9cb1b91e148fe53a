import Values

/// `forecast METRIC [by D, …] [for PERIOD] for next N STEPS [where CONDITION]`.
package struct ForecastQuestion: Hashable, Sendable {
    package var measure: Measure
    package var groupings: [Grouping]
    /// What is learned from; nil for all that there is.
    package var history: PeriodExpression?
    /// What is asked for: `next 3 months`, `next quarter`.
    package var horizon: PeriodExpression
    package var condition: Expression?
    package var output: Output

    package init(
        measure: Measure, groupings: [Grouping] = [], history: PeriodExpression? = nil, horizon: PeriodExpression,
        condition: Expression? = nil, output: Output = Output()
    ) {
        self.measure = measure
        self.groupings = groupings
        self.history = history
        self.horizon = horizon
        self.condition = condition
        self.output = output
    }

    package var expressions: [Expression] {
        [measure.expression] + groupings.compactMap(\.expression) + (condition.map { [$0] } ?? [])
    }
}

extension PeriodExpression {
    /// The steps that lie ahead, and how many of them: `next 3 months`, `next month`; nil for other periods.
    package var stepsAhead: (grain: Grain, count: Int)? {
        switch kind {
        case .steps(let grain, let count, isNext: true): (grain, count)
        case .step(let grain, offset: 1): (grain, 1)
        default: nil
        }
    }
}
