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
    private(set) var coveredDays: ClosedRange<Day>?
    /// Rows behind an answer over all time that have no day, by dataset.
    private(set) var undatedCounts: OrderedDictionary<String, Int> = [:]
    /// Positions of the dimensions that come from rows.
    let rowDimensions: [Int]

    /// Lines of an answer before cutting; beyond that the question is refused rather than exhausting memory.
    private static let lineLimit = 20_000_000

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
        let codes = try numberDimensions()
        index = try GroupIndex(sizes: domains.map(\.values.count))
        for comparison in [nil] + question.comparisons.indices.map(Optional.some) {
            try scan(comparison, codes)
        }
        try findLines()
    }

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
                let columns = aggregate.instant == nil ? [aggregate.time] : [aggregate.activeFrom, aggregate.activeTo]
                for column in columns {
                    guard let column, let days = try evaluator.evaluate(column).dayNumbers else { continue }
                    for day in days {
                        if day == ColumnData.missingDay {
                            if aggregate.instant == nil { hasUndated = true }
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

    private func scan(_ comparison: Int?, _ codes: [String: [[Int32]]]) throws(Diagnostic) {
        // Aggregates that see the same rows in the same cells share a scan.
        struct Key: Hashable {
            var dataset: String
            var time: RowExpression?
            var isBalance: Bool
            var from: RowExpression?
        }
        var order: OrderedDictionary<Key, [Int]> = [:]
        for (position, aggregate) in question.aggregates.enumerated() {
            let isBalance = aggregate.instant != nil
            let key = Key(
                dataset: aggregate.dataset, time: isBalance ? nil : aggregate.time, isBalance: isBalance,
                from: aggregate.activeFrom)
            order[key, default: []].append(position)
        }
        for (key, aggregates) in order {
            guard let evaluator = evaluators[key.dataset] else { continue }
            try evaluator.checkInterrupt()
            let selected = try selectedRows(evaluator, aggregates)
            if key.isBalance {
                let groups = index.groups(codes[key.dataset] ?? [], selected: selected)
                scans.append(
                    Scan(comparison: comparison, dataset: key.dataset, aggregates: aggregates, groups: groups))
                continue
            }
            let days = try key.time.map { (time) throws(Diagnostic) in try evaluator.evaluate(time).dayNumbers } ?? nil
            for period in question.periods.indices {
                let offset = time.cells.firstIndex { $0.period == period } ?? 0
                let positions = time.cells.indices.filter { time.cells[$0].period == period }
                let spans = time.spans(comparison)
                let finder = CellFinder(spans: positions.map { spans[$0] }, offset: offset)
                let cells = finder.cells(days, count: evaluator.rowCount, includeUndated: comparison == nil)
                var inside = selected
                for row in inside.indices where cells[row] < 0 { inside[row] = false }
                let groups = index.groups(codes[key.dataset] ?? [], selected: inside)
                scans.append(
                    Scan(
                        comparison: comparison, dataset: key.dataset, aggregates: aggregates, groups: groups,
                        cells: cells))
                if comparison == nil { count(inside, days, key.dataset) }
            }
        }
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

    /// The first and last day of a dataset's time axis; nil when it has none.
    func dataRange(of dataset: String) -> ClosedRange<Day>? {
        guard let axis = question.aggregates.first(where: { $0.dataset == dataset && $0.time != nil })?.time,
            let days = try? evaluators[dataset]?.evaluate(axis).dayNumbers
        else { return nil }
        let present = days.lazy.filter { $0 != ColumnData.missingDay }
        guard let low = present.min(), let high = present.max() else { return nil }
        return Day(Int(low))...Day(Int(high))
    }

    // MARK: Lines

    private func findLines() throws(Diagnostic) {
        let (lines, overflow) = index.count.multipliedReportingOverflow(by: time.cells.count)
        guard !overflow && lines <= Self.lineLimit else {
            throw Diagnostic(
                "too-many-lines", "this answer would have \(index.count) groups × \(time.cells.count) periods",
                reason: ["an answer is limited to \(Self.lineLimit) lines"],
                remedies: ["group by fewer dimensions, or filter with `where` and `for`"])
        }
        present = [Bool](repeating: false, count: lines)
        let cellCount = time.cells.count
        for scan in scans {
            if let cells = scan.cells {
                for (row, group) in scan.groups.enumerated() where group >= 0 {
                    present[Int(group) * cellCount + Int(cells[row])] = true
                }
            } else {
                // Opening and closing balances can share a scan: a line stands where either has rows.
                var instants: Set<Call.Instant> = []
                for position in scan.aggregates {
                    guard let instant = question.aggregates[position].instant, instants.insert(instant).inserted else {
                        continue
                    }
                    var behind = [Bool](repeating: false, count: scan.groups.count)
                    for cell in time.cells.indices {
                        let active = try activeRows(scan, aggregate: position, cell: cell)
                        for (row, group) in scan.groups.enumerated() where group >= 0 && active[row] {
                            present[Int(group) * cellCount + cell] = true
                            behind[row] = true
                        }
                    }
                    if scan.comparison == nil { count(behind, nil, scan.dataset) }
                }
            }
        }
    }
}

extension ClosedRange<Day>? {
    func extended(to day: Day) -> ClosedRange<Day> {
        guard let self else { return day...day }
        return Swift.min(self.lowerBound, day)...Swift.max(self.upperBound, day)
    }
}
