import Testing

@testable import Engine

/// Exponential smoothing with given parameters against statsmodels 0.14 (`ExponentialSmoothing` and `Holt` with known
/// starts), over the first four years of the monthly airline passengers of Box and Jenkins (1976).
struct ForecastMethodTests {
    static let passengers: [Double] = [
        112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158, 133,
        114,
        140, 145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180, 193, 181, 183, 218, 230, 242, 209,
        191,
        172, 194,
    ]

    private func isClose(_ found: [Double], _ expected: [Double], within tolerance: Double = 1e-7) -> Bool {
        found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < tolerance }
    }

    private func ahead(_ method: HoltWinters, _ result: HoltWinters.Smoothed, _ count: Int) -> [Double] {
        (1...4).map { step in
            let line = result.level + Double(step) * result.trend
            let season = result.seasons[(count + step - 1) % 12]
            return method.isMultiplicative ? line * season : line + season
        }
    }

    @Test func startsOfTheFirstTwoSeasons() throws {
        let start = try #require(HoltWinters(isMultiplicative: false).start(Self.passengers, season: 12))
        #expect(isClose([start.level, start.trend], [119.625, 1.0833333333]))
        #expect(isClose(Array(start.seasons.prefix(3)), [-13.7083333333, -6.2916666667, 7.125]))
        let other = try #require(HoltWinters(isMultiplicative: true).start(Self.passengers, season: 12))
        #expect(isClose(Array(other.seasons.prefix(3)), [0.8936760269, 0.9515101184, 1.0556447448]))
    }

    @Test func additiveSeason() throws {
        let method = HoltWinters(isMultiplicative: false)
        let start = try #require(method.start(Self.passengers, season: 12))
        let result = method.smoothed(Self.passengers, .init(level: 0.3, trend: 0.1, season: 0.4), start)
        #expect(isClose([0, 12, 24, 47].map { result.fitted[$0] }, [107.0, 119.54965885, 136.20562978, 199.02667355]))
        #expect(isClose([result.squaredError], [2175.210479232067]))
        #expect(isClose(ahead(method, result, 48), [201.3669737, 209.53533236, 226.98943895, 217.17617473]))
    }

    @Test func multiplicativeSeason() throws {
        let method = HoltWinters(isMultiplicative: true)
        let start = try #require(method.start(Self.passengers, season: 12))
        let result = method.smoothed(Self.passengers, .init(level: 0.3, trend: 0.1, season: 0.4), start)
        #expect(
            isClose(
                [0, 12, 24, 47].map { result.fitted[$0] }, [107.87414375, 118.96967552, 134.87428255, 194.99664139]))
        #expect(isClose([result.squaredError], [1967.7040362198863]))
        #expect(isClose(ahead(method, result, 48), [198.12428636, 208.37387962, 232.54590351, 219.92410959]))
    }

    @Test func dampedTrend() {
        let start = DampedTrend.start(Self.passengers)
        #expect(isClose([start.level, start.trend], [118.46666666666668, 2.060606060606059]))
        let result = DampedTrend.smoothed(
            Self.passengers, .init(level: 0.6, trend: 0.2, damping: 0.9), start: start)
        #expect(
            isClose(
                [0, 1, 10, 47].map { result.fitted[$0] }, [120.32121212, 116.09888485, 127.17825191, 180.09283266]))
        #expect(isClose([result.squaredError], [16672.70169388921]))
        #expect(isClose(result.forecast(4, 0.9), [185.84775281, 183.51731059, 181.41991259, 179.53225438]))
    }

    /// statsmodels finds 1,861.41 (additive) and 1,770.97 (multiplicative) as the least squares from these starts.
    @Test(arguments: [(false, 1861.4119), (true, 1770.9693)])
    func theSearchComesAsCloseAsAnotherProgram(isMultiplicative: Bool, least: Double) throws {
        let method = HoltWinters(isMultiplicative: isMultiplicative)
        let start = try #require(method.start(Self.passengers, season: 12))
        let best = ParameterSearch.minimum(in: [0.02...0.98, 0.01...0.6, 0.01...0.98]) { values in
            method.smoothed(
                Self.passengers, .init(level: values[0], trend: values[1], season: values[2]), start
            ).squaredError
        }
        let found = method.smoothed(
            Self.passengers, .init(level: best[0], trend: best[1], season: best[2]), start)
        // Its season may rest altogether, ours moves by a hundredth.
        #expect(found.squaredError < least * 1.01)
    }

    @Test func baselines() {
        #expect(Naive().forecast([3, 5, 4], season: 1, steps: 2) == [4, 4])
        #expect(Mean().forecast([3, 5, 4], season: 1, steps: 2) == [4, 4])
        #expect(SeasonalNaive().forecast([1, 2, 3, 4, 5, 6], season: 4, steps: 5) == [3, 4, 5, 6, 3])
        #expect(SeasonalNaive().forecast([1, 2], season: 4, steps: 1) == nil)
        #expect(HoltWinters(isMultiplicative: true).forecast([1, 2, 0, 4, 1, 2, 3, 4], season: 4, steps: 1) == nil)
    }

    /// The last value as the forecast of 1 … 8 from the ends 2 … 7: one step ahead 1 is missed, two steps ahead 2, up to
    /// the four steps that are tested. By hand: Σ misses 6·1 + 5·2 + 4·3 + 3·4 = 40; Σ actual 33 + 30 + 26 + 21 = 110.
    @Test func theBackTestByHand() throws {
        let series = try #require(KnownSeries([1, 2, 3, 4, 5, 6, 7, 8]))
        let tests = BackTest.tests(series, season: 1, steps: 4)
        let naive = try #require(tests.first { $0.method is Naive })
        #expect(naive.origins == 4)
        // From the ends 4, 5, 6, 7: 4·1 + 3·2 + 2·3 + 1·4 = 20 of 26 + 21 + 15 + 8 = 70.
        #expect(naive.horizon == 4)
        #expect(naive.error == 20.0 / 70.0)
        #expect(naive.spreads == [1, 2, 3, 4])
        #expect(isClose([naive.halfWidth(1), naive.halfWidth(4)], [1.2815515655, 5.1262062624]))
        // Beyond the tested steps as the root of the distance: 4 · √(16 / 4).
        #expect(isClose([naive.halfWidth(16)], [10.2524125248]))
        #expect(BackTest.tests(try #require(KnownSeries([1, 2, 3, 4, 5])), season: 1, steps: 1).isEmpty)
    }

    @Test func theSeasonIsSeenWhereThereIsOne() throws {
        let series = try #require(KnownSeries(Self.passengers.map { $0 }))
        let best = try #require(BackTest.best(series, season: 12, steps: 6))
        #expect(best.method is HoltWinters)
        let flat = try #require(KnownSeries([Double?](repeating: 7, count: 30)))
        #expect(try #require(BackTest.best(flat, season: 12, steps: 3)).method is Naive)
    }

    @Test func gapsAreFilledBetweenTheirNeighbours() throws {
        let series = try #require(KnownSeries([nil, 1, nil, nil, 4, 5, nil]))
        #expect(series.values == [1, 2, 3, 4, 5, 5])
        #expect(series.isKnown == [true, false, false, true, true, false])
        #expect(series.filled == 3)
        #expect(KnownSeries([nil, nil]) == nil)
    }
}
