/// A calendar day (proleptic Gregorian) of the years 1 to 9999, counted from 1970-01-01 = 0.
package struct Day: Hashable, Comparable, Sendable {
    package let number: Int32

    /// The day `number` days after 1970-01-01; days outside the years 1 to 9999 are clamped to that range.
    package init(_ number: Int) {
        self.number = Int32(Swift.min(Swift.max(number, Self.firstNumber), Self.lastNumber))
    }

    /// 0001-01-01 and 9999-12-31.
    package static let firstNumber = -719_162
    package static let lastNumber = 2_932_896
    package static let first = Day(firstNumber)
    package static let last = Day(lastNumber)

    /// Nil when there is no such day: `2023-02-29`, month 13, year 0.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.daysIn(month: month, year: year)
        else { return nil }
        self.init(Self.number(year: year, month: month, day: day))
    }

    /// Days from the civil date, by the era arithmetic of a 400-year cycle (146,097 days).
    private static func number(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    package var civil: (year: Int, month: Int, day: Int) {
        let shifted = Int(number) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    package var year: Int { civil.year }
    package var month: Int { civil.month }
    package var day: Int { civil.day }

    /// From 1 = Monday to 7 = Sunday.
    package var weekday: Int {
        let offset = (Int(number) + 3) % 7
        return (offset < 0 ? offset + 7 : offset) + 1
    }

    package static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    package static func daysIn(month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// So many days later; the first or last day there is where that is beyond it.
    package func adding(days: Int) -> Day { Day(Int(number) + Swift.max(-9_999_999, Swift.min(9_999_999, days))) }

    /// So many days later; nil where that is beyond the first or the last day there is.
    package func moved(days: Int) -> Day? {
        let moved = adding(days: days)
        return self.days(to: moved) == days ? moved : nil
    }

    /// The same day of another month; a day that month does not have becomes its last (31 Jan + 1 month = 28 Feb).
    package func adding(months: Int) -> Day {
        let (year, month, day) = civil
        let index = year * 12 + (month - 1) + Swift.max(-200_000, Swift.min(200_000, months))
        let newYear = index >= 0 ? index / 12 : (index - 11) / 12
        let newMonth = index - newYear * 12 + 1
        if newYear < 1 { return .first }
        if newYear > 9999 { return .last }
        return Day(
            Self.number(
                year: newYear, month: newMonth, day: Swift.min(day, Self.daysIn(month: newMonth, year: newYear))))
    }

    /// Whole days from this day to the other (negative when the other is earlier).
    package func days(to other: Day) -> Int { Int(other.number) - Int(number) }

    /// Whole months from this day to the other, as an anniversary count (31 Jan to 28 Feb is 0).
    package func months(to other: Day) -> Int {
        let start = civil
        let end = other.civil
        var months = (end.year - start.year) * 12 + end.month - start.month
        if months > 0 && end.day < start.day { months -= 1 }
        if months < 0 && end.day > start.day { months += 1 }
        return months
    }

    /// ISO 8601 week and the year it belongs to: 2027-01-01 is in week 53 of 2026.
    package var isoWeek: (year: Int, week: Int) {
        let thursday = adding(days: 4 - weekday)
        let year = thursday.year
        guard let newYear = Day(year: year, month: 1, day: 1) else { return (year, 1) }
        return (year, newYear.days(to: thursday) / 7 + 1)
    }

    /// The Monday of ISO week `week` of `year`; nil when that year has no such week.
    package init?(isoYear year: Int, week: Int) {
        guard (1...53).contains(week), let fourth = Day(year: year, month: 1, day: 4) else { return nil }
        let monday = fourth.adding(days: 1 - fourth.weekday + (week - 1) * 7)
        guard monday.isoWeek == (year, week) else { return nil }
        self = monday
    }

    /// ISO: `2026-06-15`.
    package var text: String {
        let (year, month, day) = civil
        return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2)
    }

    /// Reads `2026-06-15`, exactly; nil for anything else.
    package init?(text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2, parts[2].utf8.count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }), let year = Int(parts[0]),
            let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    package static func < (left: Day, right: Day) -> Bool { left.number < right.number }
}

/// A point in time without a zone, in microseconds from 1970-01-01 00:00.
package struct Moment: Hashable, Comparable, Sendable {
    package static let microsecondsPerDay: Int64 = 86_400_000_000

    package let microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }

    package init(_ day: Day) { microseconds = Int64(day.number) * Self.microsecondsPerDay }

    package var day: Day {
        let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: Self.microsecondsPerDay)
        return Day(Int(remainder < 0 ? quotient - 1 : quotient))
    }

    /// Microseconds since the day began.
    package var ofDay: Int64 {
        let remainder = microseconds % Self.microsecondsPerDay
        return remainder < 0 ? remainder + Self.microsecondsPerDay : remainder
    }

    /// `2026-06-15 09:30:00`, with a fraction only where there is one.
    package var text: String {
        let rest = ofDay
        let seconds = Int(rest / 1_000_000)
        var result =
            day.text + " " + padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":"
            + padded(seconds % 60, 2)
        let fraction = Int(rest % 1_000_000)
        if fraction != 0 {
            var digits = padded(fraction, 6)
            while digits.hasSuffix("0") { digits.removeLast() }
            result += "." + digits
        }
        return result
    }

    package static func < (left: Moment, right: Moment) -> Bool { left.microseconds < right.microseconds }
}

/// `number` with leading zeros up to `width` digits.
package func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - digits.utf8.count))
    return (number < 0 ? "-" : "") + zeros + digits
}
