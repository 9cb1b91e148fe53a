import Model
import Tables
import Values

/// The days that a dataset has rows for, to tell what lies beyond its data from what is merely empty.
struct Coverage {
    let dataset: String
    let days: ClosedRange<Day>
    /// The most days between two neighbouring days with rows: a silence up to this long says nothing.
    let longestSilence: Int

    /// Nil when no row has a day.
    init?(_ dataset: String, _ spread: DaySpread) {
        guard let range = spread.range else { return nil }
        self.dataset = dataset
        days = range.days
        longestSilence = spread.longestSilence
    }

    /// Whether the data end so long before the period does that its end is not covered.
    func endsWithin(_ period: Period) -> Bool {
        period.end != .last && days.upperBound < period.lastDay
            && days.upperBound.days(to: period.lastDay) > longestSilence
    }

    /// Whether the data begin so long after the period does that its beginning is not covered.
    func beginsWithin(_ period: Period) -> Bool {
        period.start != .first && period.start < days.lowerBound
            && period.start.days(to: days.lowerBound) > longestSilence
    }
}

extension Evaluation {
    /// The days that each time axis of the question covers: for balances, those on which rows begin.
    func findCoverages() throws(Diagnostic) -> [Coverage] {
        var result: [Coverage] = []
        var seen: Set<RowExpression> = []
        for aggregate in question.aggregates where workspace.datasets[aggregate.dataset]?.isTarget != true {
            guard let axis = aggregate.isBalance ? aggregate.activeFrom : aggregate.time, seen.insert(axis).inserted,
                let spread = try evaluators[aggregate.dataset]?.daySpread(axis),
                let coverage = Coverage(aggregate.dataset, spread)
            else { continue }
            result.append(coverage)
        }
        return result
    }

    /// Refuses a period that ends before any of the data begin, since its zeros would say nothing; tells one that is only
    /// compared with.
    ///
    /// - Parameter asked: nil for the periods of the question.
    func refuseBeforeData(_ coverages: [Coverage], asked: [ResolvedPeriod]? = nil) throws(Diagnostic) {
        guard let first = coverages.min(by: { $0.days.lowerBound < $1.days.lowerBound }) else { return }
        let begin = first.days.lowerBound
        func isBefore(_ period: Period) -> Bool { period.end <= begin && !period.isEmpty }
        let days = coverages.map {
            "the days of \($0.dataset) run from \($0.days.lowerBound.text) to \($0.days.upperBound.text)"
        }
        if let asked = (asked ?? question.periods).first(where: { isBefore($0.period) }) {
            let grain: Grain? = if case .steps(let grain, _) = asked.shape { grain } else { nil }
            let nearest = question.calendar.period(grain ?? .year, containing: begin)
            throw Diagnostic(
                "before-data", "\(asked.period.label) lies before the data", reason: days,
                remedies: ["ask from \(begin.text) on: `for \(nearest.label)`"])
        }
        for comparison in question.comparisons where !comparison.isTarget {
            guard let other = comparison.periods.first(where: { isBefore($0.period) }) else { continue }
            note("\(other.period.label) lies before the data: " + days.joined(separator: ", "))
        }
    }
}

/// Why the numbers of a period are not those of the whole of it.
struct Partiality {
    let today: Day
    let coverages: [Coverage]

    func isNotOver(_ period: Period) -> Bool { period.end != .last && period.lastDay > today }

    func isPartial(_ period: Period) -> Bool {
        isNotOver(period) || coverages.contains { $0.endsWithin(period) || $0.beginsWithin(period) }
    }

    /// For the heading: "not over", "data end on 2017-12-31".
    func reasons(_ period: Period) -> [String] {
        if period.end != .last && period.start > today { return ["not begun"] }
        var reasons = isNotOver(period) ? ["not over"] : []
        let several = coverages.count > 1
        for coverage in coverages where coverage.endsWithin(period) && !isNotOver(period) {
            let whose = several ? "\(coverage.dataset) " : "data "
            reasons.append(
                coverage.days.upperBound < period.start
                    ? "beyond the data" + (several ? " of \(coverage.dataset)" : "")
                    : whose + "end on " + coverage.days.upperBound.text)
        }
        for coverage in coverages where coverage.beginsWithin(period) {
            let whose = several ? "\(coverage.dataset) " : "data "
            reasons.append(whose + "begin on " + coverage.days.lowerBound.text)
        }
        var seen: Set<String> = []
        return reasons.filter { seen.insert($0).inserted }
    }
}
