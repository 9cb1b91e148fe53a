import Engine
import Values

/// The picture of `funnel`: a bar a step, with the share that came from the step before; a panel a group.
struct FunnelChart {
    private let answer: Answer
    private let exact: Bool

    init(_ answer: Answer, exact: Bool) {
        self.answer = answer
        self.exact = exact
    }

    func parts() throws(Diagnostic) -> ChartParts {
        let dimensions = answer.columns.filter { $0.role == .dimension }
        func column(_ name: String) -> Answer.Column? {
            answer.columns.first { $0.name == name && $0.role != .dimension }
        }
        guard let stage = dimensions.last, let entered = column("entered"), entered.holdsNumbers else {
            throw .noChart("no step was entered", "ask for another period")
        }
        let groups = ChartGroups(answer, by: dimensions.dropLast())
        let conversion = column("conversion").map { ($0, ColumnFormat($0, missing: "")) }
        let numbers = ChartNumbers([entered], exact: exact)
        let panels = groups.shown.map { group in
            let rows = group.lines.enumerated().map { index, line in
                let from = index > 0 ? chartLabel(stage.cell(group.lines[index - 1]).plainText) : ""
                let share = conversion.map { $0.1.text($0.0.cell(line)) } ?? ""
                return BarChart.Row(
                    label: chartLabel(stage.cell(line).plainText),
                    segments: entered.number(line).map { [.init(from: 0, to: max(0, $0), series: 0)] } ?? [],
                    text: numbers.text(entered.cell(line))
                        + (share.isEmpty || from.isEmpty ? "" : " · \(share) of \(from)"))
            }
            let chart = BarChart(
                form: .funnel, dimension: chartLabel(stage.label), rows: rows,
                series: [ChartSeries(label: "entered", tone: .color(0))],
                axis: ChartAxis(group.lines.compactMap { entered.number($0) }, fromZero: true, wholeSteps: true))
            return ChartPanel(title: group.title, numbers: numbers, content: .bars(chart))
        }
        return ChartParts(panels: panels, notes: groups.notes)
    }
}
