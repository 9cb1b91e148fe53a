import Tables

/// The best few of very many groups without a state for each: the group and the value of each row, put together a stretch
/// of groups at a time once all rows are known.
///
/// What it costs grows with the rows that count; what has to be kept for groups stays in a near cache.
final class GroupRows {
    private let rows: RowLists
    private let groupCount: Int

    /// Groups from which on their states do not stay in a near cache.
    static let manyGroups = 1 << 16

    /// The column whose cells are summed, -1 where rows are only counted; nil for units that keep more of a row.
    static func column(_ unit: TallyUnit, _ columns: [NarrowColumn]) -> Int? {
        guard unit.entities.isEmpty, unit.states.allSatisfy({ $0.kind == .rows || $0.kind == .sum }) else { return nil }
        let sums = unit.states.filter { $0.kind == .sum }
        guard let sum = sums.first else { return -1 }
        guard sums.count == 1, columns[sum.column].pieces.allSatisfy({ $0.width != .eight }) else { return nil }
        return sum.column
    }

    init(_ column: Int, groupCount: Int, rowCount: Int, _ workers: Int) {
        rows = RowLists(column, rowCount: rowCount, workers)
        self.groupCount = groupCount
    }

    func clear(_ worker: Int) { rows.clear(worker) }

    /// Where a worker lists its rows.
    func part(of worker: Int) -> WorkerRows { rows.part(of: worker) }

    /// The best groups, and what all others come to.
    struct Best {
        /// In ascending order of their numbers.
        var groups: [Contender] = []
        var restSum: Int64 = 0
        var restRows: Int64 = 0
        var restCount = 0

        /// Adds a group. Gives the value that it takes to be among the best `count`, where it has become known.
        @inline(never)
        fileprivate mutating func add(_ group: Contender, looking count: Int) -> Int64? {
            groups.append(group)
            guard groups.count >= 4 * count + 64, groups.count & 63 == 0 else { return nil }
            Contender.cut(&groups, to: count)
            return groups.count >= count ? groups.last?.value : nil
        }
    }

    /// - Parameters:
    ///   - count: how many are looked for; all that are as good as the last of them are found.
    ///   - byRows: whether by how many rows they have instead of by the sum.
    func best(_ count: Int, isTop: Bool, byRows: Bool, _ workers: Int) -> Best {
        let parted = rows.parted(by: groupCount, workers)
        let tasks = parted.tasks
        let memory = UnsafeMutablePointer<Best>.allocate(capacity: tasks)
        defer {
            memory.deinitialize(count: tasks)
            memory.deallocate()
        }
        let results = Unchecked(memory)
        concurrently(tasks) { task in
            let found = Self.best(parted, parted.range(of: task), count, isTop: isTop, byRows: byRows)
            (results.value + task).initialize(to: found)
        }
        var best = Best()
        for task in 0..<tasks {
            best.groups += memory[task].groups
            best.restSum &+= memory[task].restSum
            best.restRows &+= memory[task].restRows
            best.restCount += memory[task].restCount
        }
        Contender.cut(&best.groups, to: count)
        best.groups.sort { $0.group < $1.group }
        for group in best.groups {
            best.restSum &-= group.sum
            best.restRows &-= group.rows
        }
        best.restCount -= best.groups.count
        return best
    }

    /// The best of some stretches, and what all of their groups come to.
    private static func best(
        _ parted: PartedRows, _ parts: Range<Int>, _ count: Int, isTop: Bool, byRows: Bool
    ) -> Best {
        // Each choice has a loop of its own, which does not ask what was chosen.
        switch (isTop, byRows) {
        case (true, true): ranked(parted, parts, count, isTop: true, byRows: true)
        case (true, false): ranked(parted, parts, count, isTop: true, byRows: false)
        case (false, true): ranked(parted, parts, count, isTop: false, byRows: true)
        case (false, false): ranked(parted, parts, count, isTop: false, byRows: false)
        }
    }

    @inline(__always)
    private static func ranked(
        _ parted: PartedRows, _ parts: Range<Int>, _ count: Int, isTop: Bool, byRows: Bool
    ) -> Best {
        // The sum of a group and how many rows it has, side by side.
        let memory = TallyMemory<Int64>(count: 2 << parted.shift)
        let states = memory.start
        states.update(repeating: 0, count: memory.count)
        var best = Best()
        // Of the smallest the largest negative is searched for.
        let sign: Int64 = isTop ? 1 : -1
        var threshold = Int64.min
        for part in parts {
            let base = part << parted.shift
            for worker in 0..<parted.workers {
                let rows = parted.rows(part, worker)
                var sum: Int64 = 0
                var groupCount = 0
                for row in rows {
                    let state = (Int(truncatingIfNeeded: row &>> 32) &- base) &* 2
                    let value = Int64(Int32(truncatingIfNeeded: row))
                    sum &+= value
                    groupCount &+= states[state &+ 1] == 0 ? 1 : 0
                    states[state] &+= value
                    states[state &+ 1] &+= 1
                }
                best.restSum &+= sum
                best.restRows &+= Int64(rows.count)
                best.restCount &+= groupCount
            }
            // Each group is looked at by way of its rows, and left empty.
            for worker in 0..<parted.workers {
                for row in parted.rows(part, worker) {
                    let group = Int(truncatingIfNeeded: row &>> 32)
                    let state = (group &- base) &* 2
                    let sum = states[state]
                    let rowCount = states[state &+ 1]
                    states[state] = 0
                    states[state &+ 1] = 0
                    let value = (byRows ? rowCount : sum) &* sign
                    guard value >= threshold, rowCount != 0 else { continue }
                    let contender = Contender(value: value, group: group, sum: sum, rows: rowCount)
                    threshold = best.add(contender, looking: count) ?? threshold
                }
            }
        }
        Contender.cut(&best.groups, to: count)
        return best
    }
}

/// A group that can be among the best, by the value that it is ranked by.
struct Contender {
    var value: Int64
    var group: Int
    var sum: Int64 = 0
    var rows: Int64 = 0

    /// Leaves the best `count` and those as good as the last of them, best first.
    static func cut(_ contenders: inout [Contender], to count: Int) {
        contenders.sort { ($0.value, $1.group) > ($1.value, $0.group) }
        guard contenders.count > count, count > 0 else {
            if count == 0 { contenders = [] }
            return
        }
        let least = contenders[count - 1].value
        if let end = contenders[count...].firstIndex(where: { $0.value < least }) {
            contenders.removeSubrange(end...)
        }
    }
}
