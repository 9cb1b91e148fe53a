import Testing

@testable import Shell

@Suite("The time that an answer took")
struct StopwatchTests {
    @Test(arguments: [
        (0, "0.000"), (499, "0.000"), (500, "0.001"), (1_234_500, "1.235"), (12_045_000, "12.045"),
        (61_000_000_000, "61000.000"), (-1, "0.000"),
    ])
    func written(_ nanoseconds: Int, _ text: String) {
        #expect(Stopwatch.milliseconds(nanoseconds) == text)
    }

    @Test func neverRunsBackwards() throws {
        let stopwatch = Stopwatch()
        let first = try #require(Double(stopwatch.milliseconds))
        #expect(try #require(Double(stopwatch.milliseconds)) >= first && first >= 0)
    }
}
