import Language
import Tables
import Values

extension Detection {
    /// Rows up to which a table's columns are read just to see what they are; larger ones are read when asked for.
    static let eagerRows = 200_000

    /// Different values that a dimension has at the most.
    private static let mostValues = 1000

    /// The key of a dataset that nothing joins: its first column, or one that is called like its entity, when no cell
    /// is blank and no value repeats.
    static func findKey(_ dataset: inout Dataset) {
        guard dataset.key.isEmpty, dataset.table.likelyRowCount <= eagerRows, dataset.table.rowCount > 1 else { return }
        let entity = singular(dataset.name)
        let likely = dataset.columns.prefix(1).map(\.name) + ["id", entity, entity + "_id", entity + "_key"]
        for name in likely {
            guard let index = dataset.columnIndex(name), let column = dataset.fileColumn(index),
                column.missingCount == 0, isUnique(column)
            else { continue }
            dataset.key = [name]
            dataset.decisions.append("key `\(name)`: unique and never blank")
            return
        }
    }

    static func isUnique(_ column: Column) -> Bool {
        switch column.data {
        case .texts(let codes, let dictionary): dictionary.texts.count == codes.count
        case .scaled(let cells, scale: 0): Set(cells).count == cells.count
        default: false
        }
    }

    /// Columns that metrics can be split by: texts and conditions of few values, under a name that only one dataset
    /// has. They are given as definitions, so that they are listed, completed and written out like any other.
    package static func dimensions(of workspace: Workspace) -> [Statement] {
        let conformed = Detection.conformedDimensions(of: workspace)
        let shared = Set(CanonicalModel.dimensions)
        var owners: [String: Int] = [:]
        for dataset in workspace.datasets.values {
            for column in dataset.columns { owners[column.name, default: 0] += 1 }
        }
        return conformed
            + workspace.datasets.values.flatMap { dataset -> [Statement] in
                guard dataset.table.likelyRowCount <= eagerRows else { return [] }
                let leading = Set(dataset.key + dataset.joins.map(\.column))
                return dataset.columns.enumerated().compactMap { index, column in
                    guard owners[column.name] == 1, dataset.recognition == nil || !shared.contains(column.name),
                        !leading.contains(column.name),
                        workspace.dimensions[column.name] == nil, workspace.datasets[column.name] == nil,
                        let parsed = dataset.fileColumn(index), isSplit(parsed)
                    else { return nil }
                    let source = Name([.init(dataset.name), .init(column.name)], span: .none)
                    return Statement(
                        .dimension(
                            .init(
                                name: Label(column.name, span: .none),
                                sources: [Expression(.name(source), span: .none)])), span: .none)
                }
            }
    }

    private static func isSplit(_ column: Column) -> Bool {
        switch column.data {
        case .texts(let codes, let dictionary):
            let count = dictionary.texts.count
            return count >= 2 && count <= mostValues && (count * 2 <= codes.count || count <= 50)
        case .booleans: return true
        default: return false
        }
    }
}
