import Values

/// Bars beside the numbers of one column, from eighths of a column: `███▍`.
///
/// Bars of negative numbers grow to the left of those of positive ones, in halves, since there are no eighths that do.
struct BarScale {
    /// The lowest and the highest number, both moved to zero where they are on its other side.
    private let low: Double
    private let high: Double

    /// Nil where no number is other than zero.
    init?(_ cells: some Collection<Value>) {
        var low = 0.0
        var high = 0.0
        for cell in cells {
            guard let number = cell.double, number.isFinite else { continue }
            low = min(low, number)
            high = max(high, number)
        }
        guard low < 0 || high > 0 else { return nil }
        self.low = low
        self.high = high
    }

    /// The bar of one cell, at most `width` columns; empty for zero and for no value.
    func bar(_ value: Value, width: Int) -> String {
        guard width > 0, let number = value.double, number.isFinite, number != 0 else { return "" }
        let left = columnsLeft(width)
        if number > 0 {
            let eighths = max(1, Int((columns(number, width) * 8).rounded()))
            let rest = eighths % 8
            return String(repeating: " ", count: left) + String(repeating: "█", count: eighths / 8)
                + (rest > 0 ? Self.eighths[rest - 1] : "")
        }
        let halves = max(1, Int((columns(number, width) * 2).rounded()))
        let used = (halves + 1) / 2
        return String(repeating: " ", count: max(0, left - used)) + (halves % 2 == 1 ? "▐" : "")
            + String(repeating: "█", count: halves / 2)
    }

    private static let eighths = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]

    /// The columns on the left of zero.
    private func columnsLeft(_ width: Int) -> Int {
        if low == 0 { return 0 }
        if high == 0 { return width }
        // Not the sum of both, which may be too large for a float.
        let share = 1 / (1 + high / -low)
        return width < 2 ? 0 : min(width - 1, max(1, Int((share * Double(width)).rounded())))
    }

    /// How long the bar is; the same number of columns for the same amount on both sides.
    private func columns(_ number: Double, _ width: Int) -> Double {
        let left = columnsLeft(width)
        let amount = number.magnitude
        var length = Double(width)
        if high > 0 { length = min(length, amount / high * Double(width - left)) }
        if low < 0 { length = min(length, amount / -low * Double(left)) }
        return number > 0 ? min(length, Double(width - left)) : min(length, Double(left))
    }
}
