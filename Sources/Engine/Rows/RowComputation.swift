import Model
import Tables
import Values

/// Row expressions for definitions.
package struct RowComputation: RowComputer {
    package init() {}

    package func cells(
        of expression: RowExpression, over dataset: Dataset, in workspace: Workspace
    ) throws(Diagnostic) -> ColumnData {
        try RowEvaluator(workspace, dataset).evaluate(expression)
    }
}
