import Testing
import Values

@testable import Language

/// What is told of a metric between braces, and scorecards.
@Suite struct MetricAttributeTests {
    private func only(_ text: String) throws -> Statement {
        let parsed = parseScript(text)
        try #require(parsed.diagnostics.isEmpty, "\(parsed.diagnostics)")
        return try #require(parsed.statements.first)
    }

    @Test func clausesStandInAnyOrderWithOrWithoutSemicolons() throws {
        let text = """
            metric win_rate "Win rate" = won / closed as percent { higher is better; lagging; department sales, finance;
              synonyms close_rate, "closing rate"; description "Won of closed"; source "Somebody" }
            """
        guard case .metric(let metric) = try only(text).kind else {
            Issue.record("no metric")
            return
        }
        #expect(
            metric.attributes.map(\.kind) == [
                .direction(.higher), .timing(.lagging), .departments([.sales, .finance]),
                .synonyms([Label("close_rate", span: .none), Label("closing rate", span: .none)]),
                .description("Won of closed"), .source("Somebody"),
            ])
        let other = try only(
            """
            metric m = a { source 'x' description "y" synonyms b department "Customer Success", customer success,
              partners leading lower is better }
            """)
        guard case .metric(let second) = other.kind else {
            Issue.record("no metric")
            return
        }
        #expect(
            second.attributes.map(\.kind) == [
                .source("x"), .description("y"), .synonyms([Label("b", span: .none)]),
                .departments([.customerSuccess, .customerSuccess, .partners]), .timing(.leading), .direction(.lower),
            ])
    }

    @Test func theLayoutHasAClauseALineAndKeepsComments() throws {
        let script = """
            metric a=b as percent{higher is better;synonyms c,"d e" # other names
              # of whom
              department customer success;}
            """
        let expected = """
            metric a = b as percent {
              higher is better
              synonyms c, "d e"  # other names
              # of whom
              department customer success
            }

            """
        #expect(try formatted(script: script) == expected)
        #expect(try formatted(script: expected) == expected)
    }

    @Test(arguments: [
        ("metric m = a { lower is better; higher is better }", "repeated"),
        ("metric m = a { department people }", "unexpected"),
        ("metric m = a { leading", "unexpected-end"),
        ("metric m = a { colour red }", "unexpected"),
        ("metric m = a { description better }", "unexpected"),
        ("scorecard people", "unexpected"),
        ("scorecard sales for 2026 for 2025", "repeated-clause"),
    ])
    func whatDoesNotFitIsTold(_ text: String, _ code: String) {
        #expect(parseScript(text).diagnostics.map(\.code) == [code])
    }

    @Test(arguments: [
        ("SCORECARD", "scorecard all"),
        ("scorecard all", "scorecard all"),
        ("scorecard for 2026-Q1 by team", "scorecard all by team for 2026-Q1"),
        ("scorecard \"customer success\"", "scorecard customer success"),
        (
            "scorecard customer success where region = West as csv to 'x.csv' by team, segment",
            "scorecard customer success by team, segment where region = West as csv to \"x.csv\""
        ),
        ("explain scorecard support", "explain scorecard support"),
        ("save board = scorecard partners for last quarter", "save board = scorecard partners for last quarter"),
    ])
    func scorecardsReadBackTheSame(_ text: String, _ layout: String) throws {
        let statement = try only(text)
        #expect(printed(statement) == layout)
        #expect(try only(layout) == statement)
    }

    @Test func targetsAreCalledWhereAVerbCouldStand() throws {
        let parsed = parseScript("show bookings,\n  target(bookings),\n  attainment(bookings) by\n  team")
        #expect(parsed.diagnostics.isEmpty)
        #expect(
            parsed.statements.map { printed($0) } == ["show bookings, target(bookings), attainment(bookings) by team"])
    }

    @Test func wordsOfMetricsCanBeNames() throws {
        // Between braces a verb is a word like any other, on a line of its own too.
        let verbs = "metric m = a { synonyms b,\n  cohort\n  description \"c\"\n}"
        #expect(
            printed(try only(verbs)) == "metric m = a {\n  synonyms b, cohort\n  description \"c\"\n}")
        for word in ["sales", "source", "department", "description", "leading", "higher", "success", "scorecard"] {
            #expect(printed(try only("show sum(\(word)) by \(word)")) == "show sum(\(word)) by \(word)")
        }
    }
}
