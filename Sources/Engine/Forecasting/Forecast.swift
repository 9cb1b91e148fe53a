import Language
import Model
import Tables
import Values

extension Evaluator {
    /// What is to come of a metric: the last of what was, and then the forecast with its error and interval.
    package func answer(_ forecast: ForecastQuestion) throws(Diagnostic) -> Answer {
        try workspace.withRoom(for: forecast.expressions) { () throws(Diagnostic) in try computed(forecast) }
    }

    private func computed(_ forecast: ForecastQuestion) throws(Diagnostic) -> Answer {
        WorkerPool.shared.rouse()
        let binder = ForecastBinder(workspace)
        let bound = try read(ahead: binder.question(forecast), columns: \.question.columns) { () throws(Diagnostic) in
            try binder.bind(forecast)
        }
        do {
            let evaluation = try Evaluation(
                bound.question, in: workspace, usesTally: usesTally, isInterrupted: isInterrupted)
            let answer = try ForecastAnswer(AnswerBuilder(evaluation), bound, isInterrupted).answer()
            try workspace.refuseUnread(bound.question.datasets)
            return answer
        } catch {
            guard error.span == nil, !error.isInterruption else { throw error }
            var placed = error
            placed.span = error.code == "before-data" ? forecast.history?.span : forecast.measure.expression.span
            throw placed
        }
    }

    /// How the past is computed, and what goes on from it.
    package func explanation(_ forecast: ForecastQuestion) throws(Diagnostic) -> [String] {
        let names = forecastingMethods.map(\.name).joined(separator: "; ")
        return try explanation(ForecastBinder(workspace).question(forecast)) + [
            "of each series the best in a rolling back-test goes on: \(names)"
        ]
    }
}

extension Grain {
    /// Steps until the season comes back: a year, and for days a week; 1 where there is none.
    var season: Int {
        switch self {
        case .day: 7
        case .week: 52
        case .month: 12
        case .quarter, .fiscalQuarter: 4
        case .half, .fiscalHalf: 2
        case .year, .fiscalYear: 1
        }
    }
}
