import Engine
import Language
import Model
import Values

/// Values of the data behind `=` and `in (`, each with what speaks for it.
extension CompletionProvider {
    func values(of operand: Expression, _ place: CompletionPlace) -> [Choice] {
        let datasets = place.question?.datasets(workspace) ?? []
        guard !isDay(operand, datasets) else { return [] }
        let measure = place.question?.measures.first?.expression
        let question = EvidenceQuestion(
            of: operand, measure: measure, dataset: place.question?.dataset,
            periods: place.question?.periods.prefix(1).map { $0 } ?? [], where: place.question?.condition)
        let search = ValueSearch(
            workspace: workspace, question: question, datasets: datasets, typed: place.typed,
            measureName: measure.map(measureName) ?? "")
        let found = session.completion.found(.values(question, typed: place.typed), within: Self.patience) {
            search.run($0, $1)
        }
        let listed = Set((place.question?.listed ?? []).map(plainText))
        return Self.choices(found?.values.filter { !listed.contains($0.value.plainText) } ?? [])
    }

    private func plainText(_ member: Expression) -> String {
        switch member.kind {
        case .text(let text): text
        case .name(let name): name.parts.map(\.spelling).joined(separator: ".")
        default: printed(member)
        }
    }

    private func isDay(_ operand: Expression, _ datasets: [String]) -> Bool {
        for dataset in datasets + workspace.namedDatasets.map(\.name) {
            let binder = RowBinder(workspace, dataset: dataset, dimensionsFirst: true, notes: BindingNotes())
            if let bound = try? binder.bind(operand) { return bound.kind == .day || bound.kind == .moment }
        }
        return false
    }

    private func measureName(_ expression: Expression) -> String {
        if case .name(let name) = expression.kind { return workspace.metric(name.text)?.name ?? name.text }
        let text = printed(expression)
        return text.count <= 30 ? text : "it"
    }

    private static func choices(_ values: [CompletionMemory.FoundValue]) -> [Choice] {
        let rows = values.map(\.rows.count).max() ?? 0
        let weights = values.map(\.weight.count).max() ?? 0
        return values.map { found in
            // Rows and weights each stand under each other.
            let evidence = [(found.rows, rows), (found.weight, weights)].filter { $0.1 > 0 }.map { part, width in
                String(repeating: " ", count: width - part.count) + part
            }.joined(separator: "  ")
            return Choice(
                spelled(found.value), label: found.value.isMissing ? "missing" : found.value.plainText, kind: "value",
                evidence: evidence)
        }
    }

    /// The value as it has to be written in a condition.
    static func spelled(_ value: Value) -> String {
        switch value {
        case .text(let cell): cell.isBareWord && readsAsName(cell) ? cell : quoted(cell)
        case .missing: "missing"
        default: value.plainText
        }
    }

    private static func quoted(_ cell: String) -> String {
        "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// A bare value must read as one name of the language and not as something else.
    private static func readsAsName(_ text: String) -> Bool {
        guard let expression = try? parseExpression(text), case .name(let name) = expression.kind else { return false }
        return name.parts.count == 1
    }
}
