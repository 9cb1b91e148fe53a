import Language
import Values

/// `forecast METRIC … for next N STEPS`, bound.
package struct BoundForecast: Sendable {
    /// The past: the metric by the other dimensions and the step of time, in this order.
    package var question: BoundQuestion
    package var grain: Grain
    /// How many steps behind that of today are asked for.
    package var count: Int
    package var span: Span
    /// The question's `where`, as it is written.
    package var condition: String?
}

/// Binds `forecast`: the question whose answer is what the forecast learns from.
package struct ForecastBinder {
    package let workspace: Workspace

    package init(_ workspace: Workspace) { self.workspace = workspace }

    /// Steps beyond which a forecast says nothing.
    private static let mostSteps = 120

    package func bind(_ forecast: ForecastQuestion) throws(Diagnostic) -> BoundForecast {
        let name = printed(forecast.measure.expression)
        guard let (grain, count) = forecast.horizon.stepsAhead, (1...Self.mostSteps).contains(count) else {
            throw Diagnostic(
                "period-count", "a forecast looks 1 to \(Self.mostSteps) steps ahead", at: forecast.horizon.span,
                remedies: ["write `for next 3 months`, or take longer steps"])
        }
        for case .grain(let step, let span) in forecast.groupings.map(\.kind) {
            throw Diagnostic(
                "forecast-by-time", "the steps of a forecast stand behind `for next`", at: span,
                reason: ["`\(printed(forecast.horizon))` is by \(grain.rawValue)"],
                remedies: ["leave `by \(step.rawValue)` out, or write `for next 4 \(step.rawValue)s`"])
        }
        var bound = try QuestionBinder(workspace).bind(question(forecast))
        guard bound.measures[0].kind.isNumber else {
            throw Diagnostic(
                "wrong-kind", "`\(name)` is a \(bound.measures[0].kind.text), not a number",
                at: forecast.measure.expression.span, reason: ["only numbers go on"])
        }
        bound.totals = false
        return BoundForecast(
            question: bound, grain: grain, count: count, span: forecast.horizon.span,
            condition: forecast.condition.map(workspace.text))
    }

    /// The past as a question in the language.
    package func question(_ forecast: ForecastQuestion) -> Question {
        let grain = forecast.horizon.stepsAhead?.grain ?? .month
        return Question(
            measures: [forecast.measure],
            groupings: forecast.groupings + [Grouping(.grain(grain, span: forecast.horizon.span))],
            periods: forecast.history.map { [$0] } ?? [], condition: forecast.condition)
    }
}
