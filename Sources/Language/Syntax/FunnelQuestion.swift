import Values

/// `funnel DATASET [any order] [value EXPRESSION] [by D, …] [for PERIOD, …] [where CONDITION]`.
package struct FunnelQuestion: Hashable, Sendable {
    /// What goes through the stages, or the history of its stages.
    package var dataset: Name
    /// Stages may be skipped, or come in any order.
    package var anyOrder: Bool
    /// What an entity is worth; nil for the amount that its dataset has.
    package var value: Expression?
    package var groupings: [Grouping]
    package var periods: [PeriodExpression]
    package var condition: Expression?
    package var output: Output

    package init(
        dataset: Name, anyOrder: Bool = false, value: Expression? = nil, groupings: [Grouping] = [],
        periods: [PeriodExpression] = [], condition: Expression? = nil, output: Output = Output()
    ) {
        self.dataset = dataset
        self.anyOrder = anyOrder
        self.value = value
        self.groupings = groupings
        self.periods = periods
        self.condition = condition
        self.output = output
    }
}

extension FunnelQuestion {
    package var expressions: [Expression] { [value, condition].compactMap { $0 } + groupings.compactMap(\.expression) }
}
