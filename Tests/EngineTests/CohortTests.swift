import Testing
import Values

@testable import Engine

/// Cohorts of twelve orders and seven subscriptions that can be followed by hand.
struct CohortTests {
    static let files = [
        "orders.csv": """
        id,customer,region,day,amount
        1,a,East,2024-01-05,10.00
        2,a,East,2024-01-20,5.50
        3,b,West,2024-01-31,20
        4,b,West,2024-03-01,7
        5,c,East,2024-02-10,30
        6,a,East,2024-03-15,2.25
        7,d,,2024-02-29,1
        8,c,East,2024-05-02,4
        9,e,West,2024-05-20,9
        10,,East,2024-02-02,100
        11,f,West,,50
        12,b,West,2024-05-31,1
        """,
        "subscriptions.csv": """
        customer,plan,mrr,start_date,end_date
        a,X,10,2024-01-10,2024-03-05
        a,Y,4,2024-02-20,
        b,X,20,2024-01-31,2024-02-01
        c,X,5,2024-02-01,
        c,Y,7,2024-04-10,2024-05-31
        d,X,0,2024-01-05,
        d,X,9,2024-03-01,
        """,
        "customers.csv": "customer,segment\na,big\nb,small\nc,big\nd,small\ne,small\n",
    ]

    static func asked() throws -> Asked {
        try Asked(
            files,
            """
            dataset customers from "customers.csv" { key customer }
            dataset orders from "orders.csv" { key id; time day; join customers on customer }
            dataset subscriptions from "subscriptions.csv" {
              active from start_date to end_date
              join customers on customer
            }
            metric buyers = count(distinct orders.customer)
            metric revenue = sum(orders.amount)
            metric mrr = sum(subscriptions.mrr at end)
            metric per_buyer = revenue / buyers
            metric both = revenue / mrr
            """, today: "2024-06-15")
    }

    // MARK: Triangles

    /// a and b come in January, c and d in February, e in May; the order without a customer is nobody's, and f has no
    /// day to come on.
    @Test func countsSumsAndRatios() throws {
        let asked = try Self.asked()
        #expect(
            try asked.lines("cohort buyers by month") == [
                "2024-01 | 2 | 2 | 0 | 2 | 0 | 1", "2024-02 | 2 | 2 | 0 | 0 | 1 | —", "2024-05 | 1 | 1 | — | — | — | —",
            ])
        #expect(
            try asked.lines("cohort revenue by month") == [
                "2024-01 | 2 | 35.5 | 0 | 9.25 | 0 | 1", "2024-02 | 2 | 31 | 0 | 0 | 4 | —",
                "2024-05 | 1 | 9 | — | — | — | —",
            ])
        #expect(
            try asked.lines("cohort count(orders) by month") == [
                "2024-01 | 2 | 3 | 0 | 2 | 0 | 1", "2024-02 | 2 | 2 | 0 | 0 | 1 | —", "2024-05 | 1 | 1 | — | — | — | —",
            ])
        // 35.5 / 3 and 9.25 / 2 orders; no orders, no average.
        #expect(
            try asked.lines("cohort avg(orders.amount) by month") == [
                "2024-01 | 2 | 11.8333333333 | — | 4.625 | — | 1", "2024-02 | 2 | 15.5 | — | — | 4 | —",
                "2024-05 | 1 | 9 | — | — | — | —",
            ])
        // 35.5 / 2 buyers.
        #expect(
            try asked.lines("cohort per_buyer per customer by month") == [
                "2024-01 | 2 | 17.75 | — | 4.625 | — | 1", "2024-02 | 2 | 15.5 | — | — | 4 | —",
                "2024-05 | 1 | 9 | — | — | — | —",
            ])
        #expect(
            try asked.lines("cohort buyers by quarter") == ["2024-Q1 | 4 | 4 | 2", "2024-Q2 | 1 | 1 | —"])
        #expect(try asked.lines("cohort buyers by year") == ["2024 | 5 | 5"])
    }

    @Test func byDimensions() throws {
        let asked = try Self.asked()
        #expect(
            try asked.lines("cohort buyers by month, region") == [
                "East | 2024-01 | 1 | 1 | 0 | 1 | 0 | 0", "East | 2024-02 | 1 | 1 | 0 | 0 | 1 | —",
                "West | 2024-01 | 1 | 1 | 0 | 1 | 0 | 1", "West | 2024-05 | 1 | 1 | — | — | — | —",
                "— | 2024-02 | 1 | 1 | 0 | 0 | 0 | —",
            ])
        #expect(
            try asked.lines("cohort buyers by quarter by segment for 2024-Q1") == [
                "big | 2024-Q1 | 2 | 2 | 1", "small | 2024-Q1 | 2 | 2 | 1",
            ])
    }

    @Test func onlySomeCohortsAndRows() throws {
        let asked = try Self.asked()
        #expect(
            try asked.lines("cohort buyers by month for 2024-02 to 2024-05") == [
                "2024-02 | 2 | 2 | 0 | 0 | 1", "2024-05 | 1 | 1 | — | — | —",
            ])
        #expect(
            try asked.lines("cohort revenue by month for 2024-01 where region = West") == [
                "2024-01 | 1 | 20 | 0 | 7 | 0 | 1"
            ])
    }

    /// At the end of each month: a has 10, 14, 4, 4, 4; b nothing any more from February on; c 5, 5, 12, 5.
    @Test func balances() throws {
        let asked = try Self.asked()
        // d is there from January with nothing to pay, and pays 9 from March.
        #expect(
            try asked.lines("cohort mrr by month") == [
                "2024-01 | 3 | 30 | 14 | 13 | 13 | 13", "2024-02 | 1 | 5 | 5 | 12 | 5 | —",
            ])
        // Of those who pay d is one from March.
        #expect(
            try asked.lines("cohort count(distinct subscriptions.customer where mrr > 0 at end) by month") == [
                "2024-01 | 2 | 2 | 1 | 1 | 1 | 1", "2024-02 | 1 | 1 | 1 | 1 | 1 | —",
                "2024-03 | 1 | 1 | 1 | 1 | — | —",
            ])
        #expect(
            try asked.lines("cohort closing(subscriptions.mrr per customer) by month") == [
                "2024-01 | 3 | 30 | 14 | 13 | 13 | 13", "2024-02 | 1 | 5 | 5 | 12 | 5 | —",
            ])
    }

    /// January 35.5, February 31, March 9.25: the first month counts, though its first row is of the 5th.
    @Test func statisticsOverTheMonthsOfAQuarter() throws {
        let asked = try Self.asked()
        #expect(
            try asked.lines("cohort avg(revenue by month) per customer by quarter") == [
                "2024-Q1 | 4 | 25.25 | 2.5", "2024-Q2 | 1 | 4.5 | —",
            ])
    }

    // MARK: Refusals

    @Test(arguments: [
        ("cohort both by month", "cohort-of-several", "both"), ("cohort 1 by month", "nothing-to-group", "1"),
        ("cohort buyers by month, nosuch", "unknown-name", "nosuch"),
        ("cohort revenue per nosuch by month", "unknown-name", "nosuch"),
        ("cohort buyers by region", "unexpected", "region"), ("cohort buyers", "unexpected-end", ""),
        ("cohort buyers by month for 2023", "before-data", "2023"),
        ("cohort nosuch by month", "unknown-name", "nosuch"),
        ("cohort buyers by month, quarter", "cohort-by-time", "quarter"),
    ])
    func refusals(text: String, code: String, place: String) throws {
        let failure = try #require(Self.asked().failure(text), "\(text)")
        #expect(failure.code == code, "\(text): \(failure.code) \(failure.message)")
        #expect(spanned(failure, in: text) == place, "\(text): \(failure.message)")
        #expect(!failure.remedies.isEmpty, "\(text)")
    }

    @Test func cohortsAreOfThoseWhoAreCounted() throws {
        let asked = try Asked(
            ["orders.csv": "id,customer,day,amount\n1,a,2024-01-05,10\n"],
            #"dataset orders from "orders.csv" { key id; time day }"#)
        let failure = try #require(asked.failure("cohort sum(orders.amount) by month"))
        #expect(failure.code == "no-entity")
        #expect(!failure.remedies.isEmpty)
        #expect(try asked.lines("cohort sum(orders.amount) per customer by month") == ["2024-01 | 1 | 10"])
    }
}
