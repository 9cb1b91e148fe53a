import Glibc

/// How likely it is that a group does so badly by chance alone.
enum Chance {
    /// Below this it is taken to be more than chance; divided by the number of groups that are looked at (Bonferroni).
    static let level = 0.05

    /// Fisher's exact test, one-sided: the probability that of `drawn` taken from `all`, of which `good` are good, no
    /// more than `found` are good (hypergeometric distribution).
    static func ofAtMost(_ found: Int, good: Int, drawn: Int, all: Int) -> Double {
        guard all > 0, drawn >= 0, drawn <= all, good >= 0, good <= all else { return 1 }
        let least = max(0, drawn - (all - good))
        guard found >= least else { return 0 }
        guard found < min(drawn, good) else { return 1 }
        // Beyond the middle of the distribution nothing is remarkable, and the terms would not shrink.
        guard Double(found) * Double(all) < Double(drawn) * Double(good) else { return 1 }
        var term = exp(
            logChoose(good, found) + logChoose(all - good, drawn - found) - logChoose(all, drawn))
        var sum = term
        var count = found
        while count > least, term > sum * 1e-17 {
            term *= Double(count) * Double(all - good - drawn + count)
            term /= Double(good - count + 1) * Double(drawn - count + 1)
            sum += term
            count -= 1
        }
        return min(1, sum)
    }

    private static func logChoose(_ all: Int, _ part: Int) -> Double {
        logFactorial(all) - logFactorial(part) - logFactorial(all - part)
    }

    private static func logFactorial(_ number: Int) -> Double {
        var sign: Int32 = 0
        return lgamma_r(Double(number) + 1, &sign)
    }
}
