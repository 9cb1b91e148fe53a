extension VegaChart {
    func heat(_ map: HeatMap) -> [(String, JSONTree)] {
        let rows = Self.unique(map.rows)
        let columns = Self.unique(map.columns)
        let values = zip(rows, map.cells).flatMap { row, cells in
            zip(columns, cells).compactMap { column, cell -> JSONTree? in
                cell.map {
                    ["row": .text(row), "column": .text(column), "text": .text($0.text), "shade": .number($0.shade)]
                }
            }
        }
        let x: JSONTree = [
            "field": "column", "type": "ordinal", "sort": .array(columns.map { .text($0) }),
            "title": .text(map.columnTitle), "axis": ["orient": "top", "labelAngle": 0],
        ]
        let y: JSONTree = [
            "field": "row", "type": "ordinal", "sort": .array(rows.map { .text($0) }), "title": .text(map.rowTitle),
        ]
        return [
            ("width", Self.width), ("data", ["values": .array(values)]), ("encoding", ["x": x, "y": y]),
            (
                "layer",
                [
                    [
                        "mark": ["type": "rect"],
                        "encoding": [
                            "color": [
                                "field": "shade", "type": "quantitative",
                                "scale": ["domain": [0, 1], "scheme": "blues"],
                                "legend": [
                                    "title": .text(map.shadeTitle), "orient": "bottom", "values": [0, 1],
                                    "labelExpr": .text(
                                        "datum.value == 0 ? \(jsonText(map.scale.low)) : \(jsonText(map.scale.high))"),
                                ],
                            ]
                        ],
                    ],
                    [
                        "mark": ["type": "text"],
                        "encoding": [
                            "text": ["field": "text", "type": "nominal"],
                            "color": ["condition": ["test": "datum.shade > 0.5", "value": "white"], "value": "black"],
                        ],
                    ],
                ]
            ),
        ]
    }

    /// Bars towards the target, and below them the trend of each metric on an axis of its own.
    func bullets(_ lines: [BulletLine]) -> [[(String, JSONTree)]] {
        let labels = Self.unique(lines.map(\.label))
        let values = zip(labels, lines).map { label, line -> JSONTree in
            [
                "label": .text(label), "value": .text(line.value), "target": .text(line.target),
                "attainment": JSONTree(line.attainment), "change": .text(line.change),
                "text": .text(
                    [line.value, line.attainmentText, line.change].filter { !$0.isEmpty }.joined(separator: "  ")),
            ]
        }
        let trends = zip(labels, lines).flatMap { label, line in
            line.trend.enumerated().map { step, value -> JSONTree in
                ["label": .text(label), "step": .number(Double(step + 1)), "value": JSONTree(value)]
            }
        }
        let order = JSONTree.array(labels.map { .text($0) })
        let y: JSONTree = ["field": "label", "type": "nominal", "sort": order, "title": nil]
        let bar: [(String, JSONTree)] = [
            ("width", Self.width), ("height", ["step": 36]), ("data", ["values": .array(values)]),
            ("encoding", ["y": y]),
            (
                "layer",
                [
                    [
                        "mark": ["type": "bar", "height": 8, "color": .text(ChartPalette.color(.color(0)).light)],
                        "encoding": [
                            "x": [
                                "field": "attainment", "type": "quantitative", "title": "of target",
                                "axis": ["format": "~%"],
                            ]
                        ],
                    ],
                    [
                        "mark": ["type": "tick", "size": 18, "thickness": 2, "color": "black"],
                        "encoding": ["x": ["datum": 1, "type": "quantitative"]],
                    ],
                    [
                        "mark": ["type": "text", "align": "left", "dy": -14],
                        "encoding": [
                            "text": ["field": "text", "type": "nominal"], "x": ["datum": 0, "type": "quantitative"],
                        ],
                    ],
                ]
            ),
        ]
        guard !trends.isEmpty else { return [bar] }
        let trend: [(String, JSONTree)] = [
            ("data", ["values": .array(trends)]),
            (
                "facet",
                [
                    "row": [
                        "field": "label", "type": "nominal", "sort": order, "title": nil,
                        "header": ["labelAngle": 0, "labelAlign": "left"],
                    ]
                ]
            ),
            (
                "spec",
                [
                    "height": 24, "width": 120, "mark": ["type": "line"],
                    "encoding": [
                        "x": ["field": "step", "type": "ordinal", "axis": nil],
                        "y": [
                            "field": "value", "type": "quantitative", "axis": nil,
                            "scale": ["zero": false],
                        ],
                    ],
                ]
            ), ("resolve", ["scale": ["y": "independent"]]),
        ]
        return [bar, trend]
    }
}
