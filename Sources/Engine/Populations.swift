import Language
import Model
import Values

/// The rows that stand behind a line of an answer.
package enum Population: Hashable, Sendable {
    /// No rows, such as a month without any.
    case none
    /// Those of a dataset where a condition holds.
    case condition(dataset: String, Expression)
    /// Rows of a dataset by their place, from 0.
    case rows(dataset: String, [Int32])
}

extension Evaluator {
    /// For each row of a dataset whether it stands behind a line; nil where no rows do.
    package func rows(behind population: Population) throws(Diagnostic) -> (dataset: String, isMeant: [Bool])? {
        switch population {
        case .none: return nil
        case .rows(let name, let rows):
            guard let dataset = workspace.datasets[name] else { return nil }
            var isMeant = [Bool](repeating: false, count: dataset.table.rowCount)
            for row in rows where isMeant.indices.contains(Int(row)) { isMeant[Int(row)] = true }
            return (name, isMeant)
        case .condition(let name, let condition):
            guard let dataset = workspace.datasets[name] else { return nil }
            let binder = RowBinder(workspace, dataset: name, dimensionsFirst: false, notes: BindingNotes())
            let evaluator = RowEvaluator(workspace, dataset, isInterrupted: isInterrupted)
            return (name, try evaluator.mask(try binder.condition(condition)).map { $0 == 1 })
        }
    }
}
