import Foundation

/// Shapes of questions that are left out, each with its reason. The shorter this list, the better.
enum KnownDifferences {
    /// Whether to ask what is known to be wrong too.
    private static let asksAll = ProcessInfo.processInfo.environment["QUAESTOR_ASK_ALL"] == "1"

    /// Why a question is left out; nil when it is asked.
    static func reason(_ question: AskedQuestion, _ world: World) -> String? {
        for (reason, applies) in unclear where applies(question) { return reason }
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
        // A line is compared 52 weeks before or a year before.
        (
            "weeks beside other steps, a year before",
            { question in
                question.grains.count > 1 && question.grains.contains("week")
                    && question.comparisons.contains(.lastYear)
            }
        ),
        // SQL's deviation of equal values is not 0 but something in the last binary digits, by which lines are ordered and
        // other numbers divided; ours of decimals is exact.
        (
            "order by a deviation",
            { question in
                func usesDeviation(_ metric: Metric) -> Bool {
                    metric.aggregates.contains { $0.text.hasPrefix("stddev") }
                }
                guard !question.measures.allSatisfy({ !usesDeviation($0) }) else { return false }
                return !question.comparisons.isEmpty || !question.keys.isEmpty || usesDeviation(question.measures[0])
                    || question.measures.contains { metric in
                        if case .aggregate = metric { false } else { usesDeviation(metric) }
                    }
            }
        ),
    ]

    /// Where Quaestor cannot know what SQL is told; `QUAESTOR_ASK_ALL=1` asks these too.
    private static let wrong: [(String, @Sendable (AskedQuestion, World) -> Bool)] = [
        // A column that is blank all over could hold numbers, which have changes, or days, which have none.
        (
            "changes of blank columns",
            { question, world in
                guard !question.comparisons.isEmpty else { return false }
                let blank = world.scopes.flatMap(\.columns).filter { $0.values.isEmpty }.flatMap(\.names)
                return question.measures.flatMap(\.aggregates).contains { aggregate in
                    ["min", "max", "first", "last"].contains { aggregate.text.hasPrefix($0 + "(") }
                        && blank.contains { aggregate.text.contains($0) }
                }
            }
        )
    ]
}
