import Values

/// Datasets and sources, a clause a line.
extension StatementPrinter {
    func lines(of dataset: DatasetDefinition) -> [Line] {
        let head =
            "dataset \(definitionName(dataset.name)) from "
            + (dataset.connection.map { definitionName($0) + " " } ?? "") + quoted(dataset.path.text)
            + sheet(dataset.options)
            + (dataset.source.map { " as " + printed($0) } ?? "") + options(dataset.options)
        // The statement's own place is not known here, but nothing of it stands before its name.
        let start = dataset.name.span.start
        guard !dataset.clauses.isEmpty else { return [Line(text: head, start: start)] }
        let clauses = dataset.clauses.map { Line(text: clause($0.kind), indent: 2, start: $0.span.start) }
        return [Line(text: head + " {", start: start)] + clauses + [Line(text: "}", start: .max)]
    }

    private func clause(_ kind: DatasetDefinition.Clause.Kind) -> String {
        switch kind {
        case .key(let columns): return "key " + named(columns)
        case .time(let column): return "time " + printed(column)
        case .active(let from, let to): return "active from \(printed(from)) to \(printed(to))"
        case .join(let join):
            return "join " + definitionName(join.dataset) + (join.alias.map { " as " + definitionName($0) } ?? "")
                + " on " + printed(join.column) + (join.otherColumn.map { " = " + printed($0) } ?? "")
        case .rename(let columns, let name):
            return "rename \(columns.map { printed($0) }.joined(separator: " | ")) as \(definitionName(name))"
        case .derive(let name, let expression): return "derive \(definitionName(name)) = \(text(expression))"
        case .stages(let column, let steps):
            let texts = steps.map { $0.map { stageName($0.text) }.joined(separator: " | ") }
            if steps.isEmpty { return "stages " + printed(column) }
            return "stages \(printed(column)): " + texts.joined(separator: " > ")
        case .money(let columns, let currency):
            return "money " + named(columns) + " in " + printed(currency)
        case .drop(let condition): return "drop rows where " + text(condition)
        case .fill(let columns, let key):
            return "fill \(named(columns)) down" + (key.isEmpty ? "" : " per " + named(key))
        case .merge(let key, let added):
            return "merge rows per " + named(key) + (added.isEmpty ? "" : " adding " + named(added))
        case .unpivot(let unpivot):
            return "unpivot \(unpivot.patterns.map { quoted($0.text) }.joined(separator: " | ")) as "
                + "\(definitionName(unpivot.label)), \(definitionName(unpivot.value))"
                + (unpivot.previous.map { " after " + definitionName($0) } ?? "")
        }
    }

    private func named(_ names: [Name]) -> String { names.map { printed($0) }.joined(separator: ", ") }

    // MARK: Sources

    func lines(of source: SourceDefinition) -> [Line] {
        let head = "source " + definitionName(source.name) + (source.title.map { " " + quoted($0) } ?? "")
        let inner = source.clauses.flatMap { lines(of: $0) }
        return [Line(text: head + options(source.options) + " {", start: source.name.span.start)] + inner
            + [Line(text: "}", start: .max)]
    }

    private func lines(of clause: SourceDefinition.Clause) -> [Line] {
        func line(_ word: String, _ titles: [[Name]]) -> [Line] {
            let spelled = titles.map { $0.map { printed($0) }.joined(separator: " | ") }
            return [Line(text: word + " " + spelled.joined(separator: ", "), indent: 2, start: clause.span.start)]
        }
        switch clause.kind {
        case .needs(let titles): return line("needs", titles)
        case .also(let titles): return line("also", titles)
        case .unless(let titles): return line("unless", titles)
        case .trim(let patterns):
            let text = "trim " + patterns.map { quoted($0.text) }.joined(separator: ", ")
            return [Line(text: text, indent: 2, start: clause.span.start)]
        case .gives(let given):
            let head = "gives " + definitionName(given.name)
            if given.clauses.isEmpty { return [Line(text: head, indent: 2, start: clause.span.start)] }
            let inner = given.clauses.map { Line(text: self.clause($0.kind), indent: 4, start: $0.span.start) }
            return [Line(text: head + " {", indent: 2, start: clause.span.start)] + inner
                + [Line(text: "}", indent: 2, start: clause.span.end - 1)]
        }
    }
}
