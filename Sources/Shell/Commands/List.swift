import Engine
import Language
import Model
import Values

extension Session {
    /// `list metrics|dimensions|datasets|scripts|values of D`.
    func list(_ kind: ListKind) throws(Diagnostic) -> Outcome {
        switch kind {
        case .metrics:
            return .answer(
                table(
                    "Metrics", ["metric", "title", "definition"],
                    workspace.metrics.values.map { [$0.name, $0.title ?? "", printed($0.expression)] }), Output())
        case .dimensions:
            var rows = workspace.dimensions.values.map { [$0.name, $0.sources.map(printed).joined(separator: ", ")] }
            for dataset in workspace.namedDatasets {
                // A column is listed by itself unless a dimension speaks for its name.
                for column in dataset.columns where workspace.dimensions[column.name] == nil {
                    guard case .file(let position) = column.origin else { continue }
                    let type = dataset.table.column(position).type
                    if type == .text || type == .boolean {
                        rows.append([column.name, dataset.name + "." + column.name])
                    }
                }
            }
            return .answer(table("Dimensions", ["dimension", "from"], rows), Output())
        case .datasets:
            let answer = table(
                "Datasets", ["dataset", "file", "time", "key", "joins"],
                workspace.namedDatasets.map { dataset in
                    [
                        dataset.name, dataset.path, dataset.time ?? "", dataset.key.joined(separator: ", "),
                        dataset.joins.map(\.name).joined(separator: ", "),
                    ]
                })
            var withRows = answer
            withRows.columns.insert(
                .init(
                    name: "rows", label: "rows", role: .metric, unit: .count, isNumeric: true,
                    cells: workspace.namedDatasets.map { .number(ExactDecimal($0.table.rowCount)) }), at: 2)
            return .answer(withRows, Output())
        case .scripts:
            return .answer(table("Scripts", ["script"], scriptNames().map { [$0] }), Output())
        case .values(let expression):
            return .answer(try Evaluator(workspace).values(of: expression), Output())
        }
    }

    private func table(_ heading: String, _ titles: [String], _ rows: [[String]]) -> Answer {
        Answer(
            heading: heading,
            columns: titles.enumerated().map { index, title in
                Answer.Column(
                    name: title, label: title, role: .dimension, unit: .number, isNumeric: false,
                    cells: rows.map { $0[index].isEmpty ? .text("") : .text($0[index]) })
            }, lineCount: rows.count)
    }
}
