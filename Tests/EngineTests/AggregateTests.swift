import Testing

@testable import Engine

struct AggregateTests {
    static func asked() throws -> Asked {
        try Asked(
            [
                "t.csv": """
                id,g,x,f,s,day,paid
                1,a,10.50,1.5,m,2024-01-10,2024-02-01
                2,a,-2.25,2.5,k,2024-01-05,2024-01-20
                3,a,,,,2024-01-20,
                4,b,4,0.125,z,2024-02-10,2024-02-10
                5,b,4.00,,z,2024-02-10,2024-03-01
                6,c,,,,2024-03-01,
                7,,7,9,q,,2024-01-31
                """
            ], #"dataset t from "t.csv" { key id; time day }"#)
    }

    /// One line a group: a, b, c, and rows without a group last.
    @Test(arguments: [
        ("sum(x)", ["8.25", "8", "0", "7"]), ("avg(x)", ["4.125", "4", "—", "7"]),
        ("min(x)", ["-2.25", "4", "—", "7"]),
        ("max(x)", ["10.5", "4", "—", "7"]), ("median(x)", ["4.125", "4", "—", "7"]),
        ("count(t)", ["3", "2", "1", "1"]), ("count(x)", ["2", "2", "0", "1"]),
        ("count(distinct x)", ["2", "1", "0", "1"]),
        ("count(distinct s)", ["2", "1", "0", "1"]), ("count(s)", ["2", "2", "0", "1"]),
        // Sample deviation of 10.5 and -2.25: the difference over the square root of 2.
        ("stddev(x)", ["9.0156114601", "0", "—", "—"]), ("stddev_population(x)", ["6.375", "0", "—", "0"]),
        ("percentile(x, 0%)", ["-2.25", "4", "—", "7"]), ("percentile(x, 100%)", ["10.5", "4", "—", "7"]),
        ("percentile(x, 25%)", ["0.9375", "4", "—", "7"]), ("percentile(x, 0.9)", ["9.225", "4", "—", "7"]),
        ("sum(f)", ["4", "0.125", "0", "9"]), ("avg(f)", ["2", "0.125", "—", "9"]),
        // The earliest and the latest row by day that has a value; of equal days the first and the last in the file.
        ("first(x)", ["-2.25", "4", "—", "—"]), ("last(x)", ["10.5", "4", "—", "—"]),
        ("first(id)", ["2", "4", "6", "—"]),
        ("last(id)", ["3", "5", "6", "—"]), ("first(x on paid)", ["-2.25", "4", "—", "7"]),
        ("last(id on paid)", ["1", "5", "—", "7"]), ("min(s)", ["k", "z", "—", "q"]), ("max(s)", ["m", "z", "—", "q"]),
        ("min(day)", ["2024-01-05", "2024-02-10", "2024-03-01", "—"]),
        ("max(paid)", ["2024-02-01", "2024-03-01", "—", "2024-01-31"]),
        ("sum(x where x > 0) + 0 * count(t)", ["10.5", "8", "0", "7"]),
        ("coalesce(avg(x where x > 100), count(t))", ["3", "2", "1", "1"]),
        ("count(t where x > 4) + 0 * count(t)", ["1", "0", "0", "1"]),
        ("sum(x * 2 where s != missing) + 0 * count(t)", ["16.5", "16", "0", "14"]),
        ("sum(x) / count(t)", ["2.75", "4", "0", "7"]), ("sum(x) / count(x)", ["4.125", "4", "—", "7"]),
        ("coalesce(avg(x), 0)", ["4.125", "4", "0", "7"]), ("if sum(x) > 7.5 then 1 else 0", ["1", "1", "0", "0"]),
        ("sum(x) + avg(x)", ["12.375", "12", "—", "14"]), ("days(min(day), max(paid))", ["27", "20", "—", "—"]),
        ("max(x) - min(x)", ["12.75", "0", "—", "0"]), ("-sum(x)", ["-8.25", "-8", "0", "-7"]),
        ("round(avg(x), 2)", ["4.13", "4", "—", "7"]), ("sum(if x > 5 then x else 0)", ["10.5", "0", "0", "7"]),
        ("count(distinct if x > 0 then s)", ["1", "1", "0", "1"]), ("sum(coalesce(x, 1))", ["9.25", "8", "1", "7"]),
    ])
    func byGroup(measure: String, values: [String]) throws {
        let lines = try Self.asked().lines("show \(measure) as m by g sort by g without totals")
        #expect(lines == zip(["a", "b", "c", "—"], values).map { "\($0) | \($1)" }, "\(measure)")
    }

    /// Over all rows, and over none.
    @Test(arguments: [
        ("sum(x)", "23.25", "0"), ("avg(x)", "4.65", "—"), ("min(x)", "-2.25", "—"), ("max(x)", "10.5", "—"),
        // In order: -2.25, 4, 4, 7, 10.5.
        ("median(x)", "4", "—"), ("percentile(x, 75%)", "7", "—"), ("percentile(x, 90%)", "9.1", "—"),
        ("count(t)", "7", "0"), ("count(x)", "5", "0"), ("count(distinct x)", "4", "0"),
        ("count(distinct g)", "3", "0"),
        ("first(s)", "k", "—"), ("last(s)", "z", "—"), ("stddev(x)", "4.6957427527", "—"),
        ("stddev_population(x)", "4.2", "—"),
    ])
    func overAllAndNone(measure: String, all: String, none: String) throws {
        let asked = try Self.asked()
        let found = try asked.value("show \(measure)")
        #expect(found.hasPrefix(all), "\(measure): \(found)")
        #expect(try asked.value("show \(measure) where id > 100") == none, "\(measure)")
        #expect(try asked.value("show \(measure) for 2024-02-20") == none, "\(measure)")
    }

    @Test func aFileWithoutRowsStillAnswers() throws {
        let asked = try Asked(["t.csv": "id,x,day\n"], #"load "t.csv""#)
        #expect(try asked.value("show count(t)") == "0")
        #expect(try asked.lines("show count(t) by id") == [])
        #expect(try asked.value("show count(distinct x)") == "0")
        // A column without values fits every use.
        #expect(try asked.value("show sum(x + 1)") == "0")
        #expect(try asked.value("show max(days(day, day) where x > 5 and day = 2024 and id = A)") == "—")
    }

    @Test func aLineStandsWhereARowCounts() throws {
        let asked = try Self.asked()
        // No row of b and c is above 4, so nothing stands behind a line for them; beside another measure it does.
        #expect(try asked.lines("show count(t where x > 4) as n by g") == ["a | 1", "— | 1", "Total | 2"])
        #expect(
            try asked.lines("show count(t where x > 4) as n, count(t) by g without totals") == [
                "a | 1 | 3", "— | 1 | 1", "b | 0 | 2", "c | 0 | 1",
            ])
    }

    @Test func countsDistinctAgainAtEveryLevel() throws {
        let asked = try Self.asked()
        #expect(
            try asked.lines("show count(distinct s) as c by g") == ["a | 2", "b | 1", "— | 1", "c | 0", "Total | 4"])
    }

    @Test func ratiosAreRatiosOfSums() throws {
        let asked = try Self.asked()
        // 23.25 over 7 rows, not the mean of the groups' ratios.
        let lines = try asked.lines("show sum(x) / count(t) as r by g")
        #expect(lines.last == "Total | 3.3214285714")
    }

    // MARK: Another time axis

    @Test func onSelectsByAnotherColumn() throws {
        let asked = try Self.asked()
        #expect(
            try asked.lines("show count(t) as opened, count(t on paid) as settled by month for 2024-Q1") == [
                "2024-01 | 3 | 2", "2024-02 | 2 | 2", "2024-03 | 1 | 1", "Total | 6 | 5",
            ])
        #expect(try asked.value("show sum(x on paid) for 2024-01") == "4.75")
    }

    @Test func rowsWithoutADayCountOnlyOverAllTime() throws {
        let asked = try Self.asked()
        #expect(try asked.value("show count(t)") == "7")
        #expect(try asked.value("show count(t) for 2024") == "6")
        #expect(
            try asked.lines("show count(t) by month") == [
                "2024-01 | 3", "2024-02 | 2", "2024-03 | 1", "— | 1", "Total | 7",
            ])
    }

    // MARK: Balances

    static func balances() throws -> Asked {
        try Asked(
            [
                "subs.csv": """
                id,customer,plan,start_date,end_date,mrr
                1,a,basic,2024-01-01,2024-03-01,10
                2,b,pro,2024-02-10,,20
                3,c,basic,2024-01-15,2024-02-01,5
                4,d,new,2024-02-29,,7
                5,a,basic,2024-03-01,2024-03-01,100
                """
            ],
            #"dataset subs from "subs.csv" { key id; time start_date; active from start_date to end_date }"#)
    }

    @Test func activeFromTheFirstDayUntilTheDayBeforeTheEnd() throws {
        let asked = try Self.balances()
        // Row 3 ends on 1 February: it counts to the end of January and not on 1 February.
        #expect(
            try asked.lines("show sum(mrr at end) as v by month for 2024-01 to 2024-04") == [
                "2024-01 | 15", "2024-02 | 37", "2024-03 | 27", "2024-04 | 27", "Total | 27",
            ])
        #expect(try asked.value("show sum(mrr at end) for 2024-02-01") == "10")
        #expect(try asked.value("show sum(mrr at end) for 2024-01-31") == "15")
        #expect(try asked.value("show sum(mrr at end) for 2024-01-15") == "15")
        #expect(try asked.value("show sum(mrr at end) for 2024-01-14") == "10")
        // A row that ends on its first day is never active.
        #expect(try asked.value("show sum(mrr at end) for 2024-03-01") == "27")
    }

    @Test func openingIsTheClosingOfTheDayBefore() throws {
        let asked = try Self.balances()
        #expect(
            try asked.lines("show sum(mrr at start) as v by month for 2024-01 to 2024-04") == [
                "2024-01 | 0", "2024-02 | 15", "2024-03 | 37", "2024-04 | 27", "Total | 0",
            ])
    }

    @Test func everyGroupOfEitherBalanceIsShown() throws {
        let asked = try Self.balances()
        let lines = ["new | 0 | 7", "pro | 0 | 20", "basic | 15 | 10", "Total | 15 | 37"]
        #expect(
            try asked.lines("show sum(mrr at start) as a, sum(mrr at end) as b by plan for 2024-02").sorted()
                == lines.sorted())
        #expect(
            try asked.lines("show sum(mrr at end) as a, sum(mrr at start) as b by plan for 2024-02") == [
                "pro | 20 | 0", "basic | 10 | 15", "new | 7 | 0", "Total | 37 | 15",
            ])
    }

    @Test func balancesCountAndCompare() throws {
        let asked = try Self.balances()
        #expect(try asked.value("show count(distinct customer at end) for 2024-Q1") == "2")
        #expect(try asked.value("show count(subs at end) for 2024-02") == "3")
        #expect(try asked.value("show avg(mrr at end where plan != pro) for 2024-02") == "8.5")
        #expect(try asked.lines("show sum(mrr at end) for 2024-02 vs previous") == ["37 | 15 | 22 | 1.4666666667"])
        #expect(
            try asked.lines("show sum(mrr at end) for 2024-01, 2024-02") == ["2024-01 | 15", "2024-02 | 37"])
        // Without a period the balance is today's.
        #expect(try asked.value("show sum(mrr at end)") == "27")
    }

    @Test func anIntervalWhoseEndsAreAllBlankStaysOpen() throws {
        let asked = try Asked(
            ["s.csv": "id,start_date,end_date,mrr\n1,2024-01-01,,10\n2,2024-02-01,,5\n"],
            #"dataset s from "s.csv" { key id; active from start_date to end_date }"#)
        #expect(try asked.value("show sum(mrr at end) for 2024-01") == "10")
        #expect(try asked.value("show sum(mrr at end) for 2024-02") == "15")
    }

    @Test func aDatasetWithoutTimeAxisIsNotSelectedByPeriods() throws {
        let asked = try Asked(["t.csv": "id,x\n1,2\n"], #"dataset t from "t.csv" { key id }"#)
        for question in ["show sum(x) for 2024", "show sum(x) by month", "rows t for 2024"] {
            #expect(asked.failure(question)?.code == "no-time-axis", "\(question)")
        }
    }
}
