/// The slots of time that a column takes, as stretches of neighbours: as many as there are gaps, however many slots.
struct SlotRuns: Hashable, Sequence {
    private(set) var runs: [Range<Int>] = []

    init() {}

    init(_ slot: Int) { runs = [slot..<slot + 1] }

    init(ascending slots: [Int]) {
        for slot in slots { append(slot..<slot + 1) }
    }

    var count: Int { runs.reduce(0) { $0 + $1.count } }

    /// Appends a stretch that does not begin before the last one; what touches or overlaps becomes one.
    mutating func append(_ run: Range<Int>) {
        if let last = runs.last, last.upperBound >= run.lowerBound {
            runs[runs.count - 1] = last.lowerBound..<Swift.max(last.upperBound, run.upperBound)
        } else {
            runs.append(run)
        }
    }

    /// Appends the slots of another, which may come again.
    static func += (left: inout SlotRuns, right: SlotRuns) { left.runs += right.runs }

    /// For each slot below `count` whether any of these has it.
    static func covered(_ all: some Sequence<SlotRuns>, count: Int) -> [Bool] {
        var changes = [Int](repeating: 0, count: count + 1)
        for run in all.lazy.flatMap(\.runs) {
            changes[run.lowerBound] += 1
            changes[run.upperBound] -= 1
        }
        var depth = 0
        return changes.dropLast().map { change in
            depth += change
            return depth > 0
        }
    }

    func makeIterator() -> FlattenSequence<[Range<Int>]>.Iterator { runs.joined().makeIterator() }
}
