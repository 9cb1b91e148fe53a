import Engine
import Values

/// A choice of columns that a table may draw where not all of them fit.
struct TableChoice {
    /// The numbers of the columns that are drawn.
    var kept: [Int]
    /// A line of blocks that stands before the last `steps` of them.
    var line: (column: Answer.Column, steps: Int)?

    /// All choices, what gives up least first; the first is the whole answer.
    /// - Parameter mostColumns: no more fit, whatever is in them.
    static func all(_ answer: Answer, mostColumns: Int) -> [TableChoice] {
        let columns = answer.columns
        var kept = Array(columns.indices)
        var choices = [TableChoice(kept: kept)] + withLine(columns, mostColumns: mostColumns)
        for role in [Answer.Column.Role.change, .compared] {
            let rest = kept.filter { columns[$0].role != role }
            // Where there is nothing but changes, they are what was asked for.
            guard rest.count < kept.count, rest.contains(where: { columns[$0].role == .metric }) else { continue }
            kept = rest
            choices.append(TableChoice(kept: kept))
        }
        let fewer = 1..<max(1, min(kept.count, mostColumns + 1))
        return choices + fewer.reversed().map { TableChoice(kept: Array(kept.prefix($0))) }
    }

    /// Steps of time that are columns of one metric, drawn as a line with as many of the last steps beside it as fit.
    private static func withLine(_ columns: [Answer.Column], mostColumns: Int) -> [TableChoice] {
        let steps = columns.indices.filter { columns[$0].isStep }
        guard steps.count >= 4, let first = steps.first, first + steps.count == columns.count,
            Set(steps.map { columns[$0].label }).count == 1
        else { return [] }
        let drawn = steps.suffix(mostSteps)
        var line = Answer.Column(
            name: "", label: columns[first].label, role: .dimension, unit: .number, isNumeric: false, cells: [])
        if case .period(let period) = columns[first].groupValue, let grain = period.grain {
            line.group = "\(drawn.count) \(grain.rawValue)s"
        }
        line.series = columns[first].cells.indices.map { number in drawn.map { columns[$0].cell(number) } }
        return (1..<min(steps.count, max(2, mostColumns))).reversed().map { count in
            TableChoice(kept: Array(0..<first) + steps.suffix(count), line: (line, count))
        }
    }

    /// A line of more blocks than these is cut on its left.
    private static let mostSteps = 36
}

extension Answer.Column {
    /// Whether it is the value of a metric in one step of a time that goes across.
    fileprivate var isStep: Bool {
        guard role == .metric, isNumeric, case .period(let period) = groupValue else { return false }
        return period.grain != nil
    }
}
