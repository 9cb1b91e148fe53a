import Language
import Model
import Tables
import Values

/// Answers questions of a workspace.
package struct Evaluator {
    package let workspace: Workspace

    package init(_ workspace: Workspace) { self.workspace = workspace }

    package func answer(_ question: Question) throws(Diagnostic) -> Answer {
        workspace.parseColumnsAhead(of: question)
        return try answer(QuestionBinder(workspace).bind(question))
    }

    package func answer(_ question: BoundQuestion) throws(Diagnostic) -> Answer {
        try AnswerBuilder(Evaluation(question, in: workspace)).answer()
    }
}
