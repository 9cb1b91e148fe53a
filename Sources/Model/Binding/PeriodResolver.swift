import Language
import Values

/// A period on the calendar, with what is needed to step it back.
package struct ResolvedPeriod: Hashable, Sendable {
    package enum Shape: Hashable, Sendable {
        /// Whole steps of one grain: moves by steps.
        case steps(Grain, count: Int)
        /// From a step's beginning to a day inside it: compared over the same number of days.
        case toDate(Grain)
        /// Any other stretch of days.
        case days
        /// Without a beginning or an end: cannot be moved.
        case open
    }

    package var period: Period
    package var shape: Shape

    package init(_ period: Period, _ shape: Shape) {
        self.period = period
        self.shape = shape
    }

    package static let allTime = ResolvedPeriod(.allTime, .open)
}

/// Turns periods as written into days, by the workspace's calendar and its today.
package struct PeriodResolver {
    package let workspace: Workspace

    package init(_ workspace: Workspace) { self.workspace = workspace }

    private var calendar: Calendar { workspace.calendar }

    package func resolve(_ expression: PeriodExpression) throws(Diagnostic) -> ResolvedPeriod {
        try resolve(expression, depth: 0)
    }

    private func resolve(_ expression: PeriodExpression, depth: Int) throws(Diagnostic) -> ResolvedPeriod {
        switch expression.kind {
        case .day(let day): return ResolvedPeriod(calendar.period(.day, containing: day), .steps(.day, count: 1))
        case .year(let year): return try step(.year, Day(year: year, month: 1, day: 1), expression)
        case .half(let year, let half): return try step(.half, Day(year: year, month: half * 6 - 5, day: 1), expression)
        case .quarter(let year, let quarter):
            return try step(.quarter, Day(year: year, month: quarter * 3 - 2, day: 1), expression)
        case .month(let year, let month): return try step(.month, Day(year: year, month: month, day: 1), expression)
        case .week(let year, let week):
            // The Thursday lies in the week of this name wherever weeks start.
            return try step(.week, Day(isoYear: year, week: week)?.adding(days: 3), expression)
        case .fiscalYear(let year): return try step(.fiscalYear, calendar.fiscalYearStartDay(year), expression)
        case .fiscalQuarter(let year, let quarter):
            let start = calendar.fiscalYearStartDay(year)?.adding(months: quarter * 3 - 3)
            return try step(.fiscalQuarter, start, expression)
        case .today: return try step(.day, workspace.today, expression)
        case .yesterday: return try step(.day, workspace.today.adding(days: -1), expression)
        case .step(let grain, let offset):
            let current = calendar.start(of: grain, containing: workspace.today)
            return try step(grain, calendar.shift(current, grain, by: offset), expression)
        case .steps(let grain, let count, let isNext):
            guard count > 0, count <= 10_000 else {
                throw Diagnostic(
                    "period-count", "a period has 1 to 10,000 \(grain.rawValue)s", at: expression.span)
            }
            let current = calendar.start(of: grain, containing: workspace.today)
            let start = isNext ? calendar.next(grain, after: current) : calendar.shift(current, grain, by: -count)
            let end = calendar.shift(start, grain, by: count)
            let first = calendar.label(grain, start: start)
            let last = calendar.label(grain, start: calendar.shift(end, grain, by: -1))
            return ResolvedPeriod(
                Period(start: start, end: end, label: count == 1 ? first : first + " to " + last),
                .steps(grain, count: count))
        case .toDate(let grain):
            let start = calendar.start(of: grain, containing: workspace.today)
            return ResolvedPeriod(
                Period(
                    start: start, end: workspace.today.adding(days: 1),
                    label: calendar.label(grain, start: start) + " to date"),
                .toDate(grain))
        case .allTime: return .allTime
        case .range(let from, let to):
            let first = try resolve(from, depth: depth + 1)
            let last = try resolve(to, depth: depth + 1)
            guard first.period.start < last.period.end else {
                throw Diagnostic(
                    "period-backwards", "the period ends before it begins", at: expression.span,
                    reason: ["\(first.period.label) is after \(last.period.label)"],
                    remedies: ["write the earlier one first"])
            }
            return ranged(first, last)
        case .since(let from):
            let first = try resolve(from, depth: depth + 1)
            return ResolvedPeriod(
                Period(start: first.period.start, end: .last, label: "since " + first.period.label), .open)
        case .until(let to):
            let last = try resolve(to, depth: depth + 1)
            return ResolvedPeriod(
                Period(start: .first, end: last.period.end, label: "until " + last.period.label), .open)
        case .parameter(let name):
            guard depth < 20 else {
                throw Diagnostic("parameter-circle", "`$\(name)` leads back to itself", at: expression.span)
            }
            let value = try workspace.parameterValue(name, at: expression.span)
            guard let period = Self.period(value) else {
                throw Diagnostic(
                    "not-a-period", "`$\(name)` is \(printed(value)), which is not a period", at: expression.span,
                    remedies: ["set it to a period such as 2026-Q1 or last quarter"])
            }
            return try resolve(period, depth: depth + 1)
        }
    }

    /// A value that stands for a period: a period, or a whole number that is a year.
    package static func period(_ expression: Expression) -> PeriodExpression? {
        switch expression.kind {
        case .period(let period): return period
        case .number(let number, asPercent: false):
            guard let year = number.wholeNumber, (1...9999).contains(year) else { return nil }
            return PeriodExpression(.year(year), span: expression.span)
        case .parameter(let name): return PeriodExpression(.parameter(name), span: expression.span)
        case .text(let text): return try? parsePeriod(text)
        default: return nil
        }
    }

    private func step(_ grain: Grain, _ day: Day?, _ expression: PeriodExpression) throws(Diagnostic) -> ResolvedPeriod {
        guard let day else {
            throw Diagnostic(
                "no-such-period", "there is no period \(printed(expression))", at: expression.span,
                reason: ["years run from 1 to 9999, quarters to 4, months to 12, ISO weeks to 52 or 53"])
        }
        return ResolvedPeriod(calendar.period(grain, containing: day), .steps(grain, count: 1))
    }

    /// The stretch from the beginning of one to the end of the other.
    private func ranged(_ first: ResolvedPeriod, _ last: ResolvedPeriod) -> ResolvedPeriod {
        let start = first.period.start
        let end = last.period.end
        let label = first.period.label + " to " + last.period.label
        let period = Period(start: start, end: end, label: label)
        guard case .steps(let grain, count: 1) = first.shape, case .steps(grain, count: 1) = last.shape,
            grain != .day
        else { return ResolvedPeriod(period, .days) }
        var count = 0
        var day = start
        while day < end && count < 100_000 {
            day = calendar.next(grain, after: day)
            count += 1
        }
        return ResolvedPeriod(period, .steps(grain, count: count))
    }

    // MARK: Comparisons

    /// The stretch of the same shape just before; nil when the period is open.
    package func previous(_ resolved: ResolvedPeriod) -> Period? {
        let period = resolved.period
        switch resolved.shape {
        case .steps(let grain, let count):
            let start = calendar.shift(period.start, grain, by: -count)
            return named(start, period.start, like: grain, count: count)
        case .toDate(let grain):
            return sameDays(from: calendar.shift(period.start, grain, by: -1), as: period)
        case .days: return Period(start: period.start.adding(days: -period.dayCount), end: period.start)
        case .open: return nil
        }
    }

    /// The same stretch a year before; to-date periods cover the same number of days. Nil when the period is open.
    package func lastYear(_ resolved: ResolvedPeriod) -> Period? {
        let period = resolved.period
        switch resolved.shape {
        case .open: return nil
        case .toDate: return sameDays(from: period.start.adding(months: -12), as: period)
        case .steps(.week, let count):
            let start = period.start.adding(days: -364)
            return named(start, start.adding(days: period.dayCount), like: .week, count: count)
        case .steps(let grain, let count):
            return named(yearBefore(period.start), yearBefore(period.end), like: grain, count: count)
        case .days: return Period(start: yearBefore(period.start), end: yearBefore(period.end))
        }
    }

    /// The same date a year before, counting month ends as such: an exclusive end on 1 March stays on 1 March.
    private func yearBefore(_ day: Day) -> Day { day.adding(months: -12) }

    private func sameDays(from start: Day, as period: Period) -> Period {
        Period(start: start, end: start.adding(days: period.dayCount))
    }

    private func named(_ start: Day, _ end: Day, like grain: Grain, count: Int) -> Period {
        let first = calendar.label(grain, start: start)
        if count == 1 { return Period(start: start, end: end, label: first, grain: grain) }
        let last = calendar.label(grain, start: calendar.shift(end, grain, by: -1))
        return Period(start: start, end: end, label: first + " to " + last)
    }
}

extension Workspace {
    /// The value of `$name`: what was given from outside, else its definition.
    package func parameterValue(_ name: String, at span: Span) throws(Diagnostic) -> Expression {
        if let given = arguments[name], parameters[name]?.isOpen ?? true { return given }
        if let parameter = parameters[name] { return parameter.value }
        let near = nearest(name, among: parameters.keys)
        throw Diagnostic(
            "unknown-parameter", "unknown parameter `$\(name)`", at: span,
            reason: parameters.isEmpty ? ["no `let` or `param` has been given"] : [],
            remedies: near.isEmpty
                ? ["define it: `let \(name) = …`"] : ["did you mean " + near.map { "`$\($0)`" }.joined(separator: ", ") + "?"],
            replacement: near.first.map { "$" + $0 })
    }
}
