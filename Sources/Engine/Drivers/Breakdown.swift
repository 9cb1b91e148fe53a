import Model
import Values

/// A change divided among the values of one dimension.
struct Breakdown {
    /// One value of the dimension, the rest of them, or what belongs to none of them alone.
    struct Member {
        enum State: String { case new, gone }

        var name: Value
        var asked = Value.missing
        var compared = Value.missing
        var contribution: Value
        /// Of a ratio: what the group's weight and what its own rate did; they add up to the contribution.
        var mix: Value?
        var rate: Value?
        /// Of a balance: what moved, with its sign, in the order of `BalanceMovements.columns`.
        var movements: [Value] = []
        var state: State?
        /// What of the change its size alone would explain.
        var expected = 0.0
    }

    var dimension: BoundQuestion.Dimension
    var form: MetricForm
    /// By absolute contribution, the largest first.
    var members: [Member]
    /// What no member alone accounts for: entities that are in several groups, or a statistic that does not add up.
    var remainder: Member?
    var asked: Value
    var compared: Value
    var change: Value
    /// Of amounts whose rows say it.
    var currency: String?
    var movementTotals: [Value] = []

    /// How far the contributions are from those that the members' sizes alone would give: the root of the sum of the
    /// squared differences.
    ///
    /// Chance alone makes it as large for a dimension of few values as for one of many, because a group's own noise grows
    /// with the root of its size and the sizes add up to one; a few strong drivers make it large.
    var concentration: Double {
        let differences = (members + (remainder.map { [$0] } ?? [])).map { member in
            (member.contribution.double ?? 0) - member.expected
        }
        return differences.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
}

extension Sequence<Value> {
    /// The sum of those that are numbers.
    func total() throws(Diagnostic) -> Value {
        var sum = Value.number(.zero)
        for value in self where value.double != nil { sum = try combined(sum, .add, value) }
        return sum
    }
}
