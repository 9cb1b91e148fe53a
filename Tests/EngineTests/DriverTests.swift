import Testing
import Values

@testable import Engine

/// `why` over examples that can be followed by hand.
struct DriverTests {
    /// Deals of January and February: in January A wins 5 of 10 and B 1 of 10, in February A 3 of 5 and B 3 of 15.
    private static func deals() throws -> Asked {
        var rows: [String] = []
        func add(_ region: String, _ day: String, won: Int, lost: Int) {
            for number in 0..<(won + lost) {
                let isWon = number < won
                rows.append("\(rows.count + 1),\(region),\(day),\(isWon ? "Won" : "Lost"),\(isWon ? 100 : 0)")
            }
        }
        add("A", "2024-01-10", won: 5, lost: 5)
        add("B", "2024-01-11", won: 1, lost: 9)
        add("A", "2024-02-10", won: 3, lost: 2)
        add("B", "2024-02-11", won: 3, lost: 12)
        // March: B is gone, C is new.
        add("A", "2024-03-10", won: 2, lost: 2)
        add("C", "2024-03-11", won: 6, lost: 0)
        return try Asked(
            ["deals.csv": "id,region,day,stage,amount\n" + rows.joined(separator: "\n") + "\n"],
            """
            dataset deals from "deals.csv" { key id; time day }
            dimension region = deals.region
            metric won = count(deals where stage = Won)
            metric bookings = sum(deals.amount where stage = Won)
            metric win_rate = won / count(deals) as percent
            metric lost_rate = 1 - win_rate as percent
            metric squared = won * won
            metric typical = median(deals.amount)
            """, today: "2024-03-31")
    }

    @Test func sums() throws {
        let asked = try Self.deals()
        #expect(
            try asked.lines("why bookings by region for 2024-02 vs 2024-01") == [
                "A | 300 | 500 | -200 | —", "B | 300 | 100 | 200 | —", "Total | 600 | 600 | 0 | —",
            ])
        // B has won nothing in March and lost nothing either: it is gone; C is new.
        #expect(
            try asked.lines("why bookings by region for 2024-03 vs 2024-02") == [
                "C | 600 | 0 | 600 | 3 | new", "B | 0 | 300 | -300 | -1.5 | gone", "A | 200 | 300 | -100 | -0.5 | ",
                "Total | 800 | 600 | 200 | 1 | ",
            ])
    }

    /// Both rates rise by ten points and the whole stays at 30 %: weights are 50 % and 50 %, then 25 % and 75 %.
    /// A: rate 0.375 · 0.1, mix −0.25 · (0.55 − 0.3); B: rate 0.625 · 0.1, mix 0.25 · (0.15 − 0.3).
    @Test func mixAndRateOfARatio() throws {
        let asked = try Self.deals()
        #expect(
            try asked.lines("why win_rate by region for 2024-02 vs previous") == [
                "A | 0.6 | 0.5 | -0.025 | — | 0.0375 | -0.0625", "B | 0.2 | 0.1 | 0.025 | — | 0.0625 | -0.0375",
                "Total | 0.3 | 0.3 | 0 | — | 0.1 | -0.1",
            ])
        // What a rate is taken from turns both effects around.
        #expect(
            try asked.lines("why lost_rate by region for 2024-02") == [
                "A | 0.4 | 0.5 | 0.025 | — | -0.0375 | 0.0625", "B | 0.8 | 0.9 | -0.025 | — | -0.0625 | 0.0375",
                "Total | 0.7 | 0.7 | 0 | — | -0.1 | 0.1",
            ])
    }

    /// February 6 of 20, March 8 of 10: the mean of both is 0.55. C comes with 6 of 6: 0.6 · (1 − 0.55) = 0.27. B goes
    /// with 3 of 15: −0.75 · (0.2 − 0.55) = 0.2625. A goes from 3 of 5 to 2 of 4: rate 0.325 · −0.1 = −0.0325, mix
    /// 0.15 · (0.55 − 0.55) = 0.
    @Test func newAndGoneAreMixAlone() throws {
        let asked = try Self.deals()
        #expect(
            try asked.lines("why win_rate by region for 2024-03") == [
                "C | 1 | — | 0.27 | 0.54 | 0 | 0.27 | new", "B | — | 0.2 | 0.2625 | 0.525 | 0 | 0.2625 | gone",
                "A | 0.5 | 0.6 | -0.0325 | -0.065 | -0.0325 | 0 | ",
                "Total | 0.8 | 0.3 | 0.5 | 1 | -0.0325 | 0.5325 | ",
            ])
    }

    /// won² from 6² to 8²: A (3 to 2), B (3 to 0), C (0 to 6). In the order A, B, C: 36, 25, 4, 64; in the reverse: 36,
    /// 144, 81, 64. Means: A (−11 − 17) / 2, B (−21 − 63) / 2, C (60 + 108) / 2.
    @Test func expressionsGoOverValueByValue() throws {
        let asked = try Self.deals()
        #expect(
            try asked.lines("why squared by region for 2024-03") == [
                "C | 36 | 0 | 84 | 3 | new", "B | 0 | 9 | -42 | -1.5 | gone", "A | 4 | 9 | -14 | -0.5 | ",
                "Total | 64 | 36 | 28 | 1 | ",
            ])
    }

    /// Amounts of February: 0 fourteen times and 100 six times; of March 100 eight times. Medians 0 and 100, of A 100 and
    /// 50, of B 0, of C 100. By rows: A rate 0.325 · −50, mix 0.15 · (75 − 50); B mix −0.75 · (0 − 50); C mix
    /// 0.6 · (100 − 50); −12.5 + 37.5 + 30 = 55 leaves 45.
    @Test func aMedianLeavesARemainder() throws {
        let asked = try Self.deals()
        #expect(
            try asked.lines("why typical by region for 2024-03") == [
                "B | — | 0 | 37.5 | 0.375 | 0 | 37.5 | gone", "C | 100 | — | 30 | 0.3 | 0 | 30 | new",
                "A | 50 | 100 | -12.5 | -0.125 | -16.25 | 3.75 | ", "between groups | — | — | 45 | 0.45 | — | — | ",
                "Total | 100 | 0 | 100 | 1 | -16.25 | 71.25 | ",
            ])
    }

    @Test func theRestIsOneLine() throws {
        let asked = try Self.deals()
        #expect(
            try asked.lines("why bookings by region for 2024-03 top 1") == [
                "C | 600 | 0 | 600 | 3 | new", "others | 200 | 600 | -400 | -2 | ", "Total | 800 | 600 | 200 | 1 | ",
            ])
        #expect(
            try asked.lines("why win_rate by region for 2024-03 top 1").dropFirst().first
                == "others | 0.5 | 0.3 | 0.23 | 0.46 | -0.0325 | 0.2625 | ")
    }

    @Test func severalDimensionsAndTheSearch() throws {
        let asked = try Self.deals()
        let answer = try asked.answer("why bookings by region, stage for 2024-03")
        #expect(answer.heading == "Why bookings by region, stage for 2024-03 vs 2024-02")
        #expect(answer.columns.prefix(2).map(\.name) == ["dimension", "value"])
        #expect(
            try asked.lines("why bookings by region, stage for 2024-03").dropFirst(3).first
                == "stage | Won | 800 | 600 | 200 | 1 | ")
        // Of the only dimension, the same lines.
        #expect(
            try asked.lines("why bookings for 2024-03") == asked.lines("why bookings by region for 2024-03"))
    }

    @Test func refusals() throws {
        let asked = try Self.deals()
        #expect(asked.failure("why bookings")?.code == "open-comparison")
        #expect(asked.failure("why bookings by month for 2024-03")?.code == "why-by-time")
        #expect(asked.failure("why bookings by region for 2024-03 vs target")?.code == "why-target")
        #expect(asked.failure("why max(deals.region) by stage for 2024-03")?.code == "wrong-kind")
        #expect(asked.failure("why win_rate by region for 2024-01 vs 2023-12")?.code == "no-change")
        #expect(asked.failure("why bookings by nothing for 2024-03")?.code == "unknown-name")
        #expect(asked.failure("why bookings for 2020")?.code == "before-data")
        #expect(asked.failure("why bookings for 2024-03 for 2024-02")?.code == "repeated-clause")
    }

    @Test func currencies() throws {
        let asked = try Asked(
            [
                "orders.csv": """
                id,day,team,fee,currency
                1,2024-01-05,A,10,EUR
                2,2024-02-05,A,12,EUR
                3,2024-02-06,B,5,EUR
                4,2024-03-05,A,7,USD
                """
            ],
            """
            dataset orders from "orders.csv" { key id; time day; money fee in currency }
            metric fees = sum(orders.fee)
            """, today: "2024-03-31")
        let answer = try asked.answer("why fees by team for 2024-02")
        #expect(answer.columns[1].unit == .money("EUR"))
        #expect(
            try asked.lines("why fees by team for 2024-02") == [
                "B | 5 | 0 | 5 | 0.7142857143 | new", "A | 12 | 10 | 2 | 0.2857142857 | ", "Total | 17 | 10 | 7 | 1 | ",
            ])
        #expect(asked.failure("why fees by team for 2024-03")?.code == "mixed-currency")
        #expect(asked.failure("forecast fees for next month")?.code == "mixed-currency")
    }

    // MARK: Balances

    /// At the end of January a has 10 of X, b 20 of X, c 5 of Y; in February a gains 4 of Y and loses 2 of X, b goes, d
    /// comes with 7 of X, c grows to 6.
    private static func subscriptions() throws -> Asked {
        try Asked(
            [
                "subscriptions.csv": """
                id,customer,plan,mrr,start_date,end_date
                1,a,X,10.00,2024-01-05,2024-02-10
                2,a,X,8.00,2024-02-10,
                3,a,Y,4.00,2024-02-12,
                4,b,X,20.00,2024-01-01,2024-02-20
                5,c,Y,5.00,2024-01-02,2024-02-15
                6,c,Y,6.00,2024-02-15,
                7,d,X,7.00,2024-02-03,
                """
            ],
            """
            dataset subscriptions from "subscriptions.csv" { key id; active from start_date to end_date }
            dimension plan = subscriptions.plan
            metric mrr = sum(subscriptions.mrr at end)
            metric arr = mrr * 12
            metric customers = count(distinct subscriptions.customer at end)
            metric arrived = new(subscriptions.mrr per customer)
            """, today: "2024-02-29")
    }

    @Test func balancesMove() throws {
        let asked = try Self.subscriptions()
        let answer = try asked.answer("why mrr by plan for 2024-02 vs 2024-01")
        #expect(
            answer.columns.map(\.name) == [
                "plan", "mrr", "mrr_vs_2024_01", "contribution", "share_of_change", "new", "expansion", "contraction",
                "churned", "moved_in",
            ])
        // X: 15 of 30; d comes with 7, a's 10 become 8, b's 20 go. Y: 10 of 5; a moves in with 4, c grows by 1.
        #expect(
            try asked.lines("why mrr by plan for 2024-02 vs 2024-01") == [
                "X | 15 | 30 | -15 | 1.5 | 7 | 0 | -2 | -20 | 0", "Y | 10 | 5 | 5 | -0.5 | 0 | 1 | 0 | 0 | 4",
                "Total | 25 | 35 | -10 | 1 | 7 | 3 | 0 | -20 | 0",
            ])
        #expect(
            try asked.lines("why arr by plan for 2024-02").first
                == "X | 180 | 360 | -180 | 1.5 | 84 | 0 | -24 | -240 | 0")
    }

    /// a has both plans in February: X has a and d of a and b, Y has a and c of c, and all are 3 of 3.
    @Test func entitiesInSeveralGroups() throws {
        let asked = try Self.subscriptions()
        #expect(
            try asked.lines("why customers by plan for 2024-02") == [
                "Y | 2 | 1 | 1 | — | 0 | 0 | 1", "X | 2 | 2 | 0 | — | 1 | -1 | 0",
                "in several groups | — | — | -1 | — | 0 | 0 | -1", "Total | 3 | 3 | 0 | — | 1 | -1 | 0",
            ])
    }
}
