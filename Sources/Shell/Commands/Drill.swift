import Engine
import Language
import Values

extension Session {
    /// The rows behind a line of the last answer that has lines: a drill or a listing of rows between does not count.
    func drill(_ drill: Drill, most: Int?) throws(Diagnostic) -> Answer {
        guard let lined else {
            throw Diagnostic(
                "nothing-yet", "there is no last answer to look behind", at: drill.lineSpan,
                reason: last == nil ? [] : ["what was answered last has rows already"],
                remedies: ["ask a question first: `show …`, then `drill 1`"])
        }
        guard answers.lined?.isOld != true else {
            throw Diagnostic(
                "old-answer", "the last answer is of before the files were read again", at: drill.lineSpan,
                reason: ["its lines may stand for other rows now"], remedies: ["ask the question again, then `drill`"])
        }
        return try evaluator.answer(drill, into: lined.answer, of: lined.question, most: most)
    }
}

extension Statement {
    /// Whether the lines of its answer stand for rows.
    var hasLines: Bool {
        switch kind {
        case .show, .cohort, .scorecard, .why, .forecast, .funnel, .check: true
        default: false
        }
    }
}
