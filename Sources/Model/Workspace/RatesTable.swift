import Language
import OrderedCollections
import Values

/// Where exchange rates stand: on the day of a row, 1 of its currency `from` is `rate` of its currency `to`.
package struct RatesTable: Hashable, Sendable {
    package var dataset: String
    package var day: RowExpression
    package var from: RowExpression
    package var to: RowExpression
    package var rate: RowExpression
}

extension Workspace {
    static let rateDatasets = ["rates", "exchange_rates", "fx_rates"]
    private static let rateDays = ["date", "day", "rate_date", "valid_from"]
    private static let rateSources = ["from", "from_currency", "source_currency", "base", "base_currency"]
    private static let rateTargets = ["to", "to_currency", "target_currency", "quote", "quote_currency"]
    private static let rateCurrencies = ["currency", "currency_code", "currency_iso_code"]
    private static let rateValues = ["rate", "exchange_rate", "conversion_rate", "value"]

    /// The columns of the dataset of rates; throws where there is none, and where it leaves open what its rates mean.
    func rates(at span: Span) throws(Diagnostic) -> RatesTable {
        guard let name = Self.rateDatasets.first(where: { datasets[$0] != nil }), let dataset = datasets[name] else {
            throw Diagnostic(
                "no-rates", "there are no exchange rates to convert with", at: span,
                reason: ["they are looked for in a dataset called `rates`, `exchange_rates` or `fx_rates`"],
                remedies: [
                    "load a file with the columns date, from, to and rate, where 1 `from` is `rate` `to`:"
                        + " `load \"FILE\" as rates`"
                ])
        }
        func first(_ names: [String]) -> String? { names.first { dataset.columnIndex($0) != nil } }
        func found(_ column: String?, _ what: String, _ names: [String]) throws(Diagnostic) -> String {
            if let column { return column }
            throw Diagnostic(
                "rates-column", "`\(name)` has no column of \(what)", at: span,
                reason: ["it could be called " + listed(names.map { "`\($0)`" })],
                remedies: [
                    "name it so: `rename COLUMN as \(names[0])` in dataset `\(name)`",
                    "a column that is missing because it is always the same: `derive \(names[0]) = \"EUR\"`",
                ])
        }
        var source = first(Self.rateSources)
        var target = first(Self.rateTargets)
        if let currency = first(Self.rateCurrencies) {
            if source == nil {
                source = currency
            } else if target == nil {
                // Beside a base, the currency is the one or the other, depending on who publishes the rates.
                throw Diagnostic(
                    "rates-direction", "`\(name)` does not say what 1 `\(source ?? "")` is worth", at: span,
                    reason: [
                        "1 `\(source ?? "")` could be `rate` `\(currency)`, or 1 `\(currency)` be `rate`"
                            + " `\(source ?? "")`"
                    ],
                    remedies: [
                        "if 1 `\(source ?? "")` is `rate` `\(currency)`: `rename \(currency) as to_currency`",
                        "if 1 `\(currency)` is `rate` `\(source ?? "")`: `rename \(source ?? "") as to_currency`",
                    ])
            }
        }
        source = try found(source, "the currency that a rate is for", Self.rateSources + Self.rateCurrencies)
        target = try found(target, "the currency that a rate leads to", Self.rateTargets)
        let day = try found(dataset.time ?? first(Self.rateDays), "days", Self.rateDays)
        let rate = try found(first(Self.rateValues), "rates", Self.rateValues)
        let binder = RowBinder(self, dataset: name, dimensionsFirst: false, notes: BindingNotes())
        func bound(_ column: String?, _ wanted: String, _ fits: (Kind) -> Bool) throws(Diagnostic) -> RowExpression {
            let column = column ?? ""
            // In backquotes no dimension stands before the column.
            let expression = Expression(.name(Name([.init(column, isQuoted: true)], span: span)), span: span)
            let bound = try binder.bind(expression)
            guard fits(bound.kind) || bound.kind == .missing else {
                throw Diagnostic(
                    "wrong-kind", "`\(name).\(column)` is a \(bound.kind.text), not \(wanted)", at: span,
                    remedies: ["`describe \(name)` shows why it was read so"])
            }
            return bound.expression
        }
        return RatesTable(
            dataset: name, day: try bound(day, "a day", \.isTime),
            from: try bound(source, "the code of a currency") { $0 == .text },
            to: try bound(target, "the code of a currency") { $0 == .text },
            rate: try bound(rate, "a number", \.isNumber))
    }
}
