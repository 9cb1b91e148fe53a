import Language
import Model
import Tables
import Values

/// Which rows of a dataset are open, won or lost, as conditions.
struct Outcomes {
    let open: Expression
    let won: Expression?
    let lost: Expression?
    /// The column of stages, if that is what tells it.
    let stage: String?

    private static let stageNames = [
        "stage", "deal_stage", "stage_name", "sales_stage", "opportunity_stage", "status", "state", "status_reason",
    ]

    /// Nil where the dataset does not say, or where its rows are entries into stages.
    init?(_ checked: CheckedDataset) {
        guard !checked.isHistory else { return nil }
        if let column = checked.dataset.stages?.column, let field = checked.field(column),
            let steps = checked.dataset.stages?.steps
        {
            self.init(field, StageSteps(steps), checked)
            return
        }
        for name in Self.stageNames {
            guard let field = checked.field(name), let texts = field.cells.dictionary, texts.count <= 100,
                texts.texts.contains(where: { StageName($0).isWon })
            else { continue }
            let won = texts.texts.filter { StageName($0).isWon }
            let others = texts.texts.filter { !won.contains($0) && !StageSteps.isLoss($0) }
            let losses = texts.texts.filter(StageSteps.isLoss)
            self.init(field, StageSteps(others.map { [$0] } + [won + losses]), checked)
            return
        }
        self.init(flags: checked)
    }

    private init?(_ field: CheckedDataset.Field, _ steps: StageSteps, _ checked: CheckedDataset) {
        guard let dictionary = field.cells.dictionary, let goal = steps.steps.last, steps.steps.count > 1 else {
            return nil
        }
        func texts(_ stages: [String]) -> [String] {
            let wanted = Set(stages.map { $0.lowercased() })
            return dictionary.texts.filter { wanted.contains($0.lowercased()) }
        }
        let column = Conditions.column(field.name)
        func condition(_ stages: [String]) -> Expression? {
            let found = texts(stages)
            return found.isEmpty ? nil : Conditions.isOne(column, of: found)
        }
        guard let open = condition(steps.steps.dropLast().flatMap(\.stages)) else { return nil }
        self.open = open
        won = condition(goal.stages)
        lost = condition(steps.losses.flatMap(\.stages))
        stage = field.name
    }

    /// `is_won` and `is_closed`, `won` and `lost`, as columns of true and false.
    private init?(flags checked: CheckedDataset) {
        func flag(_ names: [String]) -> Expression? {
            names.first { checked.field($0)?.cells.type == .boolean }.map(Conditions.column)
        }
        func not(_ expression: Expression) -> Expression { Expression(.unary(.not, expression), span: .none) }
        guard let won = flag(["is_won", "won"]) else { return nil }
        let closed = flag(["is_closed", "closed"])
        guard let lost = flag(["is_lost", "lost"]) ?? closed.map({ Conditions.and([$0, not(won)]) }) else { return nil }
        self.won = won
        self.lost = lost
        open = closed.map(not) ?? Conditions.and([not(won), not(lost)])
        stage = nil
    }
}
