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
    let windows: Windows
    /// For each measure what `vs target` sets beside it.
    let targets: [Metric?]
    /// Those of the measures first.
    private(set) var parts: [PartOnPath] = []
    private(set) var measureParts = 0

    /// What a metric is computed from, over one stretch of time for each line.
    struct PartOnPath {
        var part: Metric.Part
        var path: TimePath
        /// Tells it from others.
        var text: String

        init(_ part: Metric.Part, _ path: TimePath) {
            self.part = part
            self.path = path
            let name =
                switch part {
                case .aggregate(let aggregate): aggregate.text
                case .overParts(let function, let parts, let metric): "\(function) \(metric.text) \(parts.text)"
                case .exists: "exists"
                case .isWhole(let grain): "is whole \(grain)"
                }
            text = "\(name) \(path)"
        }

        var overNothing: String {
            if case .aggregate(let aggregate) = part { aggregate.overNothing } else { "NULL" }
        }

        /// Whether it looks at other stretches of time than the lines do.
        var isElsewhere: Bool {
            if case .aggregate = part { !path.isEmpty } else { true }
        }
    }

    init(_ question: AskedQuestion, _ world: World, roundsFractions: Bool = true) throws {
        self.roundsFractions = roundsFractions
        self.question = question
        self.world = world
        periods = PeriodGenerator(dates: world.dates, today: world.dates.index(world.today), dataDays: world.dataDays)
        targets = question.measures.map { question.comparisons.contains(.target) ? Targets.target(of: $0) : nil }
        windows = Windows(question, besides: targets.compactMap { $0 }, world)
        for metric in question.measures + targets.compactMap({ $0 }) {
            parts = Self.parts(of: metric, [], besides: parts)
        }
        measureParts = parts.count
        for case .metric(let metric) in question.keys { parts = Self.parts(of: metric, [], besides: parts) }
        if parts.contains(where: \.isElsewhere) { try windows.find(dayTables()) }
    }

    static func parts(of metric: Metric, _ path: TimePath, besides known: [PartOnPath] = []) -> [PartOnPath] {
        var result = known
        _ = metric.sql(path) { part, path in
            let found = PartOnPath(part, path)
            if !result.contains(where: { $0.text == found.text }) { result.append(found) }
            return ""
        }
        return result
    }

    /// Every aggregate, with the path that leads to its time, also those inside of statistics.
    func aggregates(_ parts: some Sequence<PartOnPath>) -> [(aggregate: Aggregate, path: TimePath)] {
        parts.flatMap { part -> [(aggregate: Aggregate, path: TimePath)] in
            switch part.part {
            case .aggregate(let aggregate): [(aggregate, part.path)]
            case .overParts(_, let steps, let metric):
                aggregates(Self.parts(of: metric, part.path + [windows.step(steps, metric)]))
            case .exists, .isWhole: []
            }
        }
    }

    // MARK: Keys

    var hasPeriodKey: Bool { question.periods.count > 1 }
    var dimensionKeys: [String] { question.dimensions.indices.map { "d\($0)" } }
    var keys: [String] { (hasPeriodKey ? ["p"] : []) + dimensionKeys }
    var acrossKey: String? { question.hasAcross ? dimensionKeys.last : nil }

    func isTime(_ key: String) -> Bool {
        key == "p" || Int(key.dropFirst()).map { question.dimensions[$0].grain != nil } == true
    }

    /// What `top` ranks: the combinations of all dimensions but time and `across`; steps where there is only time.
    var cutKeys: [String] {
        let rows = keys.filter { !isTime($0) && $0 != acrossKey }
        return rows.isEmpty ? keys : rows
    }

    /// What lines of others are told apart by.
    var othersKeys: [String] {
        cutKeys == keys ? [] : keys.filter { isTime($0) || $0 == acrossKey }
    }

    func same(_ keys: [String], _ left: String, _ right: String) -> String {
        keys.isEmpty ? "1" : keys.map { "\(left).\($0) IS \(right).\($0)" }.joined(separator: " AND ")
    }

    func list(_ items: [String], behind: Bool = false) -> String {
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
        return "WITH " + inReadingOrder(windows.tables + tables).joined(separator: ",\n") + "\nSELECT * FROM (\n"
            + results.joined(separator: "\nUNION ALL\n") + ")\nORDER BY kind > 1, "
            + list(interleaved.map { $0 + " NULLS LAST" }) + "kind, place"
    }

    func result(_ kind: RowKind, _ table: String, keys own: [String], place: String) -> String {
        let cells = (["p"] + dimensionKeys).map { own.contains($0) ? $0 : "NULL AS \($0)" }
        let outputs = question.outputs.map { column($0, table) }
        return "SELECT \(kind.rawValue) AS kind, \(place) AS place, "
            + (cells + outputs).joined(separator: ", ") + " FROM \(table)"
    }
}

extension AskedQuestion {
    /// Whether an answer may have a totals line. Several periods may overlap, so they have none.
    var wantsTotals: Bool {
        totals != false && periods.count <= 1 && (dimensions.count > (hasAcross ? 1 : 0) || totals == true)
    }
}
