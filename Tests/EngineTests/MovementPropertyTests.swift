import Testing
import Values

@testable import Engine
@testable import Model

/// Movements over random rows: they close to the cent in every line and total, agree with the balances at both ends, and
/// with a count entity by entity.
struct MovementPropertyTests {
    static let movements = Movement.allCases

    static let accounts = "account,region\nA1,East\nA2,East\nA3,West\nA4,West\nA5,\n"
    static let definitions = """
        dataset accounts from "accounts.csv" { key account }
        dataset rows from "rows.csv" { key id; active from start_date to end_date; join accounts on account }
        dimension region = accounts.region
        """

    /// What a question is asked by and where, and the same said of a row.
    struct Filter: Sendable {
        var text: String
        var holds: @Sendable (Interval) -> Bool
    }

    static let filters = [
        Filter(text: "") { _ in true }, Filter(text: "") { _ in true },
        Filter(text: "region = \"East\"") { $0.region == "East" },
        Filter(text: "region is missing") { $0.region == nil },
        Filter(text: "plan = \"A\"") { $0.plan == "A" },
        Filter(text: "plan != \"A\"") { $0.plan != nil && $0.plan != "A" },
        Filter(text: "plan in (\"A\", \"B\") and region = \"West\"") {
            ["A", "B"].contains($0.plan) && $0.region == "West"
        },
        Filter(text: "mrr > 100") { ($0.amount ?? 0) > 10_000 },
    ]

    static let groupings: [[String]] = [
        [], ["region"], ["rows.plan"], ["month"], ["quarter"], ["region", "month"], ["rows.plan", "quarter"],
        ["rows.plan", "region"], ["fiscal quarter", "rows.plan"],
    ]

    /// As asked, its first day and the day after its last; nil for one that has no beginning.
    static let periods: [(text: String, start: Int?, end: Int)] = [
        ("for 2024", 19_723, 20_089), ("for 2023", 19_358, 19_723), ("for 2024-Q1", 19_723, 19_814),
        ("for 2023-06 to 2024-03", 19_509, 19_814), ("for 2024-02-10 to 2024-05-20", 19_763, 19_864),
        ("for 2024-02-29", 19_782, 19_783), ("for 2023-W52", 19_716, 19_723), ("for year to date", 19_723, 19_905),
        ("for last 6 months", 19_692, 19_875), ("until 2023-09", nil, 19_631), ("", nil, 19_905),
    ]

    @Test(arguments: 1...40) func movementsClose(seed: Int) throws {
        var random = RandomSource(seed: UInt64(seed))
        let hasNegative = seed % 2 == 0
        let rows = Interval.random(random.number(0...30), negative: hasNegative, &random)
        let asked = try Asked(["rows.csv": Interval.file(rows), "accounts.csv": Self.accounts], Self.definitions)
        for _ in 0..<15 {
            let grouping = random.pick(Self.groupings)
            var period = random.pick(Self.periods)
            if period.start == nil, grouping.contains(where: Self.isTime) { period = Self.periods[0] }
            if period.text.hasPrefix("until") { period.text = "for " + period.text }
            let outside = random.pick(Self.filters)
            let inside = random.percent(25) ? random.pick(Self.filters) : Self.filters[0]
            try check(asked, rows, grouping, period, outside, inside, hasNegative: hasNegative)
        }
    }

    private static func isTime(_ name: String) -> Bool {
        ["month", "quarter", "fiscal quarter"].contains(name)
    }

    private static func question(
        _ grouping: [String], _ period: String, _ outside: Filter, _ inside: Filter
    ) -> String {
        let condition = inside.text.isEmpty ? "" : " where " + inside.text
        var measures = movements.map { "\($0.rawValue)(rows.mrr per account\(condition)) as \($0.rawValue)" }
        measures += movements.map { "count(\($0.rawValue)(rows.mrr per account\(condition))) as n_\($0.rawValue)" }
        measures.append("sum(rows.mrr\(condition) at start) as at_start")
        measures.append("sum(rows.mrr\(condition) at end) as at_end")
        var text = "show " + measures.joined(separator: ", ")
        if !grouping.isEmpty { text += " by " + grouping.joined(separator: ", ") }
        text += " " + period
        if !outside.text.isEmpty { text += " where " + outside.text }
        return text + " with totals"
    }

    private func check(
        _ asked: Asked, _ rows: [Interval], _ grouping: [String], _ period: (text: String, start: Int?, end: Int),
        _ outside: Filter, _ inside: Filter, hasNegative: Bool
    ) throws {
        let question = Self.question(grouping, period.text, outside, inside)
        let answer: Answer
        do {
            answer = try asked.answer(question)
        } catch let error as Diagnostic where error.code == "before-data" {
            #expect(rows.allSatisfy { Int($0.start?.number ?? Int32.max) >= period.end }, "\(question)")
            return
        }
        let counted = rows.filter(inside.holds)
        let whole = Period(start: period.start.map { Day($0) } ?? .first, end: Day(period.end))
        for line in 0..<answer.lineCount {
            var span = whole
            var keys: [String: Value] = [:]
            for (index, name) in grouping.enumerated() {
                let cell = answer.columns[index].cells[line]
                if case .period(let step) = cell {
                    span = Period(start: max(span.start, step.start), end: min(span.end, step.end))
                } else {
                    keys[name] = cell
                }
            }
            let ledger = MovementLedger(
                counted,
                isInside: { row in
                    outside.holds(row)
                        && (keys["region"] ?? Self.text(row.region)) == Self.text(row.region)
                        && (keys["rows.plan"] ?? Self.text(row.plan)) == Self.text(row.plan)
                },
                opening: period.start == nil ? nil : span.start.adding(days: -1), closing: span.end.adding(days: -1))
            compare(
                answer.columns.dropFirst(grouping.count).map { $0.cells[line] }, ledger, "\(question), line \(line)",
                hasNegative)
        }
        let ledger = MovementLedger(
            counted, isInside: outside.holds, opening: period.start.map { Day($0 - 1) },
            closing: Day(period.end - 1))
        compare(
            answer.columns.dropFirst(grouping.count).compactMap(\.total), ledger, "\(question), total", hasNegative)
    }

    private static func text(_ text: String?) -> Value { text.map { .text($0) } ?? .missing }

    private func compare(_ cells: [Value], _ ledger: MovementLedger, _ place: String, _ hasNegative: Bool) {
        let count = Self.movements.count
        guard cells.count == 2 * count + 2 else {
            Issue.record("\(cells.count) cells: \(place)")
            return
        }
        var amounts: [Movement: ExactDecimal] = [:]
        var numbers: [Movement: ExactDecimal] = [:]
        for (index, movement) in Self.movements.enumerated() {
            guard case .number(let amount) = cells[index], case .number(let number) = cells[count + index] else {
                Issue.record("no exact numbers \(cells): \(place)")
                return
            }
            amounts[movement] = amount
            numbers[movement] = number
            let wanted = ExactDecimal(Int128(ledger.amounts[movement] ?? 0), scale: 2)
            if amount != wanted { Issue.record("\(movement) \(amount.text), not \(wanted.text): \(place)") }
            let times = ledger.counts[movement] ?? 0
            if number != ExactDecimal(times) {
                Issue.record("\(movement) \(number.text) times, not \(times): \(place)")
            }
        }
        let residue = Self.residue(amounts)
        if !residue.isZero { Issue.record("\(residue.text) is left: \(place)") }
        // Those that grow or shrink are there at both ends. Where amounts below zero cancel others out, an entity may be
        // there without a balance.
        numbers[.expansion] = nil
        numbers[.contraction] = nil
        let left = Self.residue(numbers)
        if !hasNegative, !left.isZero { Issue.record("\(left.text) are left: \(place)") }
        if cells[2 * count] != amounts[.opening].map({ .number($0) }) { Issue.record("sum at start: \(place)") }
        if cells[2 * count + 1] != amounts[.closing].map({ .number($0) }) { Issue.record("sum at end: \(place)") }
    }

    /// What is left of the opening and all movements when the closing is taken away.
    private static func residue(_ parts: [Movement: ExactDecimal]) -> ExactDecimal {
        let signs: [Movement: Int] = [
            .opening: 1, .new: 1, .reactivated: 1, .expansion: 1, .movedIn: 1, .contraction: -1, .churned: -1,
            .movedOut: -1, .closing: -1,
        ]
        var mantissa: Int128 = 0
        for (movement, part) in parts {
            mantissa += part.mantissa * ExactDecimal.power(6 - part.scale) * Int128(signs[movement] ?? 0)
        }
        return ExactDecimal(mantissa, scale: 6)
    }
}
