import Model
import Values

/// Turns the results of a question into an answer: which lines, in which order, with which columns and totals.
struct AnswerBuilder {
    let evaluation: Evaluation
    let lines: LevelResults

    var question: BoundQuestion { evaluation.question }
    var cellCount: Int { evaluation.time.cells.count }

    init(_ evaluation: Evaluation) {
        self.evaluation = evaluation
        lines = LevelResults(
            evaluation, .lines(groups: evaluation.index.count, cells: evaluation.time.cells.count),
            refusesMixed: true)
    }

    func answer() throws(Diagnostic) -> Answer {
        let occurring = occurring()
        try Work.checkRoom(for: neededBytes(lines: occurring.count))
        var shown = try keptByHaving(occurring)
        let keys = LineKeys(self)
        var others: Others?
        if let cut = question.cut {
            let kept = try keptByCut(cut, shown, keys)
            if cut.withOthers { others = othersOf(kept.others, ranked: kept.ranked) }
            shown = kept.lines
        }
        shown = try ordered(shown, keys)
        let table =
            question.hasAcross
            ? try pivoted(shown, others, keys) : try flat(shown, others)
        var result = table
        let all = tableLines(occurring, keys) + (evaluation.tally?.groups.rest?.lineCount ?? 0)
        result.notes = question.notes + notes(shown: table.lineCount, of: all, result) + result.notes
        return result
    }

    /// About what ordering, or ranking, so many lines takes at the least.
    private func neededBytes(lines: Int) -> Int {
        let value = MemoryLayout<Value>.stride
        let results = question.measures.count * (value + MemoryLayout<Int128>.stride)
        let ranked = question.cut == nil ? question.dimensions.count { !$0.isTime } * (2 * value + 24) : value
        return lines.multipliedReportingOverflow(by: results + ranked).partialValue
    }

    /// How many lines of the table these make: with `across` several stand in one.
    private func tableLines(_ lines: [Int32], _ keys: LineKeys) -> Int {
        guard question.hasAcross else { return lines.count }
        let level = keys.level(by: Array(question.dimensions.indices.dropLast()))
        return Set(lines.map { level.position(Int($0)) }).count
    }

    // MARK: Which lines

    /// Lines that rows stand behind; with a time dimension every period of every group that has any.
    private func occurring() -> [Int32] {
        let lineCount = evaluation.lineCount
        let hasTime = question.dimensions.contains(where: \.isTime)
        guard hasTime || question.dimensions.isEmpty, lineCount <= TimeCells.limit else {
            return (0..<Int32(lineCount)).filter { evaluation.present[Int($0)] }
        }
        if question.dimensions.isEmpty { return (0..<Int32(lineCount)).map { $0 } }
        let onlyTime = evaluation.rowDimensions.isEmpty
        return (0..<Int32(evaluation.index.count)).flatMap { group -> [Int32] in
            let range = (Int(group) * cellCount)..<((Int(group) + 1) * cellCount)
            guard onlyTime || range.contains(where: { evaluation.present[$0] }) else { return [] }
            // The line of rows without a day is listed only where there are such rows.
            return range.filter { evaluation.time.cells[$0 % cellCount].span != nil || evaluation.present[$0] }
                .map(Int32.init)
        }
    }

    private func keptByHaving(_ shown: [Int32]) throws(Diagnostic) -> [Int32] {
        guard let having = question.having else { return shown }
        var kept: [Int32] = []
        try shown.forEachUnlessStopped { (line) throws(Diagnostic) in
            if try lines.value(having, at: Int(line)) == .boolean(true) { kept.append(line) }
        }
        return kept
    }

    /// The lines of the best groups. Groups are the combinations of all dimensions but time and `across`, each ranked
    /// by its value over the whole period; a question by time only ranks its steps of time.
    private func keptByCut(
        _ cut: BoundQuestion.Cut, _ shown: [Int32], _ keys: LineKeys
    ) throws(Diagnostic) -> (lines: [Int32], others: Level, ranked: [Int]) {
        let standing = question.dimensions.indices.filter {
            !(question.hasAcross && $0 == question.dimensions.count - 1)
        }
        let groups = standing.filter { !question.dimensions[$0].isTime }
        let dimensions = groups.isEmpty ? (standing.isEmpty ? Array(question.dimensions.indices) : standing) : groups
        let level = keys.level(by: dimensions)
        let results = level.isLines ? lines : LevelResults(evaluation, level)
        // The line that stands for each group of the level, for its name.
        var lineOf = [Int32](repeating: -1, count: level.count)
        var candidates: [Int32] = []
        try shown.forEachUnlessStopped { line in
            let target = level.position(Int(line))
            if lineOf[Int(target)] < 0 {
                lineOf[Int(target)] = line
                candidates.append(target)
            }
        }
        var values = [Value](repeating: .missing, count: level.count)
        try candidates.forEachUnlessStopped { (target) throws(Diagnostic) in
            values[Int(target)] = try results.value(cut.by, at: Int(target))
        }
        let count = min(max(0, cut.count), candidates.count)
        let contenders = Self.contenders(candidates, values, count: count, isTop: cut.isTop)
        let ranks = ResultOrder.ranks(contenders.map { values[Int($0)] }, ascending: !cut.isTop) { first, second in
            for dimension in dimensions {
                let a = keys.value(dimension, lineOf[Int(contenders[first])])
                let b = keys.value(dimension, lineOf[Int(contenders[second])])
                if a != b { return LineKeys.named(a, before: b) }
            }
            return contenders[first] < contenders[second]
        }
        var isKept = [Bool](repeating: false, count: level.count)
        for (target, rank) in zip(contenders, ranks) where rank < count { isKept[Int(target)] = true }
        // The level of the ranking has groups or steps of time, never both: so have its others.
        var others = level
        for group in others.groupPart.indices {
            let part = Int(level.groupPart[group])
            let isLeftOut = evaluation.rowDimensions.isEmpty || hasRows(group) || group == evaluation.restGroup
            if level.cellCount == 1 && isKept[part] || !isLeftOut { others.groupPart[group] = -1 }
        }
        for cell in others.cellPart.indices where level.groupCount == 1 && level.cellCount > 1 {
            if isKept[Int(level.cellPart[cell])] { others.cellPart[cell] = -1 }
        }
        return (shown.filter { isKept[Int(level.position(Int($0)))] }, others, dimensions)
    }

    private func hasRows(_ group: Int) -> Bool {
        (group * cellCount..<(group + 1) * cellCount).contains { evaluation.present[$0] }
    }

    /// Those that can be among the best `count`: floats as large as the count-th largest, or equal to it but for
    /// rounding, lose no winner, since rounding to floats keeps the order of exact numbers.
    private static func contenders(_ candidates: [Int32], _ values: [Value], count: Int, isTop: Bool) -> [Int32] {
        guard count > 0, candidates.count > 10_000, count < candidates.count / 2 else { return candidates }
        let sign = isTop ? 1.0 : -1.0
        let floats = candidates.map { values[Int($0)].double.map { $0 * sign } ?? -Double.infinity }
        // Values that are no numbers, or too few numbers, leave nothing to tell apart.
        let last = floats.sorted(by: >)[count - 1]
        let threshold = last.isFinite ? last - max(1e-9 * abs(last), 1e-9) : last
        return zip(candidates, floats).compactMap { $0.1 >= threshold ? $0.0 : nil }
    }

    /// What is not among the best, as one more group: one result a combination of time and `across`.
    ///
    /// - Parameters:
    ///   - rest: -1 for the groups and steps of time that are among the best.
    ///   - ranked: the dimensions whose values were ranked; the others are steps of time and `across`.
    private func othersOf(_ rest: Level, ranked: [Int]) -> Others? {
        let keys = LineKeys(self)
        let kept = question.dimensions.indices.filter { !ranked.contains($0) }
        var level = keys.level(by: kept)
        let groups = Self.numbered(&level.groupPart, where: { rest.groupPart[$0] >= 0 })
        // Rows without a day make a line only where there are such rows.
        let cells = Self.numbered(&level.cellPart) { cell in
            rest.cellPart[cell] >= 0
                && (evaluation.time.cells[cell].span != nil
                    || rest.groupPart.indices.contains {
                        rest.groupPart[$0] >= 0 && evaluation.present[$0 * cellCount + cell]
                    })
        }
        level.groupCount = groups.count
        level.cellCount = cells.count
        level.hasScatteredSteps = ranked.contains { question.dimensions[$0].isTime }
        guard level.count > 0 else { return nil }
        let values = groups.flatMap { group in
            cells.map { cell in
                question.dimensions.indices.map { dimension in
                    kept.contains(dimension)
                        ? keys.value(dimension, Int32(group * cellCount + cell)) : Value.text("others")
                }
            }
        }
        return (level, LevelResults(evaluation, level), values)
    }

    /// Numbers anew the parts that are left; gives a representative of each.
    private static func numbered(_ parts: inout [Int32], where isLeft: (Int) -> Bool) -> [Int] {
        var numbers: [Int32: Int32] = [:]
        var representatives: [Int] = []
        for index in parts.indices {
            guard isLeft(index) else {
                parts[index] = -1
                continue
            }
            if let number = numbers[parts[index]] {
                parts[index] = number
            } else {
                let number = Int32(representatives.count)
                numbers[parts[index]] = number
                representatives.append(index)
                parts[index] = number
            }
        }
        return representatives
    }

    // MARK: Order

    /// Dimension by dimension: time ascending, others by the first measure at that dimension's own level, descending,
    /// ties by name. `sort` comes first where there is one.
    private func ordered(_ shown: [Int32], _ keys: LineKeys) throws(Diagnostic) -> [Int32] {
        guard shown.count > 1 else { return limited(shown) }
        var ranks: [[Int32]] = []
        for key in question.sort { ranks.append(try sortRanks(key, shown, keys)) }
        for dimension in question.dimensions.indices { ranks.append(try defaultRanks(dimension, shown, keys)) }
        let order = shown.indices.sortedUnlessStopped { first, second in
            for rank in ranks where rank[first] != rank[second] { return rank[first] < rank[second] }
            return first < second
        }
        return limited(order.map { shown[$0] })
    }

    private func limited(_ shown: [Int32]) -> [Int32] {
        guard let limit = question.limit, !question.hasAcross else { return shown }
        return Array(shown.prefix(max(0, limit)))
    }

    private func sortRanks(
        _ key: BoundQuestion.SortKey, _ shown: [Int32], _ keys: LineKeys
    ) throws(Diagnostic) -> [Int32] {
        if case .output(.dimension(let dimension)) = key.expression {
            let values = try shown.mapUnlessStopped { keys.value(dimension, $0) }
            return LineKeys.ranks(values) { first, second in
                if first.isMissing || second.isMissing { return second.isMissing && !first.isMissing }
                return key.ascending ? first < second : first > second
            }
        }
        let values = try shown.mapUnlessStopped { (line) throws(Diagnostic) in
            try lines.value(key.expression, at: Int(line))
        }
        return ResultOrder.ranks(values, ascending: key.ascending)
    }

    private func defaultRanks(
        _ dimension: Int, _ shown: [Int32], _ keys: LineKeys
    ) throws(Diagnostic) -> [Int32] {
        if case .period = question.dimensions[dimension].source {
            // Several asked periods stand in the order in which they were asked for.
            return shown.map { Int32(evaluation.time.cells[Int($0) % cellCount].period) }
        }
        if question.dimensions[dimension].isTime {
            let steps = (0..<Int32(cellCount)).map { keys.value(dimension, $0) }
            let ranks = LineKeys.ranks(steps) { first, second in
                if first.isMissing || second.isMissing { return second.isMissing && !first.isMissing }
                return first < second
            }
            return shown.map { ranks[Int($0) % cellCount] }
        }
        let isAcross = question.hasAcross && dimension == question.dimensions.count - 1
        let prefix = isAcross ? [dimension] : Array(0...dimension)
        let level = keys.level(by: prefix)
        let results = level.isLines ? lines : LevelResults(evaluation, level)
        // `top N by X` stands in the order of X, and `bottom N` is read from the bottom up.
        let ranking = question.cut?.by ?? .output(.measure(0))
        let isBottom = question.cut?.isTop == false
        // Each result once, however many lines it has.
        var places = [Int32](repeating: -1, count: level.count)
        var measures: [Value] = []
        var names: [Value] = []
        let most = min(level.count, shown.count)
        measures.reserveCapacity(most)
        names.reserveCapacity(most)
        for (index, line) in shown.enumerated() {
            if index % 65_536 == 0 { try Work.check() }
            let position = Int(level.position(Int(line)))
            guard places[position] < 0 else { continue }
            places[position] = Int32(measures.count)
            let measure = question.measures.isEmpty ? Value.missing : try results.value(ranking, at: position)
            measures.append(measure)
            names.append(keys.value(dimension, line))
        }
        let ranks = ResultOrder.ranks(measures, ascending: isBottom) { LineKeys.named(names[$0], before: names[$1]) }
        return try shown.mapUnlessStopped { ranks[Int(places[Int(level.position(Int($0)))])] }
    }
}
