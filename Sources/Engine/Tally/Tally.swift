import Language
import Model
import OrderedCollections
import Tables
import Values

/// The usual questions, computed over narrow columns a morsel of rows at a time, on all cores.
///
/// For each scan one pass over the rows fills a cube: the states of all aggregates by group and stretch of time. Every
/// number of the answer is then read from the cube at its own level. What a tally cannot do is left to the evaluation by
/// whole columns, which gives the same answers.
final class Tally {
    private let question: BoundQuestion
    private let cells: TimeCells
    private let builder: AxisBuilder
    private var tables: OrderedDictionary<String, TallyTable> = [:]
    private var scans: [(scan: TallyScan, cubes: [TallyCube])] = []
    /// The values of each row dimension.
    private(set) var domains: [TallyDomain] = []
    private(set) var groups: TallyGroups
    /// For each row dimension the code of each group; -1 for the rest of the groups.
    private(set) var codes: [[Int32]] = []
    /// For each line whether rows stand behind it.
    private(set) var present: [Bool] = []
    private(set) var rowCounts: OrderedDictionary<String, Int> = [:]
    private(set) var undatedCounts: OrderedDictionary<String, Int> = [:]
    private(set) var coveredDays: ClosedRange<Day>?

    /// Combinations of codes that are counted in plain arrays.
    private static let combinationLimit = 1 << 26

    /// Nil for questions that are left to the evaluation by whole columns.
    init?(
        _ question: BoundQuestion, _ evaluators: [String: RowEvaluator], _ cells: TimeCells, _ builder: AxisBuilder,
        _ uses: AxisUses
    ) throws(Diagnostic) {
        self.question = question
        self.cells = cells
        self.builder = builder
        groups = TallyGroups([Int]())
        guard !question.aggregates.contains(where: { $0.movement != nil || $0.currency != nil }),
            question.datasets.allSatisfy({ evaluators[$0] != nil })
        else { return nil }
        guard let plans = try numberDimensions(evaluators) else { return nil }
        let sizes = domains.map(\.size)
        var groupCount = 1
        for size in sizes {
            let (product, overflow) = groupCount.multipliedReportingOverflow(by: size)
            guard !overflow, product <= Self.combinationLimit else { return nil }
            groupCount = product
        }
        guard try findScans(plans, sizes), let marks = try fill(groupCount, uses) else { return nil }
        try findGroups(groupCount, sizes, marks)
    }

    // MARK: What to do

    /// How each dimension's codes are found, by dataset; nil where one cannot be told.
    private func numberDimensions(_ evaluators: [String: RowEvaluator]) throws(Diagnostic) -> [String: [CodePlan]]? {
        var unions: [DomainUnion] = []
        var plans: [String: [CodePlan]] = [:]
        for name in question.datasets {
            guard let evaluator = evaluators[name] else { return nil }
            let table = TallyTable(evaluator, reading: question.expressions(of: name))
            tables[name] = table
            var own: [CodePlan] = []
            for case .rows(let expressions, _) in question.dimensions.map(\.source) {
                guard let expression = expressions[name],
                    let (plan, domain) = try table.codes(expression, own: ownCohort != nil)
                else { return nil }
                let position = own.count
                if position == unions.count {
                    unions.append(DomainUnion(domain))
                    own.append(plan)
                } else {
                    own.append(unions[position].unified(plan, domain))
                }
            }
            plans[name] = own
        }
        domains = unions.map(\.domain)
        return plans
    }

    /// The cohorts that a question is by and nothing else, where it counts their entities alone, over the very rows that
    /// make them appear.
    private var ownCohort: CohortStart? {
        let dimensions = question.dimensions.filter { !$0.isTime }
        guard question.datasets.count == 1, question.conditions[question.datasets[0]] == nil, dimensions.count == 1,
            case .rows(let expressions, _) = dimensions[0].source,
            case .cohortStart(let cohort)? = expressions[question.datasets[0]],
            question.aggregates.allSatisfy({ aggregate in
                aggregate.function == .count && aggregate.isDistinct && !aggregate.isBalance
                    && aggregate.argument == cohort.entity && aggregate.time == cohort.time
                    && aggregate.condition == cohort.condition
            })
        else { return nil }
        return cohort
    }

    /// Has cohorts looked up where the slots do not tell them.
    private func settle(_ scan: TallyScan, _ slots: TallySlots) throws(Diagnostic) {
        guard let cohort = ownCohort, let days = scan.dimensions.first?.ownDays, days.bySlot(slots) == nil,
            let (plan, _) = try scan.table.codes(.cohortStart(cohort))
        else { return }
        scan.lookUp([plan])
    }

    private func findScans(_ plans: [String: [CodePlan]], _ sizes: [Int]) throws(Diagnostic) -> Bool {
        struct Key: Hashable {
            var dataset: String
            var time: RowExpression?
            var from: RowExpression?
            var to: RowExpression?
            var isBalance: Bool
        }
        var order: OrderedDictionary<Key, [Int]> = [:]
        for (position, aggregate) in question.aggregates.enumerated() {
            let key = Key(
                dataset: aggregate.dataset, time: aggregate.isBalance ? nil : aggregate.time,
                from: aggregate.isBalance ? aggregate.activeFrom : nil,
                to: aggregate.isBalance ? aggregate.activeTo : nil, isBalance: aggregate.isBalance)
            order[key, default: []].append(position)
        }
        for (key, positions) in order {
            guard let table = tables[key.dataset], let plans = plans[key.dataset], plans.count == sizes.count else {
                return false
            }
            let condition = try question.conditions[key.dataset].map { (condition) throws(Diagnostic) in
                try table.mask(condition)
            }
            guard
                let scan = try TallyScan(
                    question, positions, table, plans, sizes: sizes, where: condition ?? .all)
            else { return false }
            scans.append((scan, []))
        }
        return true
    }

    // MARK: Passes

    /// The rows that make lines: those of a unit in the slots of each column, with the cell that the column belongs to.
    private struct Mark {
        var scan: Int
        var unit: Int
        /// By cell.
        var slots: [SlotRuns]
        var isAsked: Bool
    }

    /// Fills a cube for each scan, with all stretches of time that lines look at; gives what makes lines.
    private func fill(_ groupCount: Int, _ uses: AxisUses) throws(Diagnostic) -> [Mark]? {
        let lines = Level.lines(groups: 0, cells: cells.cells.count)
        let total = Level.total(groups: 0, cells: cells.cells.count)
        var marks: [Mark] = []
        for place in scans.indices {
            let scan = scans[place].scan
            let slots: TallySlots
            if scan.isBalance {
                var days: [Day?] = []
                for position in scan.positions {
                    guard let instant = question.aggregates[position].instant else { return nil }
                    for path in uses.paths(of: [position]) {
                        days += builder.axis(path, lines).instants(instant, today: question.today)
                        // The total looks at other days than its lines do once time is shifted, and at groups that have
                        // no line.
                        if !path.steps.isEmpty {
                            days += builder.axis(path, total).instants(instant, today: question.today)
                        }
                    }
                }
                slots = .days(BalanceDays(days))
            } else {
                let paths = uses.paths(of: scan.positions)
                let isShifted = !paths.allSatisfy(\.steps.isEmpty)
                let axes =
                    paths.map { builder.axis($0, lines) } + (isShifted ? paths.map { builder.axis($0, total) } : [])
                slots = .atoms(TimeAtoms(axes, keepsElsewhere: isShifted))
            }
            try settle(scan, slots)
            if let column = listedColumn(groupCount, slots, uses) {
                scans[place].cubes.append(
                    TallyCube(
                        best: scan, slots, column: column, groupCount: groupCount, workers: scan.table.workers))
            } else if let cube = TallyCube(scan, slots, groupCount: groupCount, workers: scan.table.workers) {
                scans[place].cubes.append(cube)
            } else {
                return nil
            }
            let cube = scans[place].cubes[0]
            for position in scan.positions {
                guard let unit = scan.readings[position]?.unit else { return nil }
                for path in uses.linePaths(of: position) {
                    let axis = builder.axis(path, lines)
                    guard
                        let columns = cube.columns(
                            of: axis, question.aggregates[position].instant, today: question.today)
                    else { return nil }
                    var slots = [SlotRuns](repeating: SlotRuns(), count: cells.cells.count)
                    for (column, own) in zip(axis.columns, columns) { slots[column.origin] += own }
                    marks.append(Mark(scan: place, unit: unit, slots: slots, isAsked: path.comparison == nil))
                }
            }
        }
        try pass(marks)
        return marks
    }

    private func pass(_ marks: [Mark]) throws(Diagnostic) {
        let isOpen = question.periods.contains { $0.period.isOpen }
        for (name, table) in tables {
            let places = scans.indices.filter { scans[$0].scan.dataset == name }
            guard !places.isEmpty else { continue }
            let cubes = places.flatMap { scans[$0].cubes }
            let asked = places.map { place -> [AskedRows] in
                scans[place].scan.units.indices.map { unit in
                    askedRows(marks.filter { $0.scan == place && $0.unit == unit && $0.isAsked }, scans[place].cubes[0])
                }
            }
            let pass = TallyPass(table, cubes, asked: asked, wantsDays: isOpen)
            try pass.run()
            guard asked.joined().contains(where: \.isAny) else { continue }
            rowCounts[name] = pass.rowsBehind
            undatedCounts[name] = 0
            for finding in pass.findings.joined() {
                undatedCounts[name] = max(undatedCounts[name] ?? 0, finding.days.undated)
                if finding.days.low <= finding.days.high {
                    coveredDays = coveredDays.extended(to: Day(Int(finding.days.low)))
                    coveredDays = coveredDays.extended(to: Day(Int(finding.days.high)))
                }
            }
        }
    }

    private func askedRows(_ marks: [Mark], _ cube: TallyCube) -> AskedRows {
        guard !marks.isEmpty else { return AskedRows() }
        let isAsked = SlotRuns.covered(marks.lazy.flatMap(\.slots), count: cube.slotCount)
        switch cube.slots {
        case .atoms(let atoms):
            guard isAsked.prefix(atoms.count).contains(false) else { return AskedRows(isAny: true) }
            return AskedRows(isAny: true, slots: TallyMemory(isAsked.map { $0 ? 1 : 0 }))
        case .days(let days):
            // An active row is so on all days between its first and its last.
            guard isAsked.prefix(days.count).contains(false) else { return AskedRows(isAny: true) }
            var before: [UInt32] = [0]
            for isAsked in isAsked.dropLast() { before.append(before[before.count - 1] + (isAsked ? 1 : 0)) }
            return AskedRows(isAny: true, slots: TallyMemory(before))
        }
    }

    // MARK: Groups

    private func findGroups(_ groupCount: Int, _ sizes: [Int], _ marks: [Mark]) throws(Diagnostic) {
        let cubes = scans.flatMap(\.cubes)
        if sizes.isEmpty {
            // Without dimensions there is one group, even over no rows.
            groups = TallyGroups([0])
        } else if let best = best(groupCount, sizes, marks) {
            groups = best
        } else {
            groups = TallyGroups(cubes, groupCount: groupCount)
        }
        let all = groups.combinations.count + (groups.rest?.groupCount ?? 0)
        let (lineCount, overflow) = all.multipliedReportingOverflow(by: cells.cells.count)
        guard !overflow && lineCount <= Evaluation.lineLimit else {
            throw Evaluation.tooManyLines(groups: all, cells: cells.cells.count)
        }
        codes = sizes.map { _ in [] }
        var strides: [Int] = []
        var stride = 1
        for size in sizes.reversed() {
            strides.append(stride)
            stride *= size
        }
        for (dimension, (size, stride)) in zip(sizes, strides.reversed()).enumerated() {
            codes[dimension] = groups.combinations.map { Int32($0 / stride % size) }
            if groups.rest != nil { codes[dimension].append(-1) }
        }
        present = [Bool](repeating: false, count: groups.count * cells.cells.count)
        for mark in marks {
            let cube = scans[mark.scan].cubes[0]
            // Where columns overlap much, how many slots before each have rows tells it at once.
            let overlap = mark.slots.reduce(0) { $0 + $1.count } > 4 * cube.slotCount
            var before = [Int](repeating: 0, count: overlap ? cube.slotCount + 1 : 0)
            for (group, place) in groups.places.enumerated() {
                let start = place * cube.slotCount
                for slot in 0..<max(0, before.count - 1) {
                    before[slot + 1] = before[slot] + (cube.hasRows(mark.unit, start + slot) ? 1 : 0)
                }
                for (cell, slots) in mark.slots.enumerated() where !present[group * cells.cells.count + cell] {
                    present[group * cells.cells.count + cell] = slots.runs.contains { run in
                        overlap
                            ? before[run.upperBound] > before[run.lowerBound]
                            : run.contains { cube.hasRows(mark.unit, start + $0) }
                    }
                }
            }
        }
    }

    /// What groups are ranked by, of a question for the best few of many: a state of a unit.
    private func ranking(_ groupCount: Int) -> (position: Int, unit: Int, state: Int)? {
        guard let cut = question.cut, domains.count == 1, groupCount > Self.manyGroups, question.having == nil,
            !question.hasAcross, scans.count == 1,
            scans[0].scan.units.allSatisfy({ unit in
                unit.entities.isEmpty
                    && unit.states.allSatisfy { $0.kind == .sum || $0.kind == .rows || $0.kind == .present }
            }), !cells.cells.contains(where: { $0.span == nil }),
            let position = aggregate(of: cut.by), let (unit, reading) = scans[0].scan.readings[position]
        else { return nil }
        switch reading {
        case .count(let state), .sum(let state, nil, _): return (position, unit, state)
        default: return nil
        }
    }

    /// Where the best groups are looked for in lists of rows the column that is summed, -1 for none; else nil.
    private func listedColumn(_ groupCount: Int, _ slots: TallySlots, _ uses: AxisUses) -> Int? {
        guard ranking(groupCount) != nil, groupCount >= GroupRows.manyGroups, cells.cells.count == 1,
            case .atoms(let atoms) = slots, slots.count == 1, scans[0].scan.units.count == 1,
            uses.paths(of: scans[0].scan.positions) == [AxisPath()],
            atoms.columns(of: builder.axis(AxisPath(), Level.lines(groups: 0, cells: 1))) == [SlotRuns(0)]
        else { return nil }
        return GroupRows.column(scans[0].scan.units[0], scans[0].scan.table.columns)
    }

    /// Of a question for the best few of many groups only those that can be among them are told apart.
    private func best(_ groupCount: Int, _ sizes: [Int], _ marks: [Mark]) -> TallyGroups? {
        guard let cut = question.cut, let (position, unit, state) = ranking(groupCount), let cube = scans[0].cubes.first
        else { return nil }
        let count = min(max(0, cut.count), groupCount)
        let hasTime = question.dimensions.contains(where: \.isTime)
        if let rows = cube.groupRows {
            let states = cube.units[unit].source.states
            let best = rows.best(
                count, isTop: cut.isTop, byRows: states[state].kind == .rows, scans[0].scan.table.workers)
            cube.keep(best.groups)
            return TallyGroups(
                best.groups.map(\.group), places: Array(best.groups.indices),
                TallyGroups.Rest(
                    states: [states.map { [$0.kind == .rows ? best.restRows : best.restSum] }],
                    groupCount: best.restCount, lineCount: best.restCount))
        }
        let total = builder.base(nil, Level.total(groups: 0, cells: cells.cells.count))
        guard
            let slots = cube.columns(of: total, question.aggregates[position].instant, today: question.today)?.first
        else { return nil }
        var lineSlots = [Set<Int>](repeating: [], count: cube.units.count)
        for mark in marks { lineSlots[mark.unit].formUnion(mark.slots.joined()) }
        let search = TopGroups(
            cube: cube, unit: unit, state: state, slots: Array(slots), count: count, isTop: cut.isTop,
            lineSlots: lineSlots.map { $0.sorted() })
        let found = search.found()
        let all = found.contenders.count + found.restCount
        // With a time dimension every period of a group is a line, unless there are too many.
        guard !hasTime || all * cells.cells.count <= TimeCells.limit || cells.cells.count == 1 else { return nil }
        return TallyGroups(
            found.contenders, places: nil,
            TallyGroups.Rest(
                states: found.rest, groupCount: found.restCount,
                lineCount: found.restCount * (hasTime ? cells.cells.count : 1)))
    }

    /// Groups from which on it pays to look for the best first.
    private static let manyGroups = 4096

    /// The aggregate that an expression is, if it is nothing more.
    private func aggregate(of expression: MetricExpression) -> Int? {
        switch expression {
        case .aggregate(let position): position
        case .output(.measure(let measure)): aggregate(of: question.measures[measure].expression)
        default: nil
        }
    }

    // MARK: Results

    /// One value a part of the groups and column of the axis; nil where the tally does not know the aggregate.
    func results(_ position: Int, on axis: TimeAxis, _ level: Level) throws(Diagnostic) -> [Value]? {
        guard let place = scans.firstIndex(where: { $0.scan.positions.contains(position) }),
            let (unit, reading) = scans[place].scan.readings[position]
        else { return nil }
        let instant = question.aggregates[position].instant
        for cube in scans[place].cubes {
            guard let columns = cube.columns(of: axis, instant, today: question.today) else { continue }
            return TallyResults(cube: cube, groups: groups, unit: unit, columns: columns, level: level).values(reading)
        }
        // Stretches of time that no cube tells apart: one more pass. Rows outside of them do not count.
        let scan = scans[place].scan
        let slots: TallySlots =
            instant.map { .days(BalanceDays(axis.instants($0, today: question.today))) }
            ?? .atoms(TimeAtoms([axis], keepsElsewhere: false))
        try settle(scan, slots)
        guard groups.rest == nil,
            let cube = TallyCube(
                scan, slots, groupCount: scans[place].cubes[0].groupCount, workers: scan.table.workers),
            let columns = cube.columns(of: axis, instant, today: question.today)
        else { return nil }
        let pass = TallyPass(
            scan.table, [cube], asked: [scan.units.map { _ in AskedRows() }], wantsDays: false)
        try pass.run()
        scans[place].cubes.append(cube)
        return TallyResults(cube: cube, groups: groups, unit: unit, columns: columns, level: level).values(reading)
    }
}

extension BoundQuestion {
    /// What the question reads of a dataset.
    fileprivate func expressions(of dataset: String) -> [RowExpression] {
        var result: [RowExpression] = conditions[dataset].map { [$0] } ?? []
        for case .rows(let expressions, _) in dimensions.map(\.source) {
            if let expression = expressions[dataset] { result.append(expression) }
        }
        for aggregate in aggregates where aggregate.dataset == dataset {
            result += [
                aggregate.argument, aggregate.condition, aggregate.time, aggregate.activeFrom, aggregate.activeTo,
            ].compactMap { $0 }
        }
        return result
    }
}
