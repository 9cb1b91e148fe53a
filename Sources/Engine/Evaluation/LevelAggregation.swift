import Model
import Tables
import Values

/// The aggregates of a question at one level, and the rows that a balance counts.
extension Evaluation {
    /// The aggregates of one variant at one level: for each aggregate one value a group of the level.
    func results(_ level: Level, comparison: Int?) throws(Diagnostic) -> [[Value]] {
        var results: [[Value]] = question.aggregates.map { _ in [] }
        let cellCount = time.cells.count
        for position in question.aggregates.indices {
            let aggregate = question.aggregates[position]
            let own = scans.filter { $0.comparison == comparison && $0.aggregates.contains(position) }
            var values = try run(aggregate, AggregateInput(targets: [], count: level.count, argument: nil, fraction: 0))
            for scan in own {
                guard let evaluator = evaluators[scan.dataset] else { continue }
                var targets = [Int32](repeating: -1, count: scan.groups.count)
                if let cells = scan.cells {
                    for (row, group) in scan.groups.enumerated() where group >= 0 {
                        targets[row] = level.position[Int(group) * cellCount + Int(cells[row])]
                    }
                } else {
                    // A balance over several cells is that of the last one (the first one, at the start).
                    let instants = level.instantCells(cellCount: cellCount, atStart: aggregate.instant == .start)
                    for cell in Set(instants.filter { $0 >= 0 }).sorted() {
                        let active = try activeRows(scan, aggregate: position, cell: Int(cell))
                        for (row, group) in scan.groups.enumerated() where group >= 0 && active[row] {
                            let target = level.position[Int(group) * cellCount + Int(cell)]
                            if target >= 0 && instants[Int(target)] == cell { targets[row] = target }
                        }
                        let found = try run(aggregate, evaluator, targets, level.count)
                        for target in found.indices where instants[target] == cell { values[target] = found[target] }
                        for row in targets.indices { targets[row] = -1 }
                    }
                    continue
                }
                let found = try run(aggregate, evaluator, targets, level.count)
                if own.count == 1 {
                    values = found
                } else {
                    // Each asked period has a scan of its own, and its lines are its own.
                    let lines = Set(targets.filter { $0 >= 0 })
                    for target in lines { values[Int(target)] = found[Int(target)] }
                }
            }
            results[position] = values
        }
        return results
    }

    private func run(
        _ aggregate: Aggregate, _ evaluator: RowEvaluator, _ targets: [Int32], _ count: Int
    ) throws(Diagnostic) -> [Value] {
        try evaluator.checkInterrupt()
        var targets = targets
        if let condition = aggregate.condition {
            let mask = try evaluator.mask(condition)
            for row in targets.indices where mask[row] != 1 { targets[row] = -1 }
        }
        let argument = try aggregate.argument.map { (argument) throws(Diagnostic) in try evaluator.evaluate(argument) }
        var times: [Int64]?
        if aggregate.function == .first || aggregate.function == .last, let axis = aggregate.time {
            times = try evaluator.evaluate(axis).orderKeys
        }
        return try run(
            aggregate,
            AggregateInput(
                targets: targets, count: count, argument: argument, times: times, fraction: aggregate.fraction ?? 0.5))
    }

    private func run(_ aggregate: Aggregate, _ input: AggregateInput) throws(Diagnostic) -> [Value] {
        try aggregate.kernel.run(input)
    }

    /// Rows of a balance that are active at the instant of a cell: from their first day on, until the day before
    /// their end day.
    func activeRows(_ scan: Scan, aggregate position: Int, cell: Int) throws(Diagnostic) -> [Bool] {
        let aggregate = question.aggregates[position]
        guard let evaluator = evaluators[scan.dataset], let from = aggregate.activeFrom, let to = aggregate.activeTo,
            let starts = try evaluator.evaluate(from).dayNumbers, let ends = try evaluator.evaluate(to).dayNumbers,
            let span = time.spans(scan.comparison)[cell]
        else { return [Bool](repeating: false, count: scan.groups.count) }
        // Over all time the balance is today's; at a period's start it is that of the day before it begins.
        let end = span.end == .last ? question.today.adding(days: 1) : span.end
        let instant = (aggregate.instant == .start ? span.start : end).adding(days: -1).number
        return starts.indices.map { row in
            starts[row] != ColumnData.missingDay && starts[row] <= instant
                && (ends[row] == ColumnData.missingDay || ends[row] > instant)
        }
    }
}
