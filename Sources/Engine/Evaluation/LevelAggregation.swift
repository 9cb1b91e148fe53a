import Model
import Tables
import Values

/// The rows of a scan on one time axis of the lines.
struct SegmentsKey: Hashable {
    var scan: Int
    var path: AxisPath
}

/// What the aggregates of one level and axis share.
struct AggregationCache {
    /// By scan.
    var segments: [Int: TimeSegments] = [:]
    var movements: [MovementKey: MovementTable] = [:]
}

/// The aggregates of a question at one level, on one time axis.
extension Evaluation {
    /// One value a part of the groups and column of the axis.
    func results(
        _ position: Int, on axis: TimeAxis, _ path: AxisPath, _ level: Level, _ cache: inout AggregationCache
    ) throws(Diagnostic) -> AggregateResults {
        let aggregate = question.aggregates[position]
        let (count, overflow) = level.groupCount.multipliedReportingOverflow(by: axis.count)
        guard !overflow, count <= Self.lineLimit else {
            throw Diagnostic(
                "too-many-lines", "this answer looks at \(level.groupCount) groups × \(axis.count) periods",
                reason: ["an answer is limited to \(Self.lineLimit) of them"],
                remedies: ["group by fewer dimensions, or ask for a shorter time"])
        }
        if let values = try tally?.results(position, on: axis, level) { return AggregateResults(values: values) }
        guard let place = scans.firstIndex(where: { $0.aggregates.contains(position) }),
            let evaluator = evaluators[aggregate.dataset]
        else { return AggregateResults(values: []) }
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
                    targets: parts, count: level.groupCount, amounts: nil, currencies: currencies,
                    weights: evaluator.standing?.counts)
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
        let weights = try evaluator.weights(of: aggregate)
        if let instant = aggregate.instant {
            return try balances(aggregate, argument(counting: parts), weights, currencies, parts, level, axis, instant)
        }
        let segments: TimeSegments
        if let known = cache.segments[place] {
            segments = known
        } else if level.hasAllCells, let known = lineSegments[SegmentsKey(scan: place, path: path)] {
            segments = known
        } else {
            segments = TimeSegments(axis, days: try days(of: scan), rowCount: evaluator.rowCount)
            cache.segments[place] = segments
        }
        var times: [Int64]?
        if aggregate.function == .first || aggregate.function == .last, let axis = aggregate.time {
            times = try evaluator.evaluate(axis).orderKeys
        }
        let used = segments.used
        let seen = try argument(
            counting: parts.indices.map { row in
                parts[row] >= 0 && segments.ofRow[row] >= 0 && used[Int(segments.ofRow[row])] ? parts[row] : -1
            })
        var input = AggregateInput(
            targets: [], count: count, argument: seen, times: times, fraction: aggregate.fraction ?? 0.5,
            weights: weights, isSummed: aggregate.isSummed, unordered: evaluator.unordered(aggregate))
        let layers = segments.layers()
        if layers.count > 2, currencies == nil,
            let values = try added(aggregate, input, parts, segments, groupCount: level.groupCount)
        {
            return AggregateResults(values: values)
        }
        var results = AggregateResults(values: [])
        for columns in layers {
            try evaluator.checkInterrupt()
            let columnOfSegment = segments.columnOfSegment(columns)
            input.targets = parts.indices.map { row in
                guard parts[row] >= 0, segments.ofRow[row] >= 0 else { return -1 }
                let column = columnOfSegment[Int(segments.ofRow[row])]
                return column < 0 ? -1 : parts[row] * Int32(axis.count) + column
            }
            let found = try aggregate.kernel.run(input)
            if let currencies {
                results.note(
                    CurrencyCheck(
                        targets: input.targets, count: count, amounts: seen, currencies: currencies,
                        weights: evaluator.standing?.counts),
                    columns: columns, of: axis.count, aggregate)
            }
            if results.values.isEmpty {
                results.values = found
            } else {
                for part in 0..<level.groupCount {
                    for column in columns {
                        results.values[part * axis.count + column] = found[part * axis.count + column]
                    }
                }
            }
        }
        if results.values.isEmpty {
            input.targets = []
            input.argument = nil
            input.weights = nil
            results.values = try aggregate.kernel.run(input)
        }
        return results
    }

    /// Sums and counts over columns that overlap, from those of their segments: one pass over the rows.
    ///
    /// Nil for aggregates that do not add up exactly.
    private func added(
        _ aggregate: Aggregate, _ input: AggregateInput, _ parts: [Int32], _ segments: TimeSegments, groupCount: Int
    ) throws(Diagnostic) -> [Value]? {
        guard aggregate.function == .sum || aggregate.function == .count && !aggregate.isDistinct else { return nil }
        let (size, overflow) = groupCount.multipliedReportingOverflow(by: segments.count)
        guard !overflow, size <= Self.lineLimit else { return nil }
        var bySegment = input
        bySegment.count = size
        bySegment.targets = parts.indices.map { row in
            parts[row] < 0 || segments.ofRow[row] < 0 ? -1 : parts[row] * Int32(segments.count) + segments.ofRow[row]
        }
        let values = try aggregate.kernel.run(bySegment)
        var result: [Value] = []
        result.reserveCapacity(input.count)
        for part in 0..<groupCount {
            // Sums up to each segment: those of a column are a difference of two.
            var upTo = [ExactDecimal.zero]
            for segment in 0..<segments.count {
                guard case .number(let value) = values[part * segments.count + segment],
                    let sum = upTo[segment].adding(value)
                else { return nil }
                upTo.append(sum)
            }
            for ranges in segments.ofColumn {
                var sum = ExactDecimal.zero
                for range in ranges {
                    guard let stretch = upTo[range.upperBound].subtracting(upTo[range.lowerBound]),
                        let next = sum.adding(stretch)
                    else { return nil }
                    sum = next
                }
                result.append(.number(sum))
            }
        }
        return result
    }
}
