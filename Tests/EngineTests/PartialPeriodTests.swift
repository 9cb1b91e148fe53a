import Testing
import Values

@testable import Engine

/// Periods that are not over, or that the data do not cover, are marked and told; data formats stay as they are.
struct PartialPeriodTests {
    /// A row every `step` days, both days included.
    private static func rows(_ from: String, _ to: String, step: Int = 1) throws -> String {
        var day = try #require(Day(text: from))
        let last = try #require(Day(text: to))
        var text = "day,region,units\n"
        while day <= last {
            text += "\(day.text),\(day.day % 2 == 0 ? "East" : "West"),1\n"
            day = day.adding(days: step)
        }
        return text
    }

    /// Every day from 1 January to 20 May 2024.
    private static func daily(today: String = "2024-06-15") throws -> Asked {
        try Asked(
            ["sales.csv": rows("2024-01-01", "2024-05-20")],
            #"dataset sales from "sales.csv" { time day } metric units = sum(sales.units)"#, today: today)
    }

    private func marked(_ answer: Answer) -> [String] {
        answer.columns.flatMap(\.partial).map(\.plainText).sorted()
    }

    @Test func stepsThatAreNotOverOrBeyondTheDataAreMarked() throws {
        let asked = try Self.daily()
        let answer = try asked.answer("show units by month for 2024-01 to 2024-06")
        #expect(marked(answer) == ["2024-05", "2024-06"])
        #expect(answer.heading == "units by month for 2024-01 to 2024-06 (not over)")
        #expect(
            answer.notes == [
                "* not whole: not over, today is 2024-06-15; the data of sales end on 2024-05-20",
                "2024-01 to 2024-06 is not over: it ends on 2024-06-30, today is 2024-06-15",
            ])
        // The marks are beside the cells, not in them.
        #expect(
            try asked.lines("show units by month for 2024-05 to 2024-06") == [
                "2024-05 | 20", "2024-06 | 0", "Total | 20",
            ])
    }

    @Test func theHeadingSaysWhereTheDataEnd() throws {
        let asked = try Self.daily()
        #expect(try asked.answer("show units for 2024-05").heading == "units for 2024-05 (data end on 2024-05-20)")
        #expect(try asked.answer("show units for 2024-04").heading == "units for 2024-04")
        #expect(
            try asked.answer("show units for 2023-12 to 2024-01").heading
                == "units for 2023-12 to 2024-01 (data begin on 2024-01-01)")
        #expect(try asked.answer("show units for 2024-07").heading == "units for 2024-07 (not begun)")
        #expect(
            try asked.answer("show units for 2024-05, 2024-04").heading
                == "units for 2024-05, 2024-04 (2024-05 data end on 2024-05-20)")
        // Over all time nothing is missing.
        #expect(try asked.answer("show units").heading == "units")
    }

    @Test func bothEndsOfTheData() throws {
        let answer = try Self.daily().answer("show units by month for 2023-12 to 2024-05")
        #expect(marked(answer) == ["2023-12", "2024-05"])
        #expect(
            answer.notes == [
                "* not whole: the data of sales end on 2024-05-20; the data of sales begin on 2024-01-01"
            ])
    }

    /// Data of every seventh day are silent for six days as a rule: only a longer silence says that they end.
    @Test func usualSilencesSayNothing() throws {
        let asked = try Asked(
            ["sales.csv": Self.rows("2024-01-05", "2024-05-24", step: 7)],
            #"dataset sales from "sales.csv" { time day } metric units = sum(sales.units)"#, today: "2024-12-31")
        // 24 May is seven days before the 31st, 5 January four behind the 1st.
        #expect(try marked(asked.answer("show units by month for 2024-01 to 2024-05")).isEmpty)
        #expect(try asked.answer("show units for 2024-05").heading == "units for 2024-05")
        #expect(try marked(asked.answer("show units by month for 2024-01 to 2024-06")) == ["2024-06"])
        #expect(try asked.answer("show units for 2024-06").heading == "units for 2024-06 (beyond the data)")
    }

    @Test func acrossMarksTheHeadsOfColumns() throws {
        let answer = try Self.daily().answer("show units by region across month for 2024-04 to 2024-05 sort by region")
        #expect(answer.columns.map(\.group) == [nil, "2024-04", "2024-05*"])
        // What data formats call the column has no mark.
        #expect(answer.columns.map(\.name) == ["region", "units_2024_04", "units_2024_05"])
        #expect(answer.notes == ["* not whole: the data of sales end on 2024-05-20"])
    }

    /// A month of which the question takes ten days is not passed off as the month.
    @Test func stepsThatTheQuestionCutsAreMarked() throws {
        let asked = try Self.daily()
        let cut = try asked.answer("show units by month for 2024-01-10 to 2024-04-15")
        #expect(marked(cut) == ["2024-01", "2024-04"])
        #expect(cut.notes == ["* not whole: the question begins on 2024-01-10; the question ends on 2024-04-15"])
        #expect(try marked(asked.answer("show units by month for 2024-01-10 to 2024-03-31")) == ["2024-01"])
        #expect(
            try marked(asked.answer("show units by month for since 2024-02-10 where region = East")) == [
                "2024-02", "2024-05",
            ])
        // Of several periods, each line says of which one it is.
        #expect(try marked(asked.answer("show units by quarter for 2024-01, 2024-Q1")).isEmpty)
        #expect(
            try asked.answer("show units by region across month for 2024-01-10 to 2024-02 sort by region").columns
                .map(\.group) == [nil, "2024-01*", "2024-02"])
    }

    /// A balance at the end of a step does not depend on when the question begins in it.
    @Test func balancesAreCutByTheEndOnly() throws {
        let asked = try Asked(
            [
                "plans.csv":
                    "id,mrr,start,end\n1,100,2024-01-01,\n2,50,2024-02-20,\n3,70,2024-03-05,\n4,10,2024-04-25,\n"
            ],
            """
            dataset plans from "plans.csv" { key id; active from start to end }
            metric mrr = sum(plans.mrr at end)
            """, today: "2024-05-31")
        #expect(try marked(asked.answer("show mrr by month for 2024-02-10 to 2024-03-31")).isEmpty)
        #expect(try marked(asked.answer("show mrr by month for 2024-02-10 to 2024-03-15")) == ["2024-03"])
    }

    @Test func stepsAreJudgedByThePartAskedFor() throws {
        let asked = try Self.daily()
        // The data cover what was asked for of May in one question, and not in the other.
        let covered = try asked.answer("show units by month for 2024-04-01 to 2024-05-20")
        #expect(covered.notes == ["* not whole: the question ends on 2024-05-20"])
        let beyond = try asked.answer("show units by month for 2024-04-01 to 2024-05-22")
        #expect(
            beyond.notes == [
                "* not whole: the question ends on 2024-05-22; the data of sales end on 2024-05-20"
            ])
        // To date ends today, so it is over; but the data are not there yet.
        #expect(
            try asked.answer("show units for quarter to date").heading
                == "units for 2024-Q2 to date (data end on 2024-05-20)")
        #expect(
            try Self.daily(today: "2024-05-20").answer("show units for month to date").heading
                == "units for 2024-05 to date")
    }

    @Test func eachDatasetHasItsOwnEnd() throws {
        let asked = try Asked(
            [
                "sales.csv": Self.rows("2024-01-01", "2024-05-20"),
                "visits.csv": Self.rows("2024-01-01", "2024-06-30"),
            ],
            """
            dataset sales from "sales.csv" { time day }
            dataset visits from "visits.csv" { time day }
            metric rate = sum(sales.units) / sum(visits.units)
            """, today: "2024-06-30")
        #expect(try asked.answer("show rate for 2024-05").heading == "rate for 2024-05 (sales end on 2024-05-20)")
        #expect(try asked.answer("show rate for 2024-06").heading == "rate for 2024-06 (beyond the data of sales)")
        #expect(
            try marked(asked.answer("show rate by month for 2024")) == [
                "2024-05", "2024-06", "2024-07", "2024-08", "2024-09", "2024-10", "2024-11", "2024-12",
            ])
    }

    // MARK: Open periods

    /// The first and last step of all time are whole steps, as when they are asked for by name.
    @Test func allTimeByStepsAsksForWholeSteps() throws {
        let asked = try Self.daily(today: "2024-05-25")
        // January to May by days: 31, 29, 31, 30, 20.
        #expect(
            try asked.lines("show units, previous(units), rolling(units, 2 months) by month") == [
                "2024-01 | 31 | 0 | 31", "2024-02 | 29 | 31 | 60", "2024-03 | 31 | 29 | 60", "2024-04 | 30 | 31 | 61",
                "2024-05 | 20 | 30 | 50", "Total | 141 | — | 50",
            ])
        #expect(
            try asked.lines("show avg(units by month), previous(units) by quarter without totals") == [
                "2024-Q1 | 30.3333333333 | 0", "2024-Q2 | 30 | 91",
            ])
        #expect(
            try asked.lines("show units, previous(units) by month for since 2024-04 without totals") == [
                "2024-04 | 30 | 31", "2024-05 | 20 | 30",
            ])
        // Nothing stands where the data end before, even in the same month.
        #expect(try asked.lines("show units by month for since 2024-05-21 without totals").isEmpty)
    }

    /// A change against days without data says nothing of the business.
    @Test func aComparedPeriodThatIsNotWholeIsTold() throws {
        let asked = try Self.daily(today: "2025-03-01")
        #expect(
            try asked.answer("show units for 2024-04 vs 2024-05").notes == [
                "2024-05, which is compared with, is not whole: the days of sales run from 2024-01-01 to 2024-05-20"
            ])
        #expect(try asked.answer("show units for 2024-04 vs 2024-03").notes == [])
        #expect(
            try asked.answer("show units for 2024-04 vs last year").notes == [
                "2023-04 lies before the data: the days of sales run from 2024-01-01 to 2024-05-20"
            ])
    }

    @Test func aBalanceOverAllTimeIsTakenAtTheEndOfEachStep() throws {
        let asked = try Asked(
            ["rows.csv": "id,mrr,start_date,end_date\n1,10,2024-01-10,2024-03-20\n2,5,2024-03-25,\n3,1,2024-02-05,\n"],
            #"dataset rows from "rows.csv" { key id; active from start_date to end_date }"#, today: "2024-03-28")
        #expect(
            try asked.lines("show sum(rows.mrr at start) as s, sum(rows.mrr at end) as e by month") == [
                "2024-01 | 0 | 10", "2024-02 | 10 | 11", "2024-03 | 11 | 6", "Total | 0 | 6",
            ])
    }
}
