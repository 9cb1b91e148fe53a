import Testing

@testable import Engine

struct FunnelTests {
    // MARK: From a history

    /// The sample of Salesforce's Opportunity History report, with the durations that its own column gives.
    @Test func oneDealOfSalesforce() throws {
        let asked = try Asked(
            [
                "deals.csv": "id\n00600000263E0A7\n",
                "history.csv": """
                Opportunity ID,Opportunity Name,From Stage,To Stage,Stage Duration,Last Modified,Amount
                00600000263E0A7,Bluestone Industries - Platform,,Discovery,8,8/7/2024,65300
                00600000263E0A7,Bluestone Industries - Platform,Discovery,Qualified,18,8/15/2024,65300
                00600000263E0A7,Bluestone Industries - Platform,Qualified,Demo,8,9/2/2024,65300
                00600000263E0A7,Bluestone Industries - Platform,Demo,Demo,,9/6/2024,65300
                00600000263E0A7,Bluestone Industries - Platform,Demo,Proposal,53,9/10/2024,65300
                00600000263E0A7,Bluestone Industries - Platform,Proposal,Proposal,,10/6/2024,65300
                00600000263E0A7,Bluestone Industries - Platform,Proposal,Closed Lost,,11/2/2024,65300
                """,
            ],
            """
            dataset deals from "deals.csv" { key id }
            dataset history from "history.csv" with dates mdy {
              time last_modified
              join deals on opportunity_id
              stages to_stage: Discovery > Qualified > Demo > Proposal > "Closed Won" | "Closed Lost"
            }
            """, today: "2024-12-31")
        #expect(
            try asked.lines("funnel deals") == [
                "Discovery | 1 | 65300 | — | 1 | 8 | 0 | 0 | 0 | 0",
                "Qualified | 1 | 65300 | 1 | 1 | 18 | 0 | 0 | 0 | 0",
                "Demo | 1 | 65300 | 1 | 1 | 8 | 0 | 0 | 0 | 0",
                "Proposal | 1 | 65300 | 1 | 1 | 53 | 0 | 1 | 65300 | 1",
                "Closed Won | 0 | 0 | 0 | 0 | — | — | — | — | —",
            ])
        #expect(try asked.answer("funnel history").lineCount == 5)
        #expect(try asked.answer("funnel deals").heading == "Funnel of deals")
    }

    /// The history of `StageHistoryTests`: of seven that entered MQL (d4 came back to SAL after it) d1 went all the way,
    /// d2 jumped over SAL, d6 waits.
    @Test func inOrderAndInAny() throws {
        let asked = try StageHistoryTests.asked()
        // In order: d1, d3, d4, d5, d7 reach SAL and SQL; d2 and d8 came to SQL too, without SAL.
        let columns = [
            "stage", "entered", "conversion", "from_first", "median_days", "open_now", "dropped", "share_of_loss",
        ]
        let answer = try asked.answer("funnel deals")
        #expect(answer.columns.map(\.name) == columns)
        #expect(
            try asked.lines("funnel deals") == [
                // d1 4 days, d2 5, d3 9, d4 1, d5 1, d7 0.
                "mql | 8 | — | 1 | 2.5 | 2 | 0 | —",
                // d1 15, d3 29, d4 1 (and 1 before MQL), d5 1, d7 0.
                "SAL | 5 | 0.625 | 0.625 | 1 | 0 | 0 | —",
                "SQL | 5 | 1 | 0.625 | 21 | 4 | 0 | —",
                "Won | 1 | 0.2 | 0.125 | — | — | — | —",
            ])
        // SAL comes before MQL with d4, so that it reaches MQL from there; d2 enters SAL after SQL.
        #expect(
            try asked.lines("funnel deals any order") == [
                "mql | 8 | — | 1 | 2.5 | 2 | 0 | —",
                "SAL | 6 | 0.75 | 0.75 | 1.5 | 0 | 0 | —",
                "SQL | 7 | 1 | 0.75 | 1 | 5 | 0 | —",
                "Won | 1 | 0.1428571429 | 0.125 | — | — | — | —",
            ])
        for (way, name) in [("", "MQL to Won"), (" any order", "MQL to Won any order")] {
            let last = try asked.answer("funnel deals\(way)").columns.first { $0.name == "from_first" }?.cells.last
            #expect(last.map(shown) == (try asked.value("show conversion(deals from \(name))")))
        }
    }

    @Test func periodsAndConditionsLookAtTheFirstEntry() throws {
        let asked = try StageHistoryTests.asked()
        // d1 and d2 enter MQL in January, d3 and d4 in February.
        #expect(
            try asked.lines("funnel deals by month for 2024-01 to 2024-02").map { $0.split(separator: " | ").prefix(3) }
                == [
                    ["2024-01", "mql", "2"], ["2024-01", "SAL", "1"], ["2024-01", "SQL", "1"], ["2024-01", "Won", "1"],
                    ["2024-02", "mql", "2"], ["2024-02", "SAL", "2"], ["2024-02", "SQL", "2"], ["2024-02", "Won", "0"],
                ])
        #expect(
            try asked.lines("funnel deals for 2024-01, 2024-02 where region = east").map {
                $0.split(separator: " | ").prefix(3)
            }
                == [
                    ["2024-01", "mql", "2"], ["2024-01", "SAL", "1"], ["2024-01", "SQL", "1"], ["2024-01", "Won", "1"],
                ])
        #expect(asked.failure("funnel deals for 2019")?.code == "before-data")
        let empty = try asked.answer("funnel deals where region = \"north\"")
        #expect(empty.columns[1].cells.map(shown) == ["0", "0", "0", "0"])
        #expect(empty.notes.contains("nothing of stage_history fits; its days run from 2024-01-01 to 2024-06-12"))
    }

    @Test func theRowsBehindALineAreTheFirstEntries() throws {
        let asked = try StageHistoryTests.asked()
        let answer = try asked.answer("funnel deals")
        // Won is entered on the eighth row of the file.
        #expect(answer.populations.last == .rows(dataset: "stage_history", [7]))
        // As many rows as entered.
        for (line, entered) in [8, 5, 5, 1].enumerated() {
            let behind = try Evaluator(asked.workspace).rows(behind: answer.populations[line])
            #expect(behind?.dataset == "stage_history")
            #expect(behind?.isMeant.count { $0 } == entered)
        }
    }

    // MARK: What they are worth

    /// Two of three are lost in B, with 30 of 40 in value; one is lost in A with 100.
    @Test func valueIsThatOfTheRowThatEnters() throws {
        let asked = try Asked(
            [
                "d.csv": "deal\n1\n2\n3\n4\n",
                "h.csv": """
                deal,stage,at,amount
                1,A,2024-01-01,5
                1,B,2024-01-03,10
                1,Won,2024-01-04,11
                2,A,2024-01-01,20
                2,B,2024-01-05,20.5
                2,Lost,2024-01-06,20.5
                3,A,2024-01-01,10
                3,B,2024-01-07,
                3,Lost,2024-01-08,10
                4,A,2024-01-01,100
                4,Lost,2024-02-01,100
                """,
            ],
            """
            dataset d from "d.csv" { key deal }
            dataset h from "h.csv" { time at; join d on deal; stages stage: A > B > Won | Lost }
            """)
        #expect(
            try asked.lines("funnel d") == [
                // Days 2, 4, 6 and 31: the middle of 4 and 6.
                "A | 4 | 135 | — | 1 | 5 | 0 | 1 | 100 | 0.8298755187",
                "B | 3 | 30.5 | 0.75 | 0.75 | 1 | 0 | 2 | 20.5 | 0.1701244813",
                "Won | 1 | 11 | 0.3333333333 | 0.25 | — | — | — | — | —",
            ])
        #expect(
            try asked.answer("funnel d").notes.first
                == "most is lost in A: 1 of 4 ended there, 83 % of the amount that was lost")
        #expect(
            try asked.lines("funnel d value amount * 2").first == "A | 4 | 270 | — | 1 | 5 | 0 | 1 | 200 | 0.8298755187"
        )
        #expect(asked.failure("funnel d value stage")?.code == "not-a-number")
    }

    @Test func twoCurrenciesHaveNoSum() throws {
        let asked = try Asked(
            [
                "d.csv": "deal\n1\n2\n",
                "h.csv":
                    "deal,stage,at,amount,currency\n1,A,2024-01-01,5,EUR\n1,B,2024-01-03,5,EUR\n2,A,2024-01-01,7,USD\n",
            ],
            """
            dataset d from "d.csv" { key deal }
            dataset h from "h.csv" { time at; join d on deal; stages stage: A > B; money amount in currency }
            """)
        let answer = try asked.answer("funnel d")
        #expect(answer.columns.first { $0.name == "value" }?.cells.map(shown) == ["—", "5"])
        #expect(answer.notes.contains { $0.contains("in different currencies") })
        let euros = try asked.answer("funnel d where currency = EUR").columns.first { $0.name == "value" }
        #expect(euros?.unit == .money("EUR"))
        #expect(euros?.cells.map(shown) == ["5", "5"])
    }

    // MARK: Friction

    /// The lady tasting tea: of four cups chosen at most one right, (1·1 + 4·4) / 70; the others by binomial coefficients.
    @Test(arguments: [
        (1, 4, 4, 8, 0.24285714285714285), (10, 40, 40, 80, 7.437401535542709e-06), (0, 5, 10, 50, 0.3105627820045687),
        (4, 4, 4, 8, 1), (5, 10, 10, 20, 1),
    ])
    func chance(found: Int, good: Int, drawn: Int, all: Int, expected: Double) {
        #expect(abs(Chance.ofAtMost(found, good: good, drawn: drawn, all: all) - expected) < expected * 1e-6)
    }

    /// West brings 10 of 40 on, east 30 of 40: at the rate of all, one half, west would have brought on 10 more.
    @Test func aGroupThatLeaksIsFound() throws {
        var deals = "deal,region\n"
        var history = "deal,stage,at\n"
        for number in 1...80 {
            deals += "\(number),\(number <= 40 ? "west" : "east")\n"
            history += "\(number),Open,2024-01-01\n"
            let isWon = number <= 10 || (41...70).contains(number)
            history += "\(number),\(isWon ? "Won" : "Lost"),2024-02-01\n"
        }
        let asked = try Asked(
            ["d.csv": deals, "h.csv": history],
            """
            dataset d from "d.csv" { key deal }
            dataset h from "h.csv" { time at; join d on deal; stages stage: Open > Won | Lost }
            """)
        #expect(
            try asked.lines("funnel d by region") == [
                "east | Open | 40 | — | — | 1 | 31 | 0 | 10 | —",
                "east | Won | 30 | 0.75 | 0.5 | 0.75 | — | — | — | —",
                "west | Open | 40 | — | — | 1 | 31 | 0 | 30 | —",
                "west | Won | 10 | 0.25 | 0.5 | 0.25 | — | — | — | 10",
            ])
        #expect(
            try asked.answer("funnel d by region").notes.first
                == "friction: west from Open to Won: 25 % of 40 went on, 50 % of all; 10 more would have at that rate")
        // One of three against none of three may be chance.
        #expect(
            try asked.answer("funnel d by region where deal in (1, 2, 3, 68, 69, 71)").notes.first
                == "no group converts worse than all do by more than chance")
    }

    // MARK: From the stage of today

    static let current = """
        deal,stage,amount,closed
        1,Lead,10,
        2,Offer,20,
        3,Offer,30,
        4,Won,40,2024-01-05
        5,Won,50,2024-02-05
        6,Lost,60,2024-02-06
        7,,70,
        """

    @Test func whatEndedCannotBePlaced() throws {
        let asked = try Asked(
            ["d.csv": Self.current],
            "dataset d from \"d.csv\" { key deal; time closed; stages stage: Lead > Offer > Won | Lost }")
        #expect(
            try asked.lines("funnel d") == [
                "Lead | 6 | 210 | — | 1 | — | 1 | — | — | —", "Offer | — | — | — | — | — | 2 | — | — | —",
                "Won | 2 | 90 | — | 0.3333333333 | — | — | — | — | —",
            ])
        let notes = try asked.answer("funnel d").notes
        #expect(notes.contains("reached at least and at most: Offer 4 to 5"))
        #expect(notes.contains("1 without a stage are left out"))
        // Without those that were lost everything is known.
        #expect(
            try asked.lines("funnel d where stage != Lost") == [
                "Lead | 5 | 150 | — | 1 | — | 1 | 0 | 0 | —", "Offer | 4 | 140 | 0.8 | 0.8 | — | 2 | 0 | 0 | —",
                "Won | 2 | 90 | 0.5 | 0.4 | — | — | — | — | —",
            ])
        #expect(try asked.lines("funnel d for 2024-02").map { $0.prefix(8) } == ["Lead | 2", "Offer | ", "Won | 1 "])
        #expect(asked.failure("funnel d any order")?.code == "no-history")
    }

    @Test func whatIsNoFunnelIsRefused() throws {
        let asked = try Asked(
            ["d.csv": Self.current, "e.csv": "id,stage\n1,Won\n"],
            """
            dataset d from "d.csv" { key deal }
            dataset e from "e.csv" { key id; stages stage: Won | Lost }
            """)
        #expect(asked.failure("funnel nothing")?.code == "unknown-dataset")
        #expect(asked.failure("funnel d")?.code == "no-history")
        #expect(asked.failure("funnel e")?.code == "stage-count")
        try asked.define("dataset f from \"d.csv\" { key deal; time closed; stages stage: Lead > Offer > Won | Lost }")
        #expect(asked.failure("funnel f by nonsense")?.code == "unknown-name")
        #expect(asked.failure("funnel f where amount")?.code == "not-a-condition")
    }
}
