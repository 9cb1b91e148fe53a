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
        case .fiscalHalf(let year, let half):
            let start = calendar.fiscalYearStartDay(year)?.adding(months: half * 6 - 6)
            return try step(.fiscalHalf, start, expression)
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
            do {
                return try resolve(period, depth: depth + 1)
            } catch {
                throw inDefinition(of: "$" + name, error, at: expression.span)
            }
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

    private func step(_ grain: Grain, _ day: Day?, _ expression: PeriodExpression) throws(Diagnostic) -> ResolvedPeriod
    {
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
        return ResolvedPeriod(period, .steps(grain, count: calendar.stepCount(grain, from: start, to: end)))
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
            return sameDays(from: calendar.shift(period.start, grain, by: -1), as: period, within: grain)
        case .days: return Period(start: period.start.adding(days: -period.dayCount), end: period.start)
        case .open: return nil
        }
    }

    /// The same stretch a year before; to-date periods cover the same number of days. Nil when the period is open.
    package func lastYear(_ resolved: ResolvedPeriod) -> Period? {
        let period = resolved.period
        switch resolved.shape {
        case .open: return nil
        case .toDate(let grain):
            let start = grain == .week ? period.start.adding(days: -364) : period.start.adding(months: -12)
            return sameDays(from: start, as: period, within: grain)
        case .steps(.week, let count):
            let start = period.start.adding(days: -364)
            return named(start, start.adding(days: period.dayCount), like: .week, count: count)
        case .steps(let grain, let count):
            let start = period.start.adding(months: -12)
            let end = grain == .day && count == 1 ? start.adding(days: 1) : calendar.shiftEnd(period.end, .year, by: -1)
            return named(start, end, like: grain, count: count)
        case .days:
            return Period(start: period.start.adding(months: -12), end: calendar.shiftEnd(period.end, .year, by: -1))
        }
    }

    /// As many days as the period has, but none beyond the step that they begin: 31 March to date is compared with the
    /// whole of February.
    private func sameDays(from start: Day, as period: Period, within grain: Grain) -> Period {
        Period(start: start, end: min(start.adding(days: period.dayCount), calendar.next(grain, after: start)))
    }

    private func named(_ start: Day, _ end: Day, like grain: Grain, count: Int) -> Period {
        let first = calendar.label(grain, start: start)
        if count == 1 { return Period(start: start, end: end, label: first, grain: grain) }
        let last = calendar.label(grain, start: calendar.shift(end, grain, by: -1))
        return Period(start: start, end: end, label: first + " to " + last)
    }
}

extension Calendar {
    /// A day moved by steps, as the first day that a period no longer holds: a period that ends with February still
    /// does, and one that ends on 28 February of a leap year ends on 28 February.
    package func shiftEnd(_ day: Day, _ grain: Grain, by count: Int) -> Day {
        let moved = shift(day, grain, by: count)
        return grain.months != nil && moved.day < day.day ? moved.adding(days: 1) : moved
    }
}

extension Workspace {
    /// The value of `$name`: what was given from outside, else its definition.
    package func parameterValue(_ name: String, at span: Span) throws(Diagnostic) -> Expression {
        if let value = parameterValue(name) {
            guard !leadsBack(name) else {
                throw Diagnostic("parameter-circle", "`$\(name)` leads back to itself", at: span)
            }
            guard isGiven(name), let own = parameters[name]?.value else { return value }
            return try GivenValue(name: name, given: value, own: own).value(at: span)
        }
        let near = nearest(name, among: parameters.keys)
        throw Diagnostic(
            "unknown-parameter", "unknown parameter `$\(name)`", at: span,
            reason: parameters.isEmpty ? ["no `let` or `param` has been given"] : [],
            remedies: near.isEmpty
                ? ["define it: `let \(name) = …`"]
                : ["did you mean " + near.map { "`$\($0)`" }.joined(separator: ", ") + "?"],
            replacement: near.first.map { "$" + $0 })
    }

    private func parameterValue(_ name: String) -> Expression? {
        isGiven(name) ? arguments[name] : parameters[name]?.value
    }

    private func isGiven(_ name: String) -> Bool { arguments[name] != nil && parameters[name]?.isOpen ?? true }

    /// Whether a parameter's value uses, directly or through others, the parameter itself or a circle of others.
    private func leadsBack(_ name: String) -> Bool {
        var finished: Set<String> = []
        var entered: Set<String> = [name]
        var open: [(name: String, uses: [String])] = [(name, parameterValue(name).map(parametersIn) ?? [])]
        while let current = open.last {
            guard let next = current.uses.last else {
                finished.insert(current.name)
                open.removeLast()
                continue
            }
            open[open.count - 1].uses.removeLast()
            if finished.contains(next) { continue }
            if !entered.insert(next).inserted { return true }
            open.append((next, parameterValue(next).map(parametersIn) ?? []))
        }
        return false
    }
}

/// The parameters that an expression uses, without `$`.
func parametersIn(_ expression: Expression) -> [String] {
    var result: [String] = []
    func walk(_ period: PeriodExpression) {
        switch period.kind {
        case .parameter(let name): result.append(name)
        case .range(let from, let to): [from, to].forEach(walk)
        case .since(let point), .until(let point): walk(point)
        default: break
        }
    }
    var waiting = [expression]
    while let expression = waiting.popLast() {
        switch expression.kind {
        case .parameter(let name): result.append(name)
        case .period(let period), .within(_, let period, _): walk(period)
        default: break
        }
        waiting += expression.operands.reversed()
    }
    return result
}
