/// A way of going on from a series of equally long steps.
///
/// Numbers are floats here: a forecast is an estimate, and is rounded where it becomes a value of an answer.
protocol ForecastingMethod: Sendable {
    /// As an answer names it.
    var name: String { get }

    /// How many values it has to see, at least.
    ///
    /// - Parameter season: steps until the season comes back; 1 where there is none.
    func needed(season: Int) -> Int

    /// The next values; nil where it cannot be used on such a series.
    ///
    /// - Parameter series: at least `needed` values, the oldest first.
    func forecast(_ series: [Double], season: Int, steps: Int) -> [Double]?
}

/// All methods, the simplest first: of two that are as good, the simpler one is taken.
let forecastingMethods: [any ForecastingMethod] = [
    Naive(), Mean(), SeasonalNaive(), DampedTrend(), HoltWinters(isMultiplicative: false),
    HoltWinters(isMultiplicative: true),
]
