import Engine
import Values

/// The picture of `why`: from the compared value through each contribution to the asked one, for each dimension.
struct WaterfallChart {
    private let answer: Answer
    private let exact: Bool

    init(_ answer: Answer, exact: Bool) {
        self.answer = answer
        self.exact = exact
    }

    func parts() throws(Diagnostic) -> ChartParts {
        guard let measure = ChartMeasure.all(answer.columns).first, let compared = measure.compared.first,
            let steps = answer.columns.first(where: { $0.role == .change }),
            let begin = compared.total?.drawable, let end = measure.value.total?.drawable
        else { throw .noChart("there is no value to begin or to end with", "`last as table` shows what there is") }
        var ends = [measure.value, compared]
        for index in ends.indices { ends[index].cells = [ends[index].total ?? .missing] }
        let numbers = ChartNumbers(ends, exact: exact)
        let format = ColumnFormat(steps, missing: "—", compact: !exact, exact: exact)
        let dimensions = answer.columns.filter { $0.role == .dimension }
        let names = dimensions.last.map { ($0, ColumnFormat($0, missing: answer.missingText($0))) }
        // Several dimensions stand one after the other, each of which adds up to the whole change.
        let headings = dimensions.count > 1 ? dimensions.first : nil
        var blocks: [(title: String, lines: [Int])] = []
        for line in 0..<answer.lineCount {
            let title = headings.map { chartLabel($0.cell(line).plainText) } ?? ""
            if blocks.last?.title == title {
                blocks[blocks.count - 1].lines.append(line)
            } else {
                blocks.append((title, [line]))
            }
        }
        var notes: [String] = []
        let panels = blocks.map { block in
            var running = begin
            var reached = [begin, end]
            var rows = [row(chartLabel(compared.label), 0, begin, 0, numbers.text(compared.total ?? .missing))]
            for line in block.lines {
                let label = names.map { chartLabel($0.1.text($0.0.cell(line))) } ?? ""
                let text = format.text(steps.cell(line))
                guard let change = steps.number(line), abs(running + change) <= ChartAxis.most else {
                    rows.append(BarChart.Row(label: label, segments: [], text: text))
                    continue
                }
                rows.append(row(label, running, running + change, change < 0 ? 2 : 1, text))
                running += change
                reached.append(running)
            }
            rows.append(
                row(chartLabel(measure.value.label), 0, end, 0, numbers.text(measure.value.total ?? .missing)))
            let axis = axis(reached)
            if axis.lower > 0 || axis.upper < 0 {
                notes = ["the axis does not begin at zero, so that the steps can be seen"]
            }
            let series = [
                ChartSeries(label: "total", tone: .total), ChartSeries(label: "increase", tone: .rise),
                ChartSeries(label: "decrease", tone: .fall),
            ]
            return ChartPanel(
                title: block.title, numbers: numbers,
                content: .bars(
                    BarChart(
                        form: .waterfall,
                        dimension: headings == nil ? chartLabel(dimensions.last?.label ?? "") : block.title,
                        rows: rows, series: series, axis: axis)))
        }
        return ChartParts(panels: panels, notes: notes)
    }

    private func row(_ label: String, _ from: Double, _ to: Double, _ series: Int, _ text: String) -> BarChart.Row {
        BarChart.Row(label: label, segments: [.init(from: from, to: to, series: series)], text: text)
    }

    /// From zero, unless the steps would then be too small to be seen.
    private func axis(_ reached: [Double]) -> ChartAxis {
        let (low, high) = (reached.min() ?? 0, reached.max() ?? 0)
        let isFar = (low > 0 || high < 0) && high - low < 0.25 * max(abs(low), abs(high)) && high > low
        guard isFar else { return ChartAxis(reached, fromZero: true) }
        // Room below the lowest, so that no total is an empty bar.
        let room = (high - low) / 4
        return ChartAxis([low - (low > 0 ? room : 0), high + (low > 0 ? 0 : room)], fromZero: false)
    }
}
