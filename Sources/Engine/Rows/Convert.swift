import Model
import Tables
import Values

/// Rows whose amount could not be converted.
struct RateGaps {
    /// 1 where there is no rate.
    var rows: [UInt8]
    let conversion: CurrencyConversion
    let dataset: String
    let currencies: ColumnData
    let days: ColumnData

    /// The error of one such row.
    /// - Parameter count: how many there are.
    func diagnostic(_ row: Int, count: Int) -> Diagnostic {
        let rates = conversion.rates.dataset
        var place = "data row \(row + 1) of `\(dataset)`"
        if count > 1 { place += " and \(grouped(count - 1)) more" }
        let currency = ExpressionText.text(conversion.currency)
        guard let code = CurrencyRates.code(currencies.value(at: row)) else {
            return Diagnostic(
                "no-rate", "an amount without a currency cannot be converted to \(conversion.target)",
                reason: ["\(place) \(count > 1 ? "have" : "has") an amount and no `\(currency)`"],
                remedies: ["leave such rows out: `where \(currency) != missing`"])
        }
        guard let day = days.value(at: row).asDay else {
            return Diagnostic(
                "no-rate", "an amount without a day cannot be converted to \(conversion.target)",
                reason: ["\(place) \(count > 1 ? "have" : "has") no `\(ExpressionText.text(conversion.day))`"],
                remedies: ["say which other column has the day: `convert(… to \(conversion.target) on COLUMN)`"])
        }
        return Diagnostic(
            "no-rate", "there is no rate from \(code) to \(conversion.target) for \(day.text)",
            reason: ["\(place) \(count > 1 ? "need" : "needs") one, and `\(rates)` has none for that day or before it"],
            remedies: [
                "add the rate to `\(rates)`", "or leave such rows out: `where \(currency) != \"\(code)\"`",
            ])
    }
}

extension RowEvaluator {
    /// Amounts in another currency; missing where there is no rate, which `RateGaps` tells of.
    func convert(_ conversion: CurrencyConversion) throws(Diagnostic) -> (ColumnData, RateGaps) {
        let amounts = try evaluate(conversion.amount)
        let currencies = try evaluate(conversion.currency)
        let days = try evaluate(conversion.day)
        let rates = try CurrencyRates(conversion.rates, in: workspace)
        let dayNumbers = days.dayNumbers ?? [Int32](repeating: ColumnData.missingDay, count: rowCount)
        let group = GroupCodes(currencies)
        let codes = group.values.map(CurrencyRates.code)
        let missing = amounts.missingMask

        // Each pair of currency and day is looked up once.
        struct Key: Hashable {
            var code: Int32
            var day: Int32
        }
        var known: [Key: Int32] = [:]
        var found: [Value] = [.number(ExactDecimal(1))]
        var rateOfRow = [Int32](repeating: -1, count: rowCount)
        var gaps = RateGaps(
            rows: [UInt8](repeating: 0, count: rowCount), conversion: conversion, dataset: dataset.name,
            currencies: currencies, days: days)
        for row in rateOfRow.indices where missing[row] == 0 {
            let key = Key(code: group.codes[row], day: dayNumbers[row])
            if let rate = known[key] {
                rateOfRow[row] = rate
            } else {
                var position: Int32 = -1
                if let code = codes[Int(key.code)] {
                    if code == conversion.target {
                        position = 0
                    } else if key.day != ColumnData.missingDay,
                        let rate = rates.rate(from: code, to: conversion.target, on: key.day)
                    {
                        position = Int32(found.count)
                        found.append(rate)
                    }
                }
                known[key] = position
                rateOfRow[row] = position
            }
            if rateOfRow[row] < 0 { gaps.rows[row] = 1 }
        }
        return (multiplied(amounts, by: found, at: rateOfRow), gaps)
    }

    /// Each amount times the rate at its position; decimals stay exact where 18 digits hold all of them.
    private func multiplied(_ amounts: ColumnData, by rates: [Value], at positions: [Int32]) -> ColumnData {
        if case .scaled(let cells, let scale) = amounts, let factors = Self.decimals(rates, within: 18 - scale) {
            let missing = ColumnData.missingScaled
            var products = [Int64](repeating: missing, count: cells.count)
            var fits = true
            for (row, position) in positions.enumerated() where position >= 0 && cells[row] != missing {
                let (product, overflow) = cells[row].multipliedReportingOverflow(by: factors.values[Int(position)])
                if overflow || product == missing {
                    fits = false
                    break
                }
                products[row] = product
            }
            if fits { return .scaled(products, scale: scale + factors.scale) }
        }
        guard let numbers = amounts.doubles else { return ColumnData(repeating: .missing, count: amounts.count) }
        let factors = rates.map { $0.double ?? .nan }
        return .floats(
            positions.indices.map { row in
                let product = positions[row] < 0 ? .nan : numbers[row] * factors[Int(positions[row])]
                return product.isFinite ? product : .nan
            })
    }

    /// Rates as whole numbers of one scale; nil when one is no decimal or has too many digits.
    private static func decimals(_ rates: [Value], within limit: Int) -> (values: [Int64], scale: Int)? {
        var exact: [ExactDecimal] = []
        var scale = 0
        for rate in rates {
            guard case .number(let number) = rate else { return nil }
            exact.append(number.normalized)
            scale = max(scale, number.normalized.scale)
        }
        guard scale <= limit else { return nil }
        var values: [Int64] = []
        for number in exact {
            guard let value = number.rescaled(to: scale).flatMap({ Int64(exactly: $0.mantissa) }) else { return nil }
            values.append(value)
        }
        return (values, scale)
    }
}
