import Testing

@testable import Engine

struct StageHistoryTests {
    /// Rows out of order; d7 is no known deal; on 1 April d8 went from SQL to MQL.
    static let history = """
        deal,to_stage,changed_at
        d3,SQL,2024-03-10
        d3,SAL,2024-02-10
        d3,MQL,2024-02-01
        d1,MQL,2024-01-01
        d1,SAL,2024-01-05
        d1,SAL,2024-01-08
        d1,SQL,2024-01-20
        d1,Won,2024-02-10
        d2,MQL,2024-01-10
        d2,SQL,2024-01-15
        d2,SAL,2024-01-16
        d2,SQL,2024-01-17
        d4,SAL,2024-02-05
        d4,MQL,2024-02-06
        d4,SAL,2024-02-07
        d4,SQL,2024-02-08
        d5,MQL,2024-06-10
        d5,SAL,2024-06-11
        d5,SQL,2024-06-12
        d6,MQL,2024-05-31
        d7,MQL,2024-03-01
        d7,SAL,2024-03-01
        d7,SQL,2024-03-01
        d8,SQL,2024-04-01
        d8,MQL,2024-04-01
        d9,,2024-04-01
        ,MQL,2024-04-01
        d9,MQL,
        """
    static let deals = """
        deal,region,account
        d1,east,a
        d2,east,b
        d3,west,a
        d4,west,b
        d5,east,c
        d6,west,c
        d8,west,a
        d9,west,a
        """
    static let definitions = """
        dataset deals from "deals.csv" { key deal }
        dataset stage_history from "history.csv" {
          time changed_at
          join deals on deal
          stages to_stage: mql > SAL > SQL > Won | Lost
        }
        """

    static func asked(_ more: [String: String] = [:]) throws -> Asked {
        try Asked(
            ["history.csv": history, "deals.csv": deals].merging(more) { $1 }, definitions, today: "2024-06-30")
    }

    // MARK: Days in stage

    /// A sample of Salesforce's Opportunity History report, whose own column Stage Duration says 8, 18, 8 and 53 days
    /// for the first four stages; rows from a stage to itself are edits.
    @Test func daysAreThoseOfSalesforce() throws {
        let asked = try Asked(
            [
                "deals.csv": "id\n00600000263E0A7\n",
                "history.csv": """
                Opportunity ID,From Stage,To Stage,Stage Duration,Last Modified
                00600000263E0A7,,Discovery,8,8/7/2024
                00600000263E0A7,Discovery,Qualified,18,8/15/2024
                00600000263E0A7,Qualified,Demo,8,9/2/2024
                00600000263E0A7,Demo,Demo,,9/6/2024
                00600000263E0A7,Demo,Proposal,53,9/10/2024
                00600000263E0A7,Proposal,Proposal,,10/6/2024
                00600000263E0A7,Proposal,Closed Lost,,11/2/2024
                """,
            ],
            """
            dataset deals from "deals.csv" { key id }
            dataset history from "history.csv" with dates mdy {
              time last_modified
              join deals on opportunity_id
              stages to_stage: Discovery > Qualified > Demo > Proposal > "Closed Won" | "Closed Lost"
            }
            """)
        #expect(
            try asked.lines("show sum(days_in_stage) as d, count(days_in_stage) as n by to_stage without totals")
                == [
                    "Proposal | 53 | 1", "Qualified | 18 | 1", "Demo | 8 | 1", "Discovery | 8 | 1",
                    "Closed Lost | 0 | 0",
                ]
        )
        #expect(try asked.value("show count(history where days_in_stage != stage_duration)") == "0")
        #expect(
            try asked.value("show count(history where (days_in_stage is missing) != (stage_duration is missing))")
                == "0")
    }

    @Test func everyVisitCountsByItself() throws {
        let asked = try Self.asked()
        // MQL: 4, 5, 9, 1, 1, 0; SAL: 15, 1, 29, 1, 1, 1, 0; SQL: 21, 1, 0.
        #expect(
            try asked.lines(
                "show avg(stage_history.days_in_stage) as a, median(days_in_stage) as m by to_stage"
                    + " where to_stage != missing sort by to_stage without totals") == [
                    "MQL | 3.3333333333 | 2.5", "SAL | 6.8571428571 | 1", "SQL | 7.3333333333 | 1", "Won | — | —",
                ])
        #expect(try asked.value("show max(days_in_stage) for 2024-02") == "29")
        #expect(try asked.value("show count(stage_history where days_in_stage > 10)") == "3")
        #expect(
            try asked.lines("show count(days_in_stage) by region without totals") == ["east | 8", "west | 6", "— | 2"])
    }

    @Test func clocksGivePartsOfDays() throws {
        let asked = try Asked(
            [
                "d.csv": "deal\nx\n",
                "h.csv": "deal,stage,at\nx,A,2024-01-01 06:00:00\nx,B,2024-01-02 18:00:00\nx,C,2024-01-02 18:00:00\n",
            ],
            """
            dataset d from "d.csv" { key deal }
            dataset h from "h.csv" { time at; join d on deal; stages stage: A > B > C }
            """)
        #expect(
            try asked.lines("show sum(days_in_stage) as d by stage sort by stage without totals") == [
                "A | 1.5", "B | 0", "C | 0",
            ])
        #expect(
            try asked.lines("rows h") == [
                "x | A | 2024-01-01 06:00:00 | 1.5", "x | B | 2024-01-02 18:00:00 | 0",
                "x | C | 2024-01-02 18:00:00 | —",
            ])
    }

    @Test func derivedColumnsAndOtherDatasetsMayUseIt() throws {
        let asked = try Asked(
            ["history.csv": Self.history, "deals.csv": Self.deals],
            """
            dataset deals from "deals.csv" { key deal }
            dataset stage_history from "history.csv" {
              derive slow = days_in_stage > 8
              time changed_at
              join deals on deal
              stages to_stage: MQL > SAL > SQL > Won | Lost
            }
            """)
        #expect(try asked.value("show count(stage_history where slow)") == "4")
    }

    // MARK: Conversions

    @Test(arguments: [
        // d1, d4 and d7 of seven; d5 has 30 days until 10 July.
        (#"conversion(deals from "MQL" to "SQL" within 30 days)"#, "0.4285714286"),
        (#"conversion(stage_history from MQL to SQL within 30 days)"#, "0.4285714286"),
        (#"conversion(deals from mql to sql)"#, "0.625"),
        (#"conversion(deals from MQL to SQL any order)"#, "0.75"),
        (#"conversion(deals from MQL to SQL within 30 days any order)"#, "0.5714285714"),
        (#"conversion(deals from MQL to Won)"#, "0.125"),
        (#"conversion(deals from MQL to Lost)"#, "0"),
        (#"conversion(deals from SAL to SQL)"#, "1"),
        // d3 needs 38 days; the six weeks of d5 and d6 are not over.
        (#"conversion(deals from MQL to SQL within 6 weeks)"#, "0.6666666667"),
        // To the day: d1 took 19.
        (#"conversion(deals from MQL to SQL within 19 days where region = east)"#, "0.6666666667"),
        (#"conversion(deals from MQL to SQL within 18 days where region = east)"#, "0.3333333333"),
        // d3's month ends on 1 March, d6's on 30 June.
        (#"conversion(deals from MQL to SQL within 1 month)"#, "0.4285714286"),
        (#"conversion(deals from MQL to SQL within 30 days where region = east)"#, "0.5"),
        (#"conversion(deals from MQL to SQL where account = a)"#, "0.6666666667"),
        (#"1 - conversion(deals from MQL to SQL)"#, "0.375"),
    ])
    func share(measure: String, value: String) throws {
        #expect(try Self.asked().value("show " + measure) == value)
    }

    @Test func groupsAndPeriodsAreThoseOfTheFirstEntry() throws {
        let asked = try Self.asked()
        #expect(
            try asked.lines("show conversion(deals from MQL to SQL within 30 days) as c by region") == [
                "— | 1", "east | 0.5", "west | 0.25", "Total | 0.4285714286",
            ])
        let months = try asked.answer("show conversion(deals from MQL to SQL within 30 days) as c by month for 2024-H1")
        #expect(months.columns[1].cells.map(shown) == ["0.5", "0.5", "1", "0", "0", "—"])
        #expect(months.columns[1].unit == .percent)
        #expect(months.provenance == "2024-01-01 to 2024-06-30 · 8 rows of stage_history")
        #expect(months.notes == ["1 entry into mql is left out: its 30 days are not over on 2024-06-30"])
        #expect(try asked.value("show conversion(deals from MQL to SQL) for 2024-01 where region = east") == "0.5")
        #expect(try asked.answer("show conversion(deals from MQL to SQL within 30 days) for 2024-Q1").notes == [])
        // On that day nobody entered it for the first time.
        #expect(try asked.value("show conversion(deals from MQL to SQL) for 2024-02-15") == "—")
    }

    @Test func windowsWithClocksEndAtTheMinuteOfTheEntry() throws {
        let asked = try Asked(
            [
                "d.csv": "deal\nx\ny\n",
                "h.csv": """
                deal,stage,at
                x,A,2024-01-01 06:00:00
                x,B,2024-01-02 06:00:00
                y,A,2024-01-01 06:00:00
                y,B,2024-01-02 06:00:01
                """,
            ],
            """
            dataset d from "d.csv" { key deal }
            dataset h from "h.csv" { time at; join d on deal; stages stage: A > B }
            """)
        #expect(try asked.value("show conversion(d from A to B within 1 day)") == "0.5")
        #expect(try asked.value("show conversion(d from A to B within 2 days)") == "1")
    }

    @Test func aStageThatNoRowEntersIsTold() throws {
        let answer = try Self.asked().answer("show conversion(deals from MQL to Lost)")
        #expect(answer.notes == ["no row of stage_history enters the stage \"Lost\""])
    }

    // MARK: Refusals

    @Test(arguments: [
        ("show conversion(deals from MQL to Sold)", "unknown-stage"),
        ("show conversion(deals from SQL to MQL)", "stage-order"),
        ("show conversion(deals from Won to Lost)", "stage-order"),
        ("show conversion(deals from MQL to MQL)", "stage-order"),
        ("show conversion(accounts from MQL to SQL)", "unknown-dataset"),
        ("show conversion(deals)", "no-route"),
        ("show conversion(deals from MQL to SQL on changed_at)", "conversion-clause"),
        ("show sum(deals.deal from MQL to SQL)", "route-misplaced"),
        ("show count(stage_history where conversion(deals from MQL to SQL) > 1)", "nested-aggregate"),
        ("show count(deals where days_in_stage > 3)", "unknown-name"),
        ("show avg(deals.days_in_stage)", "unknown-name"),
    ])
    func refused(question: String, code: String) throws {
        #expect(try Self.asked().failure(question)?.code == code, "\(question)")
    }

    /// What a dataset lacks to be a history.
    @Test(arguments: [
        ("time changed_at; join deals on deal", "no-history"),
        ("join deals on deal; stages to_stage: MQL > SQL", "no-time-axis"),
        ("time changed_at; stages to_stage: MQL > SQL", "no-history"),
    ])
    func lacking(clauses: String, code: String) throws {
        let asked = try Asked(
            ["history.csv": Self.history, "deals.csv": Self.deals],
            """
            dataset deals from "deals.csv" { key deal }
            dataset stage_history from "history.csv" { \(clauses) }
            """)
        #expect(asked.failure("show conversion(deals from MQL to SQL)")?.code == code)
    }

    @Test func rowsThatAreThingsOfTheirOwnAreNoHistory() throws {
        let asked = try Asked(
            [
                "deals.csv": "id,account,stage,day\n1,a,MQL,2024-01-01\n2,a,SQL,2024-01-02\n",
                "accounts.csv": "account\na\n",
            ],
            """
            dataset accounts from "accounts.csv" { key account }
            dataset deals from "deals.csv" { key id; time day; join accounts on account; stages stage: MQL > SQL }
            """)
        #expect(asked.failure("show conversion(deals from MQL to SQL)")?.code == "no-history")
        #expect(asked.failure("show conversion(accounts from MQL to SQL)")?.code == "no-history")
        #expect(
            asked.failure("show avg(deals.days_in_stage)")?.message == "`deals` is no history of stages")
        #expect(asked.workspace.datasets["deals"]?.columnIndex("days_in_stage") == nil)
    }

    @Test func entitiesAreSentToTheirHistory() throws {
        let error = try Self.asked().failure("show avg(deals.days_in_stage)")
        #expect(error?.message == "`deals` has no `days_in_stage`")
        #expect(error?.remedies == ["ask it of the history: `avg(stage_history.days_in_stage)`"])
    }

    @Test func ofSeveralJoinsTheOneThatLeadsToTheOthersHasTheEntities() throws {
        let asked = try Self.asked(["accounts.csv": "account\na\nb\nc\n", "people.csv": "person\np\n"])
        try asked.define(
            """
            dataset accounts from "accounts.csv" { key account }
            dataset people from "people.csv" { key person }
            dataset deals from "deals.csv" { key deal; join accounts on account }
            dataset stage_history from "history.csv" {
              join accounts on deal
              time changed_at
              join deals on deal
              stages to_stage: MQL > SAL > SQL > Won | Lost
            }
            """)
        #expect(try asked.value("show conversion(stage_history from MQL to SQL)") == "0.625")
        #expect(try asked.value("show conversion(deals from MQL to SQL)") == "0.625")
        try asked.define(
            """
            dataset stage_history from "history.csv" {
              join people on deal
              time changed_at
              join deals on deal
              stages to_stage: MQL > SAL > SQL > Won | Lost
            }
            """)
        #expect(asked.failure("show conversion(stage_history from MQL to SQL)")?.code == "no-entities")
        #expect(try asked.value("show conversion(deals from MQL to SQL)") == "0.625")
    }

    @Test func severalHistoriesHaveToBeNamed() throws {
        let asked = try Self.asked()
        try asked.define(
            """
            dataset second from "history.csv" { time changed_at; join deals on deal; stages to_stage: MQL > SQL }
            """)
        #expect(asked.failure("show conversion(deals from MQL to SQL)")?.code == "ambiguous-history")
        // There SAL is no step, so that d2 has skipped none.
        #expect(try asked.value("show conversion(second from MQL to SQL)") == "0.75")
    }
}
