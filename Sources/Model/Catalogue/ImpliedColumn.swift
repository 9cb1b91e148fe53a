import Language
import Tables
import Values

/// A column that the catalogue uses and that follows from others where a canonical dataset does not have it: `deals.won`
/// from the stage.
package struct ImpliedColumn: Sendable {
    package var name: String
    package var expression: Expression
    /// What to know when it is used.
    package var note: String?
}

extension ImpliedColumn {
    private struct Rule {
        var dataset: String
        var column: String
        /// Columns that the dataset has to have, all of them of texts.
        var texts: [String] = []
        /// In the language, over the columns of the dataset.
        var expression: String
        var note: String?
    }

    /// Of several rules for a column the first that fits counts.
    private static let rules: [Rule] = [
        Rule(dataset: "deals", column: "won", texts: ["stage"], expression: "is_won(stage)"),
        Rule(dataset: "deals", column: "won", texts: ["status"], expression: "is_won(status)"),
        Rule(dataset: "deals", column: "lost", texts: ["stage"], expression: "is_lost(stage)"),
        Rule(dataset: "deals", column: "lost", texts: ["status"], expression: "is_lost(status)"),
        Rule(dataset: "deals", column: "open", expression: "not deals.won and not deals.lost"),
        Rule(
            dataset: "spend", column: "department", expression: "\"marketing\"",
            note: "`spend` has no column `department`: all of it is taken for marketing"),
        Rule(
            dataset: "tickets", column: "escalated", texts: ["priority"],
            expression: "lower(priority) in (\"urgent\", \"critical\", \"p1\")"),
        Rule(
            dataset: "tickets", column: "csat_score", texts: ["csat"],
            expression: "if lower(csat) in (\"good\", \"satisfied\") then 100% else if lower(csat) in (\"bad\","
                + " \"unsatisfied\", \"dissatisfied\") then 0%"),
        Rule(dataset: "tickets", column: "csat_score", expression: "csat"),
    ]

    /// The column that follows from those of a dataset; nil where nothing tells of it.
    init?(_ name: String, of dataset: Dataset, in workspace: Workspace) {
        let rules = Self.rules.filter { $0.dataset == dataset.name && $0.column == name }
        guard !rules.isEmpty else { return nil }
        if dataset.name == "deals", let stages = dataset.stages, let outcome = Self.outcome(name, stages) {
            self.init(name: name, expression: outcome)
            return
        }
        let binder = RowBinder(workspace, dataset: dataset.name, dimensionsFirst: false, notes: BindingNotes())
        func isText(_ column: String) -> Bool {
            guard dataset.columnIndex(column) != nil else { return false }
            let name = Name([.init(column, isQuoted: true)], span: .none)
            guard let kind = (try? binder.bind(Expression(.name(name), span: .none)))?.kind else { return false }
            return kind == .text || kind == .missing
        }
        let fitting = rules.first { $0.texts.allSatisfy(isText) }
        guard let rule = fitting, let expression = try? parseExpression(rule.expression) else { return nil }
        self.init(name: name, expression: expression, note: rule.note)
    }

    /// `stages stage: … > Won | Lost`: the ends of the process are won or lost as they are called; what is not won is
    /// lost.
    private static func outcome(_ name: String, _ stages: Dataset.Stages) -> Expression? {
        guard let ends = stages.steps.last, ends.count > 1 else { return nil }
        let won = ends.filter { StageName($0).isWon }
        guard !won.isEmpty, won.count < ends.count else { return nil }
        func isOne(of stages: [String], _ column: String) -> Expression {
            Expression(
                .membership(
                    Expression(.name(Name([.init(column, isQuoted: true)], span: .none)), span: .none),
                    stages.map { Expression(.text($0), span: .none) }, negated: false), span: .none)
        }
        switch name {
        case "won": return isOne(of: won, stages.column)
        case "lost": return isOne(of: ends.filter { !won.contains($0) }, stages.column)
        default: return nil
        }
    }
}
