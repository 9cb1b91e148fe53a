import Testing
import Values

@testable import Engine

/// Forecasts as answers: what is learned from, what is marked, what is refused.
struct ForecastTests {
    /// Two years and a half of orders by month: 100 in East and, from 2022-07, 10.50 more each month in West.
    private static func asked(today: String = "2024-06-15") throws -> Asked {
        var text = "id,region,day,amount\n"
        var id = 0
        for month in 0..<30 {
            let day = "\(2022 + month / 12)-" + (month % 12 < 9 ? "0" : "") + "\(month % 12 + 1)"
            // Weekly rows, so that no month looks as if its data ended early.
            for date in ["01", "08", "15", "22", "28"] where !(month == 29 && date > "15") {
                id += 1
                text += "\(id),East,\(day)-\(date),20\n"
                if month >= 6 { text += "w\(id),West,\(day)-\(date),\(Double(month) * 10.5)\n" }
            }
        }
        return try Asked(
            ["orders.csv": text],
            """
            dataset orders from "orders.csv" { key id; time day }
            dimension region = orders.region
            metric revenue = sum(orders.amount)
            metric orders_per_amount = count(orders) / sum(orders.amount)
            """, today: today)
    }

    private func column(_ answer: Answer, _ name: String) -> [Value] {
        answer.columns.first { $0.name == name }.map { Array($0.cells) } ?? []
    }

    @Test func theStepThatIsNotOverIsLeftOutAndForecast() throws {
        let asked = try Self.asked()
        let answer = try asked.answer("forecast revenue where region = East for next 2 months")
        let months = column(answer, "month").map(\.plainText)
        let status = column(answer, "status").map(\.plainText)
        #expect(months.suffix(5) == ["2024-04", "2024-05", "2024-06", "2024-07", "2024-08"])
        #expect(status.suffix(5) == ["actual", "actual", "forecast", "forecast", "forecast"])
        // A constant goes on as it is, without error and in whole units.
        #expect(
            column(answer, "revenue").suffix(3) == [
                .number(ExactDecimal(100)), .number(ExactDecimal(100)), .number(ExactDecimal(100)),
            ])
        #expect(column(answer, "revenue_low").suffix(3) == column(answer, "revenue").suffix(3))
        #expect(column(answer, "error").last == .float(0))
        #expect(column(answer, "method").last == .text("last value"))
        #expect(column(answer, "method").first == .text(""))
        #expect(answer.notes.contains("2024-06 is left out: not over; it is forecast too"))
        #expect(
            answer.heading == "revenue, forecast for 2024-07 to 2024-08 from 2022-01 to 2024-05 where region = \"East\""
                || answer.heading
                    == "revenue, forecast for 2024-07 to 2024-08 from 2022-01 to 2024-05 where region = East"
        )
    }

    @Test func byGroupsWithATotalOfItsOwn() throws {
        let asked = try Self.asked()
        let answer = try asked.answer("forecast revenue by region for next month")
        let regions = column(answer, "region").map(\.plainText)
        // Six of the past, June and July of each, the largest first.
        #expect(
            regions == [String](repeating: "West", count: 8) + [String](repeating: "East", count: 8)
                + [String](repeating: "total", count: 8))
        // West grows by 52.50 a month: 29 · 52.50 for June, 30 · 52.50 for July.
        let west = column(answer, "revenue").prefix(8).suffix(2).compactMap(\.double)
        #expect(abs(west[0] - 1522.5) < 25 && abs(west[1] - 1575) < 40)
        #expect(answer.notes.contains { $0.hasPrefix("total is forecast from its own series") })
    }

    @Test func ratiosAreForecastAsTheyAre() throws {
        let answer = try Self.asked().answer("forecast orders_per_amount where region = East for next quarter")
        #expect(column(answer, "orders_per_amount").last == .float(0.05))
        #expect(answer.notes.contains("the series of orders_per_amount itself is forecast, not its parts"))
    }

    @Test func whatIsLearnedFromCanBeSaid() throws {
        let answer = try Self.asked().answer("forecast revenue for 2023 for next 3 months")
        #expect(column(answer, "month").map(\.plainText).first == "2023-01")
        #expect(column(answer, "month").map(\.plainText).last == "2024-09")
    }

    /// The data end in June, and nobody looks before the middle of September.
    @Test func stepsBetweenTheDataAndTodayAreForecastToo() throws {
        let answer = try Self.asked(today: "2024-09-15").answer("forecast revenue for next month")
        #expect(
            column(answer, "month").map(\.plainText).suffix(5) == [
                "2024-06", "2024-07", "2024-08", "2024-09", "2024-10",
            ])
        #expect(answer.notes.contains("2024-07, 2024-08, 2024-09 lie between and are forecast too"))
    }

    @Test func refusals() throws {
        let asked = try Self.asked()
        #expect(asked.failure("forecast revenue for 2024 for next 3 months")?.code == "too-little-history")
        let none = asked.failure("forecast sum(orders.amount where amount > 999999) for next month")
        #expect(none?.reason.first == "it needs 8 whole months with a value, and there are 0")
        #expect(asked.failure("forecast revenue by month for next 3 months")?.code == "forecast-by-time")
        #expect(asked.failure("forecast revenue for next 500 months")?.code == "period-count")
        #expect(asked.failure("forecast min(orders.region) for next 3 months")?.code == "wrong-kind")
        #expect(asked.failure("forecast revenue")?.code == "unexpected-end")
        #expect(asked.failure("forecast revenue for 2023")?.code == "unexpected-end")
        #expect(asked.failure("forecast revenue for 2023 for 2022 for next 3 months")?.code == "repeated-clause")
        #expect(try Self.asked(today: "2030-01-01").failure("forecast revenue for next month")?.code == "too-far-ahead")
    }
}
