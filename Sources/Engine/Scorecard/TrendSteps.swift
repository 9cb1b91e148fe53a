import Language
import Model
import Values

/// The eight steps of time that end with a period: what a trend goes over.
struct TrendSteps {
    static let count = 8

    let grain: Grain
    /// First days of the steps, in order.
    let starts: [Day]
    /// All of them, as a question asks for them.
    let expression: PeriodExpression

    /// Nil for a period without beginning or end.
    init?(endingWith resolved: ResolvedPeriod, calendar: Calendar) {
        guard let grain = Self.grain(of: resolved) else { return nil }
        let last = calendar.start(of: grain, containing: resolved.period.lastDay)
        let first = calendar.shift(last, grain, by: 1 - Self.count)
        let end = calendar.next(grain, after: last).adding(days: -1)
        self.grain = grain
        starts = (0..<Self.count).map { calendar.shift(first, grain, by: $0) }
        expression = PeriodExpression(
            .range(PeriodExpression(.day(first), span: .none), PeriodExpression(.day(end), span: .none)), span: .none)
    }

    /// "8 months".
    var label: String { "\(Self.count) \(grain.rawValue)s" }

    /// The step that the trend goes by: that of the period; for other stretches of days one that they hold some of.
    private static func grain(of resolved: ResolvedPeriod) -> Grain? {
        switch resolved.shape {
        case .steps(.day, let count) where count > 1: return grain(ofDays: count)
        case .steps(let grain, _), .toDate(let grain): return grain
        case .days: return grain(ofDays: resolved.period.dayCount)
        case .open: return nil
        }
    }

    private static func grain(ofDays count: Int) -> Grain { count <= 14 ? .day : count <= 92 ? .week : .month }
}

extension Evaluator {
    /// The answer with the trend behind each metric, as a series that ends with the asked period.
    ///
    /// Only a question of one period that groups nothing has one; any other comes back as it is. Throws only when it is
    /// interrupted: where the data do not reach back, there is no trend.
    package func withTrend(_ answer: Answer, of question: Question) throws(Diagnostic) -> Answer {
        guard question.groupings.isEmpty, question.across == nil, question.periods.count == 1, answer.lineCount == 1,
            let resolved = try? PeriodResolver(workspace).resolve(question.periods[0]),
            let steps = TrendSteps(endingWith: resolved, calendar: workspace.calendar)
        else { return answer }
        let trend: Answer
        do {
            trend = try self.answer(
                Question(
                    measures: question.measures, groupings: [Grouping(.grain(steps.grain, span: .none))],
                    periods: [steps.expression], condition: question.condition))
        } catch {
            if error.code == "interrupted" { throw error }
            return answer
        }
        var result = answer
        result.columns = []
        for column in answer.columns {
            result.columns.append(column)
            guard column.role == .metric, let cells = trend.columns.first(where: { $0.name == column.name })?.cells
            else { continue }
            var line = Answer.Column(
                name: column.name + "_trend", label: steps.label, role: .dimension, unit: .number, isNumeric: false,
                cells: [.missing])
            line.series = [Array(cells)]
            result.columns.append(line)
        }
        return result
    }
}
