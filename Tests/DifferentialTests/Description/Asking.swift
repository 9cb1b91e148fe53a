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
        switch self {
        case .show(let question):
            return try ExpectedAnswer(question, world, roundsFractions: roundsFractions, rows: rows)
        case .cohort(let cohort): return try ExpectedAnswer(cohort, world, rows: rows)
        }
    }

    /// The code of the error that it gives: of a period that ends before any of the data begin.
    func refusal(_ world: World) -> String? {
        var metrics: [Metric] = []
        let periods: [AskedPeriod]
        switch self {
        case .show(let question):
            metrics = question.measures
            for case .metric(let metric) in question.keys { metrics.append(metric) }
            periods = question.periods
        case .cohort(let cohort):
            metrics = [cohort.metric]
            periods = cohort.periods
        }
        let begin = metrics.flatMap(\.aggregates).compactMap { aggregate in
            aggregate.rows.axis.flatMap { world.days(of: $0, in: aggregate.dataset).range?.lowerBound }
        }.min()
        guard let begin else { return nil }
        return periods.contains { ($0.last ?? Int.max) < begin } ? "before-data" : nil
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
