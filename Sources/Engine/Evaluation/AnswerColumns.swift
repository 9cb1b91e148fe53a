import Model
import Values

/// The columns of an answer: dimensions, measures with their comparisons, totals, and the pivot of `across`.
extension AnswerBuilder {
    typealias Others = (level: Level, results: LevelResults, keys: [[Value]])

    /// One column a dimension and measure.
    func flat(_ shown: [Int32], _ others: Others?) throws(Diagnostic) -> Answer {
        let keys = LineKeys(self)
        let asked = outputs()
        try Work.checkRoom(
            for: shown.count * (question.dimensions.count + asked.count) * MemoryLayout<Value>.stride)
        var columns: [Answer.Column] = []
        for (index, dimension) in question.dimensions.enumerated() {
            let cells = try shown.mapUnlessStopped { keys.value(index, $0) } + (others?.keys.map { $0[index] } ?? [])
            columns.append(dimensionColumn(dimension, cells))
        }
        let total = hasTotals ? LevelResults(evaluation, .total(groups: evaluation.index.count, cells: cellCount)) : nil
        for output in asked {
            var cells = try shown.mapUnlessStopped { (line) throws(Diagnostic) in
                try lines.value(output, at: Int(line))
            }
            if let others {
                for index in 0..<others.results.count { cells.append(try others.results.value(output, at: index)) }
            }
            var column = measureColumn(output, cells)
            try nameCurrency(of: output, shown, in: &column)
            column.total = try total.map { (total) throws(Diagnostic) in try total.value(output, at: 0) }
            columns.append(column)
        }
        return answer(columns, lineCount: shown.count + (others?.keys.count ?? 0), others, hasTotals: total != nil)
    }

    /// One line a combination of the other dimensions; for each value of the last one a column of each measure.
    func pivoted(_ shown: [Int32], _ others: Others?, _ keys: LineKeys) throws(Diagnostic) -> Answer {
        let across = question.dimensions.count - 1
        var heads: [Value] = []
        var headIndex: [Value: Int] = [:]
        // A value that only the others have needs its column too, and so has each step of time.
        let rest = others.map { others in
            (0..<evaluation.lineCount).filter {
                others.level.position($0) >= 0
                    && (evaluation.present[$0] || evaluation.time.cells[$0 % cellCount].span != nil)
            }
        }
        let standing = shown + (rest ?? []).map { Int32($0) }
        // The order of `across` values is the default order of that dimension on its own.
        for line in try orderedAcross(standing, across, keys) {
            let value = keys.value(across, line)
            if headIndex[value] == nil {
                headIndex[value] = heads.count
                heads.append(value)
            }
        }
        let rowLevel = keys.level(by: Array(0..<across))
        var rows: [Int32] = []
        var rowIndex: [Int32: Int] = [:]
        var cellLines: [[Int: Int32]] = []
        for line in shown {
            let target = rowLevel.position(Int(line))
            let row: Int
            if let known = rowIndex[target] {
                row = known
            } else {
                row = rows.count
                rowIndex[target] = row
                rows.append(line)
                cellLines.append([:])
            }
            if let head = headIndex[keys.value(across, line)] { cellLines[row][head] = line }
        }
        if let limit = question.limit, rows.count > limit {
            rows = Array(rows.prefix(max(0, limit)))
            cellLines = Array(cellLines.prefix(max(0, limit)))
        }
        // Others, too, stand in one line a combination of time. Without a day only where there are such rows.
        let held = Set(others.map { others in (rest ?? []).map { others.level.position($0) } } ?? [])
        var otherRows: [[Value]] = []
        var otherCells: [[Int: Int]] = []
        for (index, key) in (others?.keys ?? []).enumerated() {
            let rowKey = Array(key.dropLast())
            let row = otherRows.firstIndex(of: rowKey) ?? otherRows.count
            if row == otherRows.count {
                otherRows.append(rowKey)
                otherCells.append([:])
            }
            if let head = headIndex[key[across]], held.contains(Int32(index)) { otherCells[row][head] = index }
        }
        var columns = question.dimensions.dropLast().enumerated().map { index, dimension in
            dimensionColumn(dimension, rows.map { keys.value(index, $0) } + otherRows.map { $0[index] })
        }
        let headLevel = keys.level(by: [across])
        let total = hasTotals ? LevelResults(evaluation, headLevel) : nil
        var headTargets: [Int?] = heads.map { _ in nil }
        for line in standing {
            if let head = headIndex[keys.value(across, line)] { headTargets[head] = Int(headLevel.position(Int(line))) }
        }
        // A combination that has no rows: what the measure gives over none (0 for sums and counts). One that `having` has
        // left out, or would leave out, has no value: 0 would be a wrong one.
        let nothing = LevelResults(evaluation, .nothing(groups: evaluation.index.count, cells: cellCount))
        let asked = try outputs().map { (output) throws(Diagnostic) in
            (output: output, nothing: try nothing.value(output, at: 0))
        }
        let keepsAll = question.having == nil
        var names = UniqueNames(taken: Set(columns.map(\.name)))
        for (head, value) in heads.enumerated() {
            if head % 256 == 0 {
                try Work.check()
                guard Work.mayGrow(columns, by: 256 * asked.count) else { throw .interrupted }
            }
            for (output, nothing) in asked {
                var cells: [Value] = []
                cells.reserveCapacity(rows.count + otherRows.count)
                for row in rows.indices {
                    guard let line = cellLines[row][head] else {
                        cells.append(keepsAll ? nothing : .missing)
                        continue
                    }
                    cells.append(try lines.value(output, at: Int(line)))
                }
                for row in otherRows.indices {
                    guard let index = otherCells[row][head], let others else {
                        cells.append(nothing)
                        continue
                    }
                    cells.append(try others.results.value(output, at: index))
                }
                var column = measureColumn(output, cells)
                let text = value.isMissing ? "missing" : value.plainText
                column.group = text
                column.groupValue = value
                if case .period(let period) = value, isPartial(period, of: question.dimensions[across]) {
                    column.group = text + "*"
                }
                column.name = names.unique(column.name + "_" + machineName(text))
                if let total, let headTarget = headTargets[head] {
                    column.total = try total.value(output, at: headTarget)
                }
                columns.append(column)
            }
        }
        return answer(columns, lineCount: rows.count + otherRows.count, others, hasTotals: total != nil)
    }

    private func orderedAcross(_ shown: [Int32], _ across: Int, _ keys: LineKeys) throws(Diagnostic) -> [Int32] {
        var first: [Value: Int32] = [:]
        for line in shown where first[keys.value(across, line)] == nil { first[keys.value(across, line)] = line }
        let level = keys.level(by: [across])
        let isTime = question.dimensions[across].isTime
        let results = isTime ? nil : LevelResults(evaluation, level)
        let items = Array(first)
        var measures: [Value] = []
        for (_, line) in items {
            let measure = try results.map { (results) throws(Diagnostic) in
                question.measures.isEmpty
                    ? Value.missing : try results.value(.measure(0), at: Int(level.position(Int(line))))
            }
            measures.append(measure ?? .missing)
        }
        let ranks = ResultOrder.ranks(measures, ascending: false) {
            LineKeys.named(items[$0].key, before: items[$1].key)
        }
        return zip(items, ranks).sorted { $0.1 < $1.1 }.map { $0.0.value }
    }

    /// Amounts that all turn out to be of one currency are written with it.
    private func nameCurrency(
        of output: MetricExpression.Output, _ shown: [Int32], in column: inout Answer.Column
    ) throws(Diagnostic) {
        guard column.unit == .money(nil) else { return }
        let measure: Int
        switch output {
        case .measure(let index), .compared(let index, _), .change(let index, _): measure = index
        case .dimension, .changeRatio: return
        }
        var codes: Set<String> = []
        try shown.forEachUnlessStopped { (line) throws(Diagnostic) in
            if let code = try lines.currency(ofMeasure: measure, at: Int(line)) { codes.insert(code) }
        }
        if codes.count == 1, let code = codes.first { column.unit = .money(code) }
        if codes.count > 1 {
            evaluation.note("the lines are in different currencies: " + codes.sorted().joined(separator: ", "))
        }
    }

    // MARK: Totals

    /// Whether the answer has totals. Several asked periods may overlap, so they have none.
    private var hasTotals: Bool {
        question.totals != false && question.periods.count == 1
            && (question.dimensions.count > (question.hasAcross ? 1 : 0) || question.totals == true)
    }

    // MARK: Columns

    private func outputs() -> [MetricExpression.Output] {
        question.measures.indices.flatMap { measure -> [MetricExpression.Output] in
            [.measure(measure)]
                + question.comparisons.indices.filter { comparison in
                    !question.comparisons[comparison].isTarget || question.measures[measure].target != nil
                }.flatMap { comparison -> [MetricExpression.Output] in
                    var outputs: [MetricExpression.Output] = [.compared(measure: measure, comparison: comparison)]
                    if question.measures[measure].kind.isNumber || question.measures[measure].kind == .missing {
                        outputs.append(.change(measure: measure, comparison: comparison))
                        outputs.append(.changeRatio(measure: measure, comparison: comparison))
                    }
                    return outputs
                }
        }
    }

    func dimensionColumn(_ dimension: BoundQuestion.Dimension, _ cells: [Value]) -> Answer.Column {
        var isNumeric = false
        if case .rows(_, let kind) = dimension.source { isNumeric = kind.isNumber }
        var column = Answer.Column(
            name: dimension.name, label: dimension.label, role: .dimension, unit: .number, isNumeric: isNumeric,
            cells: cells)
        if dimension.isTime {
            column.partial = Set(cells).filter {
                if case .period(let period) = $0 { isPartial(period, of: dimension) } else { false }
            }
        }
        return column
    }

    func measureColumn(_ output: MetricExpression.Output, _ cells: [Value]) -> Answer.Column {
        func column(
            _ index: Int, _ suffix: String, _ label: String, _ role: Answer.Column.Role, _ unit: Unit? = nil
        ) -> Answer.Column {
            let measure = question.measures[index]
            var own = Unit.number
            if case .number(let known) = measure.kind { own = known }
            var result = Answer.Column(
                name: measure.name + suffix, label: label.isEmpty ? measure.label : label, role: role,
                unit: unit ?? own, isNumeric: measure.kind.isNumber, cells: cells)
            result.lowerIsBetter = measure.lowerIsBetter
            result.isAdditive = measure.expression.isAdditive(question.aggregates)
            return result
        }
        switch output {
        case .dimension: return column(0, "", "", .metric)
        case .measure(let index): return column(index, "", "", .metric)
        case .compared(let index, let comparison):
            let other = question.comparisons[comparison]
            return column(index, "_" + other.suffix, other.label, .compared)
        case .change(let index, let comparison):
            return column(index, "_change" + changeSuffix(comparison), "change", .change)
        case .changeRatio(let index, let comparison):
            return column(index, "_change_pct" + changeSuffix(comparison), "change %", .changeRatio, .percent)
        }
    }

    private func changeSuffix(_ comparison: Int) -> String {
        question.comparisons.count == 1 ? "" : "_" + question.comparisons[comparison].suffix
    }

    private func answer(
        _ columns: [Answer.Column], lineCount: Int, _ others: Others?, hasTotals: Bool
    ) -> Answer {
        Answer(
            heading: heading, provenance: provenance(),
            columns: others == nil ? columns : interleaved(columns, lineCount: lineCount), lineCount: lineCount,
            showsTotals: hasTotals && (lineCount > 1 || question.totals == true),
            totalsAsked: question.totals == true, hasOthersLines: others != nil)
    }

    /// Where time comes first, the others of each period stand at the end of that period, not of the whole answer.
    private func interleaved(_ columns: [Answer.Column], lineCount: Int) -> [Answer.Column] {
        let prefix = question.dimensions.prefix { $0.isTime }.count
        guard question.sort.isEmpty, prefix > 0, prefix < question.dimensions.count else { return columns }
        let order = (0..<lineCount).sortedUnlessStopped { first, second in
            for column in columns.prefix(prefix) where column.cells[first] != column.cells[second] {
                return LineKeys.named(column.cells[first], before: column.cells[second])
            }
            return first < second
        }
        return columns.map { column in
            var result = column
            result.cells = AnswerCells(order.map { column.cells[$0] })
            return result
        }
    }
}
