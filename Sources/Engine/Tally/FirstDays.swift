import Tables
import Values

/// For each entity its first day, in one pass over the rows.
struct FirstDays {
    private let table: TallyTable
    private let entity: TallyTable.Operand
    private let days: TallyTable.Operand
    private let low: Int64
    private let count: Int

    /// - Parameters:
    ///   - low: the first of all days.
    ///   - count: how many codes entities have.
    init(_ table: TallyTable, _ entity: TallyTable.Operand, _ days: TallyTable.Operand, low: Int64, _ count: Int) {
        self.table = table
        self.entity = entity
        self.days = days
        self.low = low
        self.count = count
    }

    /// For each entity the number that `steps` has for its first day among the rows that pass the condition, 0 where there is
    /// none and for code 0.
    ///
    /// - Parameter steps: by days after `low`; all of them are below `size`.
    func found(_ condition: MaskPlan, _ steps: [UInt32], size: Int) throws(Diagnostic) -> CodePlan.Table {
        let morsels = MorselTable(table.columns, borders: table.borders)
        let program = condition.isAll ? nil : MaskProgram(condition)
        let workers = morsels.workers
        let count = self.count
        let low = self.low
        let entity = self.entity.place
        let days = self.days.place
        let firsts = TallyMemory<UInt16>(count: count * workers)
        try morsels.run(table.evaluator.isInterrupted) { worker, queue in
            let own = firsts.start + worker * count
            own.update(repeating: .max, count: count)
            let masks = UnsafeMutablePointer<UInt8>.allocate(capacity: Morsel.rows * max(1, program?.depth ?? 1) + 64)
            let list = UnsafeMutablePointer<UInt16>.allocate(capacity: Morsel.rows + 32)
            defer {
                masks.deallocate()
                list.deallocate()
            }
            while let span = queue.next() {
                var rows = ChosenRows(list: nil, count: span.count)
                if let program {
                    program.mark(morsels, span, masks)
                    rows = ChosenRows(list: list, count: chosenRows(masks, span.count, into: list))
                }
                keepFirstDays(morsels.cells(entity, span), morsels.cells(days, span), low, rows, own)
            }
        }
        return size <= 256
            ? .small(Self.looked(up: firsts, workers, in: steps, count: count))
            : .large(Self.looked(up: firsts, workers, in: steps, count: count))
    }

    private static func looked<Code: FixedWidthInteger>(
        up firsts: TallyMemory<UInt16>, _ workers: Int, in steps: [UInt32], count: Int
    ) -> TallyMemory<Code> {
        let codes = TallyMemory<Code>(count: count)
        let table = TallyMemory(steps.map { Code(truncatingIfNeeded: $0) } + [0])
        let none = steps.count
        TallyCube.inStretches(of: count) { range in
            let first = firsts.start
            for worker in 1..<max(1, workers) {
                let other = first + worker * count
                for entity in range { first[entity] = min(first[entity], other[entity]) }
            }
            for entity in range { codes.start[entity] = table.start[min(Int(first[entity]), none)] }
        }
        // Rows without an entity are nobody's.
        if count > 0 { codes.start[0] = 0 }
        return codes
    }
}

/// The steps of time of all days, numbered as they follow each other from 1 on: each entity's code is that of its first day.
struct FirstDayCodes {
    /// The first of all days.
    let low: Int64
    /// By days after `low`.
    let codes: [UInt32]

    /// Cells of codes and slots that entities are counted in as they are put together.
    private static let cellLimit = 1 << 17

    /// The code of each slot of time, 0 for that of rows without a day, where an entity's first day is always of the code of
    /// its first slot; nil where slots do not tell it.
    func bySlot(_ slots: TallySlots) -> TallyMemory<UInt32>? {
        guard case .atoms(let atoms) = slots, let groups = codes.last, slots.count < EntityRows.slotLimit,
            (Int(groups) + 1) * slots.count <= Self.cellLimit
        else { return nil }
        let table = atoms.table(low...low + Int64(codes.count) - 1)
        let result = TallyMemory<UInt32>(count: slots.count)
        result.start.update(repeating: 0, count: slots.count)
        // Codes ascend by day, and so have slots to; that of rows without a day is the last.
        var last = -1
        for (atom, code) in zip(table.dropFirst(), codes) {
            guard atom != noAtom, Int(atom) >= last else { return nil }
            if Int(atom) == last {
                guard result.start[last] == code else { return nil }
            } else {
                last = Int(atom)
                result.start[last] = code
            }
        }
        guard table[0] == noAtom || Int(table[0]) > last else { return nil }
        return result
    }
}
