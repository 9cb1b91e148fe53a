import Language
import Model
import OrderedCollections
import Tables
import Values

/// The state of one question while it is computed: scans, groups, cells, and the results of aggregates by level.
final class Evaluation {
    let question: BoundQuestion
    let workspace: Workspace
    let evaluators: [String: RowEvaluator]
    let time: TimeCells
    private(set) var index: GroupIndex
    private(set) var domains: [DimensionDomain] = []
    private(set) var scans: [Scan] = []
    /// For each line (group × cells + cell) whether rows stand behind it.
    private(set) var present: [Bool] = []
    /// Rows behind the asked period, by dataset, and the days they cover.
    private(set) var rowCounts: OrderedDictionary<String, Int> = [:]
    private var behind: OrderedDictionary<String, [Bool]> = [:]
    /// What the time axes cover, for questions about some time.
    private(set) var coverages: [Coverage] = []
    private(set) var coveredDays: ClosedRange<Day>?
    /// Rows behind an answer over all time that have no day, by dataset.
    private(set) var undatedCounts: OrderedDictionary<String, Int> = [:]
    /// What was met on the way and should be told beside the answer.
    private(set) var notes: [String] = []
    /// Positions of the dimensions that come from rows.
    let rowDimensions: [Int]

    /// Lines of an answer before cutting; beyond that the question is refused rather than exhausting memory.
    static let lineLimit = 20_000_000

    init(
        _ question: BoundQuestion, in workspace: Workspace, isInterrupted: @escaping @Sendable () -> Bool
    ) throws(Diagnostic) {
        self.question = question
        self.workspace = workspace
        rowDimensions = question.dimensions.indices.filter { !question.dimensions[$0].isTime }
        var evaluators: [String: RowEvaluator] = [:]
        for name in question.datasets {
            guard let dataset = workspace.datasets[name] else { continue }
            evaluators[name] = RowEvaluator(workspace, dataset, isInterrupted: isInterrupted)
        }
        self.evaluators = evaluators
        time = try Self.cells(of: question, evaluators)
        index = try GroupIndex(sizes: [])
        if question.periods.contains(where: { !$0.period.isAllTime }) || question.dimensions.contains(where: \.isTime) {
            coverages = try findCoverages()
            try refuseBeforeData(coverages)
        }
        let codes = try numberDimensions()
        index = try GroupIndex(sizes: domains.map(\.values.count))
        try findScans()
        try findLines(codes)
    }

    /// Makes the time axes of a level.
    var axes: AxisBuilder { AxisBuilder(question: question, time: time, resolver: PeriodResolver(workspace)) }

    func note(_ text: String) { if !notes.contains(text) { notes.append(text) } }

    var lineCount: Int { index.count * time.cells.count }

    // MARK: Time

    /// Questions over all time by month need to know which months the data has.
    private static func cells(
        of question: BoundQuestion, _ evaluators: [String: RowEvaluator]
    ) throws(Diagnostic) -> TimeCells {
        let hasGrain = question.dimensions.contains { if case .grain = $0.source { true } else { false } }
        let isOpen = question.periods.contains { $0.period.start == .first || $0.period.end == .last }
        var range: ClosedRange<Day>?
        var hasUndated = false
        if hasGrain && isOpen {
            for aggregate in question.aggregates {
                guard let evaluator = evaluators[aggregate.dataset] else { continue }
                let columns = !aggregate.isBalance ? [aggregate.time] : [aggregate.activeFrom, aggregate.activeTo]
                for column in columns {
                    guard let column, let days = try evaluator.evaluate(column).dayNumbers else { continue }
                    for day in days {
                        if day == ColumnData.missingDay {
                            if !aggregate.isBalance { hasUndated = true }
                        } else {
                            range = range.extended(to: Day(Int(day)))
                        }
                    }
                }
            }
        }
        return try TimeCells(question, dataRange: range, hasUndated: hasUndated)
    }

    // MARK: Groups

    /// For each dataset the code of each row in each row dimension.
    private func numberDimensions() throws(Diagnostic) -> [String: [[Int32]]] {
        var result: [String: [[Int32]]] = [:]
        domains = rowDimensions.map { _ in DimensionDomain() }
        for name in question.datasets {
            guard let evaluator = evaluators[name] else { continue }
            var codes: [[Int32]] = []
            for (position, dimension) in rowDimensions.enumerated() {
                guard case .rows(let expressions, _) = question.dimensions[dimension].source,
                    let expression = expressions[name]
                else { continue }
                codes.append(domains[position].unify(GroupCodes(try evaluator.evaluate(expression))))
            }
            result[name] = codes
        }
        return result
    }

    /// Aggregates that see the same rows share a scan.
    private func findScans() throws(Diagnostic) {
        struct Key: Hashable {
            var dataset: String
            var time: RowExpression?
            var isBalance: Bool
        }
        var order: OrderedDictionary<Key, [Int]> = [:]
        for (position, aggregate) in question.aggregates.enumerated() {
            let key = Key(
                dataset: aggregate.dataset, time: aggregate.isBalance ? nil : aggregate.time,
                isBalance: aggregate.isBalance)
            order[key, default: []].append(position)
        }
        for (key, aggregates) in order {
            guard let evaluator = evaluators[key.dataset] else { continue }
            try evaluator.checkInterrupt()
            scans.append(
                Scan(
                    dataset: key.dataset, aggregates: aggregates, time: key.time, isBalance: key.isBalance,
                    selected: try selectedRows(evaluator, aggregates)))
        }
    }

    /// Numbers the groups of the rows that the question looks at, and notes which lines have any.
    private func findLines(_ codes: [String: [[Int32]]]) throws(Diagnostic) {
        let uses = AxisUses(question) { [self] in firstDay(of: $0) }
        let builder = axes
        let lines = Level.lines(groups: 0, cells: time.cells.count)
        var seen: [[(axis: TimeAxis, layers: [ColumnLayer], isAsked: Bool)]] = []
        for index in scans.indices {
            guard let evaluator = evaluators[scans[index].dataset] else { continue }
            let paths = uses.paths(of: scans[index].aggregates)
            let made = paths.map { path in (path: path, axis: builder.axis(path, lines)) }
            var inside = scans[index].selected
            var found: [(axis: TimeAxis, layers: [ColumnLayer], isAsked: Bool)] = []
            if scans[index].isBalance {
                found = made.map { ($0.axis, [], $0.path.comparison == nil) }
            } else {
                let days = try days(of: scans[index])
                for (path, axis) in made {
                    found.append(
                        (axis, axis.layers(days: days, rowCount: evaluator.rowCount), path.comparison == nil))
                }
                // Coarser levels look at other stretches than the lines do once time is shifted.
                if paths.allSatisfy(\.steps.isEmpty) {
                    for row in inside.indices where inside[row] {
                        inside[row] = found.contains { $0.layers.contains { $0.columnOfRow[row] >= 0 } }
                    }
                }
                var behind = [Bool](repeating: false, count: evaluator.rowCount)
                for layer in found.filter(\.isAsked).flatMap(\.layers) {
                    for row in behind.indices where layer.columnOfRow[row] >= 0 {
                        behind[row] = scans[index].selected[row]
                    }
                }
                count(behind, days, scans[index].dataset)
            }
            scans[index].groups = self.index.groups(codes[scans[index].dataset] ?? [], selected: inside)
            seen.append(found)
        }
        let (lineCount, overflow) = index.count.multipliedReportingOverflow(by: time.cells.count)
        guard !overflow && lineCount <= Self.lineLimit else {
            throw Diagnostic(
                "too-many-lines", "this answer would have \(index.count) groups × \(time.cells.count) periods",
                reason: ["an answer is limited to \(Self.lineLimit) lines"],
                remedies: ["group by fewer dimensions, or filter with `where` and `for`"])
        }
        present = [Bool](repeating: false, count: lineCount)
        let cellCount = time.cells.count
        for (scan, found) in zip(scans, seen) {
            for (axis, layers, isAsked) in found {
                if scan.isBalance {
                    try markBalances(scan, axis, isAsked: isAsked)
                    continue
                }
                for layer in layers {
                    for (row, group) in scan.groups.enumerated() where group >= 0 && layer.columnOfRow[row] >= 0 {
                        present[Int(group) * cellCount + axis.columns[Int(layer.columnOfRow[row])].origin] = true
                    }
                }
            }
        }
    }

    /// Lines of balances: those with a row that is active at one of the days looked at.
    private func markBalances(_ scan: Scan, _ axis: TimeAxis, isAsked: Bool) throws(Diagnostic) {
        guard let first = scan.aggregates.first else { return }
        var behind = [Bool](repeating: false, count: scan.groups.count)
        let instants = scan.aggregates.flatMap { question.aggregates[$0].instants }
        for instant in Set(instants) {
            let days = axis.instants(instant, today: question.today)
            guard let active = try activity(of: question.aggregates[first], on: BalanceDays(days)) else { continue }
            let columns = active.days.columnsOfDay
            for (row, group) in scan.groups.enumerated() where group >= 0 {
                for day in active.first[row]..<active.end[row] {
                    behind[row] = true
                    for column in columns[Int(day)] {
                        present[Int(group) * time.cells.count + axis.columns[column].origin] = true
                    }
                }
            }
        }
        if isAsked { count(behind, nil, scan.dataset) }
    }

    /// The days of a scan's time axis, by row.
    func days(of scan: Scan) throws(Diagnostic) -> [Int32]? {
        guard let time = scan.time, let evaluator = evaluators[scan.dataset] else { return nil }
        return try evaluator.evaluate(time).dayNumbers
    }

    /// Rows that pass the question's `where` and the condition of at least one of the aggregates.
    private func selectedRows(_ evaluator: RowEvaluator, _ aggregates: [Int]) throws(Diagnostic) -> [Bool] {
        var selected = [Bool](repeating: true, count: evaluator.rowCount)
        if let condition = question.conditions[evaluator.dataset.name] {
            let mask = try evaluator.mask(condition)
            for row in selected.indices { selected[row] = mask[row] == 1 }
        }
        var masks: [[UInt8]] = []
        for position in aggregates {
            guard let condition = question.aggregates[position].condition else { return selected }
            masks.append(try evaluator.mask(condition))
        }
        for row in selected.indices where selected[row] {
            selected[row] = masks.contains { $0[row] == 1 }
        }
        return selected
    }

    /// Notes the rows behind the asked periods, each once however many periods and time axes select it.
    private func count(_ selected: [Bool], _ days: [Int32]?, _ dataset: String) {
        var low = Int32.max
        var high = Int32.min
        var undated = 0
        for row in selected.indices where selected[row] {
            guard let day = days?[row] else { break }
            if day == ColumnData.missingDay {
                undated += 1
            } else {
                low = min(low, day)
                high = max(high, day)
            }
        }
        undatedCounts[dataset] = max(undatedCounts[dataset] ?? 0, undated)
        if let known = behind[dataset] {
            behind[dataset] = elementwise(known, selected) { $0 || $1 }
        } else {
            behind[dataset] = selected
        }
        rowCounts[dataset] = behind[dataset]?.count { $0 } ?? 0
        if low <= high {
            coveredDays = coveredDays.extended(to: Day(Int(low)))
            coveredDays = coveredDays.extended(to: Day(Int(high)))
        }
    }

    /// The first day of the month in which the data of an expression begin: sub-periods before it say nothing.
    func firstDay(of expression: MetricExpression) -> Day? {
        var first: Day?
        for position in expression.aggregates {
            let aggregate = question.aggregates[position]
            guard let axis = aggregate.isBalance ? aggregate.activeFrom : aggregate.time,
                let days = try? evaluators[aggregate.dataset]?.evaluate(axis).dayNumbers,
                let low = days.lazy.filter({ $0 != ColumnData.missingDay }).min()
            else { continue }
            first = min(first ?? .last, Day(Int(low)))
        }
        return first.map { question.calendar.start(of: .month, containing: $0) }
    }

    /// The first and last day of a dataset's time axis; nil when it has none.
    func dataRange(of dataset: String) -> ClosedRange<Day>? {
        guard let axis = question.aggregates.first(where: { $0.dataset == dataset && $0.time != nil })?.time,
            let days = try? evaluators[dataset]?.evaluate(axis).dayNumbers
        else { return nil }
        let present = days.lazy.filter { $0 != ColumnData.missingDay }
        guard let low = present.min(), let high = present.max() else { return nil }
        return Day(Int(low))...Day(Int(high))
    }
}

extension ClosedRange<Day>? {
    func extended(to day: Day) -> ClosedRange<Day> {
        guard let self else { return day...day }
        return Swift.min(self.lowerBound, day)...Swift.max(self.upperBound, day)
    }
}
