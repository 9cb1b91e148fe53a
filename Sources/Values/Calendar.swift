/// The steps that time is cut into.
package enum Grain: String, Hashable, Sendable, CaseIterable {
    case day, week, month, quarter, half, year
    case fiscalQuarter = "fiscal quarter"
    case fiscalHalf = "fiscal half"
    case fiscalYear = "fiscal year"

    package var isFiscal: Bool { self == .fiscalQuarter || self == .fiscalHalf || self == .fiscalYear }

    /// The name of a column of such periods: `fiscal_quarter`.
    package var columnName: String {
        switch self {
        case .day, .week, .month, .quarter, .half, .year: rawValue
        case .fiscalQuarter: "fiscal_quarter"
        case .fiscalHalf: "fiscal_half"
        case .fiscalYear: "fiscal_year"
        }
    }

    /// Whole months in one step; nil for days and weeks.
    package var months: Int? {
        switch self {
        case .day, .week: nil
        case .month: 1
        case .quarter, .fiscalQuarter: 3
        case .half, .fiscalHalf: 6
        case .year, .fiscalYear: 12
        }
    }
}

/// A stretch of days: from `start` up to and without `end`.
package struct Period: Hashable, Sendable {
    package var start: Day
    package var end: Day
    /// Set when the period is one whole step of a calendar.
    package var grain: Grain?
    /// nil for that of its days: most periods are never shown, and to write them all took longer than to find them.
    private var ownLabel: String?

    package init(start: Day, end: Day, label: String? = nil, grain: Grain? = nil) {
        self.start = start
        self.end = max(start, end)
        self.grain = grain
        ownLabel = label
    }

    /// As it is written: `2026-Q2`, `2026-06`, `2026-01-05 to 2026-02-11`, `all time`.
    package var label: String {
        get { ownLabel ?? daysLabel }
        set { ownLabel = newValue }
    }

    package static func == (left: Period, right: Period) -> Bool {
        left.start == right.start && left.end == right.end && left.grain == right.grain
            && (left.ownLabel == right.ownLabel || left.label == right.label)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(start)
        hasher.combine(end)
    }

    package static let allTime = Period(start: .first, end: .last, label: "all time")

    package var isAllTime: Bool { start == .first && end == .last }
    /// Without a beginning or without an end.
    package var isOpen: Bool { start == .first || end == .last }
    package var isEmpty: Bool { start == end }
    package var dayCount: Int { start.days(to: end) }
    package var lastDay: Day { isEmpty ? start : end.adding(days: -1) }

    /// The number of the first day behind the period. No day is behind 9999-12-31, which many systems write for "never":
    /// a period that goes to the end of time holds it too.
    package var endNumber: Int { Int(end.number) + (end == .last ? 1 : 0) }

    package func contains(_ day: Day) -> Bool { start <= day && Int(day.number) < endNumber }

    /// `2026-04-01 to 2026-06-30`; open ends are left out.
    package static func rangeLabel(_ start: Day, _ end: Day) -> String {
        if start == .first && end == .last { return "all time" }
        if start == .first { return "until " + end.adding(days: -1).text }
        if end == .last { return "since " + start.text }
        let last = end.adding(days: -1)
        return last <= start ? start.text : start.text + " to " + last.text
    }

    package var daysLabel: String { Self.rangeLabel(start, end) }
}

extension Period: Comparable {
    package static func < (left: Period, right: Period) -> Bool {
        (left.start, left.end) < (right.start, right.end)
    }
}

/// How a workspace cuts time: where its fiscal year and its week begin.
package struct Calendar: Hashable, Sendable {
    /// From 1 = January to 12 = December.
    package var fiscalYearStart: Int
    /// From 1 = Monday to 7 = Sunday.
    package var weekStart: Int

    package init(fiscalYearStart: Int = 1, weekStart: Int = 1) {
        self.fiscalYearStart = fiscalYearStart
        self.weekStart = weekStart
    }

    package static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    package static let weekdayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    /// The step of `grain` that holds `day`.
    package func period(_ grain: Grain, containing day: Day) -> Period {
        let start = start(of: grain, containing: day)
        return Period(start: start, end: next(grain, after: start), label: label(grain, start: start), grain: grain)
    }

    /// The first day of the step that holds `day`.
    package func start(of grain: Grain, containing day: Day) -> Day {
        let (year, month, _) = day.civil
        switch grain {
        case .day: return day
        case .week: return day.adding(days: -((day.weekday - weekStart + 7) % 7))
        default:
            let length = grain.months ?? 1
            let first = grain.isFiscal ? fiscalYearStart : 1
            let offset = (month - first + 12) % 12 % length
            let beginning = Day(year: year, month: month, day: 1) ?? day
            return beginning.adding(months: -offset)
        }
    }

    /// The first day of the step after the one that begins at `start`.
    package func next(_ grain: Grain, after start: Day) -> Day { shift(start, grain, by: 1) }

    package func shift(_ day: Day, _ grain: Grain, by count: Int) -> Day {
        let (steps, overflow) = count.multipliedReportingOverflow(by: grain.months ?? (grain == .week ? 7 : 1))
        if overflow { return count < 0 ? .first : .last }
        return grain.months == nil ? day.adding(days: steps) : day.adding(months: steps)
    }

    /// How many steps of `grain` lead from the beginning of one to `end` or behind it; 0 when `end` is not behind `start`.
    package func stepCount(_ grain: Grain, from start: Day, to end: Day) -> Int {
        guard start < end else { return 0 }
        guard let months = grain.months else {
            let length = grain == .week ? 7 : 1
            return (start.days(to: end) + length - 1) / length
        }
        let whole = start.months(to: end) / months
        return shift(start, grain, by: whole) < end ? whole + 1 : whole
    }

    /// The fiscal year that holds `day`, named by the calendar year in which it ends.
    package func fiscalYear(of day: Day) -> Int {
        let (year, month, _) = day.civil
        return fiscalYearStart > 1 && month >= fiscalYearStart ? year + 1 : year
    }

    /// The first day of fiscal year `year`.
    package func fiscalYearStartDay(_ year: Int) -> Day? {
        Day(year: fiscalYearStart > 1 ? year - 1 : year, month: fiscalYearStart, day: 1)
    }

    /// How the step that begins at `start` is written.
    package func label(_ grain: Grain, start: Day) -> String {
        let (year, month, _) = start.civil
        switch grain {
        case .day: return start.text
        case .week:
            // A week is named by the ISO week of its Thursday, wherever it starts.
            let toThursday = (4 - weekStart + 7) % 7
            let iso = start.adding(days: toThursday).isoWeek
            return padded(iso.year, 4) + "-W" + padded(iso.week, 2)
        case .month: return padded(year, 4) + "-" + padded(month, 2)
        case .quarter: return padded(year, 4) + "-Q\((month - 1) / 3 + 1)"
        case .half: return padded(year, 4) + "-H\((month - 1) / 6 + 1)"
        case .year: return padded(year, 4)
        case .fiscalYear: return "FY" + padded(fiscalYear(of: start), 4)
        case .fiscalQuarter, .fiscalHalf:
            let months = (month - fiscalYearStart + 12) % 12
            let mark = grain == .fiscalQuarter ? "-Q\(months / 3 + 1)" : "-H\(months / 6 + 1)"
            return "FY" + padded(fiscalYear(of: start), 4) + mark
        }
    }

    /// Every step of `grain` that touches `period`, in order; nil when there are more than `limit`.
    package func steps(_ grain: Grain, covering period: Period, limit: Int = 100_000) -> [Period]? {
        var result: [Period] = []
        var start = start(of: grain, containing: period.start)
        while start < period.end {
            if result.count >= limit { return nil }
            let end = next(grain, after: start)
            result.append(Period(start: start, end: end, label: label(grain, start: start), grain: grain))
            if end <= start { break }
            start = end
        }
        return result
    }

    /// Whether a period is made of whole steps; an open end counts as one.
    package func isWhole(_ period: Period, _ grain: Grain) -> Bool {
        (period.start == .first || start(of: grain, containing: period.start) == period.start)
            && (period.end == .last || start(of: grain, containing: period.end) == period.end)
    }

    /// A period that is whole steps of one grain is called by that step's name.
    package func named(_ start: Day, _ end: Day) -> Period {
        for grain in [Grain.year, .half, .quarter, .month, .day] where self.start(of: grain, containing: start) == start
        {
            if next(grain, after: start) == end {
                return Period(start: start, end: end, label: label(grain, start: start), grain: grain)
            }
        }
        return Period(start: start, end: end)
    }
}
