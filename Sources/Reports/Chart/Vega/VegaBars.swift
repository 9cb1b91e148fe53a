extension VegaChart {
    /// Bars, stacks, waterfalls and funnels, each from one number to another.
    func bars(_ chart: BarChart, _ numbers: ChartNumbers) -> [(String, JSONTree)] {
        let isGrouped = chart.rows.contains { !$0.beginsGroup }
        let names = Self.unique(chart.series.map(\.label))
        let labels = Self.unique(chart.rows.filter(\.beginsGroup).map(\.label))
        let used = chart.series.indices.filter { series in
            chart.rows.contains { $0.segments.contains { $0.series == series } }
        }
        var values: [JSONTree] = []
        var texts: [JSONTree] = []
        var group = -1
        for row in chart.rows {
            if row.beginsGroup { group += 1 }
            let label = JSONTree.text(labels.indices.contains(group) ? labels[group] : row.label)
            for segment in row.segments {
                values.append([
                    "label": label, "series": .text(names[segment.series]), "from": .number(segment.from),
                    "to": .number(segment.to), "text": .text(row.text), "partial": .boolean(row.isPartial),
                ])
            }
            let series = row.segments.last.map { names[$0.series] } ?? names.first ?? ""
            texts.append([
                "label": label, "series": .text(series), "text": .text(row.text),
                "end": .number(row.segments.map { max($0.from, $0.to) }.max() ?? 0),
            ])
        }
        let y: JSONTree = [
            "field": "label", "type": "nominal", "sort": .array(labels.map { .text($0) }),
            "title": chart.dimension.isEmpty ? nil : .text(chart.dimension),
        ]
        let offset: [(String, JSONTree)] =
            isGrouped
            ? [("yOffset", ["field": "series", "type": "nominal", "sort": .array(names.map { .text($0) })])] : []
        let x: JSONTree = [
            "field": "from", "type": "quantitative", "title": title(numbers), "scale": scale(chart.axis),
            "axis": ["format": format(numbers)],
        ]
        let shown = used.map { ChartSeries(label: names[$0], tone: chart.series[$0].tone) }
        let bar: JSONTree = .object(
            [
                ("y", y), ("x", x), ("x2", ["field": "to"]), ("color", color(shown)),
                (
                    "opacity",
                    ["condition": ["test": "datum.partial", "value": 0.5], "value": 1]
                ),
                (
                    "tooltip",
                    [
                        ["field": "label", "type": "nominal"], ["field": "series", "type": "nominal"],
                        ["field": "text", "type": "nominal"],
                    ]
                ),
            ] + offset)
        let text: JSONTree = .object(
            [
                ("y", y), ("x", ["field": "end", "type": "quantitative"]),
                ("text", ["field": "text", "type": "nominal"]),
            ] + offset)
        return [
            ("width", Self.width),
            (
                "layer",
                [
                    ["data": ["values": .array(values)], "mark": ["type": "bar"], "encoding": bar],
                    [
                        "data": ["values": .array(texts)],
                        "mark": ["type": "text", "align": "left", "dx": 4], "encoding": text,
                    ],
                ]
            ),
        ]
    }
}
