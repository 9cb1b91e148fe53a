import SQLiteSupport

/// The days of a question, and the rows that fall on them.
extension QuestionSQL {
    // MARK: Days and rows

    var usesDays: Bool { !question.periods.isEmpty || !question.grains.isEmpty }

    func dayTables() -> [String] {
        guard usesDays else { return [] }
        let grains = question.dimensions.enumerated().compactMap { index, dimension in
            dimension.grain.map { (key: "d\(index)", grain: $0) }
        }
        let asked =
            question.periods.isEmpty
            ? [AskedPeriod(text: "", label: "", first: nil, last: nil, shape: .open)] : question.periods
        var parts: [String] = []
        for (p, period) in asked.enumerated() {
            let ends = ends(of: period)
            let days = "day BETWEEN \(ends.first) AND \(ends.last)"
            parts.append(
                "SELECT 0 AS v, \(p) AS p, day AS its_day\(list(grains.map { "\($0.grain) AS \($0.key)" }, behind: true))"
                    + " FROM calendar WHERE \(days)")
            for (index, comparison) in question.comparisons.enumerated() {
                guard let other = periods.compared(comparison, with: period) else { continue }
                let head = "SELECT \(index + 1), \(p), c.day"
                let otherDays = "day BETWEEN \(day(other.lowerBound)) AND \(day(other.upperBound))"
                if grains.isEmpty {
                    parts.append("\(head) FROM calendar c WHERE \(otherDays)")
                } else if let counterpart = periods.counterpart(comparison, of: period, grains: grains.map(\.grain)),
                    let range = period.bounded
                {
                    let (low, high) = (day(range.lowerBound), day(range.upperBound))
                    parts.append(
                        "\(head)\(list(grains.map { "a.\($0.grain)" }, behind: true)) FROM (SELECT day,"
                            + " max/*of two*/(\(low), min/*of two*/(\(high), \(counterpart))) AS other FROM calendar WHERE \(otherDays)) c"
                            + " JOIN calendar a ON a.day = c.other")
                } else {
                    let rank = "dense_rank() OVER (ORDER BY \(grains.map(\.grain).joined(separator: ", "))) AS step"
                    let names = grains.map { "\($0.grain) AS \($0.key)" }.joined(separator: ", ")
                    parts.append(
                        "\(head)\(list(grains.map { "a.\($0.key)" }, behind: true))"
                            + " FROM (SELECT day, \(rank) FROM calendar WHERE \(otherDays)) c"
                            + " JOIN (SELECT DISTINCT \(names), \(rank) FROM calendar WHERE \(days)) a USING (step)")
                }
            }
        }
        return ["days AS MATERIALIZED (\n  \(parts.joined(separator: "\n  UNION ALL ")))"]
    }

    /// First and last day of a period. One without an end is cut down, where its steps are listed, to those that hold the
    /// days of the data.
    private func ends(of period: AskedPeriod) -> (first: String, last: String) {
        if question.grains.isEmpty { return (period.first.map(day) ?? "''", period.last.map(day) ?? "'9999'") }
        var data: [ClosedRange<Int>] = []
        for (aggregate, _) in aggregates(parts.prefix(measureParts)) {
            let columns =
                switch aggregate.rows {
                case .dated(let day): day.map { [$0] } ?? []
                case .active(let from, let to, _), .moving(let from, let to): [from, to]
                }
            data += columns.compactMap { world.days(of: $0, in: aggregate.dataset).range }
        }
        var (first, last) = (period.first, period.last)
        if let earliest = data.map(\.lowerBound).min(), let latest = data.map(\.upperBound).max() {
            // An open period that begins behind the data, or ends before it, has no steps.
            let isBehind = period.last == nil && latest < period.first ?? latest
            let isBefore = period.first == nil && earliest > period.last ?? earliest
            if isBehind || isBefore { return ("'9999'", "''") }
            let steps = question.grains.map { (world.dates.step($0, earliest), world.dates.step($0, latest)) }
            first = first ?? steps.map(\.0.lowerBound).max()
            last = last ?? steps.map(\.1.upperBound).min()
        }
        return (first.map(day) ?? "'9999'", last.map(day) ?? "''")
    }

    func day(_ index: Int) -> String { sqlText(world.dates.days[index]) }

    /// The rows of each dataset: those in the time of the lines, by column of days, and all of them where they are looked
    /// at over other times too.
    func factTables() -> [String] {
        var names: Set<String> = []
        return aggregates(parts).compactMap { aggregate, path in
            let name = facts(aggregate, path)
            guard names.insert(name).inserted else { return nil }
            let rows = aggregate.dataset + "_rows"
            let condition = question.condition?.sql[aggregate.dataset] ?? "1"
            func dimensions(_ step: (Int) -> String?) -> String {
                list(
                    question.dimensions.enumerated().compactMap { index, dimension in
                        switch dimension.source {
                        case .rows(_, let sql): "\(sql[aggregate.dataset] ?? "NULL") AS d\(index)"
                        case .grain: step(index).map { "\($0) AS d\(index)" }
                        }
                    })
            }
            if !path.isEmpty || aggregate.isMovement {
                return
                    "\(name) AS MATERIALIZED (SELECT \(dimensions { _ in nil })coalesce((\(condition)), 0) AS is_asked,"
                    + " r.* FROM \(rows) r)"
            }
            guard case .dated(let day) = aggregate.rows else {
                return
                    "\(name) AS MATERIALIZED (SELECT \(dimensions { _ in "NULL" })r.* FROM \(rows) r WHERE \(condition))"
            }
            guard usesDays, let day else {
                return "\(name) AS MATERIALIZED (SELECT 0 AS v, 0 AS p, \(dimensions { _ in "NULL" })r.*"
                    + " FROM \(rows) r WHERE \(condition))"
            }
            var select =
                "SELECT days.v, days.p, \(dimensions { "days.d\($0)" })r.*"
                + " FROM \(rows) r JOIN days ON days.its_day = r.\(day) WHERE \(condition)"
            if question.periods.isEmpty {
                // Rows without a day are in no step, and count over all time.
                select +=
                    "\n  UNION ALL SELECT 0, 0, \(dimensions { _ in "NULL" })r.* FROM \(rows) r"
                    + " WHERE r.\(day) IS NULL AND (\(condition))"
            }
            return "\(name) AS MATERIALIZED (\(select))"
        }
    }

    func facts(_ aggregate: Aggregate, _ path: TimePath) -> String {
        if !path.isEmpty || aggregate.isMovement { return "all_\(aggregate.dataset)" }
        return switch aggregate.rows {
        case .dated(let day): "f_\(aggregate.dataset)_\(day ?? "all")"
        case .active, .moving: "f_\(aggregate.dataset)_active"
        }
    }

    /// The rows that an aggregate sees at a level over the time that a path leads to, with `v` and the level's keys, and
    /// with `c…`, which count the parts of each stretch, where there are such.
    ///
    /// - Parameter ofEntities: whether a movement's rows are wanted too that only tell what became of an entity.
    func source(
        _ aggregate: Aggregate, _ path: TimePath, _ level: [String], excludingBest: Bool, ofEntities: Bool = false
    ) -> String {
        if !path.isEmpty || aggregate.isMovement {
            return elsewhere(aggregate, path, level, excludingBest: excludingBest, ofEntities: ofEntities)
        }
        let name = facts(aggregate, path)
        var conditions = aggregate.condition.map { ["(\($0))"] } ?? []
        guard case .active(let from, let to, let atStart) = aggregate.rows else {
            if excludingBest { conditions.append(notBest { "\(name).\($0)" }) }
            return "(SELECT * FROM \(name)" + (conditions.isEmpty ? "" : " WHERE ")
                + conditions.joined(separator: " AND ") + ")"
        }
        let time = level.filter(isTime)
        // Steps that are left out have no balance; groups that are, no rows.
        let cutsTime = excludingBest && cutKeys.allSatisfy(isTime)
        if excludingBest, !cutsTime { conditions.append(notBest { "\(name).\($0)" }) }
        let instant = atStart ? "i.at_start" : "i.at_end"
        conditions += ["\(from) <= \(instant)", "(\(to) IS NULL OR \(to) > \(instant))"]
        let own = level.filter { !isTime($0) }
        // The steps of a row come from the instants; its own columns for them are empty.
        let columns = ["i.v AS v"] + time.map { "i.i_\($0) AS \($0)" } + own
        return
            "(SELECT \((columns + ["row"] + world.columns(of: aggregate.dataset)).joined(separator: ", ")) FROM \(name), (\(instants(time, excludingBest: cutsTime))) i WHERE "
            + conditions.joined(separator: " AND ") + ")"
    }

    func elsewhere(
        _ aggregate: Aggregate, _ path: TimePath, _ level: [String], excludingBest: Bool, ofEntities: Bool
    ) -> String {
        let name = facts(aggregate, path)
        let time = level.filter(isTime)
        let own = level.filter { !isTime($0) }
        let cutsTime = excludingBest && cutKeys.allSatisfy(isTime)
        let stretches = path.isEmpty ? "(\(instants(time, excludingBest: cutsTime)))" : windows.table(time, path)
        var columns = ["i.v AS v"] + time.map { "i.i_\($0) AS \($0)" } + windows.counters(path).map { "i." + $0 } + own
        var conditions = aggregate.condition.map { ["(\($0))"] } ?? []
        var asked = ["is_asked"]
        if excludingBest, !cutsTime { asked.append(notBest { "\(name).\($0)" }) }
        func isActive(_ from: String, _ to: String, _ day: String) -> String {
            "(\(from) <= i.\(day) AND (\(to) IS NULL OR \(to) > i.\(day)))"
        }
        switch aggregate.rows {
        case .dated(let day):
            conditions.append("(\(day ?? "NULL") BETWEEN i.low AND i.high OR (i.low = '' AND i.high = '9999'))")
        case .active(let from, let to, let atStart):
            conditions.append(isActive(from, to, atStart ? "at_start" : "at_end"))
        case .moving(let from, let to) where !ofEntities:
            conditions.append("(\(isActive(from, to, "at_start")) OR \(isActive(from, to, "at_end")))")
        case .moving:
            let isCounted = "(\(asked.joined(separator: " AND "))) AS is_counted"
            columns += ["i.at_start AS opening", "i.at_end AS closing", isCounted]
            asked = []
        }
        conditions += asked
        columns += ["row"] + world.columns(of: aggregate.dataset)
        return "(SELECT \(columns.joined(separator: ", ")) FROM \(name), \(stretches) i"
            + (conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")) + ")"
    }

    /// For each stretch of time the day at its end and the day before its beginning.
    func instants(_ time: [String], excludingBest: Bool) -> String {
        if !question.grains.isEmpty {
            let keys = ["v"] + time
            return "SELECT v, \(list(time.map { "\($0) AS i_\($0)" }))max(its_day) AS at_end,"
                + " date(min(its_day), '-1 day') AS at_start FROM days"
                + (excludingBest ? " WHERE \(notBest { "days.\($0)" })" : "")
                + " GROUP BY \(keys.joined(separator: ", "))"
        }
        if question.periods.isEmpty {
            return "SELECT 0 AS v, \(sqlText(world.today)) AS at_end, NULL AS at_start"
        }
        return question.periods.enumerated().flatMap { p, period -> [String] in
            let others = question.comparisons.map { periods.compared($0, with: period) }
            let all = [(period.first, period.last)] + others.map { ($0?.lowerBound, $0?.upperBound) }
            // What is aimed at is no time at which rows are active.
            let dated = all.enumerated().filter { v, _ in v == 0 || question.comparisons[v - 1] != .target }
            return dated.map { v, ends in
                let start = ends.0.map { "date(\(day($0)), '-1 day')" } ?? "NULL"
                let end = ends.1.map(day) ?? sqlText(world.today)
                return
                    "SELECT \(v) AS v, \(time.contains("p") ? "\(p) AS i_p, " : "")\(end) AS at_end, \(start) AS at_start"
            }
        }.joined(separator: " UNION ALL ")
    }

    func notBest(_ column: (String) -> String) -> String {
        "NOT EXISTS (SELECT 1 FROM best WHERE \(cutKeys.map { "best.\($0) IS \(column($0))" }.joined(separator: " AND ")))"
    }
}
