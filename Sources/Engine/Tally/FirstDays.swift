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
            let list = UnsafeMutablePointer<UInt16>.allocate(capacity: Morsel.rows + 8)
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
