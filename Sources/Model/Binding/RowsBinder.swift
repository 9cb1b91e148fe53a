import Language
import Values

/// Binds `rows DATASET where … for … sort …`.
package struct RowsBinder {
    let workspace: Workspace

    package init(_ workspace: Workspace) { self.workspace = workspace }

    package func bind(_ question: RowsQuestion) throws(Diagnostic) -> BoundRows {
        let name = question.dataset.parts.last?.text ?? ""
        guard question.dataset.parts.count == 1, let dataset = workspace.datasets[name] else {
            let near = nearest(question.dataset.text, among: workspace.datasets.keys)
            throw Diagnostic(
                "unknown-dataset", "unknown dataset `\(question.dataset.text)`", at: question.dataset.span,
                reason: workspace.datasets.isEmpty ? ["no data is loaded"] : [],
                remedies: near.isEmpty
                    ? [workspace.datasets.isEmpty ? "load \"file.csv\"" : "`list datasets` shows them"]
                    : [didYouMean(near)], replacement: near.first)
        }
        let notes = BindingNotes()
        let binder = RowBinder(workspace, dataset: name, dimensionsFirst: false, notes: notes)
        var columns: [(name: String, label: String, expression: RowExpression, kind: Kind)] = []
        for column in dataset.columns {
            notes.beginAnother()
            // The column's own name, in backquotes, so that a dimension of the same name does not stand before it.
            let expression = Expression(.name(Name([.init(column.name)], span: .none)), span: .none)
            let bound = try binder.bind(expression)
            let isRenamed = machineName(column.title) != column.name
            columns.append((column.name, isRenamed ? column.name : column.title, bound.expression, bound.kind))
        }
        var condition = try question.condition.map { (condition) throws(Diagnostic) in try binder.condition(condition) }
        let resolver = PeriodResolver(workspace)
        var periods: [ResolvedPeriod] = []
        if !question.periods.isEmpty {
            guard let time = dataset.time else {
                throw Diagnostic(
                    "no-time-axis", "`\(name)` has no time axis, so no period can select its rows",
                    at: question.periods[0].span,
                    remedies: ["compare a column instead: `where COLUMN in \(printed(question.periods[0]))`"])
            }
            let axis = Expression(.name(Name([.init(time)], span: .none)), span: question.periods[0].span)
            var inside: RowExpression?
            for period in question.periods {
                periods.append(try resolver.resolve(period))
                let test = try binder.bind(Expression(.within(axis, period, negated: false), span: period.span))
                    .expression
                inside = inside.map { .or($0, test) } ?? test
            }
            if let inside { condition = condition.map { .and($0, inside) } ?? inside }
        }
        var sort: [(expression: RowExpression, ascending: Bool)] = []
        for key in question.sort {
            sort.append((try binder.bind(key.expression).expression, key.ascending ?? true))
        }
        var heading = "Rows of \(name)"
        if !periods.isEmpty { heading += " for " + periods.map(\.period.label).joined(separator: ", ") }
        if let condition = question.condition { heading += " where " + workspace.text(of: condition) }
        return BoundRows(
            dataset: name, condition: condition, columns: columns, sort: sort, limit: question.limit, heading: heading,
            periods: periods, notes: notes.all)
    }
}
