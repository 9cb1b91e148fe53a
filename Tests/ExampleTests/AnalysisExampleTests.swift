import Engine
import Language
import Testing
import Values

@testable import Shell

/// `why` and `drill` over the CRM example; the numbers were computed in SQL from the same files.
@Suite("Drivers and drilling on the CRM example")
struct AnalysisExampleTests {
    private static func crm() throws -> Session { try session(Places.examples.appendingPathComponent("crm")) }

    @Test func contributionsOfTeams() throws {
        check(
            [
                Expected(
                    "why bookings by team for 2017-Q3 vs 2017-Q2",
                    [
                        "Melvin Marxen|767754|591334|176420|-1.698698", "Summer Sewald|518767|601790|-83023|0.799405",
                        "Dustin Brinkmann|285448|365987|-80539|0.775487", "Rocco Neubert|588947|646131|-57184|0.550609",
                        "Cara Losch|330820|370692|-39872|0.383916", "Celia Rouche|490519|510177|-19658|0.189281",
                    ])
            ], in: try Self.crm())
    }

    @Test func ratesAndMix() throws {
        check(
            [
                Expected(
                    "why win_rate by region for 2017-Q3 vs 2017-Q2",
                    [
                        "Central|0.6136645963|0.6219667944|-0.0032144419|1.051635|-0.0032320170|0.0000175751",
                        "East|0.6273504274|0.6198934281|0.0021685383|-0.709458|0.0020985898|0.0000699486",
                        "West|0.6027397260|0.6093294461|-0.0020107109|0.6578229|-0.0021698496|0.0001591387",
                    ])
            ], in: try Self.crm())
    }

    /// Each line has as many rows as SQL counts: 494 deals won in Q3 2017 by Central, 396 by West, 367 by East.
    @Test func aDrillGoesBackToTheSameAnswer() throws {
        let session = try Self.crm()
        let count = try #require(answers("show deals_won, bookings by region for 2017-Q3", in: session).first)
        for line in 1...3 {
            let rows = try #require(answers("drill \(line) as csv", in: session).first)
            #expect(count.columns[1].cells[line - 1] == .number(ExactDecimal(rows.lineCount)))
        }
        #expect(count.columns[1].cells == [494, 396, 367].map { .number(ExactDecimal($0)) })
        let all = try #require(answers("drill 1", in: session).first)
        #expect(all.lineCount == 40)
        let whole = try #require(answers("last as csv", in: session).first)
        #expect(count.columns[1].cells[0] == .number(ExactDecimal(whole.lineCount)))
        #expect(code("save behind", in: session) == "not-a-question")
        #expect(code("drill 9", in: session) == "no-such-line")
        #expect(try code("drill 1", in: Self.crm()) == "nothing-yet")
    }

    /// Every metric of the examples by every dimension by which it can be asked: the contributions add up to the change.
    @Test(arguments: [("crm", "2017-Q3 vs 2017-Q2"), ("saas", "2024-Q4 vs previous")])
    func everyMetricByEveryDimension(example: String, periods: String) throws {
        let session = try session(Places.examples.appendingPathComponent(example))
        var count = 0
        for metric in session.workspace.metrics.keys {
            let shown = try #require(answers("show \(metric) for \(periods)", in: session).first)
            let change = shown.columns.first { $0.name == metric + "_change" }?.cells[0].double ?? .nan
            for dimension in session.workspace.dimensions.keys {
                let question = "why \(metric) by \(dimension) for \(periods) top 1000"
                let answer: Answer?
                do {
                    answer = try answers(question, in: session).first
                } catch let error as Diagnostic {
                    #expect(["unreachable-dimension", "no-change"].contains(error.code), "\(question)")
                    continue
                }
                let cells = answer?.columns.first { $0.name == "contribution" }?.cells.compactMap(\.double) ?? []
                let scale = cells.reduce(max(1, abs(change))) { max($0, abs($1)) }
                #expect(abs(cells.reduce(0, +) - change) < 1e-9 * scale, "\(question)")
                count += 1
            }
        }
        #expect(count > 100)
    }

    private func code(_ text: String, in session: Session) -> String? {
        do {
            _ = try answers(text, in: session)
            return nil
        } catch {
            return (error as? Diagnostic)?.code
        }
    }

    /// 1,196 deals were won in Q4 2017; the metrics of a scorecard lie on lines of their own.
    @Test func aDrillIntoAScorecard() throws {
        let session = try Self.crm()
        let card = try #require(answers("scorecard sales for 2017-Q4", in: session).first)
        let line = try #require(card.columns[0].cells.firstIndex(of: .text("Deals won")))
        let rows = try #require(answers("drill \(line + 1) as csv", in: session).first)
        #expect(rows.lineCount == 1196)
        #expect(rows.heading == "Rows of deals behind line \(line + 1): 2017-Q4")
        let grouped = try #require(answers("scorecard sales by region for 2017-Q4", in: session).first)
        let west = try #require(
            (0..<grouped.lineCount).first { line in
                grouped.columns.contains { $0.cells[line] == .text("Deals won") }
                    && grouped.columns.contains { $0.cells[line] == .text("West") }
            })
        let ofWest = try #require(answers("drill \(west + 1) as csv", in: session).first)
        let won = try #require(answers("show deals_won for 2017-Q4 where region = West", in: session).first)
        #expect(won.columns[0].cells[0] == .number(ExactDecimal(ofWest.lineCount)))
    }

    @Test func whatIsExplained() throws {
        let session = try Self.crm()
        for question in ["why win_rate by region for 2017-Q3", "forecast win_rate by region for next 3 weeks"] {
            let statement = try #require(parseScript("explain " + question).statements.first)
            guard case .lines(let lines) = try session.execute(statement) else {
                Issue.record("no lines")
                continue
            }
            #expect(lines.contains { $0.hasPrefix("scan deals") })
            #expect(lines.last?.contains("rate effect") == true || lines.last?.contains("back-test") == true)
        }
    }
}
