import Model
import Tables
import Values

/// `min(x)`; no value over no rows.
enum MinimumKernel: AggregateKernel {
    static func run(_ input: AggregateInput) -> [Value] { extremes(input, isBetter: <) }
}

/// `max(x)`; no value over no rows.
enum MaximumKernel: AggregateKernel {
    static func run(_ input: AggregateInput) -> [Value] { extremes(input, isBetter: >) }
}

private func extremes(_ input: AggregateInput, isBetter: (Int64, Int64) -> Bool) -> [Value] {
    guard let argument = input.argument else { return [Value](repeating: .missing, count: input.count) }
    let order = argument.orderKeys
    let rows = bestRows(input, keys: order, isBetter: isBetter)
    return rows.map { $0 < 0 ? .missing : argument.value(at: $0) }
}

/// For each result the first row with the best key; -1 where no row has one. A key of `Int64.min` is missing.
private func bestRows(_ input: AggregateInput, keys: [Int64], isBetter: (Int64, Int64) -> Bool) -> [Int] {
    var rows = [Int](repeating: -1, count: input.count)
    for (row, target) in input.targets.enumerated() where target >= 0 && keys[row] != Int64.min {
        let best = rows[Int(target)]
        if best < 0 || isBetter(keys[row], keys[best]) { rows[Int(target)] = row }
    }
    return rows
}

/// `first(x)`: the value of the earliest row that has one; of equal days the first in the file.
enum FirstKernel: AggregateKernel {
    static func run(_ input: AggregateInput) throws(Diagnostic) -> [Value] { try atEnd(input, isBetter: <) }
}

/// `last(x)`: the value of the latest row that has one; of equal days the last in the file.
enum LastKernel: AggregateKernel {
    static func run(_ input: AggregateInput) throws(Diagnostic) -> [Value] { try atEnd(input, isBetter: >=) }
}

/// Fails with `no-order` where rows that have none differ at the end.
private func atEnd(_ input: AggregateInput, isBetter: (Int64, Int64) -> Bool) throws(Diagnostic) -> [Value] {
    guard let argument = input.argument else { return [Value](repeating: .missing, count: input.count) }
    let missing = argument.missingMask
    // Without a time axis the order of the file stands for time.
    let times = input.times ?? (0..<Int64(argument.count)).map { input.unordered == nil ? $0 : 0 }
    let keys = elementwise(times, missing) { $1 == 1 ? Int64.min : $0 }
    let rows = bestRows(input, keys: keys, isBetter: isBetter)
    if let unordered = input.unordered {
        for (row, target) in input.targets.enumerated() where target >= 0 && keys[row] != Int64.min {
            let chosen = rows[Int(target)]
            guard chosen >= 0, chosen != row, keys[chosen] == keys[row] else { continue }
            let (one, other) = (argument.value(at: chosen), argument.value(at: row))
            if one != other { throw unordered.refusal(one, other, hasTime: input.times != nil) }
        }
    }
    return rows.map { $0 < 0 ? .missing : argument.value(at: $0) }
}

extension RowEvaluator {
    /// What asks for the first or last of rows that have no order; nil for all else.
    func unordered(_ aggregate: Aggregate) -> AggregateInput.Unordered? {
        guard aggregate.function == .first || aggregate.function == .last, !hasOrder, let argument = aggregate.argument
        else { return nil }
        return AggregateInput.Unordered(
            aggregate: "\(aggregate.function.rawValue)(\(ExpressionText.text(argument)))", dataset: aggregate.dataset)
    }
}

extension AggregateInput.Unordered {
    fileprivate func refusal(_ one: Value, _ other: Value, hasTime: Bool) -> Diagnostic {
        let values = listed([one.plainText, other.plainText].sorted().map { "`\($0)`" })
        return Diagnostic(
            "no-order",
            hasTime
                ? "`\(aggregate)` has several values on one day"
                : "`\(aggregate)` has no time to be the first or last by",
            reason: ["rows of `\(dataset)` have no order in a database: \(values) could both be meant"],
            remedies: [
                "ask by what tells them apart, and `without totals`",
                "ask for the smallest or the largest: `min`, `max`",
                "or let a `SELECT` choose one row of each day, as a dataset of its own",
            ])
    }
}

extension ColumnData {
    /// Numbers in the order of the cells' values; `Int64.min` where missing.
    var orderKeys: [Int64] {
        switch self {
        case .scaled(let cells, _): return cells
        case .moments(let cells): return cells
        case .days(let cells): return cells.map { $0 == Self.missingDay ? Int64.min : Int64($0) }
        case .booleans(let cells): return cells.map { $0 == Self.missingBoolean ? Int64.min : Int64($0) }
        case .floats(let cells):
            return cells.map { cell in
                if cell.isNaN { return Int64.min }
                // The bits of a float order like a sign-and-magnitude integer.
                let bits = Int64(bitPattern: (cell == 0 ? 0 : cell).bitPattern)
                return bits >= 0 ? bits : -(bits & Int64.max)
            }
        case .texts(let codes, let dictionary):
            let sorted = dictionary.texts.indices.sorted { dictionary.texts[$0] < dictionary.texts[$1] }
            var ranks = [Int64](repeating: Int64.min, count: dictionary.codeCount)
            for (rank, index) in sorted.enumerated() { ranks[index + 1] = Int64(rank) }
            return codes.map { ranks[Int($0)] }
        }
    }
}
