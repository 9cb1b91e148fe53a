import OrderedCollections
import Values

/// How an answer differs from the one that the same question had before.
package struct AnswerChanges: Sendable {
    package enum Mark: Hashable, Sendable { case new, changed }

    /// For each line, with those before it of the same names, what became of it; nil where it is as it was.
    package private(set) var marks: [Mark?] = []
    /// Lines that are no longer there.
    package private(set) var goneCount = 0

    package var newCount: Int { marks.count { $0 == .new } }
    package var changedCount: Int { marks.count { $0 == .changed } }

    package init(from before: Answer, to after: Answer) {
        let old = Self.lines(before)
        var isMet: Set<[Value]> = []
        for (key, values) in Self.lines(after) {
            isMet.insert(key)
            guard let known = old[key] else {
                marks.append(.new)
                continue
            }
            marks.append(known == values ? nil : .changed)
        }
        goneCount = old.keys.count { !isMet.contains($0) }
    }

    private static func cell(_ column: Answer.Column, _ line: Int) -> Value {
        column.cells.indices.contains(line) ? column.cells[line] : .missing
    }

    /// The lines by what they are grouped by; lines of the same names are told apart by their order.
    private static func lines(_ answer: Answer) -> OrderedDictionary<[Value], [Value]> {
        var result: OrderedDictionary<[Value], [Value]> = [:]
        let groups = answer.columns.filter { $0.role == .dimension }
        let measures = answer.columns.filter { $0.role != .dimension }
        var repeats: [[Value]: Int] = [:]
        for line in 0..<max(0, answer.lineCount) {
            var key = groups.map { cell($0, line) }
            let count = repeats[key, default: 0]
            repeats[key] = count + 1
            key.append(.number(ExactDecimal(count)))
            let series = measures.flatMap { $0.series.map { $0.indices.contains(line) ? $0[line] : [] } ?? [] }
            result[key] = measures.map { cell($0, line) } + series
        }
        return result
    }
}

extension Answer {
    /// With a column of marks before the others: `+` for a new line, `•` for one with other values.
    package func marked(_ changes: AnswerChanges) -> Answer {
        guard changes.marks.count == lineCount else { return self }
        var result = self
        let marks = changes.marks.map { mark -> Value in
            switch mark {
            case .new: .text("+")
            case .changed: .text("•")
            case nil: .text(" ")
            }
        }
        // Among the cells of rows it is one more; beside groups it groups nothing.
        let role: Column.Role = columns.allSatisfy { $0.role == .dimension } ? .dimension : .metric
        result.columns.insert(
            Column(name: "changed", label: "", role: role, unit: .number, isNumeric: false, cells: marks), at: 0)
        return result
    }
}
