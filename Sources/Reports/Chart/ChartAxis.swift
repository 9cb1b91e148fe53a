/// An axis of numbers with round ticks: steps of 1, 2 or 5 times a power of ten.
struct ChartAxis: Hashable, Sendable {
    let lower: Double
    let upper: Double
    /// Rising, the first `lower` and the last `upper`.
    let ticks: [Double]
    let step: Double

    /// Numbers beyond this are not drawn: sums of two would not be finite.
    static let most = 1e300

    /// The axis that holds all of these numbers.
    ///
    /// - Parameters:
    ///   - fromZero: whether it begins at zero, as every bar does; a line may begin where the numbers are.
    ///   - wholeSteps: whether fractions between ticks mean nothing, as for counts.
    init(_ numbers: [Double], fromZero: Bool, wholeSteps: Bool = false, tickCount: Int = 5) {
        let known = numbers.filter { $0.isFinite && abs($0) <= Self.most }
        var low = known.min() ?? 0
        var high = known.max() ?? 0
        // A line near zero is read better with zero in sight.
        let isNearZero = low >= 0 ? low < 0.5 * high : high <= 0 && high > 0.5 * low
        if fromZero || isNearZero || low == high {
            low = min(low, 0)
            high = max(high, 0)
        }
        if low == high { high = 1 }
        let wanted = Double(max(1, tickCount - 1))
        var step = Self.round(high / wanted - low / wanted)
        if wholeSteps { step = max(1, step) }
        var first = (low / step).rounded(.down)
        var last = (high / step).rounded(.up)
        // Numbers so close together that their distance is lost in rounding.
        if !step.isFinite || step <= 0 || !first.isFinite || !last.isFinite || last - first > 100 || last - first < 1 {
            (first, last, step) = (low < 0 ? -1 : 0, high > 0 ? 1 : 0, max(abs(low), abs(high)))
        }
        let count = Int(last - first)
        self.step = step
        ticks = (0...count).map { (first + Double($0)) * step }
        lower = ticks.first ?? 0
        upper = ticks.last ?? 1
    }

    /// The least of 1, 2 and 5 times a power of ten that is not below `rough`.
    private static func round(_ rough: Double) -> Double {
        guard rough > 0, rough.isFinite else { return 1 }
        // Powers by repeated steps: no library of mathematics is linked for them.
        var power = 1.0
        while power * 10 <= rough { power *= 10 }
        while power > rough, power > 1e-300 { power /= 10 }
        for factor in [1.0, 2, 5] where factor * power >= rough * (1 - 1e-9) { return factor * power }
        return 10 * power
    }

    /// Where a number stands, from 0 at the lower end to 1 at the upper.
    func place(_ number: Double) -> Double {
        let length = upper - lower
        guard length > 0, number.isFinite else { return 0 }
        return min(1, max(0, (number - lower) / length))
    }

    /// Where zero stands, or the end that is nearest to it.
    var zero: Double { place(0) }
}
