/// `why METRIC [by D, …] [for PERIOD] [vs PERIOD | previous | last year] [where CONDITION] [top N]`.
package struct WhyQuestion: Hashable, Sendable {
    package var measure: Measure
    /// Each is a breakdown of its own; empty where the question is which of them tell most.
    package var groupings: [Grouping]
    package var period: PeriodExpression?
    /// Nil for the period before.
    package var comparison: Comparison?
    package var condition: Expression?
    /// How many lines each breakdown has, the rest being one line.
    package var top: Int?
    package var output: Output

    package init(
        measure: Measure, groupings: [Grouping] = [], period: PeriodExpression? = nil, comparison: Comparison? = nil,
        condition: Expression? = nil, top: Int? = nil, output: Output = Output()
    ) {
        self.measure = measure
        self.groupings = groupings
        self.period = period
        self.comparison = comparison
        self.condition = condition
        self.top = top
        self.output = output
    }

    package var expressions: [Expression] {
        [measure.expression] + groupings.compactMap(\.expression) + (condition.map { [$0] } ?? [])
    }
}
