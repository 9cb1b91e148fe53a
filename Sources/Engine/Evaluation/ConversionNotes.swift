import Language
import Model
import Tables
import Values

extension Evaluation {
    /// For each conversion within a time, how many entries are left out because theirs is not over.
    func notesOfConversions() -> [String] {
        var notes: [String] = []
        for (position, aggregate) in question.aggregates.enumerated() {
            guard case .history(let column)? = aggregate.argument, case .conversion(let route) = column.value,
                let within = route.within, let evaluator = evaluators[aggregate.dataset],
                let outcomes = try? evaluator.evaluate(.history(column)).missingMask,
                let condition = aggregate.condition, let counts = try? evaluator.mask(condition)
            else { continue }
            // Periods and comparisons may overlap; an entry is told of once.
            var isOpen = [Bool](repeating: false, count: evaluator.rowCount)
            for scan in scans where scan.aggregates.contains(position) {
                for (row, group) in scan.groups.enumerated()
                where group >= 0 && outcomes[row] == 1 && counts[row] == 1 { isOpen[row] = true }
            }
            let count = isOpen.count { $0 }
            guard count > 0 else { continue }
            notes.append(
                "\(grouped(count)) \(count == 1 ? "entry" : "entries") into \(route.from) "
                    + "\(count == 1 ? "is" : "are") left out: \(count == 1 ? "its" : "their") \(printed(within))"
                    + " are not over on \(question.today.text)")
        }
        return notes
    }
}
