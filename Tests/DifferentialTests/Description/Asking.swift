import SQLiteSupport

/// Anything that is asked of both.
enum Asking: Sendable {
    case show(AskedQuestion)
    case cohort(AskedCohort)

    var text: String {
        switch self {
        case .show(let question): question.text
        case .cohort(let cohort): cohort.text
        }
    }

    func statement(_ world: World) throws -> String {
        switch self {
        case .show(let question): try QuestionSQL(question, world).statement()
        case .cohort(let cohort): CohortSQL(cohort: cohort, world: world).statement()
        }
    }

    /// - Parameters:
    ///   - roundsFractions: whether fractions that differ in their last binary digits only are ordered as equal.
    ///   - duck: who answers instead of SQLite.
    func expected(_ world: World, roundsFractions: Bool = true, by duck: DuckDB? = nil) throws -> ExpectedAnswer {
        func rows(_ statement: String) throws -> [[SQLValue]] {
            try duck.map { try $0.rows(statement) } ?? world.database.rows(statement)
        }
        let answer =
            switch self {
            case .show(let question):
                try ExpectedAnswer(question, world, roundsFractions: roundsFractions, rows: rows)
            case .cohort(let cohort): try ExpectedAnswer(cohort, world, rows: rows)
            }
        return duck == nil ? answer : DuckDB.withExpectedKinds(answer)
    }

    /// The code of the error that it gives: of a period that ends before any of the data begin.
    func refusal(_ world: World) -> String? {
        let periods =
            switch self {
            case .show(let question): question.periods
            case .cohort(let cohort): cohort.periods
            }
        let begin = metrics.flatMap(\.aggregates).compactMap { aggregate in
            aggregate.rows.axis.flatMap { world.days(of: $0, in: aggregate.dataset).range?.lowerBound }
        }.min()
        guard let begin else { return nil }
        return periods.contains { ($0.last ?? Int.max) < begin } ? "before-data" : nil
    }

    /// Whether a first or last value is asked for, also by a metric of the workspace.
    var looksAtEnds: Bool {
        func looks(_ text: String) -> Bool { text.contains("first(") || text.contains("last(") }
        return looks(text) || metrics.flatMap(\.aggregates).contains { looks($0.text) }
    }

    /// Those that are shown, and those that lines are chosen or ordered by.
    private var metrics: [Metric] {
        switch self {
        case .show(let question):
            question.measures + question.keys.compactMap { if case .metric(let metric) = $0 { metric } else { nil } }
        case .cohort(let cohort): [cohort.metric]
        }
    }

    /// The same without one of its parts.
    func parts(_ world: World) -> [Asking] {
        switch self {
        case .show(let question):
            question.parts.filter { KnownDifferences.reason($0, world) == nil }.map(Asking.show)
        case .cohort(let cohort): cohort.parts.map(Asking.cohort)
        }
    }
}
