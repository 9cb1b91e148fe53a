import Testing

@testable import Reports

/// Each kind of picture, kept in `Golden/charts`.
struct ChartGoldenTests {
    @Test func svg() throws {
        for (name, answer) in ChartSamples.all {
            try Golden.check(SVGRenderer().text(answer), "charts/\(name).svg")
        }
    }
}
