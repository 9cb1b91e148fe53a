import Language
import Tables
import Values

/// Carries out `load` and `dataset`: reads the files and gives the table its meaning.
extension Workspace {
    mutating func load(_ load: Load) throws(Diagnostic) -> [String] {
        let options = try ReadOptions(load.options)
        let isPattern = Self.isPattern(load.path.text)
        let paths = try files(load.path)
        if isPattern, paths.count > 1, let name = load.name {
            throw Diagnostic(
                "load-name", "`as \(name.text)` cannot name \(paths.count) datasets", at: name.span,
                remedies: ["leave it out, or read them as one: `dataset \(name.text) from \"\(load.path.text)\"`"])
        }
        var notes: [String] = []
        var loaded: Set<String> = []
        for path in paths {
            let shown = isPattern ? Self.relative(path, to: folder) : load.path.text
            let stem = load.name?.text ?? Self.datasetName(path)
            var name = stem
            // Two files of one name in a pattern (a.csv, a.tsv) are two datasets.
            var number = 2
            while loaded.contains(name) {
                name = stem + "_\(number)"
                number += 1
            }
            let table = try located(load.path.span) { () throws(Diagnostic) in
                try readTables(paths: [(path: path, displayName: shown)], options: options, snapshots: snapshots)
            }
            var dataset = Dataset(name: name, table: table, path: shown, options: load.options)
            Detection.describe(&dataset)
            Detection.findKey(&dataset)
            Detection.findMoney(&dataset)
            let before = datasets[name]
            datasets[name] = dataset
            loaded.insert(name)
            notes.append(Self.summary(dataset))
            if let before, before.path != shown { notes.append("\(name) was read from \(before.path) before") }
        }
        Detection.join(&self, new: loaded)
        return notes
    }

    mutating func define(_ definition: DatasetDefinition) throws(Diagnostic) -> [String] {
        let options = try ReadOptions(definition.options)
        let paths = try files(definition.path)
        let table = try located(definition.path.span) { () throws(Diagnostic) in
            try readTables(
                paths: paths.map { path in
                    (
                        path: path,
                        displayName: Self.isPattern(definition.path.text)
                            ? Self.relative(path, to: folder) : definition.path.text
                    )
                }, options: options, snapshots: snapshots)
        }
        let name = definition.name.text
        var dataset = Dataset(name: name, table: table, path: definition.path.text, options: definition.options)
        // Renames come first, so that every other clause can use the new names, wherever it stands.
        for clause in definition.clauses {
            if case .rename(let column, let label) = clause.kind { try dataset.rename(column, to: label) }
        }
        for clause in definition.clauses {
            if case .derive(let label, let expression) = clause.kind {
                guard dataset.columnIndex(label.text) == nil else {
                    throw Diagnostic(
                        "name-taken", "`\(name)` has a column `\(label.text)` already", at: label.span,
                        remedies: ["choose another name, or rename the column"])
                }
                dataset.columns.append(
                    Dataset.Column(name: label.text, title: label.text, origin: .derived(expression)))
            }
        }
        datasets[name] = dataset
        for clause in definition.clauses { try apply(clause, to: name) }
        if var defined = datasets[name] {
            Detection.findMoney(&defined)
            datasets[name] = defined
        }
        addDaysInStage(to: name)
        // A derived column is bound once now, so that its errors point into the definition.
        for clause in definition.clauses {
            guard case .derive(_, let expression) = clause.kind else { continue }
            let notes = BindingNotes()
            var binder = RowBinder(self, dataset: name, dimensionsFirst: false, notes: notes)
            binder.within = []
            _ = try binder.bind(expression)
            noteDepth(notes.deepest, replaces: false)
        }
        return datasets[name].map { [Self.summary($0)] } ?? []
    }

    private mutating func apply(
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
        case .join(let join): dataset.joins.append(try bound(join, of: dataset))
        case .stages(let column, let steps):
            dataset.stages = .init(
                column: try dataset.column(column).name, steps: steps.map { $0.map(\.text) })
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
        case .rename, .derive: return
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

    private func bound(_ join: Language.Join, of dataset: Dataset) throws(Diagnostic) -> Dataset.Join {
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
        let result = Dataset.Join(name: name, dataset: otherName, column: column.name, otherColumn: otherColumn)
        // Building the index now refuses a join that would multiply rows.
        do {
            _ = try indexes.index(from: dataset, result, to: other)
        } catch {
            var placed = error
            placed.span = join.column.span.joined(join.dataset.span)
            throw placed
        }
        return result
    }

    // MARK: Files

    static func isPattern(_ path: String) -> Bool { path.contains("*") || path.contains("?") }

    private func files(_ path: Label) throws(Diagnostic) -> [String] {
        try located(path.span) { () throws(Diagnostic) in
            let named = Self.isPattern(path.text) ? try matchFiles(pattern: path.text, in: folder) : [path.text]
            return named.map { Self.absolute($0, in: folder) }
        }
    }

    /// An error of reading, blamed on the path in the statement.
    private func located<Result>(
        _ span: Span, _ body: () throws(Diagnostic) -> Result
    ) throws(Diagnostic) -> Result {
        do {
            return try body()
        } catch {
            var placed = error
            placed.span = placed.span ?? span
            throw placed
        }
    }

    package static func absolute(_ path: String, in folder: String) -> String {
        path.hasPrefix("/") || folder.isEmpty ? path : folder + "/" + path
    }

    package static func relative(_ path: String, to folder: String) -> String {
        path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.utf8.count + 1)) : path
    }

    /// `crm/sales_pipeline.csv` is `sales_pipeline`.
    package static func datasetName(_ path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        let stem = file.split(separator: ".").first.map(String.init) ?? file
        let name = machineName(stem)
        return name.isEmpty ? "data" : name
    }

    /// `sales_pipeline: 8,800 rows, 8 columns (sales_pipeline.csv)`.
    static func summary(_ dataset: Dataset) -> String {
        let columns = "\(dataset.columns.count) column\(dataset.columns.count == 1 ? "" : "s") (\(dataset.path))"
        if let size = dataset.table.unreadSize {
            return "\(dataset.name): \(size >> 20) MiB, \(columns), read when asked for"
        }
        let rows = dataset.table.rowCount
        var text =
            "\(dataset.name): \(rows) row\(rows == 1 ? "" : "s"), \(columns)"
        if dataset.table.problemCount > 0 {
            text += ", \(dataset.table.problemCount) problem\(dataset.table.problemCount == 1 ? "" : "s")"
            if let first = dataset.table.problems.first { text += "; first: \(first.text)" }
        }
        return text
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

    mutating func rename(_ name: Name, to label: Label) throws(Diagnostic) {
        let column = try column(name)
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
