import Values

/// Rounds forecasts as the values that they go on from are.
struct ForecastRounding {
    /// Digits behind the point; nil for floats.
    private let scale: Int?
    private let floatScale: Int

    init(_ values: [Value]) {
        var scale: Int? = 0
        var largest = 0.0
        for value in values {
            largest = max(largest, abs(value.double ?? 0))
            switch value {
            case .number(let exact): scale = scale.map { max($0, exact.normalized.scale) }
            case .missing: break
            default: scale = nil
            }
        }
        self.scale = scale.map { min($0, 9) }
        // Six digits of the largest value.
        var digits = 6
        while largest >= 1 && digits > 0 {
            largest /= 10
            digits -= 1
        }
        floatScale = digits
    }

    func value(_ number: Double) -> Value {
        guard number.isFinite else { return .missing }
        let places = scale ?? floatScale
        let factor = Double(ExactDecimal.power(places))
        let scaled = (number * factor).rounded()
        guard scale != nil, abs(scaled) < 1e30 else { return .float(abs(scaled) < 1e15 ? scaled / factor : number) }
        return .number(ExactDecimal(Int128(scaled), scale: places))
    }
}
