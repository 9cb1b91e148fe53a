import SQLiteSupport

/// Days and the steps that hold them, computed by SQLite's own date functions.
struct Dates {
    static let grains = [
        "day", "week", "month", "quarter", "half", "year", "fiscal_quarter", "fiscal_half", "fiscal_year",
    ]

    /// From 1 = January, and from 1 = Monday.
    let fiscalYearStart: Int
    let weekStart: Int
    /// ISO 8601, without gaps.
    private(set) var days: [String] = []
    /// For each grain the label of the step that holds each day.
    private(set) var labels: [String: [String]] = [:]
    /// For each grain the first and the last day of the step that holds each day.
    private var steps: [String: [ClosedRange<Int>]] = [:]
    private let positions: [String: Int]

    /// Makes the table `calendar` and reads it.
    init(_ database: Database, fiscalYearStart: Int, weekStart: Int) throws {
        self.fiscalYearStart = fiscalYearStart
        self.weekStart = weekStart
        // A fiscal year is that of the calendar, moved: the months from its start on belong to the year to come.
        let moved = fiscalYearStart == 1 ? 0 : 13 - fiscalYearStart
        // A week is named by its Thursday, whatever day it begins on.
        try database.run(
            """
            CREATE TABLE calendar AS
            WITH RECURSIVE all_days(day) AS (
              SELECT '2013-01-01' UNION ALL SELECT date(day, '+1 day') FROM all_days WHERE day < '2031-12-31'),
            parts AS (
              SELECT day, CAST(substr(day, 1, 4) AS INTEGER) AS y, CAST(substr(day, 6, 2) AS INTEGER) AS m,
                strftime('%Y %j', day, '-6 days', 'weekday \(weekStart % 7)', 'weekday 4') AS thursday
              FROM all_days),
            fiscal AS (SELECT *, y + (m - 1 + \(moved)) / 12 AS fy, (m - 1 + \(moved)) % 12 AS fm FROM parts)
            SELECT day,
              substr(thursday, 1, 4) || printf('-W%02d', (substr(thursday, 6) - 1) / 7 + 1) AS week,
              substr(day, 1, 7) AS month, y || '-Q' || ((m + 2) / 3) AS quarter, y || '-H' || ((m + 5) / 6) AS half,
              CAST(y AS TEXT) AS year, 'FY' || fy || '-Q' || (fm / 3 + 1) AS fiscal_quarter,
              'FY' || fy || '-H' || (fm / 6 + 1) AS fiscal_half, 'FY' || fy AS fiscal_year
            FROM fiscal;
            CREATE UNIQUE INDEX calendar_day ON calendar (day);
            """)
        let rows = try database.rows("SELECT \(Self.grains.joined(separator: ", ")) FROM calendar ORDER BY day")
        days = rows.compactMap { $0[0].text }
        positions = Dictionary(uniqueKeysWithValues: days.enumerated().map { ($1, $0) })
        for (index, grain) in Self.grains.enumerated() {
            let labels = rows.map { $0[index].text ?? "" }
            self.labels[grain] = labels
            var steps: [ClosedRange<Int>] = []
            var first = 0
            for day in labels.indices where day == labels.count - 1 || labels[day + 1] != labels[day] {
                steps += Array(repeating: first...day, count: day - first + 1)
                first = day + 1
            }
            self.steps[grain] = steps
        }
    }

    func index(_ day: String) -> Int { positions[day] ?? 0 }

    func label(_ grain: String, _ index: Int) -> String { labels[grain]?[clamped(index)] ?? "" }

    func clamped(_ index: Int) -> Int { min(max(0, index), days.count - 1) }

    /// First and last day of the step that holds a day.
    func step(_ grain: String, _ index: Int) -> ClosedRange<Int> { steps[grain]?[clamped(index)] ?? index...index }

    /// So many steps from the one that holds a day on; the step `offset` steps away first.
    func steps(_ grain: String, _ index: Int, offset: Int, count: Int = 1) -> ClosedRange<Int> {
        var first = step(grain, index)
        for _ in 0..<abs(offset) { first = step(grain, offset < 0 ? first.lowerBound - 1 : first.upperBound + 1) }
        var last = first
        for _ in 1..<max(1, count) { last = step(grain, last.upperBound + 1) }
        return first.lowerBound...last.upperBound
    }

    /// How many steps touch a stretch of days.
    func stepCount(_ grain: String, _ range: ClosedRange<Int>) -> Int {
        var count = 0
        var day = range.lowerBound
        while day <= range.upperBound {
            count += 1
            day = step(grain, day).upperBound + 1
        }
        return count
    }

    /// The same day of the month so many months away; the last one where the month is too short.
    func movedByMonths(_ index: Int, _ months: Int) -> Int {
        let parts = days[clamped(index)].split(separator: "-").compactMap { Int($0) }
        let month = parts[0] * 12 + parts[1] - 1 + months
        let start = "\(month / 12)-" + (month % 12 < 9 ? "0" : "") + "\(month % 12 + 1)-01"
        let first = self.index(start)
        return min(first + parts[2] - 1, step("month", first).upperBound)
    }

    func isLastOfMonth(_ index: Int) -> Bool { step("month", index).upperBound == index }

    /// The day so many steps away on which a stretch ends that ends on this day: with a month if it does, else on the
    /// same day of it.
    func movedEnd(_ index: Int, _ grain: String, _ count: Int) -> Int {
        guard let months = Self.months[grain] else { return index + count * (grain == "week" ? 7 : 1) }
        let moved = movedByMonths(index, count * months)
        return isLastOfMonth(index) ? step("month", moved).upperBound : moved
    }

    /// The day so many steps away on which a stretch begins that begins on this day.
    func movedStart(_ index: Int, _ grain: String, _ count: Int) -> Int {
        guard let months = Self.months[grain] else { return index + count * (grain == "week" ? 7 : 1) }
        return movedByMonths(index, count * months)
    }

    private static let months = [
        "month": 1, "quarter": 3, "fiscal_quarter": 3, "half": 6, "fiscal_half": 6, "year": 12, "fiscal_year": 12,
    ]
}
