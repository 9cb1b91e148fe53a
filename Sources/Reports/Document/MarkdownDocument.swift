import Engine
import Values

/// A whole script in Markdown: its title, its text as it was written, its answers, definitions and sources.
extension MarkdownRenderer: DocumentRenderer {
    package var gathering: Gathering { .scripts }

    package func document(_ report: Report, options: RenderOptions) -> [UInt8] {
        var parts: [String] = []
        let isScript = report.origin.script != nil
        if isScript { parts.append("# " + markdownText(report.title) + "\n") }
        if !report.origin.parameters.isEmpty {
            parts.append(
                report.origin.parameters.map {
                    markdownText($0.description ?? $0.name) + ": **" + markdownText($0.value) + "**"
                }.joined(separator: " · ") + "\n")
        }
        for block in report.blocks {
            switch block {
            case .text(let text): parts.append(text + "\n")
            case .answer(let section): parts.append(self.text(section.answer, options: options))
            case .lines(let lines, _): parts.append(fenced(lines))
            case .failure(let lines, let statement):
                parts.append("**Not answered:** " + markdownText(statement) + "\n\n" + fenced(lines))
            }
        }
        if isScript {
            if !report.definitions.isEmpty { parts.append(definitions(report.definitions)) }
            if !report.sources.isEmpty { parts.append(sources(report.sources)) }
            parts.append("*" + markdownText(report.origin.text) + "*\n")
        }
        return Array(parts.joined(separator: "\n").utf8)
    }

    /// Lines as they stand, in a fence that none of them closes.
    private func fenced(_ lines: [String]) -> String {
        let shown = lines.map(visible)
        let longest = shown.map { $0.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0 }.max() ?? 0
        let fence = String(repeating: "`", count: max(3, longest + 1))
        return ([fence] + shown + [fence]).joined(separator: "\n") + "\n"
    }

    private func definitions(_ definitions: [Report.Definition]) -> String {
        var text = "## Definitions\n\n"
        for definition in definitions {
            text += "- **" + markdownText(definition.title) + "**"
            if let description = definition.description { text += ": " + markdownText(description) }
            text += "\n"
        }
        return text
    }

    private func sources(_ sources: [Report.Source]) -> String {
        var text = "## Data\n\n"
        for source in sources {
            let parts = [source.filesText, source.rowsText, source.daysText].compactMap(\.self)
            text += "- **" + markdownText(source.dataset) + "**: " + markdownText(parts.joined(separator: ", ")) + "\n"
        }
        return text
    }
}

extension Report.Source {
    var filesText: String? {
        switch files.count {
        case 0: nil
        case 1...3: files.joined(separator: ", ")
        default: files.prefix(2).joined(separator: ", ") + " and \(files.count - 2) more files"
        }
    }

    var rowsText: String { grouped(rows) + (rows == 1 ? " row" : " rows") }

    var daysText: String? { days.map { $0.lowerBound.text + " to " + $0.upperBound.text } }
}

extension Report.Origin {
    /// "Made 2026-07-03 09:41 UTC by Quaestor 0.1.0 from board.qst; today was 2026-07-03".
    var text: String {
        "Made \(madeAt) by Quaestor \(version)" + (script.map { " from " + $0 } ?? "") + "; today was \(today.text)"
    }
}
