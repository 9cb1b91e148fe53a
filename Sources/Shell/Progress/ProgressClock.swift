import Values

/// What is told of running work: how much of its stage is done, how fast, and how long it will take.
struct ProgressClock {
    private let start: Int
    private var stage: WorkStage?
    private var stageStart = 0

    /// - Parameter now: nanoseconds of a clock that never goes back.
    init(now: Int = Stopwatch.nanoseconds()) { start = now }

    /// `reading deals.csv  42 %, 31 M rows/s, 3 s left · Ctrl-C stops`; nil before the first stage.
    mutating func text(_ work: Work, now: Int = Stopwatch.nanoseconds()) -> String? {
        guard let current = work.stage else { return nil }
        if stage !== current {
            // The first stage began, as good as, when the work did.
            stageStart = stage == nil ? start : now
            stage = current
        }
        let elapsed = max(1, now - stageStart)
        var facts: [String] = []
        if let total = current.total, total > 0 {
            let done = min(current.done, total)
            facts.append("\(Int(Double(done) / Double(total) * 100)) %")
        }
        let rows = current.rows
        if rows > 0 { facts.append(Self.speed(Double(rows) / Double(elapsed) * 1e9)) }
        if let total = current.total, current.done > 0, current.done < total {
            let left = Double(elapsed) * Double(total - current.done) / Double(current.done)
            facts.append(Self.duration(left / 1e9) + " left")
        } else {
            facts.append(Self.duration(Double(now - start) / 1e9))
        }
        return current.name + "  " + facts.joined(separator: ", ") + " · Ctrl-C stops"
    }

    /// `31 M rows/s`.
    private static func speed(_ rows: Double) -> String {
        let (number, letter) = rows >= 1e9 ? (rows / 1e9, " G") : rows >= 1e6 ? (rows / 1e6, " M") : (rows / 1e3, " k")
        if number >= 10 { return "\(Int(number.rounded()))\(letter) rows/s" }
        let tenths = Int((number * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)\(letter) rows/s"
    }

    /// `3 s`, `2 min 05 s`.
    private static func duration(_ seconds: Double) -> String {
        let whole = Int(min(max(0, seconds), 1e9).rounded(.up))
        if whole < 60 { return "\(whole) s" }
        return "\(whole / 60) min \(whole % 60 < 10 ? "0" : "")\(whole % 60) s"
    }
}
