import Language
import Model
import Values

/// Forecasts the series of an answer by step of time, and lays them out below their last values.
struct ForecastAnswer {
    let builder: AnswerBuilder
    let bound: BoundForecast
    let isInterrupted: @Sendable () -> Bool
    /// Whether the metric is made of sums, of which nothing is zero.
    let isSum: Bool
    private let isShareOfCounts: Bool
    var question: BoundQuestion { builder.question }
    var season: Int { bound.grain.season }

    /// Series beyond which a forecast is refused: each of them is fitted many times.
    static let mostSeries = 200
    /// Past steps that a series shows at the most, and where there are several.
    private static let shownSteps = (one: 12, several: 6)
    /// The last values that a forecast learns from: what was long before says nothing more.
    static let mostLearned = 500
    /// Steps that may lie between the past and what is asked for.
    static let mostSkipped = 24

    init(_ builder: AnswerBuilder, _ bound: BoundForecast, _ isInterrupted: @escaping @Sendable () -> Bool) {
        self.builder = builder
        self.bound = bound
        self.isInterrupted = isInterrupted
        let plan = DriverPlan(builder.question)
        isSum = plan.isSum
        isShareOfCounts = plan.isShareOfCounts
    }

    /// One series: the values of one combination of the dimensions, or of all of them.
    struct Series {
        /// Empty where the question has no dimensions.
        var names: [Value]
        var isTotal = false
        /// Nil before its first value that is not zero.
        var values: [Value]
        var test: BackTest?
        var forecast: [Double] = []
        var known: KnownSeries?
    }

    private struct Line {
        var series: Int
        var period: Period
        var value: Value
        var low = Value.missing
        var high = Value.missing
        var isForecast = false
    }

    func answer() throws(Diagnostic) -> Answer {
        let past = try past()
        let ahead = try ahead(of: past.steps)
        var currency: String?
        var all = try series(past.cells, currency: &currency)
        var short: [Series] = []
        for index in all.indices {
            if isInterrupted() { throw .interrupted }
            all[index].known = KnownSeries(leadingCut(all[index].values))
            guard let known = all[index].known,
                let test = BackTest.best(known, season: season, steps: ahead.count),
                let next = test.method.forecast(known.values, season: season, steps: ahead.count)
            else {
                short.append(all[index])
                continue
            }
            (all[index].test, all[index].forecast) = (test, next)
        }
        if all.allSatisfy({ $0.test == nil }) { throw tooShort(all.compactMap(\.known?.values.count).max() ?? 0) }
        var lines: [Line] = []
        let shown = min(past.steps.count, all.count == 1 ? Self.shownSteps.one : Self.shownSteps.several)
        for (index, series) in all.enumerated() {
            for step in (past.steps.count - shown)..<past.steps.count {
                lines.append(Line(series: index, period: past.steps[step], value: series.values[step]))
            }
            guard let test = series.test else { continue }
            let rounding = ForecastRounding(series.values)
            let limits = limits(series.values)
            for (step, period) in ahead.enumerated() {
                let middle = series.forecast[step]
                let half = test.halfWidth(step + 1)
                func value(_ number: Double) -> Value {
                    rounding.value(min(limits.upperBound, max(limits.lowerBound, number)))
                }
                lines.append(
                    Line(
                        series: index, period: period, value: value(middle), low: value(middle - half),
                        high: value(middle + half), isForecast: true))
            }
        }
        var answer = Answer(
            heading: heading(past.steps, ahead), provenance: builder.provenance(),
            columns: columns(lines, all, currency), lineCount: lines.count)
        answer.kind = .forecast
        answer.notes = question.notes + builder.evaluation.notes + notes(all, short, past, ahead)
        return answer
    }

    /// What was never below zero stays above it, and a share of counts below all.
    private func limits(_ values: [Value]) -> ClosedRange<Double> {
        let known = values.compactMap(\.double)
        let isShare = known.allSatisfy { $0 <= 1 } && isShareOfCounts
        return (known.allSatisfy { $0 >= 0 } ? 0 : -.infinity)...(isShare ? 1 : .infinity)
    }

    // MARK: Layout

    private func columns(_ lines: [Line], _ all: [Series], _ currency: String?) -> [Answer.Column] {
        var columns: [Answer.Column] = []
        for (index, dimension) in question.dimensions.dropLast().enumerated() {
            var column = builder.dimensionColumn(dimension, lines.map { all[$0.series].names[index] })
            column.isNumeric = column.isNumeric && all.count == 1
            columns.append(column)
        }
        if let step = question.dimensions.last {
            columns.append(
                Answer.Column(
                    name: step.name, label: step.label, role: .dimension, unit: .number, isNumeric: false,
                    cells: lines.map { .period($0.period) }))
        }
        var metric = builder.measureColumn(.measure(0), lines.map(\.value))
        if metric.unit == .money(nil) { metric.unit = .money(currency) }
        columns.append(metric)
        func add(_ name: String, _ label: String, _ unit: Unit, isNumeric: Bool, _ cell: (Line) -> Value) {
            columns.append(
                Answer.Column(
                    name: name, label: label, role: .compared, unit: unit, isNumeric: isNumeric, cells: lines.map(cell))
            )
        }
        add("status", "", .number, isNumeric: false) { .text($0.isForecast ? "forecast" : "actual") }
        add(metric.name + "_low", "80 % from", metric.unit, isNumeric: true, \.low)
        add(metric.name + "_high", "to", metric.unit, isNumeric: true, \.high)
        let methods = lines.map { $0.isForecast ? all[$0.series].test?.method.name : nil }
        var method = Answer.Column(
            name: "method", label: "method", role: .compared, unit: .number, isNumeric: false,
            cells: methods.map { .text($0 ?? "") })
        method.dataCells = methods.map { $0.map { .text($0) } ?? .missing }
        columns.append(method)
        add("error", "error", .percent, isNumeric: true) { line in
            line.isForecast ? all[line.series].test?.error.map { .float($0) } ?? .missing : .missing
        }
        return columns
    }

    private func heading(_ past: [Period], _ ahead: [Period]) -> String {
        func range(_ periods: [Period]) -> String {
            let first = periods.first?.label ?? ""
            let last = periods.last?.label ?? ""
            return first == last ? first : first + " to " + last
        }
        let by = question.dimensions.dropLast().map { $0.label.replacingUnderscores }
        let asked = ahead.suffix(bound.count)
        var text = question.measures[0].label + (by.isEmpty ? "" : " by " + by.joined(separator: ", "))
        text += ", forecast for " + range(Array(asked)) + " from " + range(past)
        if let condition = bound.condition { text += " where " + condition }
        return text
    }

    private func notes(
        _ all: [Series], _ short: [Series], _ past: (steps: [Period], cells: [Int], leftOut: [Period]),
        _ ahead: [Period]
    ) -> [String] {
        var notes: [String] = []
        let step = bound.grain.rawValue
        let between = ahead.dropLast(bound.count)
        for period in past.leftOut {
            let reasons = builder.partiality.reasons(period)
            let isForecast = between.contains { $0.start == period.start }
            notes.append(
                "\(period.label) is left out: " + (reasons.isEmpty ? "cut" : reasons.joined(separator: ", "))
                    + (isForecast ? "; it is forecast too" : ""))
        }
        let skipped = between.filter { step in !past.leftOut.contains { $0.start == step.start } }
        if !skipped.isEmpty {
            let names = skipped.map(\.label).joined(separator: ", ")
            notes.append(
                "\(names) \(skipped.count == 1 ? "lies" : "lie") between and \(skipped.count == 1 ? "is" : "are") forecast too"
            )
        }
        if let test = all.compactMap(\.test).first {
            notes.append(
                "error: Σ|actual − forecast| / Σ|actual| of the best of \(forecastingMethods.count) methods, forecasting from"
                    + " \(test.origins) earlier \(step)s up to \(test.horizon) ahead; the 80 % are of its misses there")
        }
        if !isSum { notes.append("the series of \(question.measures[0].label) itself is forecast, not its parts") }
        let filled = all.compactMap(\.known).reduce(0) { $0 + $1.filled }
        if filled > 0 {
            notes.append(
                "\(filled) \(step)\(filled == 1 ? "" : "s") without a value \(filled == 1 ? "is" : "are") taken as lying between"
                    + " the neighbours")
        }
        for series in short {
            let name =
                series.isTotal || series.names.isEmpty
                ? "total" : series.names.map { $0.isMissing ? "missing" : $0.plainText }.joined(separator: ", ")
            let count = KnownSeries(leadingCut(series.values))?.values.count ?? 0
            notes.append("\(name) has \(count) \(step)s, too few to forecast")
        }
        if all.contains(where: \.isTotal) { notes.append(totalNote(all, ahead.count)) }
        return notes
    }

    /// The total has a series of its own, whose forecast is better than the sum of uncertain parts.
    private func totalNote(_ all: [Series], _ steps: Int) -> String {
        var text = "total is forecast from its own series"
        let parts = all.filter { !$0.isTotal }
        guard isSum, parts.allSatisfy({ $0.test != nil }), let total = all.last, total.test != nil
        else { return text }
        let sum = parts.reduce(0) { $0 + $1.forecast.suffix(bound.count).reduce(0, +) }
        let own = total.forecast.suffix(bound.count).reduce(0, +)
        guard own != 0 else { return text }
        let tenths = ((sum / own - 1) * 1000).rounded() / 10
        if tenths == 0 { return text + ", as the parts add up to" }
        text += "; the parts add up to \(plainDigits(abs(tenths))) % \(tenths > 0 ? "more" : "less")"
        return text
    }
}
