import Values

/// A whole script as one JSON object: title, parameters, blocks in order, definitions, sources, origin.
///
/// A block is `{"kind":"text","markdown":…}`, `{"kind":"answer","question":…,"heading":…,"provenance":…,"notes":[…],
/// "lines":[…]}` with the lines as `as json` gives them, `{"kind":"lines",…}` or `{"kind":"failure",…}`. One answer alone
/// is the array that `as json` gives.
extension JSONRenderer: DocumentRenderer {
    package var gathering: Gathering { .filesOnly }

    package func document(_ report: Report, options: RenderOptions) -> [UInt8] {
        let answers = report.answers
        if let only = answers.first, report.blocks.count == 1 { return bytes(only.answer, options: options) }
        // A line is an object in this form, so that answers follow each other.
        if !isArray { return answers.flatMap { bytes($0.answer, options: options) } }
        let origin = report.origin
        let members = [
            ("title", jsonText(report.title)),
            (
                "parameters",
                jsonArray(
                    origin.parameters.map {
                        jsonObject([
                            ("name", jsonText($0.name)), ("description", jsonOptional($0.description)),
                            ("value", jsonText($0.value)),
                        ])
                    })
            ),
            ("blocks", jsonArray(report.blocks.map { block($0, options) })),
            ("definitions", jsonArray(report.definitions.map(definition))),
            ("sources", jsonArray(report.sources.map(source))),
            (
                "origin",
                jsonObject([
                    ("program", jsonText("quaestor")), ("version", jsonText(origin.version)),
                    ("script", jsonOptional(origin.script)), ("today", jsonText(origin.today.text)),
                    ("made", jsonText(origin.madeAt)),
                ])
            ),
        ]
        return Array((jsonObject(members) + "\n").utf8)
    }

    private func block(_ block: Report.Block, _ options: RenderOptions) -> String {
        switch block {
        case .text(let text): jsonObject([("kind", jsonText("text")), ("markdown", jsonText(text))])
        case .answer(let section):
            jsonObject([
                ("kind", jsonText("answer")), ("question", jsonText(section.question)),
                ("heading", jsonText(section.answer.heading)), ("provenance", jsonText(section.answer.provenance)),
                ("notes", jsonArray(section.answer.notes.map(jsonText))),
                ("lines", text(section.answer, options: options)),
            ])
        case .lines(let lines, let statement):
            jsonObject([
                ("kind", jsonText("lines")), ("statement", jsonText(statement)),
                ("lines", jsonArray(lines.map(jsonText))),
            ])
        case .failure(let lines, let statement):
            jsonObject([
                ("kind", jsonText("failure")), ("statement", jsonText(statement)),
                ("lines", jsonArray(lines.map(jsonText))),
            ])
        }
    }

    private func definition(_ definition: Report.Definition) -> String {
        jsonObject([
            ("name", jsonText(definition.name)), ("title", jsonText(definition.title)),
            ("expression", jsonText(definition.expression)), ("description", jsonOptional(definition.description)),
            ("unit", jsonOptional(definition.unit)), ("source", jsonOptional(definition.source)),
        ])
    }

    private func source(_ source: Report.Source) -> String {
        jsonObject([
            ("dataset", jsonText(source.dataset)), ("files", jsonArray(source.files.map(jsonText))),
            ("rows", String(source.rows)), ("first_day", jsonOptional(source.days?.lowerBound.text)),
            ("last_day", jsonOptional(source.days?.upperBound.text)), ("changed", jsonOptional(source.changed)),
        ])
    }
}

private func jsonObject(_ members: [(String, String)]) -> String {
    "{" + members.map { jsonText($0.0) + ":" + $0.1 }.joined(separator: ",") + "}"
}

private func jsonArray(_ items: [String]) -> String { "[" + items.joined(separator: ",") + "]" }

private func jsonOptional(_ text: String?) -> String { text.map(jsonText) ?? "null" }
