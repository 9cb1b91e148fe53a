import Engine
import Values

/// A picture of an answer, apart from how it is drawn: the terminal, SVG and Vega-Lite draw the same chart.
package struct Chart: Sendable {
    package var title: String
    package var subtitle: String
    /// One below the other, each with an axis of its own: numbers of different units never share one.
    var panels: [ChartPanel]
    /// What the picture leaves out, then the notes of the answer.
    package var notes: [String]
}

struct ChartPanel: Sendable {
    /// What is measured; empty where the chart's own title says it.
    var title: String
    var numbers: ChartNumbers
    var content: Content

    enum Content: Sendable {
        case bars(BarChart)
        case lines(LineChart)
        case heat(HeatMap)
        case bullets([BulletLine])
    }
}

/// What is drawn in one colour, an entry of the legend.
struct ChartSeries: Hashable, Sendable {
    enum Tone: Hashable, Sendable {
        /// A colour and a pattern by its place in the palette.
        case color(Int)
        /// Of another period, beside the colour of the asked one.
        case compared(Int)
        /// What was left out, together.
        case others
        /// The sums at the ends of a waterfall, and its steps up and down.
        case total, rise, fall
    }

    var label: String
    var tone: Tone
}

/// Horizontal bars along one axis of numbers, from the top: plain, grouped, stacked, a waterfall, a funnel.
struct BarChart: Sendable {
    enum Form: Hashable, Sendable { case bars, stacked, waterfall, funnel }

    struct Segment: Hashable, Sendable {
        /// Finite; to the left of zero where the number is below it.
        var from: Double
        var to: Double
        /// A place in `series`.
        var series: Int
    }

    struct Row: Sendable {
        /// What the row is of; rows of one group repeat it and only the first shows it.
        var label: String
        var beginsGroup = true
        /// Empty for no value.
        var segments: [Segment]
        /// The number at the bar's end.
        var text: String
        /// The period is not over, or reaches beyond the data.
        var isPartial = false
    }

    var form: Form
    /// What the rows are, such as `region`.
    var dimension: String
    var rows: [Row]
    var series: [ChartSeries]
    var axis: ChartAxis
}

/// Series of numbers over time.
struct LineChart: Sendable {
    struct Position: Hashable, Sendable {
        var label: String
        /// Along the axis, from 0 to 1.
        var place: Double
        var isPartial: Bool
        /// Whether steps of time are missing before it, so that no line leads to it.
        var followsGap = false
    }

    struct Series: Sendable {
        var name: ChartSeries
        /// One a position; nil for no value.
        var values: [Double?]
        /// The first position that is forecast.
        var forecastFrom: Int?
        /// The interval around a forecast, one a position.
        var band: [ClosedRange<Double>?] = []
    }

    var dimension: String
    var positions: [Position]
    var series: [Series]
    var axis: ChartAxis

    /// The runs of neighbouring positions that a line joins, of at least one position each.
    func runs(_ series: Series) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var start: Int?
        for index in 0...series.values.count {
            let isThere = index < series.values.count && series.values[index] != nil
            let isBroken = !isThere || (positions.indices.contains(index) && positions[index].followsGap)
            if let begun = start, isBroken {
                result.append(begun..<index)
                start = nil
            }
            if isThere, start == nil { start = index }
        }
        return result
    }

    /// Whether the stretch that ends at a position is drawn dashed: forecast, or of a period that is not whole.
    func isDashed(_ series: Series, endingAt index: Int) -> Bool {
        if case .compared = series.name.tone { return true }
        if let from = series.forecastFrom, index >= from { return true }
        return [index - 1, index].contains { positions.indices.contains($0) && positions[$0].isPartial }
    }
}

/// Cells by two things, such as cohort and age, the larger the darker.
struct HeatMap: Sendable {
    struct Cell: Sendable {
        var text: String
        /// From 0, the least of the picture, to 1, the most.
        var shade: Double
    }

    var rowTitle: String
    var columnTitle: String
    var rows: [String]
    /// The size beside each row's name; empty where there is none.
    var sizes: [String]
    var columns: [String]
    /// Row by row; nil where there is nothing.
    var cells: [[Cell?]]
    /// The least and the most that the shades stand for, as text.
    var scale: (low: String, high: String)
    /// What the shades stand for.
    var shadeTitle: String
}

/// One number among others of other units: where it stands towards its target, how it changed, and its way there.
struct BulletLine: Sendable {
    enum Verdict: Hashable, Sendable { case better, worse, same }

    var label: String
    var value: String
    /// Empty without a target.
    var target = ""
    /// Value divided by target.
    var attainment: Double?
    var attainmentText = ""
    /// `+3.2 % vs 2025-Q1`; empty without anything to compare with.
    var change = ""
    var verdict: Verdict?
    var trend: [Double?] = []
}
