import Values

/// `scorecard sales by team for 2026-Q2`: the metrics of a department, each with its target, changes and trend.
package struct ScorecardQuestion: Hashable, Sendable {
    /// Nil for all of them.
    package var department: Department?
    package var groupings: [Grouping]
    /// At most one; none for the last whole month or quarter.
    package var periods: [PeriodExpression]
    package var condition: Expression?
    package var output: Output

    package init(
        department: Department? = nil, groupings: [Grouping] = [], periods: [PeriodExpression] = [],
        condition: Expression? = nil, output: Output = Output()
    ) {
        self.department = department
        self.groupings = groupings
        self.periods = periods
        self.condition = condition
        self.output = output
    }
}
