/// How good a method would have been: forecasts from earlier ends of the series against what then came.
///
/// The origin rolls: from each of the last ends the method sees only what was known then and forecasts up to `horizon` steps
/// (FPP3, section 5.10). All methods are judged from the same ends.
struct BackTest {
    let method: any ForecastingMethod
    /// Σ|actual − forecast| / Σ|actual| over all ends and steps (WAPE); nil where nothing but zeros came.
    let error: Double?
    /// The mean absolute error, by which the method was chosen.
    let meanError: Double
    let origins: Int
    let horizon: Int
    /// The root of the mean squared error of each step ahead, never smaller than that of the step before.
    let spreads: [Double]

    /// The best method for a series, the simpler of two that are as good; nil where the series is too short.
    static func best(_ series: KnownSeries, season: Int, steps: Int) -> BackTest? {
        let tests = tests(series, season: season, steps: steps)
        var best: BackTest?
        for test in tests where best.map({ test.meanError < $0.meanError * (1 - 1e-9) }) ?? true { best = test }
        return best
    }

    /// How many values a series needs at least, so that the simplest methods can be judged.
    static func least(season: Int) -> Int { origins(season: season) + 2 }

    /// From how many ends a method is judged at least.
    private static func origins(season: Int) -> Int { min(max(season / 2, 4), 8) }

    /// Every method that has seen enough for the ends that are asked for.
    static func tests(_ series: KnownSeries, season: Int, steps: Int) -> [BackTest] {
        let count = series.values.count
        let least = origins(season: season)
        guard count >= Self.least(season: season) else { return [] }
        let able = forecastingMethods.filter { method in
            count - least >= method.needed(season: season)
                && method.forecast(series.values, season: season, steps: 1) != nil
                && method.forecast(
                    Array(series.values.prefix(count - least)), season: season, steps: 1) != nil
        }
        guard let most = able.map({ $0.needed(season: season) }).max() else { return [] }
        // A year of ends is enough to judge by, and what was long ago says less.
        let first = max(most, count - max(least, min(12, season * 2)))
        let ends = Array(first..<count)
        let horizon = min(max(1, steps), least, 12)
        return able.compactMap { BackTest($0, series, season: season, ends: ends, horizon: horizon) }
    }

    private init?(
        _ method: any ForecastingMethod, _ series: KnownSeries, season: Int, ends: [Int], horizon: Int
    ) {
        var absolute = 0.0
        var actual = 0.0
        var number = 0
        var squares = [Double](repeating: 0, count: horizon)
        var numbers = [Int](repeating: 0, count: horizon)
        for end in ends {
            guard
                let forecast = method.forecast(Array(series.values.prefix(end)), season: season, steps: horizon),
                forecast.allSatisfy(\.isFinite)
            else { return nil }
            for step in 0..<min(horizon, series.values.count - end) where series.isKnown[end + step] {
                let error = series.values[end + step] - forecast[step]
                absolute += abs(error)
                actual += abs(series.values[end + step])
                number += 1
                squares[step] += error * error
                numbers[step] += 1
            }
        }
        guard number > 0 else { return nil }
        self.method = method
        self.horizon = horizon
        origins = ends.count
        meanError = absolute / Double(number)
        error = actual > 0 ? absolute / actual : nil
        var spreads: [Double] = []
        for step in 0..<horizon {
            let own = numbers[step] > 0 ? (squares[step] / Double(numbers[step])).squareRoot() : 0
            spreads.append(max(own, spreads.last ?? 0))
        }
        self.spreads = spreads
    }

    /// The normal distribution's 90th percentile: four of five values lie so many spreads around the middle (FPP3, table 5.1).
    private static let eightyPercent = 1.2815515655446004

    /// Half of the width of the 80 % interval so many steps ahead; beyond the steps that were tested it grows with the root of
    /// the distance, as that of a random walk does.
    func halfWidth(_ step: Int) -> Double {
        guard let last = spreads.last else { return 0 }
        let spread =
            step <= spreads.count ? spreads[step - 1] : last * (Double(step) / Double(spreads.count)).squareRoot()
        return spread * Self.eightyPercent
    }
}

/// A series without gaps: what had no value is filled between its neighbours, and told apart.
struct KnownSeries {
    var values: [Double]
    var isKnown: [Bool]

    /// Nil where no value is known. Steps before the first known value are left out.
    init?(_ given: [Double?]) {
        let cut = given.drop { $0 == nil }
        guard !cut.isEmpty else { return nil }
        isKnown = cut.map { $0 != nil }
        values = []
        var waiting = 0
        for value in cut {
            guard let value else {
                waiting += 1
                continue
            }
            if waiting > 0, let last = values.last {
                for step in 1...waiting {
                    values.append(last + (value - last) * Double(step) / Double(waiting + 1))
                }
            }
            waiting = 0
            values.append(value)
        }
        if let last = values.last { values += [Double](repeating: last, count: waiting) }
    }

    var filled: Int { isKnown.count { !$0 } }
}
