import Engine
import Language
import Values

/// `last`, `back` and `diff`: what was answered before.
extension Session {
    /// The last answer again; `rows` and `drill` in a data format give all rows.
    func repeatLast(_ output: Output) throws(Diagnostic) -> Outcome {
        guard let last else { throw AnswerMemory.nothingYet }
        return .answer(try whole(last.answer, last.question, output), output)
    }

    /// An earlier answer, which is the last one then.
    func goBack(_ request: EarlierAnswer) throws(Diagnostic) -> Outcome {
        let kept = try answers.goBack(request)
        notice(printed(kept.question), .detail)
        return .answer(try whole(kept.answer, kept.question, request.output), request.output)
    }

    /// What is different between the last answer and an earlier one; it does not become the last answer itself.
    func difference(_ request: EarlierAnswer) throws(Diagnostic) -> Outcome {
        let earlier = try answers.earlier(request)
        guard let last else { throw AnswerMemory.nothingYet }
        return .answer(
            try AnswerDifference(of: last.answer, from: earlier.answer).answer(), request.output)
    }

    /// A table shows the first rows only; a data format means all of them.
    private func whole(_ answer: Answer, _ question: Statement, _ output: Output) throws(Diagnostic) -> Answer {
        if case .show(let question) = question.kind, wanted(output) == "card" {
            return try evaluator.withTrend(answer, of: question)
        }
        guard mostRows(output) == nil else { return answer }
        switch question.kind {
        case .rows(let question): return try evaluator.answer(question, most: nil)
        case .drill(let drill): return try self.drill(drill, most: nil)
        default: return answer
        }
    }
}
