import Language
import Model
import Tables
import Values

/// What has gone stale: data that end long ago, months without rows, open deals that nobody looks after.
struct Freshness {
    private(set) var findings: [Finding] = []
    /// The share of what was looked at besides rows that is bad, from 0 to 1.
    private(set) var gaps = 0.0
    /// Nil where nothing can be said.
    private(set) var isMeasured = false

    /// Open deals that were not touched for so many days are stale.
    static let untouchedDays = 90
    private static let leastClosed = 30

    init(_ checked: CheckedDataset) throws(Diagnostic) {
        guard checked.rowCount > 0 else { return }
        try lookAtAxis(checked)
        guard let outcomes = checked.outcomes else { return }
        isMeasured = true
        try lookAtOpen(checked, outcomes)
    }

    // MARK: The time axis

    private mutating func lookAtAxis(_ checked: CheckedDataset) throws(Diagnostic) {
        guard let name = checked.dataset.time ?? checked.dataset.active?.from, let field = checked.field(name),
            field.isTime, let days = field.cells.data.dayNumbers
        else { return }
        // A single typing error in a year would make gaps of centuries.
        let usual = UsualDays(days)
        guard let range = usual.range else { return }
        isMeasured = true
        let today = checked.workspace.today
        let kept = days.map { range.contains($0) ? $0 : ColumnData.missingDay }
        if let coverage = Coverage(checked.name, DaySpread(kept)) {
            let silence = coverage.days.upperBound.days(to: today)
            if silence > 31, silence > coverage.longestSilence {
                gaps = 1
                findings.append(
                    Finding(
                        dataset: checked.name, columns: [name], aspect: .freshness,
                        what: "data end \(silence) days ago",
                        count: checked.rowCount, of: checked.rowCount, example: coverage.days.upperBound.text,
                        remedy:
                            "export it anew, or say which day is meant: `set today \(coverage.days.upperBound.text)`",
                        rows: []))
            }
        }
        addEmptyMonths(kept, name, checked)
    }

    private mutating func addEmptyMonths(_ days: [Int32], _ name: String, _ checked: CheckedDataset) {
        var isThere: [Bool] = []
        guard let range = days.dayRange else { return }
        let first = Day(Int(range.lowerBound))
        func month(_ day: Day) -> Int { (day.year - first.year) * 12 + day.month - first.month }
        isThere = [Bool](repeating: false, count: month(Day(Int(range.upperBound))) + 1)
        var hasDay = [Bool](repeating: false, count: Int(range.upperBound) - Int(range.lowerBound) + 1)
        for day in days where day != ColumnData.missingDay { hasDay[Int(day) - Int(range.lowerBound)] = true }
        for (offset, isUsed) in hasDay.enumerated() where isUsed { isThere[month(first.adding(days: offset))] = true }
        let empty = isThere.indices.filter { !isThere[$0] }
        // Where every other month is empty, that is how often there are rows.
        guard let gap = empty.first, empty.count * 3 <= isThere.count else { return }
        gaps = max(gaps, Double(empty.count) / Double(isThere.count))
        let start = Day(year: first.year, month: first.month, day: 1) ?? first
        let calendar = checked.workspace.calendar
        findings.append(
            Finding(
                dataset: checked.name, columns: [name], aspect: .freshness, what: "months without rows",
                count: empty.count,
                of: isThere.count, example: calendar.label(.month, start: start.adding(months: gap)),
                remedy: "find out whether an export is missing", rows: []))
    }

    // MARK: Open deals

    private mutating func lookAtOpen(_ checked: CheckedDataset, _ outcomes: Outcomes) throws(Diagnostic) {
        let today = checked.workspace.today
        for field in checked.fields where field.isTime && field.role.isClose {
            let condition = Conditions.and([
                outcomes.open, Conditions.compare(Conditions.column(field.name), .less, Conditions.day(today)),
            ])
            if let finding = try checked.finding(
                .freshness, field.name, "open, but to be closed before today", where: condition, shown: field.name,
                remedy: "close it, or give it a new day")
            {
                findings.append(finding)
            }
        }
        let cutoff = today.adding(days: -Self.untouchedDays)
        var hasTouch = false
        for field in checked.fields where field.isTime && field.role.isTouch {
            hasTouch = true
            let condition = Conditions.and([
                outcomes.open, Conditions.compare(Conditions.column(field.name), .less, Conditions.day(cutoff)),
            ])
            if let finding = try checked.finding(
                .freshness, field.name, "open, not touched for \(Self.untouchedDays) days", where: condition,
                shown: field.name, remedy: "take it up again, or close it")
            {
                findings.append(finding)
            }
        }
        if !hasTouch { try lookAtAge(checked, outcomes) }
    }

    /// Open for longer than 99 of 100 closed deals took from the same beginning.
    private mutating func lookAtAge(_ checked: CheckedDataset, _ outcomes: Outcomes) throws(Diagnostic) {
        guard let begin = checked.fields.first(where: { $0.isTime && $0.role.isBeginning }),
            let end = checked.fields.first(where: { $0.isTime && $0.role.isClose }),
            let starts = begin.cells.data.dayNumbers, let ends = end.cells.data.dayNumbers,
            let closed = try checked.rows(where: Conditions.or([outcomes.won, outcomes.lost].compactMap { $0 }))
        else { return }
        let lengths = closed.compactMap { row -> Int32? in
            let (start, end) = (starts[Int(row)], ends[Int(row)])
            guard start != ColumnData.missingDay, end != ColumnData.missingDay, end >= start else { return nil }
            return end - start
        }.sorted()
        guard lengths.count >= Self.leastClosed else { return }
        let longest = Int(lengths[(lengths.count - 1) * 99 / 100])
        let cutoff = checked.workspace.today.adding(days: -longest)
        let condition = Conditions.and([
            outcomes.open, Conditions.compare(Conditions.column(begin.name), .less, Conditions.day(cutoff)),
        ])
        if let finding = try checked.finding(
            .freshness, begin.name, "open for more than \(longest) days", where: condition, shown: begin.name,
            remedy: "99 % of those that closed did so within \(longest) days: close it, or find out what it waits for")
        {
            findings.append(finding)
        }
    }
}

/// The stretch in which nearly all days of a column lie, to tell typing errors in years from early and late days.
struct UsualDays {
    /// From the 1st percentile to the 99th, and on either side five times as far, and ten years; nil without days.
    let range: ClosedRange<Int32>?

    init(_ days: [Int32]) {
        guard let bounds = days.dayRange else {
            range = nil
            return
        }
        // Where all days lie within ten years none is unusual.
        guard Int(bounds.upperBound) - Int(bounds.lowerBound) > 3653 else {
            range = bounds
            return
        }
        let sorted = days.filter { $0 != ColumnData.missingDay }.sorted()
        let low = Int(sorted[(sorted.count - 1) / 100])
        let high = Int(sorted[(sorted.count - 1) * 99 / 100])
        let reach = (high - low) * 5 + 3653
        range = Int32(clamping: low - reach)...Int32(clamping: high + reach)
    }
}
