import Engine
import Values

/// The picture of `funnel`: a bar a step, with the share that came from the step before; a panel a group.
struct FunnelChart {
    private let answer: Answer
    private let exact: Bool

    /// Groups that a picture shows.
    static let mostPanels = 6

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
        let names = dimensions.dropLast().map { ($0, ColumnFormat($0, missing: answer.missingText($0))) }
        let conversion = column("conversion").map { ($0, ColumnFormat($0, missing: "")) }
        let numbers = ChartNumbers([entered], exact: exact)
        var blocks: [(key: [Value], lines: [Int])] = []
        for line in 0..<answer.lineCount {
            let key = names.map { $0.0.cell(line) }
            if let last = blocks.last, last.key == key {
                blocks[blocks.count - 1].lines.append(line)
            } else {
                blocks.append((key, [line]))
            }
        }
        func title(_ key: [Value]) -> String {
            zip(names, key).map { chartLabel($0.1.text($1)) }.joined(separator: " · ")
        }
        let panels = blocks.prefix(Self.mostPanels).map { block in
            let rows = block.lines.enumerated().map { index, line in
                let from = index > 0 ? chartLabel(stage.cell(block.lines[index - 1]).plainText) : ""
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
                axis: ChartAxis(block.lines.compactMap { entered.number($0) }, fromZero: true, wholeSteps: true))
            return ChartPanel(title: title(block.key), numbers: numbers, content: .bars(chart))
        }
        let hidden = blocks.dropFirst(Self.mostPanels).map { title($0.key) }
        let what = names.map { chartLabel($0.0.label) }.joined(separator: " · ")
        return ChartParts(
            panels: panels,
            notes: hidden.isEmpty ? [] : [hiddenNote(hidden, of: what, remedy: "`last as table` has them")])
    }
}
