import Tables
import Values

/// What of a unit's rows counts as standing behind the asked periods.
struct AskedRows {
    /// Whether any of them do.
    var isAny = false
    /// For each slot of time whether it is asked; of balances how many of the days before it are. Nil where all are.
    var slots: TallyMemory<UInt32>?
}

/// What a pass finds of a unit's rows besides its cube.
struct UnitFindings {
    var days = DayRange()
}

/// One pass over the rows of a dataset, which fills its cubes.
final class TallyPass: @unchecked Sendable {
    /// Sendable although it holds pointers: all are to memory that the pass owns.
    private struct Job: @unchecked Sendable {
        let cube: TallyCube
        let unit: TallyCube.Unit
        let program: MaskProgram?
        let time: Int?
        /// By day, with the day of place 1; nil where all rows left are of slot 0.
        let atoms: TallyMemory<UInt32>?
        let low: Int64
        /// The slot of rows that no table looks up.
        let slot: UInt32
        let activity: (from: Int, to: Int, tables: ActivityTables)?
        let owners: [TallyMemory<UInt32>]
        let dimensions: [CodeOperation]
        let asked: AskedRows
        /// The days of the rows behind where they are known without a look at them: those of all rows.
        let knownDays: DayRange?

        /// What one worker needs of it.
        func part(of worker: Int, wantsDays: Bool) -> WorkerJob {
            let cellCount = cube.cellCount
            var bits: [WorkerBits] = []
            var rows: [WorkerRows] = []
            for entity in unit.entities {
                switch entity {
                case .bits(let tally): bits.append(WorkerBits(column: tally.column, bits: tally.bits(worker)))
                case .rows(let entities): rows.append(entities.part(of: worker))
                }
            }
            let states = zip(unit.source.states, unit.states).map { state, memory in
                WorkerState(
                    kind: state.kind, column: state.column, missingCode: state.missingCode,
                    states: memory.start + worker * cellCount)
            }
            return WorkerJob(
                program: program?.steps, time: time ?? -1, atoms: atoms.map { UnsafePointer($0.start) }, low: low,
                slot: slot, activity: activity.map { WorkerActivity(from: $0.from, to: $0.to, tables: $0.tables) },
                dimensions: FlatList(dimensions), states: FlatList(states), bits: FlatList(bits), rows: FlatList(rows),
                values: cube.groupRows?.part(of: worker),
                // Where entities tell their groups, they mark their cells themselves.
                marks: cube.ownCodes == nil ? unit.marks.map { $0.start + worker * cellCount } : nil,
                cellCount: cellCount, isAsked: asked.isAny,
                askedSlots: asked.slots.map { UnsafePointer($0.start) },
                wantsDays: wantsDays && knownDays == nil && time != nil)
        }
    }

    private let table: TallyTable
    private let cubes: [TallyCube]
    private var jobs: [Job] = []
    private let wantsDays: Bool
    /// Rows that stand behind the asked periods, each once.
    private(set) var rowsBehind = 0
    /// By cube, then by unit.
    private(set) var findings: [[UnitFindings]] = []

    /// - Parameters:
    ///   - asked: by cube, then by unit.
    ///   - wantsDays: whether the days of the rows behind are asked for.
    init(_ table: TallyTable, _ cubes: [TallyCube], asked: [[AskedRows]], wantsDays: Bool) {
        self.table = table
        self.cubes = cubes
        self.wantsDays = wantsDays
        for (cube, asked) in zip(cubes, asked) {
            for (unit, asked) in zip(cube.units, asked) {
                if let job = Self.job(cube, unit, asked) { jobs.append(job) }
            }
        }
    }

    /// Nil where no row can count.
    private static func job(_ cube: TallyCube, _ unit: TallyCube.Unit, _ asked: AskedRows) -> Job? {
        let scan = cube.scan
        var mask = unit.source.mask
        var atoms: TallyMemory<UInt32>?
        var low: Int64 = 0
        var slot: UInt32 = 0
        var activity: (from: Int, to: Int, tables: ActivityTables)?
        var owners: [TallyMemory<UInt32>] = []
        switch cube.slots {
        case .atoms(let slots):
            if let time = scan.time {
                // Without any day there are only rows without one.
                let bounds = time.column.bounds ?? 0...0
                let table = slots.table(bounds)
                low = bounds.lowerBound
                let used = table.indices.dropFirst().filter { table[$0] != noAtom }
                if table[0] == noAtom {
                    guard let first = used.first, let last = used.last else { return nil }
                    if time.hasMissing || first > 1 || last < table.count - 1 {
                        mask = mask.and(
                            .range(time.place, low + Int64(first - 1), low + Int64(last - 1), inside: true))
                    }
                    if table[first...last].contains(where: { $0 != 0 }) { atoms = TallyMemory(table) }
                } else if table.contains(where: { $0 != 0 }) {
                    atoms = TallyMemory(table)
                }
            } else {
                guard let atom = slots.undatedAtom else { return nil }
                slot = UInt32(atom)
            }
        case .days(let days):
            guard let (from, to) = scan.interval else { return nil }
            let fromDays = from.column.bounds ?? 0...0
            let toDays = to.column.bounds ?? 0...0
            let all = UInt32(days.count)
            func table(_ range: ClosedRange<Int64>, missing: UInt32) -> TallyMemory<UInt32> {
                let table = TallyMemory<UInt32>(count: Int(range.upperBound - range.lowerBound) + 2)
                table.start[0] = missing
                for (place, day) in range.enumerated() {
                    table.start[place + 1] = UInt32(days.countBefore(Int32(clamping: day)))
                }
                return table
            }
            // A row without a first day is never active, one without an end for ever.
            let starts = table(fromDays, missing: all)
            let ends = table(toDays, missing: all)
            owners = [starts, ends]
            activity = (
                from.place, to.place,
                ActivityTables(
                    fromLow: fromDays.lowerBound, toLow: toDays.lowerBound, from: UnsafePointer(starts.start),
                    to: UnsafePointer(ends.start))
            )
        }
        if case .none = mask { return nil }
        var stride = cube.slotCount
        var operations: [CodeOperation] = []
        for (dimension, size) in zip(scan.dimensions, scan.sizes).reversed() where cube.ownCodes == nil {
            operations.append(dimension.operation(stride: stride))
            stride *= size
        }
        var knownDays: DayRange?
        if mask.isAll, atoms == nil, activity == nil, asked.isAny, asked.slots == nil, let time = scan.time,
            let undated = time.missingCount
        {
            knownDays = DayRange(
                undated: undated, low: time.column.bounds?.lowerBound ?? .max,
                high: time.column.bounds?.upperBound ?? .min)
        }
        return Job(
            cube: cube, unit: unit, program: mask.isAll ? nil : MaskProgram(mask), time: scan.time?.place, atoms: atoms,
            low: low, slot: slot, activity: activity, owners: owners, dimensions: operations, asked: asked,
            knownDays: knownDays)
    }

    func run() throws(Diagnostic) {
        let morsels = MorselTable(table.columns, borders: table.borders)
        let workers = morsels.workers
        let jobs = self.jobs
        let cubes = self.cubes
        let behind = TallyMemory<Int>(count: workers)
        let days = UnsafeMutablePointer<DayRange>.allocate(capacity: max(1, workers * jobs.count))
        defer { days.deallocate() }
        days.initialize(repeating: DayRange(), count: workers * jobs.count)
        behind.start.update(repeating: 0, count: workers)
        let dayMemory = Unchecked(days)
        let wantsDays = self.wantsDays
        // Where one unit's rows are all there are, none is met twice.
        let isUnion = jobs.count { $0.asked.isAny } > 1
        try morsels.run(table.evaluator.isInterrupted) { worker, queue in
            for cube in cubes { cube.clear(worker) }
            let scratch = TallyScratch(depth: jobs.map { $0.program?.depth ?? 0 }.max() ?? 0)
            let own = WorkerJobs(jobs.map { $0.part(of: worker, wantsDays: wantsDays) })
            var count = 0
            while let span = queue.next() {
                if isUnion { scratch.union.update(repeating: 0, count: span.count) }
                for place in 0..<own.count {
                    tallyMorsel(
                        own.jobs + place, morsels, span, scratch, isUnion: isUnion, count: &count,
                        days: dayMemory.value + (worker * own.count + place))
                }
                if isUnion { count += countMarked(scratch.union, span.count) }
            }
            behind.start[worker] = count
        }
        withExtendedLifetime(jobs) {}
        for cube in cubes { cube.merge(workers) }
        for worker in 0..<workers { rowsBehind += behind.start[worker] }
        var ranges = jobs.indices.map { job in
            (0..<workers).reduce(into: jobs[job].knownDays ?? DayRange()) { $0.join(days[$1 * jobs.count + job]) }
        }
        findings = cubes.map { cube in
            cube.units.map { unit in
                guard let place = jobs.firstIndex(where: { $0.cube === cube && $0.unit.isSame(unit) }) else {
                    return UnitFindings()
                }
                defer { ranges[place] = DayRange() }
                return UnitFindings(days: ranges[place])
            }
        }
    }
}

extension TallyCube.Unit {
    /// Whether it is the same unit of the same cube.
    func isSame(_ other: TallyCube.Unit) -> Bool { source.condition == other.source.condition }
}

/// What a worker works in: a morsel's masks, rows and places.
final class TallyScratch {
    private let memory: UnsafeMutableRawPointer
    let masks: UnsafeMutablePointer<UInt8>
    let union: UnsafeMutablePointer<UInt8>
    let rows: UnsafeMutablePointer<UInt16>
    let kept: UnsafeMutablePointer<UInt16>
    let asked: UnsafeMutablePointer<UInt16>
    let places: UnsafeMutablePointer<UInt32>
    let ends: UnsafeMutablePointer<UInt32>

    init(depth: Int) {
        let rows = Morsel.rows + 64
        let size = rows * (depth + 1) + rows + 3 * rows * 2 + 2 * rows * 4
        memory = .allocate(byteCount: size, alignment: 64)
        places = memory.bindMemory(to: UInt32.self, capacity: rows)
        ends = (memory + rows * 4).bindMemory(to: UInt32.self, capacity: rows)
        self.rows = (memory + rows * 8).bindMemory(to: UInt16.self, capacity: rows)
        kept = (memory + rows * 10).bindMemory(to: UInt16.self, capacity: rows)
        asked = (memory + rows * 12).bindMemory(to: UInt16.self, capacity: rows)
        union = (memory + rows * 14).bindMemory(to: UInt8.self, capacity: rows)
        masks = (memory + rows * 15).bindMemory(to: UInt8.self, capacity: rows * (depth + 1))
    }

    deinit { memory.deallocate() }
}
