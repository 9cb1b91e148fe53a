import Testing
import Values

@testable import Reports

struct ChartAxisTests {
    /// Steps of 1, 2 and 5, as anyone draws an axis by hand.
    @Test(arguments: [
        ([0.0, 7], [0.0, 2, 4, 6, 8]), ([3, 97], [0, 50, 100]),
        ([-12_400, 48_200], [-20_000, 0, 20_000, 40_000, 60_000]),
        ([0, 0], [0, 0.5, 1]), ([-3, -1], [-3, -2, -1, 0]), ([0.1, 0.3], [0, 0.1, 0.2, 0.3]),
    ])
    func ticks(numbers: [Double], expected: [Double]) {
        let axis = ChartAxis(numbers, fromZero: true)
        #expect(axis.ticks.count == expected.count)
        for (tick, wanted) in zip(axis.ticks, expected) { #expect(abs(tick - wanted) < 1e-9) }
    }

    @Test func linesMayBeginElsewhere() {
        #expect(ChartAxis([980, 1004], fromZero: false).ticks == [980, 990, 1000, 1010])
        #expect(ChartAxis([980, 1004], fromZero: true).lower == 0)
    }

    @Test func countsAreWhole() {
        #expect(ChartAxis([0, 2], fromZero: true, wholeSteps: true).ticks == [0, 1, 2])
    }

    /// Whatever the numbers, an axis is finite, rises, holds them and has few ticks.
    @Test func anyNumbers() {
        var generator = SystemRandomNumberGenerator()
        let edges = [0, 1e-320, 5e-324, 1e-300, 1, 1e15, 9.007199254740993e15, 1e299, 1e300, 1.7e308, .infinity, .nan]
        for _ in 0..<5000 {
            let numbers = (0..<Int.random(in: 0...4, using: &generator)).map { _ -> Double in
                let size =
                    Bool.random(using: &generator)
                    ? edges.randomElement(using: &generator) ?? 0 : Double.random(in: 0...1e6, using: &generator)
                return Bool.random(using: &generator) ? size : -size
            }
            for fromZero in [true, false] {
                let axis = ChartAxis(numbers, fromZero: fromZero)
                #expect(axis.ticks.allSatisfy(\.isFinite) && (2...102).contains(axis.ticks.count), "\(numbers)")
                #expect(axis.lower < axis.upper, "\(numbers)")
                for number in numbers where number.isFinite && abs(number) <= ChartAxis.most {
                    let place = axis.place(number)
                    #expect(place.isFinite && (0...1).contains(place))
                }
            }
        }
    }

    @Test(arguments: [
        (Unit.money("USD"), [0.0, 3_568_647], ["$0", "$1M", "$2M", "$3M", "$4M"]),
        (.money("EUR"), [0, 1_400_000], ["€0", "€0.5M", "€1.0M", "€1.5M"]),
        (.percent, [0, 0.31], ["0 %", "10 %", "20 %", "30 %", "40 %"]), (.count, [0, 3], ["0", "1", "2", "3"]),
        (.days, [0, 48.8], ["0 d", "20 d", "40 d", "60 d"]),
        (.money("USD"), [-12_400, 48_200], ["−$20k", "$0", "$20k", "$40k", "$60k"]),
    ])
    func labels(unit: Unit, numbers: [Double], expected: [String]) {
        let column = Samples.column("x", "X", .metric, unit, numbers.map { .float($0) })
        let texts = ChartNumbers([column], exact: false).tickTexts(
            ChartAxis(numbers, fromZero: true, wholeSteps: unit == .count))
        #expect(texts == expected)
    }
}
