import Language
import Model
import Values

/// What a forecast learns from: the whole steps of the past, series by series, and the steps that lie ahead.
extension ForecastAnswer {
    /// The steps of the past that are whole, with their time cells.
    func past() throws(Diagnostic) -> (steps: [Period], cells: [Int], leftOut: [Period]) {
        var whole: [(period: Period, cell: Int)] = []
        var leftOut: [Period] = []
        for (index, cell) in builder.evaluation.time.cells.enumerated() {
            guard let span = cell.span, case .period(let step)? = cell.steps.last else { continue }
            // A step that the asked period cuts is not all of itself either.
            if builder.isPartial(span) || span.start != step.start || span.end != step.end {
                if span.start <= question.today { leftOut.append(step) }
            } else {
                whole.append((step, index))
            }
        }
        guard !whole.isEmpty else { throw tooShort(0) }
        return (whole.map(\.period), whole.map(\.cell), leftOut)
    }

    func tooShort(_ count: Int) -> Diagnostic {
        let step = bound.grain.rawValue
        let needed = BackTest.least(season: season)
        return Diagnostic(
            "too-little-history", "there is too little history for a forecast by \(step)",
            reason: [
                "it needs \(needed) whole \(step)s with a value, and there \(count == 1 ? "is" : "are") \(count)",
                season > 1
                    ? "seasons are seen from \(season + needed - 2) on, and trend and season together from"
                        + " \(2 * season + needed - 2) on"
                    : "a trend is seen from \(needed + 2) on",
            ] + (isSum && count == 0 ? ["what is 0 before the first value that is not is no history"] : []),
            remedies: ["take shorter steps, or more of the past"])
    }

    func ahead(of past: [Period]) throws(Diagnostic) -> [Period] {
        let calendar = question.calendar
        let first = past.last?.end ?? question.today
        let current = calendar.start(of: bound.grain, containing: question.today)
        let end = calendar.shift(calendar.next(bound.grain, after: current), bound.grain, by: bound.count)
        let limit = bound.count + Self.mostSkipped + 1
        guard let steps = calendar.steps(bound.grain, covering: Period(start: first, end: end), limit: limit),
            !steps.isEmpty, steps.count - bound.count <= Self.mostSkipped
        else {
            throw Diagnostic(
                "too-far-ahead", "what is known ends long before what is asked for", at: bound.span,
                reason: [
                    "the last whole \(bound.grain.rawValue) is \(past.last?.label ?? ""), and today is"
                        + " \(question.today.text)"
                ],
                remedies: ["let the data's own time count: `set today \(first.adding(days: -1).text)`"])
        }
        return steps
    }

    /// - Parameter currency: set to that of the amounts, where their rows say it.
    func series(_ cells: [Int], currency: inout String?) throws(Diagnostic) -> [Series] {
        var found: String?
        func note(_ own: String?) throws(Diagnostic) {
            guard let own, own != found else { return }
            if let found {
                throw Diagnostic(
                    "mixed-currency", "these amounts are in \(found) and in \(own)",
                    reason: ["a series that goes on has to be of one currency"],
                    remedies: ["convert them: `convert(amount, currency to \(own))`"])
            }
            found = own
        }
        defer { currency = found }
        let evaluation = builder.evaluation
        let keys = LineKeys(builder)
        let count = evaluation.time.cells.count
        let dimensions = Array(question.dimensions.indices.dropLast())
        var all: [Series] = []
        if !dimensions.isEmpty {
            let groups = (0..<evaluation.index.count).filter { group in
                cells.contains { evaluation.present[group * count + $0] }
            }
            guard groups.count <= Self.mostSeries else {
                throw Diagnostic(
                    "too-many-groups", "this would be \(grouped(groups.count)) forecasts",
                    reason: ["\(Self.mostSeries) are the most"],
                    remedies: ["take dimensions of fewer values, or keep some with `where`"])
            }
            for group in groups {
                var values: [Value] = []
                for cell in cells {
                    values.append(try builder.lines.value(.measure(0), at: group * count + cell))
                    try note(builder.lines.currency(ofMeasure: 0, at: group * count + cell))
                }
                all.append(
                    Series(names: dimensions.map { keys.value($0, Int32(group * count)) }, values: values))
            }
            // As a question by the dimensions would: by the size of late, the largest first.
            let sizes = all.map { series in mean(series.values.suffix(season).map { $0.double ?? 0 }) }
            all = all.indices.sorted { first, second in
                if sizes[first] != sizes[second] { return sizes[first] > sizes[second] }
                for (a, b) in zip(all[first].names, all[second].names) where a != b {
                    return LineKeys.named(a, before: b)
                }
                return first < second
            }.map { all[$0] }
        }
        if dimensions.isEmpty || all.count > 1 {
            let level = keys.level(by: [question.dimensions.count - 1])
            let results = level.isLines ? builder.lines : LevelResults(evaluation, level)
            var values: [Value] = []
            for cell in cells {
                values.append(try results.value(.measure(0), at: Int(level.position(cell))))
                try note(results.currency(ofMeasure: 0, at: Int(level.position(cell))))
            }
            all.append(
                Series(names: dimensions.map { _ in .text("total") }, isTotal: !dimensions.isEmpty, values: values))
        }
        return all
    }

    /// What came before anything happened is no history.
    func leadingCut(_ values: [Value]) -> [Double?] {
        let floats = values.map(\.double)
        return Array(floats.drop { isSum ? ($0 ?? 0) == 0 : $0 == nil }.suffix(Self.mostLearned))
    }
}
