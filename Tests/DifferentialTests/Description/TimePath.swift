/// Another stretch of time that a metric is asked over.
enum TimeShift: Hashable, Sendable {
    case previous, yearAgo, running
    /// From the beginning of the month, quarter or year.
    case toDate(String)
    /// So many steps.
    case rolling(Int, String)

    func text(_ inner: String) -> String {
        switch self {
        case .previous: "previous(\(inner))"
        case .yearAgo: "year_ago(\(inner))"
        case .running: "running(\(inner))"
        case .toDate(let grain): "\(grain.prefix(1))td(\(inner))"
        case .rolling(let count, let grain): "rolling(\(inner), \(Length(count: count, grain: grain).text))"
        }
    }
}

/// A length of time: `3 months`.
struct Length: Hashable, Sendable {
    var count: Int
    var grain: String

    var text: String { "\(count) \(grain == "half" && count > 1 ? "halves" : grain + (count == 1 ? "" : "s"))" }
}

/// The parts of a stretch that a statistic runs over: `by month over 12 months`.
struct SubPeriods: Hashable, Sendable {
    var grain: String
    var over: Length?

    var text: String {
        "by \(grain.replacingOccurrences(of: "_", with: " "))" + (over.map { " over \($0.text)" } ?? "")
    }
}

/// One step on the way from the time of a line to the time that an aggregate is computed over.
enum PathStep: Hashable, Sendable {
    case shift(TimeShift)
    /// - Parameter first: the day from which there is something to tell, as a position in `Dates`; nil without data.
    case parts(SubPeriods, first: Int?)

    var isParts: Bool {
        if case .parts = self { true } else { false }
    }
}

typealias TimePath = [PathStep]

/// A stretch of days, as positions in `Dates`; nil without a beginning or an end.
struct Stretch: Hashable {
    var first: Int?
    var last: Int?
    /// The step that it is, where it is one by its own making and not as a line.
    var grain: String?
}

/// Where stretches of time lead to.
///
/// The rules, as the reference has them: everything that looks back from an open end looks back from today;
/// `previous` and `year_ago` move a whole asked period as `vs` would, a line by its own step, and any other stretch by the
/// largest steps that it is made of, or else by its days; parts of a stretch are whole steps that are over.
struct TimeWalk {
    let dates: Dates
    let today: Int
    /// The grains of the question's lines.
    let grains: [String]
    /// Whether a year to date is the fiscal one.
    let isFiscal: Bool
    /// By asked period: the days of all lines where these are several, to which a period without an end is cut down.
    var extents: [Int: ClosedRange<Int>] = [:]

    private static let fineToCoarse = [
        "day", "week", "month", "fiscal_quarter", "quarter", "fiscal_half", "half", "fiscal_year", "year",
    ]

    /// - Parameters:
    ///   - asked: the whole period that the stretch belongs to.
    ///   - number: which of several it is.
    func shifted(_ stretch: Stretch, _ shift: TimeShift, asked: AskedPeriod, number: Int) -> Stretch? {
        let last = stretch.last ?? max(today, (stretch.first ?? 0) - 1)
        switch shift {
        case .previous, .yearAgo:
            // All of a period without an end has nothing before it, even where its lines end.
            if asked.bounded == nil, let all = extents[number], let first = stretch.first, let last = stretch.last,
                first <= all.lowerBound, last >= all.upperBound
            {
                return nil
            }
            return moved(stretch, shift, asked)
        case .running:
            guard let first = stretch.first, let begin = asked.first else { return Stretch(last: stretch.last) }
            return Stretch(first: min(first, begin), last: stretch.last)
        case .toDate(let grain):
            if let first = stretch.first, last < first { return nil }
            let own = isFiscal && grain != "month" && !grain.hasPrefix("fiscal") ? "fiscal_" + grain : grain
            return Stretch(first: dates.step(own, last).lowerBound, last: last)
        case .rolling(let count, let grain):
            return Stretch(first: dates.movedEnd(last, grain, -count) + 1, last: last)
        }
    }

    private func moved(_ stretch: Stretch, _ shift: TimeShift, _ asked: AskedPeriod) -> Stretch? {
        guard let first = stretch.first, let last = stretch.last else { return nil }
        let shape = shape(first...last, stretch, asked)
        let period = AskedPeriod(text: "", label: "", first: first, last: last, shape: shape)
        var own: String?
        if case .steps(let grain, 1) = shape { own = grain }
        if case .steps(let grain, let count) = shape, shift == .previous {
            // Part of a step is compared with the same part of the one before.
            return Stretch(
                first: dates.movedStart(first, grain, -count), last: dates.movedEnd(last, grain, -count),
                grain: own)
        }
        let comparison = shift == .previous ? AskedComparison.previous : .lastYear
        let generator = PeriodGenerator(dates: dates, today: today, dataDays: 0...0)
        return generator.compared(comparison, with: period).map {
            Stretch(first: $0.lowerBound, last: $0.upperBound, grain: own)
        }
    }

    /// What a stretch moves by.
    private func shape(_ days: ClosedRange<Int>, _ stretch: Stretch, _ asked: AskedPeriod) -> AskedPeriod.Shape {
        if asked.first == stretch.first, asked.last == stretch.last { return asked.shape }
        if let grain = stretch.grain { return .steps(grain, 1) }
        for grain in Self.fineToCoarse where grains.contains(grain) {
            if dates.step(grain, days.lowerBound).upperBound >= days.upperBound { return .steps(grain, 1) }
        }
        for grain in ["year", "quarter", "month", "week"] {
            if dates.step(grain, days.lowerBound).lowerBound == days.lowerBound,
                dates.step(grain, days.upperBound).upperBound == days.upperBound
            {
                return .steps(grain, dates.stepCount(grain, days))
            }
        }
        return .days
    }

    /// The whole steps of a stretch, or those up to its end, that are over.
    func parts(_ stretch: Stretch, _ parts: SubPeriods, first: Int?) -> [Stretch] {
        if let begin = stretch.first, begin > today { return [] }
        let end = dates.step(parts.grain, min(stretch.last.map { $0 + 1 } ?? today + 1, today + 1)).lowerBound - 1
        var begin = stretch.first
        if let over = parts.over { begin = dates.movedEnd(end, over.grain, -over.count) + 1 }
        if let first { begin = max(begin ?? 0, dates.step(parts.grain, first).lowerBound) }
        guard let begin, begin <= end else { return [] }
        var result: [Stretch] = []
        var step = dates.step(parts.grain, begin)
        while step.upperBound <= end {
            if step.lowerBound >= begin {
                result.append(Stretch(first: step.lowerBound, last: step.upperBound, grain: parts.grain))
            }
            step = dates.step(parts.grain, step.upperBound + 1)
        }
        return result
    }
}
