import Engine
import Language
import Values

extension Session {
    /// `check [DATASET] …`: the quality of what is loaded.
    func check(_ question: CheckQuestion, _ statement: Statement) throws(Diagnostic) -> Outcome {
        let answer = try evaluator.answer(question)
        last = (answer, statement)
        return .answer(answer, question.output)
    }
}
