import Language
import Model
import Tables
import Values

extension Evaluator {
    /// A process step by step: a line a step (and group), with how many reached it, what they are worth, the conversion
    /// from the step before and from the first, the median days in it, how many are open in it, how many ended there,
    /// and where it leaks.
    package func answer(_ question: FunnelQuestion) throws(Diagnostic) -> Answer {
        try workspace.withRoom(for: question.expressions) { () throws(Diagnostic) in try computed(question) }
    }

    private func computed(_ question: FunnelQuestion) throws(Diagnostic) -> Answer {
        let bound = try bound(question)
        guard let dataset = workspace.datasets[bound.dataset] else {
            return Answer(heading: bound.question.heading, columns: [], lineCount: 0)
        }
        do throws(Diagnostic) {
            let evaluator = RowEvaluator(workspace, dataset, isInterrupted: isInterrupted)
            let evaluation = try FunnelEvaluation(bound, evaluator)
            if let refusal = Coverage.refusal(
                of: bound.question.periods, evaluation.coverages, calendar: bound.question.calendar)
            {
                throw refusal
            }
            let answer = FunnelAnswer(evaluation).answer()
            try workspace.refuseUnread([bound.dataset, bound.entities])
            return answer
        } catch {
            guard error.span == nil, !error.isInterruption else { throw error }
            var placed = error
            placed.span = error.code == "before-data" ? question.periods.first?.span : question.dataset.span
            throw placed
        }
    }

    private func bound(_ question: FunnelQuestion) throws(Diagnostic) -> BoundFunnel {
        let show = Question(
            measures: question.value.map { [Measure($0)] } ?? [], groupings: question.groupings,
            condition: question.condition)
        return try read(ahead: show, columns: \BoundFunnel.columns) { () throws(Diagnostic) in
            try FunnelBinder(workspace).bind(question)
        }
    }

    /// How a funnel is computed.
    package func explanation(_ question: FunnelQuestion) throws(Diagnostic) -> [String] {
        let bound = try bound(question)
        let steps = bound.steps
        var lines = [bound.question.heading, ""]
        lines.append("steps: " + steps.steps.map(\.label).joined(separator: " > "))
        let losses = steps.losses.flatMap(\.stages)
        if !losses.isEmpty { lines.append("ends without reaching the goal: " + losses.joined(separator: ", ")) }
        if let value = bound.value { lines.append("value: \(value.label)") }
        let rows = workspace.datasets[bound.dataset].map { ", \(grouped($0.table.rowCount)) rows" } ?? ""
        guard bound.entries != nil else {
            lines.append("scan \(bound.dataset)\(rows): the stage that each row is in now, earlier steps implied")
            return lines
        }
        lines.append("scan \(bound.dataset)\(rows): visits to stages in order of time, for each of \(bound.entities)")
        lines.append(
            bound.anyOrder
                ? "  each step counts when it is entered, whatever was skipped"
                : "  each step counts when all before it were entered in their order")
        lines.append("  groups, periods and conditions look at the row of the first entry")
        return lines
    }
}

/// Lays a funnel out as an answer.
struct FunnelAnswer {
    private let evaluation: FunnelEvaluation
    private let bound: BoundFunnel
    private let steps: [StageSteps.Step]
    /// Groups in the order of the answer.
    private let order: [Int]
    private let leaks: FunnelLeaks

    init(_ evaluation: FunnelEvaluation) {
        self.evaluation = evaluation
        bound = evaluation.bound
        steps = bound.steps.steps
        let isTime = bound.question.dimensions.first?.isTime == true
        let (groups, cells) = (evaluation.groups, evaluation.cells)
        order = groups.indices.sorted { first, second in
            let counts = (cells[first].first?.entered ?? 0, cells[second].first?.entered ?? 0)
            if !isTime, counts.0 != counts.1 { return counts.0 > counts.1 }
            for (a, b) in zip(groups[first], groups[second]) where a != b { return LineKeys.named(a, before: b) }
            return false
        }
        leaks = FunnelLeaks(evaluation, order)
    }

    private var isGrouped: Bool { !bound.question.dimensions.isEmpty }

    /// The cells of the lines, with the number of the group and the step of each.
    private var lines: [(group: Int?, step: Int, cell: FunnelCell)] {
        guard isGrouped else { return steps.indices.map { (nil, $0, evaluation.all[$0]) } }
        return order.flatMap { group in steps.indices.map { (group, $0, evaluation.cells[group][$0]) } }
    }

    func answer() -> Answer {
        let lines = lines
        func column(
            _ name: String, _ label: String, _ role: Answer.Column.Role = .metric, _ unit: Unit,
            _ cell: ((group: Int?, step: Int, cell: FunnelCell)) -> Value
        ) -> Answer.Column {
            Answer.Column(
                name: name, label: label, role: role, unit: unit, isNumeric: role == .metric, cells: lines.map(cell))
        }
        var columns = bound.question.dimensions.enumerated().map { index, dimension in
            var isNumeric = false
            if case .rows(_, .number) = dimension.source { isNumeric = true }
            return Answer.Column(
                name: dimension.name, label: dimension.label, role: .dimension, unit: .number, isNumeric: isNumeric,
                cells: lines.map { line in line.group.map { evaluation.groups[$0][index] } ?? .missing })
        }
        columns.append(column("stage", "stage", .dimension, .number) { .text(steps[$0.step].label) })
        columns.append(
            column("entered", "entered", .metric, .count) { line in
                evaluation.isPlaced(line.step, line.cell, group: line.group) ? number(line.cell.entered) : .missing
            })
        if let value = bound.value {
            columns.append(
                column("value", value.label, .metric, unit) { line in
                    evaluation.isPlaced(line.step, line.cell, group: line.group) ? sum(line.cell.value) : .missing
                })
        }
        columns.append(
            column("conversion", "conversion", .metric, .percent) { line in
                evaluation.rate(line.step, line.group).map { .float($0) } ?? .missing
            })
        if isGrouped {
            columns.append(
                column("conversion_of_all", "of all", .metric, .percent) { line in
                    evaluation.rate(line.step, nil).map { .float($0) } ?? .missing
                })
        }
        columns.append(
            column("from_first", "from first", .metric, .percent) { line in
                evaluation.rateFromFirst(line.step, line.group).map { .float($0) } ?? .missing
            })
        columns.append(
            column("median_days", "median", .metric, .days) { $0.cell.medianDays.map { .float($0) } ?? .missing })
        columns.append(
            column("open_now", "open now", .metric, .count) { line in
                line.step == steps.count - 1 ? .missing : number(line.cell.open)
            })
        columns.append(
            column("dropped", "dropped", .metric, .count) { line in
                hasDropped(line.step, line.group) ? number(line.cell.dropped) : .missing
            })
        if let value = bound.value {
            columns.append(
                column("dropped_value", "dropped " + value.label, .metric, unit) { line in
                    hasDropped(line.step, line.group) ? sum(line.cell.droppedValue) : .missing
                })
        }
        if isGrouped {
            columns.append(
                column("friction", "friction", .metric, .number) { line in
                    line.group.flatMap { leaks.friction($0, line.step) }.map { .float($0) } ?? .missing
                })
        } else {
            columns.append(
                column("share_of_loss", "share of loss", .metric, .percent) { line in
                    hasDropped(line.step, nil) ? leaks.shareOfLoss(line.step).map { .float($0) } ?? .missing : .missing
                })
        }
        var answer = Answer(
            heading: heading, provenance: provenance, columns: columns, lineCount: lines.count,
            notes: bound.question.notes + FunnelNotes(evaluation, leaks).all)
        answer.kind = .funnel
        answer.populations = lines.map { .rows(dataset: bound.dataset, $0.cell.rows) }
        return answer
    }

    private func hasDropped(_ step: Int, _ group: Int?) -> Bool {
        step < steps.count - 1 && evaluation.knowsWhereEnded(group)
    }

    private func number(_ count: Int) -> Value { .number(ExactDecimal(count)) }

    // MARK: Amounts

    /// That of the amounts; where all are in one currency that a column tells, in that one.
    private var unit: Unit {
        guard let value = bound.value else { return .number }
        guard value.currency != nil, case .money = value.unit else { return value.unit }
        let used = Set(evaluation.all.compactMap(\.value.currency))
        let isMixed = evaluation.all.contains(where: \.value.isMixed)
        guard let code = used.first, used.count == 1, !isMixed, case .text(let name) = evaluation.currencies[Int(code)]
        else { return .money(nil) }
        return .money(name.uppercased())
    }

    private func sum(_ sum: FunnelSum) -> Value {
        if sum.isMixed { return .missing }
        guard let scale = evaluation.scale else { return .float(sum.float) }
        return .number(ExactDecimal(sum.exact, scale: scale))
    }

    // MARK: In words

    private var heading: String {
        let partiality = Partiality(today: bound.question.today, coverages: evaluation.coverages)
        let reasons = bound.question.periods.flatMap { partiality.reasons($0.period) }
        var seen: Set<String> = []
        let once = reasons.filter { seen.insert($0).inserted }
        return bound.question.heading + (once.isEmpty ? "" : " (" + once.joined(separator: ", ") + ")")
    }

    private var provenance: String {
        var parts: [String] = []
        if bound.question.periods.contains(where: \.period.isOpen) {
            if let days = evaluation.days {
                parts.append(Period(start: days.lowerBound, end: days.upperBound.adding(days: 1)).daysLabel)
            }
        } else {
            parts.append(bound.question.periods.map(\.period.daysLabel).joined(separator: ", "))
        }
        let count = evaluation.all.first?.before ?? 0
        guard bound.entries != nil else {
            return (parts + ["\(grouped(count)) row\(count == 1 ? "" : "s") of \(bound.dataset)"]).joined(
                separator: " · ")
        }
        parts.append("\(grouped(count)) \(bound.entities)")
        parts.append("\(grouped(evaluation.rowCount)) rows of \(bound.dataset)")
        return parts.joined(separator: " · ")
    }
}
