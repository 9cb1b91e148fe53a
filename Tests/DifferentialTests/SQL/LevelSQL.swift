/// Lines, levels of grouping, and what orders and cuts them.
extension QuestionSQL {
    // MARK: Lines

    /// Where rows count for a measure, in the asked period or one that it is compared with; every step of time for each
    /// group that occurs.
    func lines() -> String {
        let present = aggregates(parts.prefix(measureParts)).map { aggregate, path -> String in
            // Targets are those of the asked time.
            let isTarget = World.goals.contains { $0.dataset == aggregate.dataset }
            return "SELECT \(list(keys))1 AS one FROM \(source(aggregate, path, keys, excludingBest: false))"
                + (isTarget && usesDays ? " WHERE v = 0" : "")
        }.joined(separator: " UNION ")
        let time = keys.filter(isTime)
        let rows = keys.filter { !isTime($0) }
        let columns = list(keys) + "1 AS one"
        if keys.isEmpty { return "lines AS (SELECT 1 AS one)" }
        if time.isEmpty { return "lines AS MATERIALIZED (SELECT DISTINCT \(columns) FROM (\(present)))" }
        let steps = "(SELECT DISTINCT \(time.joined(separator: ", ")) FROM days WHERE v = 0)"
        let groups = rows.isEmpty ? "" : ", (SELECT DISTINCT \(rows.joined(separator: ", ")) FROM present)"
        let undated = question.dimensions.indices.first { question.dimensions[$0].grain != nil }.map {
            " UNION SELECT \(columns) FROM present WHERE d\($0) IS NULL"
        }
        return "present AS MATERIALIZED (\(present)),\nlines AS MATERIALIZED (SELECT \(columns) FROM \(steps)\(groups)"
            + "\(undated ?? ""))"
    }

    // MARK: Levels

    /// Every aggregate and measure, for the asked period and each comparison, at one level of grouping.
    ///
    /// - Parameter lines: the table that says which combinations there are; nil for the level of no rows at all.
    func level(
        _ name: String, _ level: [String], of lines: String? = "lines", excludingBest: Bool = false
    ) -> String {
        var rows: [String] = []
        if let lines { rows.append("SELECT DISTINCT \(list(level))0 AS v, -1 AS j, NULL AS x FROM \(lines)") }
        rows += values(parts, level, of: lines, excludingBest: excludingBest)
        if rows.isEmpty { rows.append("SELECT 0 AS v, -1 AS j, NULL AS x") }
        let variants = 0...question.comparisons.count
        let values = parts.enumerated().flatMap { j, part in
            variants.map { v in
                let value =
                    test(part, level, v: "\(v)")
                    ?? "coalesce(max(CASE WHEN j = \(j) AND v = \(v) THEN x END), \(part.overNothing))"
                return "\(value) AS a\(j)_\(v)"
            }
        }
        let grouping = level.isEmpty ? "" : " GROUP BY \(level.joined(separator: ", ")) HAVING min(j) = -1"
        let measures = question.measures.enumerated().flatMap { index, metric in
            variants.map { v in
                var value = metric.sql([]) { column($0, $1, v) }
                if v > 0, question.comparisons[v - 1] == .target {
                    value = targets[index]?.sql(as: metric.type, []) { column($0, $1, 0) } ?? "NULL"
                }
                return "\(value) AS m\(index)_\(v)"
            }
        }
        let changes = question.measures.enumerated().flatMap { index, metric -> [String] in
            guard metric.type.isNumber else { return [] }
            return variants.dropFirst().flatMap { v in
                let change = "(m\(index)_0 - m\(index)_\(v))"
                return [
                    "\(change) AS c\(index)_\(v)",
                    // In percent of the size of the other value, so that a rise is one from a negative value too.
                    "(CASE WHEN m\(index)_\(v) <> 0 THEN \(change) * 1.0 / abs(m\(index)_\(v)) END) AS r\(index)_\(v)",
                ]
            }
        }
        return """
            \(name) AS MATERIALIZED (SELECT *\(list(changes, behind: true)) FROM (
              SELECT *\(list(measures, behind: true)) FROM (
                SELECT \((level + values).joined(separator: ", ")) FROM (
                  \(rows.joined(separator: "\n      UNION ALL ")))\(grouping))))
            """
    }

    /// A statement for each part that has values of its own: the level's keys, `v`, the part's place as `j` and `x`.
    func values(
        _ parts: [PartOnPath], _ level: [String], of lines: String?, excludingBest: Bool
    ) -> [String] {
        parts.enumerated().compactMap { j, part in
            let head = "SELECT \(list(level + windows.counters(part.path)))v, \(j) AS j, x FROM"
            switch part.part {
            case .aggregate(let aggregate):
                guard lines != nil else { return nil }
                let times = ["v"] + level.filter(isTime) + windows.counters(part.path)
                let source = source(aggregate, part.path, level, excludingBest: excludingBest, ofEntities: true)
                let keys = times + level.filter { !isTime($0) }
                return head
                    + " (\(aggregate.select(source, keys.joined(separator: ", "), times.joined(separator: ", "))))"
            case .overParts(let function, let steps, let metric):
                let path = part.path + [windows.step(steps, metric)]
                return head + " (\(statistic(function, metric, path, level, of: lines, excludingBest: excludingBest)))"
            case .exists, .isWhole: return nil
            }
        }
    }

    /// A metric in each part of each stretch, and the statistic of those that have a value.
    func statistic(
        _ function: String, _ metric: Metric, _ path: TimePath, _ level: [String], of lines: String?,
        excludingBest: Bool
    ) -> String {
        let time = level.filter(isTime)
        let own = lines == nil ? [] : level.filter { !isTime($0) }
        let counters = windows.counters(path)
        let parts = Self.parts(of: metric, path)
        let groups = own.isEmpty ? "" : ", (SELECT DISTINCT \(own.joined(separator: ", ")) FROM \(lines ?? ""))"
        let frame =
            "SELECT \(list(level.map { isTime($0) ? "i.i_\($0) AS \($0)" : lines == nil ? "NULL AS \($0)" : $0 }))"
            + "\(list(counters.map { "i.\($0) AS \($0)" }))i.v AS v, -1 AS j, NULL AS x"
            + " FROM \(windows.table(time, path)) i\(groups)"
        let rows = [frame] + values(parts, level, of: lines, excludingBest: excludingBest)
        let columns = parts.enumerated().map { j, part in
            let value =
                test(part, level, v: "v") ?? "coalesce(max(CASE WHEN j = \(j) THEN x END), \(part.overNothing))"
            return "\(value) AS b\(j)"
        }
        let all = (["v"] + level + counters).joined(separator: ", ")
        let found = windows.add(
            "SELECT \(all)\(list(columns, behind: true)) FROM (\(rows.joined(separator: " UNION ALL ")))"
                + " GROUP BY \(all) HAVING min(j) = -1")
        let value = metric.sql(path) { part, path in
            let text = PartOnPath(part, path).text
            return "b\(parts.firstIndex { $0.text == text } ?? 0)"
        }
        let keys = (["v"] + level + counters.dropLast()).joined(separator: ", ")
        let values = windows.add("SELECT \(keys), \(value) AS y FROM \(found)")
        return Statistics.select(function, of: values, metric.type, keys)
    }

    /// Whether there is such a stretch for a line; nil for what is no test.
    func test(_ part: PartOnPath, _ level: [String], v: String) -> String? {
        let time = level.filter(isTime)
        let table: String
        switch part.part {
        case .exists: table = windows.table(time, part.path)
        case .isWhole(let grain): table = windows.table(time, part.path, areWhole: grain)
        default: return nil
        }
        let keys =
            ["i.v = \(v)"] + time.map { "i.i_\($0) IS \($0)" } + windows.counters(part.path).map { "i.\($0) = \($0)" }
        return "EXISTS (SELECT 1 FROM \(table) i WHERE \(keys.joined(separator: " AND ")))"
    }

    func column(_ part: Metric.Part, _ path: TimePath, _ v: Int) -> String {
        let text = PartOnPath(part, path).text
        return "a\(parts.firstIndex { $0.text == text } ?? 0)_\(v)"
    }

    func column(_ key: AskedQuestion.Key, _ table: String) -> String {
        switch key {
        case .measure(let measure): "\(table).m\(measure)_0"
        case .compared(let measure, let comparison): "\(table).m\(measure)_\(comparison + 1)"
        case .change(let measure, let comparison): "\(table).c\(measure)_\(comparison + 1)"
        case .changeRatio(let measure, let comparison): "\(table).r\(measure)_\(comparison + 1)"
        case .metric(let metric): metric.sql([]) { "\(table).\(column($0, $1, 0))" }
        case .dimension(let dimension): "\(table).d\(dimension)"
        }
    }

    func sql(_ condition: AskedQuestion.Condition, _ table: String) -> String {
        switch condition {
        case .compare(let key, let sign, let metric):
            Metric.comparison(
                sign == "!=" ? "<>" : sign, rounds: roundsFractions, (column(key, table), question.type(key)),
                (metric.sql([]) { column($0, $1, 0) }, metric.type))
        case .isMissing(let key, let isMissing): "(\(column(key, table)) IS \(isMissing ? "" : "NOT ")NULL)"
        case .and(let left, let right): "(\(sql(left, table)) AND \(sql(right, table)))"
        case .or(let left, let right): "(\(sql(left, table)) OR \(sql(right, table)))"
        case .not(let inner): "(NOT \(sql(inner, table)))"
        }
    }

    // MARK: Order and cut

    func ordering(_ table: String, _ key: AskedQuestion.Key, ascending: Bool) -> String {
        Metric.comparable(column(key, table), question.type(key), rounds: roundsFractions)
            + (ascending ? " ASC" : " DESC") + " NULLS LAST"
    }

    func cutTables(_ cut: AskedQuestion.Cut) -> [String] {
        let order =
            [ordering("l_cut", cut.by ?? .measure(0), ascending: !cut.isTop)]
            + cutKeys.map { "l_cut.\($0) NULLS LAST" }
        let table = cutKeys == keys ? "l_cut AS (SELECT * FROM l_lines)" : level("l_cut", cutKeys)
        return [
            table,
            "best AS MATERIALIZED (SELECT \(cutKeys.joined(separator: ", ")) FROM l_cut WHERE EXISTS"
                + " (SELECT 1 FROM kept_lines WHERE \(same(cutKeys, "kept_lines", "l_cut")))"
                + " ORDER BY \(order.joined(separator: ", ")) LIMIT \(cut.count))",
            "lines_of_others AS (SELECT * FROM lines WHERE \(notBest { "lines.\($0)" }))",
        ]
    }

    /// `sort` first; then dimension by dimension, time ascending, others by the first measure at their own level.
    func order() -> (tables: [String], order: String, joins: String) {
        var tables: [String] = []
        var joins = ""
        var order = question.sort.map { key in
            if case .dimension(let dimension) = key.key {
                return "shown.d\(dimension) \(key.ascending ?? true ? "ASC" : "DESC") NULLS LAST"
            }
            return ordering("shown", key.key, ascending: key.ascending ?? false)
        }
        for (position, key) in keys.enumerated() {
            if isTime(key) {
                order.append("shown.\(key) NULLS LAST")
                continue
            }
            let level = key == acrossKey ? [key] : Array(keys[...position])
            var table = "shown"
            if level == cutKeys, question.cut != nil, level.count < keys.count {
                table = "l_cut"
                joins += " LEFT JOIN \(table) ON \(same(level, table, "shown"))"
            } else if level.count < keys.count {
                table = "l_\(key)"
                tables.append(self.level(table, level))
                joins += " LEFT JOIN \(table) ON \(same(level, table, "shown"))"
            }
            order.append(ordering(table, question.cut?.by ?? .measure(0), ascending: question.cut?.isTop == false))
            order.append("shown.\(key) NULLS LAST")
        }
        return (tables, order.isEmpty ? "1" : order.joined(separator: ", "), joins)
    }
}
