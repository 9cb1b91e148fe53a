import Foundation
import Language
import Shell
import Testing
import Values

/// `why`, `forecast` and `drill` over careless and hostile input: an answer or an error with its place, never a crash.
@Suite("Hostile analyses")
struct HostileAnalysisTests {
    /// Four years of months with gaps, blanks, negative, huge and tiny numbers, days that do not end.
    private static func opened(today: String = "2024-06-30") throws -> HostileTests.Opened {
        var rows = "id,g,h,x,big,day,end\n"
        var state: UInt64 = 7
        func number(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(limit))
        }
        for id in 0..<300 {
            let month = number(54)
            let date = "\(2020 + month / 12)-" + (month % 12 < 9 ? "0" : "") + "\(month % 12 + 1)-1\(number(10))"
            let x = ["", "0", "-3.5", "12", "0.000000001", "7.25", "1000000"][number(7)]
            let big = ["99999999999999999999999999999999999999", "-99999999999999999999999999999999999998", "1", ""][
                number(4)]
            let day = number(30) == 0 ? "" : date
            let end = ["", "9999-12-31", "0001-01-01", "2024-06-30", day][number(5)]
            rows += "\(id),\(["a", "b", "c", ""][number(4)]),h\(number(12)),\(x),\(big),\(day),\(end)\n"
        }
        let opened = try HostileTests.Opened(["t.csv": Array(rows.utf8)], today: today)
        let defined = opened.outcome(
            """
            dataset s from "t.csv" { key id; time day; active from day to end }
            dimension d = s.g, t.g
            metric m = sum(s.x) metric r = m / count(s) as percent metric b = sum(s.x at end)
            """)
        #expect(defined.error == nil, "\(defined.drawn)")
        return opened
    }

    private static let metrics = [
        "m", "r", "b", "count(s)", "avg(s.x)", "median(s.x)", "count(distinct s.h)", "sum(s.big)", "m * sum(s.big)",
        "m / 0",
        "max(s.x)", "b / count(distinct s.h at end)", "1 - r", "m * m / count(s)", "ytd(m)", "previous(m)",
        "if m > 5 then r else m",
        "round(r, 2)", "avg(m by month over 3 months)", "new(s.x per h)",
        "count(churned(s.x per h)) / count(opening(s.x per h))",
        "1", "missing", "s.x", "nosuch", "min(s.day)", "stddev(s.x) + 1", "-m", "coalesce(avg(s.x), 0)",
        "sum(s.x on end)",
    ]
    private static let groups = [
        "d", "s.g", "s.h", "s.x", "s.x > 1", "month", "missing", "1", "nosuch", "s.id", "day", "s.end",
    ]
    private static let periods = [
        "2023", "2024-Q1", "2024-01", "2023-W06", "2024-02-06", "last 6 months", "this quarter", "year to date",
        "all time",
        "since 2022", "until 2024-01", "2023-01 to 2024-03", "0001", "9999", "next year", "FY2024", "9999-12-31",
        "0001-01-01",
    ]

    private struct Random {
        var state: UInt64
        mutating func number(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(limit))
        }
        mutating func one(_ words: [String]) -> String { words[number(words.count)] }

        mutating func analysis() -> String {
            var text = (number(3) == 0 ? "forecast " : "why ") + one(metrics)
            let isForecast = text.hasPrefix("forecast")
            if number(3) > 0 { text += " by " + one(groups) + (number(4) == 0 ? ", " + one(groups) : "") }
            if isForecast {
                if number(3) == 0 { text += " for " + one(periods) }
                text +=
                    " for next \([1, 3, 12, 120][number(4)]) "
                    + one(["days", "weeks", "months", "months", "quarters", "years", "fiscal quarters"])
            } else {
                if number(8) > 0 { text += " for " + one(periods) }
                text += number(4) == 0 ? "" : " vs " + one(periods + ["previous", "last year", "target"])
                if number(3) == 0 { text += " top \([0, 1, 3, 1_000_000_000][number(4)])" }
            }
            if number(4) == 0 {
                text += " where " + one(["g = a", "x > 1", "missing", "g = missing", "nosuch = 1", "day in 2023"])
            }
            return text
        }
    }

    @Test(arguments: ["2024-06-30", "9999-12-31", "0001-01-01", "2020-01-15"])
    func randomAnalysesNeverCrash(today: String) throws {
        let opened = try Self.opened(today: today)
        var random = Random(state: 20_241_231)
        var answered = 0
        for _ in 0..<80 {
            let text = random.analysis()
            let (drawn, error) = opened.outcome(text)
            if let error {
                #expect(!error.message.isEmpty && error.span != nil, "\(text): \(drawn)")
                if let span = error.span { #expect(span.start >= 0 && span.end <= text.utf8.count, "\(text)") }
                continue
            }
            answered += 1
            for line in [1, 2, 7, 40] {
                let (drawn, error) = opened.outcome("drill \(line) sort by x limit 3")
                if let error { #expect(error.span != nil, "\(text), drill \(line): \(drawn)") }
            }
        }
        #expect(answered > (today == "2024-06-30" ? 12 : 0), "\(answered)")
    }

    @Test(arguments: [
        "why m", "why nosuch for 2023", "why g for 2023", "why m by nosuch for 2023", "why m for 2023 vs nosuch",
        "why m top -1",
        "forecast m", "forecast m for next 0 months", "forecast m for next 99999999999999999999 months",
        "forecast m for 2023",
        "forecast nosuch for next month", "drill", "drill 0", "drill -1", "drill 1.5", "drill 99999999999999999999",
        "drill 1",
        "drill 1 of nosuch", "drill 1 where nosuch", "explain drill 1", "explain why nosuch for 2023",
        "save drill = drill 1",
        "why sum(s.big) * sum(s.big) by d for 2023",
    ])
    func wrongStatementsAreRefused(text: String) throws {
        let (drawn, error) = try Self.opened().outcome(text)
        let found = try #require(error, "answered: \(text)\n\(drawn)")
        #expect(found.span != nil, "\(text): \(found.code)")
        if let span = found.span { #expect(span.start >= 0 && span.end <= text.utf8.count, "\(text)") }
    }

    @Test(arguments: [100, 990]) func deepMetricsAreFollowed(levels: Int) throws {
        let opened = try Self.opened()
        for text in [
            "m" + String(repeating: " + 1", count: levels), "r" + String(repeating: " * 2", count: levels / 10),
            String(repeating: "abs(", count: levels) + "m" + String(repeating: ")", count: levels),
        ] {
            let (drawn, error) = opened.outcome("why \(text) by d for 2023\ndrill 1")
            #expect(error == nil || error?.code == "no-change" || error?.code == "overflow", "\(drawn)")
        }
    }
}
