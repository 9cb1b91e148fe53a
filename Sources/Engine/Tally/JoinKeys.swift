import Model
import Tables
import Values

/// What lies behind a join depends on the key alone: it is looked up for each code of the key rather than each row.
extension TallyTable {
    /// For each code of the first join's key the row at the end of a chain of joins, -1 where the chain breaks.
    ///
    /// Nil where there is no join, and where the key is no text.
    func key(of joins: [Dataset.Join]) throws(Diagnostic) -> (operand: Operand, rows: [Int32])? {
        guard let first = joins.first, let position = evaluator.dataset.filePosition(first.column),
            evaluator.dataset.table.column(position).type == .text
        else { return nil }
        let workspace = evaluator.workspace
        var left = evaluator.dataset
        var rows: [Int32]?
        for join in joins {
            guard let right = workspace.datasets[join.dataset] else { return nil }
            let index = try workspace.indexes.index(from: left, join, to: right)
            if let known = rows {
                rows = known.map { $0 < 0 ? -1 : index.rows[Int($0)] }
            } else {
                rows = index.rowOfCode
            }
            left = right
        }
        guard let rows, let operand = operand(file: position), case .texts = operand.column.form else { return nil }
        return (operand, rows)
    }
}
