import Language
import Model
import Tables
import Values

/// The days on which balances are taken, in order, each once.
struct BalanceDays {
    let days: [Int32]
    /// For each column of the axis its day's place, nil for a column without a day.
    let places: [Int?]
    /// For each day the columns that take it.
    let columnsOfDay: [[Int]]

    init(_ columns: [Day?]) {
        let days = Set(columns.compactMap { $0?.number }).sorted()
        let places = Dictionary(uniqueKeysWithValues: days.enumerated().map { ($1, $0) })
        var columnsOfDay = [[Int]](repeating: [], count: days.count)
        self.places = columns.map { day in day.flatMap { places[$0.number] } }
        for (column, place) in self.places.enumerated() { if let place { columnsOfDay[place].append(column) } }
        self.days = days
        self.columnsOfDay = columnsOfDay
    }

    var count: Int { days.count }

    /// How many of the days lie before `day`.
    func countBefore(_ day: Int32) -> Int32 {
        var low = 0
        var high = days.count
        while low < high {
            let middle = (low + high) / 2
            if days[middle] < day { low = middle + 1 } else { high = middle }
        }
        return Int32(low)
    }
}

/// The days on which each row is active, as a range of places: from its first day on, until the day before its end.
struct Activity {
    let days: BalanceDays
    var first: [Int32]
    var end: [Int32]
}

extension Aggregate {
    /// The ends of a period that it looks at.
    var instants: [Call.Instant] {
        if let instant { return [instant] }
        return movement == nil ? [] : [.start, .end]
    }
}

extension TimeAxis {
    /// For each column the day whose balance it takes: over all time today's, at a period's start that of the day before
    /// it begins.
    func instants(_ instant: Call.Instant, today: Day) -> [Day?] {
        columns.map { column in
            let spans = column.windows.compactMap(\.span)
            switch instant {
            case .start:
                guard let span = spans.first else { return nil }
                return span.start == .first ? nil : span.start.adding(days: -1)
            case .end:
                guard let span = spans.last else { return nil }
                return span.end == .last ? today : span.end.adding(days: -1)
            }
        }
    }
}

extension Evaluation {
    /// When the rows of a balance are active; nil when it has no interval.
    func activity(of aggregate: Aggregate, on days: BalanceDays) throws(Diagnostic) -> Activity? {
        guard let evaluator = evaluators[aggregate.dataset], let from = aggregate.activeFrom,
            let to = aggregate.activeTo, let starts = try evaluator.evaluate(from).dayNumbers,
            let ends = try evaluator.evaluate(to).dayNumbers
        else { return nil }
        let places = DayPlaces(days)
        var first = [Int32](repeating: 0, count: starts.count)
        var end = first
        for row in starts.indices where starts[row] != ColumnData.missingDay {
            first[row] = places.countBefore(starts[row])
            end[row] = ends[row] == ColumnData.missingDay ? Int32(days.count) : places.countBefore(ends[row])
            end[row] = max(first[row], end[row])
        }
        return Activity(days: days, first: first, end: end)
    }

    /// Balances of all columns in one pass over the rows where the aggregate adds up, else a pass for each day.
    func balances(
        _ aggregate: Aggregate, _ argument: ColumnData?, _ weights: [Int64]?, _ currencies: ColumnData?,
        _ parts: [Int32], _ level: Level, _ axis: TimeAxis, _ instant: Call.Instant
    ) throws(Diagnostic) -> AggregateResults {
        let days = BalanceDays(axis.instants(instant, today: question.today))
        var input = AggregateInput(
            targets: [], count: level.groupCount, argument: argument, fraction: aggregate.fraction ?? 0.5,
            weights: weights, isSummed: aggregate.isSummed)
        guard let activity = try activity(of: aggregate, on: days), let evaluator = evaluators[aggregate.dataset] else {
            return AggregateResults(
                values: try aggregate.kernel.run(
                    AggregateInput(targets: [], count: level.groupCount * axis.count, argument: nil, fraction: 0)))
        }
        let series: [[Value]]
        input.unordered = evaluator.unordered(aggregate)
        if let added = BalanceSeries(activity, parts, weights: weights, groupCount: level.groupCount)
            .values(of: aggregate, argument)
        {
            series = added
        } else {
            var found: [[Value]] = []
            for place in 0..<Int32(days.count) {
                try evaluator.checkInterrupt()
                input.targets = parts.indices.map { row in
                    activity.first[row] <= place && place < activity.end[row] ? parts[row] : -1
                }
                found.append(try aggregate.kernel.run(input))
            }
            series = found
        }
        // What the aggregate gives over no rows, where a column has no day.
        let nothing = try aggregate.kernel.run(AggregateInput(targets: [], count: 1, argument: nil, fraction: 0))[0]
        var result: [Value] = []
        result.reserveCapacity(level.groupCount * axis.count)
        for part in 0..<level.groupCount {
            for place in days.places { result.append(place.map { series[$0][part] } ?? nothing) }
        }
        var results = AggregateResults(values: result)
        if let currencies {
            noteCurrencies(of: aggregate, currencies, argument, parts, activity, level, axis, in: &results)
        }
        return results
    }
}

/// Day numbers to places by a plain table where the days are close together.
private struct DayPlaces {
    private let days: BalanceDays
    private let first: Int32
    private let table: [Int32]

    init(_ days: BalanceDays) {
        self.days = days
        first = days.days.first ?? 0
        let span = Int((days.days.last ?? 0) - first)
        guard span < 100_000 else {
            table = []
            return
        }
        var table: [Int32] = []
        table.reserveCapacity(span + 1)
        var place: Int32 = 0
        for day in first...(first + Int32(span)) {
            table.append(place)
            if Int(place) < days.count, days.days[Int(place)] == day { place += 1 }
        }
        self.table = table
    }

    func countBefore(_ day: Int32) -> Int32 {
        guard !table.isEmpty else { return days.countBefore(day) }
        if day <= first { return 0 }
        let offset = Int(day) - Int(first)
        return offset < table.count ? table[offset] : Int32(days.count)
    }
}

/// Balances by differences: each row is added on its first day and taken away at its end, once.
struct BalanceSeries {
    private let activity: Activity
    /// The part of the groups that each row goes into, -1 for none.
    private let parts: [Int32]
    /// For how many rows each row stands; nil where each stands for itself.
    private let weights: [Int64]?
    private let groupCount: Int

    /// Differences that are kept at the same time: beyond it a pass for each day is cheaper.
    private static let limit = 8_000_000

    init(_ activity: Activity, _ parts: [Int32], weights: [Int64]? = nil, groupCount: Int) {
        self.activity = activity
        self.parts = parts
        self.weights = weights
        self.groupCount = groupCount
    }

    /// By day, then by part; nil for aggregates that do not add up.
    func values(of aggregate: Aggregate, _ argument: ColumnData?) -> [[Value]]? {
        guard groupCount * (activity.days.count + 1) <= Self.limit else { return nil }
        switch aggregate.function {
        case .count where aggregate.isDistinct:
            guard let argument else { return nil }
            return distinct(GroupCodes(argument)).map { $0.map { .number(ExactDecimal($0)) } }
        case .count: return counts(argument?.missingMask).map { $0.map { .number(ExactDecimal($0)) } }
        case .sum:
            guard case .scaled(let cells, let scale)? = argument else { return nil }
            return sums(cells, aggregate).map { $0.map { .number(ExactDecimal($0, scale: scale)) } }
        case .avg:
            guard case .scaled(let cells, let scale)? = argument else { return nil }
            return zip(sums(cells, aggregate), counts(argument?.missingMask)).map { sums, counts in
                zip(sums, counts).map { sum, count in
                    count == 0
                        ? .missing
                        : ExactDecimal(sum, scale: scale).divided(by: ExactDecimal(count)).map(Value.float) ?? .missing
                }
            }
        default: return nil
        }
    }

    /// Calls `body` with each part and day on which any row of the part is active.
    func eachActive(_ body: (_ part: Int, _ day: Int) -> Void) {
        guard groupCount * (activity.days.count + 1) <= Self.limit else {
            for row in parts.indices where parts[row] >= 0 {
                for day in activity.first[row]..<activity.end[row] { body(Int(parts[row]), Int(day)) }
            }
            return
        }
        for (day, counts) in counts(nil).enumerated() {
            for (part, count) in counts.enumerated() where count > 0 { body(part, day) }
        }
    }

    private func counts(_ missing: [UInt8]?) -> [[Int]] {
        accumulated(zero: 0) { differences in
            for row in parts.indices where parts[row] >= 0 && missing?[row] != 1 {
                let weight = weights.map { Int(clamping: $0[row]) } ?? 1
                differences[index(activity.first[row], row)] += weight
                differences[index(activity.end[row], row)] -= weight
            }
        }
    }

    private func sums(_ cells: [Int64], _ aggregate: Aggregate) -> [[Int128]] {
        let weights = aggregate.isSummed ? nil : weights
        return accumulated(zero: 0) { differences in
            for row in parts.indices where parts[row] >= 0 && cells[row] != ColumnData.missingScaled {
                // 2^64 rows of 64 bits fit into 128, so this cannot overflow.
                let amount = Int128(cells[row]) * Int128(weights?[row] ?? 1)
                differences[index(activity.first[row], row)] &+= amount
                differences[index(activity.end[row], row)] &-= amount
            }
        }
    }

    /// Different values: stretches of rows with the same value are joined before they are counted.
    private func distinct(_ codes: GroupCodes) -> [[Int]] {
        var rows = parts.indices.filter {
            parts[$0] >= 0 && codes.codes[$0] != 0 && activity.first[$0] < activity.end[$0]
        }
        rows = rows.sortedUnlessStopped { a, b in
            (parts[a], codes.codes[a], activity.first[a]) < (parts[b], codes.codes[b], activity.first[b])
        }
        return accumulated(zero: 0) { differences in
            var start = 0
            while start < rows.count {
                let row = rows[start]
                var end = activity.end[row]
                var next = start + 1
                while next < rows.count, parts[rows[next]] == parts[row], codes.codes[rows[next]] == codes.codes[row],
                    activity.first[rows[next]] <= end
                {
                    end = max(end, activity.end[rows[next]])
                    next += 1
                }
                differences[index(activity.first[row], row)] += 1
                differences[index(end, row)] -= 1
                start = next
            }
        }
    }

    private func index(_ place: Int32, _ row: Int) -> Int { Int(place) * groupCount + Int(parts[row]) }

    private func accumulated<T: FixedWidthInteger>(zero: T, _ fill: (inout [T]) -> Void) -> [[T]] {
        var differences = [T](repeating: zero, count: groupCount * (activity.days.count + 1))
        fill(&differences)
        var current = [T](repeating: zero, count: groupCount)
        return (0..<activity.days.count).map { place in
            for part in 0..<groupCount { current[part] &+= differences[place * groupCount + part] }
            return current
        }
    }
}
