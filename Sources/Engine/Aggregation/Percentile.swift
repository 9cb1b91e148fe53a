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
        _ cells: [T], _ input: AggregateInput, isMissing: (T) -> Bool, pick: ([T]) -> Value
    ) -> [Value] {
        var ends = [Int](repeating: 0, count: input.count + 1)
        for (row, target) in input.targets.enumerated() where target >= 0 && !isMissing(cells[row]) {
            ends[Int(target) + 1] += 1
        }
        for index in 0..<input.count { ends[index + 1] += ends[index] }
        guard let filler = cells.first else { return [Value](repeating: .missing, count: input.count) }
        var values = [T](repeating: filler, count: ends[input.count])
        var next = ends
        for (row, target) in input.targets.enumerated() where target >= 0 && !isMissing(cells[row]) {
            values[next[Int(target)]] = cells[row]
            next[Int(target)] += 1
        }
        return (0..<input.count).map { index in
            let stretch = values[ends[index]..<ends[index + 1]]
            if stretch.isEmpty || Work.isStopped { return .missing }
            return pick(stretch.count < 1 << 19 ? stretch.sorted() : stretch.sortedUnlessStopped(by: <))
        }
    }
}
