import Language
import Testing
import Values

@testable import Model

/// Periods as written, resolved to their first and last day.
struct PeriodTests {
    static func workspace(today: String, fiscal: Int = 1, week: Int = 1) throws -> Workspace {
        var workspace = Workspace(folder: "", today: try #require(Day(text: today)))
        workspace.calendar = Calendar(fiscalYearStart: fiscal, weekStart: week)
        return workspace
    }

    static func days(_ text: String, _ workspace: Workspace) throws -> String {
        let period = try PeriodResolver(workspace).resolve(parsePeriod(text)).period
        return "\(period.start.text) \(period.lastDay.text) \(period.label)"
    }

    @Test(arguments: [
        ("2024", "2024-01-01 2024-12-31 2024"), ("2024-H1", "2024-01-01 2024-06-30 2024-H1"),
        ("2024-H2", "2024-07-01 2024-12-31 2024-H2"), ("2024-Q1", "2024-01-01 2024-03-31 2024-Q1"),
        ("Q4 2024", "2024-10-01 2024-12-31 2024-Q4"), ("2024-02", "2024-02-01 2024-02-29 2024-02"),
        ("Feb 2023", "2023-02-01 2023-02-28 2023-02"), ("february 2100", "2100-02-01 2100-02-28 2100-02"),
        ("2024-02-29", "2024-02-29 2024-02-29 2024-02-29"),
        // ISO weeks: 2020 has 53, 2024-12-30 begins week 1 of 2025.
        ("2024-W01", "2024-01-01 2024-01-07 2024-W01"), ("2020-W53", "2020-12-28 2021-01-03 2020-W53"),
        ("2025-W01", "2024-12-30 2025-01-05 2025-W01"), ("FY2024", "2024-01-01 2024-12-31 FY2024"),
        ("FY2024-Q2", "2024-04-01 2024-06-30 FY2024-Q2"),
        // Relative to Wednesday, 15 May 2024.
        ("today", "2024-05-15 2024-05-15 2024-05-15"), ("yesterday", "2024-05-14 2024-05-14 2024-05-14"),
        ("this week", "2024-05-13 2024-05-19 2024-W20"), ("last week", "2024-05-06 2024-05-12 2024-W19"),
        ("next week", "2024-05-20 2024-05-26 2024-W21"), ("this month", "2024-05-01 2024-05-31 2024-05"),
        ("last month", "2024-04-01 2024-04-30 2024-04"), ("next month", "2024-06-01 2024-06-30 2024-06"),
        ("this quarter", "2024-04-01 2024-06-30 2024-Q2"), ("last quarter", "2024-01-01 2024-03-31 2024-Q1"),
        ("next quarter", "2024-07-01 2024-09-30 2024-Q3"), ("this half", "2024-01-01 2024-06-30 2024-H1"),
        ("last half", "2023-07-01 2023-12-31 2023-H2"), ("this year", "2024-01-01 2024-12-31 2024"),
        ("last year", "2023-01-01 2023-12-31 2023"), ("next year", "2025-01-01 2025-12-31 2025"),
        ("last day", "2024-05-14 2024-05-14 2024-05-14"),
        ("last 6 months", "2023-11-01 2024-04-30 2023-11 to 2024-04"),
        ("last 1 month", "2024-04-01 2024-04-30 2024-04"),
        ("next 2 quarters", "2024-07-01 2024-12-31 2024-Q3 to 2024-Q4"),
        ("last 7 days", "2024-05-08 2024-05-14 2024-05-08 to 2024-05-14"),
        ("last 2 weeks", "2024-04-29 2024-05-12 2024-W18 to 2024-W19"),
        ("last 3 years", "2021-01-01 2023-12-31 2021 to 2023"),
        ("month to date", "2024-05-01 2024-05-15 2024-05 to date"),
        ("quarter to date", "2024-04-01 2024-05-15 2024-Q2 to date"),
        ("year to date", "2024-01-01 2024-05-15 2024 to date"),
        ("week to date", "2024-05-13 2024-05-15 2024-W20 to date"),
        ("2024-01 to 2024-03", "2024-01-01 2024-03-31 2024-01 to 2024-03"),
        ("2024-01-10 to 2024-02", "2024-01-10 2024-02-29 2024-01-10 to 2024-02"),
        ("2023 to 2024", "2023-01-01 2024-12-31 2023 to 2024"),
        ("last month to today", "2024-04-01 2024-05-15 2024-04 to 2024-05-15"),
        ("since 2024-03", "2024-03-01 9999-12-30 since 2024-03"),
        ("until 2024-03", "0001-01-01 2024-03-31 until 2024-03"),
        ("all time", "0001-01-01 9999-12-30 all time"),
    ])
    func gregorian(text: String, days: String) throws {
        #expect(try Self.days(text, Self.workspace(today: "2024-05-15")) == days, "\(text)")
    }

    @Test(arguments: [
        // The fiscal year begins in February and is named by the year in which it ends.
        ("FY2024", "2023-02-01 2024-01-31 FY2024"), ("FY2024-Q1", "2023-02-01 2023-04-30 FY2024-Q1"),
        ("FY2024-Q4", "2023-11-01 2024-01-31 FY2024-Q4"), ("this fiscal year", "2024-02-01 2025-01-31 FY2025"),
        ("last fiscal year", "2023-02-01 2024-01-31 FY2024"),
        ("this fiscal quarter", "2024-05-01 2024-07-31 FY2025-Q2"),
        ("last fiscal quarter", "2024-02-01 2024-04-30 FY2025-Q1"),
        ("this fiscal half", "2024-02-01 2024-07-31 FY2025-H1"),
        ("fiscal year to date", "2024-02-01 2024-05-15 FY2025 to date"),
        ("last 2 fiscal quarters", "2023-11-01 2024-04-30 FY2024-Q4 to FY2025-Q1"),
        ("2024", "2024-01-01 2024-12-31 2024"),
        // Weeks begin on Sunday and are named by the ISO week of their Thursday.
        ("this week", "2024-05-12 2024-05-18 2024-W20"), ("2024-W20", "2024-05-12 2024-05-18 2024-W20"),
        ("last week", "2024-05-05 2024-05-11 2024-W19"), ("2024-W01", "2023-12-31 2024-01-06 2024-W01"),
    ])
    func fiscalFromFebruaryAndWeeksFromSunday(text: String, days: String) throws {
        #expect(try Self.days(text, Self.workspace(today: "2024-05-15", fiscal: 2, week: 7)) == days, "\(text)")
    }

    /// The period just before, and the same one a year before; `-` where there is none.
    @Test(arguments: [
        ("2024", "2023-01-01 2023-12-31", "2023-01-01 2023-12-31"),
        ("2024-Q1", "2023-10-01 2023-12-31", "2023-01-01 2023-03-31"),
        ("2024-02", "2024-01-01 2024-01-31", "2023-02-01 2023-02-28"),
        ("2023-02", "2023-01-01 2023-01-31", "2022-02-01 2022-02-28"),
        ("2025-02", "2025-01-01 2025-01-31", "2024-02-01 2024-02-29"),
        ("2024-03-01", "2024-02-29 2024-02-29", "2023-03-01 2023-03-01"),
        ("2024-02-29", "2024-02-28 2024-02-28", "2023-02-28 2023-02-28"),
        ("2024-02-28", "2024-02-27 2024-02-27", "2023-02-28 2023-02-28"),
        ("2025-02-28", "2025-02-27 2025-02-27", "2024-02-28 2024-02-28"),
        ("2024-W10", "2024-02-26 2024-03-03", "2023-03-06 2023-03-12"),
        ("last 6 months", "2023-05-01 2023-10-31", "2022-11-01 2023-04-30"),
        ("2024-01 to 2024-03", "2023-10-01 2023-12-31", "2023-01-01 2023-03-31"),
        ("2024-02-01 to 2024-02-28", "2024-01-04 2024-01-31", "2023-02-01 2023-02-28"),
        ("2024-02-10 to 2024-02-29", "2024-01-21 2024-02-09", "2023-02-10 2023-02-28"),
        ("2025-02-10 to 2025-02-28", "2025-01-22 2025-02-09", "2024-02-10 2024-02-29"),
        // To date: the same number of days. 1 April to 15 May are 45 days.
        ("quarter to date", "2024-01-01 2024-02-14", "2023-04-01 2023-05-15"),
        ("month to date", "2024-04-01 2024-04-15", "2023-05-01 2023-05-15"),
        // 136 days of a leap year, so one more of the year before.
        ("year to date", "2023-01-01 2023-05-16", "2023-01-01 2023-05-16"),
        ("week to date", "2024-05-06 2024-05-08", "2023-05-15 2023-05-17"),
        ("since 2024-01", "-", "-"), ("until 2024-01", "-", "-"), ("all time", "-", "-"),
    ])
    func comparedPeriods(text: String, previous: String, lastYear: String) throws {
        let resolver = PeriodResolver(try Self.workspace(today: "2024-05-15"))
        let resolved = try resolver.resolve(parsePeriod(text))
        func days(_ period: Period?) -> String { period.map { "\($0.start.text) \($0.lastDay.text)" } ?? "-" }
        #expect(days(resolver.previous(resolved)) == previous, "\(text) vs previous")
        #expect(days(resolver.lastYear(resolved)) == lastYear, "\(text) vs last year")
    }

    @Test(arguments: [
        // March has more days than February: compared with the whole of it, not with days of March again.
        ("2024-03-31", "month to date", "2024-02-01 2024-02-29", "2023-03-01 2023-03-31"),
        ("2023-03-30", "month to date", "2023-02-01 2023-02-28", "2022-03-01 2022-03-30"),
        ("2024-02-29", "month to date", "2024-01-01 2024-01-29", "2023-02-01 2023-02-28"),
        ("2024-12-31", "year to date", "2023-01-01 2023-12-31", "2023-01-01 2023-12-31"),
        ("2023-06-30", "quarter to date", "2023-01-01 2023-03-31", "2022-04-01 2022-06-30"),
    ])
    func toDateNeverLeavesItsStep(today: String, text: String, previous: String, lastYear: String) throws {
        let resolver = PeriodResolver(try Self.workspace(today: today))
        let resolved = try resolver.resolve(parsePeriod(text))
        func days(_ period: Period?) -> String { period.map { "\($0.start.text) \($0.lastDay.text)" } ?? "-" }
        #expect(days(resolver.previous(resolved)) == previous)
        #expect(days(resolver.lastYear(resolved)) == lastYear)
    }

    @Test func impossiblePeriodsAreRefused() throws {
        let workspace = try Self.workspace(today: "2024-05-15")
        for text in ["2023-02-29", "2023-13", "2023-Q5", "2021-W53", "0000", "2024-H3", "2024-01-32"] {
            #expect(throws: Diagnostic.self, "\(text)") { try Self.days(text, workspace) }
        }
        for (text, code) in [("2024-03 to 2024-01", "period-backwards"), ("last 99999 days", "period-count")] {
            let error = #expect(throws: Diagnostic.self, "\(text)") { try Self.days(text, workspace) }
            #expect(error?.code == code)
            #expect(error?.span != nil)
        }
    }

    @Test func theFirstAndLastYearsDoNotOverflow() throws {
        let resolver = PeriodResolver(try Self.workspace(today: "0001-01-01", fiscal: 7))
        for text in [
            "0001", "9999", "9999-12-31", "0001-01-01", "last year", "last 10000 years", "year to date", "yesterday",
            "this fiscal year", "last 3 weeks", "FY9999-Q4", "9999-W52", "0001-W01", "next 10000 quarters",
        ] {
            let resolved = try resolver.resolve(parsePeriod(text))
            _ = resolver.previous(resolved)
            _ = resolver.lastYear(resolved)
        }
    }

    // MARK: Parameters

    @Test func parametersStandForPeriods() throws {
        var workspace = try Self.workspace(today: "2024-05-15")
        try define("let a = 2024-Q1 let b = $a let y = 2023 param p = \"last month\"", in: &workspace)
        #expect(try Self.days("$a", workspace) == "2024-01-01 2024-03-31 2024-Q1")
        #expect(try Self.days("$b", workspace) == "2024-01-01 2024-03-31 2024-Q1")
        #expect(try Self.days("$y", workspace) == "2023-01-01 2023-12-31 2023")
        #expect(try Self.days("$p", workspace) == "2024-04-01 2024-04-30 2024-04")
        #expect(try Self.days("$y to $a", workspace) == "2023-01-01 2024-03-31 2023 to 2024-Q1")
        workspace.arguments["p"] = try parseExpression("2024-02")
        workspace.arguments["a"] = try parseExpression("2024-02")
        #expect(try Self.days("$p", workspace) == "2024-02-01 2024-02-29 2024-02")
        // `let` is not open to the outside.
        #expect(try Self.days("$a", workspace) == "2024-01-01 2024-03-31 2024-Q1")
    }

    @Test func parametersThatAreNoPeriodsAreRefused() throws {
        var workspace = try Self.workspace(today: "2024-05-15")
        try define("let n = 1.5 let t = \"soon\" let a = $b let b = $c let c = $a", in: &workspace)
        for (text, code) in [
            ("$n", "not-a-period"), ("$t", "not-a-period"), ("$a", "parameter-circle"),
            ("$nosuch", "unknown-parameter"),
        ] {
            let error = #expect(throws: Diagnostic.self, "\(text)") { try Self.days(text, workspace) }
            #expect(error?.code == code, "\(text)")
        }
        #expect(throws: Diagnostic.self) { try define("let self = $self", in: &workspace) }
    }

    /// Steps are counted by the calendar, however many there are: 8,901 years are 106,812 months, and 146,097 days, as 400
    /// years have, are 20,871 weeks.
    @Test(arguments: [
        ("0100-01 to 9000-12", Grain.month, 106_812), ("2024-11 to 2025-01", .month, 3), ("2023 to 2024", .year, 2),
        ("2023-Q4 to 2024-Q1", .quarter, 2), ("1600-W01 to 1999-W52", .week, 20_871), ("9998 to 9999", .year, 2),
    ]) func rangesHaveTheirSteps(_ text: String, _ grain: Grain, _ count: Int) throws {
        let workspace = try Self.workspace(today: "2024-05-15")
        let resolved = try PeriodResolver(workspace).resolve(parsePeriod(text))
        #expect(resolved.shape == .steps(grain, count: count))
    }
}

func define(_ text: String, in workspace: inout Workspace) throws {
    let script = parseScript(text)
    if let first = script.diagnostics.first { throw first }
    for statement in script.statements { try workspace.define(statement) }
}
