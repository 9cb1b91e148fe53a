import Tables
import Values

/// `count(distinct x)`: different values, missing ones left out. Never added up: every level counts anew.
enum DistinctKernel: AggregateKernel {
    /// Bits of (result, value) pairs that are marked in a plain array rather than a set: 32 MiB.
    private static let bitLimit = 1 << 28

    static func run(_ input: AggregateInput) -> [Value] {
        guard let argument = input.argument else { return [Value](repeating: .number(.zero), count: input.count) }
        let group = GroupCodes(argument)
        var counts = [Int](repeating: 0, count: input.count)
        let size = group.values.count
        let (pairs, overflow) = size.multipliedReportingOverflow(by: input.count)
        if !overflow && pairs <= bitLimit {
            var seen = [UInt64](repeating: 0, count: pairs / 64 + 1)
            for (row, target) in input.targets.enumerated() where target >= 0 && group.codes[row] != 0 {
                let position = Int(target) * size + Int(group.codes[row])
                let bit = UInt64(1) << UInt64(position & 63)
                if seen[position >> 6] & bit == 0 {
                    seen[position >> 6] |= bit
                    counts[Int(target)] += 1
                }
            }
        } else {
            var seen: Set<UInt64> = []
            for (row, target) in input.targets.enumerated() where target >= 0 && group.codes[row] != 0 {
                let pair = UInt64(UInt32(target)) << 32 | UInt64(UInt32(group.codes[row]))
                if seen.insert(pair).inserted { counts[Int(target)] += 1 }
            }
        }
        return counts.map { .number(ExactDecimal($0)) }
    }
}
