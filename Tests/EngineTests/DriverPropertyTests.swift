import Testing
import Values

@testable import Engine

/// Over random rows the contributions of each kind of metric by each dimension add up to the change that `show` tells.
struct DriverPropertyTests {
    static let definitions = """
        dataset accounts from "accounts.csv" { key account }
        dataset deals from "deals.csv" { key id; time day; join accounts on account }
        dataset subscriptions from "subscriptions.csv" {
          key id
          active from start_date to end_date
          join accounts on account
        }
        dimension region = accounts.region
        metric bookings = sum(deals.amount where stage = Won)
        metric mrr = sum(subscriptions.mrr at end)
        metric active = count(distinct subscriptions.account at end)
        """

    /// Metrics of deals, of subscriptions, and of both.
    static let metrics: [(expression: String, dimensions: [String])] = {
        let ofDeals = ["region", "deals.product", "deals.stage", "deals.amount > 50"]
        let ofSubscriptions = ["region", "subscriptions.plan", "subscriptions.account"]
        let deals = [
            "bookings", "count(deals)", "count(distinct deals.account)", "avg(deals.amount)",
            "bookings / count(deals where stage = Won)", "1 - count(deals where stage = Won) / count(deals)",
            "bookings * 2 + 10", "bookings / count(distinct deals.account)", "bookings * count(deals) / 7",
            "coalesce(bookings, 0) - count(deals)", "if count(deals) > 20 then bookings else count(deals)",
            "median(deals.amount)", "max(deals.amount)", "percentile(deals.amount, 90%)", "stddev(deals.amount)",
            "ytd(bookings)", "rolling(bookings, 2 months) / rolling(count(deals), 2 months)",
            "avg(bookings by month)", "previous(bookings) - bookings", "max(bookings by month)",
            "round(bookings / count(deals), 1)", "median(deals.amount) * count(deals)",
            "bookings / count(deals) + count(distinct deals.account) / count(deals)",
        ]
        let subscriptions = [
            "mrr", "mrr * 12", "active", "count(subscriptions at end)", "mrr / active",
            "count(subscriptions where plan = A at end)",
            "new(subscriptions.mrr per account)", "count(churned(subscriptions.mrr per account))",
            "(opening(subscriptions.mrr per account) - churned(subscriptions.mrr per account)) / opening(subscriptions.mrr per account)",
            "avg(mrr by month)", "sum(subscriptions.mrr at start)",
        ]
        return deals.map { ($0, ofDeals) } + subscriptions.map { ($0, ofSubscriptions) } + [
            ("bookings / mrr", ["region"]), ("bookings - mrr", ["region"]),
        ]
    }()

    static func asked(_ seed: UInt64) throws -> Asked {
        var state = seed
        func random(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(truncatingIfNeeded: (state >> 33) % UInt64(count))
        }
        func day() -> String {
            let month = random(6) + 1
            let day = random(28) + 1
            return "2024-0\(month)-" + (day < 10 ? "0\(day)" : "\(day)")
        }
        func cents() -> String { "\(random(100)).\(random(10))\(random(10))" }
        let accounts = (0..<8).map { "a\($0),\(["East", "West", "North", ""][random(4)])" }
        let deals = (0..<80).map {
            "\($0),a\(random(9)),\(["P", "Q", "R", ""][random(4)]),\(["Won", "Lost", "Open"][random(3)]),\(day()),\(random(12) == 0 ? "" : cents())"
        }
        let subscriptions = (0..<40).map { number -> String in
            let first = day()
            let second = day()
            let end = random(3) == 0 ? "" : max(first, second)
            return "\(number),a\(random(9)),\(["A", "B", ""][random(3)]),\(cents()),\(min(first, second)),\(end)"
        }
        func file(_ head: String, _ rows: [String]) -> String { ([head] + rows).joined(separator: "\n") + "\n" }
        return try Asked(
            [
                "accounts.csv": file("account,region", accounts),
                "deals.csv": file("id,account,product,stage,day,amount", deals),
                "subscriptions.csv": file("id,account,plan,mrr,start_date,end_date", subscriptions),
            ], definitions, today: "2024-06-30")
    }

    private func cells(_ answer: Answer, _ name: String) -> [Value] {
        answer.columns.first { $0.name == name }.map { Array($0.cells) } ?? []
    }

    @Test(arguments: 1...6) func contributionsAddUpToTheChange(seed: UInt64) throws {
        let asked = try Self.asked(seed)
        for (metric, dimensions) in Self.metrics {
            for dimension in dimensions {
                for clauses in [
                    "for 2024-05 vs 2024-04", "for 2024-04 to 2024-06 vs previous",
                    "for 2024-06 vs 2024-02 where region != East",
                ] {
                    try check(asked, metric, dimension, clauses, top: seed % 2 == 0 ? " top 2" : " top 100")
                }
            }
        }
    }

    private func check(_ asked: Asked, _ metric: String, _ dimension: String, _ clauses: String, top: String) throws {
        let question = "why \(metric) as m by \(dimension) \(clauses)\(top)"
        let answer: Answer
        do {
            answer = try asked.answer(question)
        } catch let error as Diagnostic where error.code == "no-change" {
            return
        }
        let shown = try asked.answer("show \(metric) as m \(clauses)")
        let change = cells(shown, "m_change").first ?? .missing
        let contributions = cells(answer, "contribution")
        let total = answer.columns.first { $0.name == "contribution" }?.total
        #expect(total == change, "\(question)")
        let sum = try contributions.total()
        let scale = contributions.reduce(1) { max($0, abs($1.double ?? 0)) }
        if case .number = change, contributions.allSatisfy(\.isExact) {
            #expect(sum == change, "\(question)")
        } else {
            #expect(abs((sum.double ?? .nan) - (change.double ?? .nan)) < 1e-9 * scale, "\(question)")
        }
        let rates = cells(answer, "rate_effect")
        let mixes = cells(answer, "mix_effect")
        for index in rates.indices where !rates[index].isMissing {
            let both = (rates[index].double ?? 0) + (mixes[index].double ?? 0)
            #expect(abs(both - (contributions[index].double ?? .nan)) < 1e-9 * scale, "\(question)")
        }
        let movements = BalanceMovements.movements.map { cells(answer, $0.movement.rawValue) }.filter { !$0.isEmpty }
        for index in contributions.indices where !movements.isEmpty {
            #expect(try movements.map { $0[index] }.total() == contributions[index], "\(question)")
        }
    }

    /// Balances that are sums always have their movements beside them.
    @Test func balancesHaveMovements() throws {
        let asked = try Self.asked(11)
        for metric in ["mrr", "mrr * 12", "active", "count(subscriptions at end)"] {
            let answer = try asked.answer("why \(metric) by subscriptions.plan for 2024-05 vs 2024-03")
            #expect(
                answer.columns.contains { $0.name == "new" || $0.name == "expansion" || $0.name == "moved_in" },
                "\(metric)")
        }
    }
}
