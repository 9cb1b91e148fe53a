import Testing
import Values

struct CalendarTests {
    private func day(_ text: String) throws -> Day { try #require(Day(text: text), "\(text)") }

    private func period(_ calendar: Calendar, _ grain: Grain, _ text: String) throws -> [String] {
        let period = calendar.period(grain, containing: try day(text))
        #expect(period.grain == grain)
        return [period.label, period.start.text, period.lastDay.text]
    }

    @Test(
        arguments: [
            (.day, "2026-06-15", ["2026-06-15", "2026-06-15", "2026-06-15"]),
            (.week, "2026-06-17", ["2026-W25", "2026-06-15", "2026-06-21"]),
            (.week, "2027-01-01", ["2026-W53", "2026-12-28", "2027-01-03"]),
            (.month, "2024-02-29", ["2024-02", "2024-02-01", "2024-02-29"]),
            (.quarter, "2026-06-30", ["2026-Q2", "2026-04-01", "2026-06-30"]),
            (.half, "2026-07-01", ["2026-H2", "2026-07-01", "2026-12-31"]),
            (.half, "2026-06-30", ["2026-H1", "2026-01-01", "2026-06-30"]),
            (.year, "2026-12-31", ["2026", "2026-01-01", "2026-12-31"]),
            (.fiscalQuarter, "2026-06-15", ["FY2026-Q2", "2026-04-01", "2026-06-30"]),
            (.fiscalYear, "2026-06-15", ["FY2026", "2026-01-01", "2026-12-31"]),
        ] as [(Grain, String, [String])])
    func plainCalendar(grain: Grain, text: String, expected: [String]) throws {
        #expect(try period(Calendar(), grain, text) == expected)
    }

    /// The fiscal year is named by the calendar year in which it ends.
    @Test(
        arguments: [
            (.fiscalQuarter, "2025-02-01", ["FY2026-Q1", "2025-02-01", "2025-04-30"]),
            (.fiscalQuarter, "2025-04-30", ["FY2026-Q1", "2025-02-01", "2025-04-30"]),
            (.fiscalQuarter, "2026-01-31", ["FY2026-Q4", "2025-11-01", "2026-01-31"]),
            (.fiscalQuarter, "2026-02-01", ["FY2027-Q1", "2026-02-01", "2026-04-30"]),
            (.fiscalHalf, "2025-07-31", ["FY2026-H1", "2025-02-01", "2025-07-31"]),
            (.fiscalHalf, "2025-12-31", ["FY2026-H2", "2025-08-01", "2026-01-31"]),
            (.fiscalYear, "2026-01-15", ["FY2026", "2025-02-01", "2026-01-31"]),
            (.quarter, "2025-02-01", ["2025-Q1", "2025-01-01", "2025-03-31"]),
        ] as [(Grain, String, [String])])
    func fiscalYearFromFebruary(grain: Grain, text: String, expected: [String]) throws {
        #expect(try period(Calendar(fiscalYearStart: 2), grain, text) == expected)
    }

    @Test func fiscalYears() throws {
        let july = Calendar(fiscalYearStart: 7)
        #expect(try july.fiscalYear(of: day("2025-07-01")) == 2026)
        #expect(try july.fiscalYear(of: day("2025-06-30")) == 2025)
        #expect(july.fiscalYearStartDay(2026)?.text == "2025-07-01")
        #expect(Calendar().fiscalYearStartDay(2026)?.text == "2026-01-01")
        #expect(Calendar(fiscalYearStart: 2).fiscalYearStartDay(2026)?.text == "2025-02-01")
        #expect(july.fiscalYearStartDay(1) == nil)
    }

    /// A week that starts on Sunday is named by the ISO week of its Thursday.
    @Test(arguments: [
        ("2026-06-14", ["2026-W25", "2026-06-14", "2026-06-20"]),
        ("2026-06-20", ["2026-W25", "2026-06-14", "2026-06-20"]),
        ("2026-06-21", ["2026-W26", "2026-06-21", "2026-06-27"]),
        ("2026-12-31", ["2026-W53", "2026-12-27", "2027-01-02"]),
        ("2025-12-28", ["2026-W01", "2025-12-28", "2026-01-03"]),
    ])
    func weeksFromSunday(text: String, expected: [String]) throws {
        #expect(try period(Calendar(weekStart: 7), .week, text) == expected)
    }

    @Test func shifts() throws {
        let calendar = Calendar()
        #expect(try calendar.shift(day("2026-04-01"), .quarter, by: -1).text == "2026-01-01")
        #expect(try calendar.shift(day("2026-04-01"), .half, by: 1).text == "2026-10-01")
        #expect(try calendar.shift(day("2024-02-29"), .year, by: -1).text == "2023-02-28")
        #expect(try calendar.shift(day("2026-06-15"), .week, by: 2).text == "2026-06-29")
        #expect(try calendar.shift(day("2026-06-15"), .day, by: -15).text == "2026-05-31")
        #expect(try calendar.shift(day("2026-06-15"), .year, by: .max) == .last)
        #expect(try calendar.shift(day("2026-06-15"), .year, by: .min) == .first)
    }

    @Test func steps() throws {
        let calendar = Calendar(fiscalYearStart: 2)
        let spring = Period(start: try day("2026-01-15"), end: try day("2026-04-01"))
        #expect(calendar.steps(.month, covering: spring)?.map(\.label) == ["2026-01", "2026-02", "2026-03"])
        #expect(calendar.steps(.fiscalQuarter, covering: spring)?.map(\.label) == ["FY2026-Q4", "FY2027-Q1"])
        #expect(calendar.steps(.day, covering: spring)?.count == 76)
        #expect(calendar.steps(.week, covering: spring)?.first?.start.text == "2026-01-12")
        #expect(calendar.steps(.day, covering: spring, limit: 75) == nil)
        #expect(calendar.steps(.day, covering: .allTime) == nil)
        #expect(calendar.steps(.year, covering: .allTime)?.count == 9999)
        let empty = Period(start: try day("2026-02-01"), end: try day("2026-02-01"))
        #expect(calendar.steps(.month, covering: empty) == [])
    }

    @Test(arguments: [
        ("2026-01-01", "2027-01-01", "2026"), ("2026-01-01", "2026-07-01", "2026-H1"),
        ("2026-04-01", "2026-07-01", "2026-Q2"),
        ("2026-06-01", "2026-07-01", "2026-06"), ("2026-06-15", "2026-06-16", "2026-06-15"),
        ("2026-06-15", "2026-06-20", "2026-06-15 to 2026-06-19"),
        ("2026-02-01", "2026-05-01", "2026-02-01 to 2026-04-30"),
    ])
    func namedByTheirStep(start: String, end: String, label: String) throws {
        #expect(try Calendar().named(day(start), day(end)).label == label)
    }

    @Test func periods() throws {
        let quarter = Period(
            start: try day("2026-04-01"), end: try day("2026-07-01"), label: "2026-Q2", grain: .quarter)
        #expect(quarter.dayCount == 91)
        #expect(quarter.daysLabel == "2026-04-01 to 2026-06-30")
        #expect(try quarter.contains(day("2026-06-30")))
        #expect(try !quarter.contains(day("2026-07-01")))
        #expect(Period.allTime.label == "all time")
        #expect(Period.allTime.isAllTime)
        #expect(try Period(start: day("2026-04-01"), end: .last).label == "since 2026-04-01")
        #expect(try Period(start: .first, end: day("2026-04-01")).label == "until 2026-03-31")
        let backwards = Period(start: try day("2026-04-01"), end: try day("2026-01-01"))
        #expect(backwards.isEmpty)
        #expect(backwards.dayCount == 0)
        #expect(try Period(start: day("2026-01-01"), end: day("2026-02-01")) < quarter)
    }

    @Test func columnNames() {
        #expect(
            Grain.allCases.map(\.columnName) == [
                "day", "week", "month", "quarter", "half", "year", "fiscal_quarter", "fiscal_half", "fiscal_year",
            ])
    }
}
