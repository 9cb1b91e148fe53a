import Engine
import Language
import Values

extension Session {
    /// `funnel DATASET …`.
    func funnel(_ question: FunnelQuestion, _ statement: Statement) throws(Diagnostic) -> Outcome {
        let answer = try evaluator.answer(question)
        last = (answer, statement)
        return .answer(answer, question.output)
    }
}
