import Language
import Model
import Tables
import Values

/// How the rows of one dataset are grouped, and what the parts of a question become over the groups.
struct ReductionPlan {
    let dataset: Dataset
    let workspace: Workspace
    private let source: any GroupingSource
    private let question: BoundQuestion
    /// Columns of the reduced table, in the order in which they were asked for.
    private var columns: [Column] = []
    private var names: [String] = []
    private(set) var condition: RowExpression?
    /// Parts that are computed here, over the groups.
    private(set) var ours: [String] = []
    private var keptJoins: [Dataset.Join] = []
    /// Columns of days that hold stretches, with those of their first and last days.
    private var bounds: [RowExpression: (first: Int, last: Int)] = [:]

    private enum Column: Hashable {
        case key(RowGrouping.Key)
        case measure(RowGrouping.Measure)
    }

    init(_ question: BoundQuestion, _ dataset: Dataset, _ source: any GroupingSource, in workspace: Workspace) {
        self.question = question
        self.dataset = dataset
        self.source = source
        self.workspace = workspace
        _ = measure(.rows)
    }

    var grouping: RowGrouping {
        RowGrouping(
            dataset: dataset.name, condition: condition,
            keys: columns.compactMap { if case .key(let key) = $0 { key } else { nil } },
            measures: columns.compactMap { if case .measure(let measure) = $0 { measure } else { nil } })
    }

    // MARK: Columns

    private mutating func column(_ column: Column, named name: String) -> RowExpression {
        let place: Int
        if let known = columns.firstIndex(of: column) {
            place = known
        } else {
            place = columns.count
            columns.append(column)
            names.append(name)
        }
        // The name is what messages say, so it is that of what was asked for.
        return .column(
            ColumnReference(path: JoinPath(start: dataset.name, joins: []), position: place, name: name))
    }

    private mutating func measure(_ measure: RowGrouping.Measure) -> RowExpression {
        switch measure {
        case .rows: column(.measure(measure), named: "rows")
        case .present(let expression), .sum(let expression), .smallest(let expression), .largest(let expression):
            column(.measure(measure), named: ExpressionText.text(expression))
        }
    }

    private mutating func key(_ expression: RowExpression, stretches: [Int]? = nil) -> RowExpression {
        column(
            .key(RowGrouping.Key(expression: expression, stretches: stretches)), named: ExpressionText.text(expression))
    }

    // MARK: Expressions

    private func canCompute(_ expression: RowExpression) -> Bool { source.canCompute(expression, in: workspace) }

    /// An expression over the groups: a column of them where the database computes it, else computed here of its parts.
    mutating func column(of expression: RowExpression, _ evaluator: RowEvaluator) throws -> RowExpression {
        switch expression {
        case .constant: return expression
        case .history: throw Irreducible.history
        case .cohortStart(let cohort):
            guard canCompute(expression), let borders = try steps(of: cohort, evaluator) else {
                throw Irreducible.cohort
            }
            return key(expression, stretches: borders)
        case .money(let amount, let currency):
            return .money(try column(of: amount, evaluator), currency: try column(of: currency, evaluator))
        case _ where canCompute(expression): return key(expression)
        case .column(let reference):
            guard let join = reference.path.joins.first else { throw Irreducible.column }
            try keep(join)
            return expression
        default:
            let text = ExpressionText.text(expression)
            if !ours.contains(text) { ours.append(text) }
            return try expression.mapped { try column(of: $0, evaluator) }
        }
    }

    /// Keeps a join to rows that are not in the same database: its key is told apart, and looked up here.
    private mutating func keep(_ join: Dataset.Join) throws {
        guard let position = dataset.filePosition(join.column) else { throw Irreducible.column }
        let own = RowExpression.column(
            ColumnReference(path: JoinPath(start: dataset.name, joins: []), position: position, name: join.column))
        guard canCompute(own) else { throw Irreducible.column }
        _ = key(own)
        if !keptJoins.contains(join) { keptJoins.append(join) }
    }

    /// The first days of the steps in which entities can appear.
    private func steps(of cohort: CohortStart, _ evaluator: RowEvaluator) throws -> [Int]? {
        guard let days = try evaluator.daySpread(cohort.time)?.range?.days else { return [Day.firstNumber] }
        let whole = Period(start: days.lowerBound, end: days.upperBound.adding(days: 1))
        return cohort.calendar.steps(cohort.grain, covering: whole, limit: 5000)?.map { Int($0.start.number) }
    }

    // MARK: Conditions

    /// Has the database leave out rows that do not count; what it cannot say stays with the question.
    ///
    /// - Parameter stretch: the days outside of which no row counts.
    mutating func filter(
        _ question: inout BoundQuestion, _ stretch: (time: RowExpression, days: Period)?, _ evaluator: RowEvaluator
    ) throws {
        var said: [RowExpression] = []
        var left: [RowExpression] = []
        // What moved is told by all rows of an entity, also by those that do not count.
        let needsAll = question.aggregates.contains { $0.dataset == dataset.name && $0.movement != nil }
        for part in question.conditions[dataset.name].map(Self.conjuncts) ?? [] {
            // A column of nothing is no condition to a database.
            if canCompute(.not(part)), !needsAll { said.append(part) } else { left.append(part) }
        }
        if let (time, days) = stretch {
            var ends: [RowExpression] = []
            if days.start != .first { ends.append(.compare(.greaterOrEqual, time, .constant(.day(days.start)))) }
            if days.end != .last { ends.append(.compare(.less, time, .constant(.day(days.end)))) }
            said += ends.filter(canCompute)
        }
        condition = said.reduce(nil) { whole, part in whole.map { .and($0, part) } ?? part }
        var remaining: RowExpression?
        for part in left {
            let over = try column(of: part, evaluator)
            remaining = remaining.map { .and($0, over) } ?? over
        }
        question.conditions[dataset.name] = remaining
    }

    private static func conjuncts(_ condition: RowExpression) -> [RowExpression] {
        guard case .and(let left, let right) = condition else { return [condition] }
        return conjuncts(left) + conjuncts(right)
    }

    // MARK: Aggregates

    /// The aggregate over groups.
    ///
    /// - Parameter borders: of the stretches of time that it tells apart; nil where every day counts.
    mutating func reduced(_ aggregate: Aggregate, borders: [Int]?, _ evaluator: RowEvaluator) throws -> Aggregate {
        var result = aggregate
        result.condition = try aggregate.condition.map { try column(of: $0, evaluator) }
        if let time = aggregate.time, !aggregate.isBalance {
            let column = try days(time, borders, evaluator)
            result.time = column
            if borders != nil { noteBounds(of: column, time) }
        }
        if aggregate.isBalance {
            result.activeFrom = try aggregate.activeFrom.map { try days($0, borders, evaluator) }
            result.activeTo = try aggregate.activeTo.map { try days($0, borders, evaluator) }
        }
        result.currency = try aggregate.currency.map { try column(of: $0, evaluator) }
        result.entity = try aggregate.entity.map { try column(of: $0, evaluator) }
        guard let argument = aggregate.argument else {
            result.weight = measure(.rows)
            return result
        }
        if aggregate.isDistinct || aggregate.function == .first || aggregate.function == .last {
            result.argument = try column(of: argument, evaluator)
            return result
        }
        if aggregate.movement != nil {
            // Signs matter to what moved, so that amounts are told apart and multiplied rather than added up.
            result.argument = .arithmetic(.multiply, try column(of: argument, evaluator), measure(.rows))
            return result
        }
        guard canCompute(argument), argument.conversions.isEmpty else {
            result.argument = try column(of: argument, evaluator)
            result.weight = measure(.rows)
            return result
        }
        func named(_ column: RowExpression) -> RowExpression {
            if case .money(_, let currency) = argument { return .money(column, currency: currency) }
            return column
        }
        switch aggregate.function {
        case .sum where source.canCompute(.sum(argument), in: workspace):
            result.argument = named(measure(.sum(argument)))
            result.isSummed = true
        case .avg where source.canCompute(.sum(argument), in: workspace):
            result.argument = named(measure(.sum(argument)))
            result.weight = measure(.present(argument))
            result.isSummed = true
        case .count:
            result.argument = nil
            result.weight = measure(.present(argument))
        case .min where source.canCompute(.smallest(argument), in: workspace):
            result.argument = named(measure(.smallest(argument)))
        case .max where source.canCompute(.largest(argument), in: workspace):
            result.argument = named(measure(.largest(argument)))
        default:
            result.argument = try column(of: argument, evaluator)
            result.weight = measure(.rows)
        }
        return result
    }

    /// A column of days, or of the stretches that they lie in.
    private mutating func days(
        _ expression: RowExpression, _ borders: [Int]?, _ evaluator: RowEvaluator
    ) throws -> RowExpression {
        guard let borders, canCompute(expression) else { return try column(of: expression, evaluator) }
        return key(expression, stretches: borders.isEmpty ? [Day.firstNumber] : borders)
    }

    /// Has the first and the last day in each stretch told, for what is said beside an answer.
    private mutating func noteBounds(of column: RowExpression, _ days: RowExpression) {
        guard canCompute(days), case .column(let first) = measure(.smallest(days)),
            case .column(let last) = measure(.largest(days))
        else { return }
        bounds[column] = (first.position, last.position)
    }

    // MARK: Rows

    /// Evaluates the question's parts over groups.
    func evaluator(over rows: GroupedRows, isInterrupted: @escaping @Sendable () -> Bool) -> RowEvaluator {
        var keys = rows.keys.makeIterator()
        var measures = rows.measures.makeIterator()
        let cells = columns.map { column -> ColumnData in
            let next = if case .key = column { keys.next() } else { measures.next() }
            return next ?? ColumnData(repeating: .missing, count: rows.count)
        }
        // Joins that are kept find their keys under the names that they always had.
        var reduced = Dataset(
            name: dataset.name,
            table: Table(reduced: cells, names: names.indices.map(columnName), rowCount: rows.count),
            path: dataset.path)
        reduced.joins = keptJoins
        var workspace = workspace
        workspace.datasets[dataset.name] = reduced
        // Indexes are known by their tables, and these come and go.
        workspace.indexes = JoinIndexes()
        let evaluator = RowEvaluator(workspace, reduced, isInterrupted: isInterrupted)
        func days(_ place: Int) -> [Int32] { cells[place].dayNumbers ?? [] }
        var standing = StandingRows(counts: [])
        if case .scaled(let counts, 0)? = cells.first { standing.counts = counts }
        for (column, places) in bounds {
            standing.days[column] = (days(places.first), days(places.last))
        }
        evaluator.standing = standing
        return evaluator
    }

    private func columnName(_ place: Int) -> String {
        if case .key(let key) = columns[place], case .column(let reference) = key.expression, key.stretches == nil,
            reference.path.joins.isEmpty
        {
            return reference.name
        }
        return "\(place)"
    }
}

extension Table {
    /// A table of computed columns.
    fileprivate convenience init(reduced cells: [ColumnData], names: [String], rowCount: Int) {
        self.init(
            files: [], titles: names.map { Title(title: $0, name: $0) }, rowCount: rowCount, decisions: [],
            problems: [], problemCount: 0, source: ComputedColumns(cells: cells))
    }
}

private struct ComputedColumns: ColumnSource {
    let cells: [ColumnData]

    func parse(column index: Int) -> Column {
        let data = cells[index]
        return Column(type: data.type, data: data, missingCount: data.missingMask.count { $0 == 1 })
    }
}

extension ColumnData {
    fileprivate var type: ColumnType {
        switch self {
        case .scaled(_, let scale): scale == 0 ? .integer : .decimal(scale: scale)
        case .floats: .float
        case .days: .day
        case .moments: .moment
        case .booleans: .boolean
        case .texts: .text
        }
    }
}
