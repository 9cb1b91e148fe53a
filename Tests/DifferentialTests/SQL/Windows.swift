import SQLiteSupport

/// The stretches of time that the parts of a question's metrics look at, as tables of SQL.
///
/// A table has one row for each line of time of a level, or for each part of its stretch: `v` and the level's keys as
/// `i_…`, `c1`, `c2` … to count the parts, the first and last day as `low` and `high`, and the days of balances at either
/// end as `at_start` and `at_end`.
final class Windows {
    private struct Row {
        var v: Int
        var p: Int
        var keys: [String]
        var counters: [Int] = []
        var stretch: Stretch
    }

    private let question: AskedQuestion
    private let world: World
    private var walk: TimeWalk
    /// The stretches of the lines themselves, by every key of time.
    private var lines: [Row] = []
    private let lineKeys: [String]
    private var known: [String: (name: String, rows: [Row])] = [:]
    /// All that were made.
    private(set) var tables: [String] = []

    private let aggregates: [Aggregate]

    /// - Parameter others: metrics that lines are of besides the measures.
    init(_ question: AskedQuestion, besides others: [Metric], _ world: World) {
        self.question = question
        aggregates = (question.measures + others).flatMap(\.aggregates)
        self.world = world
        lineKeys =
            (question.periods.count > 1 ? ["p"] : [])
            + question.dimensions.indices.filter { question.dimensions[$0].grain != nil }.map { "d\($0)" }
        walk = TimeWalk(
            dates: world.dates, today: world.dates.index(world.today), grains: question.grains,
            isFiscal: question.grains.contains { $0.hasPrefix("fiscal") }
                || question.periods.contains {
                    if case .steps(let grain, 1) = $0.shape { grain.hasPrefix("fiscal") } else { false }
                })
    }

    /// Finds the days of the lines.
    ///
    /// - Parameter days: the tables that say which day belongs to which step, the last of them called `days`.
    func find(_ days: [String]) throws {
        let hasPeriods = lineKeys.first == "p"
        if question.grains.isEmpty {
            let asked = question.periods.isEmpty ? 1 : question.periods.count
            for p in 0..<asked {
                for v in 0...question.comparisons.count {
                    guard let whole = whole(v, p) else { continue }
                    var stretch = Stretch(first: whole.first, last: whole.last)
                    if case .steps(let grain, 1) = whole.shape { stretch.grain = grain }
                    lines.append(Row(v: v, p: p, keys: hasPeriods ? ["\(p)"] : [], stretch: stretch))
                }
            }
            return
        }
        let keys = (["v", "p"] + lineKeys.filter { $0 != "p" }).joined(separator: ", ")
        let rows = try world.database.rows(
            "WITH \(days.joined(separator: ",\n")) SELECT min(its_day), max(its_day), \(keys) FROM days GROUP BY \(keys)"
        )
        lines = rows.compactMap { row in
            guard let first = row[0].text, let last = row[1].text, let v = row[2].integer, let p = row[3].integer else {
                return nil
            }
            let labels = row[4...].map { sqlText($0.text ?? "") }
            let stretch = Stretch(first: world.dates.index(first), last: world.dates.index(last))
            return Row(v: v, p: p, keys: (hasPeriods ? ["\(p)"] : []) + labels, stretch: stretch)
        }
        for p in 0..<max(1, question.periods.count) {
            let own = lines.filter { $0.v == 0 && $0.p == p }.map(\.stretch)
            if own.count > 1, let first = own.compactMap(\.first).min(), let last = own.compactMap(\.last).max() {
                walk.extents[p] = first...last
            }
        }
    }

    /// The whole asked period, or the one that it is compared with.
    private func whole(_ v: Int, _ p: Int) -> AskedPeriod? {
        let asked =
            question.periods.isEmpty
            ? AskedPeriod(text: "", label: "", first: nil, last: nil, shape: .open) : question.periods[p]
        if v == 0 { return asked }
        if case .period(let other) = question.comparisons[v - 1] { return other }
        let generator = PeriodGenerator(dates: world.dates, today: walk.today, dataDays: world.dataDays)
        return generator.compared(question.comparisons[v - 1], with: asked).map {
            AskedPeriod(text: "", label: "", first: $0.lowerBound, last: $0.upperBound, shape: asked.shape)
        }
    }

    /// The step into the parts of a stretch: those before the month in which the data of a metric begin say nothing.
    func step(_ parts: SubPeriods, _ metric: Metric) -> PathStep {
        let first = metric.aggregates.compactMap { aggregate -> Int? in
            switch aggregate.rows {
            case .dated(let day): world.days(of: day ?? "", in: aggregate.dataset).range?.lowerBound
            case .active(let from, _, _), .moving(let from, _):
                world.days(of: from, in: aggregate.dataset).range?.lowerBound
            }
        }.min()
        return .parts(parts, first: first.map { world.dates.step("month", $0).lowerBound })
    }

    func counters(_ path: TimePath) -> [String] { path.filter(\.isParts).indices.map { "c\($0 + 1)" } }

    /// Adds a table for a statement, and gives its name.
    func add(_ statement: String) -> String {
        let name = "t\(tables.count)"
        tables.append("\(name) AS MATERIALIZED (\(statement))")
        return name
    }

    /// The table of the stretches of a level's lines that a path leads to.
    ///
    /// - Parameters:
    ///   - time: the keys of the level that are of time.
    ///   - grain: only those that are whole steps of it.
    func table(_ time: [String], _ path: TimePath, areWhole grain: String? = nil) -> String {
        let key = "\(time) \(path) \(grain ?? "")"
        if let found = known[key] { return found.name }
        var rows = rows(time, path)
        if let grain {
            // All time by steps has rows without a day too, which are in no step.
            let hasUndated = time.isEmpty && !question.grains.isEmpty && question.periods.isEmpty && hasUndated
            rows = hasUndated ? [] : rows.filter { isWhole($0.stretch, grain) }
        }
        let name = "w\(known.count)"
        let counters = counters(path)
        let columns =
            ["v"] + time.map { "i_\($0)" } + counters + ["low", "high", "at_start", "at_end"]
        let cells = rows.map { row in
            let (first, last) = (row.stretch.first.map(day), row.stretch.last.map(day))
            let start = row.stretch.first.map { day($0 - 1) }
            let values: [String] =
                ["\(row.v)"] + row.keys + row.counters.map { "\($0)" }
                + [first ?? "''", last ?? "'9999'", start ?? "NULL", last ?? sqlText(world.today)]
            return "(" + values.joined(separator: ", ") + ")"
        }
        let content =
            cells.isEmpty
            ? "SELECT \(columns.map { _ in "NULL" }.joined(separator: ", ")) WHERE 0"
            : "VALUES \(cells.joined(separator: ", "))"
        tables.append("\(name)(\(columns.joined(separator: ", "))) AS MATERIALIZED (\(content))")
        known[key] = (name, rows)
        return name
    }

    private func day(_ index: Int) -> String { sqlText(world.dates.days[world.dates.clamped(index)]) }

    private func isWhole(_ stretch: Stretch, _ grain: String) -> Bool {
        (stretch.first.map { world.dates.step(grain, $0).lowerBound == $0 } ?? true)
            && (stretch.last.map { world.dates.step(grain, $0).upperBound == $0 } ?? true)
    }

    private var hasUndated: Bool {
        aggregates.contains { aggregate in
            if case .dated(let day?) = aggregate.rows {
                world.days(of: day, in: aggregate.dataset).hasBlanks
            } else {
                false
            }
        }
    }

    private func rows(_ time: [String], _ path: TimePath) -> [Row] {
        guard let step = path.last else { return rows(time) }
        let before = rows(time, path.dropLast())
        switch step {
        case .shift(let shift):
            return before.compactMap { row in
                guard let asked = whole(row.v, row.p),
                    let stretch = walk.shifted(row.stretch, shift, asked: asked, number: row.p)
                else { return nil }
                var moved = row
                moved.stretch = stretch
                return moved
            }
        case .parts(let parts, let first):
            return before.flatMap { row in
                walk.parts(row.stretch, parts, first: first).enumerated().map { number, stretch in
                    var part = row
                    part.stretch = stretch
                    part.counters.append(number)
                    return part
                }
            }
        }
    }

    /// The lines, joined where a level has fewer keys of time than they.
    private func rows(_ time: [String]) -> [Row] {
        if time == lineKeys { return lines }
        var result: [Row] = []
        var places: [[String]: Int] = [:]
        for line in lines {
            let keys = zip(lineKeys, line.keys).filter { time.contains($0.0) }.map(\.1)
            if let place = places[["\(line.v)"] + keys], let first = line.stretch.first, let last = line.stretch.last {
                let stretch = result[place].stretch
                result[place].stretch = Stretch(
                    first: min(first, stretch.first ?? first), last: max(last, stretch.last ?? last))
            } else {
                places[["\(line.v)"] + keys] = result.count
                result.append(line)
                result[result.count - 1].keys = keys
            }
        }
        return result
    }
}
