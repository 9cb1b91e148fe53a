import Values

/// What stands behind one step of a funnel, for a group or for all.
struct FunnelCell {
    /// Entities that reached the step.
    var entered = 0
    /// Those that were in the step before, and those of them that came here.
    var before = 0
    var converted = 0
    /// Those that were in the first step, and those of them that came here.
    var first = 0
    var cameFromFirst = 0
    var open = 0
    /// Those that came no further and have ended.
    var dropped = 0
    var value = FunnelSum()
    var droppedValue = FunnelSum()
    /// Days in the step of those that left it.
    var days: [Double] = []
    /// The rows with which the step was entered.
    var rows: [Int32] = []

    var conversion: Double? { Self.share(converted, before) }
    var fromFirst: Double? { Self.share(cameFromFirst, first) }

    var medianDays: Double? { Self.median(days) }

    /// The middle one, or the mean of the two in the middle.
    static func median(_ numbers: [Double]) -> Double? {
        let sorted = numbers.sortedUnlessStopped(by: <)
        guard let middle = sorted.isEmpty ? nil : sorted.count / 2 else { return nil }
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    static func share(_ part: Int, _ whole: Int) -> Double? { whole == 0 ? nil : Double(part) / Double(whole) }
}

/// A sum of amounts in one currency; two of them have none.
struct FunnelSum {
    // In halves, as those of `ExactDecimal`.
    private var high: Int64 = 0
    private var low: UInt64 = 0
    private(set) var float = 0.0
    private(set) var currency: Int32?
    private(set) var isMixed = false

    var exact: Int128 { Int128(high) << 64 | Int128(low) }

    mutating func add(_ cell: Int64, currency code: Int32) {
        let sum = exact + Int128(cell)
        high = Int64(truncatingIfNeeded: sum >> 64)
        low = UInt64(truncatingIfNeeded: sum)
        note(code)
    }

    mutating func add(_ cell: Double, currency code: Int32) {
        float += cell
        note(code)
    }

    private mutating func note(_ code: Int32) {
        if let currency, currency != code { isMixed = true }
        currency = code
    }
}
