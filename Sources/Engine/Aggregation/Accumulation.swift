import Model
import Tables
import Values

/// What an aggregate kernel gets: which rows go into which of `count` results.
struct AggregateInput {
    /// For each row the position of its result, -1 for rows that do not count.
    var targets: [Int32]
    var count: Int
    /// The argument's cells; nil for `count(dataset)`.
    var argument: ColumnData?
    /// For `first` and `last`: microseconds or days of the time axis, `Int64.min` where missing.
    var times: [Int64]?
    /// For `percentile`.
    var fraction: Double
    /// For how many rows each row stands; nil where each stands for itself.
    var weights: [Int64]?
    /// Whether the argument's cells are sums over those rows already.
    var isSummed = false
    /// Of rows that have no order within one time, as those of a database, what asks for their first or last: nil where
    /// they stand in the order of a file.
    var unordered: Unordered?

    struct Unordered {
        /// `last(amount)`.
        var aggregate: String
        var dataset: String
    }

    /// For how many values a row's cell stands.
    func weight(_ row: Int) -> Int { weights.map { Int(clamping: $0[row]) } ?? 1 }
}

/// An aggregate over columns: one type, one file.
protocol AggregateKernel {
    /// One value a result. Exact where the argument is.
    static func run(_ input: AggregateInput) throws(Diagnostic) -> [Value]
}

extension Aggregate {
    var kernel: any AggregateKernel.Type { isDistinct ? DistinctKernel.self : function.kernel }
}

extension AggregateFunction {
    var kernel: any AggregateKernel.Type {
        switch self {
        case .sum: SumKernel.self
        case .avg: AverageKernel.self
        case .min: MinimumKernel.self
        case .max: MaximumKernel.self
        case .median, .percentile: PercentileKernel.self
        case .stddev: SampleDeviationKernel.self
        case .standardDeviationOfAll: PopulationDeviationKernel.self
        case .count: CountKernel.self
        case .first: FirstKernel.self
        case .last: LastKernel.self
        }
    }
}

/// `count(dataset)`, `count(x)`.
enum CountKernel: AggregateKernel {
    static func run(_ input: AggregateInput) -> [Value] {
        input.counts().map { .number(ExactDecimal($0)) }
    }
}

extension AggregateInput {
    /// Rows that have a value, for each result.
    func counts() -> [Int] {
        var counts = [Int](repeating: 0, count: count)
        if let weights {
            let missing = argument?.missingMask
            for (row, target) in targets.enumerated() where target >= 0 && missing?[row] != 1 {
                counts[Int(target)] += Int(clamping: weights[row])
            }
        } else if let missing = argument?.missingMask {
            for (row, target) in targets.enumerated() where target >= 0 && missing[row] == 0 {
                counts[Int(target)] += 1
            }
        } else {
            for target in targets where target >= 0 { counts[Int(target)] += 1 }
        }
        return counts
    }
}

/// `sum(x)`: exact for decimals; 0 over no rows.
enum SumKernel: AggregateKernel {
    static func run(_ input: AggregateInput) throws(Diagnostic) -> [Value] {
        switch input.argument {
        case .scaled(let cells, let scale)?:
            return sums(cells, input).map { .number(ExactDecimal($0, scale: scale)) }
        case .floats(let cells)?:
            var sums = [Double](repeating: 0, count: input.count)
            var corrections = sums
            // Neumaier's compensated sum: the order of rows changes at most the last digit.
            for (row, target) in input.targets.enumerated() where target >= 0 && !cells[row].isNaN {
                let index = Int(target)
                let cell = input.isSummed ? cells[row] : cells[row] * Double(input.weight(row))
                let sum = sums[index] + cell
                corrections[index] +=
                    abs(sums[index]) >= abs(cell) ? sums[index] - sum + cell : cell - sum + sums[index]
                sums[index] = sum
            }
            return zip(sums, corrections).map { sum, correction in
                sum == 0 && correction == 0 ? .number(.zero) : .float(sum + correction)
            }
        default: return [Value](repeating: .number(.zero), count: input.count)
        }
    }

    /// 2^64 rows of 64 bits fit into 128, so this cannot overflow.
    static func sums(_ cells: [Int64], _ input: AggregateInput) -> [Int128] {
        var sums = [Int128](repeating: 0, count: input.count)
        if let weights = input.weights, !input.isSummed {
            for (row, target) in input.targets.enumerated()
            where target >= 0 && cells[row] != ColumnData.missingScaled {
                sums[Int(target)] &+= Int128(cells[row]) * Int128(weights[row])
            }
            return sums
        }
        for (row, target) in input.targets.enumerated() where target >= 0 && cells[row] != ColumnData.missingScaled {
            sums[Int(target)] &+= Int128(cells[row])
        }
        return sums
    }
}

/// `avg(x)`: the sum over the number of values; no value over none.
enum AverageKernel: AggregateKernel {
    static func run(_ input: AggregateInput) throws(Diagnostic) -> [Value] {
        let sums = try SumKernel.run(input)
        return zip(sums, input.counts()).map { sum, count in
            guard count > 0 else { return .missing }
            switch sum {
            case .number(let exact): return exact.divided(by: ExactDecimal(count)).map(Value.float) ?? .missing
            case .float(let float): return .float(float / Double(count))
            default: return .missing
            }
        }
    }
}
