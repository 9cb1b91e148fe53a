import Foundation

/// Shapes of questions that are left out, each with its reason. The shorter this list, the better.
enum KnownDifferences {
    /// Whether to ask what is known to be wrong too.
    private static let asksAll = ProcessInfo.processInfo.environment["QUAESTOR_ASK_ALL"] == "1"

    /// Why a question is left out; nil when it is asked.
    static func reason(_ question: AskedQuestion, _ world: World) -> String? {
        if !question.comparisons.isEmpty, question.measures.contains(where: { isOfNothing($0, world) }) {
            return "changes of a blank column, which may be one of numbers"
        }
        for (reason, applies) in unclear where applies(question) { return reason }
        if question.comparisons.contains(.target), question.measures.allSatisfy({ !Targets.areSet(for: $0) }) {
            return "nothing has a target, which is refused"
        }
        if asksAll { return nil }
        for (reason, applies) in wrong where applies(question, world) { return reason }
        return nil
    }

    /// What the reference leaves open.
    private static let unclear: [(String, @Sendable (AskedQuestion) -> Bool)] = [
        // Periods may overlap: it is not said what stands for all of them together.
        ("top of several periods", { $0.periods.count > 1 && ($0.cut != nil || $0.hasAcross) }),
        // It is not said whether the line of others counts.
        ("limit behind others", { $0.limit != nil && $0.cut?.withOthers == true }),
        // A line of a cross table has many values.
        (
            "sort of a cross table by a measure",
            { question in
                question.hasAcross && question.sort.contains { if case .dimension = $0.key { false } else { true } }
            }
        ),
        ("having on a cross table", { $0.hasAcross && $0.having != nil }),
        // The best of a table that has only columns, or steps of time across.
        (
            "top of a cross table without groups",
            { question in
                question.hasAcross && question.cut != nil
                    && question.dimensions.dropLast().allSatisfy { $0.grain != nil }
            }
        ),
        // Steps that are left out are no stretch of time that could be moved.
        (
            "others of steps over other times",
            { question in
                question.cut?.withOthers == true && question.dimensions.allSatisfy { $0.grain != nil }
                    && (question.measures.contains { $0.contains(looksElsewhere) }
                        || question.comparisons.contains(.target))
            }
        ),
        // What moved between one opening and one closing has no value where the steps that are left out lie apart.
        (
            "movements over others of steps",
            { question in
                question.cut?.withOthers == true && question.dimensions.allSatisfy { $0.grain != nil }
                    && question.measures.contains { $0.aggregates.contains(where: isMovement) }
            }
        ),
        // Refused: all time has nothing before it.
        (
            "before all time",
            { question in
                let isOpen = question.periods.isEmpty || question.periods.contains { $0.bounded == nil }
                return question.grains.isEmpty && isOpen && question.measures.contains { $0.contains(looksBack) }
            }
        ),
        // A line is compared 52 weeks before or a year before.
        (
            "weeks beside other steps, a year before",
            { question in
                question.grains.count > 1 && question.grains.contains("week")
                    && question.comparisons.contains(.lastYear)
            }
        ),
    ]

    /// Where Quaestor is wrong today; `QUAESTOR_ASK_ALL=1` asks these too.
    private static let wrong: [(String, @Sendable (AskedQuestion, World) -> Bool)] = []

    private static func isOfNothing(_ measure: Metric, _ world: World) -> Bool {
        guard !measure.type.isNumber else { return false }
        let blank = world.scopes.flatMap(\.columns).filter(\.values.isEmpty).flatMap(\.names)
        return measure.aggregates.contains { aggregate in blank.contains { aggregate.text.contains($0) } }
    }

    private static func isMovement(_ aggregate: Aggregate) -> Bool {
        if case .moving = aggregate.rows { true } else { false }
    }

    private static func looksBack(_ metric: Metric) -> Bool {
        switch metric {
        case .shifted(.previous, _), .shifted(.yearAgo, _): true
        default: false
        }
    }

    private static func looksElsewhere(_ metric: Metric) -> Bool {
        switch metric {
        case .shifted, .overParts, .inWholeSteps: true
        default: false
        }
    }
}
