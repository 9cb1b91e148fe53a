import Language
import Tables
import Values

/// Derived columns that are kept like columns of the file, so that joins can lead by them.
extension Workspace {
    /// Keeps a derived column of this dataset from now on, computed when it is first asked for; does nothing for other
    /// columns and for those that are computed from other datasets.
    mutating func keep(_ name: String, of dataset: String) {
        guard let rowComputer, var defined = datasets[dataset], let index = defined.columnIndex(name),
            case .derived(let expression) = defined.columns[index].origin
        else { return }
        let binder = RowBinder(self, dataset: dataset, dimensionsFirst: false, notes: BindingNotes())
        guard let bound = try? binder.bind(expression), let type = ColumnType(of: bound.kind),
            bound.expression.columns.allSatisfy({ $0.path.joins.isEmpty })
        else { return }
        let before = self
        let source = defined
        let outline = ColumnOutline(type: type, currency: nil, isBlank: false, isCertain: true)
        let cells: @Sendable () throws(Diagnostic) -> ColumnData = { () throws(Diagnostic) in
            try rowComputer.cells(of: bound.expression, over: source, in: before)
        }
        defined.columns[index].origin = .file(defined.table.titles.count)
        defined.table = defined.table.adding([
            (name: name, outline: outline, from: bound.expression.columns.map(\.position), compute: cells)
        ])
        defined.kept[name] = expression
        datasets[dataset] = defined
    }
}

extension ColumnType {
    /// The type that a computed column of this kind has; numbers may turn out to be narrower.
    fileprivate init?(of kind: Kind) {
        switch kind {
        case .number: self = .float
        case .text: self = .text
        case .day: self = .day
        case .moment: self = .moment
        case .boolean: self = .boolean
        case .period, .missing: return nil
        }
    }
}
