import Testing
import Values

@testable import Engine

/// One sheet of targets for many metrics, `target(…)` and `attainment(…)`, columns of periods, and what the canonical
/// datasets imply.
@Suite struct SharedTargetTests {
    static let deals = """
        id,team,deal_stage,stage,amount,close_date
        1,North,x,Won,100,2024-01-10
        2,North,x,Won,50,2024-02-10
        3,South,x,Won,200,2024-01-20
        4,South,x,Lost,80,2024-02-20
        5,South,x,Talking,30,2024-02-25
        """
    static let targets = """
        Metric,Period,Team,Value,Note
        bookings,2024-01,North,120,first
        Bookings,2024-01,South,150,
        BOOKINGS,2024-02,North,60,
        won amount,2024-02,South,100,
        win_rate,2024-Q1,,60%,for all
        """

    private func asked(_ targets: String = SharedTargetTests.targets, _ more: String = "") throws -> Asked {
        try Asked(
            ["deals.csv": Self.deals, "sheet.csv": targets, "own.csv": "period,value\n2024-01,1000\n"],
            "dataset deals from \"deals.csv\" { key id; time close_date }\nload \"sheet.csv\" as targets\n" + more)
    }

    @Test func theSheetServesEveryMetricThatItNames() throws {
        let asked = try asked()
        // Names count without regard to case, and synonyms too.
        #expect(
            try asked.lines("show bookings by team for 2024-01 vs target sort by team")
                == [
                    "North | 100 | 120 | -20 | -0.1666666667", "South | 200 | 150 | 50 | 0.3333333333",
                    "Total | 300 | 270 | 30 | 0.1111111111",
                ])
        #expect(try asked.value("show target(bookings) for 2024-02") == "160")
        #expect(try asked.value("show attainment(bookings) for 2024-02") == "0.3125")
        #expect(try asked.value("show attainment(win_rate) for 2024-Q1") == "1.25")
        #expect(try asked.value("show attainment(bookings) for 2024-03") == "—")
        // Less than a whole step has none.
        #expect(try asked.value("show target(win_rate) for 2024-01") == "—")
    }

    @Test func aTargetOfItsOwnStandsBeforeTheSheet() throws {
        let asked = try asked(Self.targets, "target bookings from \"own.csv\"")
        #expect(try asked.value("show target(bookings) for 2024-01") == "1000")
        #expect(try asked.value("show attainment(win_rate) for 2024-Q1") == "1.25")
    }

    @Test func whatTargetsAreNotSetByIsRefused() throws {
        let asked = try asked()
        let rate = try #require(asked.failure("show win_rate by team for 2024-Q1 vs target"))
        #expect(rate.code == "unreachable-dimension")
        #expect(rate.message == "targets of `win_rate` are not set by `team`")
        #expect(
            try #require(asked.failure("show bookings by deal_stage for 2024-01 vs target")).code
                == "unreachable-dimension")
        #expect(try #require(asked.failure("show attainment(deals_won) for 2024-01")).code == "no-target")
        #expect(try #require(asked.failure("show attainment(bookings + 1) for 2024-01")).code == "argument-count")
        #expect(try #require(asked.failure("show sum(target(bookings)) for 2024-01")).code == "nested-aggregate")
    }

    @Test func rowsForAllBesideRowsForEachAreRefused() throws {
        let asked = try asked(Self.targets + "\nbookings,2024-01,,270,\n")
        #expect(asked.failure("show bookings for 2024-01 vs target")?.code == "mixed-targets")
    }

    @Test func wonLostAndOpenFollowFromTheStage() throws {
        let asked = try asked()
        #expect(try asked.lines("show deals_won, deals_lost, pipeline, win_rate for 2024") == ["3 | 1 | 30 | 0.75"])
        #expect(try asked.value("show count(deals where stage = won)") == "3")
        #expect(try asked.value("show count(deals where won)") == "3")
        // The stages that the workspace names come first.
        let staged = try Asked(
            ["deals.csv": Self.deals.split(separator: "\n").joined(separator: "\n")],
            """
            dataset deals from "deals.csv" { key id; time close_date; rename stage as phase
              stages phase: Talking > Won | Lost }
            """)
        #expect(try staged.lines("show deals_won, deals_lost, pipeline for 2024") == ["3 | 1 | 30"])
    }

    @Test(arguments: [
        ("Closed Won", "Closed Lost"), ("closedwon", "closedlost"), ("WON", "LOST"), ("6 - Won", "7 - Lost"),
    ])
    func endingsAreSpelledInManyWays(_ won: String, _ lost: String) throws {
        let deals =
            "id,stage,amount,close_date\n1,\(won),5,2024-01-01\n2,\(lost),7,2024-01-02\n3,Open,9,2024-01-03\n4,,1,2024-01-03\n"
        let asked = try Asked(["deals.csv": deals], "dataset deals from \"deals.csv\" { key id; time close_date }")
        // A deal without a stage is neither won, nor lost, nor open.
        #expect(
            try asked.lines("show bookings, deals_won, deals_lost, pipeline, win_rate_by_value for 2024-01")
                == ["5 | 1 | 1 | 9 | 0.4166666667"])
    }

    @Test func costsInOneCurrencyAndRevenueInAnotherAreNotCombined() throws {
        let files = [
            "spend.csv": "date,department,cost\n2024-01-05,Marketing,100\n",
            "subscriptions.csv": "account,mrr,start_date,end_date\nA,10,2024-01-05,\n",
        ]
        let asked = try Asked(
            files,
            """
            dataset spend from "spend.csv" { time date; money cost in EUR }
            dataset subscriptions from "subscriptions.csv" { active from start_date to end_date; money mrr in USD }
            """)
        #expect(try asked.value("show cac for 2024-01") == "100")
        #expect(asked.failure("show cac_payback for 2024-01") != nil)
        #expect(try asked.answer("show cac, arpa for 2024-01").columns.map(\.unit) == [.money("EUR"), .money("USD")])
        // Without a department all of it is taken for marketing, and a note says so.
        let plain = try Asked(
            ["spend.csv": "date,cost\n2024-01-05,100\n"], "dataset spend from \"spend.csv\" { time date }")
        let answer = try plain.answer("show marketing_cost, sales_and_marketing_cost for 2024-01")
        #expect(answer.columns.map { $0.cells.map(\.plainText) } == [["100"], ["100"]])
        #expect(answer.notes == ["`spend` has no column `department`: all of it is taken for marketing"])
    }

    @Test func aColumnOfPeriodsSelectsWholeOnes() throws {
        let asked = try Asked(
            ["plan.csv": "period,team,amount\n2024-Q1,A,10\n2024-Q2,A,20\n2024-Q2,B,5\n"], "load \"plan.csv\"")
        #expect(
            try asked.lines("show sum(plan.amount on period) as planned by quarter for 2024-H1")
                == ["2024-Q1 | 10", "2024-Q2 | 25", "Total | 35"])
        #expect(try asked.value("show sum(plan.amount on period) for 2024-02") == "—")
        #expect(asked.failure("show sum(plan.amount on team) for 2024")?.code == "not-a-time")
    }

    @Test func toDateGoesBackToTheBeginning() throws {
        let asked = try asked()
        #expect(
            try asked.lines("show bookings, to_date(bookings) as so_far by month for 2024-01 to 2024-03 without totals")
                == ["2024-01 | 300 | 300", "2024-02 | 50 | 350", "2024-03 | 0 | 350"])
    }

    @Test func moneyOfTheCatalogueKeepsItsCurrency() throws {
        let asked = try Asked(
            ["deals.csv": "id,stage,amount,currency,close_date\n1,Won,5,EUR,2024-01-01\n2,Won,5,USD,2024-01-02\n"],
            "dataset deals from \"deals.csv\" { key id; time close_date; money amount in currency }")
        #expect(asked.failure("show bookings for 2024-01")?.code == "mixed-currency")
        #expect(try asked.lines("show bookings by currency for 2024-01 without totals") == ["EUR | 5", "USD | 5"])
    }

    @Test func satisfactionIsScoredOrGoodOrBad() throws {
        let words = "ticket,created_at,rating\n1,2024-01-01,Good\n2,2024-01-01,Bad\n3,2024-01-02,\n4,2024-01-02,good\n"
        let good = try Asked(
            ["tickets.csv": words], "dataset tickets from \"tickets.csv\" { key ticket; rename rating as csat }")
        #expect(try good.lines("show csat, csat_response_rate for 2024-01") == ["0.6666666667 | 0.75"])
        #expect(try good.answer("show csat for 2024-01").columns.map(\.unit) == [.percent])
        // A column that the workspace computes.
        let computed = try Asked(
            ["tickets.csv": words],
            "dataset tickets from \"tickets.csv\" { derive csat = if rating = Good then 5 else if rating = Bad then 2 }"
        )
        #expect(try computed.lines("show csat, csat_response_rate for 2024-01") == ["3.5 | 0.5"])
    }

    @Test func minutesBetweenDateTimes() throws {
        let asked = try Asked(
            [
                "tickets.csv":
                    "id,created_at,first_reply_at\n1,2024-01-01 10:00:00,2024-01-01 10:30:30\n2,2024-01-02 23:00:00,2024-01-03 00:30:00\n"
            ],
            "dataset tickets from \"tickets.csv\" { key id; time created_at }")
        #expect(try asked.value("show first_reply_time for 2024-01") == "60.25")
    }
}
