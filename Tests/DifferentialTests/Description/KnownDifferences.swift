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
    ]

    /// Where Quaestor is wrong today; `QUAESTOR_ASK_ALL=1` asks these too.
    private static let wrong: [(String, @Sendable (AskedQuestion, World) -> Bool)] = [
        // The steps that are left out stand as lines of their own, or nowhere, instead of as one line of others.
        (
            "others of steps",
            { question, _ in
                question.cut?.withOthers == true && question.dimensions.allSatisfy { $0.grain != nil }
            }
        ),
        // What only `sort`, `having` or `top` looks at adds lines where no row counts for a measure.
        (
            "lines by what orders them",
            { question, _ in
                question.keys.contains { if case .metric = $0 { true } else { false } }
            }
        ),
        // A row that is active at the end makes a line by the condition of a balance at the start, and the reverse.
        (
            "lines of balances at start and end with conditions",
            { question, _ in
                let balances = question.measures.flatMap(\.aggregates).filter { isBalance($0) }
                return Set(balances.map(\.rows)).count > 1 && balances.contains { $0.condition != nil }
            }
        ),
        // The deviation of equal values is not 0 but something in the last binary digits, by which lines are ordered
        // and other numbers divided.
        (
            "order by a deviation",
            { question, _ in
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
        // A day less a column that is blank all over is a day, not a number.
        (
            "differences of blank days",
            { question, world in
                let texts = question.measures.flatMap(\.aggregates).map(\.text) + [question.text]
                let blank = world.scopes.flatMap(\.columns).filter { $0.type == .day && $0.values.isEmpty }.flatMap(
                    \.names)
                return blank.contains { name in texts.contains { $0.contains("- \(name)") || $0.contains("\(name) -") }
                }
            }
        ),
        // A measure over a column that is blank all over has no columns of changes.
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
        ),
        // Others stand in a line without a day too when only the best have rows without one.
        (
            "others without a day",
            { question, _ in
                question.cut?.withOthers == true && question.periods.isEmpty && !question.grains.isEmpty
            }
        ),
    ]

    private static func isBalance(_ aggregate: Aggregate) -> Bool {
        if case .active = aggregate.rows { true } else { false }
    }
}
