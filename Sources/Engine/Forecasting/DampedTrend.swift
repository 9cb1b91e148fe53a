/// Holt's linear trend that flattens out. (FPP3, section 8.2; Gardner and McKenzie 1985.)
///
///     level   ℓ = α y + (1 − α)(ℓ₋₁ + φ b₋₁)
///     trend   b = β*(ℓ − ℓ₋₁) + (1 − β*) φ b₋₁
///     h ahead ℓ + (φ + φ² + … + φʰ) b
struct DampedTrend: ForecastingMethod {
    struct Parameters {
        var level: Double
        var trend: Double
        var damping: Double
    }

    let name = "damped trend"
    func needed(season: Int) -> Int { 4 }

    func forecast(_ series: [Double], season: Int, steps: Int) -> [Double]? {
        guard series.count >= 2 else { return nil }
        let start = Self.start(series)
        // Damping below 0.8 forgets a trend at once, above 0.98 it is hardly damped (FPP3, section 8.2).
        let best = ParameterSearch.minimum(in: [0.02...0.98, 0.01...0.6, 0.8...0.98]) { values in
            let parameters = Parameters(level: values[0], trend: values[1], damping: values[2])
            return Self.smoothed(series, parameters, start: start).squaredError
        }
        let parameters = Parameters(level: best[0], trend: best[1], damping: best[2])
        return Self.smoothed(series, parameters, start: start).forecast(steps, parameters.damping)
    }

    /// Level and trend before the first value: a line through the first ten values. (Hyndman, Koehler, Ord and Snyder,
    /// Forecasting with Exponential Smoothing, 2008, section 2.6.1.)
    static func start(_ series: [Double]) -> (level: Double, trend: Double) {
        let first = Array(series.prefix(10))
        let middle = Double(first.count + 1) / 2
        let average = mean(first)
        var products = 0.0
        var squares = 0.0
        for (index, value) in first.enumerated() {
            let distance = Double(index + 1) - middle
            products += distance * (value - average)
            squares += distance * distance
        }
        let slope = squares == 0 ? 0 : products / squares
        return (average - slope * middle, slope)
    }

    struct Smoothed {
        var level: Double
        var trend: Double
        var fitted: [Double]
        var squaredError: Double

        func forecast(_ steps: Int, _ damping: Double) -> [Double] {
            var factor = 0.0
            var power = 1.0
            return (0..<steps).map { _ in
                power *= damping
                factor += power
                return level + factor * trend
            }
        }
    }

    static func smoothed(
        _ series: [Double], _ parameters: Parameters, start: (level: Double, trend: Double)
    ) -> Smoothed {
        var result = Smoothed(level: start.level, trend: start.trend, fitted: [], squaredError: 0)
        result.fitted.reserveCapacity(series.count)
        for value in series {
            let damped = parameters.damping * result.trend
            let expected = result.level + damped
            result.fitted.append(expected)
            result.squaredError += (value - expected) * (value - expected)
            let level = parameters.level * value + (1 - parameters.level) * expected
            result.trend = parameters.trend * (level - result.level) + (1 - parameters.trend) * damped
            result.level = level
        }
        return result
    }
}
