import Language
import Values

/// The periods of a question and those it is compared with.
extension QuestionBinder {
    func bindPeriods(_ expressions: [PeriodExpression]) throws(Diagnostic) -> [ResolvedPeriod] {
        let resolver = PeriodResolver(workspace)
        var result: [ResolvedPeriod] = []
        for expression in expressions {
            let resolved = try resolver.resolve(expression)
            if !result.contains(resolved) { result.append(resolved) }
        }
        return result.isEmpty ? [.allTime] : result
    }

    func bindComparisons(
        _ comparisons: [Language.Comparison], _ periods: [ResolvedPeriod]
    ) throws(Diagnostic) -> [BoundQuestion.Comparison] {
        let resolver = PeriodResolver(workspace)
        var result: [BoundQuestion.Comparison] = []
        for comparison in comparisons {
            switch comparison {
            case .period(let expression):
                let resolved = try resolver.resolve(expression)
                let period = resolved.period
                result.append(
                    .init(
                        label: "vs " + period.label, suffix: "vs_" + machineName(period.label),
                        periods: periods.map { _ in resolved }, alignments: periods.map { _ in .byPosition }))
            case .previous(let span):
                var shifted: [ResolvedPeriod] = []
                var alignments: [BoundQuestion.Comparison.Alignment] = []
                for period in periods {
                    guard let before = resolver.previous(period) else { throw open(period, "previous", span) }
                    shifted.append(ResolvedPeriod(before, period.shape))
                    alignments.append(stepsBack(period, to: before))
                }
                result.append(
                    .init(
                        label: "vs " + (shifted.count == 1 ? shifted[0].period.label : "previous"),
                        suffix: "vs_previous",
                        periods: shifted, alignments: alignments))
            case .target(let span):
                result.append(
                    .init(
                        label: "vs target", suffix: "vs_target", periods: periods,
                        alignments: periods.map { _ in .byPosition }, isTarget: true, span: span))
            case .lastYear(let span):
                var shifted: [ResolvedPeriod] = []
                for period in periods {
                    guard let before = resolver.lastYear(period) else { throw open(period, "last year", span) }
                    shifted.append(ResolvedPeriod(before, period.shape))
                }
                result.append(
                    .init(
                        label: "vs " + (shifted.count == 1 ? shifted[0].period.label : "last year"),
                        suffix: "vs_last_year",
                        periods: shifted,
                        alignments: periods.map { period in
                            switch period.shape {
                            case .steps(.week, _), .toDate(.week): .stepsBack(.week, 52)
                            default: .yearBefore
                            }
                        }))
            }
        }
        return result
    }

    private func stepsBack(_ period: ResolvedPeriod, to before: Period) -> BoundQuestion.Comparison.Alignment {
        switch period.shape {
        case .steps(let grain, let count): .stepsBack(grain, count)
        case .toDate(let grain): .stepsBack(grain, 1)
        case .days, .open: .stepsBack(.day, before.start.days(to: period.period.start))
        }
    }

    private func open(_ period: ResolvedPeriod, _ wanted: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "open-comparison", "\(period.period.label) has no \(wanted) to be compared with", at: span,
            reason: ["a comparison needs a period with a beginning and an end"],
            remedies: ["say which: `for this quarter vs \(wanted)`, `for 2026 vs 2025`"])
    }
}
