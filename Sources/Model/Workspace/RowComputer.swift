import Tables
import Values

/// Computes the cells that a definition needs before any question is asked: which rows to drop, derived keys.
///
/// The evaluator of expressions lies above this module; whoever has one gives it to the workspace.
package protocol RowComputer: Sendable {
    /// The expression's value on every row of the dataset, which may have another table than the one in the workspace.
    func cells(
        of expression: RowExpression, over dataset: Dataset, in workspace: Workspace
    ) throws(Diagnostic) -> ColumnData
}
