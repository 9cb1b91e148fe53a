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

    /// The days after `low` of the first of an entity's rows that pass the condition; `UInt32.max` where there is none.
    func found(_ condition: MaskPlan) throws(Diagnostic) -> TallyMemory<UInt32> {
        let morsels = MorselTable(table.columns, borders: table.borders)
        let program = condition.isAll ? nil : MaskProgram(condition)
        let workers = morsels.workers
        let count = self.count
        let low = self.low
        let entity = self.entity.place
        let days = self.days.place
        let firsts = TallyMemory<UInt32>(count: count * workers)
        firsts.start.update(repeating: .max, count: count)
        try morsels.run(table.evaluator.isInterrupted) { worker, queue in
            let own = firsts.start + worker * count
            own.update(repeating: .max, count: count)
            let masks = UnsafeMutablePointer<UInt8>.allocate(capacity: Morsel.rows * max(1, program?.depth ?? 1))
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
        for worker in 1..<max(1, workers) {
            let other = firsts.start + worker * count
            for code in 0..<count { firsts.start[code] = min(firsts.start[code], other[code]) }
        }
        return TallyMemory(firstPartOf: firsts, count: count)
    }
}

extension TallyMemory {
    /// The first `count` numbers of another.
    fileprivate convenience init(firstPartOf other: TallyMemory, count: Int) {
        self.init(count: count)
        start.update(from: other.start, count: count)
    }
}
