import Model
import Tables
import Values

/// The rows of one dataset that a question looks at along one time axis, with the group that each belongs to.
struct Scan {
    var dataset: String
    /// Positions of the aggregates that run over this scan.
    var aggregates: [Int]
    /// The column that periods select by; nil for balances and where there is no time axis.
    var time: RowExpression?
    var isBalance: Bool
    /// Rows that pass the question's `where` and the condition of at least one of the aggregates.
    var selected: [Bool]
    /// The group of each row, -1 where the row does not count.
    var groups: [Int32] = []
}
