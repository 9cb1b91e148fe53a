import Testing

@testable import Reports

/// Each kind of picture, kept in `Golden/charts`.
struct ChartGoldenTests {
    @Test func svg() throws {
        for (name, answer) in ChartSamples.all {
            try Golden.check(SVGRenderer().text(answer), "charts/\(name).svg")
        }
    }

    @Test func vega() throws {
        for (name, answer) in ChartSamples.all {
            try Golden.check(VegaRenderer().text(answer), "charts/\(name).vl.json")
        }
    }

    @Test(arguments: [60, 80, 120])
    func terminal(width: Int) throws {
        for (name, answer) in ChartSamples.all {
            try Golden.check(
                ChartRenderer().text(answer, options: RenderOptions(width: width)), "charts/\(name).\(width).txt")
        }
    }

    @Test func ascii() throws {
        for (name, answer) in ChartSamples.all {
            let drawn = ChartRenderer().text(answer, options: RenderOptions(width: 80, ascii: true))
            try Golden.check(drawn, "charts/\(name).ascii.txt")
        }
    }

    @Test func coloured() throws {
        for (name, answer) in ChartSamples.all {
            let drawn = ChartRenderer().text(answer, options: RenderOptions(width: 80, color: true))
            try Golden.check(drawn.replacing("\u{1B}", with: "ESC"), "charts/\(name).color.txt")
        }
    }
}
