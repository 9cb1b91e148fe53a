import Testing

@testable import Engine

/// Order, cuts, totals, cross tables and comparisons, on twelve rows that can be added up by hand.
struct QuestionTests {
    static let sales = """
        id,region,product,day,units,price
        1,North,A,2023-01-15,1,10
        2,North,A,2023-02-15,2,10
        3,North,B,2023-04-15,3,20
        4,South,A,2023-01-20,4,10
        5,South,C,2023-05-20,5,30
        6,West,B,2023-02-10,6,20
        7,North,A,2024-01-15,7,10
        8,North,C,2024-02-29,1,30
        9,South,A,2024-03-31,2,10
        10,East,B,2024-04-01,3,20
        11,,A,2024-01-31,4,10
        12,South,B,2022-12-31,9,20
        """

    static func asked(today: String = "2024-04-15") throws -> Asked {
        try Asked(
            ["sales.csv": sales],
            """
            dataset sales from "sales.csv" { key id; time day; derive value = units * price }
            metric units = sum(sales.units)
            metric value = sum(sales.value)
            metric price = value / units
            metric products = count(distinct sales.product)
            """, today: today)
    }

    // MARK: Others

    /// Of numbers that lie far apart only those are looked at that can be among the best.
    @Test func whereNothingIsLeftOutThereAreNoOthers() throws {
        let asked = try Asked(
            ["orders.csv": "id,price,start,end\n1,22.21,2024-05-01,\n2,421.36,2024-06-01,\n3,22.21,2024-07-01,\n"],
            #"dataset orders from "orders.csv" { key id; time start; active from start to end }"#)
        #expect(
            try asked.lines("show count(orders) by price top 2 with others without totals") == [
                "22.21 | 2", "421.36 | 1",
            ])
        #expect(
            try asked.lines("show count(orders) by price top 1 with others without totals") == [
                "22.21 | 2", "others | 1",
            ])
        // Nothing was active when the first year began.
        #expect(try asked.lines("show count(orders at start) by price, year top 2 with others") == [])
    }

    /// March to May are what is left of the months: each moves by itself, not all three by three months.
    @Test func scatteredStepsMoveEachByItself() throws {
        let asked = try Self.asked()
        #expect(
            try asked.lines(
                "show units, previous(units), running(units) by month for 2023-01 to 2023-05 top 2 with others without totals"
            ) == ["2023-01 | 5 | 9 | 5", "2023-02 | 8 | 5 | 13", "others | 8 | 11 | —"])
    }

    // MARK: Order

    @Test func theBestGroupsComeFirstAndTiesByName() throws {
        let asked = try Self.asked()
        // 2024: North 8, South 2, East 3, missing 4.
        #expect(
            try asked.lines("show units by region for 2024") == [
                "North | 8", "— | 4", "East | 3", "South | 2", "Total | 17",
            ])
        #expect(
            try asked.lines("show count(sales) by region for 2024 without totals") == [
                "North | 2", "East | 1", "South | 1", "— | 1",
            ])
    }

    @Test func innerGroupsAreOrderedInsideTheirOuterGroup() throws {
        let asked = try Self.asked()
        #expect(
            try asked.lines("show units by region, product for 2023 without totals") == [
                "South | C | 5", "South | A | 4", "North | A | 3", "North | B | 3", "West | B | 6",
            ])
        // Time ascends, wherever it stands.
        #expect(
            try asked.lines("show units by quarter, region for 2024-Q1 to 2024-Q2 without totals") == [
                "2024-Q1 | North | 8", "2024-Q1 | — | 4", "2024-Q1 | South | 2", "2024-Q1 | East | 0",
                "2024-Q2 | East | 3", "2024-Q2 | North | 0", "2024-Q2 | South | 0", "2024-Q2 | — | 0",
            ])
    }

    @Test func sortBySeveralKeys() throws {
        let asked = try Self.asked()
        #expect(
            try asked.lines("show units, count(sales) as n by region sort by n, units asc without totals") == [
                "North | 14 | 5", "South | 20 | 4", "East | 3 | 1", "— | 4 | 1", "West | 6 | 1",
            ])
        #expect(
            try asked.lines("show units by region sort by region without totals") == [
                "East | 3", "North | 14", "South | 20", "West | 6", "— | 4",
            ])
        #expect(
            try asked.lines("show units by region sort by region desc without totals") == [
                "West | 6", "South | 20", "North | 14", "East | 3", "— | 4",
            ])
        #expect(
            try asked.lines("show units by region sort by value / units asc, region without totals").first == "— | 4")
        #expect(
            try asked.lines("show units as u by month for 2024-Q1 sort by u") == [
                "2024-01 | 11", "2024-03 | 2", "2024-02 | 1", "Total | 14",
            ])
    }

    // MARK: Cuts and totals

    @Test func topAndOthersAddUpToTheTotal() throws {
        let asked = try Self.asked()
        #expect(
            try asked.lines("show units by region top 2 with others") == [
                "South | 20", "North | 14", "others | 13", "Total | 47",
            ])
        #expect(
            try asked.lines("show units by region bottom 2 with others") == [
                "East | 3", "— | 4", "others | 40", "Total | 47",
            ])
        #expect(try asked.lines("show units by region top 2 without totals") == ["South | 20", "North | 14"])
        #expect(try asked.lines("show units by region top 99 with others without totals").count == 5)
        #expect(try asked.lines("show units by region top 0 without totals") == [])
        // Ranked by another metric: products North 3, South 3, others 1 each; ties by name.
        #expect(
            try asked.lines("show units by region top 2 by products without totals") == ["North | 14", "South | 20"])
        #expect(try asked.lines("show units by region top 1 by price without totals") == ["East | 3"])
    }

    @Test func othersOfRatiosAndDistinctCountsAreRecomputed() throws {
        let asked = try Self.asked()
        // Others: North A 10×(1+2+7), B 60, C 30 = 190 of 14; East 60 of 3; West 120 of 6; missing 40 of 4.
        #expect(
            try asked.lines("show price, products by region top 1 by units with others") == [
                "South | 19.5 | 3", "others | 15.1851851852 | 3", "Total | 17.0212765957 | 3",
            ])
    }

    /// Rows without a day make a line of others for the values that have such rows; nothing has run up for any other.
    @Test func othersWithoutADayAcrossAValue() throws {
        let asked = try Asked(
            ["t.csv": "id,day,c\n1,2024-01-05,a\n2,2024-02-05,b\n3,,a\n4,2024-01-09,b\n5,,b\n6,2024-02-01,d\n"],
            """
            dataset t from "t.csv" { key id; time day }
            metric n = running(count(t))
            """)
        let lines = try asked.lines("show n, count(t) by month, id across c bottom 1 with others")
        #expect(
            lines.suffix(3) == [
                "— | 3 | 0 | 0 | — | 1 | 0 | 0", "— | others | — | 1 | 0 | 0 | 0 | 0", "Total | 2 | 3 | 1 | 2 | 1 | 1",
            ])
    }

    @Test func theBestGroupsAreTheSameInEveryPeriod() throws {
        let asked = try Self.asked()
        // Over all of 2023 South leads with 9; in Q1 alone West and South would.
        #expect(
            try asked.lines("show units by quarter, region for 2023-H1 top 1 with others") == [
                "2023-Q1 | South | 4", "2023-Q1 | others | 9", "2023-Q2 | South | 5", "2023-Q2 | others | 3",
                "Total | 21",
            ])
    }

    @Test func limitCutsLinesAndTotalsStayWhole() throws {
        let asked = try Self.asked()
        #expect(try asked.lines("show units by region limit 2") == ["South | 20", "North | 14", "Total | 47"])
        #expect(try asked.lines("show units by region limit 0 without totals") == [])
        let answer = try asked.answer("show units by region limit 2")
        #expect(answer.notes == ["the total covers all 5 lines, not only the 2 shown"])
    }

    @Test func totalsOnlyWhereTheyMeanSomething() throws {
        let asked = try Self.asked()
        #expect(try asked.answer("show units").showsTotals == false)
        #expect(try asked.answer("show units by region").showsTotals)
        #expect(try asked.answer("show units by region").totalsAsked == false)
        #expect(try asked.answer("show units by region with totals").totalsAsked)
        #expect(try asked.answer("show units by region without totals").showsTotals == false)
        // Several periods may overlap: no total.
        #expect(try asked.answer("show units by region for 2023, 2024").showsTotals == false)
    }

    @Test func havingKeepsLinesByTheirValues() throws {
        let asked = try Self.asked()
        #expect(
            try asked.lines("show units by region having units > 10 without totals") == ["South | 20", "North | 14"])
        #expect(try asked.lines("show units by region having price = 10 without totals") == ["— | 4"])
        #expect(
            try asked.lines("show units by region for 2024 vs 2023 having change < 0 without totals") == [
                "South | 2 | 9 | -7 | -0.7777777778", "West | 0 | 6 | -6 | -1",
            ])
        #expect(
            try asked.lines("show units by region for 2024 vs 2023 having units_change_pct > 0 without totals") == [
                "North | 8 | 6 | 2 | 0.3333333333"
            ])
        #expect(
            try asked.lines("show units by region having products >= 3 and units < 20 without totals") == ["North | 14"]
        )
        #expect(asked.failure("show units by region having units")?.code == "not-a-condition")
    }

    // MARK: Time

    @Test func everyStepOfThePeriodIsListed() throws {
        let asked = try Self.asked()
        #expect(
            try asked.lines("show units, price by quarter for 2024") == [
                "2024-Q1 | 14 | 11.4285714286", "2024-Q2 | 3 | 20", "2024-Q3 | 0 | —", "2024-Q4 | 0 | —",
                "Total | 17 | 12.9411764706",
            ])
        // Over all time from the first to the last step that has rows.
        #expect(
            try asked.lines("show count(sales) by half without totals") == [
                "2022-H2 | 1", "2023-H1 | 6", "2023-H2 | 0", "2024-H1 | 5",
            ])
        #expect(
            try asked.lines("show count(sales) by year, quarter for since 2023-11 without totals") == [
                "2023 | 2023-Q4 | 0", "2024 | 2024-Q1 | 4", "2024 | 2024-Q2 | 1",
            ])
    }

    @Test func stepsAreCutWhereThePeriodEnds() throws {
        let asked = try Self.asked()
        #expect(
            try asked.lines("show count(sales) by month for 2024-01-20 to 2024-03-30 without totals") == [
                "2024-01 | 1", "2024-02 | 1", "2024-03 | 0",
            ])
        #expect(
            try asked.lines("show count(sales) by week for 2024-02-26 to 2024-03-10 without totals") == [
                "2024-W09 | 1", "2024-W10 | 0",
            ])
    }

    @Test func severalPeriodsStandOneBelowTheOther() throws {
        let asked = try Self.asked()
        #expect(
            try asked.lines("show units for 2023, 2024, 2023-Q1 to 2023-Q2") == [
                "2023 | 21", "2024 | 17", "2023-Q1 to 2023-Q2 | 21",
            ])
        #expect(
            try asked.lines("show units by region for 2023-Q1, 2024-Q1") == [
                "2023-Q1 | West | 6", "2023-Q1 | South | 4", "2023-Q1 | North | 3", "2023-Q1 | — | 0",
                "2024-Q1 | North | 8", "2024-Q1 | — | 4", "2024-Q1 | South | 2", "2024-Q1 | West | 0",
            ])
    }

    @Test func fiscalStepsAndWeeksFromSunday() throws {
        let asked = try Self.asked()
        try asked.define("calendar { fiscal year starts February; week starts Sunday }")
        #expect(
            try asked.lines("show units by fiscal year without totals") == [
                "FY2023 | 14", "FY2024 | 27", "FY2025 | 6",
            ])
        #expect(
            try asked.lines("show units by fiscal quarter for FY2024 without totals") == [
                "FY2024-Q1 | 11", "FY2024-Q2 | 5", "FY2024-Q3 | 0", "FY2024-Q4 | 11",
            ])
        // 31 March 2024 is a Sunday: it begins the week of Thursday, 4 April.
        #expect(
            try asked.lines("show units by week for 2024-03-24 to 2024-04-06 without totals") == [
                "2024-W13 | 0", "2024-W14 | 5",
            ])
    }

    // MARK: Comparisons

    @Test func previousLastYearAndAnyPeriod() throws {
        let asked = try Self.asked()
        #expect(try asked.lines("show units for 2024-Q1 vs previous") == ["14 | 0 | 14 | —"])
        #expect(try asked.lines("show units for 2024-Q1 vs last year") == ["14 | 13 | 1 | 0.0769230769"])
        #expect(try asked.lines("show units for 2024-Q1 vs 2023-Q2") == ["14 | 8 | 6 | 0.75"])
        #expect(
            try asked.lines("show units for 2024-Q1 vs last year, 2023-Q2") == [
                "14 | 13 | 1 | 0.0769230769 | 8 | 6 | 0.75"
            ])
        let answer = try asked.answer("show units for 2024-Q1 vs last year")
        #expect(
            answer.columns.map(\.name) == [
                "units", "units_vs_last_year", "units_change", "units_change_pct",
            ])
        // Steps are compared by position; what one side has more of is left out, and told.
        let uneven = try asked.answer("show units by month for 2024-Q1 vs 2023")
        #expect(
            uneven.notes == [
                "2024-Q1 has 3 steps and 2023 has 12: the first 3 are compared, totals too"
            ])
        #expect(try asked.answer("show units for 2024 vs 2023-Q2").columns[1].name == "units_vs_2023_q2")
        for open in ["", "for since 2023 ", "for until 2024 ", "for all time "] {
            #expect(asked.failure("show units \(open)vs previous")?.code == "open-comparison", "\(open)")
        }
    }

    @Test func toDateComparesTheSameNumberOfDays() throws {
        // 1 January to 15 April 2024 are 106 days, the last of them in 2023 is 16 April.
        let asked = try Self.asked(today: "2024-04-15")
        #expect(try asked.lines("show units for year to date vs last year") == ["17 | 16 | 1 | 0.0625"])
        #expect(
            try asked.answer("show units for year to date vs last year").provenance.contains(
                "2024-01-01 to 2024-04-15 · vs 2023-01-01 to 2023-04-16"))
        let earlier = try Self.asked(today: "2024-04-13")
        #expect(try earlier.lines("show units for year to date vs last year") == ["17 | 13 | 4 | 0.3076923077"])
        #expect(try earlier.lines("show units for quarter to date vs last year") == ["3 | 0 | 3 | —"])
    }

    @Test func everyLineIsComparedWithItsOwnStep() throws {
        let asked = try Self.asked()
        #expect(
            try asked.lines("show units by month for 2024-Q1 vs last year") == [
                "2024-01 | 11 | 5 | 6 | 1.2", "2024-02 | 1 | 8 | -7 | -0.875", "2024-03 | 2 | 0 | 2 | —",
                "Total | 14 | 13 | 1 | 0.0769230769",
            ])
        #expect(
            try asked.lines("show units by month for 2024-Q1 vs previous without totals") == [
                "2024-01 | 11 | 0 | 11 | —", "2024-02 | 1 | 0 | 1 | —", "2024-03 | 2 | 0 | 2 | —",
            ])
        #expect(
            try asked.lines("show units by region for 2024-Q1 vs last year without totals") == [
                "North | 8 | 3 | 5 | 1.6666666667", "— | 4 | 0 | 4 | —", "South | 2 | 4 | -2 | -0.5",
                "West | 0 | 6 | -6 | -1",
            ])
    }

    @Test func leapDaysHaveTheirPartners() throws {
        let asked = try Asked(
            [
                "t.csv": """
                day,x
                2023-02-27,1
                2023-02-28,2
                2023-03-01,4
                2024-02-27,10
                2024-02-28,20
                2024-02-29,40
                2024-03-01,80
                2025-02-28,100
                2025-03-01,200
                """
            ], #"dataset t from "t.csv" { time day }"#)
        #expect(try asked.lines("show sum(x) as v for 2024-02-28 vs last year") == ["20 | 2 | 18 | 9"])
        #expect(try asked.lines("show sum(x) as v for 2024-02-29 vs last year") == ["40 | 2 | 38 | 19"])
        #expect(try asked.lines("show sum(x) as v for 2025-02-28 vs last year") == ["100 | 20 | 80 | 4"])
        // 29 February has no partner of its own; the total is that of the compared days.
        #expect(
            try asked.lines("show sum(x) as v by day for 2024-02-27 to 2024-03-01 vs last year") == [
                "2024-02-27 | 10 | 1 | 9 | 9", "2024-02-28 | 20 | 2 | 18 | 9", "2024-02-29 | 40 | 0 | 40 | —",
                "2024-03-01 | 80 | 4 | 76 | 19", "Total | 150 | 7 | 143 | 20.4285714286",
            ])
        // The other way round 28 February stands for both days.
        #expect(
            try asked.lines("show sum(x) as v by day for 2025-02-28 to 2025-03-01 vs last year") == [
                "2025-02-28 | 100 | 60 | 40 | 0.6666666667", "2025-03-01 | 200 | 80 | 120 | 1.5",
                "Total | 300 | 140 | 160 | 1.1428571429",
            ])
        #expect(
            try asked.lines("show sum(x) as v by day for 2024-03 vs previous having v > 0 without totals") == [
                "2024-03-01 | 80 | 0 | 80 | —"
            ])
    }

    @Test func weeksAreComparedWithWeeksAndTotalsWithTheWholePeriod() throws {
        var cells = "day,x\n"
        // One a day in the first quarter of 2023 (90 days), two a day in that of 2024 (91 days).
        for (year, x, february) in [(2023, 1, 28), (2024, 2, 29)] {
            for (month, days) in [(1, 31), (2, february), (3, 31)] {
                for day in 1...days { cells += "\(year)-0\(month)-\(day < 10 ? "0" : "")\(day),\(x)\n" }
            }
        }
        let asked = try Asked(["t.csv": cells], #"dataset t from "t.csv" { time day }"#)
        let lines = try asked.lines("show sum(x) as v by week for 2024-Q1 vs last year")
        #expect(lines.first == "2024-W01 | 14 | 8 | 6 | 0.75")
        #expect(lines[1] == "2024-W02 | 14 | 7 | 7 | 1")
        #expect(lines.last == "Total | 182 | 90 | 92 | 1.0222222222")
        #expect(lines.count == 14)
        #expect(try asked.lines("show sum(x) as v by day for 2024-W03 vs last year").last == "Total | 14 | 7 | 7 | 1")
    }

    // MARK: Cross tables

    /// A cell that `having` leaves out is not one of nothing: 0 would be a wrong number.
    @Test func cellsThatHavingLeavesOutHaveNoValue() throws {
        let asked = try Self.asked()
        // North: A 1 + 2, B 3. South: A 4, C 5. West: B 6.
        #expect(
            try asked.lines("show units by region across product for 2023 having units > 3 without totals") == [
                "South | — | 4 | 5", "West | 6 | — | —",
            ])
        #expect(
            try asked.lines("show units by region across product for 2023 having units >= 3 without totals") == [
                "South | — | 4 | 5", "North | 3 | 3 | —", "West | 6 | — | —",
            ])
    }

    @Test func valuesBecomeColumns() throws {
        let asked = try Self.asked()
        let answer = try asked.answer("show units by region across product for 2023")
        #expect(answer.columns.map(\.name) == ["region", "units_b", "units_a", "units_c"])
        #expect(answer.columns.map(\.group) == [nil, "B", "A", "C"])
        #expect(
            try asked.lines("show units by region across product for 2023") == [
                "South | 0 | 4 | 5", "North | 3 | 3 | 0", "West | 6 | 0 | 0", "Total | 9 | 7 | 5",
            ])
        // A combination without rows has no average.
        #expect(
            try asked.lines("show price by region across product for 2023") == [
                "South | 30 | — | 10", "West | — | 20 | —", "North | — | 20 | 10", "Total | 30 | 20 | 10",
            ])
    }

    @Test func everyColumnOfACrossTableHasItsOwnName() throws {
        let asked = try Asked(
            ["t.csv": "k,v,x\n1,A-B,1\n1,A B,2\n2,a b,4\n2,😀,8\n2,🎉,16\n"], #"load "t.csv""#)
        let answer = try asked.answer("show sum(x) as s across v")
        #expect(answer.columns.map(\.group) == ["🎉", "😀", "a b", "A B", "A-B"])
        #expect(answer.columns.map(\.name) == ["s_", "s__2", "s_a_b", "s_a_b_2", "s_a_b_3"])
    }

    @Test func timeAcross() throws {
        let asked = try Self.asked()
        #expect(
            try asked.lines("show units by region across quarter for 2023-H1") == [
                "South | 4 | 5", "North | 3 | 3", "West | 6 | 0", "Total | 13 | 8",
            ])
        #expect(
            try asked.lines("show units across year for 2023 to 2024") == ["21 | 17"])
        #expect(
            try asked.lines("show units by region across quarter for 2024-Q1 vs last year without totals") == [
                "North | 8 | 3 | 5 | 1.6666666667", "— | 4 | 0 | 4 | —", "South | 2 | 4 | -2 | -0.5",
                "West | 0 | 6 | -6 | -1",
            ])
        #expect(
            try asked.lines("show units by product across region for 2023 top 1 with others") == [
                "B | 0 | 3 | 6", "others | 9 | 3 | 0", "Total | 9 | 6 | 6",
            ])
        #expect(
            try asked.lines("show units by region across product for 2023 limit 1 without totals") == [
                "South | 0 | 4 | 5"
            ])
    }

    // MARK: Groups of every kind

    @Test func groupsByExpressions() throws {
        let asked = try Self.asked()
        #expect(
            try asked.lines("show count(sales) as n by units > 3 as big") == [
                "false | 6", "true | 6", "Total | 12",
            ])
        #expect(
            try asked.lines("show units by year(day) as y without totals") == ["2023 | 21", "2024 | 17", "2022 | 9"])
        #expect(
            try asked.lines("show units by if price > 15 then \"dear\" else \"cheap\" as kind without totals") == [
                "dear | 27", "cheap | 20",
            ])
        #expect(
            try asked.lines("show count(sales) by price sort by price without totals") == [
                "10 | 6", "20 | 4", "30 | 2",
            ])
        #expect(
            try asked.lines("show units by lower(region) where region != missing for 2024 without totals") == [
                "north | 8", "east | 3", "south | 2",
            ])
    }

    @Test func wrongQuestionsAreRefused() throws {
        let asked = try Self.asked()
        for (question, code) in [
            ("show nosuch", "unknown-name"), ("show units by nosuch", "unknown-name"),
            ("show units where nosuch = 1", "unknown-name"), ("show region", "column-as-metric"),
            ("show sales", "dataset-as-metric"), ("show units by products", "metric-in-row"),
            ("show units where products > 1", "metric-in-row"), ("show 1 by region", "nothing-to-group"),
            ("show units by region top 2 by region", "dimension-as-metric"),
            ("show units sort by nosuch", "unknown-name"),
            ("show units where region = Nort", "unknown-value"), ("show units where region", "not-a-condition"),
            ("show units by day for all time where $x = 1", "unknown-parameter"), ("rows nosuch", "unknown-dataset"),
            ("rows sales where units = missing and nosuch = 2", "unknown-name"),
            ("rows sales sort by nosuch", "unknown-name"),
        ] {
            let error = asked.failure(question)
            #expect(error?.code == code, "\(question): \(error?.message ?? "answered")")
            #expect(error?.span != nil, "\(question)")
        }
        #expect(asked.failure("show units where region = Nort")?.replacement == "\"North\"")
        #expect(asked.failure("show unis")?.replacement == "units")
    }

    // MARK: Rows

    @Test func rowsAreListedFilteredAndSorted() throws {
        let asked = try Self.asked()
        #expect(
            try asked.lines("rows sales where region = North for 2023 sort by units desc limit 2") == [
                "3 | North | B | 2023-04-15 | 3 | 20 | 60", "2 | North | A | 2023-02-15 | 2 | 10 | 20",
            ])
        #expect(
            try asked.lines("rows sales where id >= 10 sort by region, id").map { $0.prefix(2) }
                == ["10", "12", "11"])
        #expect(try asked.lines("rows sales for 2022, 2024-04").count == 2)
    }
}
