import Language
import Model
import Tables
import Values

extension Evaluator {
    /// Which values of which dimensions drove a change: by the dimensions asked for, or by those that tell most.
    package func answer(_ why: WhyQuestion) throws(Diagnostic) -> Answer {
        try workspace.withRoom(for: why.expressions) { () throws(Diagnostic) in try computed(why) }
    }

    private func computed(_ why: WhyQuestion) throws(Diagnostic) -> Answer {
        do {
            return try Drivers(self, why).answer()
        } catch {
            guard error.span == nil, !error.isInterruption else { throw error }
            var placed = error
            placed.span = error.code == "before-data" ? why.period?.span : why.measure.expression.span
            throw placed
        }
    }

    /// How the contributions are computed.
    package func explanation(_ why: WhyQuestion) throws(Diagnostic) -> [String] {
        let binder = WhyBinder(workspace)
        let bound = try binder.bind(why, by: why.groupings.first)
        return try explanation(binder.question(why, by: why.groupings.first))
            + ["divide the change: " + DriverPlan(bound).method]
    }
}

/// The breakdowns of a change.
struct Drivers {
    private let evaluator: Evaluator
    private let why: WhyQuestion
    private let binder: WhyBinder

    /// How many lines a breakdown has, unless the question says: where it was asked for, and where it was found.
    private static let mostLines = (asked: 10, found: 5)
    /// How many dimensions are shown of those that were looked at.
    private static let mostFound = 3
    /// Dimensions of more values are keys rather than groups.
    private static let mostValues = 50

    init(_ evaluator: Evaluator, _ why: WhyQuestion) {
        self.evaluator = evaluator
        self.why = why
        binder = WhyBinder(evaluator.workspace)
    }

    func answer() throws(Diagnostic) -> Answer {
        WorkerPool.shared.rouse()
        let whole = try bound(by: nil)
        var parts: [Part] = []
        var notes: [String] = []
        if why.groupings.isEmpty {
            (parts, notes) = try found()
        } else {
            for grouping in why.groupings { parts.append(try part(by: grouping)) }
        }
        let most = why.top ?? (why.groupings.isEmpty ? Self.mostLines.found : Self.mostLines.asked)
        var answer = try DriverAnswer(parts, most: most).answer()
        answer.heading = heading(parts, whole)
        answer.notes += notes
        try evaluator.workspace.refuseUnread(whole.datasets)
        return answer
    }

    /// One dimension with what was computed of it.
    struct Part {
        var breakdown: Breakdown
        var contributions: Contributions
        var builder: AnswerBuilder
        var plan: DriverPlan
    }

    private func bound(by grouping: Grouping?) throws(Diagnostic) -> BoundQuestion {
        try evaluator.read(ahead: binder.question(why, by: grouping), columns: \.columns) { () throws(Diagnostic) in
            try binder.bind(why, by: grouping)
        }
    }

    /// - Parameter most: how many values the dimension may have; nil for any number.
    private func part(by grouping: Grouping, most: Int? = nil) throws(Diagnostic) -> Part {
        let bound = try bound(by: grouping)
        let plan = DriverPlan(bound)
        let evaluation = try Evaluation(
            plan.question, in: evaluator.workspace, usesTally: evaluator.usesTally,
            isInterrupted: evaluator.isInterrupted)
        if let most, evaluation.index.count > most {
            let name = bound.dimensions[0].label
            throw Diagnostic("too-many-groups", "\(name) (\(grouped(evaluation.index.count)) values)")
        }
        let contributions = Contributions(evaluation, plan)
        var breakdown = try contributions.breakdown()
        if plan.form == .sum, let movements = BalanceMovements(bound, evaluator.workspace) {
            _ = try breakdown.add(movements, evaluator)
        }
        return Part(
            breakdown: breakdown, contributions: contributions, builder: AnswerBuilder(evaluation), plan: plan)
    }

    // MARK: Search

    /// The dimensions whose values deviate most from what their sizes alone would explain.
    private func found() throws(Diagnostic) -> (parts: [Part], notes: [String]) {
        let candidates = binder.candidates(why)
        guard !candidates.isEmpty else {
            throw Diagnostic(
                "no-dimension", "there is no dimension to search for drivers", at: why.measure.expression.span,
                reason: ["`why` without `by` looks at the dimensions by which the metric can be asked"],
                remedies: ["say which: `why \(printed(why.measure.expression)) by COLUMN …`"])
        }
        var parts: [Part] = []
        var leftOut: [String] = []
        for candidate in candidates {
            // What a dimension has too many values for is no reason to end the search.
            do {
                let part = try part(by: candidate, most: Self.mostValues)
                if part.breakdown.members.count > 1 { parts.append(part) }
            } catch  where error.code == "too-many-groups" {
                leftOut.append(error.message)
            }
        }
        var notes: [String] = []
        let order = parts.indices.sorted { first, second in
            let a = parts[first].breakdown.concentration
            let b = parts[second].breakdown.concentration
            return a == b ? first < second : a > b
        }
        let shown = order.prefix(Self.mostFound).map { parts[$0] }
        if shown.isEmpty {
            throw Diagnostic(
                "no-dimension", "none of the dimensions divides this change", at: why.measure.expression.span,
                reason: ["each has one value only" + (leftOut.isEmpty ? "" : ", or too many: " + listed(leftOut))],
                remedies: ["say which: `why \(printed(why.measure.expression)) by COLUMN …`"])
        }
        notes.append(
            "of \(parts.count) dimension\(parts.count == 1 ? "" : "s"), those whose contributions differ most from what"
                + " the sizes of their values would explain")
        if !leftOut.isEmpty { notes.append("left out: " + listed(leftOut)) }
        return (shown, notes)
    }

    private func heading(_ parts: [Part], _ whole: BoundQuestion) -> String {
        let label = whole.measures[0].label
        let names = parts.map { $0.breakdown.dimension.label.replacingUnderscores }.joined(separator: ", ")
        let start = "Why " + label
        guard let first = parts.first, whole.heading.hasPrefix(start) else { return whole.heading }
        // As the question's heading goes on behind the metric, with what is not whole of its periods.
        let own = first.builder.heading
        let by = start + " by " + first.breakdown.dimension.label.replacingUnderscores
        let rest = own.hasPrefix(by) ? String(own.dropFirst(by.count)) : ""
        return start + " by " + names + rest
    }
}
