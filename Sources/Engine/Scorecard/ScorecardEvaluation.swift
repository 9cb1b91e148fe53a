import Language
import Model
import OrderedCollections
import Values

extension Evaluator {
    /// The metrics of a department: a line each, or one for each group.
    package func answer(_ question: ScorecardQuestion) throws(Diagnostic) -> Answer {
        try workspace.withRoom(for: question.expressions) { () throws(Diagnostic) in
            try Scorecard(question, self).answer()
        }
    }

    /// The questions whose answers a scorecard puts together.
    package func questions(of question: ScorecardQuestion) throws(Diagnostic) -> [Question] {
        let scorecard = try Scorecard(question, self)
        return scorecard.entries.map { scorecard.question($0, withTarget: scorecard.hasTarget($0)) }
    }
}

/// A scorecard while it is put together: each metric is asked by itself, so that one that cannot be computed leaves the
/// others alone.
struct Scorecard {
    struct Entry {
        var metric: Workspace.Metric
        var attributes: MetricAttributes
    }

    let asked: ScorecardQuestion
    let evaluator: Evaluator
    let entries: [Entry]
    let period: ScorecardPeriod
    private var workspace: Workspace { evaluator.workspace }

    init(_ question: ScorecardQuestion, _ evaluator: Evaluator) throws(Diagnostic) {
        asked = question
        self.evaluator = evaluator
        entries = Self.entries(of: question.department, evaluator.workspace)
        period = try ScorecardPeriod(question, entries.map(\.metric), evaluator)
        // What is asked by has to mean something at all.
        for grouping in question.groupings { try Self.refuseTime(grouping) }
    }

    /// In the order of the catalogue, then those of the workspace; a scorecard of all departments goes department by
    /// department, each metric with its first.
    private static func entries(of department: Department?, _ workspace: Workspace) -> [Entry] {
        let own = workspace.allMetrics
        let order = Dictionary(Catalogue.metrics.enumerated().map { ($1.name, $0) }) { first, _ in first }
        let entries = own.enumerated().map { index, metric in
            (
                entry: Entry(metric: metric, attributes: workspace.attributes(of: metric)),
                place: order[metric.name] ?? order.count + index
            )
        }.sorted { $0.place < $1.place }.map(\.entry)
        if let department { return entries.filter { $0.attributes.departments.contains(department) } }
        let departments = Department.allCases
        return entries.enumerated().sorted { first, second in
            func place(_ entry: Entry) -> Int {
                entry.attributes.departments.first.flatMap { departments.firstIndex(of: $0) } ?? departments.count
            }
            return (place(first.element), first.offset) < (place(second.element), second.offset)
        }.map(\.element)
    }

    private static func refuseTime(_ grouping: Grouping) throws(Diagnostic) {
        if case .grain(let grain, let span) = grouping.kind {
            throw Diagnostic(
                "scorecard-by-time", "a scorecard has its own column for time, the trend", at: span,
                remedies: [
                    "ask for a period: `for this \(grain.rawValue)`",
                    "or for metrics: `show METRIC by \(grain.rawValue)`",
                ])
        }
    }

    // MARK: Questions

    private func name(_ entry: Entry) -> Expression {
        Expression(.name(Name([.init(entry.metric.name)], span: .none)), span: .none)
    }

    func hasTarget(_ entry: Entry) -> Bool {
        ((try? workspace.target(of: entry.metric, at: .none)) ?? nil) != nil
    }

    /// The metric in the asked period, before it, a year ago, and its target.
    func question(_ entry: Entry, withTarget: Bool) -> Question {
        var comparisons: [Language.Comparison] = period.canBeMoved ? [.previous(.none), .lastYear(.none)] : []
        if withTarget { comparisons.append(.target(.none)) }
        return Question(
            measures: [Measure(name(entry))], groupings: asked.groupings, periods: [period.expression],
            comparisons: comparisons, condition: asked.condition, sort: order)
    }

    /// The groups of every metric in the same order.
    private var order: [Language.SortKey] {
        asked.groupings.compactMap { grouping -> Language.SortKey? in
            guard grouping.label == nil, let expression = grouping.expression, case .name(let name) = expression.kind
            else { return nil }
            let last = Name([.init(name.parts.last?.text ?? name.text)], span: name.span)
            return Language.SortKey(Expression(.name(last), span: name.span), ascending: true)
        }
    }

    private func trendQuestion(_ entry: Entry, _ trend: TrendSteps) -> Question {
        Question(
            measures: [Measure(name(entry))],
            groupings: [Grouping(.grain(trend.grain, span: .none))] + asked.groupings, periods: [trend.expression],
            condition: asked.condition)
    }

    // MARK: Answer

    func answer() throws(Diagnostic) -> Answer {
        var table = ScorecardTable(
            groupCount: asked.groupings.count, hasDepartments: asked.department == nil, period: period)
        var gaps = ScorecardGaps()
        for entry in entries {
            if evaluator.isInterrupted() { throw .interrupted }
            do {
                try add(entry, to: &table, &gaps)
            } catch {
                if error.isInterruption { throw error }
                gaps.add(entry.metric, error, workspace)
            }
        }
        if table.lineCount == 0, let error = gaps.blamed(on: asked) { throw error }
        let department = " of " + (asked.department?.rawValue ?? "all departments")
        var heading = "Scorecard\(department)"
        if !asked.groupings.isEmpty { heading += " by " + table.groupLabels.joined(separator: ", ") }
        heading += " for " + period.resolved.period.label
        if let origin = period.origin { heading += " (\(origin))" }
        if let condition = asked.condition { heading += " where " + workspace.text(of: condition) }
        var answer = Answer(
            heading: heading, provenance: period.provenance, columns: table.columns(), lineCount: table.lineCount,
            notes: table.notes + gaps.notes(asked))
        answer.kind = .scorecard
        return answer
    }

    private func add(_ entry: Entry, to table: inout ScorecardTable, _ gaps: inout ScorecardGaps) throws(Diagnostic) {
        // A target that is set wrongly is told; what cannot be asked of targets leaves the metric as it is.
        let hasTarget = try workspace.target(of: entry.metric, at: .none) != nil
        var withTarget = hasTarget
        let answer: Answer
        do {
            answer = try evaluator.answer(question(entry, withTarget: hasTarget))
        } catch {
            guard hasTarget, error.code == "unreachable-dimension" else { throw error }
            answer = try evaluator.answer(question(entry, withTarget: false))
            withTarget = false
            gaps.withoutTargets.append(entry.metric.name)
        }
        var trend: Answer?
        if let asked = period.trend {
            do {
                trend = try evaluator.answer(trendQuestion(entry, asked))
            } catch {
                guard ["before-data", "nothing-to-group"].contains(error.code) else { throw error }
            }
        }
        let begin = try evaluator.coverages(of: entry.metric).map(\.days.lowerBound).min()
        let isBefore = period.compared.map { compared in begin.map { compared.end <= $0 } ?? false }
        for (compared, before) in zip(period.compared, isBefore) where before {
            gaps.beforeData[compared.label, default: []].append(entry.metric.name)
        }
        table.add(entry, answer, withTarget: withTarget, isBefore: isBefore, trend)
        if answer.columns.first(where: { $0.role == .metric })?.cells.allSatisfy(\.isMissing) != false {
            gaps.withoutValue.append(entry.metric.name)
        }
    }
}
