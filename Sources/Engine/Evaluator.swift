import Language
import Model
import Tables
import Values

/// Answers questions of a workspace.
package struct Evaluator {
    package let workspace: Workspace
    /// Asked between steps; when it says so, the question ends with the error `interrupted`.
    let isInterrupted: @Sendable () -> Bool

    package init(_ workspace: Workspace, isInterrupted: @escaping @Sendable () -> Bool = { false }) {
        self.workspace = workspace
        self.isInterrupted = isInterrupted
    }

    package func answer(_ question: Question) throws(Diagnostic) -> Answer {
        workspace.parseColumnsAhead(of: question)
        return try answer(QuestionBinder(workspace).bind(question))
    }

    package func answer(_ question: BoundQuestion) throws(Diagnostic) -> Answer {
        try AnswerBuilder(Evaluation(question, in: workspace, isInterrupted: isInterrupted)).answer()
    }
}
