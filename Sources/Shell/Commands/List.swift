import Engine
import Language
import Model
import OrderedCollections
import Values

extension Session {
    /// `list metrics|dimensions|datasets|scripts|settings|values of D`.
    func list(_ kind: ListKind) throws(Diagnostic) -> Outcome {
        switch kind {
        case .metrics:
            let answerable = workspace.answerableMetrics
            var answer = table(
                "Metrics", ["metric", "title", "definition"],
                answerable.map { [$0.name, $0.title ?? "", printed($0.expression)] })
            answer.notes = unanswerable(besides: Set(answerable.map(\.name)))
            return .answer(answer, Output())
        case .dimensions:
            var rows = workspace.dimensions.values.map { [$0.name, $0.sources.map(printed).joined(separator: ", ")] }
            for dataset in workspace.namedDatasets {
                // A column is listed by itself unless a dimension speaks for its name.
                for column in dataset.columns where workspace.dimensions[column.name] == nil {
                    guard case .file(let position) = column.origin else { continue }
                    let type = dataset.table.outline(position).type
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
                        dataset.name, dataset.connection.map { $0 + ": " + dataset.path } ?? dataset.path,
                        dataset.time ?? "", dataset.key.joined(separator: ", "),
                        dataset.joins.map(\.name).joined(separator: ", "),
                    ]
                })
            var withRows = answer
            withRows.columns.insert(
                .init(
                    name: "rows", label: "rows", role: .metric, unit: .count, isNumeric: true,
                    cells: workspace.namedDatasets.map {
                        // What a database has is not counted only to be listed.
                        $0.table.livesElsewhere ? .missing : .number(ExactDecimal($0.table.rowCount))
                    }), at: 2)
            if workspace.namedDatasets.contains(where: { $0.recognition != nil }) {
                let titles = workspace.namedDatasets.map { $0.recognition?.title ?? "" }
                withRows.columns.append(
                    .init(
                        name: "recognised", label: "recognised as", role: .dimension, unit: .number, isNumeric: false,
                        cells: titles.map { .text($0) }))
            }
            return .answer(withRows, Output())
        case .sources: return .answer(listSources(), Output())
        case .connections: return .answer(listConnections(), Output())
        case .settings: return .answer(listSettings(), Output())
        case .scripts:
            return .answer(table("Scripts", ["script"], scriptNames().map { [$0] }), Output())
        case .values(let expression):
            return .answer(try Evaluator(workspace).values(of: expression), Output())
        }
    }

    /// Metrics of the catalogue that the loaded data cannot answer, by what they lack.
    private func unanswerable(besides answerable: Set<String>) -> [String] {
        var byLack: OrderedDictionary<[String], [String]> = [:]
        for metric in workspace.allMetrics where !answerable.contains(metric.name) {
            byLack[workspace.lineage(of: metric).missingDatasets.sorted(), default: []].append(metric.name)
        }
        return byLack.sorted { ($0.key.count, -$0.value.count) < ($1.key.count, -$1.value.count) }.map {
            lack, metrics in
            let needed =
                lack.isEmpty
                ? "need columns that are not there" : "need " + listed(lack.map { "`\($0)`" }) + ", not loaded"
            return "\(metrics.count) more of the catalogue \(needed): " + metrics.joined(separator: ", ")
        }
    }

    func table(_ heading: String, _ titles: [String], _ rows: [[String]]) -> Answer {
        Answer(
            heading: heading,
            columns: titles.enumerated().map { index, title in
                Answer.Column(
                    name: title, label: title, role: .dimension, unit: .number, isNumeric: false,
                    cells: rows.map { $0[index].isEmpty ? .text("") : .text($0[index]) })
            }, lineCount: rows.count)
    }
}
