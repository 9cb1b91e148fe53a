import Engine
import Language
import Model
import Tables
import Values

extension Session {
    /// `describe NAME`: the definition that runs, and every decision behind loaded data.
    func describe(_ name: Name) throws(Diagnostic) -> [String] {
        let text = name.text
        if name.parts.count == 1 {
            if let metric = workspace.metrics[text] { return describe(metric) }
            if let dataset = workspace.datasets[text] {
                // A metric of the catalogue may be called as its dataset is.
                let metric = workspace.metric(text).map { describe($0) + [""] } ?? []
                return metric + describe(dataset)
            }
            if let connection = workspace.connections[text] { return try describe(connection) }
            if let dimension = workspace.dimensions[text] { return describe(dimension) }
            if let source = workspace.knownSources.first(where: { $0.name.text == text }) { return describe(source) }
            if let call = CallHelp.named(text), workspace.metric(text) == nil { return call.lines }
            if let parameter = workspace.parameters[text] {
                let current = workspace.arguments[text] ?? parameter.value
                return ["$\(text) = \(printed(current))"] + (parameter.description.map { ["  " + $0] } ?? [])
            }
        }
        let owners = workspace.namedDatasets.filter { dataset in
            guard let part = name.parts.last else { return false }
            return (name.parts.count == 1 || dataset.name == name.parts[0].text) && dataset.columnIndex(part) != nil
        }
        if name.parts.count == 1, let metric = workspace.metric(text) {
            return describe(metric) + owners.map { "  also a column: `describe \($0.name).\(text)`" }
        }
        if !owners.isEmpty {
            return owners.flatMap { dataset -> [String] in
                guard let part = name.parts.last, let index = dataset.columnIndex(part) else { return [] }
                return describe(dataset.columns[index], of: dataset, inFull: true)
            }
        }
        if let lines = describeOther(name) { return lines }
        let known =
            workspace.metricNames + workspace.namedDatasets.map(\.name) + workspace.dimensions.keys
            + workspace.connections.keys
            + workspace.namedDatasets.flatMap { $0.columns.map(\.name) }
        let near = nearest(text, among: known)
        throw Diagnostic(
            "unknown-name", "nothing is called `\(text)`", at: name.span,
            remedies: near.isEmpty
                ? ["`list metrics`, `list dimensions` and `list datasets` show what there is"]
                : ["did you mean " + near.map { "`\($0)`" }.joined(separator: ", ") + "?"], replacement: near.first)
    }

    private func describe(_ dimension: Workspace.Dimension) -> [String] {
        var lines = [printed(dimension.statement)]
        for dataset in workspace.namedDatasets {
            let binder = RowBinder(workspace, dataset: dataset.name, dimensionsFirst: true, notes: BindingNotes())
            if (try? binder.bind(dimension, at: .none)) != nil { lines.append("  reached from \(dataset.name)") }
        }
        return lines + commonValues(of: dimension.name)
    }

    private func describe(_ dataset: Dataset) -> [String] {
        var lines = [head(of: dataset)]
        if let recognition = dataset.recognition { lines.append(describe(recognition)) }
        if dataset.table.files.count > 1 {
            lines.append("  files: " + dataset.table.files.joined(separator: ", "))
        }
        lines += dataset.table.decisions.map { "  " + $0 }
        if !dataset.key.isEmpty { lines.append("  key \(dataset.key.joined(separator: ", "))") }
        if let time = dataset.time { lines.append("  time \(time)") }
        if let active = dataset.active { lines.append("  active from \(active.from) to \(active.to)") }
        for join in dataset.joins { lines.append("  " + describe(join, of: dataset)) }
        if let stages = dataset.stages {
            lines.append(
                "  stages \(stages.column): "
                    + stages.steps.map { $0.joined(separator: " | ") }.joined(separator: " > "))
        }
        for money in dataset.money {
            let currency =
                switch money.currency {
                case .code(let text), .column(let text): text
                }
            lines.append("  money \(money.columns.joined(separator: ", ")) in \(currency)")
        }
        if !dataset.decisions.isEmpty {
            lines.append("  detected:")
            lines += dataset.decisions.map { "    " + $0 }
        }
        lines.append("  columns:")
        for column in dataset.columns { lines += describe(column, of: dataset, inFull: false).map { "    " + $0 } }
        if dataset.table.livesElsewhere { return lines }
        let parsed = dataset.columns.indices.compactMap { dataset.fileColumn($0) }.flatMap(\.problems)
        let problems = dataset.table.problems + parsed
        let count = dataset.table.problemCount + parsed.count
        if count > 0 {
            lines.append("  \(grouped(count)) problem\(count == 1 ? "" : "s") in the data:")
            lines += problems.prefix(20).map { "    " + $0.text }
            if count > 20 { lines.append("    …") }
        }
        return lines
    }

    private func head(of dataset: Dataset) -> String {
        let place = (dataset.connection.map { $0 + " " } ?? "") + "\"\(dataset.path)\""
        let head = "dataset \(dataset.name) from \(place): "
        if dataset.table.livesElsewhere { return head + "in the database, asked when needed" }
        let rows = dataset.table.rowCount
        return head + "\(grouped(rows)) row\(rows == 1 ? "" : "s")"
    }

    private func describe(_ join: Dataset.Join, of dataset: Dataset) -> String {
        var text = "join \(join.dataset)"
        if join.name != join.dataset { text += " as \(join.name)" }
        text += " on \(join.column) = \(join.dataset).\(join.otherColumn)"
        guard let other = workspace.datasets[join.dataset], !dataset.table.livesElsewhere, !other.table.livesElsewhere,
            let index = try? workspace.indexes.index(from: dataset, join, to: other)
        else { return text }
        if index.orphanCount > 0 {
            text +=
                "; \(grouped(index.orphanCount)) rows have no partner (missing), for example "
                + index.orphanExamples.map { "\"\($0)\"" }.joined(separator: ", ")
        }
        if index.blankCount > 0 { text += "; \(grouped(index.blankCount)) rows have no \(join.column)" }
        if index.orphanCount == 0 && index.blankCount == 0 { text += "; every row has its partner" }
        return text
    }

    private func describe(_ column: Dataset.Column, of dataset: Dataset, inFull: Bool) -> [String] {
        let name = inFull ? dataset.name + "." + column.name : column.name
        if let expression = dataset.derivation(of: column) {
            return ["\(name) = \(printed(expression))  (derived)"]
        }
        guard case .file(let position) = column.origin else {
            return ["\(name): days from the row's entry to the next stage"]
        }
        if dataset.table.livesElsewhere, !inFull {
            let title = column.title == column.name ? "" : ", called \"\(column.title)\" there"
            return ["\(name): \(dataset.table.outline(position).type.text)\(title)"]
        }
        let parsed = dataset.table.column(position)
        var text = "\(name): \(parsed.type.text)"
        if let currency = parsed.currency { text += " \(currency)" }
        if column.title != column.name { text += ", titled \"\(column.title)\"" }
        if parsed.missingCount > 0 { text += ", \(grouped(parsed.missingCount)) missing" }
        if case .texts(_, let dictionary) = parsed.data {
            text += ", \(grouped(dictionary.texts.count)) different"
        }
        return [text] + parsed.decisions.map { "  " + $0 }
    }
}
