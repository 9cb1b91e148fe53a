/// The days of a question, and the rows that fall on them.
extension QuestionSQL {
    // MARK: Days and rows

    var usesDays: Bool { !question.periods.isEmpty || !question.grains.isEmpty }

    func dayTables() -> [String] {
        guard usesDays else { return [] }
        var columns: [String] = []
        for aggregate in aggregates.prefix(measureAggregates) {
            switch aggregate.rows {
            case .dated(let day?): columns.append("SELECT \(day) AS day FROM \(aggregate.dataset)_rows")
            case .dated: break
            case .active(let from, let to, _):
                columns.append("SELECT \(from) AS day FROM \(aggregate.dataset)_rows")
                columns.append("SELECT \(to) AS day FROM \(aggregate.dataset)_rows")
            }
        }
        let grains = question.dimensions.enumerated().compactMap { index, dimension in
            dimension.grain.map { (key: "d\(index)", grain: $0) }
        }
        let asked =
            question.periods.isEmpty
            ? [AskedPeriod(text: "", label: "", first: nil, last: nil, shape: .open)] : question.periods
        var parts: [String] = []
        for (p, period) in asked.enumerated() {
            let days =
                "day BETWEEN \(bound(period.first, "min", grains.isEmpty)) AND \(bound(period.last, "max", grains.isEmpty))"
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
                            + " max(\(low), min(\(high), \(counterpart))) AS other FROM calendar WHERE \(otherDays)) c"
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
        return [
            "data_days AS (\(columns.joined(separator: " UNION ALL ")))",
            "days AS MATERIALIZED (\n  \(parts.joined(separator: "\n  UNION ALL ")))",
        ]
    }

    /// An open period is cut down to the days that the data has where its steps are listed.
    func bound(_ index: Int?, _ extreme: String, _ isPlain: Bool) -> String {
        if let index { return day(index) }
        return isPlain ? (extreme == "min" ? "''" : "'9999'") : "(SELECT \(extreme)(day) FROM data_days)"
    }

    func day(_ index: Int) -> String { sqlText(world.dates.days[index]) }

    /// The rows of each dataset and column of days.
    func factTables() -> [String] {
        var names: Set<String> = []
        return aggregates.compactMap { aggregate in
            let name = facts(aggregate)
            guard names.insert(name).inserted else { return nil }
            let rows = aggregate.dataset + "_rows"
            let condition = question.condition?.sql[aggregate.dataset] ?? "1"
            func dimensions(_ step: (Int) -> String) -> String {
                list(
                    question.dimensions.enumerated().map { index, dimension in
                        switch dimension.source {
                        case .rows(_, let sql): "\(sql[aggregate.dataset] ?? "NULL") AS d\(index)"
                        case .grain: "\(step(index)) AS d\(index)"
                        }
                    })
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

    func facts(_ aggregate: Aggregate) -> String {
        switch aggregate.rows {
        case .dated(let day): "f_\(aggregate.dataset)_\(day ?? "all")"
        case .active: "f_\(aggregate.dataset)_active"
        }
    }

    /// The rows that an aggregate sees at a level, with `v` and the level's keys.
    func source(_ aggregate: Aggregate, _ level: [String], excludingBest: Bool) -> String {
        let name = facts(aggregate)
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
        let rest = world.scopes.first { $0.dataset == aggregate.dataset }?.columns.map(\.sql) ?? []
        return
            "(SELECT \((columns + ["row"] + rest).joined(separator: ", ")) FROM \(name) JOIN (\(instants(time, excludingBest: cutsTime))) i WHERE "
            + conditions.joined(separator: " AND ") + ")"
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
            return all.enumerated().map { v, ends in
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

    // MARK: Refusals

    /// Whether an asked period ends before the first day of all the data that the measures are over; of rows that last,
    /// it is the day that they begin on.
    func isBeforeData() throws -> Bool {
        let lastDays = question.periods.compactMap { $0.last.map { world.dates.days[$0] } }
        guard let earliest = lastDays.min() else { return false }
        let columns = aggregates.prefix(measureAggregates).compactMap { aggregate -> String? in
            switch aggregate.rows {
            case .dated(let day): day.map { "SELECT min(\($0)) AS day FROM \(aggregate.dataset)_rows" }
            case .active(let from, _, _): "SELECT min(\(from)) AS day FROM \(aggregate.dataset)_rows"
            }
        }
        guard !columns.isEmpty else { return false }
        let first = try world.database.rows("SELECT min(day) FROM (\(columns.joined(separator: " UNION ALL ")))")
        return first.first?.first?.text.map { earliest < $0 } ?? false
    }
}
