import Language
import Tables
import Values

/// A dataset called `targets` with the columns metric, period and value, and any dimensions, sets targets of all metrics
/// that it names.
///
/// A copy of it that no name leads to stands behind them, as the file of a `target` does.
extension Workspace {
    package static let sharedTargets = "targets of metrics"
    private static let metricColumns = ["metric", "kpi"]
    private static let valueColumns = ["value", "target", "goal", "amount"]
    /// Columns that divide nothing.
    static let remarks: Set<String> = ["currency", "unit", "note", "notes", "comment", "comments"]

    /// Keeps the copy as the dataset is after a statement.
    mutating func shareTargets(after statement: Statement) {
        switch statement.kind {
        case .metric, .dimension, .calendar, .constant, .parameter, .target: return
        default: break
        }
        guard var dataset = datasets["targets"], column(Self.metricColumns, of: dataset) != nil,
            column(Self.valueColumns, of: dataset) != nil
        else {
            datasets[Self.sharedTargets] = nil
            return
        }
        dataset.name = Self.sharedTargets
        dataset.isTarget = true
        datasets[Self.sharedTargets] = dataset
    }

    private func column(_ names: [String], of dataset: Dataset) -> String? {
        names.first { dataset.columnIndex($0) != nil }
    }

    /// What a metric should reach: its `target`, else what the dataset of targets says; nil where neither has any.
    package func target(of metric: Metric, at span: Span) throws(Diagnostic) -> Target? {
        if let defined = targets[metric.name] { return try target(of: defined, at: span) }
        guard let dataset = datasets[Self.sharedTargets], let key = column(Self.metricColumns, of: dataset),
            let value = column(Self.valueColumns, of: dataset), let index = dataset.columnIndex(key),
            let cells = dataset.fileColumn(index)?.data
        else { return nil }
        var spellings: [Value: Bool] = [:]
        let rows = (0..<cells.count).filter { row in
            let cell = cells.value(at: row)
            if let known = spellings[cell] { return known }
            let isMeant = self.metric(machineName(cell.plainText))?.name == metric.name
            spellings[cell] = isMeant
            return isMeant
        }
        guard !rows.isEmpty else { return nil }
        let binder = RowBinder(self, dataset: dataset.name, dimensionsFirst: false, notes: BindingNotes())
        func bound(_ column: String) throws(Diagnostic) -> Typed<RowExpression> {
            try binder.bind(Expression(.name(Name([.init(column, isQuoted: true)], span: span)), span: span))
        }
        var amount = try bound(value)
        // Amounts and percentages in one column are texts.
        if amount.kind == .text {
            amount = try binder.bind(
                parseExpression(
                    "if right(`\(value)`, 1) = \"%\" then number(trim(replace(`\(value)`, \"%\", \"\"))) / 100"
                        + " else number(trim(`\(value)`))"))
        }
        guard amount.kind.isNumber else {
            throw Diagnostic(
                "wrong-kind", "`targets.\(value)` is a \(amount.kind.text), not a number", at: span,
                remedies: ["the column of values holds numbers"])
        }
        let axis = try time(besides: [key, value], dataset, binder, rows, at: span)
        let dimensions = dataset.columns.map(\.name).filter { name in
            name != key && name != value && name != axis.column && !Self.remarks.contains(name)
                && isSet(name, in: dataset, rows)
        }
        try refuseMixed(dimensions, axis.column, dataset, rows, metric, at: span)
        return Target(
            metric: metric.name, dataset: dataset.name, dimensions: dimensions, time: axis.start,
            value: amount.expression, kind: amount.kind, grain: axis.grain,
            condition: .isIn(try bound(key).expression, spellings.filter(\.value).keys.sorted()),
            repeats: repeatedTargets(of: metric.name, dataset, value: amount.expression, rows: rows),
            statement: nil)
    }

    /// The column of periods: the first that is called so, else any that holds them.
    private func time(
        besides taken: [String], _ dataset: Dataset, _ binder: RowBinder, _ rows: [Int], at span: Span
    ) throws(Diagnostic) -> (column: String, start: RowExpression, grain: Grain) {
        let names = dataset.columns.map(\.name).filter { !taken.contains($0) }
        let called = ["period", "month", "quarter", "year", "date"].filter(names.contains)
        for name in called + names.filter({ !called.contains($0) }) {
            if let (start, grain) = try time(of: name, isTold: false, dataset, binder, rows: rows, at: span) {
                return (name, start, grain)
            }
        }
        throw Diagnostic(
            "no-time-axis", "no column of `targets` holds days or periods", at: span,
            reason: ["its columns are " + listed(dataset.columns.map { "`\($0.name)`" })],
            remedies: ["periods are written 2026-01, 2026-Q1, Jan 2026, 2026 or FY2026-Q1"])
    }

    private func isSet(_ column: String, in dataset: Dataset, _ rows: [Int]) -> Bool {
        guard let index = dataset.columnIndex(column), let cells = dataset.fileColumn(index)?.data else { return false }
        return rows.contains { !cells.value(at: $0).isMissing }
    }

    /// A row for all beside rows for each would count twice where targets are added up.
    private func refuseMixed(
        _ dimensions: [String], _ time: String, _ dataset: Dataset, _ rows: [Int], _ metric: Metric, at span: Span
    ) throws(Diagnostic) {
        let columns = ([time] + dimensions).compactMap {
            dataset.columnIndex($0).flatMap { dataset.fileColumn($0)?.data }
        }
        guard columns.count == dimensions.count + 1, let periods = columns.first else { return }
        for (name, cells) in zip(dimensions, columns.dropFirst()) {
            var blank: [Value: Int] = [:]
            var set: Set<Value> = []
            for row in rows {
                if cells.value(at: row).isMissing {
                    blank[periods.value(at: row)] = row
                } else {
                    set.insert(periods.value(at: row))
                }
            }
            guard let (period, row) = blank.filter({ set.contains($0.key) }).min(by: { $0.value < $1.value }) else {
                continue
            }
            throw Diagnostic(
                "mixed-targets", "targets of `\(metric.name)` for \(period.plainText) stand with and without `\(name)`",
                at: span,
                reason: [
                    "data row \(row + 1) of `targets` has no `\(name)`, others of the same period do: added up, they"
                        + " would count twice"
                ], remedies: ["keep the rows of one kind, or those for all in a file of their own: `target … from`"])
        }
    }
}
