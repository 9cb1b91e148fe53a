import Tables
import Values

extension Dataset {
    /// The currency of a column's amounts, if it is declared or was found to be money.
    ///
    /// A column of currencies that has one code on every row counts as that code.
    package func currency(of column: String) -> Money.Currency? {
        guard let money = money.first(where: { $0.columns.contains(column) }) else { return nil }
        guard case .column(let name) = money.currency, let position = filePosition(name),
            let code = table.onlyText(position)?.uppercased(), isCurrencyCode(code)
        else { return money.currency }
        return .code(code)
    }
}

extension Detection {
    private static let currencyNames = ["currency", "currency_code", "currency_iso_code"]
    /// Parts of names that say amount of money, wherever they stand in a name.
    private static let amounts = ["amount", "revenue", "price", "budget", "booking", "pipeline"]
    /// Words that do only when they stand alone between underscores.
    private static let words: Set<String> = ["mrr", "arr", "acv", "tcv", "cost", "costs", "value", "spend", "sales"]
    /// Words that say that a number is something else, such as `price_id`.
    private static let others: Set<String> = [
        "id", "count", "number", "no", "quantity", "qty", "units", "rate", "ratio", "share", "percent", "percentage",
        "pct", "probability", "score", "rank", "days", "months", "year", "month", "stage", "code",
    ]

    /// Finds the columns of amounts beside a column of currencies, where nothing declares them.
    static func findMoney(_ dataset: inout Dataset) {
        guard dataset.money.isEmpty, !Workspace.rateDatasets.contains(dataset.name),
            let currency = currencyNames.first(where: { isCurrency($0, of: dataset) })
        else { return }
        // What a large table holds is not read only to be told of: names decide, and kinds when it is asked for.
        let isSmall = dataset.table.likelyRowCount <= eagerRows
        let columns = dataset.columns.enumerated().compactMap { index, column -> String? in
            guard case .file = column.origin, soundsLikeMoney(column.name) else { return nil }
            guard isSmall, let cells = dataset.fileColumn(index) else { return column.name }
            return cells.type.isNumber ? column.name : nil
        }
        guard !columns.isEmpty else { return }
        dataset.money = [.init(columns: columns, currency: .column(currency))]
        dataset.decisions.append(
            "money \(columns.map { "`\($0)`" }.joined(separator: ", ")) in `\(currency)`: amounts beside a column of"
                + " currencies")
    }

    private static func isCurrency(_ name: String, of dataset: Dataset) -> Bool {
        // A database is not asked only to be told of: there the name decides.
        if dataset.table.livesElsewhere {
            return dataset.columnIndex(name).flatMap { dataset.outline($0) }?.type == .text
        }
        guard let index = dataset.columnIndex(name), let column = dataset.fileColumn(index),
            let dictionary = column.dictionary, (1...1000).contains(dictionary.count)
        else { return false }
        return dictionary.texts.allSatisfy { isCurrencyCode($0.uppercased()) }
    }

    package static func soundsLikeMoney(_ name: String) -> Bool {
        let parts = name.split(separator: "_").map(String.init)
        guard !parts.contains(where: others.contains) else { return false }
        return parts.contains(where: words.contains) || amounts.contains { name.containsBytes(of: $0) }
    }
}
