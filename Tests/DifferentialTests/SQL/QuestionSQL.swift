import Foundation

/// Writes one statement that answers a whole question: lines in order, others, totals.
///
/// It knows the reference of the language and nothing of how Quaestor computes. Its common table expressions are, in
/// this order: `days` (which days belong to which step of time, for the asked period and each comparison), `f…` (the
/// rows of each dataset with their groups and steps), `lines` (the groups that occur), and one `l…` for each level of
/// grouping at which something has to be known: the lines, what orders them, what `top` goes by, others, totals.
///
/// `v` is 0 for the asked period and counts the comparisons from 1, `p` counts several asked periods, `d…` are the
/// dimensions, `a…`, `m…`, `c…`, `r…` are aggregates, measures, changes and changes in percent, each with its `v`.
struct QuestionSQL {
    /// What a row of the result is.
    enum RowKind: Int {
        case line, others, total, head, nothing
    }

    let question: AskedQuestion
    let world: World
    let periods: PeriodGenerator
    /// Whether fractions that differ in their last binary digits only are ordered as equal ones. What is equal on paper
    /// may come out either way, so an answer is right when it agrees with one of the two.
    let roundsFractions: Bool
    /// Those of the measures first.
    private var aggregates: [Aggregate] = []
    private var measureAggregates = 0

    init(_ question: AskedQuestion, _ world: World, roundsFractions: Bool = true) {
        self.roundsFractions = roundsFractions
        self.question = question
        self.world = world
        periods = PeriodGenerator(dates: world.dates, today: world.dates.index(world.today), dataDays: world.dataDays)
        for metric in question.measures { add(metric) }
        measureAggregates = aggregates.count
        for case .metric(let metric) in question.keys { add(metric) }
    }

    private mutating func add(_ metric: Metric) {
        for aggregate in metric.aggregates where !aggregates.contains(where: { $0.text == aggregate.text }) {
            aggregates.append(aggregate)
        }
    }

    // MARK: Keys

    private var hasPeriodKey: Bool { question.periods.count > 1 }
    private var dimensionKeys: [String] { question.dimensions.indices.map { "d\($0)" } }
    private var keys: [String] { (hasPeriodKey ? ["p"] : []) + dimensionKeys }
    private var acrossKey: String? { question.hasAcross ? dimensionKeys.last : nil }

    private func isTime(_ key: String) -> Bool {
        key == "p" || Int(key.dropFirst()).map { question.dimensions[$0].grain != nil } == true
    }

    /// What `top` ranks: the combinations of all dimensions but time and `across`; steps where there is only time.
    private var cutKeys: [String] {
        let rows = keys.filter { !isTime($0) && $0 != acrossKey }
        return rows.isEmpty ? keys : rows
    }

    /// What lines of others are told apart by.
    private var othersKeys: [String] {
        cutKeys == keys ? [] : keys.filter { isTime($0) || $0 == acrossKey }
    }

    private func same(_ keys: [String], _ left: String, _ right: String) -> String {
        keys.isEmpty ? "1" : keys.map { "\(left).\($0) IS \(right).\($0)" }.joined(separator: " AND ")
    }

    private func list(_ items: [String], behind: Bool = false) -> String {
        items.map { behind ? ", " + $0 : $0 + ", " }.joined()
    }

    // MARK: The statement

    func statement() -> String {
        var tables = dayTables() + factTables() + [lines(), level("l_lines", keys)]
        let having = question.having.map { sql($0, "l_lines") } ?? "1"
        tables.append("kept_lines AS MATERIALIZED (SELECT * FROM l_lines WHERE \(having))")
        var shown = "SELECT * FROM kept_lines"
        if let cut = question.cut {
            tables += cutTables(cut)
            shown += " WHERE EXISTS (SELECT 1 FROM best WHERE \(same(cutKeys, "best", "kept_lines")))"
        }
        tables.append("shown AS MATERIALIZED (\(shown))")
        let (orderTables, order, joins) = self.order()
        tables += orderTables
        tables.append(
            "ordered AS (SELECT shown.*, row_number() OVER (ORDER BY \(order)) AS place FROM shown \(joins))")
        var results = [result(.line, "ordered", keys: keys, place: "place")]
        if let limit = question.limit, !question.hasAcross { results[0] += " WHERE place <= \(limit)" }
        if question.cut?.withOthers == true {
            tables.append(level("l_others", othersKeys, of: "lines_of_others", excludingBest: true))
            let order = othersKeys.isEmpty ? "1" : othersKeys.map { $0 + " NULLS LAST" }.joined(separator: ", ")
            results.append(
                result(.others, "l_others", keys: othersKeys, place: "row_number() OVER (ORDER BY \(order))")
                    + " WHERE EXISTS (SELECT 1 FROM lines_of_others)")
        }
        if let acrossKey {
            let isTime = isTime(acrossKey)
            tables.append(level("l_heads", [acrossKey]))
            let order =
                (isTime ? "" : ordering("l_heads", .measure(0), ascending: false) + ", ") + "\(acrossKey) NULLS LAST"
            results.append(
                result(.head, "l_heads", keys: [acrossKey], place: "row_number() OVER (ORDER BY \(order))"))
            tables.append(level("l_nothing", [], of: nil))
            results.append(result(.nothing, "l_nothing", keys: [], place: "0"))
        } else if question.wantsTotals {
            tables.append(level("l_total", []))
            results.append(result(.total, "l_total", keys: [], place: "0"))
        }
        // Where time comes first, the others of each step stand at its end.
        let leading = Array(keys.prefix { isTime($0) })
        let interleaved = question.sort.isEmpty && leading.count < keys.count ? leading : []
        return "WITH " + tables.joined(separator: ",\n") + "\nSELECT * FROM (\n"
            + results.joined(separator: "\nUNION ALL\n") + ")\nORDER BY kind > 1, "
            + list(interleaved.map { $0 + " NULLS LAST" }) + "kind, place"
    }

    private func result(_ kind: RowKind, _ table: String, keys own: [String], place: String) -> String {
        let cells = (["p"] + dimensionKeys).map { own.contains($0) ? $0 : "NULL AS \($0)" }
        let outputs = question.outputs.map { column($0, table) }
        return "SELECT \(kind.rawValue) AS kind, \(place) AS place, "
            + (cells + outputs).joined(separator: ", ") + " FROM \(table)"
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

    // MARK: Days and rows

    private var usesDays: Bool { !question.periods.isEmpty || !question.grains.isEmpty }

    private func dayTables() -> [String] {
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
    private func bound(_ index: Int?, _ extreme: String, _ isPlain: Bool) -> String {
        if let index { return day(index) }
        return isPlain ? (extreme == "min" ? "''" : "'9999'") : "(SELECT \(extreme)(day) FROM data_days)"
    }

    private func day(_ index: Int) -> String { sqlText(world.dates.days[index]) }

    /// The rows of each dataset and column of days.
    private func factTables() -> [String] {
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

    private func facts(_ aggregate: Aggregate) -> String {
        switch aggregate.rows {
        case .dated(let day): "f_\(aggregate.dataset)_\(day ?? "all")"
        case .active: "f_\(aggregate.dataset)_active"
        }
    }

    /// The rows that an aggregate sees at a level, with `v` and the level's keys.
    private func source(_ aggregate: Aggregate, _ level: [String], excludingBest: Bool) -> String {
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
    private func instants(_ time: [String], excludingBest: Bool) -> String {
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

    private func notBest(_ column: (String) -> String) -> String {
        "NOT EXISTS (SELECT 1 FROM best WHERE \(cutKeys.map { "best.\($0) IS \(column($0))" }.joined(separator: " AND ")))"
    }

    // MARK: Lines

    /// Where rows count for a measure, in the asked period or one that it is compared with; every step of time for each
    /// group that occurs.
    private func lines() -> String {
        let present = aggregates.prefix(measureAggregates).map { aggregate in
            "SELECT \(list(keys))1 AS one FROM \(source(aggregate, keys, excludingBest: false))"
        }.joined(separator: " UNION ")
        let time = keys.filter(isTime)
        let rows = keys.filter { !isTime($0) }
        let columns = list(keys) + "1 AS one"
        if keys.isEmpty { return "lines AS (SELECT 1 AS one)" }
        if time.isEmpty { return "lines AS MATERIALIZED (SELECT DISTINCT \(columns) FROM (\(present)))" }
        let steps = "(SELECT DISTINCT \(time.joined(separator: ", ")) FROM days WHERE v = 0)"
        let groups = rows.isEmpty ? "" : " JOIN (SELECT DISTINCT \(rows.joined(separator: ", ")) FROM present)"
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
    private func level(
        _ name: String, _ level: [String], of lines: String? = "lines", excludingBest: Bool = false
    ) -> String {
        var rows: [String] = []
        if let lines { rows.append("SELECT DISTINCT \(list(level))0 AS v, -1 AS j, NULL AS x FROM \(lines)") }
        for (j, aggregate) in aggregates.enumerated() where lines != nil {
            let grouping = (["v"] + level).joined(separator: ", ")
            let select = aggregate.select(source(aggregate, level, excludingBest: excludingBest), grouping)
            rows.append("SELECT \(list(level))v, \(j) AS j, x FROM (\(select))")
        }
        if rows.isEmpty { rows.append("SELECT 0 AS v, -1 AS j, NULL AS x") }
        let variants = 0...question.comparisons.count
        let values = aggregates.enumerated().flatMap { j, aggregate in
            variants.map { v in
                "coalesce(max(CASE WHEN j = \(j) AND v = \(v) THEN x END), \(aggregate.overNothing)) AS a\(j)_\(v)"
            }
        }
        let grouping = level.isEmpty ? "" : " GROUP BY \(level.joined(separator: ", ")) HAVING min(j) = -1"
        let measures = question.measures.enumerated().flatMap { index, metric in
            variants.map { v in "\(metric.sql { column($0, v) }) AS m\(index)_\(v)" }
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

    private func column(_ aggregate: Aggregate, _ v: Int) -> String {
        "a\(aggregates.firstIndex { $0.text == aggregate.text } ?? 0)_\(v)"
    }

    private func column(_ key: AskedQuestion.Key, _ table: String) -> String {
        switch key {
        case .measure(let measure): "\(table).m\(measure)_0"
        case .compared(let measure, let comparison): "\(table).m\(measure)_\(comparison + 1)"
        case .change(let measure, let comparison): "\(table).c\(measure)_\(comparison + 1)"
        case .changeRatio(let measure, let comparison): "\(table).r\(measure)_\(comparison + 1)"
        case .metric(let metric): metric.sql { "\(table).\(column($0, 0))" }
        case .dimension(let dimension): "\(table).d\(dimension)"
        }
    }

    private func sql(_ condition: AskedQuestion.Condition, _ table: String) -> String {
        switch condition {
        case .compare(let key, let sign, let metric):
            Metric.comparison(
                sign == "!=" ? "<>" : sign, rounds: roundsFractions, (column(key, table), question.type(key)),
                (metric.sql { column($0, 0) }, metric.type))
        case .isMissing(let key, let isMissing): "(\(column(key, table)) IS \(isMissing ? "" : "NOT ")NULL)"
        case .and(let left, let right): "(\(sql(left, table)) AND \(sql(right, table)))"
        case .or(let left, let right): "(\(sql(left, table)) OR \(sql(right, table)))"
        case .not(let inner): "(NOT \(sql(inner, table)))"
        }
    }

    // MARK: Order and cut

    private func ordering(_ table: String, _ key: AskedQuestion.Key, ascending: Bool) -> String {
        Metric.comparable(column(key, table), question.type(key), rounds: roundsFractions)
            + (ascending ? " ASC" : " DESC") + " NULLS LAST"
    }

    private func cutTables(_ cut: AskedQuestion.Cut) -> [String] {
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
    private func order() -> (tables: [String], order: String, joins: String) {
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

extension AskedQuestion {
    /// Whether an answer may have a totals line. Several periods may overlap, so they have none.
    var wantsTotals: Bool {
        totals != false && periods.count <= 1 && (dimensions.count > (hasAcross ? 1 : 0) || totals == true)
    }
}
