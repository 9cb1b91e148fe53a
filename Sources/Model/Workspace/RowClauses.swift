import Language
import Tables
import Values

/// Carries out the clauses of a dataset that change its rows.
extension Workspace {
    /// Does nothing for other clauses.
    mutating func shape(_ dataset: inout Dataset, by clause: DatasetDefinition.Clause) throws(Diagnostic) {
        switch clause.kind {
        case .drop(let condition): try drop(condition, from: &dataset)
        case .fill(let columns, let key):
            let filled = try positions(of: columns, in: dataset)
            dataset.table = dataset.table.filling(
                filled, per: try positions(of: key, in: dataset),
                decision: "blank cells of \(quotedNames(columns)) take the value above")
        case .merge(let key, let added):
            let before = dataset.table
            let merged = before.merging(
                per: try positions(of: key, in: dataset), adding: try numbers(added, in: dataset),
                decision: "rows of the same \(quotedNames(key)) merged")
            dataset.table = merged
        case .unpivot(let unpivot): try self.unpivot(&dataset, unpivot, at: clause.span)
        default: return
        }
        dataset.shaping.append(clause.kind)
    }

    private mutating func drop(_ condition: Expression, from dataset: inout Dataset) throws(Diagnostic) {
        guard let rowComputer else {
            throw Diagnostic(
                "no-computer", "rows cannot be dropped here", at: condition.span,
                reason: ["nothing computes conditions in this place"])
        }
        datasets[dataset.name] = dataset
        let binder = RowBinder(self, dataset: dataset.name, dimensionsFirst: false, notes: BindingNotes())
        let bound = try binder.bind(condition)
        guard bound.kind == .boolean else {
            throw Diagnostic(
                "not-a-condition", "rows are dropped by a condition, this is a \(bound.kind.text)", at: condition.span,
                remedies: ["compare it: `drop rows where \(printed(condition)) = …`"])
        }
        guard case .booleans(let drops) = try rowComputer.cells(of: bound.expression, over: dataset, in: self) else {
            return
        }
        let count = drops.count { $0 == 1 }
        if count == 0 { return }
        dataset.table = dataset.table.keeping(
            drops.map { $0 == 1 ? 0 : 1 },
            decision: "\(count) row\(count == 1 ? "" : "s") dropped where \(printed(condition))")
    }

    private func unpivot(_ dataset: inout Dataset, _ unpivot: Unpivot, at span: Span) throws(Diagnostic) {
        let patterns = unpivot.patterns.map { TitlePattern($0.text) }
        var found: [(position: Int, label: String)] = []
        for column in dataset.columns {
            guard case .file(let position) = column.origin,
                let label = patterns.lazy.compactMap({ $0.match(column.title) }).first
            else { continue }
            found.append((position, label))
        }
        guard !found.isEmpty else {
            throw Diagnostic(
                "no-titles", "no column of `\(dataset.name)` has such a title", at: span,
                reason: ["its titles are " + listed(dataset.columns.prefix(20).map { "\"\($0.title)\"" })])
        }
        let left = Set(found.map(\.position))
        var columns = dataset.columns.filter { column in
            if case .file(let position) = column.origin { !left.contains(position) } else { true }
        }
        for label in [unpivot.previous, unpivot.label, unpivot.value].compactMap({ $0 })
        where columns.contains(where: { $0.name == label.text }) {
            throw Diagnostic(
                "name-taken", "`\(dataset.name)` has a column `\(label.text)` already", at: label.span,
                remedies: ["choose another name, or rename the column"])
        }
        dataset.table = dataset.table.unpivoted(
            found, as: (unpivot.label.text, unpivot.value.text, unpivot.previous?.text),
            decision: "\(found.count) columns made rows: " + listed(found.prefix(12).map { "\"\($0.label)\"" }))
        // The columns that stay are in the order of the table.
        let kept = columns.sorted { filePosition($0) < filePosition($1) }
        for (position, column) in kept.enumerated() {
            if let index = columns.firstIndex(where: { $0.name == column.name }) {
                columns[index].origin = .file(position)
            }
        }
        var position = kept.count
        for label in [unpivot.previous, unpivot.label, unpivot.value].compactMap({ $0 }) {
            columns.append(.init(name: label.text, title: label.text, origin: .file(position)))
            position += 1
        }
        dataset.columns = columns
    }

    private func filePosition(_ column: Dataset.Column) -> Int {
        if case .file(let position) = column.origin { position } else { .max }
    }

    private func positions(of names: [Name], in dataset: Dataset) throws(Diagnostic) -> [Int] {
        var result: [Int] = []
        for name in names {
            let column = try dataset.column(name)
            guard case .file(let position) = column.origin else { continue }
            result.append(position)
        }
        return result
    }

    private func numbers(_ names: [Name], in dataset: Dataset) throws(Diagnostic) -> [Int] {
        for name in names {
            let column = try dataset.column(name)
            guard case .file(let position) = column.origin else { continue }
            let outline = dataset.table.outline(position)
            guard outline.type.isNumber || outline.isBlank else {
                throw Diagnostic(
                    "not-a-number", "`\(column.name)` cannot be added, it was read as \(outline.type.text)",
                    at: name.span, remedies: ["leave it out; the first value of each merged row is kept"])
            }
        }
        return try positions(of: names, in: dataset)
    }

    private func quotedNames(_ names: [Name]) -> String { names.map { "`\($0.text)`" }.joined(separator: ", ") }
}

/// A pattern of titles, such as `Date entered "* (*)"`: the first `*` stands for the part that matters, as much of it as
/// fits, and any other for what does not.
struct TitlePattern {
    private let parts: [[Character]]

    init(_ text: String) {
        parts = text.lowercased().split(separator: "*", omittingEmptySubsequences: false).map { Array($0) }
    }

    /// What the first `*` stands for in a title; nil where the title does not fit. Letters are alike in any case.
    func match(_ title: String) -> String? {
        let text = Array(title)
        let folded = text.map { Character($0.lowercased().first.map(String.init) ?? String($0)) }
        guard parts.count > 1, folded.starts(with: parts[0]) else { return nil }
        let start = parts[0].count
        let rest = Array(parts.dropFirst())
        // Greedy: the longest first part behind which the others still fit.
        for end in stride(from: folded.count, through: start, by: -1) where fits(rest[...], folded[end...]) {
            let found = String(text[start..<end])
            return found.allSatisfy(\.isWhitespace) ? nil : found
        }
        return nil
    }

    /// Whether a text is the first part, anything, the next part, and so on, up to the last at its end.
    private func fits(_ parts: ArraySlice<[Character]>, _ text: ArraySlice<Character>) -> Bool {
        guard let first = parts.first, text.starts(with: first) else { return false }
        guard let last = parts.dropFirst().last else { return text.count == first.count }
        var rest = text.dropFirst(first.count)
        // Each part where it first stands leaves most for those behind it.
        for part in parts.dropFirst().dropLast() {
            guard
                let place = rest.indices.first(where: { rest[$0...].starts(with: part) })
                    ?? (part.isEmpty ? rest.endIndex : nil)
            else { return false }
            rest = rest[place...].dropFirst(part.count)
        }
        return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
    }
}
