import Engine
import Foundation
import Testing
import Values

@testable import Reports

struct ChartTests {
    private func chart(_ answer: Answer) throws -> BarChart {
        guard case .bars(let chart)? = try Chart(answer).panels.first?.content else { throw Wrong.content }
        return chart
    }

    private enum Wrong: Error { case content }

    // MARK: Which picture

    @Test func unitsShareNoAxis() throws {
        let chart = try Chart(Samples.byRegion)
        #expect(chart.panels.map(\.title) == ["Bookings", "Deals won", "Win rate"])
        #expect(chart.panels.map(\.numbers.unit) == [.money("USD"), .count, .percent])
    }

    /// 1,120,822 + 1,104,109 + 1,285,647 = 3,510,578; what is below zero stands to the left of it.
    @Test func stacksAddUp() throws {
        let chart = try chart(ChartSamples.stacked)
        #expect(chart.form == .stacked)
        #expect(chart.rows[0].segments.map(\.to) == [1_120_822, 2_224_931, 3_510_578])
        #expect(chart.rows[0].text == "€3.51M")
        #expect(chart.rows[2].segments.map(\.to) == [731_526, 1_560_473, -155_914])
    }

    @Test func ratiosAreNeverStacked() throws {
        var answer = ChartSamples.stacked
        for index in answer.columns.indices { answer.columns[index].isAdditive = false }
        let chart = try chart(answer)
        #expect(chart.form == .bars)
        #expect(chart.rows.count == 12)
        #expect(chart.rows.allSatisfy { $0.segments.allSatisfy { $0.from == 0 } })
    }

    /// 3,086,111 − 102,681 − 97,056 + 95,881 = 2,982,255.
    @Test func waterfallLeadsFromOneToTheOther() throws {
        let chart = try chart(ChartSamples.why)
        #expect(chart.form == .waterfall)
        #expect(chart.rows.map { $0.segments[0].to } == [3_086_111, 2_983_430, 2_886_374, 2_982_255, 2_982_255])
        #expect(chart.axis.lower > 0)
    }

    @Test func timeIsALineWithGaps() throws {
        guard case .lines(let chart)? = try Chart(ChartSamples.lines).panels.first?.content else { throw Wrong.content }
        #expect(chart.series.map(\.name.label) == ["North", "South", "East"])
        #expect(chart.runs(chart.series[0]) == [0..<3, 4..<8])
        #expect(chart.runs(chart.series[1]) == [0..<8])
        #expect(chart.positions.map(\.isPartial) == [false, false, false, false, false, false, false, true])
        #expect(chart.stretches(chart.series[1]).map(\.range) == [0...6, 6...7])
        #expect(chart.stretches(chart.series[1]).map(\.isDashed) == [false, true])
    }

    /// March is missing, so no line leads over it and April stands two months from February.
    @Test func leftOutStepsAreGaps() throws {
        let keys = [0, 1, 3].map { index -> ChartGrid.Key in
            let month = ChartSamples.month(2025, index)
            return ChartGrid.Key(label: month.plainText, value: month)
        }
        let positions = LineChart.positions(keys)
        #expect(positions.map(\.followsGap) == [false, false, true])
        #expect(abs(positions[1].place - 31.0 / 90) < 1e-9)
    }

    @Test(arguments: [
        ("single", Samples.single, "no chart: single numbers"),
        ("empty", Samples.empty, "no chart: the answer has no lines"),
        ("rows", Samples.hostileRows, "no chart: rows are listed one by one: there is nothing to measure"),
    ])
    func saysWhyThereIsNone(name: String, answer: Answer, reason: String) {
        #expect(throws: Diagnostic.self) { try Chart(answer) }
        let text = ChartRenderer().text(answer, options: RenderOptions(width: 200))
        #expect(text.contains("note: " + reason))
        #expect(text.contains("───") || answer.lineCount == 0)
    }

    // MARK: Drawing

    /// Eighths of a cell of each bar: as the numbers are to each other, to half an eighth.
    @Test func barsAreAsLongAsTheirNumbers() throws {
        let numbers = [100.0, 73, 50, 12.5, 1, 0]
        let answer = Answer(
            heading: "",
            columns: [
                Samples.dimension("x", "x", numbers.map { "\($0)" }),
                Samples.column("n", "n", .metric, .number, numbers.map { .float($0) }),
            ], lineCount: 6)
        for width in [30, 47, 80, 133] {
            let lines = ChartRenderer().text(answer, options: RenderOptions(width: width)).split(separator: "\n")
            let eighths: [Character: Int] = ["█": 8, "▉": 7, "▊": 6, "▋": 5, "▌": 4, "▍": 3, "▎": 2, "▏": 1]
            let lengths = lines.prefix(6).map { $0.reduce(0) { $0 + (eighths[$1] ?? 0) } }
            for (length, number) in zip(lengths, numbers) {
                #expect(abs(Double(length) - Double(lengths[0]) * number / 100) <= 1, "\(width)")
            }
            #expect(lengths[5] == 0)
        }
    }

    @Test func nothingIsWiderThanAsked() throws {
        for width in [1, 2, 7, 13, 20, 33, 47, 60, 79, 100, 160] {
            for (name, answer) in ChartSamples.all + Samples.all
            where name != "single" && name != "empty" && name != "hostile-rows" {
                for options in [RenderOptions(width: width), RenderOptions(width: width, ascii: true)] {
                    for line in ChartRenderer().text(answer, options: options).split(separator: "\n") {
                        #expect(displayWidth(String(line)) <= width, "\(name) \(width): \(line)")
                    }
                }
            }
        }
    }

    @Test func asciiIsASCII() throws {
        for (name, answer) in ChartSamples.all where name != "bars" && name != "stacked" && name != "year" {
            let text = ChartRenderer().text(answer, options: RenderOptions(width: 80, ascii: true))
            #expect(text.utf8.allSatisfy { $0 < 0x80 }, "\(name)")
        }
    }

    /// Ten thousand lines, a thousand series, numbers at the edge of what floats hold: quick, and never beyond.
    @Test func manyLinesAndSeries() throws {
        let clock = ContinuousClock()
        let count = 10_000
        let groups = (0..<count).map { "group \($0 % 1000)" }
        var numbers: [Value] = (0..<count).map { .number(ExactDecimal($0 % 977)) }
        numbers[0] = .float(1.7e308)
        numbers[1] = .float(-1.7e308)
        numbers[2] = .float(.nan)
        numbers[3] = .float(1e300)
        let months = (0..<count).map { ChartSamples.month(1900, $0 / 1000) }
        let shapes: [[Answer.Column]] = [
            [Samples.dimension("x", "x", (0..<count).map { "name \($0)" })],
            [Samples.dimension("x", "x", (0..<count).map { "name \($0)" }), Samples.dimension("y", "y", groups)],
            [
                Samples.column("month", "month", .dimension, numeric: false, months),
                Samples.dimension("y", "y", groups),
            ],
            [
                Samples.column(
                    "day", "day", .dimension, numeric: false, (0..<count).map { .day(Day(10_000 + $0)) })
            ],
        ]
        for shape in shapes {
            for isAdditive in [true, false] {
                var metric = Samples.column("n", "n", .metric, .number, numbers)
                metric.isAdditive = isAdditive
                let answer = Answer(heading: "many", columns: shape + [metric], lineCount: count)
                let time = clock.measure {
                    for line in ChartRenderer().text(answer, options: RenderOptions(width: 90)).split(separator: "\n") {
                        if displayWidth(String(line)) > 90 { Issue.record("too wide: \(line)") }
                    }
                    let svg = SVGRenderer().text(answer)
                    #expect(!svg.contains("nan") && !svg.contains("inf\""))
                }
                #expect(time < .seconds(20))
            }
        }
    }
}
