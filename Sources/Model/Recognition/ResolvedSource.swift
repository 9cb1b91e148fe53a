import Language
import Tables
import Values

/// What a source says about one file: the clauses of its dataset that the file has the columns for, with the file's own
/// names.
struct ResolvedSource {
    private(set) var clauses: [DatasetDefinition.Clause] = []
    let recognition: Dataset.Recognition
    /// The names that the dataset's columns will have.
    private(set) var names: Set<String>
    private var derived: Set<String> = []
    private var renames: [DatasetDefinition.Clause] = []

    /// Nil when the file has no columns for the rows of this dataset.
    init?(_ source: SourceDefinition, dataset: GivenDataset, titles: [Table.Title]) {
        let spelled = SourceTitles(titles, source)
        let match = SourceMatch(source, titles)
        recognition = Dataset.Recognition(
            source: source.name.text, title: source.shownTitle, dataset: dataset.name.text,
            titles: match.map { match in titles.filter { match.columns.contains($0.name) }.map(\.title) } ?? [])
        names = Set(titles.map(\.name))
        for (column, name) in spelled.trimmed { rename(column, to: Label(name, span: .none)) }
        for clause in dataset.clauses {
            if case .rename(let columns, let label) = clause.kind { renameFirst(of: columns, to: label) }
        }
        clauses = renames
        for clause in dataset.clauses {
            if case .unpivot(let unpivot) = clause.kind {
                guard self.unpivot(unpivot, titles) else { return nil }
            }
            if let kind = fitted(clause.kind) { clauses.append(.init(kind, span: .none)) }
        }
    }

    private mutating func renameFirst(of columns: [Name], to label: Label) {
        let found = columns.map { machineName($0.text) }.first { names.contains($0) }
        guard let found, found != label.text else { return }
        if names.contains(label.text) {
            // Another column has the name: the source knows better what it is.
            rename(label.text, to: Label(unused(label.text + "_in_file"), span: .none))
        }
        rename(found, to: label)
    }

    private func unused(_ name: String) -> String {
        var candidate = name
        var number = 2
        while names.contains(candidate) {
            candidate = name + "_\(number)"
            number += 1
        }
        return candidate
    }

    private mutating func rename(_ column: String, to label: Label) {
        names.remove(column)
        names.insert(label.text)
        renames.append(.init(.rename([Name([.init(column)], span: .none)], as: label), span: .none))
    }

    /// Whether the file has columns to unpivot.
    private mutating func unpivot(_ unpivot: Unpivot, _ titles: [Table.Title]) -> Bool {
        let patterns = unpivot.patterns.map { TitlePattern($0.text) }
        let found = titles.filter { title in patterns.contains { $0.match(title.title) != nil } }
        names.subtract(found.map(\.name))
        names.formUnion([unpivot.label, unpivot.value, unpivot.previous].compactMap { $0?.text })
        return !found.isEmpty
    }

    /// The clause as far as the file has its columns; nil where it has not.
    private mutating func fitted(_ kind: DatasetDefinition.Clause.Kind) -> DatasetDefinition.Clause.Kind? {
        switch kind {
        case .rename: return nil
        case .derive(let label, let expression):
            // Of several ways to compute a column, the first that suits its cells is taken when it is defined.
            guard !names.contains(label.text) || derived.contains(label.text), has(namesIn(expression)) else {
                return nil
            }
            derived.insert(label.text)
            names.insert(label.text)
            return kind
        case .key(let columns): return has(columns) ? kind : nil
        case .time(let column): return has([column]) ? kind : nil
        case .active(let from, let to): return has([from, to]) ? kind : nil
        case .stages(let column, _): return has([column]) ? kind : nil
        case .join(let join): return has([join.column]) ? kind : nil
        case .money(let columns, let currency):
            let present = columns.filter { has([$0]) }
            let isCode = currency.text.count == 3 && currency.text == currency.text.uppercased()
            return present.isEmpty || !(has([currency]) || isCode) ? nil : .money(present, currency: currency)
        case .drop(let condition): return has(namesIn(condition)) ? kind : nil
        case .fill(let columns, let key):
            let present = columns.filter { has([$0]) }
            return present.isEmpty || !has(key) ? nil : .fill(present, per: key)
        case .merge(let key, let added): return has(key) ? .merge(per: key, adding: added.filter { has([$0]) }) : nil
        case .unpivot: return kind
        }
    }

    private func has(_ columns: [Name]) -> Bool {
        columns.allSatisfy { $0.parts.last.map { names.contains(machineName($0.text)) } ?? false }
    }
}

extension Workspace {
    /// Carries out a clause of a source; where the data do not bear it out it is left out, and that is noted.
    mutating func applyIfItFits(_ clause: DatasetDefinition.Clause, to name: String) {
        let before = datasets[name]
        do throws(Diagnostic) {
            if case .key(let columns) = clause.kind, columns.count == 1, let dataset = before,
                dataset.table.likelyRowCount <= Detection.eagerRows
            {
                let column = try dataset.column(columns[0])
                if let index = dataset.columnIndex(column.name), let cells = dataset.fileColumn(index),
                    !Detection.isUnique(cells)
                {
                    throw Diagnostic("key-repeats", "`\(column.name)` is no key, it repeats or is blank")
                }
            }
            try apply(clause, to: name)
        } catch {
            var unchanged = before
            unchanged?.decisions.append("left out `\(clauseText(clause))`: \(error.message)")
            datasets[name] = unchanged
        }
    }

    private func clauseText(_ clause: DatasetDefinition.Clause) -> String {
        let dataset = DatasetDefinition(name: Label("x", span: .none), path: Label("x", span: .none), clauses: [clause])
        let lines = printed(Statement(.dataset(dataset), span: .none)).split(separator: "\n")
        return lines.count > 1 ? lines[1].drop { $0 == " " }.description : ""
    }

    /// Derives a column as a source says, unless it was derived already or its cells are of another kind.
    mutating func deriveIfItFits(_ label: Label, _ expression: Expression, of name: String) {
        guard let before = datasets[name], before.columnIndex(label.text) == nil else { return }
        datasets[name]?.append(
            Dataset.Column(name: label.text, title: label.text, origin: .derived(expression)))
        let notes = BindingNotes()
        var binder = RowBinder(self, dataset: name, dimensionsFirst: false, notes: notes)
        binder.within = []
        if (try? binder.bind(expression)) == nil {
            datasets[name] = before
        } else {
            noteDepth(notes.deepest, replaces: false)
        }
    }

    /// Why a source does not give a dataset from a file.
    func notGiven(
        _ given: (source: SourceDefinition, dataset: GivenDataset), _ table: Table, at span: Span
    ) -> Diagnostic {
        Diagnostic(
            "source-titles",
            "`\(given.source.name.text)` gives no `\(given.dataset.name.text)` from this file", at: span,
            reason: [
                "the columns that it makes rows of are not among "
                    + listed(table.titles.prefix(12).map { "\"\($0.title)\"" })
            ],
            remedies: ["`describe \(given.source.name.text)` shows what it looks for"])
    }
}
