import Model
import Tables
import Values

/// A table whose rows live where they can be filtered and grouped without being fetched: in a database.
///
/// What it computes it computes exactly as we do, or says that it cannot.
package protocol GroupingSource: TableSource {
    /// Whether it gives the value of an expression over its rows, or those that they join.
    func canCompute(_ expression: RowExpression, in workspace: Workspace) -> Bool
    /// Whether it gives what a group's rows come to.
    func canCompute(_ measure: RowGrouping.Measure, in workspace: Workspace) -> Bool
    /// The rows in groups; nil where a sum does not fit into a cell, so that the rows themselves are needed.
    func grouped(_ grouping: RowGrouping, in workspace: Workspace) throws(Diagnostic) -> GroupedRows?
    /// Rows themselves, as many as are wanted; nil where they have to be fetched to be chosen.
    func listed(_ window: RowWindow, in workspace: Workspace) throws(Diagnostic) -> [ColumnData]?
    /// What is said to the database for it, for `explain`.
    func statement(of grouping: RowGrouping, in workspace: Workspace) throws(Diagnostic) -> String
}

/// Which rows of a dataset are wanted, in which groups, and what of each group.
package struct RowGrouping: Sendable {
    package struct Key: Hashable, Sendable {
        package var expression: RowExpression
        /// Of days: the first days of the stretches that are told apart, in order, as `Day.number`. A day stands as the
        /// first day of its stretch, one before all of them as the day before the first. Nil: every day is told apart.
        package var stretches: [Int]?
    }

    package enum Measure: Hashable, Sendable {
        /// How many rows there are, and how many have a value.
        case rows
        case present(RowExpression)
        /// Nothing where no row has a value.
        case sum(RowExpression)
        case smallest(RowExpression)
        case largest(RowExpression)
    }

    package var dataset: String
    package var condition: RowExpression?
    package var keys: [Key] = []
    package var measures: [Measure] = []
}

/// Some rows of a dataset, in an order.
package struct RowWindow: Sendable {
    package var dataset: String
    package var condition: RowExpression?
    package var columns: [RowExpression]
    /// Rows without a value come last.
    package var sort: [(expression: RowExpression, ascending: Bool)]
    package var most: Int?
}

/// Groups of rows, as columns in the order of a grouping's keys and measures.
package struct GroupedRows: Sendable {
    package var keys: [ColumnData]
    package var measures: [ColumnData]
    package var count: Int

    package init(keys: [ColumnData], measures: [ColumnData], count: Int) {
        self.keys = keys
        self.measures = measures
        self.count = count
    }
}

/// What the rows of a reduced table stand for.
struct StandingRows {
    /// How many rows.
    var counts: [Int64]
    /// By column of days that holds stretches: the first and the last day in each.
    var days: [RowExpression: (first: [Int32], last: [Int32])] = [:]

    func rows(_ row: Int) -> Int { Int(clamping: counts[row]) }
}

extension GroupingSource {
    /// The days that an expression gives; nil where the rows have to be fetched to tell.
    func daySpread(
        of expression: RowExpression, over dataset: Dataset, in workspace: Workspace
    ) throws(Diagnostic) -> DaySpread? {
        guard canCompute(expression, in: workspace) else { return nil }
        let grouping = RowGrouping(dataset: dataset.name, keys: [.init(expression: expression)])
        return try grouped(grouping, in: workspace)?.keys.first?.dayNumbers.map(DaySpread.init)
    }
}

extension RowEvaluator {
    /// For how many rows each row stands in an aggregate; nil where each stands for itself.
    func weights(of aggregate: Aggregate) throws(Diagnostic) -> [Int64]? {
        guard let weight = aggregate.weight, case .scaled(let cells, 0) = try evaluate(weight) else { return nil }
        return cells
    }
}
