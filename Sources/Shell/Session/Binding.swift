import Engine
import Language
import Model
import Values

extension Session {
    /// Finds what the names of a question mean, without answering it; false for a statement that asks nothing.
    ///
    /// Throws what is wrong with the question.
    func bind(_ statement: Statement) throws(Diagnostic) -> Bool {
        switch statement.kind {
        case .show(let question): _ = try QuestionBinder(workspace).bind(question)
        case .rows(let question): _ = try RowsBinder(workspace).bind(question)
        case .cohort(let question): _ = try CohortBinder(workspace).bind(question)
        case .scorecard(let question): _ = try evaluator.questions(of: question)
        case .why(let question):
            let binder = WhyBinder(workspace)
            for grouping in [nil] + question.groupings { _ = try binder.bind(question, by: grouping) }
        case .forecast(let question): _ = try ForecastBinder(workspace).bind(question)
        case .funnel(let question): _ = try FunnelBinder(workspace).bind(question)
        case .check(let question): _ = try QualityCheck.datasets(question, in: workspace)
        default: return false
        }
        return true
    }
}
