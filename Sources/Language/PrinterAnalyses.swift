import Values

/// `why`, `forecast` and `drill` as lines: a clause a line.
extension StatementPrinter {
    func lines(of why: WhyQuestion, start: Int) -> [Line] {
        var lines = [Line(text: "why " + text(why.measure.expression) + label(why.measure.label), start: start)]
        lines += [groupings(why.groupings), periods(why.period.map { [$0] } ?? [])].compactMap { $0 }
        if let comparison = why.comparison { lines.append(self.comparison(comparison)) }
        if let line = condition(why.condition) { lines.append(line) }
        if let top = why.top { lines.append(clause(.top, "\(top)")) }
        return lines + outputLines(why.output)
    }

    func lines(of forecast: ForecastQuestion, start: Int) -> [Line] {
        let head = "forecast " + text(forecast.measure.expression) + label(forecast.measure.label)
        let lines = [
            Line(text: head, start: start), groupings(forecast.groupings),
            periods(forecast.history.map { [$0] } ?? []), periods([forecast.horizon]), condition(forecast.condition),
        ]
        return lines.compactMap { $0 } + outputLines(forecast.output)
    }

    func lines(of drill: Drill, start: Int) -> [Line] {
        let head = "drill \(drill.line)" + (drill.of.map { " of " + printed($0) } ?? "")
        var lines = [Line(text: head, start: start)]
        lines += [condition(drill.condition), sort(drill.sort)].compactMap { $0 }
        if let limit = drill.limit { lines.append(clause(.limit, "\(limit)")) }
        return lines + outputLines(drill.output)
    }
}
