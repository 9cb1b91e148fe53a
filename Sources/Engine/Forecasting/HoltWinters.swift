/// Holt and Winters' level, trend and season. (FPP3, section 8.3.)
///
///     additive        level   ℓ = α (y − s₋ₘ) + (1 − α)(ℓ₋₁ + b₋₁)
///                     trend   b = β*(ℓ − ℓ₋₁) + (1 − β*) b₋₁
///                     season  s = γ (y − ℓ₋₁ − b₋₁) + (1 − γ) s₋ₘ
///                     h ahead ℓ + h b + s of that step
///     multiplicative  with y / s₋ₘ for y − s₋ₘ, y / (ℓ₋₁ + b₋₁) for the season, and (ℓ + h b) s ahead
struct HoltWinters: ForecastingMethod {
    struct Parameters {
        var level: Double
        var trend: Double
        var season: Double
    }

    struct Start {
        var level: Double
        var trend: Double
        /// One a step of the season, that of the first value first.
        var seasons: [Double]
    }

    let isMultiplicative: Bool

    var name: String { isMultiplicative ? "Holt–Winters, multiplicative" : "Holt–Winters" }
    func needed(season: Int) -> Int { 2 * season }

    func forecast(_ series: [Double], season: Int, steps: Int) -> [Double]? {
        // A season that multiplies needs something to multiply.
        guard season > 1, series.count >= 2 * season, !isMultiplicative || series.allSatisfy({ $0 > 0 }),
            let start = start(series, season: season)
        else { return nil }
        let best = ParameterSearch.minimum(in: [0.02...0.98, 0.01...0.6, 0.01...0.98]) { values in
            let parameters = Parameters(level: values[0], trend: values[1], season: values[2])
            return smoothed(series, parameters, start).squaredError
        }
        let parameters = Parameters(level: best[0], trend: best[1], season: best[2])
        let result = smoothed(series, parameters, start)
        guard result.squaredError.isFinite else { return nil }
        return (1...steps).map { step in
            let line = result.level + Double(step) * result.trend
            let part = result.seasons[(series.count + step - 1) % season]
            return isMultiplicative ? line * part : line + part
        }
    }

    /// The line through the middles of the first two seasons, and the mean distance of both from it, step by step.
    /// (After Hyndman, Koehler, Ord and Snyder 2008, section 2.6.1, without their moving average.)
    func start(_ series: [Double], season: Int) -> Start? {
        guard season > 1, series.count >= 2 * season else { return nil }
        let first = mean(series[..<season])
        let second = mean(series[season..<(2 * season)])
        let trend = (second - first) / Double(season)
        let level = first - trend * Double(season + 1) / 2
        var seasons: [Double] = []
        for step in 0..<season {
            var parts: [Double] = []
            for index in [step, step + season] {
                let line = level + trend * Double(index + 1)
                if isMultiplicative && line <= 0 { return nil }
                parts.append(isMultiplicative ? series[index] / line : series[index] - line)
            }
            seasons.append(mean(parts))
        }
        let center = mean(seasons)
        if isMultiplicative && center <= 0 { return nil }
        return Start(
            level: level, trend: trend, seasons: seasons.map { isMultiplicative ? $0 / center : $0 - center })
    }

    struct Smoothed {
        var level: Double
        var trend: Double
        /// By step of the season.
        var seasons: [Double]
        var fitted: [Double]
        var squaredError: Double
    }

    func smoothed(_ series: [Double], _ parameters: Parameters, _ start: Start) -> Smoothed {
        var result = Smoothed(
            level: start.level, trend: start.trend, seasons: start.seasons, fitted: [], squaredError: 0)
        result.fitted.reserveCapacity(series.count)
        for (index, value) in series.enumerated() {
            let step = index % start.seasons.count
            let season = result.seasons[step]
            let line = result.level + result.trend
            let expected = isMultiplicative ? line * season : line + season
            result.fitted.append(expected)
            result.squaredError += (value - expected) * (value - expected)
            let without = isMultiplicative ? value / season : value - season
            let level = parameters.level * without + (1 - parameters.level) * line
            result.trend = parameters.trend * (level - result.level) + (1 - parameters.trend) * result.trend
            let own = isMultiplicative ? value / line : value - line
            result.seasons[step] = parameters.season * own + (1 - parameters.season) * season
            result.level = level
        }
        return result
    }
}
