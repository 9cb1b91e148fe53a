/// A chart in words, for those who do not see it.
extension Chart {
    var summary: String {
        panels.map { panel in
            let text =
                switch panel.content {
                case .bars(let chart): Self.summary(chart)
                case .lines(let chart): Self.summary(chart, panel.numbers)
                case .heat(let map): Self.summary(map)
                case .bullets(let lines): Self.summary(lines)
                }
            return (panel.title.isEmpty ? "" : panel.title + ": ") + text
        }.joined(separator: " ")
    }

    private static func summary(_ chart: BarChart) -> String {
        let kind =
            switch chart.form {
            case .bars: "bars"
            case .stacked: "stacked bars"
            case .waterfall: "waterfall"
            case .funnel: "funnel"
            }
        var group = ""
        let rows = chart.rows.map { row in
            let series = row.segments.first.map { chart.series[$0.series].label } ?? ""
            if row.beginsGroup { group = row.label }
            let isOne = chart.form != .bars || chart.series.count < 2 || series.isEmpty || series == group
            return group + (isOne ? " " : " (\(series)) ") + row.text
        }
        let by = chart.dimension.isEmpty ? "" : " by \(chart.dimension)"
        return "\(kind)\(by): \(listed(rows))."
    }

    private static func summary(_ chart: LineChart, _ numbers: ChartNumbers) -> String {
        let parts = chart.series.map { series -> String in
            let known = series.values.enumerated().compactMap { index, value in value.map { (index, $0) } }
            guard let first = known.first, let last = known.last, let least = known.min(by: { $0.1 < $1.1 }),
                let most = known.max(by: { $0.1 < $1.1 })
            else { return series.name.label + " has no values" }
            func told(_ point: (Int, Double)) -> String {
                "\(numbers.text(.float(point.1))) in \(chart.positions[point.0].label)"
            }
            return "\(series.name.label) from \(told(first)) to \(told(last)), least \(told(least)), most \(told(most))"
        }
        return "lines by \(chart.dimension): \(listed(parts))."
    }

    private static func summary(_ map: HeatMap) -> String {
        "\(map.rows.count) lines by \(map.rowTitle) and \(map.columns.count) columns by \(map.columnTitle), "
            + "from \(map.scale.low) to \(map.scale.high)."
    }

    private static func summary(_ lines: [BulletLine]) -> String {
        listed(
            lines.map { line in
                let target = line.attainmentText.isEmpty ? "" : ", \(line.attainmentText) of target \(line.target)"
                return "\(line.label) \(line.value)\(target)" + (line.change.isEmpty ? "" : ", \(line.change)")
            }) + "."
    }

    private static func listed(_ parts: [String]) -> String {
        parts.prefix(20).joined(separator: "; ") + (parts.count > 20 ? "; and \(parts.count - 20) more" : "")
    }
}
