import Engine
import Shell
import Testing
import Values

/// What drove a change, of every metric of the catalogue by every dimension of Examples/acme.
@Suite("Drivers of every metric on Examples/acme")
struct AcmeDriverTests {
    @Test("The contributions add up to the change; where there are none, the metric cannot be asked so")
    func contributions() throws {
        let session = try session(Places.examples.appendingPathComponent("acme"))
        var count = 0
        for metric in try MetricDefinitions(folder: AcmeDatabase.folder).metrics {
            let shown = try #require(answers("show \(metric) for 2026-Q2 vs 2026-Q1", in: session).first)
            let change = shown.columns.first { $0.name == metric + "_change" }?.cells.first?.double
            for dimension in ["segment", "team", "region"] {
                let question = "why \(metric) by \(dimension) for 2026-Q2 vs 2026-Q1 top 1000"
                do {
                    let answer = try #require(answers(question, in: session).first)
                    let column = try #require(answer.columns.first { $0.name == "contribution" })
                    let parts = column.cells.compactMap(\.double)
                    let scale = parts.reduce(max(1, abs(change ?? 0))) { max($0, abs($1)) }
                    #expect(abs(parts.reduce(0, +) - (change ?? .nan)) < 1e-9 * scale, "\(question)")
                    count += 1
                } catch is Diagnostic where change == nil {
                    continue
                } catch is Diagnostic {
                    #expect(throws: Diagnostic.self, "\(question)") {
                        try answers("show \(metric) by \(dimension) for 2026-Q2 vs 2026-Q1", in: session)
                    }
                }
            }
        }
        // 73 metrics by three dimensions, without the 17 that spend, sessions, forecasts and targets cannot give by
        // region, and without partner_share, which has no value in the quarter before.
        #expect(count == 199)
    }
}
