import Engine
import Language
import Values

extension Evaluator {
    /// The answer to a question that needs nothing but the workspace; nil for other statements.
    /// - Parameter most: how many rows are listed where the question does not say; nil for all.
    func answer(_ statement: Statement, most: Int?) throws(Diagnostic) -> Answer? {
        switch statement.kind {
        case .show(let question): try answer(question)
        case .rows(let question): try answer(question, most: most)
        case .cohort(let question): try answer(question)
        case .scorecard(let question): try answer(question)
        case .why(let question): try answer(question)
        case .forecast(let question): try answer(question)
        case .funnel(let question): try answer(question)
        case .check(let question): try answer(question)
        default: nil
        }
    }
}

extension Statement {
    /// Where the answer goes of a question that needs nothing but the workspace; nil for other statements.
    var questionOutput: Output? {
        switch kind {
        case .show(let question): question.output
        case .rows(let question): question.output
        case .cohort(let question): question.output
        case .scorecard(let question): question.output
        case .why(let question): question.output
        case .forecast(let question): question.output
        case .funnel(let question): question.output
        case .check(let question): question.output
        default: nil
        }
    }
}
