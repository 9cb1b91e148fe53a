import Testing
import Values

@testable import Language

@Suite struct PeriodTests {
    static let cases: [(source: String, kind: PeriodExpression.Kind, canonical: String)] = [
        ("2026-06-15", .day(day(2026, 6, 15)), "2026-06-15"),
        ("2026", .year(2026), "2026"),
        ("0999", .year(999), "0999"),
        ("2026-h1", .half(year: 2026, 1), "2026-H1"),
        ("2026-Q2", .quarter(year: 2026, 2), "2026-Q2"),
        ("Q2 2026", .quarter(year: 2026, 2), "2026-Q2"),
        ("2026-06", .month(year: 2026, 6), "2026-06"),
        ("Jun 2026", .month(year: 2026, 6), "2026-06"),
        ("september 2026", .month(year: 2026, 9), "2026-09"),
        ("2026-W07", .week(year: 2026, 7), "2026-W07"),
        // 2026 begins on a Thursday, so it has 53 ISO weeks.
        ("2026-w53", .week(year: 2026, 53), "2026-W53"),
        ("FY2026", .fiscalYear(2026), "FY2026"),
        ("fy2026-h2", .fiscalHalf(year: 2026, 2), "FY2026-H2"),
        ("last fiscal quarter", .step(.fiscalQuarter, offset: -1), "last fiscal quarter"),
        ("last 3 fiscal quarters", .steps(.fiscalQuarter, count: 3, isNext: false), "last 3 fiscal quarters"),
        ("fy2026-q1", .fiscalQuarter(year: 2026, 1), "FY2026-Q1"),
        ("today", .today, "today"),
        ("Yesterday", .yesterday, "yesterday"),
        ("this month", .step(.month, offset: 0), "this month"),
        ("last week", .step(.week, offset: -1), "last week"),
        ("next fiscal year", .step(.fiscalYear, offset: 1), "next fiscal year"),
        ("last 6 months", .steps(.month, count: 6, isNext: false), "last 6 months"),
        ("last 1 month", .steps(.month, count: 1, isNext: false), "last 1 month"),
        ("next 3 fiscal quarters", .steps(.fiscalQuarter, count: 3, isNext: true), "next 3 fiscal quarters"),
        ("month to date", .toDate(.month), "month to date"),
        ("fiscal year to date", .toDate(.fiscalYear), "fiscal year to date"),
        ("all time", .allTime, "all time"),
        (
            "2026-01 to 2026-06", .range(period(.month(year: 2026, 1)), period(.month(year: 2026, 6))),
            "2026-01 to 2026-06"
        ),
        ("Jan 2026 to today", .range(period(.month(year: 2026, 1)), period(.today)), "2026-01 to today"),
        ("$from to $to", .range(period(.parameter("from")), period(.parameter("to"))), "$from to $to"),
        ("since 2026-01", .since(period(.month(year: 2026, 1))), "since 2026-01"),
        ("until last month", .until(period(.step(.month, offset: -1))), "until last month"),
        ("$quarter", .parameter("quarter"), "$quarter"),
    ]

    @Test(arguments: cases)
    func parsesAndPrints(source: String, kind: PeriodExpression.Kind, canonical: String) throws {
        let parsed = try parsePeriod(source)
        #expect(parsed == period(kind))
        #expect(printed(parsed) == canonical)
        #expect(try parsePeriod(canonical) == parsed)
    }

    @Test(arguments: [
        "2023-02-29", "2026-04-31", "2026-13", "2026-Q5", "2026-H3", "2025-W53", "0000", "FY2026-Q5", "2026-6",
        "2026Q2", "15.06.2026", "6/15/2026", "2026-6-15", "last 0 days", "last 1.5 months", "quarter", "since",
        "2026 to",
        "previous quarter", "20260", "FY2026-H3", "2026-06-15T10:00",
    ])
    func refuses(_ source: String) {
        #expect(throws: Diagnostic.self) { try parsePeriod(source) }
    }
}
