import Engine
import Language
import Model
import Values

/// What `describe` and `list` tell of sources, and of the files that were recognised by them.
extension Session {
    /// A source as it is written, and the datasets that were loaded by it.
    func describe(_ source: SourceDefinition) -> [String] {
        let loaded = workspace.namedDatasets.filter { $0.recognition?.source == source.name.text }
        let definition = printed(Statement(.source(source), span: .none)).split(
            separator: "\n", omittingEmptySubsequences: false)
        return definition.map(String.init)
            + loaded.map { "  \($0.path) was recognised: dataset \($0.name)" }
    }

    /// `recognised as Salesforce opportunities (salesforce_opportunities) by its titles "Stage", …`.
    func describe(_ recognition: Dataset.Recognition) -> String {
        let most = 8
        var titles = recognition.titles.prefix(most).map { "\"\($0)\"" }
        if recognition.titles.count > most { titles.append("…") }
        return "  recognised as \(recognition.title) (\(recognition.source))"
            + (titles.isEmpty ? "" : " by its titles " + titles.joined(separator: ", "))
    }

    /// `list sources`: what is recognised, and what it gives.
    func listSources() -> Answer {
        table(
            "Sources", ["source", "export", "datasets", "needs"],
            workspace.knownSources.map { source in
                let needs = source.clauses.flatMap { clause -> [String] in
                    guard case .needs(let titles) = clause.kind else { return [] }
                    return titles.map { $0.map(\.text).joined(separator: " or ") }
                }
                return [
                    source.name.text, source.shownTitle, source.given.map(\.name.text).joined(separator: ", "),
                    needs.joined(separator: ", "),
                ]
            })
    }

    /// A line for each file that was recognised: `opps.csv   Salesforce opportunities → deals (3,068 rows)`.
    package func recognisedFiles() -> [String] {
        var files: [(path: String, title: String, datasets: [String])] = []
        for dataset in workspace.namedDatasets {
            guard let recognition = dataset.recognition else { continue }
            let text = "\(dataset.name) (\(rowCountText([dataset.table])))"
            if let index = files.firstIndex(where: { $0.path == dataset.path && $0.title == recognition.title }) {
                files[index].datasets.append(text)
            } else {
                files.append((dataset.path, recognition.title, [text]))
            }
        }
        let width = files.map { displayWidth($0.path) }.max() ?? 0
        return files.sorted { $0.path < $1.path }.map { file in
            let gap = String(repeating: " ", count: max(0, width - displayWidth(file.path)))
            return "  \(file.path)\(gap)  \(file.title) → \(file.datasets.joined(separator: ", "))"
        }
    }
}
