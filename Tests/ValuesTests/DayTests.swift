import Testing
import Values

struct DayTests {
    private func day(_ text: String) throws -> Day { try #require(Day(text: text), "\(text)") }

    /// Numbers from elsewhere: the Unix epoch, the start of the Gregorian calendar, the epoch of Windows file times
    /// (11,644,473,600 seconds before), the end of 32-bit time (2,147,483,647 s), 2026-06-15 as 1,781,481,600 s.
    @Test(arguments: [
        ("1970-01-01", 0), ("1969-12-31", -1), ("1582-10-15", -141_427), ("1601-01-01", -134_774),
        ("2000-03-01", 11_017),
        ("2038-01-19", 24_855), ("2026-06-15", 20_619), ("0001-01-01", -719_162), ("9999-12-31", 2_932_896),
    ])
    func numbers(text: String, number: Int) throws {
        #expect(try Int(day(text).number) == number)
        #expect(Day(number).text == text)
    }

    /// Every day of a cycle of 400 years, counted one by one.
    @Test func walk() {
        var number = -134_774
        var wrong = 0
        for year in 1601...2000 {
            let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
            for (month, length) in zip(1..., [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
                if Day.daysIn(month: month, year: year) != length { wrong += 1 }
                for dayOfMonth in 1...length {
                    let civil = Day(number).civil
                    if civil != (year, month, dayOfMonth) { wrong += 1 }
                    if Day(year: year, month: month, day: dayOfMonth)?.number != Int32(number) { wrong += 1 }
                    // 1601-01-01 was a Monday.
                    if Day(number).weekday != (number + 134_774) % 7 + 1 { wrong += 1 }
                    number += 1
                }
                if Day(year: year, month: month, day: length + 1) != nil { wrong += 1 }
            }
        }
        #expect(wrong == 0)
        #expect(number == -134_774 + 146_097)
    }

    @Test(arguments: [
        "2023-02-29", "1900-02-29", "2026-13-01", "2026-00-01", "2026-04-31", "2026-01-00", "0000-01-01", "2026-1-1",
        "26-01-01",
        "2026/01/01", "2026-01-01 ", "", "2026-01", "2026-01-01-01", "+026-01-01", "2026-+1-01", "2026-01-+1",
        "２０２６-01-01", "-026-01-01",
    ])
    func noSuchDay(text: String) { #expect(Day(text: text) == nil) }

    @Test func leapDays() {
        #expect(Day(text: "2024-02-29") != nil)
        #expect(Day(text: "2000-02-29") != nil)
        #expect([1900, 2000, 2023, 2024, 2100].map(Day.isLeap) == [false, true, false, true, false])
    }

    @Test(arguments: [
        ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", -12, "2023-02-28"), ("2024-02-29", 48, "2028-02-29"), ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-15", -1, "2025-12-15"), ("2026-03-31", -1, "2026-02-28"), ("2026-06-15", 0, "2026-06-15"),
        ("2026-06-15", -30, "2023-12-15"), ("0001-01-31", -1, "0001-01-01"), ("9999-12-01", 1, "9999-12-31"),
        ("2026-01-01", Int.max, "9999-12-31"), ("2026-01-01", Int.min, "0001-01-01"),
    ])
    func addingMonths(text: String, months: Int, result: String) throws {
        #expect(try day(text).adding(months: months).text == result)
    }

    @Test(arguments: [
        ("2026-02-28", 1, "2026-03-01"), ("2024-02-28", 1, "2024-02-29"), ("2026-01-01", -1, "2025-12-31"),
        ("2026-01-01", 365, "2027-01-01"), ("2026-01-01", Int.max, "9999-12-31"), ("2026-01-01", Int.min, "0001-01-01"),
    ])
    func addingDays(text: String, days: Int, result: String) throws {
        #expect(try day(text).adding(days: days).text == result)
    }

    @Test(arguments: [
        ("2026-01-31", "2026-02-28", 0), ("2026-01-31", "2026-03-31", 2), ("2026-01-15", "2026-02-14", 0),
        ("2026-01-15", "2026-02-15", 1), ("2024-02-29", "2025-02-28", 11), ("2026-03-15", "2026-01-15", -2),
        ("2026-03-15", "2026-01-16", -1), ("2016-10-20", "2017-12-27", 14), ("2026-01-01", "2026-01-01", 0),
    ])
    func monthsBetween(start: String, end: String, months: Int) throws {
        #expect(try day(start).months(to: day(end)) == months)
    }

    @Test func daysBetween() throws {
        #expect(try day("2024-02-01").days(to: day("2024-03-01")) == 29)
        #expect(try day("2026-03-01").days(to: day("2026-02-01")) == -28)
    }

    /// From the ISO 8601 week calendar as printed; 2020 and 2026 have 53 weeks.
    @Test(arguments: [
        ("2026-01-01", 2026, 1), ("2026-12-31", 2026, 53), ("2027-01-01", 2026, 53), ("2027-01-03", 2026, 53),
        ("2027-01-04", 2027, 1), ("2021-01-01", 2020, 53), ("2018-12-31", 2019, 1), ("2023-01-01", 2022, 52),
        ("2024-12-30", 2025, 1), ("2026-06-15", 2026, 25), ("2005-01-01", 2004, 53), ("2008-12-29", 2009, 1),
    ])
    func isoWeeks(text: String, year: Int, week: Int) throws {
        #expect(try day(text).isoWeek == (year, week))
    }

    @Test func mondaysOfWeeks() {
        #expect(Day(isoYear: 2026, week: 7)?.text == "2026-02-09")
        #expect(Day(isoYear: 2026, week: 53)?.text == "2026-12-28")
        #expect(Day(isoYear: 2019, week: 1)?.text == "2018-12-31")
        #expect(Day(isoYear: 2025, week: 53) == nil)
        #expect(Day(isoYear: 2026, week: 0) == nil)
        #expect(Day(isoYear: 2026, week: 54) == nil)
        #expect(Day(isoYear: 10_000, week: 1) == nil)
        #expect(Day(isoYear: Int.max, week: 1) == nil)
    }

    @Test func numbersBeyondTheRangeAreClamped() {
        #expect(Day(Int.max) == .last)
        #expect(Day(Int.min) == .first)
        #expect(Day.first.text == "0001-01-01")
        #expect(Day.last.text == "9999-12-31")
    }

    @Test func leadingZeros() {
        #expect(padded(7, 2) == "07")
        #expect(padded(123, 2) == "123")
        #expect(padded(-7, 3) == "-007")
        #expect(padded(Int.min, 2) == "-9223372036854775808")
    }
}
