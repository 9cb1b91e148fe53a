/// A period that a question asks for, with the days that it means.
struct AskedPeriod: Sendable {
    enum Shape: Hashable, Sendable {
        case steps(String, Int)
        /// From a step's beginning to a day inside it.
        case toDate(String)
        case days
        case open
    }

    var text: String
    /// As headings and cells call it.
    var label: String
    /// Positions in `Dates`; nil without a beginning or an end.
    var first: Int?
    var last: Int?
    var shape: Shape

    var bounded: ClosedRange<Int>? {
        guard let first, let last else { return nil }
        return first...last
    }
}

/// Another period that a question compares with.
enum AskedComparison: Hashable, Sendable {
    case previous
    case lastYear
    case period(AskedPeriod)
    case target

    var text: String {
        switch self {
        case .previous: "vs previous"
        case .lastYear: "vs last year"
        case .period(let period): "vs \(period.text)"
        case .target: "vs target"
        }
    }

    /// Behind the name of a measure.
    var suffix: String {
        switch self {
        case .previous: "vs_previous"
        case .lastYear: "vs_last_year"
        case .target: "vs_target"
        case .period(let period):
            "vs_" + period.label.lowercased().map { $0 == "-" || $0 == " " ? "_" : String($0) }.joined()
        }
    }
}

extension AskedPeriod: Hashable {}

/// Draws periods, and says what they are compared with.
struct PeriodGenerator {
    let dates: Dates
    let today: Int
    let dataDays: ClosedRange<Int>

    private static let written = [
        "day": "day", "fiscal_quarter": "fiscal quarter", "fiscal_half": "fiscal half", "fiscal_year": "fiscal year",
    ]

    private func words(_ grain: String) -> String { Self.written[grain] ?? grain }

    /// A day that the data is about, or a little before or after it.
    private func somewhere(_ draw: inout Draw) -> Int {
        draw.number((dataDays.lowerBound - 20)...(dataDays.upperBound + 20))
    }

    func period(_ draw: inout Draw, mayBeOpen: Bool = true) -> AskedPeriod {
        switch draw.number(0...13) {
        case 0, 1, 2, 3, 4:
            return step(draw.pick(["month", "quarter", "year", "half", "quarter", "month"]), somewhere(&draw))
        case 5: return step(draw.pick(["week", "day", "fiscal_quarter", "fiscal_year"]), somewhere(&draw))
        case 6, 7:
            let grain = draw.pick(["month", "month", "quarter", "week", "year"])
            let from = somewhere(&draw)
            let count = draw.number(2...4)
            let range = dates.steps(grain, from, offset: 0, count: count)
            let ends = [dates.label(grain, range.lowerBound), dates.label(grain, range.upperBound)]
            return AskedPeriod(
                text: ends.joined(separator: " to "), label: ends.joined(separator: " to "), first: range.lowerBound,
                last: range.upperBound, shape: .steps(grain, count))
        case 8, 9:
            let from = somewhere(&draw)
            let to = from + draw.number(1...70)
            let text = "\(dates.days[from]) to \(dates.days[to])"
            return AskedPeriod(text: text, label: text, first: from, last: to, shape: .days)
        case 10:
            let grain = draw.pick(["week", "month", "quarter", "year"])
            let offset = draw.number(-1...1)
            let range = dates.steps(grain, today, offset: offset)
            return AskedPeriod(
                text: "\(["last", "this", "next"][offset + 1]) \(grain)", label: dates.label(grain, range.lowerBound),
                first: range.lowerBound, last: range.upperBound, shape: .steps(grain, 1))
        case 11:
            let grain = draw.pick(["week", "month", "quarter", "day"])
            let count = draw.number(2...5)
            let range = dates.steps(grain, today, offset: -count, count: count)
            return AskedPeriod(
                text: "last \(count) \(grain)s",
                label: "\(dates.label(grain, range.lowerBound)) to \(dates.label(grain, range.upperBound))",
                first: range.lowerBound, last: range.upperBound, shape: .steps(grain, count))
        case 12:
            let grain = draw.pick(["week", "month", "quarter", "year"])
            let range = dates.step(grain, today)
            return AskedPeriod(
                text: "\(grain) to date", label: dates.label(grain, today) + " to date", first: range.lowerBound,
                last: today, shape: .toDate(grain))
        default:
            guard mayBeOpen, draw.chance(0.4) else { return step("quarter", somewhere(&draw)) }
            let known = step(draw.pick(["month", "quarter", "day"]), somewhere(&draw))
            if draw.chance(0.5) {
                return AskedPeriod(
                    text: "since \(known.text)", label: "since \(known.label)", first: known.first, last: nil,
                    shape: .open)
            }
            return AskedPeriod(
                text: "until \(known.text)", label: "until \(known.label)", first: nil, last: known.last, shape: .open)
        }
    }

    func step(_ grain: String, _ index: Int) -> AskedPeriod {
        let range = dates.step(grain, index)
        let label = dates.label(grain, index)
        return AskedPeriod(
            text: label, label: label, first: range.lowerBound, last: range.upperBound, shape: .steps(grain, 1))
    }

    // MARK: Comparisons

    /// The days that a period is compared with; nil when it has no beginning or no end.
    func compared(_ comparison: AskedComparison, with period: AskedPeriod) -> ClosedRange<Int>? {
        if case .period(let other) = comparison { return other.bounded }
        guard comparison != .target, let range = period.bounded else { return nil }
        switch (comparison, period.shape) {
        case (.previous, .steps(let grain, let count)):
            return dates.steps(grain, range.lowerBound, offset: -count, count: count)
        case (.previous, .toDate(let grain)):
            return sameDays(dates.steps(grain, range.lowerBound, offset: -1), as: range)
        case (.previous, _): return (range.lowerBound - range.count)...(range.lowerBound - 1)
        case (_, .steps("week", _)): return (range.lowerBound - 364)...(range.upperBound - 364)
        case (_, .toDate("week")): return sameDays(dates.step("week", range.lowerBound - 364), as: range)
        case (_, .toDate(let grain)):
            return sameDays(dates.step(grain, dates.movedByMonths(range.lowerBound, -12)), as: range)
        case (_, .steps("day", 1)):
            let day = dates.movedByMonths(range.lowerBound, -12)
            return day...day
        default:
            // The end of February stays the end of February.
            let last = dates.movedByMonths(range.upperBound, -12)
            return dates.movedByMonths(
                range.lowerBound, -12)...(dates.isLastOfMonth(range.upperBound)
                ? dates.step("month", last).upperBound : last)
        }
    }

    /// As many days from a step's beginning, and none beyond its end.
    private func sameDays(_ step: ClosedRange<Int>, as range: ClosedRange<Int>) -> ClosedRange<Int> {
        step.lowerBound...min(step.upperBound, step.lowerBound + range.count - 1)
    }

    /// Which asked day a compared one belongs to, in SQL; nil when steps are compared by their position.
    ///
    /// A day of the other period belongs to the step that holds the same day of the asked one, so a day that has no
    /// counterpart goes where the last of its month goes.
    func counterpart(_ comparison: AskedComparison, of period: AskedPeriod, grains: [String]) -> String? {
        func months(_ count: Int) -> String {
            "min/*of two*/(date(day, '+\(count) months'), date(day, 'start of month', '+\(count + 1) months', '-1 day'))"
        }
        func moved(_ grain: String, _ count: Int) -> String {
            switch grain {
            case "day": "date(day, '+\(count) days')"
            case "week": "date(day, '+\(count * 7) days')"
            case "month": months(count)
            case "quarter", "fiscal_quarter": months(count * 3)
            case "half", "fiscal_half": months(count * 6)
            default: months(count * 12)
            }
        }
        switch (comparison, period.shape) {
        case (.period, _): return nil
        case (.previous, .steps(let grain, let count)): return moved(grain, count)
        case (.previous, .toDate(let grain)): return moved(grain, 1)
        case (.previous, _): return moved("day", period.bounded?.count ?? 0)
        case (_, .steps("week", _)), (_, .toDate("week")): return moved("week", 52)
        default: return grains.contains("week") && !grains.contains("day") ? moved("week", 52) : months(12)
        }
    }
}
