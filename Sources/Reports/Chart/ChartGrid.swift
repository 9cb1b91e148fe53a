import Engine
import Values

/// One measure by rows and series, however the answer had them: as lines, or across columns.
struct ChartGrid {
    struct Key {
        var label: String
        /// The one value that it stands for; nil for several together.
        var value: Value?
        var isPartial = false
        var isOthers = false
    }

    /// What the rows are, and what the series are.
    var rowTitle: String
    var seriesTitle: String
    var rows: [Key]
    var series: [Key]
    /// By row and series; missing where there is no line. Looked up when needed: a table of all would be mostly empty.
    var value: (Int, Int) -> Value
    /// The same measure in other periods.
    var compared: [(label: String, value: (Int, Int) -> Value)]
    /// The measure's column, for its label and unit.
    var column: Answer.Column

    /// Steps of time from early to late, at least three, so that a line can be drawn over them.
    var isOverTime: Bool {
        let starts = rows.map { $0.value?.start }
        return rows.count >= 3
            && zip(starts, starts.dropFirst()).allSatisfy { early, late in
                if let early, let late { early < late } else { false }
            }
    }

    /// Rows and series changed round.
    var transposed: ChartGrid {
        var result = self
        (result.rows, result.series) = (series, rows)
        (result.rowTitle, result.seriesTitle) = (seriesTitle, rowTitle)
        result.value = { [value] row, series in value(series, row) }
        result.compared = compared.map { other in (other.label, { row, series in other.value(series, row) }) }
        return result
    }

    /// The rows in the order of time where all of them are days or periods, as lines want them.
    var inOrderOfTime: ChartGrid {
        guard rows.count >= 3, rows.allSatisfy({ $0.value?.start != nil }) else { return self }
        let order = rows.indices.sorted { first, second in
            if let a = rows[first].value?.start, let b = rows[second].value?.start, a != b { return a < b }
            return first < second
        }
        var result = self
        result.rows = order.map { rows[$0] }
        result.value = { [value] row, series in value(order[row], series) }
        result.compared = compared.map { other in (other.label, { row, series in other.value(order[row], series) }) }
        return result
    }
}

extension Value {
    /// The first day of a day or period.
    var start: Day? {
        switch self {
        case .period(let period): period.start
        case .day(let day): day
        case .moment(let moment): moment.day
        default: nil
        }
    }
}

/// A metric of an answer with the columns that compare it.
struct ChartMeasure {
    var value: Answer.Column
    var compared: [Answer.Column] = []

    /// The measures among columns, in their order; columns of changes are left to tables.
    static func all(_ columns: some Sequence<Answer.Column>) -> [ChartMeasure] {
        var result: [ChartMeasure] = []
        for column in columns where column.isNumeric {
            if column.role == .metric { result.append(ChartMeasure(value: column)) }
            if column.role == .compared, !result.isEmpty { result[result.count - 1].compared.append(column) }
        }
        return result
    }
}

/// Makes grids of the columns of an answer.
struct ChartGrids {
    private let answer: Answer
    private let dimensions: [(column: Answer.Column, format: ColumnFormat)]

    init(_ answer: Answer) {
        self.answer = answer
        dimensions = answer.columns.filter { $0.role == .dimension }.map { column in
            (column, ColumnFormat(column, missing: answer.missingText(column)))
        }
    }

    var dimensionCount: Int { dimensions.count }
    var isAcross: Bool { answer.columns.contains { $0.group != nil } }

    /// One grid a measure.
    func all() -> [ChartGrid] { isAcross ? across() : flat() }

    private func across() -> [ChartGrid] {
        var heads: [(key: ChartGrid.Key, columns: [Answer.Column])] = []
        for column in answer.columns {
            guard let group = column.group else { continue }
            // Two values may look the same: their names then differ, so that a measure that comes again begins another.
            let isSame =
                heads.last.map { head in
                    head.columns.first?.group == group && head.columns.first?.groupValue == column.groupValue
                } ?? false
            if isSame {
                heads[heads.count - 1].columns.append(column)
            } else {
                let isPeriod = if case .period? = column.groupValue { true } else { false }
                let key = ChartGrid.Key(
                    label: chartLabel(group), value: column.groupValue, isPartial: isPeriod && group.hasSuffix("*"),
                    isOthers: false)
                heads.append((key, [column]))
            }
        }
        let measures = heads.map { ChartMeasure.all($0.columns) }
        let rows = (0..<answer.lineCount).map { key($0, Array(dimensions.indices)) }
        return (measures.first ?? []).indices.map { index in
            let columns = measures.map { $0.indices.contains(index) ? $0[index] : nil }
            let first = columns.first.flatMap { $0 }
            func values(_ column: (ChartMeasure) -> Answer.Column?) -> (Int, Int) -> Value {
                let found = columns.map { $0.flatMap(column) }
                return { row, series in found[series]?.cell(row) ?? .missing }
            }
            var template = first?.value ?? answer.columns[0]
            template.cells = AnswerCells(columns.flatMap { $0?.value.cells ?? [] })
            return ChartGrid(
                rowTitle: title(Array(dimensions.indices)), seriesTitle: "", rows: rows, series: heads.map(\.key),
                value: values(\.value),
                compared: (first?.compared ?? []).enumerated().map { place, other in
                    (chartLabel(other.label), values { $0.compared.indices.contains(place) ? $0.compared[place] : nil })
                }, column: template)
        }
    }

    private func flat() -> [ChartGrid] {
        let time = dimensions.firstIndex { dimension in
            dimension.column.cells.contains { $0.start != nil }
                && dimension.column.cells.allSatisfy { $0.start != nil || $0.isMissing }
        }
        let all = Array(dimensions.indices)
        let rowParts: [Int]
        let seriesParts: [Int]
        if let time, dimensions.count > 1 {
            (rowParts, seriesParts) = ([time], all.filter { $0 != time })
        } else if dimensions.count > 1 {
            (rowParts, seriesParts) = (Array(all.dropLast()), [all[all.count - 1]])
        } else {
            (rowParts, seriesParts) = (all, [])
        }
        var rows = Numbering()
        var series = Numbering()
        var lines: [[Int]: Int] = [:]
        for line in 0..<answer.lineCount {
            let row = rows.number(values(line, rowParts)) { key(line, rowParts) }
            let column = series.number(values(line, seriesParts)) { key(line, seriesParts) }
            lines[[row, column]] = line
        }
        return ChartMeasure.all(answer.columns).map { measure in
            func values(_ column: Answer.Column) -> (Int, Int) -> Value {
                { [lines] row, series in lines[[row, series]].map(column.cell) ?? .missing }
            }
            return ChartGrid(
                rowTitle: title(rowParts), seriesTitle: title(seriesParts), rows: rows.keys, series: series.keys,
                value: values(measure.value), compared: measure.compared.map { (chartLabel($0.label), values($0)) },
                column: measure.value)
        }
    }

    /// Keys in the order in which they come first.
    private struct Numbering {
        private var numbers: [[Value]: Int] = [:]
        private(set) var keys: [ChartGrid.Key] = []

        mutating func number(_ values: [Value], _ key: () -> ChartGrid.Key) -> Int {
            if let known = numbers[values] { return known }
            numbers[values] = keys.count
            keys.append(key())
            return keys.count - 1
        }
    }

    private func values(_ line: Int, _ parts: [Int]) -> [Value] { parts.map { dimensions[$0].column.cell(line) } }

    private func title(_ parts: [Int]) -> String {
        parts.map { chartLabel(dimensions[$0].column.label) }.joined(separator: " · ")
    }

    private func key(_ line: Int, _ parts: [Int]) -> ChartGrid.Key {
        let cells = values(line, parts)
        let texts = zip(parts, cells).map { chartLabel(dimensions[$0].format.text($1)) }
        let isPartial = zip(parts, cells).contains { dimensions[$0].column.partial.contains($1) }
        return ChartGrid.Key(
            label: texts.joined(separator: " · "), value: cells.count == 1 ? cells[0] : nil, isPartial: isPartial,
            isOthers: answer.hasOthersLines && cells.contains(.text("others")))
    }
}
