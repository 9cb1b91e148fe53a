import SQLiteSupport

/// Writes one statement that answers a question for cohorts: a row for each cohort and age.
///
/// Its common table expressions are `firsts` (when each entity first appears in the rows that the metric counts), `rows_`
/// (those that the question asks about, with the cohort of each), `steps` (of the data's time), `lines`, and `a…`, the
/// aggregates by cohort and step.
struct CohortSQL {
    let cohort: AskedCohort
    let world: World

    private var aggregates: [Aggregate] {
        var result: [Aggregate] = []
        for aggregate in cohort.metric.aggregates where !result.contains(where: { $0.text == aggregate.text }) {
            result.append(aggregate)
        }
        return result
    }

    func statement() -> String {
        let aggregates = aggregates
        let rows = cohort.dataset + "_rows"
        let entity = cohort.entity.sql
        let day = aggregates[0].rows.axis ?? "NULL"
        // Parts with conditions of their own have no rows in common that could say when somebody came.
        let conditions = Set(aggregates.map { $0.condition ?? "1" })
        let appears = conditions.count == 1 ? conditions.first ?? "1" : "1"
        let dimensions = cohort.dimensions.enumerated().map { index, dimension -> String in
            guard case .rows(_, let sql) = dimension.source else { return "" }
            return "\(sql[cohort.dataset] ?? "NULL") AS d\(index)"
        }
        let keys = cohort.dimensions.indices.map { "d\($0)" } + ["cohort"]
        let same = keys.map { "l.\($0) IS a.\($0)" }.joined(separator: " AND ")
        var days = [day]
        for aggregate in aggregates {
            if case .active(let from, let to, _) = aggregate.rows { days += [from, to] }
        }
        let bounds = Set(days).map { "SELECT \($0) AS day FROM \(rows)" }.joined(separator: " UNION ALL ")
        let asked = cohort.periods.map { period in
            "(begins >= \(period.first.map { sqlText(world.dates.days[$0]) } ?? "''")"
                + " AND begins <= \(period.last.map { sqlText(world.dates.days[$0]) } ?? "'9999'"))"
        }
        var tables = [
            """
            firsts AS (SELECT whose, \(cohort.grain) AS cohort FROM calendar c JOIN (
                SELECT \(entity) AS whose, min(\(day)) AS came FROM \(rows)
                WHERE (\(appears)) AND \(day) IS NOT NULL AND \(entity) IS NOT NULL GROUP BY \(entity))
              ON c.day = came)
            """,
            """
            rows_ AS MATERIALIZED (SELECT \((dimensions + ["f.cohort"]).joined(separator: ", ")), r.*
              FROM \(rows) r LEFT JOIN firsts f ON f.whose = \(entity)
              WHERE \(cohort.condition?.sql ?? "1"))
            """,
            """
            steps AS MATERIALIZED (SELECT \(cohort.grain) AS step, row_number() OVER (ORDER BY min(day)) AS number,
                min(day) AS low, max(day) AS high
              FROM calendar, (SELECT min(day) AS first_day, max(day) AS last_day FROM (\(bounds))) b
              GROUP BY \(cohort.grain), first_day, last_day
              HAVING max(day) >= first_day AND min(day) <= min/*of two*/(last_day, \(sqlText(world.today))))
            """,
            """
            lines AS (SELECT \(keys.joined(separator: ", ")), number, count(DISTINCT \(entity)) AS size
              FROM rows_ JOIN steps ON step = cohort
                JOIN (SELECT \(cohort.grain) AS label, min(day) AS begins FROM calendar GROUP BY \(cohort.grain)) b
                ON b.label = cohort
              WHERE (\(appears)) AND (\(asked.isEmpty ? "1" : asked.joined(separator: " OR ")))
              GROUP BY \((keys + ["number"]).joined(separator: ", ")))
            """,
        ]
        var joins = ""
        for (index, aggregate) in aggregates.enumerated() {
            let condition =
                switch aggregate.rows {
                case .active(let from, let to, let atStart):
                    "\(from) <= \(atStart ? "before" : "high") AND (\(to) IS NULL OR \(to) > \(atStart ? "before" : "high"))"
                default: "\(day) BETWEEN low AND high"
                }
            let source =
                "(SELECT * FROM rows_, (SELECT *, date(low, '-1 day') AS before FROM steps)"
                + " WHERE \(condition) AND (\(aggregate.condition ?? "1")))"
            let all = (keys + ["number"]).joined(separator: ", ")
            tables.append("a\(index) AS MATERIALIZED (\(aggregate.select(source, all, "number")))")
            joins +=
                " LEFT JOIN a\(index) ON \(same.replacingOccurrences(of: "a.", with: "a\(index)."))"
                + " AND a\(index).number = s.number"
        }
        let value = cohort.metric.sql([]) { part, _ in
            guard case .aggregate(let aggregate) = part else { return "NULL" }
            let index = aggregates.firstIndex { $0.text == aggregate.text } ?? 0
            return "coalesce(a\(index).x, \(aggregate.overNothing))"
        }
        let order = (keys.dropLast().map { "l.\($0) NULLS LAST" } + ["l.number", "s.number"]).joined(separator: ", ")
        return
            "WITH \(tables.joined(separator: ",\n"))\nSELECT \(keys.map { "l.\($0)" }.joined(separator: ", ")), l.size,"
            + " s.number - l.number AS age, \(value) AS x FROM lines l JOIN steps s ON s.number >= l.number\(joins)"
            + "\nORDER BY \(order)"
    }
}

extension ExpectedAnswer {
    init(_ cohort: AskedCohort, _ world: World, rows: (String) throws -> [[SQLValue]]) throws {
        let rows = try rows(CohortSQL(cohort: cohort, world: world).statement())
        let keys = cohort.dimensions.count + 1
        var lines: [[Cell]] = []
        var ages = 0
        for row in rows {
            let age = row[keys + 1].integer ?? 0
            if age == 0 {
                let types = cohort.dimensions.map(\.type) + [.step, .number(scale: 0)]
                lines.append(zip(row, types).map { Cell(value: $0, type: $1) })
            }
            ages = max(ages, age + 1)
            lines[lines.count - 1].append(Cell(value: row[keys + 2], type: cohort.metric.type))
        }
        // What has not come yet is empty.
        let width = keys + 1 + ages
        self.lines = lines.map { line in
            line + Array(repeating: Cell(value: .null, type: cohort.metric.type), count: width - line.count)
        }
        total = nil
    }
}
