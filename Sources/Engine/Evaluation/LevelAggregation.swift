import Model
import Tables
import Values

/// What the aggregates of one level and axis share.
struct AggregationCache {
    /// By scan.
    var layers: [Int: [ColumnLayer]] = [:]
    var movements: [MovementKey: MovementTable] = [:]
}

/// The aggregates of a question at one level, on one time axis.
extension Evaluation {
    /// One value a part of the groups and column of the axis.
    func results(
        _ position: Int, on axis: TimeAxis, _ level: Level, _ cache: inout AggregationCache
    ) throws(Diagnostic) -> AggregateResults {
        let aggregate = question.aggregates[position]
        guard let place = scans.firstIndex(where: { $0.aggregates.contains(position) }),
            let evaluator = evaluators[aggregate.dataset]
        else { return AggregateResults(values: []) }
        let (count, overflow) = level.groupCount.multipliedReportingOverflow(by: axis.count)
        guard !overflow, count <= Self.lineLimit else {
            throw Diagnostic(
                "too-many-lines", "this answer looks at \(level.groupCount) groups × \(axis.count) periods",
                reason: ["an answer is limited to \(Self.lineLimit) of them"],
                remedies: ["group by fewer dimensions, or ask for a shorter time"])
        }
        try evaluator.checkInterrupt()
        let scan = scans[place]
        let currencies = try aggregate.currency.map { (currency) throws(Diagnostic) in try evaluator.evaluate(currency)
        }
        var parts = scan.groups.map { $0 < 0 ? -1 : level.groupPart[Int($0)] }
        if let condition = aggregate.condition {
            let mask = try evaluator.mask(condition)
            for row in parts.indices where mask[row] != 1 { parts[row] = -1 }
        }
        if aggregate.movement != nil {
            var results = AggregateResults(values: try movement(aggregate, scan, on: axis, level, &cache))
            if let currencies {
                // Whatever a group's rows are worth at either end, they have to be of one currency.
                let check = CurrencyCheck(
                    targets: parts, count: level.groupCount, amounts: nil, currencies: currencies)
                results.currencies = check.findings.flatMap {
                    [CurrencyCheck.Finding](repeating: $0, count: axis.count)
                }
                results.mixed = check.diagnostic(aggregate)
            }
            return results
        }
        func argument(counting rows: @autoclosure () -> [Int32]) throws(Diagnostic) -> ColumnData? {
            guard let argument = aggregate.argument else { return nil }
            return try evaluator.evaluate(argument, counting: rows())
        }
        if let instant = aggregate.instant {
            return try balances(aggregate, argument(counting: parts), currencies, parts, level, axis, instant)
        }
        let layers: [ColumnLayer]
        if let known = cache.layers[place] {
            layers = known
        } else {
            layers = axis.layers(days: try days(of: scan), rowCount: evaluator.rowCount)
            cache.layers[place] = layers
        }
        var times: [Int64]?
        if aggregate.function == .first || aggregate.function == .last, let axis = aggregate.time {
            times = try evaluator.evaluate(axis).orderKeys
        }
        let seen = try argument(
            counting: parts.indices.map { row in
                parts[row] >= 0 && layers.contains { $0.columnOfRow[row] >= 0 } ? parts[row] : -1
            })
        var input = AggregateInput(
            targets: [], count: count, argument: seen, times: times, fraction: aggregate.fraction ?? 0.5)
        var values: [Value] = []
        var results = AggregateResults(values: [])
        for layer in layers {
            try evaluator.checkInterrupt()
            input.targets = parts.indices.map { row in
                parts[row] < 0 || layer.columnOfRow[row] < 0
                    ? -1 : parts[row] * Int32(axis.count) + layer.columnOfRow[row]
            }
            let found = try aggregate.kernel.run(input)
            if let currencies {
                results.note(
                    CurrencyCheck(targets: input.targets, count: count, amounts: seen, currencies: currencies),
                    columns: layer.columns, of: axis.count, aggregate)
            }
            if values.isEmpty {
                values = found
            } else {
                for part in 0..<level.groupCount {
                    for column in layer.columns {
                        values[part * axis.count + column] = found[part * axis.count + column]
                    }
                }
            }
        }
        if values.isEmpty {
            input.targets = []
            input.argument = nil
            values = try aggregate.kernel.run(input)
        }
        results.values = values
        return results
    }
}
