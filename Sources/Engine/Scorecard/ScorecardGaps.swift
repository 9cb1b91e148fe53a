import Language
import Model
import OrderedCollections
import Values

/// What a scorecard could not compute, and why: one note for each reason.
struct ScorecardGaps {
    /// Metrics by the canonical datasets that they lack.
    private var missing: OrderedDictionary<[String], [String]> = [:]
    /// Metrics that cannot be split or filtered as asked.
    private var unreachable: [String] = []
    private var withoutAim: [String] = []
    /// Metrics by the period that lies before their data.
    var beforeData: OrderedDictionary<String, [String]> = [:]
    private var others: OrderedDictionary<String, [String]> = [:]
    /// Metrics whose targets are not set by what is asked.
    var withoutTargets: [String] = []
    var withoutValue: [String] = []
    private var first: Diagnostic?

    mutating func add(_ metric: Workspace.Metric, _ error: Diagnostic, _ workspace: Workspace) {
        switch error.code {
        case "missing-data":
            let datasets = workspace.lineage(of: metric).missingDatasets.sorted()
            missing[datasets, default: []].append(metric.name)
            return
        case "unreachable-dimension", "nothing-to-group": unreachable.append(metric.name)
        case "no-target": withoutAim.append(metric.name)
        case "before-data": others["the period lies before the data", default: []].append(metric.name)
        default:
            let reason = error.reason.first { !$0.hasPrefix("in the definition of") }
            others[error.message + (reason.map { "; " + $0 } ?? ""), default: []].append(metric.name)
        }
        first = first ?? error
    }

    /// Why no metric at all can be computed as it was asked: the period or the condition is to blame, not the metrics.
    func blamed(on question: ScorecardQuestion) -> Diagnostic? {
        guard var first else { return nil }
        first.span = question.periods.first?.span
        if first.code == "unreachable-dimension" || !question.groupings.isEmpty {
            first.span = question.groupings.first?.expression?.span ?? first.span
        }
        if first.span == Span.none { first.span = nil }
        return first
    }

    func notes(_ question: ScorecardQuestion) -> [String] {
        var notes: [String] = []
        func note(_ why: String, _ metrics: [String]) {
            if !metrics.isEmpty { notes.append(why + ": " + metrics.joined(separator: ", ")) }
        }
        note("no value in this period, where a divisor is 0 or no row fits", withoutValue)
        let by = question.groupings.compactMap(\.expression).map { "`" + printed($0) + "`" }
        note("cannot be asked " + (by.isEmpty ? "so" : "by " + listed(by)), unreachable)
        note("targets are not set by " + listed(by), withoutTargets)
        note("no target is set", withoutAim)
        for (period, metrics) in beforeData { note("\(period) lies before the data", metrics) }
        for (reason, metrics) in others { note(reason, metrics) }
        for (datasets, metrics) in missing {
            let lacking = datasets.map { "`\($0)` (\(CanonicalDataset.named($0)?.exports ?? "a file of that name"))" }
            note("not loaded: " + listed(lacking), metrics)
        }
        return notes
    }
}
