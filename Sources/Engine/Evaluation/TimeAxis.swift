import Language
import Model
import Values

/// A stretch of days whose rows count, for one of the asked periods.
struct Window: Hashable {
    /// Nil for the rows without a day.
    var span: Period?
    /// Which of the asked periods it belongs to.
    var period: Int
}

/// The stretches of time that the results of a level look at, as columns: one for each part of its time cells, or, for a
/// statistic over sub-periods, one for each sub-period of each.
///
/// Columns of shifted or rolling time may overlap.
struct TimeAxis {
    struct Column {
        /// In order of time, and apart from each other.
        var windows: [Window]
        /// Where they are scattered steps of time, each of which moves by itself: the steps; else nil.
        var steps: [Window]?
        /// The part of the level's time cells that it belongs to.
        var origin: Int
    }

    var columns: [Column]
    /// On an axis of sub-periods, where those of each column of the axis it was made from begin, and the end.
    var starts: [Int] = []

    var count: Int { columns.count }
}

extension TimeShift {
    /// Whether it goes to another stretch of the same length, not to a longer one.
    fileprivate var moves: Bool { self == .previous || self == .yearAgo }
}

/// How one axis is made from another.
enum AxisStep: Hashable {
    case shift(TimeShift)
    /// Sub-periods; those that end before the first day of the data are left out.
    case steps(Steps, firstDay: Day?)
}

/// Makes the axes of a question.
struct AxisBuilder {
    let question: BoundQuestion
    let time: TimeCells
    let resolver: PeriodResolver

    private var calendar: Calendar { question.calendar }
    /// The day after today: where stretches that are not over end for everything that looks back.
    private var tomorrow: Day { question.today.adding(days: 1) }

    /// The stretches of the asked period, or of a comparison, at a level.
    func base(_ comparison: Int?, _ level: Level) -> TimeAxis {
        let spans = time.spans(comparison)
        var windows = [[Window]](repeating: [], count: level.cellCount)
        for (cell, part) in level.cellPart.enumerated() where part >= 0 {
            if let span = spans[cell] {
                windows[Int(part)].append(Window(span: span, period: time.cells[cell].period))
            } else if comparison == nil {
                windows[Int(part)].append(Window(span: nil, period: time.cells[cell].period))
            }
        }
        return TimeAxis(
            columns: windows.enumerated().map { origin, windows in
                TimeAxis.Column(
                    windows: Self.joined(windows), steps: level.hasScatteredSteps ? windows : nil, origin: origin)
            })
    }

    /// Windows side by side or overlapping become one.
    static func joined(_ windows: [Window]) -> [Window] {
        guard windows.count > 1 else { return windows }
        var result: [Window] = []
        let dated = windows.compactMap { window in window.span.map { (span: $0, period: window.period) } }
        for (span, period) in dated.sorted(by: { ($0.span, $0.period) < ($1.span, $1.period) }) {
            if let last = result.last, let known = last.span, Int(span.start.number) <= known.endNumber {
                if span.endNumber > known.endNumber {
                    result[result.count - 1].span = Period(start: known.start, end: span.end)
                }
            } else {
                result.append(Window(span: span, period: period))
            }
        }
        if let undated = windows.first(where: { $0.span == nil }) { result.append(undated) }
        return result
    }

    func made(_ step: AxisStep, from axis: TimeAxis, comparison: Int?) -> TimeAxis {
        switch step {
        case .shift(let shift):
            return TimeAxis(
                columns: axis.columns.map { column in
                    // What looks back from scattered steps would count days again and again, and has no value.
                    if column.steps?.isEmpty == false, !shift.moves {
                        return TimeAxis.Column(windows: [], steps: [], origin: column.origin)
                    }
                    let moved = (column.steps ?? column.windows).compactMap { window -> Window? in
                        guard let span = window.span else { return nil }
                        return shifted(span, by: shift, period: window.period, comparison)
                            .map { Window(span: $0, period: window.period) }
                    }
                    return TimeAxis.Column(
                        windows: Self.joined(moved), steps: column.steps == nil ? nil : moved, origin: column.origin)
                })
        case .steps(let steps, let firstDay):
            var result = TimeAxis(columns: [], starts: [0])
            for column in axis.columns {
                for window in column.windows {
                    guard let span = window.span else { continue }
                    for part in subPeriods(of: span, steps, firstDay: firstDay) {
                        result.columns.append(
                            .init(windows: [Window(span: part, period: window.period)], origin: column.origin))
                    }
                }
                result.starts.append(result.columns.count)
            }
            return result
        }
    }

    // MARK: Shifts

    /// Nil where there is no such stretch, as there is none before all time.
    private func shifted(_ span: Period, by shift: TimeShift, period: Int, _ comparison: Int?) -> Period? {
        let end = span.end == .last ? max(span.start, tomorrow) : span.end
        switch shift {
        case .previous:
            let resolved = ResolvedPeriod(span, shape(of: span, period, comparison))
            guard case .steps(let grain, let count) = resolved.shape else { return resolver.previous(resolved) }
            return Period(
                start: calendar.shift(span.start, grain, by: -count),
                end: calendar.shiftEnd(span.end, grain, by: -count), grain: count == 1 ? grain : nil)
        case .yearAgo: return resolver.lastYear(ResolvedPeriod(span, shape(of: span, period, comparison)))
        case .toDate(let grain):
            guard span.start < end || span.start == .first else { return nil }
            return Period(start: calendar.start(of: fiscal(grain), containing: end.adding(days: -1)), end: end)
        case .rolling(let duration):
            return Period(start: calendar.shiftEnd(end, duration.grain, by: -duration.count), end: end)
        case .toDateEver: return Period(start: .first, end: end)
        case .running:
            let asked = comparison.map { question.comparisons[$0].periods[period] } ?? question.periods[period]
            return Period(start: min(asked.period.start, span.start), end: span.end)
        }
    }

    /// On lines by fiscal steps the year is the fiscal one.
    private func fiscal(_ grain: Grain) -> Grain {
        guard
            question.dimensions.contains(where: { $0.grain?.isFiscal == true })
                || question.periods.contains(where: {
                    $0.period.grain?.isFiscal == true
                })
        else { return grain }
        switch grain {
        case .year: return .fiscalYear
        case .quarter: return .fiscalQuarter
        default: return grain
        }
    }

    /// The steps that a stretch moves by: those of the asked period for the whole of it, else the line's own.
    private func shape(of span: Period, _ period: Int, _ comparison: Int?) -> ResolvedPeriod.Shape {
        let asked = comparison.map { question.comparisons[$0].periods[period] } ?? question.periods[period]
        if span.start == asked.period.start && span.end == asked.period.end { return asked.shape }
        if span.isOpen { return .open }
        // All of an open period is cut down to the days of the data, and still has nothing before it.
        if asked.shape == .open, time.holdsSeveral(span, of: period) { return .open }
        // A sub-period moves by its own length, however long the lines are.
        if let grain = span.grain { return .steps(grain, count: 1) }
        for grain in Self.fineToCoarse where question.dimensions.contains(where: { $0.grain == grain }) {
            if calendar.next(grain, after: calendar.start(of: grain, containing: span.start)) >= span.end {
                return .steps(grain, count: 1)
            }
        }
        for grain in [Grain.year, .quarter, .month, .week] {
            guard calendar.start(of: grain, containing: span.start) == span.start,
                calendar.start(of: grain, containing: span.end) == span.end,
                let steps = calendar.steps(grain, covering: span, limit: 10_000)
            else { continue }
            return .steps(grain, count: steps.count)
        }
        return .days
    }

    private static let fineToCoarse: [Grain] = [
        .day, .week, .month, .fiscalQuarter, .quarter, .fiscalHalf, .half, .fiscalYear, .year,
    ]

    // MARK: Sub-periods

    /// Whole steps only: those of the stretch, or the last ones up to its end, that are over.
    private func subPeriods(of span: Period, _ steps: Steps, firstDay: Day?) -> [Period] {
        let grain = steps.grain
        guard span.start < tomorrow else { return [] }
        let end = calendar.start(of: grain, containing: min(span.end, tomorrow))
        var start: Day
        if let over = steps.over {
            start = calendar.shiftEnd(end, over.grain, by: -over.count)
        } else {
            start = span.start
        }
        // Without data all time has no beginning.
        guard start != .first || firstDay != nil else { return [] }
        if let firstDay { start = max(start, calendar.start(of: grain, containing: firstDay)) }
        guard start < end else { return [] }
        return (calendar.steps(grain, covering: Period(start: start, end: end), limit: TimeCells.limit) ?? [])
            .filter { $0.start >= start && $0.end <= end }
    }
}
