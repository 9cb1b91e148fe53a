import Engine
import Values

/// The picture of `show`: lines over time, else bars; a panel for each unit.
struct MetricsChart {
    private let answer: Answer
    private let exact: Bool

    /// Lines of text that the bars of a panel may take.
    static let mostRows = 40
    /// Lines in one panel, colours of one bar, bars side by side: more could not be told apart.
    static let mostLines = 6
    static let mostColors = 7
    static let mostGrouped = 4

    init(_ answer: Answer, exact: Bool) {
        self.answer = answer
        self.exact = exact
    }

    func parts() throws(Diagnostic) -> ChartParts {
        let grids = ChartGrids(answer)
        if grids.dimensionCount == 0, !grids.isAcross { return try withoutDimension() }
        let all = grids.all().filter { $0.column.holdsNumbers }
        guard !all.isEmpty else { throw .noChart("no column holds numbers", "ask for a metric") }
        var result = ChartParts(panels: [])
        for group in groups(all) {
            let grid = laidOut(group[0], isAcross: grids.isAcross)
            let isStack = group.count == 1 && grid.series.count > 1 && grid.column.isAdditive
            let part =
                if group.count == 1, grid.series.count > 1 {
                    if grid.isOverTime, !(isStack && grids.isAcross && grid.rows.count <= 24) {
                        lines(grid)
                    } else {
                        isStack ? stacked(grid) : grouped(grid)
                    }
                } else {
                    grid.isOverTime ? linesOfMeasures(group) : barsOfMeasures(group)
                }
            result.panels += part.panels
            for note in part.notes where !result.notes.contains(note) { result.notes.append(note) }
        }
        if result.panels.count == 1 { result.panels[0].title = "" }
        return result
    }

    /// Measures that share a panel: of one unit and alike in size, with nothing beside them.
    private func groups(_ grids: [ChartGrid]) -> [[ChartGrid]] {
        var result: [[ChartGrid]] = []
        for grid in grids {
            let place = result.firstIndex { group in
                let first = group[0]
                return group.count < Self.mostGrouped && first.column.unit == grid.column.unit
                    && first.series.count == 1 && grid.series.count == 1
                    && first.compared.isEmpty && grid.compared.isEmpty && isAlike(first.column, grid.column)
            }
            if let place { result[place].append(grid) } else { result.append([grid]) }
        }
        return result
    }

    /// Whether one axis does justice to both: the smaller bars are still to be seen.
    private func isAlike(_ first: Answer.Column, _ second: Answer.Column) -> Bool {
        let sizes = [first, second].map { column in column.cells.compactMap(\.drawable).reduce(0) { max($0, abs($1)) } }
        let (small, large) = (min(sizes[0], sizes[1]), max(sizes[0], sizes[1]))
        return small == 0 || large / small <= 25
    }

    /// Time goes across the page, whichever way it was asked for.
    private func laidOut(_ grid: ChartGrid, isAcross: Bool) -> ChartGrid {
        let ordered = grid.inOrderOfTime
        guard isAcross, !ordered.isOverTime else { return ordered }
        if answer.columns.allSatisfy({ $0.role != .dimension }) { return grid.transposed.inOrderOfTime }
        let turned = grid.transposed
        return turned.isOverTime ? turned : grid
    }

    // MARK: Numbers without a dimension

    private func withoutDimension() throws(Diagnostic) -> ChartParts {
        let measures = ChartMeasure.all(answer.columns).filter { $0.value.holdsNumbers }
        var groups: [[ChartMeasure]] = []
        for measure in measures {
            let place = groups.firstIndex { group in
                group[0].value.unit == measure.value.unit && group[0].compared.isEmpty && measure.compared.isEmpty
                    && isAlike(group[0].value, measure.value)
            }
            if let place { groups[place].append(measure) } else { groups.append([measure]) }
        }
        guard groups.contains(where: { $0.count > 1 || !$0[0].compared.isEmpty }) else {
            let what = measures.isEmpty ? "no number to draw" : measures.count == 1 ? "one number" : "single numbers"
            throw .noChart(what, "`by month` or another dimension draws it; `as card` shows it large")
        }
        let panels = groups.map { group in
            let columns = group.flatMap { [$0.value] + $0.compared }
            let numbers = ChartNumbers(columns, exact: exact)
            let rows = columns.map { column in
                let number = column.number(0)
                return BarChart.Row(
                    label: chartLabel(column.label),
                    segments: number.map {
                        [.init(from: 0, to: $0, series: column.role == .compared ? 1 : 0)]
                    } ?? [], text: numbers.text(column.cell(0)))
            }
            let title = chartLabel(group[0].value.label)
            return panel(
                group.count > 1 ? "" : title, numbers, .bars, "", rows,
                [ChartSeries(label: title, tone: .color(0)), ChartSeries(label: "", tone: .compared(0))])
        }
        return ChartParts(panels: panels)
    }

    // MARK: Bars

    private func panel(
        _ title: String, _ numbers: ChartNumbers, _ form: BarChart.Form, _ dimension: String, _ rows: [BarChart.Row],
        _ series: [ChartSeries]
    ) -> ChartPanel {
        let ends = rows.flatMap { $0.segments.flatMap { [$0.from, $0.to] } }
        let chart = BarChart(
            form: form, dimension: dimension, rows: rows, series: series,
            axis: ChartAxis(ends, fromZero: true, wholeSteps: numbers.isWhole))
        return ChartPanel(title: title, numbers: numbers, content: .bars(chart))
    }

    private func cut(_ grid: ChartGrid, rowsEach count: Int) -> (shown: Range<Int>, notes: [String]) {
        let most = max(1, Self.mostRows / max(1, count))
        guard grid.rows.count > most else { return (0..<grid.rows.count, []) }
        let hidden = grid.rows.dropFirst(most).map(\.label)
        return (
            0..<most, [hiddenNote(hidden, of: grid.rowTitle, remedy: "`top \(most) with others` draws them as one")]
        )
    }

    /// Bars of one measure with what it is compared with, or of several measures of one unit.
    private func barsOfMeasures(_ grids: [ChartGrid]) -> ChartParts {
        var series: [ChartSeries] = []
        var values: [(Int, Int) -> Value] = []
        for (index, grid) in grids.enumerated() {
            series.append(ChartSeries(label: chartLabel(grid.column.label), tone: .color(index)))
            values.append(grid.value)
            for (place, other) in grid.compared.prefix(Self.mostGrouped - 1).enumerated() {
                series.append(ChartSeries(label: other.label, tone: .compared(place)))
                values.append(other.value)
            }
        }
        return bars(grids[0], series, grids.count > 1) { row, place in values[place](row, 0) }
    }

    /// Bars side by side, for what cannot be added up.
    private func grouped(_ grid: ChartGrid) -> ChartParts {
        let shown = grid.series.prefix(Self.mostGrouped)
        let series = shown.enumerated().map { ChartSeries(label: $1.label, tone: $1.isOthers ? .others : .color($0)) }
        var result = bars(grid, series, false, grid.value)
        result.notes += hiddenSeries(grid, shown: Array(shown.indices), notDrawn: grid.compared.map(\.label))
        return result
    }

    private func bars(
        _ grid: ChartGrid, _ series: [ChartSeries], _ isOfMeasures: Bool, _ value: (Int, Int) -> Value
    ) -> ChartParts {
        let (shown, notes) = cut(grid, rowsEach: series.count)
        var column = grid.column
        column.cells = AnswerCells(shown.flatMap { row in series.indices.map { value(row, $0) } })
        let numbers = ChartNumbers([column], exact: exact)
        let rows = shown.flatMap { row in
            series.indices.map { place in
                let cell = value(row, place)
                // The bar of all others has a colour of its own where it stands among single ones.
                let isOthers = grid.rows[row].isOthers && series.count == 1
                return BarChart.Row(
                    label: grid.rows[row].label, beginsGroup: place == 0,
                    segments: cell.drawable.map { [.init(from: 0, to: $0, series: isOthers ? 1 : place)] } ?? [],
                    text: numbers.text(cell), isPartial: grid.rows[row].isPartial)
            }
        }
        let hasOthers = series.count == 1 && grid.rows.contains(where: \.isOthers)
        return ChartParts(
            panels: [
                panel(
                    isOfMeasures ? "" : chartLabel(grid.column.label), numbers, .bars, grid.rowTitle, rows,
                    series + (hasOthers ? [ChartSeries(label: "others", tone: .others)] : []))
            ], notes: notes)
    }

    /// One bar a row, its parts one after the other: those above zero to the right, those below to the left.
    private func stacked(_ grid: ChartGrid) -> ChartParts {
        let (shown, notes) = cut(grid, rowsEach: 1)
        let named = grid.series.count > Self.mostColors ? Self.mostColors - 1 : grid.series.count
        var series = grid.series.prefix(named).enumerated().map {
            ChartSeries(label: $1.label, tone: $1.isOthers ? .others : .color($0))
        }
        if named < grid.series.count {
            series.append(ChartSeries(label: "others (\(grid.series.count - named))", tone: .others))
        }
        var sums: [Value] = []
        var rows: [BarChart.Row] = []
        for row in shown {
            let cells = grid.series.indices.map { grid.value(row, $0) }
            let sum = cells.sum
            sums.append(sum)
            var ends = (above: 0.0, below: 0.0)
            var segments: [BarChart.Segment] = []
            let parts = cells.prefix(named) + (named < cells.count ? [Array(cells.dropFirst(named)).sum] : [])
            for (place, part) in parts.enumerated() {
                guard let number = part.drawable, number != 0 else { continue }
                let start = number > 0 ? ends.above : ends.below
                guard abs(start + number) <= ChartAxis.most else { continue }
                segments.append(.init(from: start, to: start + number, series: place))
                if number > 0 { ends.above = start + number } else { ends.below = start + number }
            }
            rows.append(
                BarChart.Row(
                    label: grid.rows[row].label, segments: segments, text: "", isPartial: grid.rows[row].isPartial))
        }
        var column = grid.column
        column.cells = AnswerCells(sums)
        let numbers = ChartNumbers([column], exact: exact)
        for index in rows.indices { rows[index].text = numbers.text(sums[index]) }
        return ChartParts(
            panels: [panel(chartLabel(grid.column.label), numbers, .stacked, grid.rowTitle, rows, series)],
            notes: notes + notDrawn(grid.compared.map(\.label)))
    }

    private func hiddenSeries(_ grid: ChartGrid, shown: [Int], notDrawn labels: [String]) -> [String] {
        let hidden = grid.series.indices.filter { !shown.contains($0) }.map { grid.series[$0].label }
        let note = hiddenNote(
            hidden, of: grid.seriesTitle, remedy: "`top \(shown.count) with others` draws them as one")
        return (hidden.isEmpty ? [] : [note]) + notDrawn(labels)
    }

    private func notDrawn(_ labels: [String]) -> [String] {
        labels.isEmpty ? [] : ["not drawn: \(labels.joined(separator: ", ")) (the table has it)"]
    }

    // MARK: Lines

    /// One measure by time and something else.
    private func lines(_ grid: ChartGrid) -> ChartParts {
        // The largest are shown, in the order of the answer.
        let sizes = grid.series.indices.map { series in
            grid.rows.indices.reduce(0.0) { $0 + abs(grid.value($1, series).drawable ?? 0) / 1e6 }
        }
        let shown = grid.series.indices.sorted { sizes[$0] != sizes[$1] ? sizes[$0] > sizes[$1] : $0 < $1 }
            .prefix(Self.mostLines).sorted()
        let names = shown.enumerated().map { place, series in
            let key = grid.series[series]
            return ChartSeries(label: key.label, tone: key.isOthers ? .others : .color(place))
        }
        let values = shown.map { series in grid.rows.indices.map { grid.value($0, series) } }
        return ChartParts(
            panels: [panel(chartLabel(grid.column.label), grid, names, values)],
            notes: hiddenSeries(grid, shown: shown, notDrawn: grid.compared.map(\.label)))
    }

    private func linesOfMeasures(_ grids: [ChartGrid]) -> ChartParts {
        var names: [ChartSeries] = []
        var values: [[Value]] = []
        let first = grids[0].inOrderOfTime
        for (index, unordered) in grids.enumerated() {
            let grid = unordered.inOrderOfTime
            func add(_ series: ChartSeries, _ value: (Int, Int) -> Value) {
                names.append(series)
                values.append(grid.rows.indices.map { value($0, 0) })
            }
            add(ChartSeries(label: chartLabel(grid.column.label), tone: .color(index)), grid.value)
            for (place, other) in grid.compared.prefix(Self.mostGrouped - 1).enumerated() {
                add(ChartSeries(label: other.label, tone: .compared(place)), other.value)
            }
        }
        let title = grids.count > 1 ? "" : chartLabel(first.column.label)
        return ChartParts(panels: [panel(title, first, names, values)])
    }

    private func panel(
        _ title: String, _ grid: ChartGrid, _ names: [ChartSeries], _ values: [[Value]]
    ) -> ChartPanel {
        var column = grid.column
        column.cells = AnswerCells(values.joined())
        let numbers = ChartNumbers([column], exact: exact)
        let drawn = values.map { $0.map(\.drawable) }
        let series = zip(names, drawn).map { LineChart.Series(name: $0, values: $1) }
        let chart = LineChart(
            dimension: grid.rowTitle, positions: LineChart.positions(grid.rows), series: series,
            axis: ChartAxis(drawn.flatMap { $0.compactMap { $0 } }, fromZero: false, wholeSteps: numbers.isWhole))
        return ChartPanel(title: title, numbers: numbers, content: .lines(chart))
    }
}
