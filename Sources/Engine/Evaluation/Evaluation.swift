import Language
import Model
import OrderedCollections
import Tables
import Values

/// The state of one question while it is computed: scans, groups, cells, and the results of aggregates by level.
final class Evaluation {
    /// What is computed: the asked question, over reduced rows where a database groups them.
    private(set) var question: BoundQuestion
    let workspace: Workspace
    private(set) var evaluators: [String: RowEvaluator]
    /// The question as it was asked, over all rows.
    let whole: (question: BoundQuestion, evaluators: [String: RowEvaluator])
    /// What databases did for it; nil where none is asked.
    private(set) var reduction: Reduction?
    let time: TimeCells
    var index: GroupIndex
    private(set) var domains: [DimensionDomain] = []
    var scans: [Scan] = []
    /// For each line (group × cells + cell) whether rows stand behind it.
    var present: [Bool] = []
    /// Rows behind the asked period, by dataset, and the days they cover.
    var rowCounts: OrderedDictionary<String, Int> = [:]
    var behind: OrderedDictionary<String, [Bool]> = [:]
    /// What the time axes cover, for questions about some time.
    private(set) var coverages: [Coverage] = []
    var coveredDays: ClosedRange<Day>?
    /// Rows behind an answer over all time that have no day, by dataset.
    var undatedCounts: OrderedDictionary<String, Int> = [:]
    /// What was met on the way and should be told beside the answer.
    private(set) var notes: [String] = []
    private var firstDays: [MetricExpression: Day?] = [:]
    /// The segments of each scan's rows on the time axes of the lines, which other levels share.
    var lineSegments: [SegmentsKey: TimeSegments] = [:]
    /// Positions of the dimensions that come from rows.
    let rowDimensions: [Int]
    /// Computes what it can; nil where everything is computed by whole columns.
    private(set) var tally: Tally?

    /// Lines of an answer before cutting; beyond that the question is refused rather than exhausting memory.
    static let lineLimit = 20_000_000

    init(
        _ question: BoundQuestion, in workspace: Workspace, usesTally: Bool = true, needsRows: Bool = false,
        isInterrupted: @escaping @Sendable () -> Bool
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
        whole = (question, evaluators)
        time = try Self.cells(of: question, evaluators)
        index = try GroupIndex(sizes: [])
        if question.periods.contains(where: { !$0.period.isAllTime }) || question.dimensions.contains(where: \.isTime) {
            coverages = try findCoverages()
            try refuseBeforeData(coverages)
        }
        if !needsRows, question.datasets.contains(where: { workspace.datasets[$0]?.table.source is any GroupingSource })
        {
            let uses = AxisUses(question) { [self] in firstDay(of: $0) }
            var reduction = Reduction(
                question, in: workspace, evaluators, axes, uses, cellCount: time.cells.count)
            try reduction.run()
            self.question = reduction.question
            self.evaluators = reduction.evaluators
            self.reduction = reduction
        }
        if usesTally, reduction?.isAny != true {
            let uses = AxisUses(question) { [self] in firstDay(of: $0) }
            if let tally = try Tally(question, evaluators, time, axes, uses) {
                adopt(tally)
                return
            }
        }
        let codes = try numberDimensions()
        index = try GroupIndex(sizes: domains.map(\.values.count))
        try findScans()
        try findLines(codes)
    }

    private func adopt(_ tally: Tally) {
        self.tally = tally
        index = GroupIndex(codes: tally.codes, count: tally.groups.count)
        present = tally.present
        rowCounts = tally.rowCounts
        undatedCounts = tally.undatedCounts
        coveredDays = tally.coveredDays
    }

    /// Makes the time axes of a level.
    var axes: AxisBuilder { AxisBuilder(question: question, time: time, resolver: PeriodResolver(workspace)) }

    func note(_ text: String) { if !notes.contains(text) { notes.append(text) } }

    var lineCount: Int { index.count * time.cells.count }

    /// The group that stands for all those that cannot be among the best, if there is one; it makes no lines.
    var restGroup: Int? { (tally?.groups.rest?.groupCount ?? 0) > 0 ? index.count - 1 : nil }

    /// The value of a row dimension, by its place among them, on a group.
    func value(_ dimension: Int, ofGroup group: Int) -> Value {
        let code = Int(index.codes[dimension][group])
        return tally.map { $0.domains[dimension].value(code) } ?? domains[dimension].values[code]
    }

    static func tooManyLines(groups: Int, cells: Int) -> Diagnostic {
        Diagnostic(
            "too-many-lines", "this answer would have \(groups) groups × \(cells) periods",
            reason: ["an answer is limited to \(lineLimit) lines"],
            remedies: ["group by fewer dimensions, or filter with `where` and `for`"])
    }

    // MARK: Time

    /// Questions over all time by month need to know which months the data has.
    private static func cells(
        of question: BoundQuestion, _ evaluators: [String: RowEvaluator]
    ) throws(Diagnostic) -> TimeCells {
        let hasGrain = question.dimensions.contains { $0.grain != nil }
        let isOpen = question.periods.contains { $0.period.isOpen }
        var range: ClosedRange<Day>?
        var hasUndated = false
        if hasGrain && isOpen {
            for aggregate in question.aggregates {
                guard let evaluator = evaluators[aggregate.dataset] else { continue }
                let columns = !aggregate.isBalance ? [aggregate.time] : [aggregate.activeFrom, aggregate.activeTo]
                for column in columns {
                    guard let column, let spread = try evaluator.daySpread(column) else { continue }
                    if spread.hasMissing && !aggregate.isBalance { hasUndated = true }
                    guard let days = spread.range?.days else { continue }
                    range = range.extended(to: days.lowerBound)
                    range = range.extended(to: days.upperBound)
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

    /// The first day of the month in which the data of an expression begin: sub-periods before it say nothing.
    func firstDay(of expression: MetricExpression) -> Day? {
        if let known = firstDays[expression] { return known }
        var first: Day?
        for position in expression.aggregates {
            let aggregate = whole.question.aggregates[position]
            guard let axis = aggregate.isBalance ? aggregate.activeFrom : aggregate.time,
                let days = try? whole.evaluators[aggregate.dataset]?.daySpread(axis)?.range?.days
            else { continue }
            first = min(first ?? .last, days.lowerBound)
        }
        let start = first.map { question.calendar.start(of: .month, containing: $0) }
        firstDays[expression] = start
        return start
    }

    /// The first and last day of a dataset's time axis; nil when it has none.
    func dataRange(of dataset: String) -> ClosedRange<Day>? {
        guard let axis = whole.question.aggregates.first(where: { $0.dataset == dataset && $0.time != nil })?.time,
            let spread = try? whole.evaluators[dataset]?.daySpread(axis)
        else { return nil }
        return spread.range?.days
    }
}

extension ClosedRange<Day>? {
    func extended(to day: Day) -> ClosedRange<Day> {
        guard let self else { return day...day }
        return Swift.min(self.lowerBound, day)...Swift.max(self.upperBound, day)
    }
}
