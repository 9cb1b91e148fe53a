import Values

/// The steps of a process as they lead to its goal, apart from the stages that end it without.
///
/// A stage is such an end when its name says so: lost, rejected, disqualified and the like. The last step with any other
/// stage is the goal.
package struct StageSteps: Hashable, Sendable {
    package struct Step: Hashable, Sendable {
        /// Stages that stand for one another.
        package var stages: [String]
        /// Its place in `stages A > B > C`, from 0.
        package var position: Int

        package var label: String { stages.joined(separator: " | ") }
    }

    /// In order; the last one is the goal.
    package private(set) var steps: [Step] = []
    /// The ends without reaching the goal, with the place of each.
    package private(set) var losses: [Step] = []

    package init(_ steps: [[String]]) {
        for (position, step) in steps.enumerated() {
            let ways = step.filter { !Self.isLoss($0) }
            let losses = step.filter(Self.isLoss)
            if !ways.isEmpty { self.steps.append(Step(stages: ways, position: position)) }
            if !losses.isEmpty { self.losses.append(Step(stages: losses, position: position)) }
        }
    }

    private static let lossWords = [
        "reject", "disqualif", "unqualif", "cancel", "declin", "abandon", "churn", "withdraw", "no decision",
        "no-decision", "nodecision", "dropped", "dead",
    ]

    /// Whether a stage's name says that what enters it has ended without success.
    package static func isLoss(_ stage: String) -> Bool {
        let folded = stage.lowercased()
        return StageName(stage).isLost || lossWords.contains { folded.contains($0) }
    }
}
