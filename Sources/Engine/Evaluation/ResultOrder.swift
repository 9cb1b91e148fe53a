import Values

/// The order in which results stand: by size, no value last, and those side by side that differ only by what a float
/// cannot hold.
///
/// Of 0.3 and 0.1 + 0.2, or of a deviation that comes to 6 and one that comes to 6.000000000000001, the reader sees equal
/// numbers: the last binary digit must not choose between them, but what comes next (another key, the name). Exact numbers
/// are equal only where they are equal.
enum ResultOrder {
    /// For each value its place; equal values share a place.
    ///
    /// - Parameter ties: which of two places in `values` comes first where the values are equal; nil where they share a
    ///   place.
    static func ranks(_ values: [Value], ascending: Bool, ties: ((Int, Int) -> Bool)? = nil) -> [Int32] {
        var order = sorted(values, ascending: ascending)
        var result = [Int32](repeating: 0, count: values.count)
        var rank: Int32 = 0
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, areEqual(values[order[end - 1]], values[order[end]]) { end += 1 }
            if let ties, end - start > 1 {
                order.withUnsafeMutableBufferPointer { $0[start..<end].sortUnlessStopped(by: ties) }
            }
            result[order[start]] = rank
            for place in start + 1..<end {
                if let ties, ties(order[place - 1], order[place]) { rank += 1 }
                result[order[place]] = rank
            }
            rank += 1
            start = end
        }
        return result
    }

    /// The places of values from the first to the last.
    private static func sorted(_ values: [Value], ascending: Bool) -> [Int] {
        let floats = values.map { $0.double ?? .nan }
        return floats.withUnsafeBufferPointer { floats in
            values.indices.sortedUnlessStopped { first, second in
                let a = floats[first]
                let b = floats[second]
                // Numbers that are well apart tell the order at once.
                if abs(a - b) > 1e-9 * (abs(a) + abs(b)) { return ascending ? a < b : a > b }
                let (one, other) = (values[first], values[second])
                if one.isMissing || other.isMissing { return other.isMissing && !one.isMissing }
                return ascending ? one < other : one > other
            }
        }
    }

    /// Whether two results are the same number, but for what rounding to floats on the way to them leaves: what
    /// no twelve digits show, or next to nothing where all else cancels out.
    static func areEqual(_ first: Value, _ second: Value) -> Bool {
        guard let a = first.double, let b = second.double, !(first.isExact && second.isExact) else {
            return first.equals(second)
        }
        let bound = max(1e-12 * max(abs(a), abs(b)), 1e-14)
        return a == b || abs(a - b) <= bound && bound.isFinite
    }
}
