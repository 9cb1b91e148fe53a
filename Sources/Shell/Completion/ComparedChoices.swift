import Language
import Model

/// What can stand behind `segment =`: only what can be compared with a segment.
extension CompletionProvider {
    /// Whether a choice is of the kind that is compared at the cursor; where nothing is compared, every one is.
    func fitsComparison(_ place: CompletionPlace) -> (Choice) -> Bool {
        let operand = place.context.expected.lazy.compactMap { expectation -> Expression? in
            if case .value(let operand) = expectation { operand } else { nil }
        }.first
        guard let operand, let dataset = place.question?.datasets(workspace).first,
            let kind = kind(of: operand, in: dataset)
        else { return { _ in true } }
        return { choice in
            switch choice.candidate.kind {
            case "period": return kind.isTime || kind == .period
            case "column", "dimension":
                guard let expression = try? parseExpression(choice.candidate.text),
                    let other = self.kind(of: expression, in: dataset)
                else { return true }
                return RowBinder.comparable(kind, other)
            default: return true
            }
        }
    }

    private func kind(of expression: Expression, in dataset: String) -> Kind? {
        let binder = RowBinder(workspace, dataset: dataset, dimensionsFirst: true, notes: BindingNotes())
        return (try? binder.bind(expression))?.kind
    }
}
