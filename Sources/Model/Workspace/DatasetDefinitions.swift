import Language
import Tables
import Values

/// Carries out `dataset`: reads the files and gives the table its meaning.
extension Workspace {
    mutating func define(_ definition: DatasetDefinition) throws(Diagnostic) -> [DefinitionNote] {
        var definition = definition
        let given = try source(of: definition)
        if let given {
            let told = Set(definition.options.map { $0.name.text })
            definition.options += given.source.options.filter { !told.contains($0.name.text) }
        }
        let name = definition.name.text
        let table = try readTable(definition)
        var dataset = Dataset(name: name, table: table, path: definition.path.text, options: definition.options)
        dataset.connection = definition.connection?.text
        var clauses = definition.clauses
        var tolerated = 0
        if let given {
            guard let resolved = ResolvedSource(given.source, dataset: given.dataset, titles: table.titles) else {
                throw notGiven(given, table, at: definition.path.span)
            }
            dataset.recognition = resolved.recognition
            clauses = resolved.clauses + clauses
            tolerated = resolved.clauses.count
        }
        // Renames come first, so that every other clause can use the new names, wherever it stands; then what changes
        // the rows, in its order.
        for clause in clauses {
            if case .rename(let columns, let label) = clause.kind { try dataset.rename(columns, to: label) }
        }
        for clause in clauses { try shape(&dataset, by: clause) }
        datasets[name] = dataset
        for (index, clause) in clauses.enumerated() {
            guard case .derive(let label, let expression) = clause.kind else { continue }
            if index < tolerated {
                deriveIfItFits(label, expression, of: name)
            } else {
                guard datasets[name]?.columnIndex(label.text) == nil else {
                    throw Diagnostic(
                        "name-taken", "`\(name)` has a column `\(label.text)` already", at: label.span,
                        remedies: ["choose another name, or rename the column"])
                }
                datasets[name]?.append(
                    Dataset.Column(name: label.text, title: label.text, origin: .derived(expression)))
            }
        }
        for (index, clause) in clauses.enumerated() {
            if index >= tolerated {
                try apply(clause, to: name)
            } else {
                applyIfItFits(clause, to: name)
            }
        }
        if var defined = datasets[name] {
            Detection.findMoney(&defined)
            datasets[name] = defined
        }
        addDaysInStage(to: name)
        // A derived column is bound once now, so that its errors point into the definition.
        for clause in clauses.dropFirst(tolerated) {
            guard case .derive(_, let expression) = clause.kind else { continue }
            let notes = BindingNotes()
            var binder = RowBinder(self, dataset: name, dimensionsFirst: false, notes: notes)
            binder.within = []
            _ = try binder.bind(expression)
            noteDepth(notes.deepest, replaces: false)
        }
        if given != nil { Detection.joinCanonical(&self, new: [name]) }
        return datasets[name].map { [Self.summary($0)] } ?? []
    }

    mutating func apply(
        _ clause: DatasetDefinition.Clause, to name: String
    ) throws(Diagnostic) {
        guard var dataset = datasets[name] else { return }
        switch clause.kind {
        case .key(let columns):
            dataset.key = []
            for column in columns { dataset.key.append(try dataset.column(column).name) }
        case .time(let column):
            dataset.time = try timeColumn(column, of: dataset)
        case .active(let from, let to):
            dataset.active = .init(from: try timeColumn(from, of: dataset), to: try timeColumn(to, of: dataset))
        case .join(let join):
            guard let bound = try bound(join, of: dataset), let kept = datasets[name] else { return }
            dataset = kept
            dataset.joins.append(bound)
        case .stages(let column, let steps):
            let name = try dataset.column(column).name
            dataset.stages = .init(
                column: name, steps: steps.isEmpty ? stagesFound(in: dataset, name) : steps.map { $0.map(\.text) })
        case .money(let columns, let currency):
            var names: [String] = []
            for column in columns { names.append(try dataset.column(column).name) }
            if dataset.columnIndex(currency.parts.last ?? .init("")) != nil {
                dataset.money.append(.init(columns: names, currency: .column(try dataset.column(currency).name)))
            } else if currency.parts.count == 1, currency.text.count == 3 {
                dataset.money.append(.init(columns: names, currency: .code(currency.text.uppercased())))
            } else {
                // Says which columns come near.
                _ = try dataset.column(currency)
            }
        case .rename, .derive, .drop, .fill, .merge, .unpivot: return
        }
        datasets[name] = dataset
    }

    private func timeColumn(_ name: Name, of dataset: Dataset) throws(Diagnostic) -> String {
        let column = try dataset.column(name)
        let binder = RowBinder(self, dataset: dataset.name, dimensionsFirst: false, notes: BindingNotes())
        let bound = try binder.bind(Expression(.name(name), span: name.span))
        let isBlank = dataset.columnIndex(column.name).flatMap { dataset.outline($0) }?.isBlank ?? false
        guard bound.kind.isTime || isBlank else {
            var reason = ["`\(column.name)` was read as \(bound.kind.text)"]
            if let index = dataset.columnIndex(column.name), let parsed = dataset.fileColumn(index) {
                reason += parsed.decisions
            }
            throw Diagnostic(
                "not-a-time", "`\(column.name)` is not a column of days", at: name.span, reason: reason,
                remedies: ["if it holds days in an unusual order, say so: `with dates dmy`"])
        }
        return column.name
    }

    private mutating func bound(_ join: Language.Join, of dataset: Dataset) throws(Diagnostic) -> Dataset.Join? {
        let otherName = join.dataset.text
        guard let other = datasets[otherName] else {
            let near = nearest(otherName, among: datasets.keys)
            throw Diagnostic(
                "unknown-dataset", "unknown dataset `\(otherName)`", at: join.dataset.span,
                reason: ["a dataset is defined before it is joined"],
                remedies: near.isEmpty ? ["load it first: `load \"\(otherName).csv\"`"] : [didYouMean(near)],
                replacement: near.first)
        }
        let name = join.alias?.text ?? otherName
        if dataset.joins.contains(where: { $0.name == name }) {
            throw Diagnostic(
                "join-twice", "`\(dataset.name)` joins `\(name)` twice", at: join.dataset.span,
                remedies: ["give the second one its own name: `join \(otherName) as NAME on …`"])
        }
        let column = try dataset.column(Name([join.column.parts.last ?? .init("")], span: join.column.span))
        let otherColumn: String
        if let named = join.otherColumn {
            otherColumn = try other.column(Name([named.parts.last ?? .init("")], span: named.span)).name
        } else if other.key.count == 1 {
            otherColumn = other.key[0]
        } else if let same = other.columnIndex(column.name) {
            otherColumn = other.columns[same].name
        } else {
            throw Diagnostic(
                "no-key", "`\(otherName)` has no key to join on", at: join.dataset.span,
                remedies: [
                    "declare it: `key COLUMN` in dataset `\(otherName)`, or name it here:"
                        + " `join \(otherName) on \(column.name) = \(otherName).COLUMN`"
                ])
        }
        keep(column.name, of: dataset.name)
        keep(otherColumn, of: otherName)
        guard let dataset = datasets[dataset.name], let other = datasets[otherName] else { return nil }
        let result = Dataset.Join(name: name, dataset: otherName, column: column.name, otherColumn: otherColumn)
        // What lies in a database is looked at when it is asked for.
        if dataset.table.livesElsewhere || other.table.livesElsewhere { return result }
        // Building the index now refuses a join that would multiply rows.
        do {
            try indexes.check(from: dataset, result, to: other)
        } catch {
            var placed = error
            placed.span = join.column.span.joined(join.dataset.span)
            throw placed
        }
        return result
    }
}

extension Dataset {
    /// The column of a name, or what it may have been meant to be.
    package func column(_ name: Name) throws(Diagnostic) -> Column {
        if let part = name.parts.last, name.parts.count == 1 || name.parts[0].text == self.name,
            let index = columnIndex(part)
        {
            return columns[index]
        }
        let near = nearest(name.text, among: columns.map(\.name))
        throw Diagnostic(
            "unknown-name", "`\(self.name)` has no column `\(name.text)`", at: name.span,
            reason: ["its columns are " + listed(columns.prefix(20).map { "`\($0.name)`" })],
            remedies: near.isEmpty ? [] : [didYouMean(near)], replacement: near.first)
    }

    /// Renames the first of the columns that there is.
    mutating func rename(_ names: [Name], to label: Label) throws(Diagnostic) {
        let found = names.first { $0.parts.count == 1 && columnIndex($0.parts[0]) != nil } ?? names.first
        guard let found else { return }
        let column = try column(found)
        if columnIndex(label.text) != nil, label.text != column.name {
            throw Diagnostic(
                "name-taken", "`\(self.name)` has a column `\(label.text)` already", at: label.span,
                remedies: ["choose another name"])
        }
        if let index = columnIndex(column.name) {
            columns[index].name = label.text
        }
    }
}
