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

    /// "the days of deals run from 2017-03-01 to 2017-12-31".
    var text: String { "the days of \(dataset) run from \(days.lowerBound.text) to \(days.upperBound.text)" }

    /// The first of some periods that ends before any of the data begin.
    static func first(of periods: [ResolvedPeriod], before coverages: [Coverage]) -> ResolvedPeriod? {
        guard let begin = coverages.map(\.days.lowerBound).min() else { return nil }
        return periods.first { $0.period.end <= begin && !$0.period.isEmpty }
    }

    /// Why a period before the data has no answer; nil where none of the asked ones is such.
    static func refusal(of asked: [ResolvedPeriod], _ coverages: [Coverage], calendar: Calendar) -> Diagnostic? {
        guard let first = first(of: asked, before: coverages), let begin = coverages.map(\.days.lowerBound).min() else {
            return nil
        }
        let grain: Grain? = if case .steps(let grain, _) = first.shape { grain } else { nil }
        let nearest = calendar.period(grain ?? .year, containing: begin)
        return Diagnostic(
            "before-data", "\(first.period.label) lies before the data", reason: coverages.map(\.text),
            remedies: ["ask from \(begin.text) on: `for \(nearest.label)`"])
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
        for aggregate in whole.question.aggregates where workspace.datasets[aggregate.dataset]?.isTarget != true {
            guard let axis = aggregate.isBalance ? aggregate.activeFrom : aggregate.time, seen.insert(axis).inserted,
                let spread = try whole.evaluators[aggregate.dataset]?.daySpread(axis),
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
        if let refusal = Coverage.refusal(of: asked ?? question.periods, coverages, calendar: question.calendar) {
            throw refusal
        }
        for comparison in question.comparisons where !comparison.isTarget {
            guard let other = Coverage.first(of: comparison.periods, before: coverages) else { continue }
            note("\(other.period.label) lies before the data: " + coverages.map(\.text).joined(separator: ", "))
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
