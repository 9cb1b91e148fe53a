import Engine
import Values

/// Vega-Lite (`.vl.json`, version 5): the chart with its data inside, for those who draw on.
///
/// Where an answer has no picture the specification has its heading and the reason alone.
struct VegaRenderer: TextRenderer {
    let name = "vega"
    let fileExtensions = ["vl.json", "vega.json", "vl"]

    func render(_ answer: Answer, options: RenderOptions, into write: (String) -> Void) {
        var specification: JSONTree
        do {
            specification = VegaChart(try Chart(answer, exact: options.exact)).specification
        } catch {
            specification = VegaChart.frame(
                title: visible(answer.heading), subtitle: error.note, description: error.note,
                fields: [("data", ["values": []]), ("mark", "point")])
        }
        var text = ""
        specification.write(into: &text)
        write(text + "\n")
    }
}

/// The specification of a chart: a view a panel, one below the other.
struct VegaChart {
    let chart: Chart

    init(_ chart: Chart) { self.chart = chart }

    var specification: JSONTree {
        let views = chart.panels.flatMap { panel -> [[(String, JSONTree)]] in
            let title: [(String, JSONTree)] = panel.title.isEmpty ? [] : [("title", .text(panel.title))]
            let views: [[(String, JSONTree)]] =
                switch panel.content {
                case .bars(let chart): [bars(chart, panel.numbers)]
                case .lines(let chart): [lines(chart, panel.numbers)]
                case .heat(let map): [heat(map)]
                case .bullets(let lines): bullets(lines)
                }
            return views.enumerated().map { index, view in (index == 0 ? title : []) + view }
        }
        // Each view has a legend and colours of its own.
        let fields: [(String, JSONTree)] =
            views.count == 1
            ? views[0]
            : [
                ("vconcat", .array(views.map { .object($0) })), ("resolve", ["scale": ["color": "independent"]]),
            ]
        return Self.frame(
            title: chart.title, subtitle: chart.subtitle, description: chart.summary, fields: fields)
    }

    static func frame(
        title: String, subtitle: String, description: String, fields: [(String, JSONTree)]
    ) -> JSONTree {
        .object(
            [
                ("$schema", "https://vega.github.io/schema/vega-lite/v5.json"), ("description", .text(description)),
                ("title", ["text": .text(title), "subtitle": .text(subtitle), "anchor": "start"]),
            ] + fields + [("config", ["font": "system-ui, sans-serif", "view": ["stroke": nil]])])
    }

    static let width: JSONTree = 560

    // MARK: Parts of encodings

    /// A format of d3 for numbers of a unit.
    func format(_ numbers: ChartNumbers) -> JSONTree {
        switch numbers.unit {
        case .percent: "~%"
        case .money("USD"): "$~s"
        case .money, .number, .count, .days: "~s"
        }
    }

    /// What stands at an axis of numbers.
    func title(_ numbers: ChartNumbers) -> JSONTree {
        switch numbers.unit {
        case .money(let currency?) where currency != "USD": .text(currency)
        case .days: "days"
        default: nil
        }
    }

    func scale(_ axis: ChartAxis) -> JSONTree {
        ["domain": [.number(axis.lower), .number(axis.upper)], "zero": false, "nice": false, "clamp": true]
    }

    func color(_ series: [ChartSeries], field: String = "series") -> JSONTree {
        let names = series.map { JSONTree.text($0.label) }
        let colors = series.map { JSONTree.text(ChartPalette.color($0.tone).light) }
        return [
            "field": .text(field), "type": "nominal", "title": nil,
            "scale": ["domain": .array(names), "range": .array(colors)],
            "legend": series.count > 1 ? ["orient": "top"] : nil,
        ]
    }

    /// Names as they are, a repeated one with a number, since equal names would be drawn as one.
    static func unique(_ names: [String]) -> [String] {
        var taken = UniqueNames()
        return names.map { taken.unique($0) }
    }
}
