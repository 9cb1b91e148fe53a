import Tables
import Values

/// `median(x)`, `percentile(x, p)`: linear interpolation between the neighbours, as PERCENTILE_CONT of SQL.
enum PercentileKernel: AggregateKernel {
    static func run(_ input: AggregateInput) -> [Value] {
        switch input.argument {
        case .scaled(let cells, let scale)?:
            return grouped(cells, input, isMissing: { $0 == ColumnData.missingScaled }) { sorted in
                let (low, high, weight) = neighbours(sorted.count, input.fraction)
                let first = ExactDecimal(Int128(sorted[low]), scale: scale)
                if weight == 0 || sorted[low] == sorted[high] { return .number(first) }
                let second = ExactDecimal(Int128(sorted[high]), scale: scale)
                // Halfway is exact: the mean of two decimals has one digit more.
                if weight == 0.5, scale < 18 {
                    return .number(
                        ExactDecimal((Int128(sorted[low]) + Int128(sorted[high])) * 5, scale: scale + 1))
                }
                return .float(first.double + (second.double - first.double) * weight)
            }
        case .floats(let cells)?:
            return grouped(cells, input, isMissing: \.isNaN) { sorted in
                let (low, high, weight) = neighbours(sorted.count, input.fraction)
                return .float(sorted[low] + (sorted[high] - sorted[low]) * weight)
            }
        default: return [Value](repeating: .missing, count: input.count)
        }
    }

    private static func neighbours(_ count: Int, _ fraction: Double) -> (low: Int, high: Int, weight: Double) {
        let position = Double(count - 1) * min(max(fraction, 0), 1)
        let low = Int(position)
        return (low, min(low + 1, count - 1), position - Double(low))
    }

    /// Collects the values of each result side by side, sorts each stretch, and picks.
    private static func grouped<T: Comparable>(
        _ cells: [T], _ input: AggregateInput, isMissing: (T) -> Bool, pick: (SortedValues<T>) -> Value
    ) -> [Value] {
        var ends = [Int](repeating: 0, count: input.count + 1)
        for (row, target) in input.targets.enumerated() where target >= 0 && !isMissing(cells[row]) {
            ends[Int(target) + 1] += 1
        }
        for index in 0..<input.count { ends[index + 1] += ends[index] }
        guard let filler = cells.first else { return [Value](repeating: .missing, count: input.count) }
        var values = [T](repeating: filler, count: ends[input.count])
        var weights = [Int64](repeating: 0, count: input.weights == nil ? 0 : values.count)
        var next = ends
        for (row, target) in input.targets.enumerated() where target >= 0 && !isMissing(cells[row]) {
            values[next[Int(target)]] = cells[row]
            if let all = input.weights { weights[next[Int(target)]] = all[row] }
            next[Int(target)] += 1
        }
        return (0..<input.count).map { index in
            let range = ends[index]..<ends[index + 1]
            if range.isEmpty || Work.isStopped { return .missing }
            if input.weights != nil {
                let sorted = SortedValues(values[range], weights: weights[range])
                return sorted.count == 0 ? .missing : pick(sorted)
            }
            let stretch = values[range]
            return pick(
                SortedValues(stretch.count < 1 << 19 ? stretch.sorted() : stretch.sortedUnlessStopped(by: <)))
        }
    }
}

/// Values in order, each as often as there are rows with it.
private struct SortedValues<T: Comparable> {
    private let values: [T]
    /// Behind each value how many there are up to it; empty where each is there once.
    private var ends: [Int] = []
    let count: Int

    init(_ sorted: [T]) {
        values = sorted
        count = sorted.count
    }

    /// Values that stand for several.
    init(_ values: ArraySlice<T>, weights: ArraySlice<Int64>) {
        let pairs = zip(values, weights).sorted { $0.0 < $1.0 }
        self.values = pairs.map(\.0)
        var end = 0
        for (_, weight) in pairs {
            end += Int(clamping: weight)
            ends.append(end)
        }
        count = end
    }

    subscript(_ place: Int) -> T {
        guard !ends.isEmpty else { return values[place] }
        var low = 0
        var high = values.count - 1
        while low < high {
            let middle = (low + high) / 2
            if ends[middle] > place { high = middle } else { low = middle + 1 }
        }
        return values[low]
    }
}
