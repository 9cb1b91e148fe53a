extension VegaChart {
    /// Lines in strokes, whole or dashed, with intervals below and points above.
    func lines(_ chart: LineChart, _ numbers: ChartNumbers) -> [(String, JSONTree)] {
        let names = Self.unique(chart.series.map(\.name.label))
        let labels = Self.unique(chart.positions.map(\.label))
        var strokes: [JSONTree] = []
        var points: [JSONTree] = []
        var bands: [JSONTree] = []
        var number = 0
        for (series, name) in zip(chart.series, names) {
            for stretch in chart.stretches(series) {
                for index in stretch.range {
                    strokes.append([
                        "period": .text(labels[index]), "series": .text(name), "value": JSONTree(series.values[index]),
                        "stroke": .number(Double(number)), "dash": stretch.isDashed ? "dashed" : "solid",
                    ])
                }
                number += 1
            }
            for index in chart.positions.indices {
                let value = series.values.indices.contains(index) ? series.values[index] : nil
                points.append([
                    "period": .text(labels[index]), "series": .text(name), "value": JSONTree(value),
                    "partial": .boolean(chart.positions[index].isPartial),
                    "forecast": .boolean(series.forecastFrom.map { index >= $0 } ?? false),
                ])
                guard series.band.indices.contains(index), let band = series.band[index] else { continue }
                bands.append([
                    "period": .text(labels[index]), "series": .text(name), "low": .number(band.lowerBound),
                    "high": .number(band.upperBound),
                ])
            }
        }
        let x: JSONTree = [
            "field": "period", "type": "ordinal", "title": .text(chart.dimension),
            "scale": ["domain": .array(labels.map { .text($0) })], "axis": ["labelOverlap": true, "labelAngle": 0],
        ]
        func y(_ field: String) -> JSONTree {
            [
                "field": .text(field), "type": "quantitative", "title": title(numbers), "scale": scale(chart.axis),
                "axis": ["format": format(numbers)],
            ]
        }
        let colors = color(zip(chart.series, names).map { ChartSeries(label: $1, tone: $0.name.tone) })
        var layers: [JSONTree] = []
        if !bands.isEmpty {
            layers.append([
                "data": ["values": .array(bands)], "mark": ["type": "area", "opacity": 0.2],
                "encoding": ["x": x, "y": y("low"), "y2": ["field": "high"], "color": colors],
            ])
        }
        layers.append([
            "data": ["values": .array(strokes)], "mark": ["type": "line"],
            "encoding": [
                "x": x, "y": y("value"), "color": colors, "detail": ["field": "stroke", "type": "nominal"],
                "strokeDash": [
                    "field": "dash", "type": "nominal", "legend": nil,
                    "scale": ["domain": ["solid", "dashed"], "range": [[1, 0], [5, 4]]],
                ],
            ],
        ])
        layers.append([
            "data": ["values": .array(points)], "mark": ["type": "point", "filled": true],
            "encoding": [
                "x": x, "y": y("value"), "color": colors,
                "tooltip": [
                    ["field": "series", "type": "nominal"], ["field": "period", "type": "ordinal"],
                    ["field": "value", "type": "quantitative", "format": format(numbers)],
                ],
            ],
        ])
        return [("width", Self.width), ("height", 240), ("layer", .array(layers))]
    }
}
