import Language
import Tables
import Values

/// What a metric should reach: a file of values by period and perhaps dimensions.
package struct Target: Sendable {
    package var metric: String
    /// The dataset of the file's rows.
    package var dataset: String
    /// Dimensions that the targets are set by.
    package var dimensions: [String]
    /// First day of the period that a row is for.
    package var time: RowExpression
    package var value: RowExpression
    package var kind: Kind
    /// The periods that targets are set for.
    package var grain: Grain
    /// Which rows of the file are for this metric; nil for all.
    package var condition: RowExpression?
    /// What to know where a target is set more than once; nil where none is.
    package var repeats: String?
    /// Its definition; nil where a dataset of targets sets it.
    package var statement: Statement?
}

/// A `target` of the workspace.
package struct DefinedTarget: Sendable {
    package var metric: String
    /// The dataset of its rows.
    package var dataset: String
    package var statement: Statement
    var definition: TargetDefinition
    /// What the rows say; nil where they lie in a database that nobody has asked yet.
    var target: Target?
}

extension Workspace {
    /// `target bookings by team from "targets.csv" { time month; value target }`.
    mutating func define(_ definition: TargetDefinition, _ statement: Statement) throws(Diagnostic) -> [DefinitionNote]
    {
        guard let metric = self.metric(definition.metric.text)?.name else {
            let metric = definition.metric.text
            let near = nearest(metric, among: metricNames)
            throw Diagnostic(
                "unknown-name", "unknown metric `\(metric)`", at: definition.metric.span,
                reason: ["a target is for a metric, and that is defined before it"],
                remedies: near.isEmpty ? ["define it: `metric \(metric) = …`"] : [didYouMean(near)],
                replacement: near.first)
        }
        let name = "target of \(metric)"
        let file = DatasetDefinition(
            name: Label(name, span: definition.metric.span), path: definition.path, connection: definition.connection,
            options: definition.options)
        var isLater = false
        if let connection = definition.connection {
            isLater = try defineLater(file, from: connection)
        } else {
            _ = try define(file)
        }
        guard var dataset = datasets[name] else { return [] }
        dataset.isTarget = true
        datasets[name] = dataset
        for dimension in definition.dimensions where dataset.columnIndex(dimension.text) == nil {
            throw Diagnostic(
                "unknown-name", "the file has no column `\(dimension.text)`", at: dimension.span,
                reason: ["its columns are " + listed(dataset.columns.map { "`\($0.name)`" })])
        }
        var defined = DefinedTarget(metric: metric, dataset: name, statement: statement, definition: definition)
        if isLater {
            targets[metric] = defined
            return ["targets of \(metric), read when they are needed"]
        }
        let target = try target(of: defined, over: dataset)
        defined.target = target
        targets[metric] = defined
        return ["\(dataset.table.rowCount) targets of \(metric) by \(target.grain.rawValue)"]
    }

    /// What the rows of a `target` say: what their periods are, for instance, shows in their cells.
    private func target(of defined: DefinedTarget, over dataset: Dataset) throws(Diagnostic) -> Target {
        if defined.definition.connection != nil { try dataset.table.prepare(dataset.table.titles.indices) }
        let binder = RowBinder(self, dataset: dataset.name, dimensionsFirst: false, notes: BindingNotes())
        let (time, grain) = try targetTime(defined.definition, dataset, binder)
        let value = try targetValue(defined.definition, dataset, binder, besides: time)
        return Target(
            metric: defined.metric, dataset: dataset.name, dimensions: defined.definition.dimensions.map(\.text),
            time: time, value: value.expression, kind: value.kind, grain: grain,
            repeats: repeatedTargets(of: defined.metric, dataset, value: value.expression),
            statement: defined.statement)
    }

    /// The same for a question, which is not where the definition stands.
    package func target(of defined: DefinedTarget, at span: Span) throws(Diagnostic) -> Target? {
        if let target = defined.target { return target }
        guard let dataset = datasets[defined.dataset] else { return nil }
        do {
            return try target(of: defined, over: dataset)
        } catch {
            var placed = error
            placed.span = span
            placed.replacement = nil
            throw placed
        }
    }

    /// The column of periods, as first days, and their length.
    private func targetTime(
        _ definition: TargetDefinition, _ dataset: Dataset, _ binder: RowBinder
    ) throws(Diagnostic) -> (RowExpression, Grain) {
        if let name = definition.time {
            let column = try dataset.column(name)
            guard let found = try time(of: column.name, isTold: true, dataset, binder, at: name.span) else {
                throw Diagnostic(
                    "not-a-time", "`\(column.name)` holds neither days nor periods", at: name.span,
                    remedies: ["periods are written 2026-01, 2026-Q1, Jan 2026, 2026 or FY2026-Q1"])
            }
            return found
        }
        let others = dataset.columns.map(\.name).filter { name in !definition.dimensions.contains { $0.text == name } }
        // Targets may look like years: the column that is called so comes first.
        for column in others.filter({ $0.contains("year") }) + others.filter({ !$0.contains("year") }) {
            let found = try time(of: column, isTold: false, dataset, binder, at: definition.path.span)
            if let found { return found }
        }
        throw Diagnostic(
            "no-time-axis", "no column of this file holds days or periods", at: definition.path.span,
            reason: ["its columns are " + listed(dataset.columns.map { "`\($0.name)`" })],
            remedies: ["say which one does: `{ time COLUMN }`"])
    }

    /// - Parameter isTold: whether the definition names the column; else numbers are years only where they look like it.
    /// - Parameter rows: those that count; nil for all.
    func time(
        of column: String, isTold: Bool, _ dataset: Dataset, _ binder: RowBinder, rows: [Int]? = nil, at span: Span
    ) throws(Diagnostic) -> (RowExpression, Grain)? {
        let bound = try binder.bind(Expression(.name(Name([.init(column)], span: .none)), span: .none))
        guard let index = dataset.columnIndex(column), let file = dataset.fileColumn(index) else { return nil }
        // However far they are apart.
        if file.holdsMonths, bound.kind.isTime { return (bound.expression, .month) }
        let cells = file.data
        let rows = rows ?? Array(0..<cells.count)
        if bound.kind.isTime { return (bound.expression, grain(ofDays: cells, rows, in: column)) }
        let resolver = PeriodResolver(self)
        var grains: Set<Grain> = []
        var seen: Set<Value> = []
        for row in rows {
            let value = cells.value(at: row)
            guard !value.isMissing, seen.insert(value).inserted else { continue }
            if case .number(let year) = value, !isTold, !(ExactDecimal(1900)...ExactDecimal(2199)).contains(year) {
                return nil
            }
            guard let period = periodNamed(value), let resolved = try? resolver.resolve(period),
                case .steps(let own, count: 1) = resolved.shape
            else { return nil }
            grains.insert(own)
        }
        guard let grain = grains.first else { return nil }
        guard grains.count == 1 else {
            let found = grains.map(\.rawValue).sorted()
            throw Diagnostic(
                "mixed-periods", "the periods of `\(column)` are not of one length", at: span,
                reason: ["there are targets by \(listed(found))"], remedies: ["keep each length in a file of its own"])
        }
        let start = RowExpression.function(
            Function.ID(name: "period_start"),
            [bound.expression, .constant(.number(ExactDecimal(calendar.fiscalYearStart)))])
        return (start, grain)
    }

    /// How long the periods are that days begin: as the column is called, else as far apart as the days are.
    private func grain(ofDays cells: ColumnData, _ rows: [Int], in column: String) -> Grain {
        let days = Set(rows.compactMap { cells.value(at: $0).asDay }).sorted()
        if let named = Grain.allCases.first(where: { $0.columnName == column }),
            days.allSatisfy({ calendar.start(of: named, containing: $0) == $0 })
        {
            return named
        }
        let gap = zip(days, days.dropFirst()).map { $0.days(to: $1) }.min() ?? (days.first?.day == 1 ? 28 : 1)
        switch gap {
        case 365...: return .year
        case 181...: return .half
        case 89...: return .quarter
        case 28...: return .month
        case 7...: return .week
        default: return .day
        }
    }

    private func targetValue(
        _ definition: TargetDefinition, _ dataset: Dataset, _ binder: RowBinder, besides time: RowExpression
    ) throws(Diagnostic) -> Typed<RowExpression> {
        if let name = definition.value {
            let bound = try binder.bind(Expression(.name(name), span: name.span))
            guard bound.kind.isNumber || bound.kind == .missing else {
                throw Diagnostic(
                    "wrong-kind", "`\(name.text)` is a \(bound.kind.text), not a number", at: name.span,
                    remedies: ["`value` names the column of the targets"])
            }
            return bound
        }
        var found: [(name: String, bound: Typed<RowExpression>)] = []
        for column in dataset.columns where !definition.dimensions.contains(where: { $0.text == column.name }) {
            let bound = try binder.bind(Expression(.name(Name([.init(column.name)], span: .none)), span: .none))
            if bound.kind.isNumber, Set(bound.expression.columns).isDisjoint(with: time.columns) {
                found.append((column.name, bound))
            }
        }
        guard found.count == 1 else {
            throw Diagnostic(
                "no-target-value",
                found.isEmpty
                    ? "no column of this file holds numbers that could be targets"
                    : "several columns could be the targets", at: definition.path.span,
                reason: found.isEmpty ? [] : [listed(found.map { "`\($0.name)`" }) + " hold numbers"],
                remedies: ["say which one does: `{ value COLUMN }`"])
        }
        return found[0].bound
    }
}

extension Target {
    /// What the metric should reach in a period: the sum of its targets; for a balance that of the last step; for a
    /// rate, which cannot be added up, the one target where there is only one.
    ///
    /// Only whole steps have a target, and where no row sets one there is no value.
    func expression(_ binder: inout MetricBinder, for metric: MetricExpression) -> MetricExpression {
        func aggregate(_ function: AggregateFunction, _ argument: RowExpression?) -> MetricExpression {
            var aggregate = Aggregate(function: function, dataset: dataset, argument: argument)
            aggregate.time = time
            aggregate.condition = condition
            return binder.aggregate(aggregate)
        }
        let rows = aggregate(.count, value)
        let isSet = MetricExpression.compare(.greater, rows, .constant(.number(.zero)))
        let reached: MetricExpression
        if metric.isAdditive(binder.aggregates) {
            reached = .conditional(isSet, then: aggregate(.sum, value), otherwise: .constant(.missing))
        } else {
            let low = aggregate(.min, value)
            let isOne = MetricExpression.compare(.equal, low, aggregate(.max, value))
            reached = .conditional(isOne, then: low, otherwise: .constant(.missing))
        }
        let isBalance = metric.contains {
            guard case .aggregate(let position) = $0 else { return false }
            return binder.aggregates[position].instant != nil || binder.aggregates[position].movement == .closing
        }
        return .inWholeSteps(grain, isBalance ? .shifted(.toDate(grain), reached) : reached)
    }
}

extension MetricExpression {
    /// Whether the values of parts add up to that of the whole: sums and counts, and what is made of them by adding and
    /// by factors.
    package func isAdditive(_ aggregates: [Aggregate]) -> Bool {
        switch self {
        case .constant(let value): return value == .number(.zero)
        case .aggregate(let position):
            let aggregate = aggregates[position]
            return (aggregate.function == .sum || aggregate.function == .count) && !aggregate.isDistinct
        case .negate(let operand): return operand.isAdditive(aggregates)
        case .arithmetic(.add, let left, let right), .arithmetic(.subtract, let left, let right):
            return left.isAdditive(aggregates) && right.isAdditive(aggregates)
        case .arithmetic(.multiply, let operand, .constant), .arithmetic(.multiply, .constant, let operand),
            .arithmetic(.divide, let operand, .constant):
            return operand.isAdditive(aggregates)
        case .function(let id, let arguments):
            return id.name == "coalesce" && arguments.dropFirst().allSatisfy { $0 == .constant(.number(.zero)) }
                && arguments.first?.isAdditive(aggregates) == true
        case .shifted(_, let inner), .inWholeSteps(_, let inner): return inner.isAdditive(aggregates)
        default: return false
        }
    }
}

/// The period that a cell names: a text such as `2026-Q1`, or a year.
func periodNamed(_ value: Value) -> PeriodExpression? {
    switch value {
    case .text(let text): return try? parsePeriod(text)
    case .number(let number):
        guard let year = number.wholeNumber, (1...9999).contains(year) else { return nil }
        return PeriodExpression(.year(year), span: .none)
    default: return nil
    }
}
