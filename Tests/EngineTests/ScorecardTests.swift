import Testing
import Values

@testable import Engine

/// Scorecards over nine deals that can be added up by hand.
@Suite struct ScorecardTests {
    static let files = [
        "deals.csv": """
        deal,owner,team,stage,amount,created_date,close_date
        1,Ann,North,Closed Won,1000,2025-01-01,2025-05-15
        2,Ann,North,Closed Lost,500,2026-01-10,2026-04-05
        3,Bob,South,Closed Won,2000,2026-01-20,2026-04-28
        4,Bob,South,Negotiation,700,2026-03-01,2026-07-20
        5,Ann,North,Qualify,300,2026-03-02,2026-07-25
        6,Bob,South,Closed Won,1500,2026-03-20,2026-05-28
        7,Ann,North,Closed Won,800,2026-03-20,2026-05-30
        8,Ann,North,Closed Lost,900,2026-03-20,2026-05-30
        9,Ann,North,Closed Won,40,2026-01-20,2026-03-31
        """,
        "targets.csv": """
        metric,period,team,value
        bookings,2026-04,North,2000
        bookings,2026-04,South,1500
        Bookings,2026-05,North,1000
        Bookings,2026-05,South,1000
        Win rate,2026-05,,0.5
        """,
        "tickets.csv": """
        ticket,account,created_at,first_reply_at,priority
        1,A,2026-05-03 10:00,2026-05-03 10:30,Urgent
        2,A,2026-05-04 10:00,2026-05-04 11:30,Low
        3,B,2026-04-04 10:00,2026-04-04 10:15,Low
        4,B,2026-05-31 10:00,,Low
        """,
    ]

    static let definitions = """
        dataset deals from "deals.csv" { key deal; time close_date }
        dataset targets from "targets.csv"
        dataset tickets from "tickets.csv" { key ticket; time created_at }
        """

    private func asked(_ more: String = "", today: String = "2026-06-10") throws -> Asked {
        try Asked(Self.files, Self.definitions + "\n" + more, today: today)
    }

    /// The cells of the columns called so, of the lines of a metric.
    private func lines(_ answer: Answer, of metric: String, _ names: String...) throws -> [String] {
        let columns = try names.map { name in try #require(answer.columns.first { $0.name == name }, "\(name)") }
        let metrics = try #require(answer.columns.first { $0.name == "metric" }?.dataCells)
        return metrics.indices.filter { metrics[$0] == .text(metric) }.map { line in
            columns.map { column in
                if let series = column.series {
                    return series[line].map { $0.isMissing ? "—" : $0.plainText }.joined(separator: " ")
                }
                return column.cells[line].isMissing ? "—" : column.cells[line].plainText
            }.joined(separator: " | ")
        }
    }

    @Test func aLineHasValueTargetChangesAndTrend() throws {
        let answer = try asked().answer("scorecard sales for 2026-05")
        #expect(answer.heading == "Scorecard of sales for 2026-05")
        #expect(
            try lines(
                answer, of: "bookings", "timing", "value", "target", "attainment", "change_vs_previous",
                "change_pct_vs_previous", "verdict_vs_previous", "change_vs_last_year", "verdict_vs_last_year")
                == ["lagging | 2300 | 2000 | 1.15 | 300 | 0.15 | better | 1300 | better"])
        // Of the eight months from 2025-10 on.
        #expect(try lines(answer, of: "bookings", "trend") == ["0 0 0 0 0 40 2000 2300"])
        // Two of three deals in May, one of two in April.
        #expect(
            try lines(answer, of: "deals_lost", "value", "change_vs_previous", "verdict_vs_previous")
                == ["1 | 0 | same"])
        let winRate = try lines(answer, of: "win_rate", "value", "target", "verdict_vs_previous", "trend")
        #expect(winRate.first?.hasPrefix("0.6666666666666") == true)
        #expect(winRate.first?.contains(" | 0.5 | better | — — — — — 1 0.5 0.666666") == true)
        // Fewer days are better: 69 and 71 in May against 98 in April.
        #expect(
            try lines(answer, of: "sales_cycle", "value", "change_vs_previous", "verdict_vs_previous")
                == ["70 | -28 | better"])
        #expect(try lines(answer, of: "pipeline_created", "timing") == ["leading"])
        let units = try #require(answer.columns.first { $0.name == "value" }?.lines)
        #expect(units.first { $0.metric == "win_rate" }?.unit == .percent)
        #expect(units.first { $0.metric == "sales_cycle" }?.lowerIsBetter == true)
    }

    @Test func whatCannotBeComputedIsToldWithItsReason() throws {
        let answer = try asked().answer("scorecard sales for 2026-05")
        #expect(answer.notes.contains { $0.hasPrefix("not loaded: `activities` (calls, mails and meetings of Gong") })
        // The target is reached, so nothing is left to cover.
        #expect(
            answer.notes.contains {
                $0.hasPrefix("no value in this period, where a divisor is 0 or no row fits: ")
                    && $0.contains("pipeline_coverage")
            })
    }

    @Test func aDimensionGivesLinesWithinEachMetric() throws {
        let answer = try asked().answer("scorecard sales by team for 2026-05")
        #expect(
            try lines(answer, of: "bookings", "team", "value", "target", "attainment", "trend")
                == [
                    "North | 800 | 1000 | 0.8 | 0 0 0 0 0 40 0 800",
                    "South | 1500 | 1000 | 1.5 | 0 0 0 0 0 0 2000 1500",
                ])
        // The target of the win rate is one for all, so that no team has one.
        #expect(try lines(answer, of: "win_rate", "team", "value", "target") == ["North | 0.5 | —", "South | 1 | —"])
        #expect(answer.notes.contains("targets are not set by `team`: win_rate"))
    }

    @Test func whoCannotBeAskedByADimensionIsToldSo() throws {
        let answer = try asked().answer("scorecard all by team for 2026-05")
        #expect(try lines(answer, of: "tickets", "value") == [])
        let note = try #require(answer.notes.first { $0.hasPrefix("cannot be asked by `team`: ") })
        #expect(note.contains("tickets") && note.contains("first_reply_time"))
        #expect(try lines(answer, of: "bookings", "department", "team") == ["sales | North", "sales | South"])
        #expect(try asked().failure("scorecard sales by month for 2026-05")?.code == "scorecard-by-time")
        #expect(try asked().failure("scorecard support by team for 2026-05")?.code == "unreachable-dimension")
    }

    @Test func supportIsAskedOfTickets() throws {
        let answer = try asked().answer("scorecard support for 2026-05")
        // 30 and 90 minutes; the ticket without a reply is left out.
        #expect(
            try lines(answer, of: "first_reply_time", "value", "change_vs_previous", "verdict_vs_previous")
                == ["60 | 45 | worse"])
        let escalated = try lines(answer, of: "escalation_rate", "value")
        #expect(escalated.first?.hasPrefix("0.3333333") == true)
    }

    @Test func withoutAPeriodTheLastWholeMonthCounts() throws {
        #expect(
            try asked().answer("scorecard sales").heading
                == "Scorecard of sales for 2026-05 (the last whole month of the data)")
        // Targets by quarter alone are met by quarter.
        let quarterly = try Asked(
            ["deals.csv": Self.files["deals.csv"] ?? "", "targets.csv": "metric,period,value\nbookings,2026-Q1,100\n"],
            "dataset deals from \"deals.csv\" { key deal; time close_date }\nload \"targets.csv\"", today: "2026-06-10")
        let answer = try quarterly.answer("scorecard sales")
        #expect(answer.heading == "Scorecard of sales for 2026-Q1 (the last whole quarter of the data)")
        #expect(try lines(answer, of: "bookings", "value", "target", "attainment") == ["40 | 100 | 0.4"])
        // Nothing is loaded: nothing but notes.
        let empty = try Asked([:], "", today: "2026-06-10").answer("scorecard finance")
        #expect(empty.heading.hasPrefix("Scorecard of finance for 2026-05"))
        #expect(empty.notes.contains { $0.hasPrefix("not loaded: `orders`") })
    }

    @Test func aPeriodBeforeTheDataHasNoChangeAgainstIt() throws {
        let answer = try asked().answer("scorecard sales for 2025-05")
        #expect(
            try lines(answer, of: "bookings", "value", "change_vs_previous", "change_vs_last_year")
                == ["1000 | — | —"])
        #expect(answer.notes.contains { $0.hasPrefix("2024-05 lies before the data: ") && $0.contains("bookings") })
    }

    @Test func theEndsOfTheCalendarAreNoTrap() throws {
        let asked = try asked()
        for period in ["0001", "9999", "0001-01-01", "9999-12", "all time", "since 2026-05", "9999-W52"] {
            if let failure = asked.failure("scorecard all for \(period)") { #expect(failure.code == "before-data") }
        }
        // All time has neither a period before it nor steps.
        let answer = try asked.answer("scorecard sales for all time")
        #expect(!answer.columns.contains { $0.name == "trend" || $0.name == "change_vs_previous" })
        #expect(try lines(answer, of: "deals_won", "value") == ["5"])
    }

    @Test func conditionsAndOwnMetricsCount() throws {
        let own = try asked(
            "metric big_deals = count(deals where amount > 1000 and deals.won) { department sales; higher is better }")
        let answer = try own.answer("scorecard sales where owner = Bob for 2026-05")
        #expect(
            try lines(answer, of: "big_deals", "value", "change_vs_previous", "verdict_vs_previous") == ["1 | 0 | same"]
        )
        #expect(answer.notes.contains { $0.hasPrefix("cannot be asked so") || $0.contains("owner") })
    }
}
