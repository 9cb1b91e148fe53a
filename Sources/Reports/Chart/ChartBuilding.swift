import Engine
import Values

extension Chart {
    /// The picture that suits the answer: bars, lines, a waterfall, a triangle, a funnel, a forecast or a scorecard.
    ///
    /// - Parameter exact: numbers are never shortened to `4.21M`.
    /// - Throws: why the answer has no picture, and what to do instead.
    package init(_ answer: Answer, exact: Bool = false) throws(Diagnostic) {
        if answer.isRows || answer.kind == .listing {
            throw .noChart(
                "rows are listed one by one: there is nothing to measure", "`show count(…) by …` draws groups")
        }
        if answer.lineCount <= 0 {
            throw .noChart("the answer has no lines", "ask for another period, or without the condition")
        }
        let parts =
            switch answer.kind {
            case .metrics, .listing: try MetricsChart(answer, exact: exact).parts()
            case .drivers: try WaterfallChart(answer, exact: exact).parts()
            case .cohort: try CohortChart(answer, exact: exact).parts()
            case .funnel: try FunnelChart(answer, exact: exact).parts()
            case .forecast: try ForecastChart(answer, exact: exact).parts()
            case .scorecard: try ScorecardChart(answer, exact: exact).parts()
            }
        title = visible(answer.heading)
        subtitle = visible(answer.provenance)
        panels = parts.panels
        notes = parts.notes + answer.notes.map { visible($0) }
    }
}

/// What a builder of one form of chart comes to.
struct ChartParts {
    var panels: [ChartPanel]
    /// What was left out.
    var notes: [String] = []
}

extension Diagnostic {
    static func noChart(_ reason: String, _ remedy: String) -> Diagnostic {
        Diagnostic("no-chart", "no chart: " + reason, remedies: [remedy])
    }

    /// The message and what to do, as a note under the table that stands in for the picture.
    var note: String { ([message] + remedies).joined(separator: "; ") }
}

extension Answer.Column {
    /// The number of a line that can be drawn; nil for no value and for what is beyond all axes.
    func number(_ line: Int) -> Double? { cell(line).drawable }

    var holdsNumbers: Bool { cells.contains { $0.drawable != nil } }
}

extension Value {
    var drawable: Double? { double.flatMap { $0.isFinite && abs($0) <= ChartAxis.most ? $0 : nil } }
}

/// The names of what a picture leaves out: `3 more hidden: a, b, c`.
func hiddenNote(_ names: [String], of what: String, remedy: String) -> String {
    let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
    let of = what.isEmpty ? "" : " of \(what)"
    return "\(grouped(names.count)) more\(of) hidden: \(shown)" + (remedy.isEmpty ? "" : " (\(remedy))")
}

/// A name as pictures write it: nothing that a terminal obeys, and never endless.
func chartLabel(_ text: String) -> String { shortened(visible(text), to: 80) }

extension Sequence<Value> {
    /// The sum of those that are numbers; missing where there is none, or where it does not fit.
    var sum: Value {
        var sum = Value.missing
        for value in self where value.double != nil {
            sum = sum.isMissing ? value : (try? ArithmeticOperator.add.apply(sum, value)) ?? .missing
        }
        return sum
    }
}
