import Model
import Values

/// Drawing of random things, the same ones for the same seed on every machine (SplitMix64).
struct RandomSource {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0xD6E8_FEB8_6659_FD93 ^ 0x2545_F491_4F6C_DD1D }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    /// True in so many of a hundred cases.
    mutating func percent(_ share: Int) -> Bool { number(1...100) <= share }

    mutating func pick<T>(_ items: [T]) -> T { items[number(0...items.count - 1)] }
}

/// A row of a dataset of intervals, nil for a blank cell.
struct Interval {
    var account: String?
    var plan: String?
    /// That of its account.
    var region: String?
    var start: Day?
    var end: Day?
    /// In hundredths.
    var amount: Int?

    func isActive(on day: Day) -> Bool {
        guard let start, start <= day else { return false }
        return end.map { $0 > day } ?? true
    }

    static func random(_ count: Int, negative: Bool, _ random: inout RandomSource) -> [Interval] {
        let first = Day(19_358)  // 2023-01-01
        var rows: [Interval] = []
        while rows.count < count {
            let account = random.percent(4) ? nil : "A\(random.number(1...6))"
            // Consecutive rows of one account: some touch, some overlap, some leave a gap.
            var start = first.adding(days: random.number(0...600))
            for _ in 0..<random.number(1...4) {
                let length = random.percent(10) ? random.number(-20...0) : random.number(1...200)
                var row = Interval(account: account)
                row.region = ["A1": "East", "A2": "East", "A3": "West", "A4": "West"][account ?? ""]
                row.plan = random.percent(8) ? nil : random.pick(["A", "B", "C"])
                row.start = random.percent(3) ? nil : start
                row.end = random.percent(25) ? nil : start.adding(days: length)
                row.amount =
                    random.percent(5)
                    ? nil : random.percent(10) ? 0 : random.number((negative ? -9_999 : 1)...20_000)
                rows.append(row)
                start = start.adding(days: max(0, length) + random.pick([0, 0, 0, 1, 30, -15]))
            }
        }
        return rows
    }

    static func file(_ rows: [Interval]) -> String {
        var text = "id,account,plan,start_date,end_date,mrr\n"
        for (index, row) in rows.enumerated() {
            let amount = row.amount.map { ExactDecimal(Int128($0), scale: 2).text } ?? ""
            text += "\(index),\(row.account ?? ""),\(row.plan ?? ""),\(row.start?.text ?? ""),"
            text += "\(row.end?.text ?? ""),\(amount)\n"
        }
        return text
    }
}

/// The movements of some rows between two days, counted entity by entity as their definitions say.
struct MovementLedger {
    var amounts: [Movement: Int] = [:]
    var counts: [Movement: Int] = [:]

    /// - Parameters:
    ///   - rows: all rows that make up an entity's balance.
    ///   - isInside: those of the group at hand.
    ///   - opening: nil for a period that begins with the beginning of time.
    init(_ rows: [Interval], isInside: (Interval) -> Bool, opening: Day?, closing: Day) {
        for account in Set(rows.map(\.account)) {
            let own = rows.filter { $0.account == account }
            func balance(_ day: Day?, _ counts: (Interval) -> Bool) -> Int {
                guard let day else { return 0 }
                return own.filter { $0.isActive(on: day) && counts($0) }.reduce(0) { $0 + ($1.amount ?? 0) }
            }
            let wasThere = own.contains { row in
                guard let opening, let start = row.start, row.amount ?? 0 != 0 else { return false }
                return start <= opening && row.end.map { $0 > start } ?? true
            }
            let before = balance(opening, isInside)
            let after = balance(closing, isInside)
            let all = (before: balance(opening) { _ in true }, after: balance(closing) { _ in true })
            note(.opening, before)
            note(.closing, after)
            if all.before == 0, all.after != 0 {
                note(wasThere ? .reactivated : .new, after - before)
            } else if all.before != 0, all.after == 0 {
                note(.churned, before - after)
            } else if before == 0 {
                note(.movedIn, after)
            } else if after == 0 {
                note(.movedOut, before)
            } else {
                note(after > before ? .expansion : .contraction, abs(after - before))
            }
        }
    }

    private mutating func note(_ movement: Movement, _ amount: Int) {
        guard amount != 0 else { return }
        amounts[movement, default: 0] += amount
        counts[movement, default: 0] += 1
    }
}
