import Values

extension TerminalChart {
    /// Where the bars stand on the line: columns to the left of zero and to the right of it.
    private struct Scale {
        var left: Int
        var columns: Int
        var zero: Double
        /// Columns for each unit, the same on both sides.
        var unit: Double
        let axis: ChartAxis

        init(_ axis: ChartAxis, left: Int, columns: Int) {
            self.left = left
            self.columns = columns
            self.axis = axis
            let length = Double(columns)
            if axis.lower < 0, axis.upper > 0 {
                // Zero stands between two cells, or bars on both sides could not begin at it.
                zero = min(length - 1, max(1, (axis.zero * length).rounded()))
                unit = min(zero / -axis.lower, (length - zero) / axis.upper)
            } else {
                zero = axis.zero * length
                unit = length / (axis.upper - axis.lower)
            }
        }

        /// The column of a number, from the plot's left edge.
        func column(_ number: Double) -> Double {
            let place = axis.lower < 0 && axis.upper > 0 ? zero + number * unit : (number - axis.lower) * unit
            return place.isFinite ? min(Double(columns), max(0, place)) : 0
        }
    }

    func draw(_ chart: BarChart, _ numbers: ChartNumbers, on grid: inout CellGrid) {
        let used = Set(chart.rows.flatMap { $0.segments.map(\.series) })
        let entries = chart.series.enumerated().filter { used.contains($0.offset) && !$0.element.label.isEmpty }
        if entries.count > 1, chart.form != .funnel {
            legend(
                entries.map { (String(marks.fill($0.element.tone)), marks.style($0.element.tone), $0.element.label) },
                on: &grid)
        }
        let hasNegative = chart.axis.lower < 0 && chart.form != .waterfall
        let texts = (chart.rows.map { displayWidth($0.text) }.max() ?? 0) + 1
        let widest = chart.rows.map { displayWidth($0.label) }.max() ?? 0
        let room = width - 1 - texts * (hasNegative ? 2 : 1)
        let labels = min(widest, max(4, room - max(8, room / 2)))
        // Too narrow for all: the numbers stay, bars shrink.
        let columns = max(2, room - labels)
        let scale = Scale(chart.axis, left: labels + 1 + (hasNegative ? texts : 0), columns: columns)
        let isGrouped = chart.rows.contains { !$0.beginsGroup }
        for (index, row) in chart.rows.enumerated() {
            if row.beginsGroup, isGrouped, index > 0 { grid.put("", 0, grid.height) }
            let y = grid.height
            grid.put(row.beginsGroup ? shortened(row.label, to: labels) : "", 0, y)
            if hasNegative { grid.put(String(marks.upright), scale.left + Int(scale.zero), y, .dim) }
            draw(row, chart, scale, y, on: &grid)
        }
        if chart.form != .funnel { axis(chart, numbers, scale, on: &grid) }
    }

    private func draw(_ row: BarChart.Row, _ chart: BarChart, _ scale: Scale, _ y: Int, on grid: inout CellGrid) {
        var ends = (left: scale.columns, right: 0)
        for segment in row.segments {
            let cells = draw(segment, row, chart, scale, y, on: &grid)
            ends = (min(ends.left, cells.lowerBound), max(ends.right, cells.upperBound))
        }
        // A stack of parts too small for a cell each is still more than nothing.
        if ends.right <= ends.left, let segment = row.segments.last(where: { $0.from != $0.to }) {
            let start = Int(min(Double(scale.columns - 1), scale.column(segment.to)))
            let sign = marks.isASCII ? marks.upright : marks.eighth(1)
            grid.put(String(sign), scale.left + start, y, marks.style(chart.series[segment.series].tone))
            ends = (start, start + 1)
        }
        let isBelow = !row.segments.isEmpty && row.segments.allSatisfy { max($0.from, $0.to) <= 0 && $0.from != $0.to }
        if isBelow, chart.form != .waterfall {
            grid.put(row.text, before: scale.left + ends.left - 1, y)
        } else {
            let end = row.segments.isEmpty ? Int(scale.zero.rounded()) : ends.right
            grid.put(row.text, scale.left + end + 1, y, row.segments.isEmpty ? .dim : .plain)
        }
    }

    /// Draws a part of a bar and gives the cells that it takes.
    private func draw(
        _ segment: BarChart.Segment, _ row: BarChart.Row, _ chart: BarChart, _ scale: Scale, _ y: Int,
        on grid: inout CellGrid
    ) -> Range<Int> {
        let low = scale.column(min(segment.from, segment.to))
        let high = scale.column(max(segment.from, segment.to))
        let tone = chart.series[segment.series].tone
        let fill = marks.fill(tone, isPartial: row.isPartial)
        let style = marks.style(tone, isPartial: row.isPartial)
        var start = Int(low.rounded())
        var end = Int(high.rounded())
        if segment.from == segment.to { return start..<start }
        // Only solid bars can end within a cell; parts of a stack and patterns take whole ones.
        if fill != "█" || chart.form == .stacked {
            // What is more than nothing is seen, unless it is a small part of a stack.
            if end == start, chart.form != .stacked || row.segments.count == 1 {
                if segment.to < segment.from, start > 0 { start -= 1 } else { end += 1 }
            }
            grid.put(String(repeating: fill, count: max(0, end - start)), scale.left + start, y, style)
        } else if segment.to < segment.from, segment.from <= 0, chart.form != .waterfall {
            // To the left of zero: whole cells from the right, and half a cell at most.
            start = Int(low.rounded(.up))
            if end > start { grid.put(String(repeating: "█", count: end - start), scale.left + start, y, style) }
            if Double(start) - low >= 0.5 || end <= start {
                start = min(start, end) - 1
                grid.put("▐", scale.left + start, y, style)
            }
        } else {
            start = Int(low.rounded(.down))
            let eighths = max(1, Int(((high - Double(start)) * 8).rounded()))
            grid.put(String(repeating: "█", count: eighths / 8), scale.left + start, y, style)
            end = start + eighths / 8
            if eighths % 8 > 0 {
                grid.put(String(marks.eighth(eighths % 8)), scale.left + end, y, style)
                end += 1
            }
        }
        return start..<max(start, end)
    }

    /// A rule with ticks and, below, what they stand for.
    private func axis(_ chart: BarChart, _ numbers: ChartNumbers, _ scale: Scale, on grid: inout CellGrid) {
        let y = grid.height
        grid.put(String(repeating: marks.rule, count: scale.columns), scale.left, y, .dim)
        var free = 0
        for (tick, label) in zip(chart.axis.ticks, numbers.tickTexts(chart.axis)) {
            let column = min(scale.columns - 1, Int(scale.column(tick).rounded()))
            let start = max(0, min(width - displayWidth(label), scale.left + column - displayWidth(label) / 2))
            guard start >= free else { continue }
            grid.put(String(marks.tick), scale.left + column, y, .dim)
            grid.put(label, start, y + 1, .dim)
            free = start + displayWidth(label) + 2
        }
    }
}
