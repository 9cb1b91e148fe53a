import Language
import Model
import Tables
import Values

/// Answers questions of a workspace.
package struct Evaluator {
    package let workspace: Workspace
    /// Asked between steps; when it says so, the question ends with the error `interrupted`.
    let isInterrupted: @Sendable () -> Bool
    /// Off where whole columns alone should compute, which tests compare with.
    var usesTally = true

    package init(_ workspace: Workspace, isInterrupted: @escaping @Sendable () -> Bool = { Work.isStopped }) {
        self.workspace = workspace
        self.isInterrupted = isInterrupted
    }

    package func answer(_ question: Question) throws(Diagnostic) -> Answer {
        try workspace.withRoom(for: question.expressions) { () throws(Diagnostic) in try computed(question) }
    }

    private func computed(_ question: Question) throws(Diagnostic) -> Answer {
        WorkerPool.shared.rouse()
        let bound = try read(ahead: question, columns: \.columns) { () throws(Diagnostic) in
            try QuestionBinder(workspace).bind(question)
        }
        do {
            return try answer(bound)
        } catch {
            // What goes wrong over the rows is told at the part of the question that asked for it.
            let spans =
                (Self.limits.contains(error.code) ? question.groupings.map(Self.span) : [])
                + (error.code == "before-data" ? question.periods.map(\.span) : [])
                + question.measures.map(\.expression.span)
            guard error.span == nil, !error.isInterruption, let first = spans.first else { throw error }
            var placed = error
            placed.span = first
            throw placed
        }
    }

    /// Binds a question with every column read that it turns out to use.
    ///
    /// Where large files wait to be read, what their columns look like tells which it will use, and one pass over the
    /// rows reads them all; else those that it names are read at the same time.
    func read<Bound>(
        ahead question: Question, columns: (Bound) -> [ColumnReference], bind: () throws(Diagnostic) -> Bound
    ) throws(Diagnostic) -> Bound {
        if workspace.datasets.values.contains(where: \.table.waitsForPass), let likely = try? bind() {
            if try !workspace.parseGuessed(columns(likely), isInterrupted: isInterrupted) { return likely }
        } else {
            try workspace.parseColumnsAhead(of: question, isInterrupted: isInterrupted)
        }
        var bound = try bind()
        while try workspace.parseGuessed(columns(bound), isInterrupted: isInterrupted) { bound = try bind() }
        return bound
    }

    private static func span(_ grouping: Grouping) -> Span {
        switch grouping.kind {
        case .grain(_, let span): span
        case .expression(let expression): expression.span
        }
    }

    /// Errors of answers that would be too large.
    private static let limits: Set<String> = ["too-many-steps", "too-many-groups", "too-many-lines"]

    package func answer(_ question: BoundQuestion) throws(Diagnostic) -> Answer {
        let evaluation = try Evaluation(
            question, in: workspace, usesTally: usesTally, isInterrupted: isInterrupted)
        let answer = try AnswerBuilder(evaluation).answer()
        try workspace.refuseUnread(question.datasets)
        return answer
    }
}
