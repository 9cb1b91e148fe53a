/// The last value goes on. (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, section 5.2.)
struct Naive: ForecastingMethod {
    let name = "last value"
    func needed(season: Int) -> Int { 1 }

    func forecast(_ series: [Double], season: Int, steps: Int) -> [Double]? {
        series.last.map { [Double](repeating: $0, count: steps) }
    }
}

/// The mean of all values goes on. (FPP3, section 5.2.)
struct Mean: ForecastingMethod {
    let name = "mean"
    func needed(season: Int) -> Int { 2 }

    func forecast(_ series: [Double], season: Int, steps: Int) -> [Double]? {
        series.isEmpty ? nil : [Double](repeating: mean(series), count: steps)
    }
}

/// The value of the same step of the last season comes again. (FPP3, section 5.2.)
struct SeasonalNaive: ForecastingMethod {
    let name = "last season"
    func needed(season: Int) -> Int { season }

    func forecast(_ series: [Double], season: Int, steps: Int) -> [Double]? {
        guard season > 1, series.count >= season else { return nil }
        let last = Array(series.suffix(season))
        return (0..<steps).map { last[$0 % season] }
    }
}

func mean(_ values: some Collection<Double>) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
}
