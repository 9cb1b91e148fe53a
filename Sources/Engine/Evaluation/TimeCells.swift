import Model
import Values

/// The stretches that a question cuts time into, in order. Every line of an answer belongs to one cell; a question
/// without a time dimension has one cell for each asked period.
struct TimeCells {
    struct Cell {
        /// Which of the asked periods.
        var period: Int
        /// Nil for the cell of rows without a day.
        var span: Period?
        /// The value of each time dimension, in the order of the question's dimensions.
        var steps: [Value]
    }

    var cells: [Cell]
    /// For each comparison the stretch that each cell is compared with.
    var compared: [[Period?]]
    /// What the comparison leaves out.
    private(set) var notes: [String] = []
    /// Where the cells of each asked period begin and end, and how many they are; nil for one without.
    private var extents: [(start: Day, end: Day, count: Int)?] = []

    /// Cells of an answer; beyond that the question is refused rather than slow.
    static let limit = 200_000

    /// - Parameter dataRange: first and last day of the data, for questions over all time; nil when there is no day.
    init(_ question: BoundQuestion, dataRange: ClosedRange<Day>?, hasUndated: Bool) throws(Diagnostic) {
        let grains = question.dimensions.compactMap(\.grain)
        let calendar = question.calendar
        cells = []
        compared = question.comparisons.map { _ in [] }
        for (index, resolved) in question.periods.enumerated() {
            let period = Self.clipped(resolved.period, to: dataRange, by: grains, calendar)
            let spans = try Self.cut(period, by: grains, calendar)
            extents.append(
                spans.first.flatMap { first in spans.last.map { (start: first.start, end: $0.end, count: spans.count) }
                })
            for span in spans {
                let steps = question.dimensions.compactMap { dimension -> Value? in
                    switch dimension.source {
                    case .rows: nil
                    case .period: .period(resolved.period)
                    case .grain(let grain): .period(calendar.period(grain, containing: span.start))
                    }
                }
                cells.append(Cell(period: index, span: grains.isEmpty ? resolved.period : span, steps: steps))
            }
            for (position, comparison) in question.comparisons.enumerated() {
                if comparison.isTarget {
                    compared[position] += grains.isEmpty ? [resolved.period] : spans
                    continue
                }
                let other = comparison.periods[index].period
                if grains.isEmpty {
                    compared[position].append(other)
                    continue
                }
                switch comparison.alignments[index] {
                case .byPosition:
                    let others = try Self.cut(other, by: grains, calendar)
                    compared[position] += spans.indices.map { $0 < others.count ? others[$0] : nil }
                    if others.count != spans.count {
                        notes.append(
                            "\(resolved.period.label) has \(spans.count) steps and \(other.label) has \(others.count):"
                                + " the first \(min(spans.count, others.count)) are compared, totals too")
                    }
                case .yearBefore:
                    // Weeks are compared with the week of the same number, 52 weeks before.
                    let isWeekly = grains.contains(.week) && !grains.contains(.day)
                    compared[position] += Self.moved(
                        spans, back: isWeekly ? 52 : 1, isWeekly ? .week : .year, onto: other, calendar)
                case .stepsBack(let grain, let count):
                    compared[position] += Self.moved(spans, back: count, grain, onto: other, calendar)
                }
            }
        }
        if hasUndated, question.periods.first?.period.isAllTime == true, !grains.isEmpty {
            let steps = question.dimensions.filter(\.isTime).map { _ in Value.missing }
            cells.append(Cell(period: 0, span: nil, steps: steps))
            for position in compared.indices { compared[position].append(nil) }
        }
    }

    /// An open period cut down to the steps that hold the days of the data: whole ones, so that what is asked of the
    /// first and the last is the same as when they are asked for by name.
    private static func clipped(
        _ period: Period, to range: ClosedRange<Day>?, by grains: [Grain], _ calendar: Calendar
    ) -> Period {
        guard !grains.isEmpty, period.isOpen else { return period }
        guard let range, range.upperBound >= period.start, range.lowerBound < period.end else {
            return Period(start: period.start, end: period.start)
        }
        var start = period.start
        if start == .first {
            start = grains.map { calendar.start(of: $0, containing: range.lowerBound) }.max() ?? start
        }
        var end = period.end
        if end == .last {
            end =
                grains.map { calendar.next($0, after: calendar.start(of: $0, containing: range.upperBound)) }.min()
                ?? end
        }
        return Period(start: start, end: max(start, end))
    }

    private static func cut(_ period: Period, by grains: [Grain], _ calendar: Calendar) throws(Diagnostic) -> [Period] {
        guard !grains.isEmpty else { return [period] }
        guard !period.isEmpty else { return [] }
        var borders: Set<Day> = [period.start]
        for grain in grains {
            guard let steps = calendar.steps(grain, covering: period, limit: limit) else {
                throw Diagnostic(
                    "too-many-steps", "\(period.daysLabel) has more than \(limit) \(grain.rawValue)s",
                    remedies: ["ask for a shorter period or longer steps"])
            }
            for step in steps where period.contains(step.start) { borders.insert(step.start) }
        }
        let starts = borders.sorted()
        return starts.indices.map { index in
            Period(start: starts[index], end: index + 1 < starts.count ? starts[index + 1] : period.end)
        }
    }

    /// The stretches of another period that the spans of the asked one are compared with. Together they are the whole
    /// of it, so that its total is right; a day that two spans would be compared with (28 February for both 28 and
    /// 29 February) belongs to the first only.
    private static func moved(
        _ spans: [Period], back count: Int, _ grain: Grain, onto other: Period, _ calendar: Calendar
    ) -> [Period?] {
        var taken = other.start
        var result = spans.map { span -> Period? in
            let start = max(taken, calendar.shift(span.start, grain, by: -count))
            let end = min(other.end, calendar.shiftEnd(span.end, grain, by: -count))
            guard start < end else { return nil }
            taken = end
            return Period(start: start, end: end)
        }
        // One day a year before may lie before all of the weeks that it belongs to.
        if !result.isEmpty, !other.isEmpty, result.allSatisfy({ $0 == nil }) { result[0] = other }
        var end = other.end
        for index in result.indices.reversed() {
            guard let span = result[index] else { continue }
            let isFirst = result[..<index].allSatisfy { $0 == nil }
            result[index] = Period(start: isFirst ? other.start : span.start, end: end)
            end = span.start
        }
        return result
    }

    /// Whether a stretch holds all cells of an asked period, and these are several.
    func holdsSeveral(_ span: Period, of period: Int) -> Bool {
        guard let extent = extents[period], extent.count > 1 else { return false }
        return span.start <= extent.start && span.end >= extent.end
    }

    /// The spans of one variant: `nil` the asked one, else a comparison's position.
    func spans(_ comparison: Int?) -> [Period?] {
        comparison.map { compared[$0] } ?? cells.map(\.span)
    }
}
