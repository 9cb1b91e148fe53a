import Model
import Values

/// What is different between two answers, cell by cell: lines are matched by their dimensions, columns by their names.
package struct AnswerDifference {
    private let now: Answer
    private let before: Answer
    /// The dimensions of both, as positions of columns: in the order of the later answer.
    private let dimensions: [(now: Int, before: Int)]
    /// The measures of both.
    private let measures: [(now: Int, before: Int)]
    /// Where each line is in one answer and in the other; nil where it is not.
    private let lines: [(now: Int?, before: Int?)]

    /// Matches two answers.
    ///
    /// Throws where they are not split by the same, have no measure in common, or no line.
    package init(of now: Answer, from before: Answer) throws(Diagnostic) {
        self.now = now
        self.before = before
        let split = (now.positions(.dimension), before.positions(.dimension))
        let places = Dictionary(split.1.map { (before.columns[$0].name, $0) }) { first, _ in first }
        let dimensions = split.0.compactMap { place in places[now.columns[place].name].map { (now: place, before: $0) }
        }
        guard dimensions.count == split.0.count, dimensions.count == split.1.count else {
            throw Diagnostic(
                "different-shapes", "the two answers are not split by the same",
                reason: ["now \(now.splitInWords)", "before \(before.splitInWords)"],
                remedies: ["ask both questions by the same dimensions"])
        }
        let compared = Dictionary(
            before.measures.map { (before.columns[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
        let measures = now.measures.compactMap { place in
            compared[now.columns[place].name].map { (now: place, before: $0) }
        }
        let haveMeasures = (now.measures.isEmpty, before.measures.isEmpty)
        guard !measures.isEmpty || haveMeasures == (true, true) else {
            throw Diagnostic(
                "different-shapes", "the two answers have no column in common besides what they are split by",
                reason: ["now \(now.measuresInWords)", "before \(before.measuresInWords)"],
                remedies: ["give the columns the same name: `show … as NAME`"])
        }
        let lines = Self.matched(now, before, dimensions)
        guard
            now.lineCount == 0 || before.lineCount == 0 || measures.isEmpty
                || lines.contains(where: { $0.now != nil && $0.before != nil })
        else {
            throw Diagnostic(
                "different-shapes", "the two answers have no line in common",
                reason: [
                    "now \(Self.example(now, dimensions.map(\.now))), before "
                        + Self.example(before, dimensions.map(\.before))
                ],
                remedies: ["periods are compared by `vs`: `show … for 2026-Q1 vs 2025-Q1`"])
        }
        (self.dimensions, self.measures, self.lines) = (dimensions, measures, lines)
    }

    /// The lines of the later answer in their order, then those that only the earlier one has.
    private static func matched(
        _ now: Answer, _ before: Answer, _ dimensions: [(now: Int, before: Int)]
    ) -> [(now: Int?, before: Int?)] {
        var places: [[Value]: [Int]] = [:]
        for line in (0..<before.lineCount).reversed() {
            places[dimensions.map { before.columns[$0.before].value(line) }, default: []].append(line)
        }
        var isTaken = [Bool](repeating: false, count: before.lineCount)
        var lines: [(now: Int?, before: Int?)] = []
        for line in 0..<now.lineCount {
            // Lines that look alike, as rows can, are matched in their order.
            let other = places[dimensions.map { now.columns[$0.now].value(line) }]?.popLast()
            if let other { isTaken[other] = true }
            lines.append((line, other))
        }
        for line in isTaken.indices where !isTaken[line] { lines.append((nil, line)) }
        return lines
    }

    private static func example(_ answer: Answer, _ dimensions: [Int]) -> String {
        dimensions.map { place in
            let text = answer.columns[place].value(0).plainText
            return "\(answer.columns[place].name) \(text.isEmpty ? "missing" : text)"
        }.joined(separator: ", ")
    }

    // MARK: As an answer

    /// Dimensions, and for each measure its value, the one before, the change and the change in percent of the one before.
    ///
    /// Where some lines are in one answer only, a column `found_in` says in which each is. Rows have nothing to subtract: of them
    /// only those are listed that are in one answer alone.
    package func answer() throws(Diagnostic) -> Answer {
        let isRows = measures.isEmpty
        let shown = isRows ? lines.filter { $0.now == nil || $0.before == nil } : lines
        let isParted = shown.contains { $0.now == nil || $0.before == nil }
        var columns: [Answer.Column] = dimensions.map { places in
            var column = emptied(now.columns[places.now])
            column.isNumeric = column.isNumeric && before.columns[places.before].isNumeric
            column.cells = AnswerCells(shown.map { value(places, $0) })
            return column
        }
        if isParted {
            columns.append(
                Answer.Column(
                    name: "found_in", label: "in", role: .dimension, unit: .number, isNumeric: false,
                    cells: shown.map { .text($0.before == nil ? "now" : $0.now == nil ? "before" : "both") }))
        }
        var names = Set(columns.map(\.name))
        var notes: [String] = []
        for places in measures { columns += try measure(places, shown, &names, &notes) }
        var answer = Answer(
            heading: now.heading + ", against before",
            provenance: "before: "
                + [before.heading, before.provenance].filter { !$0.isEmpty }.joined(separator: " · "),
            columns: columns, lineCount: shown.count, showsTotals: now.showsTotals && before.showsTotals,
            totalsAsked: now.totalsAsked && before.totalsAsked,
            hasOthersLines: now.hasOthersLines || before.hasOthersLines)
        answer.notes = counts(shown) + notes + unmatched()
        return answer
    }

    private func value(_ places: (now: Int, before: Int), _ line: (now: Int?, before: Int?)) -> Value {
        if let own = line.now { return now.columns[places.now].value(own) }
        return line.before.map { before.columns[places.before].value($0) } ?? .missing
    }

    /// A column as it is, without its cells.
    private func emptied(_ column: Answer.Column) -> Answer.Column {
        var column = column
        column.cells = []
        column.dataCells = nil
        column.series = nil
        column.lines = nil
        column.total = nil
        return column
    }

    private func measure(
        _ places: (now: Int, before: Int), _ shown: [(now: Int?, before: Int?)], _ names: inout Set<String>,
        _ notes: inout [String]
    ) throws(Diagnostic) -> [Answer.Column] {
        let later = now.columns[places.now]
        let earlier = before.columns[places.before]
        let isAlike = later.unit == earlier.unit
        if !isAlike { notes.append("\(later.name) is in another unit than before, so there is no change of it") }
        let lineMetrics = later.lines.map { metrics in
            shown.map { line in
                line.now.flatMap { metrics.indices.contains($0) ? metrics[$0] : nil }
                    ?? line.before.flatMap { line in
                        earlier.lines.flatMap { $0.indices.contains(line) ? $0[line] : nil }
                    }
                    ?? Answer.LineMetric(unit: later.unit, metric: "", lowerIsBetter: false)
            }
        }
        func column(
            _ suffix: String, _ label: String?, _ role: Answer.Column.Role, _ cells: [Value], _ total: Value?
        ) -> Answer.Column {
            var column = emptied(role == .compared ? earlier : later)
            column.name = later.name + suffix
            var number = 2
            while !names.insert(column.name).inserted {
                column.name = later.name + suffix + "_\(number)"
                number += 1
            }
            column.label = label ?? later.label
            column.group = later.group
            column.role = role
            column.cells = AnswerCells(cells)
            column.total = total
            if role == .changeRatio { column.unit = .percent } else { column.lines = lineMetrics }
            if role == .change || role == .changeRatio { column.partial = [] }
            return column
        }
        let values = shown.map { $0.now.map(later.value) ?? .missing }
        let others = shown.map { $0.before.map(earlier.value) ?? .missing }
        var changes: [Value] = []
        var ratios: [Value] = []
        for (value, other) in zip(values, others) {
            let change = isAlike ? try combined(value, .subtract, other) : .missing
            changes.append(change)
            ratios.append(try ratio(change, other))
        }
        var total: Value?
        if isAlike, let value = later.total, let other = earlier.total { total = try combined(value, .subtract, other) }
        return [
            column("", nil, .metric, values, later.total),
            column("_before", "before", .compared, others, earlier.total),
            column("_change", "change", .change, changes, total),
            column(
                "_change_pct", "change %", .changeRatio, ratios,
                try total.map { (total) throws(Diagnostic) in try ratio(total, earlier.total ?? .missing) }),
        ]
    }

    /// Against a negative base the sign of the change is kept.
    private func ratio(_ change: Value, _ before: Value) throws(Diagnostic) -> Value {
        try combined(change, .divide, before < .number(.zero) ? before.negated : before)
    }

    // MARK: Notes

    private func counts(_ shown: [(now: Int?, before: Int?)]) -> [String] {
        let added = lines.count { $0.before == nil }
        let gone = lines.count { $0.now == nil }
        let both = lines.count - added - gone
        if added == 0, gone == 0 {
            if measures.isEmpty { return ["every line is in both answers"] }
            let isSame = lines.allSatisfy { line in
                measures.allSatisfy { places in
                    line.now.map(now.columns[places.now].value) == line.before.map(before.columns[places.before].value)
                }
            }
            return isSame ? ["every cell is as before"] : []
        }
        return [
            "\(both) line\(both == 1 ? " is" : "s are") in both answers, \(added) only in this one, \(gone) only before"
        ]
    }

    /// Measures that have no partner.
    private func unmatched() -> [String] {
        let later = now.measures.filter { place in !measures.contains { $0.now == place } }.map { now.columns[$0].name }
        let earlier = before.measures.filter { place in !measures.contains { $0.before == place } }
            .map { before.columns[$0].name }
        return (later.isEmpty ? [] : ["only in this answer: \(later.joined(separator: ", "))"])
            + (earlier.isEmpty ? [] : ["only before: \(earlier.joined(separator: ", "))"])
    }
}

extension Answer {
    fileprivate func positions(_ role: Column.Role) -> [Int] { columns.indices.filter { columns[$0].role == role } }

    /// The columns of numbers that can be compared: values and what they were compared with.
    fileprivate var measures: [Int] {
        columns.indices.filter { place in
            let column = columns[place]
            return column.isNumeric && column.series == nil && (column.role == .metric || column.role == .compared)
        }
    }

    fileprivate var splitInWords: String {
        let names = positions(.dimension).map { columns[$0].name }
        return names.isEmpty ? "it is not split" : "it is by " + names.joined(separator: ", ")
    }

    fileprivate var measuresInWords: String {
        measures.isEmpty ? "it has rows alone" : "it has " + measures.map { columns[$0].name }.joined(separator: ", ")
    }
}

extension Answer.Column {
    /// A cell; missing where the column is shorter.
    fileprivate func value(_ line: Int) -> Value { cells.indices.contains(line) ? cells[line] : .missing }
}
