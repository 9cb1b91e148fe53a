/// Lines over time, with dashed stretches, intervals and marks.
extension SVGCanvas {
    private static let plotHeight = 220.0
    /// Beyond so many positions marks would hide the lines.
    private static let mostMarks = 60

    mutating func draw(_ chart: LineChart, _ numbers: ChartNumbers) {
        legend(chart.legend.map { ($0.label, $0.tone, !$0.isBand, $0.isDashed || $0.isBand) })
        let ticks = numbers.tickTexts(chart.axis)
        let left = Self.margin + (ticks.map { Self.textWidth($0) }.max() ?? 0) + 8
        let right = width - Self.margin - 24
        y += 12
        let (top, bottom) = (y, y + Self.plotHeight)
        func x(_ index: Int) -> Double {
            // A single position stands in the middle.
            chart.positions.count == 1
                ? (left + right) / 2 : left + 8 + (right - left - 16) * chart.positions[index].place
        }
        func height(_ number: Double) -> Double { bottom - (bottom - top) * chart.axis.place(number) }
        for (tick, label) in zip(chart.axis.ticks, ticks) {
            let y = height(tick)
            line(left, y, right, y, style: tick == 0 ? "z" : "g")
            text(label, x: left - 6, y: y + 4, style: "m n", anchor: .end)
        }
        var free = -Double.infinity
        for index in chart.positions.indices {
            let label = chart.positions[index].label
            let half = Self.textWidth(label) / 2
            guard x(index) - half > free, x(index) + half <= width else { continue }
            text(label, x: x(index), y: bottom + 18, style: "m", anchor: .middle)
            line(x(index), bottom, x(index), bottom + 4, style: "z")
            free = x(index) + half + 8
        }
        for series in chart.series {
            let bands = series.band.enumerated().compactMap { index, band in band.map { (index, $0) } }
            let outline =
                bands.map { (x($0.0), height($0.1.upperBound)) }
                + bands.reversed().map { (x($0.0), height($0.1.lowerBound)) }
            path(outline, isClosed: true, style: "b f\(ChartPalette.place(series.name.tone))")
        }
        // The first series is drawn last, above the others.
        for (number, series) in chart.series.enumerated().reversed() {
            let color = ChartPalette.place(series.name.tone)
            func point(_ index: Int) -> (x: Double, y: Double) { (x(index), height(series.values[index] ?? 0)) }
            for stretch in chart.stretches(series) {
                path(stretch.range.map(point), style: "l s\(color)" + (stretch.isDashed ? " d" : ""))
            }
            let alone = Set(chart.runs(series).filter { $0.count == 1 }.map(\.lowerBound))
            for index in series.values.indices {
                guard let value = series.values[index], chart.positions.count <= Self.mostMarks || alone.contains(index)
                else { continue }
                let hint = "\(series.name.label), \(chart.positions[index].label): \(numbers.text(.float(value)))"
                mark(
                    number, at: point(index), style: "f\(color)" + (chart.positions[index].isPartial ? " p" : ""), hint)
            }
        }
        y = bottom + 24
    }

    /// A circle, square, triangle or diamond, so that lines are told apart without colour.
    private mutating func mark(_ number: Int, at point: (x: Double, y: Double), style: String, _ hint: String) {
        let (x, y) = point
        let shape: [(x: Double, y: Double)] =
            switch number % 4 {
            case 0:
                [
                    (x - 3.5, y - 1.5), (x - 1.5, y - 3.5), (x + 1.5, y - 3.5), (x + 3.5, y - 1.5), (x + 3.5, y + 1.5),
                    (x + 1.5, y + 3.5), (x - 1.5, y + 3.5), (x - 3.5, y + 1.5),
                ]
            case 1: [(x - 3, y - 3), (x + 3, y - 3), (x + 3, y + 3), (x - 3, y + 3)]
            case 2: [(x, y - 4), (x + 4, y + 3), (x - 4, y + 3)]
            default: [(x, y - 4), (x + 4, y), (x, y + 4), (x - 4, y)]
            }
        path(shape, isClosed: true, style: style, hint: hint)
    }
}

extension LineChart {
    /// What a legend has to explain; nothing for a single plain line.
    var legend: [(label: String, tone: ChartSeries.Tone, isDashed: Bool, isBand: Bool)] {
        var result = series.map { series in
            let isDashed = if case .compared = series.name.tone { true } else { false }
            return (label: series.name.label, tone: series.name.tone, isDashed: isDashed, isBand: false)
        }
        for series in series where series.forecastFrom != nil {
            result.append(("forecast", series.name.tone, true, false))
            if series.band.contains(where: { $0 != nil }) {
                result.append(("80 % interval", series.name.tone, false, true))
            }
        }
        return result.count > 1 ? result : []
    }

    /// The positions that are joined by one stroke, dashed or not; strokes share the position where they meet.
    func stretches(_ series: Series) -> [(range: ClosedRange<Int>, isDashed: Bool)] {
        var result: [(range: ClosedRange<Int>, isDashed: Bool)] = []
        for run in runs(series) where run.count > 1 {
            var start = run.lowerBound
            var isDashed = self.isDashed(series, endingAt: start + 1)
            for index in (run.lowerBound + 1)..<run.upperBound {
                let next = self.isDashed(series, endingAt: index)
                if next != isDashed {
                    result.append((start...(index - 1), isDashed))
                    (start, isDashed) = (index - 1, next)
                }
            }
            result.append((start...(run.upperBound - 1), isDashed))
        }
        return result
    }
}
