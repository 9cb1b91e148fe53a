import Language
import Model
import Tables
import Values

/// A funnel's cells: for each group and for all, one for each step.
struct FunnelEvaluation {
    let bound: BoundFunnel
    let paths: FunnelPaths
    let rowCount: Int
    /// The values of the dimensions, group by group.
    private(set) var groups: [[Value]] = []
    private(set) var cells: [[FunnelCell]] = []
    private(set) var all: [FunnelCell]
    /// Entities that are now in a step which they did not reach in order.
    private(set) var elsewhere = 0
    private(set) var endedCount = 0
    private(set) var days: ClosedRange<Day>?
    private(set) var coverages: [Coverage] = []
    /// Digits behind the point of exact amounts; nil where amounts are floats.
    private(set) var scale: Int? = 0
    /// The currencies by code; 0 is none.
    private(set) var currencies: [Value] = [.missing]

    private var stepCount: Int { paths.stepCount }
    /// More groups than anybody reads.
    private static let groupLimit = 20_000

    init(_ bound: BoundFunnel, _ evaluator: RowEvaluator) throws(Diagnostic) {
        self.bound = bound
        rowCount = evaluator.rowCount
        let stage = try evaluator.evaluate(bound.stage)
        if let entries = bound.entries {
            let visits = StageVisits(
                entities: try evaluator.evaluate(entries.entity), stages: stage,
                times: try evaluator.evaluate(entries.time))
            paths = FunnelPaths(bound.steps, visits, anyOrder: bound.anyOrder)
        } else {
            paths = FunnelPaths(bound.steps, current: GroupCodes(stage))
        }
        try evaluator.checkInterrupt()
        all = [FunnelCell](repeating: FunnelCell(), count: paths.stepCount)
        let time = bound.question.aggregates.first?.time
        if let time, let spread = try evaluator.daySpread(time), let coverage = Coverage(bound.dataset, spread) {
            coverages = [coverage]
        }
        try count(evaluator, try time.flatMap { (time) throws(Diagnostic) in try evaluator.evaluate(time).dayNumbers })
    }

    // MARK: Counting

    private mutating func count(_ evaluator: RowEvaluator, _ days: [Int32]?) throws(Diagnostic) {
        let mask = try bound.question.conditions[bound.dataset].map { (condition) throws(Diagnostic) in
            try evaluator.mask(condition)
        }
        let values = try bound.value.map { (value) throws(Diagnostic) in try evaluator.evaluate(value.expression) }
        var codes: [Int32]?
        if let currency = bound.value?.currency {
            let group = GroupCodes(try evaluator.evaluate(currency))
            (codes, currencies) = (group.codes, group.values)
        }
        if case .scaled(_, let digits)? = values { scale = digits } else if values != nil { scale = nil }
        let counter = FunnelCounter(paths: paths, values: values, codes: codes)
        var keys = try GroupKeys(bound, evaluator, days)
        var first = Int32.max
        var last = Int32.min
        for entity in paths.rows.indices {
            if entity % 16_384 == 0 { try Work.check() }
            let row = Int(paths.rows[entity])
            guard mask?[row] ?? 1 == 1 else { continue }
            let day = days?[row] ?? ColumnData.missingDay
            var counts = false
            for (number, resolved) in bound.question.periods.enumerated() {
                let period = resolved.period
                guard period.isAllTime || (day != ColumnData.missingDay && period.contains(Day(Int(day)))) else {
                    continue
                }
                counts = true
                guard let group = keys.group(ofRow: row, day, period: number) else { continue }
                if group == groups.count {
                    guard groups.count < Self.groupLimit else { throw tooManyGroups }
                    groups.append(keys.values(ofRow: row, day, period: number))
                    cells.append([FunnelCell](repeating: FunnelCell(), count: stepCount))
                }
                counter.add(entity, to: &cells[group])
            }
            guard counts else { continue }
            counter.add(entity, to: &all)
            if paths.standings[entity] == .ended { endedCount += 1 }
            if isElsewhere(entity) { elsewhere += 1 }
            if day != ColumnData.missingDay {
                first = min(first, day)
                last = max(last, day)
            }
        }
        if first <= last { self.days = Day(Int(first))...Day(Int(last)) }
    }

    private var tooManyGroups: Diagnostic {
        Diagnostic(
            "too-many-groups", "this funnel would have more than \(grouped(Self.groupLimit)) groups",
            remedies: ["group by fewer dimensions, or filter with `where` and `for`"])
    }

    private func isElsewhere(_ entity: Int) -> Bool {
        switch paths.standings[entity] {
        case .open(let step): paths.reached[entity] & (1 << UInt64(step)) == 0
        case .atGoal: paths.reached[entity] & (1 << UInt64(stepCount - 1)) == 0
        case .ended: false
        }
    }
}

/// Adds entities to the cells of a group.
private struct FunnelCounter {
    let paths: FunnelPaths
    let values: ColumnData?
    /// The currency of each row, by code.
    let codes: [Int32]?

    func add(_ entity: Int, to cells: inout [FunnelCell]) {
        let reached = paths.reached[entity]
        let furthest = UInt64.bitWidth - 1 - reached.leadingZeroBitCount
        for step in 0..<paths.stepCount {
            let bit: UInt64 = 1 << UInt64(step)
            if step == 0 || reached & (bit >> 1) != 0 { cells[step].before += 1 }
            if reached & 1 != 0 { cells[step].first += 1 }
            if paths.converted[entity] & bit != 0 { cells[step].converted += 1 }
            if paths.cameFromFirst[entity] & bit != 0 { cells[step].cameFromFirst += 1 }
            guard reached & bit != 0 else { continue }
            let place = entity * paths.stepCount + step
            cells[step].entered += 1
            if place < paths.days.count, !paths.days[place].isNaN { cells[step].days.append(paths.days[place]) }
            let row = paths.entryRows[place]
            cells[step].rows.append(row)
            add(row, to: &cells[step].value)
            switch paths.standings[entity] {
            case .open(let now) where now == step: cells[step].open += 1
            case .ended where furthest == step:
                cells[step].dropped += 1
                add(row, to: &cells[step].droppedValue)
            default: break
            }
        }
    }

    private func add(_ row: Int32, to sum: inout FunnelSum) {
        let row = Int(row)
        let code = codes?[row] ?? 0
        switch values {
        case .scaled(let cells, _)? where cells[row] != ColumnData.missingScaled: sum.add(cells[row], currency: code)
        case .floats(let cells)? where !cells[row].isNaN: sum.add(cells[row], currency: code)
        default: break
        }
    }
}

/// The groups of a funnel, numbered as rows ask for them.
private struct GroupKeys {
    private enum Source {
        case rows(GroupCodes)
        case grain(Grain)
        case period
    }

    private let sources: [Source]
    private let calendar: Calendar
    private let periods: [ResolvedPeriod]
    private var tables: [IntegerTable]

    init(_ bound: BoundFunnel, _ evaluator: RowEvaluator, _ days: [Int32]?) throws(Diagnostic) {
        var sources: [Source] = []
        for dimension in bound.question.dimensions {
            switch dimension.source {
            case .rows(let expressions, _):
                guard let expression = expressions[bound.dataset] else { continue }
                sources.append(.rows(GroupCodes(try evaluator.evaluate(expression))))
            case .grain(let grain): sources.append(.grain(grain))
            case .period: sources.append(.period)
            }
        }
        self.sources = sources
        calendar = bound.question.calendar
        periods = bound.question.periods
        tables = sources.map { _ in IntegerTable() }
    }

    /// Nil where nothing groups.
    mutating func group(ofRow row: Int, _ day: Int32, period: Int) -> Int? {
        guard !sources.isEmpty else { return nil }
        var number: Int32 = 0
        for (index, source) in sources.enumerated() {
            let code: Int32 =
                switch source {
                case .rows(let group): group.codes[row]
                case .grain(let grain):
                    day == ColumnData.missingDay ? day : calendar.start(of: grain, containing: Day(Int(day))).number
                case .period: Int32(period)
                }
            number = tables[index].number(
                of: UInt64(UInt32(bitPattern: number)) << 32 | UInt64(UInt32(bitPattern: code)))
        }
        return Int(number)
    }

    func values(ofRow row: Int, _ day: Int32, period: Int) -> [Value] {
        sources.map { source in
            switch source {
            case .rows(let group): group.values[Int(group.codes[row])]
            case .grain(let grain):
                day == ColumnData.missingDay ? .missing : .period(calendar.period(grain, containing: Day(Int(day))))
            case .period: .period(periods[period].period)
            }
        }
    }
}
