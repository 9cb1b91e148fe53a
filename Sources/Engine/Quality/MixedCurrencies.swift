import Language
import Model
import Values

/// Amounts in several currencies, which cannot be added up, and amounts without one.
struct MixedCurrencies {
    private(set) var findings: [Finding] = []

    init(_ checked: CheckedDataset) throws(Diagnostic) {
        for money in checked.dataset.money {
            guard case .column(let name) = money.currency, let field = checked.field(name),
                let dictionary = field.cells.dictionary, let amount = money.columns.first
            else { continue }
            let counts = checked.counts(field)
            let used = (0..<dictionary.count).filter { counts[$0 + 1] > 0 }.sorted { counts[$0 + 1] > counts[$1 + 1] }
            let texts = used.compactMap { dictionary.text(Int32($0 + 1)) }
            if let main = texts.first, texts.count > 1 {
                let condition = Conditions.compare(
                    Conditions.column(name), .notEqual, Expression(.text(main), span: .none))
                if var finding = try checked.finding(
                    .accuracy, name, "amounts in \(texts.count) currencies", where: condition,
                    example: texts.prefix(4).joined(separator: ", "),
                    remedy: "ask by \(name), or with `convert(\(amount), \(name) to \(main))`")
                {
                    // Several currencies are no fault.
                    finding.aspect = nil
                    findings.append(finding)
                }
            }
            if checked.field(amount) != nil,
                let finding = try checked.finding(
                    .accuracy, name, "amount without a currency",
                    where: Conditions.and([
                        Conditions.isThere(Conditions.column(amount)), Conditions.isMissing(Conditions.column(name)),
                    ]), remedy: "enter the currency: such amounts are in no sum")
            {
                findings.append(finding)
            }
        }
    }
}
