import Language
import Model
import Values

/// Periods as they are typed, on calendars of all kinds.
enum PeriodTarget: FuzzTarget {
    static func problem(_ bytes: [UInt8]) -> String? {
        var input = InputReader(bytes)
        let kind = input.byte()
        var workspace = Workspace(folder: "/", today: Day(Int(Int32(truncatingIfNeeded: input.number(4)))))
        workspace.calendar = Calendar(fiscalYearStart: Int(kind % 12) + 1, weekStart: Int(kind / 12 % 7) + 1)
        let text = input.text()
        guard let period = try? parsePeriod(text) else { return nil }
        let layout = printed(period)
        guard let again = try? parsePeriod(layout), again == period, printed(again) == layout else {
            return "\(text) is printed as \(layout)"
        }
        let resolver = PeriodResolver(workspace)
        guard let resolved = try? resolver.resolve(period) else { return nil }
        guard let twice = try? resolver.resolve(again), twice == resolved else { return "\(layout) is two periods" }
        return problem(resolved, workspace, layout)
    }

    private static func problem(_ resolved: ResolvedPeriod, _ workspace: Workspace, _ text: String) -> String? {
        let period = resolved.period
        guard period.start <= period.end else { return "\(text) ends before it begins" }
        if case .steps(let grain, let count) = resolved.shape, period.start > .first, period.end < .last {
            guard workspace.calendar.shift(period.start, grain, by: count) == period.end else {
                return "\(text) is not \(count) steps of \(grain)"
            }
        }
        for grain in Grain.allCases {
            let step = workspace.calendar.period(grain, containing: period.start)
            guard step.contains(period.start) else { return "\(step.label) does not hold \(period.start.text)" }
            guard workspace.calendar.start(of: grain, containing: step.start) == step.start else {
                return "\(step.label) does not begin with its beginning"
            }
            // At the ends of the calendar, a step may be cut.
            guard (3...9990).contains(step.start.year) else { continue }
            guard step.end > step.start, step.end == workspace.calendar.start(of: grain, containing: step.end) else {
                return "\(step.label) does not end where the next begins"
            }
            guard let named = try? PeriodResolver(workspace).resolve(parsePeriod(step.label)),
                named.period.start == step.start, named.period.end == step.end
            else { return "\(step.label) is not read back" }
        }
        if let steps = workspace.calendar.steps(.month, covering: period, limit: 100) {
            for (one, next) in zip(steps, steps.dropFirst()) where one.end != next.start { return "\(text) has a gap" }
        }
        return nil
    }
}
