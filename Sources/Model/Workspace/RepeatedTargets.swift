import Tables
import Values

extension Workspace {
    /// Rows of targets that differ in nothing but the value, which adds up to twice of what was meant where one was
    /// corrected without taking the other out; nil where there are none.
    ///
    /// - Parameter rows: those that count; nil for all.
    func repeatedTargets(
        of metric: String, _ dataset: Dataset, value: RowExpression, rows: [Int]? = nil
    ) -> String? {
        let values = Set(value.columns.map(\.position))
        let cells = dataset.columns.indices.compactMap { index -> ColumnData? in
            guard case .file(let position) = dataset.columns[index].origin, !values.contains(position),
                !Self.remarks.contains(dataset.columns[index].name)
            else { return nil }
            return dataset.table.column(position).data
        }
        guard !cells.isEmpty else { return nil }
        var firstRow: [[Value]: Int] = [:]
        var repeated: (first: Int, second: Int, key: [Value])?
        var count = 0
        for row in rows ?? Array(0..<dataset.table.rowCount) {
            let key = cells.map { $0.value(at: row) }
            guard let first = firstRow[key] else {
                firstRow[key] = row
                continue
            }
            count += 1
            repeated = repeated ?? (first, row, key)
        }
        guard let repeated else { return nil }
        let what = repeated.key.filter { !$0.isMissing }.map(\.plainText).joined(separator: ", ")
        let more = count > 1 ? ", and \(count - 1) more" : ""
        return "the target of \(metric) for \(what) is set twice, in data rows \(repeated.first + 1) and"
            + " \(repeated.second + 1)\(more): they are added up"
    }
}
