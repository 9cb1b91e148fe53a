import Language
import Model
import Values

/// Divides the change of a metric among the values of one dimension.
///
/// Every number is asked of the engine at the level that it stands for; the contributions and the remainder add up to the
/// change. With Δ for the asked less the compared period and a bar for the mean of both:
///
/// - a sum: the group's own change. Where an entity counts in several groups, what is left is the remainder.
/// - a ratio R = N / D: with the group's weight w = D(group) / D and rate r = N(group) / D(group), the rate effect is w̄ · Δr
///   and the mix effect Δw · (r̄ − R̄). This is the form with the means of both periods as weights, in which no term is left
///   over (Marshall and Edgeworth's weights; in economics the decomposition of Griliches and Regev, 1995, "Firm
///   productivity in Israeli industry", Journal of Econometrics 65).
/// - a statistic such as a median: the same with the number of values as weight; since it is no mean, there is a remainder.
/// - any other expression of sums: one group after the other goes from the compared to the asked period, by name; and again
///   in the reverse order; the contribution is the mean of both steps.
/// - anything else: by how much the metric's value with the group differs from that without it, Δ of that.
struct Contributions {
    private let evaluation: Evaluation
    private let builder: AnswerBuilder
    private let plan: DriverPlan
    private let total: LevelResults
    private let keys: LineKeys

    /// Groups beyond which a metric that has to be computed without each of them is refused.
    private static let mostLeftOut = 100

    init(_ evaluation: Evaluation, _ plan: DriverPlan) {
        self.evaluation = evaluation
        self.plan = plan
        builder = AnswerBuilder(evaluation)
        total = LevelResults(evaluation, .total(groups: evaluation.index.count, cells: 1), refusesMixed: true)
        keys = LineKeys(builder)
    }

    /// Groups with rows in either period.
    private var groups: [Int] { (0..<evaluation.index.count).filter { evaluation.present[$0] } }

    func breakdown() throws(Diagnostic) -> Breakdown {
        let asked = try total.value(.measure(0), at: 0)
        let compared = try total.value(.compared(measure: 0, comparison: 0), at: 0)
        let change = try total.value(.change(measure: 0, comparison: 0), at: 0)
        guard asked.double != nil, compared.double != nil, change.double != nil else {
            let period = asked.double == nil ? plan.question.periods[0] : plan.question.comparisons[0].periods[0]
            throw Diagnostic(
                "no-change", "\(plan.question.measures[0].label) has no value for \(period.period.label)",
                reason: ["without a value in both periods there is no change to explain"],
                remedies: ["ask for two periods that have one"])
        }
        var members: [Breakdown.Member]
        switch plan.form {
        case .sum: members = try sums()
        case .ratio: members = try weighted(top: plan.parts[0], bottom: plan.parts[1])
        case .statistic: members = try weighted(top: nil, bottom: plan.parts[0])
        case .parts: members = try substituted()
        case .other: members = try leftOut()
        }
        var remainder: Breakdown.Member?
        let left = try combined(change, .subtract, members.map(\.contribution).total())
        if !Self.isNothing(left, of: members.map(\.contribution) + [asked, compared]) {
            remainder = Breakdown.Member(name: .text(plan.remainderName), contribution: left)
        }
        try expect(change, &members)
        // Floats that differ in their last digits only stand by name.
        let largest = members.reduce(0) { max($0, abs($1.contribution.double ?? 0)) }
        func rank(_ member: Breakdown.Member) -> Double {
            largest > 0 ? (abs(member.contribution.double ?? 0) / largest * 1e12).rounded() : 0
        }
        members.sort { first, second in
            let a = rank(first)
            let b = rank(second)
            return a == b ? LineKeys.named(first.name, before: second.name) : a > b
        }
        return Breakdown(
            dimension: plan.question.dimensions[0], form: plan.form, members: members, remainder: remainder,
            asked: asked, compared: compared, change: change,
            currency: try total.currency(ofMeasure: 0, at: 0))
    }

    /// Several members as one, by a level of its own.
    func joined(_ names: [Value], of members: [Breakdown.Member]) throws(Diagnostic) -> Breakdown.Member {
        let wanted = Set(names)
        var level = Level.total(groups: evaluation.index.count, cells: 1)
        for group in level.groupPart.indices where !wanted.contains(keys.value(0, Int32(group))) {
            level.groupPart[group] = -1
        }
        let results = LevelResults(evaluation, level)
        var member = Breakdown.Member(
            name: .text("others"), asked: try results.value(.measure(0), at: 0),
            compared: try results.value(.compared(measure: 0, comparison: 0), at: 0),
            contribution: try members.map(\.contribution).total())
        if plan.hasEffects {
            member.mix = try members.compactMap(\.mix).total()
            member.rate = try members.compactMap(\.rate).total()
        }
        for column in members.first?.movements.indices ?? 0..<0 {
            member.movements.append(try members.map { $0.movements[column] }.total())
        }
        return member
    }

    /// What is left over of floats is nothing where it is no more than their last digits.
    private static func isNothing(_ left: Value, of values: [Value]) -> Bool {
        if case .number(let exact) = left { return exact.isZero }
        let scale = values.reduce(0) { max($0, abs($1.double ?? 0)) }
        return abs(left.double ?? 0) <= scale * 1e-12 * Double(max(1, values.count))
    }

    // MARK: Values

    /// A measure of the plan in both periods.
    private func pair(
        _ measure: Int, _ results: LevelResults, at index: Int
    ) throws(Diagnostic) -> (asked: Value, compared: Value) {
        (
            try results.value(.measure(measure), at: index),
            try results.value(.compared(measure: measure, comparison: 0), at: index)
        )
    }

    private func member(_ group: Int) throws(Diagnostic) -> Breakdown.Member {
        let values = try pair(0, builder.lines, at: group)
        var member = Breakdown.Member(
            name: keys.value(0, Int32(group)), asked: values.asked, compared: values.compared,
            contribution: .number(.zero))
        if let rows = plan.rows {
            let counts = try pair(rows, builder.lines, at: group)
            let has = (asked: (counts.asked.double ?? 0) > 0, compared: (counts.compared.double ?? 0) > 0)
            if has.asked && !has.compared { member.state = .new }
            if !has.asked && has.compared { member.state = .gone }
        }
        return member
    }

    /// What of the change each member's size explains: a sum's share of both periods' amounts, else the share of rows.
    private func expect(_ change: Value, _ members: inout [Breakdown.Member]) throws(Diagnostic) {
        guard plan.form == .sum || !plan.hasEffects, let change = change.double else { return }
        var sizes = members.map { abs($0.asked.double ?? 0) + abs($0.compared.double ?? 0) }
        if plan.form != .sum, let rows = plan.rows {
            sizes = []
            for group in groups {
                let counts = try pair(rows, builder.lines, at: group)
                sizes.append((counts.asked.double ?? 0) + (counts.compared.double ?? 0))
            }
        }
        let all = sizes.reduce(0, +)
        for index in members.indices where all > 0 { members[index].expected = change * sizes[index] / all }
    }

    // MARK: Forms

    private func sums() throws(Diagnostic) -> [Breakdown.Member] {
        var members: [Breakdown.Member] = []
        for group in groups {
            var member = try member(group)
            member.contribution = try combined(member.asked, .subtract, member.compared)
            members.append(member)
        }
        return members
    }

    /// Mix and rate effects.
    ///
    /// - Parameter top: the measure of the numerator; nil where the metric's own value is the rate.
    private func weighted(top: Int?, bottom: Int) throws(Diagnostic) -> [Breakdown.Member] {
        func floats(_ measure: Int, _ results: LevelResults, _ index: Int) throws(Diagnostic) -> (Double?, Double?) {
            let values = try pair(measure, results, at: index)
            return (values.asked.double, values.compared.double)
        }
        let whole = try floats(bottom, total, 0)
        let metric = try floats(0, total, 0)
        guard let allAsked = whole.0, let allCompared = whole.1, allAsked != 0, allCompared != 0,
            let metricAsked = metric.0, let metricCompared = metric.1
        else { return [] }
        let mean = (metricAsked + metricCompared) / 2
        var members: [Breakdown.Member] = []
        for group in groups {
            var member = try member(group)
            let weights = try floats(bottom, builder.lines, group)
            let asked = (weights.0 ?? 0) / allAsked
            let compared = (weights.1 ?? 0) / allCompared
            // The group's part of the whole's numerator.
            var parts = (0.0, 0.0)
            if let top {
                let tops = try floats(top, builder.lines, group)
                parts = ((tops.0 ?? 0) / allAsked, (tops.1 ?? 0) / allCompared)
            } else {
                parts = (asked * (member.asked.double ?? 0), compared * (member.compared.double ?? 0))
            }
            let rates = (asked == 0 ? nil : parts.0 / asked, compared == 0 ? nil : parts.1 / compared)
            // A group that was not there has no rate of its own: all that it does is to come or to go.
            let rate = ((rates.0 ?? rates.1 ?? mean) + (rates.1 ?? rates.0 ?? mean)) / 2
            let mix = (asked - compared) * (rate - mean)
            let contribution = parts.0 - parts.1 - (asked - compared) * mean
            let own = rates.0.flatMap { a in rates.1.map { (asked + compared) / 2 * (a - $0) } } ?? contribution - mix
            // A numerator without a weight stays in the rate effect, so that both add up.
            member.mix = .float(mix)
            member.rate = .float(own)
            member.contribution = .float(mix + own)
            member.expected = (metricAsked - metricCompared) * (asked + compared) / 2
            members.append(member)
        }
        return members
    }

    /// One group after the other takes its sums of the asked period.
    private func substituted() throws(Diagnostic) -> [Breakdown.Member] {
        var members: [(group: Int, member: Breakdown.Member)] = []
        for group in groups { members.append((group, try member(group))) }
        members.sort { LineKeys.named($0.member.name, before: $1.member.name) }
        var changes: [[Value]] = []
        for (group, _) in members {
            var row: [Value] = []
            for part in plan.parts {
                let values = try pair(part, builder.lines, at: group)
                row.append(try combined(values.asked, .subtract, values.compared))
            }
            changes.append(row)
        }
        var sums = [Double](repeating: 0, count: members.count)
        for order in [Array(members.indices), members.indices.reversed()] {
            var parts: [Value] = []
            for part in plan.parts { parts.append(try pair(part, total, at: 0).compared) }
            var before = try value(with: parts)
            for index in order {
                for part in parts.indices { parts[part] = try combined(parts[part], .add, changes[index][part]) }
                // Where the metric has no value on the way, the next step has the change of both.
                guard let after = try value(with: parts) else { continue }
                if let before { sums[index] += after - before }
                before = after
            }
        }
        return members.indices.map { index in
            var member = members[index].member
            member.contribution = .float(sums[index] / 2)
            return member
        }
    }

    private func value(with parts: [Value]) throws(Diagnostic) -> Double? {
        try total.value(plan.expression(with: parts), at: 0).double
    }

    /// The metric with and without each group.
    private func leftOut() throws(Diagnostic) -> [Breakdown.Member] {
        guard groups.count <= Self.mostLeftOut else {
            let name = plan.question.dimensions[0].label
            throw Diagnostic(
                "too-many-groups", "`\(name)` has \(groups.count) values, too many for this metric",
                reason: ["it has to be computed without each of them, and \(Self.mostLeftOut) are the most"],
                remedies: ["ask by a dimension of fewer values, or keep some with `where`"])
        }
        let whole = try pair(0, total, at: 0)
        var members: [Breakdown.Member] = []
        for group in groups {
            var member = try member(group)
            var level = Level.total(groups: evaluation.index.count, cells: 1)
            level.groupPart[group] = -1
            let without = try pair(0, LevelResults(evaluation, level), at: 0)
            let asked = try combined(whole.asked, .subtract, without.asked)
            let compared = try combined(whole.compared, .subtract, without.compared)
            let influence = try combined(asked, .subtract, compared)
            if influence.double != nil { member.contribution = influence }
            members.append(member)
        }
        return members
    }
}
