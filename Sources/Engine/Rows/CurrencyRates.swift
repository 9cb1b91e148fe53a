import Model
import Tables
import Values

/// Exchange rates by pair of currencies and day.
struct CurrencyRates {
    private struct Pair: Hashable {
        var from: String
        var to: String
    }

    /// The rates of a pair in order of days; each counts from its day until the next.
    private struct Series {
        var days: [Int32]
        var rates: [Value]

        /// The rate of the day, else the latest before.
        func rate(on day: Int32) -> (value: Value, day: Int32)? {
            var low = 0
            var high = days.count
            while low < high {
                let middle = (low + high) / 2
                if days[middle] <= day { low = middle + 1 } else { high = middle }
            }
            return low == 0 ? nil : (rates[low - 1], days[low - 1])
        }
    }

    private var series: [Pair: Series] = [:]
    /// All currencies, in order of their names.
    private var currencies: [String] = []

    /// Rows without a day, a currency or a rate say nothing.
    init(_ table: RatesTable, in workspace: Workspace) throws(Diagnostic) {
        guard let dataset = workspace.datasets[table.dataset] else { return }
        let evaluator = RowEvaluator(workspace, dataset)
        let from = GroupCodes(try evaluator.evaluate(table.from))
        let to = GroupCodes(try evaluator.evaluate(table.to))
        let rates = try evaluator.evaluate(table.rate)
        guard let days = try evaluator.evaluate(table.day).dayNumbers else { return }
        let sources = from.values.map(Self.code)
        let targets = to.values.map(Self.code)
        var rows: [Pair: [Int]] = [:]
        for row in days.indices where days[row] != ColumnData.missingDay {
            let value = rates.value(at: row)
            guard let source = sources[Int(from.codes[row])], let target = targets[Int(to.codes[row])],
                let rate = value.double
            else { continue }
            guard rate > 0 else {
                throw Diagnostic(
                    "rate-sign", "`\(dataset.name)` has a rate that is not above zero",
                    reason: ["data row \(row + 1): \(source) to \(target) at \(value.plainText)"],
                    remedies: ["correct the row, or leave the rate blank"])
            }
            rows[Pair(from: source, to: target), default: []].append(row)
        }
        for (pair, own) in rows {
            let sorted = own.sorted { (days[$0], $0) < (days[$1], $1) }
            for (row, next) in zip(sorted, sorted.dropFirst()) where days[row] == days[next] {
                throw Diagnostic(
                    "rate-twice",
                    "`\(dataset.name)` has two rates from \(pair.from) to \(pair.to) for \(Day(Int(days[row])).text)",
                    reason: [
                        "data rows \(row + 1) and \(next + 1): \(rates.value(at: row).plainText) and"
                            + " \(rates.value(at: next).plainText)"
                    ],
                    remedies: ["keep one rate for each day and pair of currencies"])
            }
            series[pair] = Series(days: sorted.map { days[$0] }, rates: sorted.map { rates.value(at: $0) })
        }
        currencies = Set(series.keys.flatMap { [$0.from, $0.to] }).sorted()
    }

    /// A currency as rates and rows know it: in capitals; nil for no value.
    static func code(_ value: Value) -> String? {
        guard case .text(let text) = value else { return nil }
        return text.uppercased()
    }

    /// What 1 of a currency is worth in another: at the rate of the pair, else the inverse of the opposite pair, else
    /// by one currency between, of several the one with the latest rates.
    func rate(from: String, to: String, on day: Int32) -> Value? {
        if let rate = step(from, to, on: day) { return rate.value }
        var best: (value: Value, day: Int32)?
        for middle in currencies {
            guard let first = step(from, middle, on: day), let second = step(middle, to, on: day),
                let product = try? ArithmeticOperator.multiply.apply(first.value, second.value)
            else { continue }
            let older = min(first.day, second.day)
            if best.map({ older > $0.day }) ?? true { best = (product, older) }
        }
        return best?.value
    }

    private func step(_ from: String, _ to: String, on day: Int32) -> (value: Value, day: Int32)? {
        if let direct = series[Pair(from: from, to: to)]?.rate(on: day) { return direct }
        guard let inverse = series[Pair(from: to, to: from)]?.rate(on: day), let rate = inverse.value.double else {
            return nil
        }
        return (.float(1 / rate), inverse.day)
    }
}
