import Model
import Values

/// What should be known beside a funnel.
struct FunnelNotes {
    private let evaluation: FunnelEvaluation
    private let leaks: FunnelLeaks
    private let steps: [StageSteps.Step]
    private var bound: BoundFunnel { evaluation.bound }
    private let mostLeaks = 3

    init(_ evaluation: FunnelEvaluation, _ leaks: FunnelLeaks) {
        self.evaluation = evaluation
        self.leaks = leaks
        steps = evaluation.bound.steps.steps
    }

    var all: [String] {
        guard let first = evaluation.all.first, first.before > 0 else { return [empty] }
        return (bound.question.dimensions.isEmpty ? worstSteps : worstGroups) + unplaced + unfinished + aside + money
    }

    private var empty: String {
        let days = evaluation.coverages.first.map {
            "; its days run from \($0.days.lowerBound.text) to \($0.days.upperBound.text)"
        }
        return "nothing of \(bound.dataset) fits" + (days ?? "")
    }

    // MARK: Friction

    private var worstSteps: [String] {
        var notes: [String] = []
        let leaking = steps.indices.dropLast().filter { evaluation.all[$0].dropped > 0 }
        if evaluation.knowsWhereEnded(nil),
            let worst = leaking.max(by: { leaks.shareOfLoss($0) ?? 0 < leaks.shareOfLoss($1) ?? 0 }),
            let share = leaks.shareOfLoss(worst)
        {
            let cell = evaluation.all[worst]
            let lost = bound.value.map { evaluation.lossHasValue ? "of the \($0.label) that was lost" : nil } ?? nil
            notes.append(
                "most is lost in \(steps[worst].label): \(grouped(cell.dropped)) of \(grouped(cell.entered)) ended there,"
                    + " \(percent(share)) " + (lost ?? "of all that ended"))
        }
        let times = steps.indices.compactMap { step in evaluation.all[step].medianDays.map { (step, $0) } }
        if times.count > 1, let slowest = times.max(by: { $0.1 < $1.1 }) {
            let others = FunnelCell.median(times.filter { $0.0 != slowest.0 }.map(\.1))
            if let others, slowest.1 > others {
                notes.append(
                    "slowest in \(steps[slowest.0].label): half of those that left it needed \(days(slowest.1)) or more,"
                        + " against \(days(others)) in the other steps")
            }
        }
        return notes
    }

    private var worstGroups: [String] {
        guard leaks.comparisons > 0 else { return [] }
        guard !leaks.leaks.isEmpty else { return ["no group converts worse than all do by more than chance"] }
        var notes = leaks.leaks.prefix(mostLeaks).map { leak -> String in
            let name = evaluation.groups[leak.group].map { $0.isMissing ? "missing" : $0.plainText }.joined(
                separator: ", ")
            let from = steps[leak.isFromFirst ? 0 : leak.step - 1].label
            return "friction: \(name) from \(from) to \(steps[leak.step].label): \(percent(leak.rate)) of"
                + " \(grouped(leak.entered)) went on, \(percent(leak.rateOfAll)) of all;"
                + " \(rounded(leak.lost)) more would have at that rate"
        }
        if leaks.leaks.count > mostLeaks { notes.append("\(leaks.leaks.count - mostLeaks) more stand in `friction`") }
        return notes
    }

    // MARK: What is not known

    /// Rows that have ended, of which only the stage is known that they are in now.
    private var unplaced: [String] {
        guard !evaluation.knowsWhereEnded(nil) else {
            return evaluation.paths.placesEnded
                ? []
                : [
                    "only the stage of today is known: being in a step is taken to mean that those before it were passed"
                ]
        }
        let ended = evaluation.endedCount
        var notes = [
            "\(grouped(ended)) \(bound.dataset) ended without reaching \(steps.last?.label ?? ""), and nothing tells in"
                + " which step: steps between have no count and no conversion"
        ]
        let between = steps.indices.dropFirst().dropLast().map { step in
            let least = evaluation.all[step].entered
            return "\(steps[step].label) \(grouped(least)) to \(grouped(least + ended))"
        }
        if !between.isEmpty { notes.append("reached at least and at most: " + between.joined(separator: ", ")) }
        notes.append(
            "a history of stages tells more: a dataset with `stages`, `time` and `join \(bound.dataset) on COLUMN`")
        return notes
    }

    private var unfinished: [String] {
        let open = evaluation.all.reduce(0) { $0 + $1.open }
        guard open > 0 else { return [] }
        return [
            open == 1
                ? "1 is still open: so far it counts as not gone on"
                : "\(grouped(open)) are still open: so far they count as not gone on"
        ]
    }

    private var aside: [String] {
        var notes = bound.anyOrder ? skipped : []
        if evaluation.elsewhere > 0 {
            notes.append(
                "\(grouped(evaluation.elsewhere)) jumped over a step and \(evaluation.elsewhere == 1 ? "counts" : "count") up to the one before it; `any order` counts"
                    + " every step that was entered")
        }
        let out = evaluation.paths.leftOut
        guard out > 0 else { return notes }
        let first = steps.first?.label ?? ""
        if bound.entries == nil {
            notes.append("\(grouped(out)) without a stage are left out")
        } else {
            notes.append(
                bound.anyOrder
                    ? "\(grouped(out)) \(bound.entities) never entered any of the steps and are left out"
                    : "\(grouped(out)) \(bound.entities) never entered \(first) and are left out"
            )
        }
        return notes
    }

    /// Those that came to a step without the one before it, which makes more of them than its conversion says.
    private var skipped: [String] {
        let parts = steps.indices.dropFirst().compactMap { step -> String? in
            let count = evaluation.all[step].entered - evaluation.all[step].converted
            return count > 0 ? "\(grouped(count)) to \(steps[step].label)" : nil
        }
        return parts.isEmpty ? [] : ["came without the step before: " + parts.joined(separator: ", ")]
    }

    private var money: [String] {
        guard let value = bound.value, evaluation.all.contains(where: \.value.isMixed) else { return [] }
        return [
            "`\(value.label)` is in different currencies, so they have no sum: ask `where` one of them, or with `value"
                + " convert(…)`"
        ]
    }

    // MARK: Numbers in words

    private func percent(_ share: Double) -> String { rounded(share * 100) + " %" }
    private func days(_ number: Double) -> String { rounded(number) + (number == 1 ? " day" : " days") }
    private func rounded(_ number: Double) -> String { plainDigits((number * 10).rounded() / 10) }
}

extension FunnelEvaluation {
    /// Whether what was lost is worth anything, so that it is told by value.
    var lossHasValue: Bool {
        bound.value != nil && !all.contains(where: \.droppedValue.isMixed)
            && all.dropLast().contains { $0.droppedValue.exact > 0 || $0.droppedValue.float > 0 }
    }
}
