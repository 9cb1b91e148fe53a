import Testing
import Values

@testable import Engine

/// `vs target`, on eight deals that can be added up by hand.
struct TargetTests {
    static let files = [
        "deals.csv": """
        id,team,rep,stage,amount,close_date
        1,North,Ann,Won,100,2024-01-10
        2,North,Ann,Won,50,2024-02-10
        3,North,Bob,Won,70,2024-03-10
        4,South,Cem,Won,200,2024-01-20
        5,South,Cem,Lost,80,2024-02-20
        6,South,Dee,Won,30,2024-04-05
        7,West,Eve,Won,40,2024-02-29
        8,North,Ann,Won,10,2024-07-01
        """,
        "subscriptions.csv": """
        id,team,mrr,start_date,end_date
        1,North,10,2023-06-01,
        2,North,20,2024-02-01,2024-05-01
        3,South,30,2024-01-15,
        """,
        "monthly.csv": """
        month,team,target
        2024-01,North,120
        2024-02,North,60
        2024-03,North,60
        2024-01,South,150
        2024-02,South,100
        2024-04,South,50
        2024-02,East,25
        """,
        "rate.csv": """
        month,team,target
        2024-01,North,0.5
        2024-02,North,0.5
        2024-01,South,0.5
        2024-02,South,0.6
        """,
        "balance.csv": """
        month,target
        2024-01-01,35
        2024-02-01,55
        2024-03-01,70
        2024-04-01,65
        """,
    ]

    static let definitions = """
        dataset deals from "deals.csv" { key id; time close_date }
        dataset subscriptions from "subscriptions.csv" { key id; active from start_date to end_date }
        dimension team = deals.team, subscriptions.team
        metric bookings = sum(deals.amount where stage = Won)
        metric win_rate = count(deals where stage = Won) / count(deals) as percent
        metric mrr = sum(subscriptions.mrr at end)

        """

    static func asked(
        _ targets: String = #"target bookings by team from "monthly.csv" { time month; value target }"#,
        _ more: [String: String] = [:], today: String = "2024-06-30"
    ) throws -> Asked {
        try Asked(files.merging(more) { $1 }, definitions + targets, today: today)
    }

    /// Nobody set targets for the months between; those that there are are not for quarters.
    @Test func monthsFarApartAreMonths() throws {
        let asked = try Self.asked(
            #"target bookings from "sparse.csv""#, ["sparse.csv": "period,target\n2024-01,100\n2024-04,50\n2024-07,9"])
        // 100 + 200 in January.
        #expect(try asked.lines("show bookings vs target for 2024-01") == ["300 | 100 | 200 | 2"])
    }

    /// A correction below the row that it corrects: both count, which has to be said.
    @Test func aTargetThatIsSetTwiceIsTold() throws {
        let twice = "month,team,target\n2024-01,North,120\n2024-01,South,60\n2024-01,North,130\n"
        let asked = try Self.asked(
            #"target bookings by team from "twice.csv" { time month; value target }"#, ["twice.csv": twice])
        let answer = try asked.answer("show bookings by team vs target for 2024-01")
        let note = "the target of bookings for 2024-01-01, North is set twice, in data rows 1 and 3: they are added up"
        #expect(answer.notes.contains(note))
        // What tells rows apart need not be what targets are asked by.
        let parts = "month,team,target\n2024-01,North,120\n2024-01,South,60\n"
        let whole = try Self.asked(
            #"target bookings from "parts.csv" { time month; value target }"#, ["parts.csv": parts])
        #expect(try whole.lines("show bookings vs target for 2024-01") == ["300 | 180 | 120 | 0.6666666667"])
        #expect(try whole.answer("show bookings vs target for 2024-01").notes == [])
    }

    // MARK: Sums

    @Test func sumsReachTheSumOfTheirTargets() throws {
        let asked = try Self.asked()
        // 120 + 60 + 60 + 150 + 100 + 25.
        #expect(try asked.lines("show bookings vs target for 2024-Q1") == ["460 | 515 | -55 | -0.1067961165"])
        // A team without a target has none; a team without deals has its target.
        #expect(
            try asked.lines("show bookings by team vs target for 2024-Q1") == [
                "North | 220 | 240 | -20 | -0.0833333333", "South | 200 | 250 | -50 | -0.2", "West | 40 | — | — | —",
                "East | 0 | 25 | -25 | -1", "Total | 460 | 515 | -55 | -0.1067961165",
            ])
        #expect(
            try asked.lines("show bookings by month vs target for 2024-Q1 where team = North") == [
                "2024-01 | 100 | 120 | -20 | -0.1666666667", "2024-02 | 50 | 60 | -10 | -0.1666666667",
                "2024-03 | 70 | 60 | 10 | 0.1666666667", "Total | 220 | 240 | -20 | -0.0833333333",
            ])
        #expect(
            try asked.lines("show bookings across team vs target for 2024-02") == [
                "50 | 60 | -10 | -0.1666666667 | 40 | — | — | — | 0 | 25 | -25 | -1 | 0 | 100 | -100 | -1"
            ])
        #expect(
            try asked.lines("show bookings by team vs target for 2024-Q1 top 1 with others") == [
                "North | 220 | 240 | -20 | -0.0833333333", "others | 240 | 275 | -35 | -0.1272727273",
                "Total | 460 | 515 | -55 | -0.1067961165",
            ])
    }

    @Test func havingAndSortUseTargets() throws {
        let asked = try Self.asked()
        #expect(
            try asked.lines(
                "show bookings by team vs target for 2024-Q1 having bookings_vs_target > 100 without totals")
                == ["North | 220 | 240 | -20 | -0.0833333333", "South | 200 | 250 | -50 | -0.2"])
        #expect(
            try asked.lines(
                "show bookings by team vs target for 2024-Q1 having change_pct < 0 sort by change asc without totals")
                == [
                    "South | 200 | 250 | -50 | -0.2", "East | 0 | 25 | -25 | -1",
                    "North | 220 | 240 | -20 | -0.0833333333",
                ])
        #expect(
            try asked.lines("show bookings by team vs target for 2024-Q1 having bookings_vs_target is missing") == [
                "West | 40 | — | — | —"
            ])
        #expect(
            try asked.lines(
                """
                show bookings by team vs target vs previous for 2024-02 sort by bookings_change_vs_target asc
                  having bookings_vs_target is not missing without totals
                """) == [
                    "South | 0 | 100 | -100 | -1 | 200 | -200 | -1", "East | 0 | 25 | -25 | -1 | 0 | 0 | —",
                    "North | 50 | 60 | -10 | -0.1666666667 | 100 | -50 | -0.5",
                ])
    }

    @Test func onlyWholeStepsHaveATarget() throws {
        let asked = try Self.asked()
        let answer = try asked.answer("show bookings vs target for 2024-01-10 to 2024-02-20")
        #expect(answer.columns[1].cells == [.missing])
        #expect(answer.notes.contains("targets are set by month: what is no whole month has none"))
        // Weeks have none; their months do.
        let weeks = try asked.answer("show bookings by week vs target for 2024-01")
        #expect(weeks.columns[2].cells.allSatisfy { $0.isMissing })
        #expect(weeks.columns[2].total == .number(ExactDecimal(270)))
        #expect(weeks.notes.contains("targets are set by month: what is no whole month has none"))
        // To date is whole only when it is the step's last day.
        #expect(try asked.lines("show bookings vs target for year to date") == ["490 | 565 | -75 | -0.1327433628"])
        #expect(
            try Self.asked(today: "2024-06-15").lines("show bookings vs target for year to date") == [
                "490 | — | — | —"
            ])
    }

    @Test func overAllTimeEveryMonthHasItsTarget() throws {
        let asked = try Self.asked()
        let answer = try asked.answer("show bookings by month vs target with totals")
        #expect(
            try asked.lines("show bookings by month vs target with totals") == [
                "2024-01 | 300 | 270 | 30 | 0.1111111111", "2024-02 | 90 | 185 | -95 | -0.5135135135",
                "2024-03 | 70 | 60 | 10 | 0.1666666667", "2024-04 | 30 | 50 | -20 | -0.4", "2024-05 | 0 | — | — | —",
                "2024-06 | 0 | — | — | —", "2024-07 | 10 | — | — | —", "Total | 500 | 565 | -65 | -0.1150442478",
            ])
        #expect(!answer.notes.contains { $0.contains("steps") })
    }

    // MARK: Balances and rates

    @Test func balancesReachTheTargetOfTheLastStep() throws {
        let asked = try Self.asked(#"target mrr from "balance.csv""#)
        #expect(
            try asked.lines("show mrr by month vs target for 2024-Q1") == [
                "2024-01 | 40 | 35 | 5 | 0.1428571429", "2024-02 | 60 | 55 | 5 | 0.0909090909",
                "2024-03 | 60 | 70 | -10 | -0.1428571429", "Total | 60 | 70 | -10 | -0.1428571429",
            ])
        #expect(try asked.lines("show mrr vs target for 2024-02 to 2024-04") == ["60 | 65 | -5 | -0.0769230769"])
    }

    @Test func ratesAreNotAddedUp() throws {
        let asked = try Self.asked(#"target win_rate by team from "rate.csv""#)
        #expect(
            try asked.lines("show win_rate by team vs target for 2024-02 sort by team") == [
                "North | 1 | 0.5 | 0.5 | 1", "South | 0 | 0.6 | -0.6 | -1", "West | 1 | — | — | —",
                "Total | 0.6666666667 | — | — | —",
            ])
        let answer = try asked.answer("show win_rate vs target for 2024-Q1")
        #expect(answer.columns[1].cells == [.missing])
        #expect(
            answer.notes.contains(
                "targets of win_rate are not added up: there is one only where all rows of \"rate.csv\" agree"))
        // Where all agree there is nothing to add up.
        #expect(try asked.lines("show win_rate vs target for 2024-01") == ["1 | 0.5 | 0.5 | 1"])
        #expect(try asked.lines("show win_rate vs target for 2024-Q1 where team = North") == ["1 | 0.5 | 0.5 | 1"])
    }

    // MARK: Dimensions that targets lack

    @Test func targetsAreNotSplitByWhatTheyAreNotSetBy() throws {
        let asked = try Self.asked()
        for question in [
            "show bookings by rep vs target for 2024-Q1", "show bookings vs target for 2024-Q1 where rep = Ann",
        ] {
            let failure = try #require(asked.failure(question))
            #expect(failure.code == "unreachable-dimension")
            #expect(failure.reason == ["\"monthly.csv\" has them by team and month"])
            #expect(failure.remedies == ["leave out `vs target`, or ask by team, month"])
        }
        let none = try #require(asked.failure("show bookings * 2 as b vs target for 2024-Q1"))
        #expect(none.code == "no-target")
        #expect(none.reason == ["there are targets of `bookings`"])
        // One of several may have none.
        let answer = try asked.answer("show bookings, bookings / 2 as half vs target for 2024-01")
        #expect(answer.notes.contains("no target is defined for bookings / 2"))
    }

    // MARK: Periods in files

    @Test(arguments: [
        ("year,target\n2024,2000\n2023,1000\n", "2024", "500 | 2000 | -1500 | -0.75"),
        // Targets that look like years themselves.
        ("target,year\n2000,2024\n1990,2023\n", "2024", "500 | 2000 | -1500 | -0.75"),
        (
            "period,target\nJan 2024,300\nFebruary 2024,250\nMar 2024,100\n", "2024-Q1",
            "460 | 650 | -190 | -0.2923076923"
        ),
        ("period,target\n2024-Q1,500\n2024-Q2,600\n", "2024-H1", "490 | 1100 | -610 | -0.5545454545"),
        ("period,target\nQ1 2024,500\nQ2 2024,600\n", "2024-Q2", "30 | 600 | -570 | -0.95"),
        ("period,target\n2024-W02,80\n2024-W03,90\n", "2024-W02 to 2024-W03", "300 | 170 | 130 | 0.7647058824"),
        (
            "day,target\n2024-01-10,80\n2024-01-11,90\n2024-01-13,1\n", "2024-01-10 to 2024-01-11",
            "100 | 170 | -70 | -0.4117647059"
        ),
        ("period,target\n2024-H1,400\n", "2024-H1", "490 | 400 | 90 | 0.225"),
        // One row tells nothing of its length but its column's name.
        ("quarter,target\n2024-01-01,400\n", "2024-Q1", "460 | 400 | 60 | 0.15"),
        ("quarter,target\n2024-01-01,400\n", "2024-01", "300 | — | — | —"),
        ("start,target\n2024-01-01,400\n2024-04-01,100\n", "2024-H1", "490 | 500 | -10 | -0.02"),
    ])
    func periods(file: String, period: String, line: String) throws {
        let asked = try Self.asked(#"target bookings from "t.csv""#, ["t.csv": file])
        #expect(try asked.lines("show bookings vs target for \(period)") == [line], "\(file)")
    }

    @Test func fiscalQuarters() throws {
        let asked = try Self.asked(
            #"calendar { fiscal year starts February } target bookings from "t.csv""#,
            ["t.csv": "period,target\nFY2024-Q4,300\nFY2025-Q1,250\n"])
        // November to January, and February to April.
        #expect(
            try asked.lines("show bookings by fiscal quarter vs target for 2023-11 to 2024-04") == [
                "FY2024-Q4 | 300 | 300 | 0 | 0", "FY2025-Q1 | 190 | 250 | -60 | -0.24",
                "Total | 490 | 550 | -60 | -0.1090909091",
            ])
        #expect(try asked.lines("show bookings vs target for FY2025-Q1") == ["190 | 250 | -60 | -0.24"])
        #expect(try asked.lines("show bookings vs target for 2024-02 to 2024-04") == ["190 | 250 | -60 | -0.24"])
        #expect(try asked.lines("show bookings vs target for 2024-Q1") == ["460 | — | — | —"])
    }

    // MARK: Wrong definitions

    @Test(arguments: [
        (#"target nosuch from "monthly.csv""#, "unknown-name", "nosuch", "define it: `metric nosuch = …`"),
        (#"target bookings by agent from "monthly.csv""#, "unknown-name", "agent", ""),
        (#"target bookings from "monthly.csv" { time team }"#, "not-a-time", "team", "periods are written"),
        (#"target bookings from "monthly.csv" { time nosuch }"#, "unknown-name", "nosuch", ""),
        (
            #"target bookings from "monthly.csv" { value team }"#, "wrong-kind", "team",
            "names the column of the targets"
        ),
        (#"target bookings from "monthly.csv" { value nosuch }"#, "unknown-name", "nosuch", ""),
        (#"target bookings from "two.csv""#, "no-target-value", #""two.csv""#, "`{ value COLUMN }`"),
        (#"target bookings from "texts.csv""#, "no-time-axis", #""texts.csv""#, "`{ time COLUMN }`"),
        (#"target bookings from "words.csv""#, "no-target-value", #""words.csv""#, "`{ value COLUMN }`"),
        (#"target bookings from "lengths.csv""#, "mixed-periods", #""lengths.csv""#, "a file of its own"),
        (#"target bookings from "lengths.csv" { time period }"#, "mixed-periods", "period", "a file of its own"),
        (#"target bookings from "nosuch.csv""#, "file-not-found", #""nosuch.csv""#, ""),
    ])
    func wrongDefinitions(text: String, code: String, place: String, remedy: String) throws {
        let asked = try Self.asked(
            "",
            [
                "two.csv": "month,low,high\n2024-01,1,2\n", "texts.csv": "who,what\nAnn,bar\n",
                "words.csv": "month,target\n2024-01,many\n",
                "lengths.csv": "period,target\n2024-01,100\n2024-Q1,300\n",
            ])
        let failure = try #require(asked.failure(text), "\(text)")
        #expect(failure.code == code, "\(text): \(failure.code) \(failure.message)")
        #expect(spanned(failure, in: text) == place, "\(text): \(failure.message)")
        #expect(failure.remedies.contains { $0.contains(remedy) } || remedy.isEmpty, "\(failure.remedies)")
        // The workspace is as it was.
        #expect(asked.failure("show bookings vs target for 2024-Q1")?.code == "no-target")
    }
}

/// The part of a text that an error points at.
func spanned(_ failure: Diagnostic, in text: String) -> String {
    guard let span = failure.span, span.start <= span.end, span.end <= text.utf8.count else { return "" }
    return String(decoding: Array(text.utf8)[span.start..<span.end], as: UTF8.self)
}
