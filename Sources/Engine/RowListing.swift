import Language
import Model
import Tables
import Values

extension Evaluator {
    /// The rows of a dataset themselves.
    /// - Parameter most: how many to give when the question has no `limit`; nil for all.
    package func answer(_ question: RowsQuestion, most: Int?) throws(Diagnostic) -> Answer {
        try workspace.withRoom(for: question.expressions) { () throws(Diagnostic) in try listed(question, most: most) }
    }

    private func listed(_ question: RowsQuestion, most: Int?) throws(Diagnostic) -> Answer {
        // Most columns are only shown, so texts need no codes.
        if let table = workspace.datasets[question.dataset.text]?.table, !table.source.livesElsewhere {
            try table.prepare(table.titles.indices, wantsCodes: false, isInterrupted: isInterrupted)
        }
        var bound = try RowsBinder(workspace).bind(question)
        while try workspace.parseGuessed(bound.references, isInterrupted: isInterrupted) {
            bound = try RowsBinder(workspace).bind(question)
        }
        return try listed(bound, most: question.limit ?? most)
    }

    /// - Parameters:
    ///   - isMeant: the rows among which the question chooses; nil for all.
    ///   - most: how many to give; nil for all.
    func listed(_ bound: BoundRows, isMeant: [Bool]? = nil, most: Int?) throws(Diagnostic) -> Answer {
        guard let dataset = workspace.datasets[bound.dataset] else {
            return Answer(heading: bound.heading, columns: [], lineCount: 0)
        }
        if isMeant == nil, let answer = try listedElsewhere(bound, dataset, most: most) { return answer }
        let evaluator = RowEvaluator(workspace, dataset, isInterrupted: isInterrupted)
        // Where nothing chooses or orders rows, only those that are shown are ever listed.
        let isPlain = bound.condition == nil && bound.sort.isEmpty && isMeant == nil
        let listed = isPlain ? min(evaluator.rowCount, max(0, most ?? .max)) : evaluator.rowCount
        var rows = (0..<Int32(clamping: listed)).map { $0 }
        if let isMeant { rows = rows.filter { isMeant.indices.contains(Int($0)) && isMeant[Int($0)] } }
        if let condition = bound.condition {
            let mask = try evaluator.mask(condition)
            rows = rows.filter { mask[Int($0)] == 1 }
        }
        for key in bound.sort.reversed() {
            let order = try evaluator.evaluate(key.expression).orderKeys
            // A stable sort by the last key first leaves the first key deciding; missing cells come last.
            let sorted = rows.enumerated().sortedUnlessStopped { first, second in
                let a = order[Int(first.element)]
                let b = order[Int(second.element)]
                if a == b { return first.offset < second.offset }
                if a == Int64.min || b == Int64.min { return b == Int64.min }
                return key.ascending ? a < b : a > b
            }
            rows = sorted.map(\.element)
        }
        let all = isPlain ? evaluator.rowCount : rows.count
        if let most { rows = Array(rows.prefix(max(0, most))) }
        func targets() -> [Int32] {
            var targets = [Int32](repeating: -1, count: evaluator.rowCount)
            for row in rows { targets[Int(row)] = 0 }
            return targets
        }
        var columns: [AnswerCells] = []
        for column in bound.columns {
            if case .column(let reference) = column.expression, reference.path.joins.isEmpty {
                columns.append(AnswerCells(of: dataset.table.column(reference.position), rows: rows))
            } else {
                let computed = try evaluator.evaluate(column.expression, counting: targets())
                columns.append(AnswerCells(rows.map { computed.value(at: Int($0)) }))
            }
        }
        try workspace.refuseUnread([bound.dataset])
        return Self.answer(bound, columns, shown: rows.count, of: all, outOf: evaluator.rowCount)
    }

    /// The rows of a dataset in a database, chosen, ordered and cut there; nil where they have to be fetched for it.
    private func listedElsewhere(
        _ bound: BoundRows, _ dataset: Dataset, most: Int?
    ) throws(Diagnostic) -> Answer? {
        guard let source = dataset.table.source as? any GroupingSource else { return nil }
        let window = RowWindow(
            dataset: bound.dataset, condition: bound.condition, columns: bound.columns.map(\.expression),
            sort: bound.sort, most: most)
        guard let cells = try source.listed(window, in: workspace) else { return nil }
        let columns = cells.map { data in AnswerCells((0..<data.count).map { data.value(at: $0) }) }
        let shown = columns.first?.count ?? 0
        var all = shown
        if let most, shown >= most {
            let counting = RowGrouping(dataset: bound.dataset, condition: bound.condition, measures: [.rows])
            let count = try source.grouped(counting, in: workspace)?.measures.first?.value(at: 0)
            if case .number(let number)? = count { all = Int(clamping: number.wholeNumber ?? 0) } else { all = 0 }
        }
        return Self.answer(bound, columns, shown: shown, of: all, outOf: dataset.table.rowCount)
    }

    private static func answer(
        _ bound: BoundRows, _ cells: [AnswerCells], shown: Int, of all: Int, outOf rowCount: Int
    ) -> Answer {
        let columns = zip(bound.columns, cells).map { column, cells in
            var unit = Unit.number
            if case .number(let known) = column.kind { unit = known }
            return Answer.Column(
                name: column.name, label: column.label, role: .dimension, unit: unit,
                isNumeric: column.kind.isNumber, cells: cells)
        }
        var notes = bound.notes
        if shown < all && bound.limit == nil {
            notes.append("the first \(grouped(shown)) of \(grouped(all)) rows; `limit N` or `as csv` gives more")
        }
        return Answer(
            heading: bound.heading, provenance: "\(grouped(all)) of \(grouped(rowCount)) rows", columns: columns,
            lineCount: shown, notes: notes)
    }

    /// The values of a dimension or column with how many rows have each, most first.
    package func values(of expression: Expression) throws(Diagnostic) -> Answer {
        try workspace.withRoom(for: [expression]) { () throws(Diagnostic) in try listed(expression) }
    }

    private func listed(_ expression: Expression) throws(Diagnostic) -> Answer {
        let names = workspace.namedDatasets.map(\.name).filter { name in
            let binder = RowBinder(workspace, dataset: name, dimensionsFirst: true, notes: BindingNotes())
            return (try? binder.bind(expression)) != nil
        }
        // The dataset that has the column itself is meant before one that only leads to it.
        let own = names.filter { name in
            guard case .name(let column) = expression.kind, let part = column.parts.last else { return false }
            if column.parts.count == 2 { return column.parts[0].text == name }
            return workspace.datasets[name]?.columnIndex(part) != nil
        }
        guard let dataset = own.first ?? names.first, let target = workspace.datasets[dataset] else {
            let first = workspace.datasets.keys.first ?? ""
            _ = try RowBinder(workspace, dataset: first, dimensionsFirst: true, notes: BindingNotes()).bind(expression)
            return Answer(heading: "Values", columns: [], lineCount: 0)
        }
        let binder = RowBinder(workspace, dataset: dataset, dimensionsFirst: true, notes: BindingNotes())
        let bound = try binder.bind(expression)
        let (codes, rows) = try codes(of: bound.expression, over: target)
        var counts = [Int](repeating: 0, count: codes.values.count)
        for (row, code) in codes.codes.enumerated() { counts[Int(code)] += rows.map { Int(clamping: $0[row]) } ?? 1 }
        let order = counts.indices.filter { counts[$0] > 0 }.sorted { first, second in
            counts[first] != counts[second]
                ? counts[first] > counts[second] : LineKeys.named(codes.values[first], before: codes.values[second])
        }
        try workspace.refuseUnread([dataset])
        let total = max(1, target.table.rowCount)
        let name = printed(expression)
        return Answer(
            heading: "Values of \(name)", provenance: "\(grouped(target.table.rowCount)) rows of \(dataset)",
            columns: [
                .init(
                    name: machineName(name), label: name, role: .dimension, unit: .number,
                    isNumeric: bound.kind.isNumber, cells: order.map { codes.values[$0] }),
                .init(
                    name: "rows", label: "rows", role: .metric, unit: .count, isNumeric: true,
                    cells: order.map { .number(ExactDecimal(counts[$0])) }),
                .init(
                    name: "share", label: "share", role: .metric, unit: .percent, isNumeric: true,
                    cells: order.map { .float(Double(counts[$0]) / Double(total)) }),
            ], lineCount: order.count)
    }

    /// The values of an expression; of rows in a database one of each, with how many rows it stands for.
    private func codes(
        of expression: RowExpression, over dataset: Dataset
    ) throws(Diagnostic) -> (codes: GroupCodes, rows: [Int64]?) {
        if let source = dataset.table.source as? any GroupingSource, source.canCompute(expression, in: workspace) {
            let grouping = RowGrouping(
                dataset: dataset.name, keys: [.init(expression: expression)], measures: [.rows])
            if let groups = try source.grouped(grouping, in: workspace), let key = groups.keys.first,
                case .scaled(let rows, 0)? = groups.measures.first
            {
                return (GroupCodes(key), rows)
            }
        }
        return (GroupCodes(try RowEvaluator(workspace, dataset).evaluate(expression)), nil)
    }
}
