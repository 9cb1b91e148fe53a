import Model
import Tables
import Values

/// A question over datasets in databases, with its rows filtered and grouped there.
///
/// A database gives one small table for each dataset: its rows in groups that no aggregate, level or stretch of time of
/// the question tells apart further, with sums and numbers of rows. The question is then evaluated over these tables as
/// it would be over the rows, so that there is one meaning of every metric, and totals, shares and comparisons are those
/// of files. Asking the database for each level and stretch would fetch less, but would need every aggregate once more in
/// SQL, movements and cohorts included, and a statement for each.
struct Reduction {
    private(set) var question: BoundQuestion
    private(set) var evaluators: [String: RowEvaluator]
    /// What each dataset's database did.
    private(set) var reports: [DatasetReport] = []
    private let workspace: Workspace
    private let axes: AxisBuilder
    private let uses: AxisUses
    private let cellCount: Int

    /// What was asked of the database of a dataset, or why its rows were fetched.
    struct DatasetReport {
        var dataset: String
        var source: any GroupingSource
        var grouping: RowGrouping?
        var groups = 0
        /// Parts that are computed here, over the groups.
        var ours: [String] = []
        var refusal: String?

        /// For `explain`: what the database is asked, and what is left to us.
        func lines(in workspace: Workspace) -> [String] {
            if let refusal { return ["  its columns are fetched: \(refusal)"] }
            guard let grouping, let statement = try? source.statement(of: grouping, in: workspace) else { return [] }
            let kinds = grouping.measures.count == 1 ? "" : " with \(grouping.measures.count) sums and numbers"
            var lines = [
                "  the database groups its rows; \(grouped(groups)) group\(groups == 1 ? "" : "s")\(kinds) fetched:"
            ]
            lines += statement.split(separator: "\n").map { "    " + $0 }
            lines += ours.map { "  computed here, over the groups: \($0)" }
            return lines
        }
    }

    init(
        _ question: BoundQuestion, in workspace: Workspace, _ evaluators: [String: RowEvaluator], _ axes: AxisBuilder,
        _ uses: AxisUses, cellCount: Int
    ) {
        self.question = question
        self.workspace = workspace
        self.evaluators = evaluators
        self.axes = axes
        self.uses = uses
        self.cellCount = cellCount
    }

    /// Whether any dataset's rows were grouped.
    var isAny: Bool { reports.contains { $0.refusal == nil } }

    mutating func run() throws(Diagnostic) {
        for name in question.datasets {
            guard let dataset = workspace.datasets[name], let evaluator = evaluators[name],
                let source = dataset.table.source as? any GroupingSource
            else { continue }
            var plan = ReductionPlan(question, dataset, source, in: workspace)
            do {
                let changed = try planned(&plan, evaluator)
                guard let rows = try source.grouped(plan.grouping, in: workspace) else {
                    throw Irreducible.tooLarge
                }
                question = changed
                evaluators[name] = plan.evaluator(over: rows, isInterrupted: evaluator.isInterrupted)
                reports.append(
                    DatasetReport(
                        dataset: name, source: source, grouping: plan.grouping, groups: rows.count, ours: plan.ours))
            } catch let error as Irreducible {
                reports.append(DatasetReport(dataset: name, source: source, refusal: error.reason))
            } catch let error as Diagnostic {
                throw error
            } catch {
                throw Diagnostic("database", "\(error)")
            }
        }
    }

    /// The question over the groups of a dataset that a plan then makes.
    private func planned(_ plan: inout ReductionPlan, _ evaluator: RowEvaluator) throws -> BoundQuestion {
        var result = question
        let name = plan.dataset.name
        try plan.filter(&result, stretch(of: result, name), evaluator)
        for index in result.dimensions.indices {
            guard case .rows(var expressions, let kind) = result.dimensions[index].source,
                let expression = expressions[name]
            else { continue }
            expressions[name] = try plan.column(of: expression, evaluator)
            result.dimensions[index].source = .rows(expressions, kind)
        }
        for position in result.aggregates.indices where result.aggregates[position].dataset == name {
            let aggregate = result.aggregates[position]
            let borders = aggregate.isBalance ? instants(aggregate, position) : stretches(aggregate, position)
            result.aggregates[position] = try plan.reduced(aggregate, borders: borders, evaluator)
        }
        return result
    }

    // MARK: Time

    /// Stretches beyond so many are told apart by day.
    private static let borderLimit = 1500

    private var lines: Level { .lines(groups: 0, cells: cellCount) }

    /// The paths of time on which an aggregate is looked at; nil where coarser levels look at other stretches than lines.
    private func paths(_ position: Int) -> [AxisPath]? {
        let paths = uses.paths(of: [position])
        return paths.allSatisfy(\.steps.isEmpty) ? paths : nil
    }

    /// The days on which the stretches begin or end that an aggregate looks at; nil where every day counts.
    private func stretches(_ aggregate: Aggregate, _ position: Int) -> [Int]? {
        guard aggregate.function != .first, aggregate.function != .last, let paths = paths(position) else { return nil }
        var borders: Set<Int> = []
        for path in paths {
            for case let span? in axes.axis(path, lines).columns.flatMap(\.windows).map(\.span) {
                borders.insert(Int(span.start.number))
                if span.end != .last { borders.insert(span.endNumber) }
            }
        }
        return borders.count <= Self.borderLimit ? borders.sorted() : nil
    }

    /// The days after those whose balances are taken.
    private func instants(_ aggregate: Aggregate, _ position: Int) -> [Int]? {
        guard aggregate.movement == nil, let paths = paths(position) else { return nil }
        var borders: Set<Int> = []
        for path in paths {
            for instant in aggregate.instants {
                for case let day? in axes.axis(path, lines).instants(instant, today: question.today) {
                    borders.insert(Int(day.number) + 1)
                }
            }
        }
        return borders.count <= Self.borderLimit ? borders.sorted() : nil
    }

    /// The days outside of which no row counts, for a dataset that is looked at along one axis alone.
    private func stretch(of question: BoundQuestion, _ name: String) -> (time: RowExpression, days: Period)? {
        let positions = question.aggregates.indices.filter { question.aggregates[$0].dataset == name }
        guard let time = positions.first.flatMap({ question.aggregates[$0].time }),
            positions.allSatisfy({ question.aggregates[$0].time == time && !question.aggregates[$0].isBalance })
        else { return nil }
        var stretch: Period?
        for position in positions {
            guard let paths = paths(position) else { return nil }
            for window in paths.flatMap({ axes.axis($0, lines).columns.flatMap(\.windows) }) {
                // Rows without a day count too.
                guard let span = window.span, !span.isAllTime else { return nil }
                stretch = Period(
                    start: min(stretch?.start ?? span.start, span.start), end: max(stretch?.end ?? span.end, span.end))
            }
        }
        return stretch.map { (time, $0) }
    }
}

/// Why the rows of a dataset are fetched as they are.
enum Irreducible: Error {
    case history
    case column
    case cohort
    case tooLarge

    var reason: String {
        switch self {
        case .history: "the order of visits to stages needs every row"
        case .column: "a column is kept in a way that only we read"
        case .cohort: "when entities first appear needs every row"
        case .tooLarge: "a sum has more digits than a cell holds"
        }
    }
}
