import Foundation

/// Shapes of questions that are left out, each with its reason. The shorter this list, the better.
enum KnownDifferences {
    /// Whether to ask what is known to be wrong too.
    private static let asksAll = ProcessInfo.processInfo.environment["QUAESTOR_ASK_ALL"] == "1"

    /// Why a question is left out; nil when it is asked.
    static func reason(_ question: AskedQuestion, _ world: World) -> String? {
        for (reason, applies) in unclear where applies(question) { return reason }
        if asksAll { return nil }
        for (reason, applies) in wrong where applies(question) { return reason }
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

    /// Where Quaestor is wrong today.
    private static let wrong: [(String, @Sendable (AskedQuestion) -> Bool)] = [
        // Every step that is left out stands as a line of its own instead of one line of others.
        (
            "others of steps",
            { question in
                question.cut?.withOthers == true && question.dimensions.allSatisfy { $0.grain != nil }
            }
        ),
        // Over all time by steps, totals and subtotals take the balance of the rows without a day, which is none.
        (
            "totals of a balance beside rows without a day",
            { question in
                question.periods.isEmpty && !question.grains.isEmpty && hasBalance(question)
                    && question.measures.flatMap(\.aggregates).contains { !isBalance($0) }
            }
        ),
        // Groups that are never active make a line of others though nothing is left out.
        ("others of a balance", { $0.cut?.withOthers == true && hasBalance($0) }),
        // What only `sort`, `having` or `top` looks at adds lines where no row counts for a measure.
        (
            "lines by what orders them",
            { question in
                question.keys.contains { if case .metric = $0 { true } else { false } }
            }
        ),
    ]

    private static func hasBalance(_ question: AskedQuestion) -> Bool {
        question.measures.flatMap(\.aggregates).contains(where: isBalance)
    }

    private static func isBalance(_ aggregate: Aggregate) -> Bool {
        if case .active = aggregate.rows { true } else { false }
    }
}
