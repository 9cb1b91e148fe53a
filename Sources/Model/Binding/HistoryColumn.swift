import Language
import Values

/// A column that is computed from a whole stage history, not from single rows.
package struct HistoryColumn: Hashable, Sendable {
    /// What its rows say: which entity entered which stage, and when.
    package struct Entries: Hashable, Sendable {
        package var entity: RowExpression
        package var stage: RowExpression
        package var time: RowExpression
    }

    package enum Value: Hashable, Sendable {
        /// Days from a row's entry to the entity's next entry into another stage.
        case daysInStage
        /// Whether a row is its entity's first entry into the stage that a route begins with.
        case entry(StageRoute)
        /// On such rows 1 or 0, whether the entity went the whole route; missing while its time is not over.
        case conversion(StageRoute)
        /// Whether a row is the last of its entity.
        case latest
    }

    /// From the rows at hand to those of the history.
    package var path: JoinPath
    /// Bound on the history's own rows.
    package var entries: Entries
    package var value: Value
}

/// The way from one stage of a process to a later one.
package struct StageRoute: Hashable, Sendable {
    package var from: String
    package var to: String
    /// The process: its steps in order, each one or more stages that stand for one another.
    package var steps: [[String]]
    /// How long after entering `from` an entity may enter `to`.
    package var within: Duration?
    /// The steps between may be skipped, or come in any order.
    package var anyOrder: Bool

    /// `from MQL to SQL within 30 days`.
    package var text: String {
        var text = "from \(from) to \(to)"
        if let within { text += " within " + printed(within) }
        return text + (anyOrder ? " any order" : "")
    }
}

extension RowBinder {
    /// Why the rows at hand have no days in stage, when that is what a name asks for.
    func noDaysInStage(_ name: Name) -> Diagnostic? {
        guard name.parts.last?.text == Workspace.daysInStage else { return nil }
        let owner = name.parts.count == 2 ? name.parts[0].text : scope.dataset
        guard let dataset = workspace.datasets[owner] else { return nil }
        let histories = workspace.histories(of: owner)
        if dataset.stages == nil, let history = histories.first {
            return Diagnostic(
                "unknown-name", "`\(owner)` has no `\(Workspace.daysInStage)`", at: name.span,
                reason: ["each entry into a stage has its own, in the history `\(history.name)`"],
                remedies: ["ask it of the history: `avg(\(history.name).\(Workspace.daysInStage))`"])
        }
        do {
            _ = try workspace.entries(of: dataset, at: name.span)
            return nil
        } catch {
            // Where several datasets are tried for a name, the next one may have it.
            var result = error
            result.code = "unknown-name"
            return result
        }
    }
}
