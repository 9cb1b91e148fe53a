import Engine
import Values

/// The picture of `forecast`: what was, then dashed what is to come, with the interval around it; a panel a series.
struct ForecastChart {
    private let answer: Answer
    private let exact: Bool

    init(_ answer: Answer, exact: Bool) {
        self.answer = answer
        self.exact = exact
    }

    func parts() throws(Diagnostic) -> ChartParts {
        let dimensions = answer.columns.filter { $0.role == .dimension }
        func column(_ ending: String) -> Answer.Column? {
            answer.columns.first { $0.role == .compared && $0.name.hasSuffix(ending) }
        }
        guard let metric = answer.columns.first(where: { $0.role == .metric }), let step = dimensions.last,
            let status = column("status"), metric.holdsNumbers
        else { throw .noChart("there is nothing to forecast from", "ask for another metric") }
        let (low, high) = (column("_low"), column("_high"))
        let stepFormat = ColumnFormat(step, missing: answer.missingText(step))
        let groups = ChartGroups(answer, by: dimensions.dropLast())
        let panels = groups.shown.map { group in
            var own = metric
            own.cells = AnswerCells(group.lines.map { metric.cell($0) })
            let numbers = ChartNumbers([own], exact: exact)
            let keys = group.lines.map { line in
                ChartGrid.Key(
                    label: chartLabel(stepFormat.text(step.cell(line))), value: step.cell(line),
                    isPartial: step.partial.contains(step.cell(line)))
            }
            let band = group.lines.map { line -> ClosedRange<Double>? in
                guard let low = low?.number(line), let high = high?.number(line), low <= high else { return nil }
                return low...high
            }
            let values = group.lines.map { metric.number($0) }
            let series = LineChart.Series(
                name: ChartSeries(label: chartLabel(metric.label), tone: .color(0)), values: values,
                forecastFrom: group.lines.firstIndex { status.cell($0) == .text("forecast") }, band: band)
            let reached = values.compactMap { $0 } + band.compactMap { $0 }.flatMap { [$0.lowerBound, $0.upperBound] }
            return ChartPanel(
                title: group.title, numbers: numbers,
                content: .lines(
                    LineChart(
                        dimension: chartLabel(step.label), positions: LineChart.positions(keys), series: [series],
                        axis: ChartAxis(reached, fromZero: false, wholeSteps: numbers.isWhole))))
        }
        return ChartParts(panels: panels, notes: groups.notes)
    }
}
