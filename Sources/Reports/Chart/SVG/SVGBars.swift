/// Bars, stacks, waterfalls and funnels, one below the other.
extension SVGCanvas {
    mutating func draw(_ chart: BarChart, _ numbers: ChartNumbers) {
        let used = Set(chart.rows.flatMap { $0.segments.map(\.series) })
        let entries = chart.series.enumerated().filter { used.contains($0.offset) && !$0.element.label.isEmpty }
        if entries.count > 1, chart.form != .funnel {
            legend(entries.map { ($0.element.label, $0.element.tone, false, false) })
        }
        let labels = min(width * 0.34, chart.rows.map { Self.textWidth($0.label) }.max() ?? 0) + 8
        let texts = (chart.rows.map { Self.textWidth($0.text) }.max() ?? 0) + 10
        let hasNegative = chart.axis.lower < 0 && chart.form != .waterfall
        let left = Self.margin + labels + (hasNegative ? texts : 0)
        let right = max(left + 60, width - Self.margin - texts)
        func place(_ number: Double) -> Double { left + (right - left) * chart.axis.place(number) }
        let height = chart.form == .funnel ? 28.0 : chart.rows.contains { !$0.beginsGroup } ? 13 : 17
        y += 8
        let top = y
        var bars: [(row: BarChart.Row, y: Double)] = []
        for row in chart.rows {
            if row.beginsGroup, !bars.isEmpty { y += chart.form == .funnel ? 6 : 7 }
            bars.append((row, y))
            y += height + 1
        }
        if chart.form != .funnel { axis(chart, numbers, top: top - 4, place: place) }
        for (row, rowTop) in bars {
            let middle = rowTop + height / 2 + 4
            if row.beginsGroup {
                text(row.label, x: Self.margin + labels - 8, y: middle, anchor: .end, within: labels)
            }
            if chart.form == .funnel {
                draw(funnel: row, chart, rowTop, height, left, right)
            } else {
                for segment in row.segments {
                    let (from, to) = (place(min(segment.from, segment.to)), place(max(segment.from, segment.to)))
                    let series = chart.series[segment.series]
                    let isEdged = chart.form == .stacked ? " e" : ""
                    rectangle(
                        x: from, y: rowTop, width: max(segment.from == segment.to ? 0 : 0.75, to - from),
                        height: height,
                        style: "f\(ChartPalette.place(series.tone))\(row.isPartial ? " p" : "")\(isEdged)",
                        hint: hint(row, series, chart))
                }
            }
            let ends = row.segments.flatMap { [place($0.from), place($0.to)] }
            let isNegative = hasNegative && row.segments.allSatisfy { $0.to < 0 } && !row.segments.isEmpty
            let x = chart.form == .funnel ? right : isNegative ? ends.min() : ends.max()
            text(
                row.text, x: (x ?? place(0)) + (isNegative ? -5 : 5), y: middle, style: "n",
                anchor: isNegative ? .end : .start)
        }
        if chart.form != .funnel {
            line(place(0), top - 4, place(0), bars.last.map { $0.y + height + 3 } ?? top, style: "z")
            y += 18
        }
    }

    private func hint(_ row: BarChart.Row, _ series: ChartSeries, _ chart: BarChart) -> String {
        let name = chart.series.count > 1 && !series.label.isEmpty ? " · " + series.label : ""
        return row.label + name + (chart.form == .stacked ? "" : ": " + row.text)
    }

    /// A band around the middle, as wide as the step is large.
    private mutating func draw(
        funnel row: BarChart.Row, _ chart: BarChart, _ top: Double, _ height: Double, _ left: Double, _ right: Double
    ) {
        guard let segment = row.segments.first else { return }
        let most = chart.rows.flatMap { $0.segments.map(\.to) }.max() ?? 1
        let share = most > 0 ? segment.to / most : 0
        let length = max(1, (right - left) * share)
        rectangle(
            x: (left + right - length) / 2, y: top, width: length, height: height,
            style: "f\(ChartPalette.place(chart.series[segment.series].tone))", hint: row.label + ": " + row.text)
    }

    private mutating func axis(
        _ chart: BarChart, _ numbers: ChartNumbers, top: Double, place: (Double) -> Double
    ) {
        let texts = numbers.tickTexts(chart.axis)
        var free = -Double.infinity
        for (tick, label) in zip(chart.axis.ticks, texts) {
            let x = place(tick)
            line(x, top, x, y + 3, style: "g")
            // Labels that would touch are left out.
            let half = Self.textWidth(label) / 2
            guard x - half > free else { continue }
            text(label, x: x, y: y + 16, style: "m n", anchor: .middle)
            free = x + half + 4
        }
    }
}
