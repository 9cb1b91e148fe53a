import Language
import Model
import Values

/// The period of a scorecard, and the steps of its trend.
struct ScorecardPeriod {
    let expression: PeriodExpression
    let resolved: ResolvedPeriod
    /// How it was found from the data, where the question does not say: "the last whole month of the data".
    let origin: String?
    /// Nil for a period without beginning or end.
    let trend: TrendSteps?

    /// The period before it and the same a year before; none for one without beginning or end.
    let compared: [Period]

    /// Whether there is a period before it.
    var canBeMoved: Bool { !compared.isEmpty }

    init(_ question: ScorecardQuestion, _ metrics: [Workspace.Metric], _ evaluator: Evaluator) throws(Diagnostic) {
        let workspace = evaluator.workspace
        if let asked = question.periods.first {
            expression = asked
            origin = nil
        } else {
            let found = try Self.lastWhole(metrics, evaluator)
            expression = found.expression
            origin = "the \(found.isWhole ? "last whole " : "")\(found.grain.rawValue) of the data"
        }
        let resolver = PeriodResolver(workspace)
        resolved = try resolver.resolve(expression)
        if let before = resolver.previous(resolved), let yearAgo = resolver.lastYear(resolved) {
            compared = [before, yearAgo]
        } else {
            compared = []
        }
        trend = TrendSteps(endingWith: resolved, calendar: workspace.calendar)
    }

    /// "2026-06-01 to 2026-06-30 · trend over 8 months from 2025-11-01".
    var provenance: String {
        var text = resolved.period.daysLabel
        if let trend, let first = trend.starts.first {
            text += " · trend over \(trend.label) from \(first.text)"
        }
        return text
    }

    // MARK: Found from the data

    /// The last month that is over and that the data reach; the last quarter where targets are set by quarter alone.
    private static func lastWhole(
        _ metrics: [Workspace.Metric], _ evaluator: Evaluator
    ) throws(Diagnostic) -> (expression: PeriodExpression, grain: Grain, isWhole: Bool) {
        let workspace = evaluator.workspace
        let grains = Set(metrics.compactMap { ((try? workspace.target(of: $0, at: .none)) ?? nil)?.grain })
        let grain: Grain = grains == [.quarter] ? .quarter : .month
        guard let coverage = try reach(metrics, evaluator) else {
            return (PeriodExpression(.step(grain, offset: -1), span: .none), grain, true)
        }
        let calendar = workspace.calendar
        var step = calendar.period(grain, containing: min(coverage.days.upperBound, workspace.today))
        // Data of less than a whole step have no other than the one that they are in.
        var isWhole = step.lastDay <= workspace.today && !coverage.endsWithin(step)
        if !isWhole && coverage.days.lowerBound < step.start {
            step = calendar.period(grain, containing: step.start.adding(days: -1))
            isWhole = true
        }
        let (year, month, _) = step.start.civil
        let expression = PeriodExpression(
            grain == .quarter ? .quarter(year: year, (month - 1) / 3 + 1) : .month(year: year, month), span: .none)
        return (expression, grain, isWhole)
    }

    /// The time axis that goes furthest, of those behind the metrics, as far as today.
    private static func reach(
        _ metrics: [Workspace.Metric], _ evaluator: Evaluator
    ) throws(Diagnostic) -> Coverage? {
        let today = evaluator.workspace.today
        var best: Coverage?
        for metric in metrics {
            for coverage in try evaluator.coverages(of: metric) {
                let known = best.map { min($0.days.upperBound, today) }
                if known.map({ $0 < min(coverage.days.upperBound, today) }) ?? true { best = coverage }
            }
        }
        return best
    }
}

extension Evaluator {
    /// The days that the time axes behind a metric cover; none for one that cannot be computed.
    func coverages(of metric: Workspace.Metric) throws(Diagnostic) -> [Coverage] {
        guard workspace.canAnswer(metric) else { return [] }
        var binder = MetricBinder(workspace, notes: BindingNotes())
        _ = try binder.bind(Expression(.name(Name([.init(metric.name)], span: .none)), span: .none))
        var result: [Coverage] = []
        var seen: Set<RowExpression> = []
        for aggregate in binder.aggregates {
            guard let dataset = workspace.datasets[aggregate.dataset], !dataset.isTarget,
                let axis = aggregate.isBalance ? aggregate.activeFrom : aggregate.time, seen.insert(axis).inserted,
                let spread = try RowEvaluator(workspace, dataset, isInterrupted: isInterrupted).daySpread(axis),
                let coverage = Coverage(dataset.name, spread)
            else { continue }
            result.append(coverage)
        }
        return result
    }
}
