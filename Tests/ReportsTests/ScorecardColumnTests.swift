import Engine
import Testing
import Values

@testable import Reports

/// Columns whose lines are of different metrics, and series.
@Suite struct ScorecardColumnTests {
    static let answer: Answer = {
        let metrics = [
            Answer.LineMetric(unit: .money("USD"), metric: "bookings", lowerIsBetter: false),
            Answer.LineMetric(unit: .percent, metric: "churn", lowerIsBetter: true),
        ]
        var name = Answer.Column(
            name: "metric", label: "metric", role: .dimension, unit: .number, isNumeric: false,
            cells: [.text("Bookings"), .text("Churn")])
        name.dataCells = [.text("bookings"), .missing]
        var value = Answer.Column(
            name: "value", label: "value", role: .metric, unit: .number, isNumeric: true,
            cells: [.number(ExactDecimal(1200)), .float(0.0625)])
        value.lines = metrics
        var change = Answer.Column(
            name: "change", label: "change", role: .change, unit: .number, isNumeric: true,
            cells: [.number(ExactDecimal(-200)), .float(-0.01)])
        change.lines = metrics
        var trend = Answer.Column(
            name: "trend", label: "3 months", role: .dimension, unit: .number, isNumeric: false,
            cells: [.missing, .missing])
        trend.series = [
            [.number(ExactDecimal(1)), .missing, .number(ExactDecimal(8))], [.missing, .missing, .missing],
        ]
        return Answer(heading: "", columns: [name, value, change, trend], lineCount: 2)
    }()

    private func rendered(_ name: String, color: Bool = false) throws -> String {
        let renderer = try #require(renderers.first { $0.name == name })
        var options = RenderOptions()
        options.color = color
        return renderer.text(Self.answer, options: options)
    }

    @Test func tablesWriteEachLineInItsOwnUnit() throws {
        #expect(
            try rendered("table") == """
                metric     value    change  3 months
                ────────  ──────  ────────  ────────
                Bookings  $1,200     −$200  ▁ █
                Churn     6.25 %  −1.00 pp

                """)
        // Less churn is green, fewer bookings are red.
        let painted = try rendered("table", color: true)
        #expect(painted.contains("\u{1B}[31m   −$200\u{1B}[0m"))
        #expect(painted.contains("\u{1B}[32m−1.00 pp\u{1B}[0m"))
    }

    @Test func dataFormatsCarryNumbersAndNames() throws {
        #expect(try rendered("csv") == "metric,value,change,trend\r\nbookings,1200,-200,1;;8\r\n,0.0625,-0.01,\r\n")
        #expect(
            try rendered("json") == """
                [
                {"metric":"bookings","value":1200,"change":-200,"trend":[1,null,8]},
                {"metric":null,"value":0.0625,"change":-0.01,"trend":[null,null,null]}
                ]

                """)
        #expect(try rendered("markdown").contains("| Bookings | $1,200 |    −$200 | ▁ █      |"))
    }

    @Test(arguments: [
        ([1.0, 2, 3, 4, 5, 6, 7, 8], "▁▂▃▄▅▆▇█"), ([5, 5], "▄▄"), ([-1.7e308, 1.7e308], "▁█"), ([], ""),
    ])
    func sparklines(_ numbers: [Double], _ line: String) {
        #expect(sparkline(numbers.map { .float($0) }) == line)
    }
}
