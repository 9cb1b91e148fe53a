import Language
import Tables
import Values

/// What a name can mean on the rows of one dataset.
package struct Scope {
    package let workspace: Workspace
    package let dataset: String

    package init(_ workspace: Workspace, dataset: String) {
        self.workspace = workspace
        self.dataset = dataset
    }

    package enum Meaning {
        case column(ColumnReference, Kind)
        /// A derived column, to be bound on the rows at the end of the path.
        case derived(Expression, JoinPath, name: String)
        /// The days in stage of a stage history at the end of the path.
        case daysInStage(JoinPath)
        /// A column that follows from those of the dataset at the end of the path.
        case implied(ImpliedColumn, JoinPath)
        /// Whether a row of forecasts at the end of the path is the last submitted.
        case latestSubmission(JoinPath)
        case dimension(Workspace.Dimension)
    }

    /// Names that the scope offers, for suggestions.
    package var names: [String] {
        var result = Set(workspace.dimensions.keys)
        for path in workspace.reachable(from: dataset) {
            for column in workspace.datasets[path.end]?.columns ?? [] {
                result.insert(column.name)
                if !path.joins.isEmpty { result.insert(path.endName + "." + column.name) }
            }
        }
        return result.sorted()
    }

    /// What a name means here: this dataset's own column, then a dimension (unless `dimensionsFirst` turns the two
    /// around), then a column of the nearest joined dataset. Nil when nothing has the name; throws when several
    /// joined datasets at the same distance have it.
    /// - Parameter hidden: a dimension that does not count, because it is being defined.
    package func meaning(
        of name: Name, dimensionsFirst: Bool, except hidden: String? = nil
    ) throws(Diagnostic) -> Meaning? {
        guard let last = name.parts.last else { return nil }
        let paths = workspace.reachable(from: dataset)
        if name.parts.count == 2 {
            let owner = name.parts[0].text
            let matching = paths.filter { $0.endName == owner || ($0.joins.isEmpty && dataset == owner) }
            guard let nearest = matching.first else { return nil }
            let sameDistance = matching.filter { $0.joins.count == nearest.joins.count }
            if sameDistance.count > 1 { throw ambiguous(name, sameDistance) }
            return meaning(last, at: nearest) ?? implied(last, at: nearest)
        }
        guard name.parts.count == 1 else { return nil }
        let dimension = last.isQuoted || last.text == hidden ? nil : workspace.dimensions[last.text]
        if dimensionsFirst, let dimension { return .dimension(dimension) }
        if let own = paths.first, let meaning = meaning(last, at: own) { return meaning }
        if let dimension { return .dimension(dimension) }
        let holders = paths.dropFirst().filter { workspace.datasets[$0.end]?.columnIndex(last) != nil }
        guard let nearest = holders.first else { return paths.first.flatMap { implied(last, at: $0) } }
        let sameDistance = holders.filter { $0.joins.count == nearest.joins.count }
        if sameDistance.count > 1 { throw ambiguous(name, sameDistance) }
        return meaning(last, at: nearest)
    }

    private func meaning(_ part: Name.Part, at path: JoinPath) -> Meaning? {
        guard let target = workspace.datasets[path.end], let index = target.columnIndex(part) else { return nil }
        let column = target.columns[index]
        switch column.origin {
        case .derived(let expression): return .derived(expression, path, name: column.name)
        case .daysInStage: return .daysInStage(path)
        case .file(let position):
            return .column(
                ColumnReference(path: path, position: position, name: column.name),
                Kind(of: target.table.outline(position)))
        }
    }

    /// What the catalogue takes for a column that a canonical dataset does not have.
    private func implied(_ part: Name.Part, at path: JoinPath) -> Meaning? {
        guard let target = workspace.datasets[path.end], workspace.metrics[part.text] == nil else { return nil }
        if LatestSubmission.isMeant(by: part.text, in: target) { return .latestSubmission(path) }
        return ImpliedColumn(part.text, of: target, in: workspace).map { .implied($0, path) }
    }

    private func ambiguous(_ name: Name, _ paths: [JoinPath]) -> Diagnostic {
        let options = paths.map { "`\($0.endName).\(name.parts.last?.text ?? "")`" }
        let distinct = Set(options).count == options.count
        return Diagnostic(
            "ambiguous-name", "`\(name.text)` can mean several columns", at: name.span,
            reason: ["`\(dataset)` leads to it by " + paths.map(\.text).joined(separator: " and by ")],
            remedies: distinct
                ? ["write " + options.joined(separator: " or ")]
                : ["give one of the joins another name: `join DATASET as NAME on COLUMN`"])
    }
}

extension Kind {
    /// A column without any value, as in a file that has only a header, fits everything.
    package init(of column: ColumnOutline) {
        if column.isBlank {
            self = .missing
            return
        }
        switch column.type {
        case .integer, .decimal, .float:
            self = .number(column.currency.map { Unit.money($0) } ?? .number)
        case .day: self = .day
        case .moment: self = .moment
        case .boolean: self = .boolean
        case .text: self = .text
        }
    }
}
