import Tables

/// What a worker does with each morsel, as plain numbers and addresses: counted references that several threads use
/// would cost more than the rows.
///
/// The pass owns everything that is pointed to.
struct WorkerJob {
    var program: FlatList<MaskStep>?
    /// The place of the time axis; -1 for none.
    var time: Int
    var atoms: UnsafePointer<UInt32>?
    var low: Int64
    var slot: UInt32
    var activity: WorkerActivity?
    var dimensions: FlatList<CodeOperation>
    var states: FlatList<WorkerState>
    var bits: FlatList<WorkerBits>
    var rows: FlatList<WorkerRows>
    /// Where groups and values are listed instead of being added to states.
    var values: WorkerRows?
    var marks: UnsafeMutablePointer<UInt8>?
    var cellCount: Int
    /// Whether rows stand behind the asked periods, and in which slots; nil for all.
    var isAsked: Bool
    var askedSlots: UnsafePointer<UInt32>?
    var wantsDays: Bool
}

struct WorkerActivity {
    var from: Int
    var to: Int
    var tables: ActivityTables
}

struct WorkerState {
    var kind: StateKind
    var column: Int
    var missingCode: UInt8?
    var states: UnsafeMutablePointer<Int64>
}

struct WorkerBits {
    var column: Int
    var bits: EntityBits
}

/// Where a worker lists the rows of entities, or of groups.
struct WorkerRows {
    var column: Int
    var rows: UnsafeMutablePointer<UInt64>
    var count: UnsafeMutablePointer<Int>
    var capacity: Int
}

/// Plain values one behind the other, given back by whoever made the list.
struct FlatList<Element> {
    let start: UnsafeMutablePointer<Element>
    let count: Int

    /// - Parameter elements: without counted references.
    init(_ elements: [Element]) {
        count = elements.count
        start = .allocate(capacity: max(1, elements.count))
        for (place, element) in elements.enumerated() { (start + place).initialize(to: element) }
    }

    func deallocate() { start.deallocate() }
}

/// The jobs of one worker.
final class WorkerJobs {
    let jobs: UnsafeMutablePointer<WorkerJob>
    let count: Int

    init(_ list: [WorkerJob]) {
        count = list.count
        jobs = .allocate(capacity: max(1, list.count))
        for (place, job) in list.enumerated() { (jobs + place).initialize(to: job) }
    }

    deinit {
        for place in 0..<count {
            jobs[place].dimensions.deallocate()
            jobs[place].states.deallocate()
            jobs[place].bits.deallocate()
            jobs[place].rows.deallocate()
        }
        jobs.deallocate()
    }
}

/// Tallies a morsel; `count` and `days` are of the rows that stand behind the asked periods.
func tallyMorsel(
    _ job: UnsafePointer<WorkerJob>, _ morsels: MorselTable, _ span: MorselTable.Span, _ scratch: TallyScratch,
    isUnion: Bool, count: inout Int, days: UnsafeMutablePointer<DayRange>
) {
    var rows = ChosenRows(list: nil, count: span.count)
    if let program = job.pointee.program {
        markRows(program, morsels, span, scratch.masks)
        rows = ChosenRows(list: scratch.rows, count: chosenRows(scratch.masks, span.count, into: scratch.rows))
        if rows.count == 0 { return }
    }
    let places = scratch.places
    let isBalance = job.pointee.activity != nil
    if let activity = job.pointee.activity {
        let kept = findActive(
            morsels.cells(activity.from, span), morsels.cells(activity.to, span), activity.tables, rows, scratch.kept,
            places, scratch.ends)
        rows = ChosenRows(list: scratch.kept, count: kept)
    } else if let atoms = job.pointee.atoms {
        let kept = findAtoms(
            morsels.cells(job.pointee.time, span), job.pointee.low, atoms, rows, scratch.kept, places)
        rows = ChosenRows(list: scratch.kept, count: kept)
    } else {
        places.update(repeating: job.pointee.slot, count: rows.count)
    }
    guard rows.count > 0 else { return }
    if job.pointee.isAsked {
        noteAsked(job, morsels, span, rows, scratch, isUnion: isUnion, &count, days)
    }
    for place in 0..<job.pointee.rows.count {
        let list = job.pointee.rows.start[place]
        let known = list.count.pointee
        precondition(known + rows.count <= list.capacity)
        listEntities(
            morsels.cells(list.column, span), rows, places, isBalance ? UnsafePointer(scratch.ends) : nil,
            list.rows + known)
        list.count.pointee = known + rows.count
    }
    for place in 0..<job.pointee.dimensions.count {
        let dimension = job.pointee.dimensions.start[place]
        let cells = morsels.cells(dimension.column, span)
        addCodes(cells, dimension, rows, places)
        if isBalance { addCodes(cells, dimension, rows, scratch.ends) }
    }
    for place in 0..<job.pointee.bits.count {
        let entity = job.pointee.bits.start[place]
        let cells = morsels.cells(entity.column, span)
        if isBalance {
            markEntities(cells, rows, from: places, to: scratch.ends, entity.bits)
        } else {
            markEntities(cells, rows, places, entity.bits)
        }
    }
    if let list = job.pointee.values {
        let known = list.count.pointee
        precondition(known + rows.count <= list.capacity)
        listValues(list.column < 0 ? nil : morsels.cells(list.column, span), rows, places, list.rows + known)
        list.count.pointee = known + rows.count
    }
    if let marks = job.pointee.marks { markRows(rows.count, places, marks) }
    for place in 0..<job.pointee.states.count {
        let state = job.pointee.states.start[place]
        add(state, morsels, span, rows, places, job.pointee.cellCount, negated: false)
        if isBalance { add(state, morsels, span, rows, scratch.ends, job.pointee.cellCount, negated: true) }
    }
}

private func add(
    _ state: WorkerState, _ morsels: MorselTable, _ span: MorselTable.Span, _ rows: ChosenRows,
    _ places: UnsafePointer<UInt32>, _ cellCount: Int, negated: Bool
) {
    if state.kind == .rows {
        if cellCount == 1 {
            state.states[0] &+= Int64(rows.count)
        } else {
            countRows(rows.count, places, state.states, negated: negated)
        }
        return
    }
    let cells = morsels.cells(state.column, span)
    if let missing = state.missingCode {
        countCodes(cells, missing: missing, rows, places, state.states, negated: negated)
    } else if cellCount == 1 && state.kind == .sum {
        state.states[0] &+= total(cells, rows)
    } else {
        addStates(state.kind, cells, rows, places, state.states, negated: negated)
    }
}

/// Notes the rows that stand behind the asked periods, and their days.
private func noteAsked(
    _ job: UnsafePointer<WorkerJob>, _ morsels: MorselTable, _ span: MorselTable.Span, _ rows: ChosenRows,
    _ scratch: TallyScratch, isUnion: Bool, _ count: inout Int, _ days: UnsafeMutablePointer<DayRange>
) {
    var asked = rows
    if let slots = job.pointee.askedSlots {
        let isBalance = job.pointee.activity != nil
        var kept = 0
        for place in 0..<rows.count {
            let slot = Int(scratch.places[place])
            // 1 where the slot is asked, or where days between the two are.
            let isAsked =
                isBalance ? (slots[slot] &- slots[Int(scratch.ends[place])]) &>> 31 : slots[slot]
            scratch.asked[kept] = rows.list.map { $0[place] } ?? UInt16(truncatingIfNeeded: place)
            kept &+= Int(isAsked)
        }
        asked = ChosenRows(list: scratch.asked, count: kept)
    }
    if isUnion {
        if let list = asked.list {
            for place in 0..<asked.count { scratch.union[Int(list[place])] = 1 }
        } else {
            scratch.union.update(repeating: 1, count: asked.count)
        }
    } else {
        count += asked.count
    }
    if job.pointee.wantsDays, asked.count > 0 {
        days.pointee.join(dayRange(morsels.cells(job.pointee.time, span), asked))
    }
}
