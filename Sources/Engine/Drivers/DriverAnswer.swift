import Model
import Values

/// Lays out breakdowns: for each dimension its largest contributions, the rest as one line, and what belongs to none.
struct DriverAnswer {
    private let parts: [Drivers.Part]
    private let most: Int
    private let question: BoundQuestion

    /// - Parameter most: how many values each dimension shows.
    init(_ parts: [Drivers.Part], most: Int) {
        self.parts = parts
        self.most = most
        question = parts[0].plan.question
    }

    private struct Line {
        var dimension: Int
        var member: Breakdown.Member
    }

    func answer() throws(Diagnostic) -> Answer {
        var lines: [Line] = []
        for (index, part) in parts.enumerated() {
            lines += try shown(part).map { Line(dimension: index, member: $0) }
        }
        let first = parts[0]
        let builder = first.builder
        var columns = nameColumns(lines)
        func add(_ column: Answer.Column, _ total: Value?) {
            var column = column
            column.total = total
            if column.unit == .money(nil) { column.unit = .money(first.breakdown.currency) }
            columns.append(column)
        }
        let breakdown = first.breakdown
        add(builder.measureColumn(.measure(0), lines.map(\.member.asked)), breakdown.asked)
        add(
            builder.measureColumn(.compared(measure: 0, comparison: 0), lines.map(\.member.compared)),
            breakdown.compared)
        var contribution = builder.measureColumn(.change(measure: 0, comparison: 0), lines.map(\.member.contribution))
        (contribution.name, contribution.label) = ("contribution", "contribution")
        add(contribution, breakdown.change)
        var shares: [Value] = []
        for line in lines { shares.append(try combined(line.member.contribution, .divide, breakdown.change)) }
        let whole = try combined(breakdown.change, .divide, breakdown.change)
        add(
            Answer.Column(
                name: "share_of_change", label: "of change", role: .compared, unit: .percent, isNumeric: true,
                cells: shares), whole)
        let like = contribution
        func effect(_ name: String, _ label: String, _ cells: [Value], _ total: Value?) {
            var column = like
            (column.name, column.label, column.cells) = (name, label, AnswerCells(cells))
            add(column, total)
        }
        if first.plan.hasEffects {
            // Each dimension divides the change between both in its own way.
            let isOne = parts.count == 1
            effect(
                "rate_effect", "rate effect", lines.map { $0.member.rate ?? .missing },
                isOne ? try breakdown.members.compactMap(\.rate).total() : .missing)
            effect(
                "mix_effect", "mix effect", lines.map { $0.member.mix ?? .missing },
                isOne ? try breakdown.members.compactMap(\.mix).total() : .missing)
        }
        for (index, movement) in BalanceMovements.movements.enumerated() {
            let cells = lines.map { line in
                line.member.movements.indices.contains(index) ? line.member.movements[index] : .missing
            }
            guard cells.contains(where: { ($0.double ?? 0) != 0 }) else { continue }
            // Going over is between groups only, so that the total has none of it.
            let total = breakdown.movementTotals.indices.contains(index) ? breakdown.movementTotals[index] : .missing
            effect(movement.movement.rawValue, movement.label, cells, parts.count == 1 ? total : .missing)
        }
        if lines.contains(where: { $0.member.state != nil }) {
            var state = Answer.Column(
                name: "state", label: "", role: .compared, unit: .number, isNumeric: false,
                cells: lines.map { $0.member.state.map { .text($0.rawValue) } ?? .text("") }, total: .text(""))
            state.dataCells = lines.map { $0.member.state.map { .text($0.rawValue) } ?? .missing }
            columns.append(state)
        }
        var answer = Answer(
            heading: "", provenance: builder.provenance(), columns: columns, lineCount: lines.count, showsTotals: true)
        answer.kind = .drivers
        answer.notes = question.notes + builder.notes(shown: lines.count, of: lines.count, answer)
        answer.notes.append(first.plan.method)
        if parts.contains(where: { $0.breakdown.remainder != nil }) { answer.notes.append(remainderNote) }
        if parts.count > 1 { answer.notes.append("the contributions of each dimension add up to the whole change") }
        return answer
    }

    private var remainderNote: String {
        switch parts[0].plan.form {
        case .sum, .ratio:
            "\(parts[0].plan.remainderName): what is counted once in all and in several values each, so that their changes do not"
                + " add up to that of all"
        case .statistic, .parts, .other:
            "\(parts[0].plan.remainderName): what no value accounts for alone"
        }
    }

    /// The largest contributions, the others as one, and the remainder.
    private func shown(_ part: Drivers.Part) throws(Diagnostic) -> [Breakdown.Member] {
        let members = part.breakdown.members
        var result = Array(members.prefix(max(0, most)))
        let rest = Array(members.dropFirst(result.count))
        // One line for one value is no shorter.
        if rest.count == 1 {
            result += rest
        } else if !rest.isEmpty {
            result.append(try part.contributions.joined(rest.map(\.name), of: rest))
        }
        return result + (part.breakdown.remainder.map { [$0] } ?? [])
    }

    /// The dimension by its name where there is one, else a column that says which.
    private func nameColumns(_ lines: [Line]) -> [Answer.Column] {
        let values = lines.map { $0.member.name }
        if parts.count == 1 {
            return [parts[0].builder.dimensionColumn(parts[0].breakdown.dimension, values)].map { column in
                var column = column
                column.isNumeric = column.isNumeric && values.allSatisfy { $0.double != nil }
                return column
            }
        }
        let names = lines.map { Value.text(parts[$0.dimension].breakdown.dimension.label) }
        return [
            Answer.Column(
                name: "dimension", label: "dimension", role: .dimension, unit: .number, isNumeric: false, cells: names),
            Answer.Column(
                name: "value", label: "value", role: .dimension, unit: .number, isNumeric: false, cells: values),
        ]
    }
}
