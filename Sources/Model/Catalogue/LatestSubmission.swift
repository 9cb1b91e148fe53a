import Language
import Tables
import Values

/// `forecasts.latest`: whether a row is what was last submitted for its period, team and category.
///
/// Sheets of forecasts keep every submission, and adding them up would count a team several times.
enum LatestSubmission {
    static let dataset = "forecasts"
    static let column = "latest"
    private static let submitted = "submitted_date"

    static func isMeant(by name: String, in dataset: Dataset) -> Bool {
        dataset.name == self.dataset && name == column
    }

    /// The column on rows that lead to the forecasts by a path: rows are of one series when all their texts and days but
    /// the day of submission are the same. Where no column tells that day, every row counts.
    static func column(of dataset: Dataset, path: JoinPath, _ binder: RowBinder) throws(Diagnostic) -> RowExpression {
        guard dataset.columnIndex(submitted) != nil else { return .constant(.boolean(true)) }
        let series = dataset.columns.indices.filter { index in
            let name = dataset.columns[index].name
            guard name != submitted, let outline = dataset.outline(index) else { return false }
            let kind = Kind(of: outline)
            return name == "period" || kind == .text || kind.isTime
        }
        func text(_ name: String) -> String { "coalesce(text(`" + name + "`), \"\")" }
        let parts = series.map { text(dataset.columns[$0].name) }
        func bound(_ source: String) throws(Diagnostic) -> RowExpression {
            try binder.bind(try parseExpression(source)).expression
        }
        let entries = HistoryColumn.Entries(
            entity: try bound(
                "concat(\"\", " + (parts.isEmpty ? ["\"\""] : parts).joined(separator: ", \"\t\", ") + ")"),
            stage: try bound("text(`\(submitted)`)"), time: try bound("`\(submitted)`"))
        return .history(HistoryColumn(path: path, entries: entries, value: .latest))
    }
}
