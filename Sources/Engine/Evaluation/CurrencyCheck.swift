import Model
import Tables
import Values

/// Whether the amounts that come together in each result of an aggregate are of one currency.
package struct CurrencyCheck {
    package enum Finding: Hashable, Sendable {
        /// No amount, or none that has a currency.
        case none
        case one(String)
        /// Several currencies, or one beside amounts without any.
        case mixed
    }

    /// One of the currencies that come together, with the rows behind it.
    package struct Share: Hashable, Sendable {
        /// Nil for amounts without a currency.
        package var currency: String?
        package var rows: Int
        /// The first of the rows, from 0.
        package var example: Int
    }

    /// One for each result.
    package let findings: [Finding]
    /// What comes together in the first mixed result, most rows first; empty when none is mixed.
    package let shares: [Share]
    /// Whether rows stand for others, so that none can be shown.
    private let isReduced: Bool

    /// - Parameters:
    ///   - targets: for each row the position of its result, -1 for rows that do not count.
    ///   - count: how many results there are.
    ///   - amounts: rows without an amount do not count either; nil when every row does.
    ///   - currencies: for each row its currency, compared without regard to case.
    ///   - weights: for how many rows each row stands; nil where each stands for itself.
    package init(
        targets: [Int32], count: Int, amounts: ColumnData?, currencies: ColumnData, weights: [Int64]? = nil
    ) {
        isReduced = weights != nil
        let group = GroupCodes(currencies)
        // Numbers of currencies, 0 for none.
        var names: [String?] = [nil]
        var numbers: [String: Int32] = [:]
        let numberOfCode = group.values.map { value -> Int32 in
            let name = value.plainText.uppercased()
            if name.isEmpty { return 0 }
            if let number = numbers[name] { return number }
            let number = Int32(names.count)
            numbers[name] = number
            names.append(name)
            return number
        }
        let missing = amounts?.missingMask
        func counts(_ row: Int) -> Bool { targets[row] >= 0 && missing?[row] != 1 }

        let unseen: Int32 = -1
        let several: Int32 = -2
        var seen = [Int32](repeating: unseen, count: count)
        for row in targets.indices where counts(row) {
            let target = Int(targets[row])
            let number = numberOfCode[Int(group.codes[row])]
            if seen[target] == unseen {
                seen[target] = number
            } else if seen[target] != number {
                seen[target] = several
            }
        }
        findings = seen.map { number in
            if number == several { return .mixed }
            return number > 0 ? names[Int(number)].map(Finding.one) ?? .none : .none
        }
        guard let first = seen.firstIndex(of: several) else {
            shares = []
            return
        }
        var found: [Int32: Share] = [:]
        for row in targets.indices where Int(targets[row]) == first && counts(row) {
            let number = numberOfCode[Int(group.codes[row])]
            found[number, default: Share(currency: names[Int(number)], rows: 0, example: row)].rows +=
                weights.map { Int(clamping: $0[row]) } ?? 1
        }
        shares = found.values.sorted { ($1.rows, $0.example) < ($0.rows, $1.example) }
    }

    /// The error `mixed-currency` of the first mixed result; nil when none is mixed.
    package func diagnostic(_ aggregate: Aggregate) -> Diagnostic? {
        guard !shares.isEmpty, let argument = aggregate.argument, let currency = aggregate.currency else { return nil }
        let amount = ExpressionText.text(argument)
        let column = ExpressionText.text(currency)
        let named = shares.map { $0.currency ?? "amounts without a currency" }
        var subject = amount
        if case .money(.column(let reference), _) = argument, reference.path.joins.isEmpty {
            subject = aggregate.dataset + "." + amount
        }
        var reason = shares.prefix(Self.shown).map { share in
            "\(grouped(share.rows)) row\(share.rows == 1 ? "" : "s") of `\(aggregate.dataset)`"
                + " \(share.rows == 1 ? "is" : "are") in \(share.currency ?? "no currency")"
                + (isReduced ? "" : ", for example data row \(grouped(share.example + 1))")
        }
        if shares.count > Self.shown { reason.append("and \(shares.count - Self.shown) more currencies") }
        let main = shares.lazy.compactMap(\.currency).first ?? "EUR"
        return Diagnostic(
            "mixed-currency",
            "`\(aggregate.function.rawValue)(\(subject))` would \(aggregate.function.verb)"
                + " \(listed(named.count > Self.shown ? named.prefix(Self.shown) + ["others"] : named))",
            reason: reason,
            remedies: [
                "ask for one of them: `where \(column) = \"\(main)\"`", "group `by \(column)`",
                "or convert: `\(aggregate.function.rawValue)(convert(\(amount), \(column) to \(main)))`, with a dataset"
                    + " of rates",
            ])
    }

    /// Currencies that a message names.
    private static let shown = 4
}

extension AggregateFunction {
    /// What the function does with its values, behind "would".
    fileprivate var verb: String {
        switch self {
        case .sum: "add"
        case .avg: "average"
        case .first, .last: "choose between"
        case .count: "count"
        case .min, .max, .median, .percentile, .stddev, .standardDeviationOfAll: "compare"
        }
    }
}
