import Engine
import Language
import Model
import Values

/// Questions about a file of deals, answered in this process: the columns that a question needs stay loaded.
public struct Questions {
    private let workspace: Workspace

    /// Throws what reading the file throws.
    public init(about file: DealsFile) throws {
        var workspace = Workspace(folder: "/", today: Day(year: 2025, month: 12, day: 31) ?? Day(0))
        let definitions = """
            dataset deals from "\(file.path)" {
              time close_date
              active from created_date to close_date
            }
            metric won = sum(deals.amount where stage = "Closed Won")
            metric accounts = count(distinct deals.account)
            metric active_accounts = count(distinct deals.account at end)
            metric winning_accounts = count(distinct deals.account where stage = "Closed Won")
            """
        let script = parseScript(definitions)
        if let first = script.diagnostics.first { throw first }
        for statement in script.statements { _ = try workspace.define(statement) }
        self.workspace = workspace
    }

    /// Answers `show …`, `rows …` or `cohort …`; the lines of the answer.
    ///
    /// Throws what the question throws when it is asked at the prompt, and for any other statement.
    public func answer(_ text: String) throws -> Int {
        let script = parseScript(text)
        if let first = script.diagnostics.first { throw first }
        let evaluator = Evaluator(workspace)
        var lines = 0
        for statement in script.statements {
            switch statement.kind {
            case .show(let question): lines += try evaluator.answer(question).lineCount
            case .cohort(let question): lines += try evaluator.answer(question).lineCount
            case .rows(let question): lines += try evaluator.answer(question, most: 40).lineCount
            default: throw Diagnostic("not-a-question", "`\(text)` is no question")
            }
        }
        return lines
    }
}
