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
                        periods: periods.map { _ in resolved }, alignments: periods.map { _ in .byPosition },
                        span: expression.span))
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
                        periods: shifted, alignments: alignments, span: span))
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
                        }, span: span))
            }
        }
        return result
    }

    /// All time has nothing before it: neither measures nor what lines are kept and ordered by look there.
    func refuseOpenShifts(
        _ question: Question, _ parts: [(expression: MetricExpression, span: Span)], _ periods: [ResolvedPeriod]
    ) throws(Diagnostic) {
        let isStepped = (question.groupings + (question.across.map { [$0] } ?? [])).contains { grouping in
            if case .grain = grouping.kind { true } else { false }
        }
        guard !isStepped, periods.contains(where: { $0.shape == .open }) else { return }
        for part in parts where part.expression.looksBack {
            throw Diagnostic(
                "open-comparison", "all time has nothing before it", at: part.span,
                reason: ["`previous` and `year_ago` look at what lies before the asked period"],
                remedies: ["say which period: `for this quarter`, or ask `by month`"])
        }
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

extension MetricExpression {
    /// Whether it looks at the stretch before that of the line; what sub-periods look at is their own affair.
    fileprivate var looksBack: Bool {
        switch self {
        case .shifted(.previous, _), .shifted(.yearAgo, _): true
        case .overSteps: false
        default: operands.contains(where: \.looksBack)
        }
    }
}
