import Tables
import Values

/// Finds the groups that can be among the best few, and what all others come to, in one sweep over a cube.
struct TopGroups {
    let cube: TallyCube
    /// The number that groups are ranked by: a state of a unit, summed over some slots.
    let unit: Int
    let state: Int
    let slots: [Int]
    let count: Int
    let isTop: Bool
    /// By unit, the slots whose rows make lines.
    let lineSlots: [[Int]]

    private struct Part {
        /// In no order; at least all that are as good as `threshold`.
        var contenders: [Contender] = []
        var groupCount = 0
        var sums: [[[Int64]]]
    }

    /// Groups from which on a task has its own to sweep over: many, since each has to find out anew what is among the best.
    private static let stretch = 1 << 14

    /// The contenders, which are the best `count` and all that are as good as the last of them, the states of all other
    /// groups, and how many of those have lines.
    func found() -> (contenders: [Int], rest: [[[Int64]]], restCount: Int) {
        let parts = max(1, min(cube.groupCount / Self.stretch, WorkerPool.shared.threads * 2))
        let memory = UnsafeMutablePointer<Part>.allocate(capacity: parts)
        defer {
            memory.deinitialize(count: parts)
            memory.deallocate()
        }
        let results = Unchecked(memory)
        let search = Unchecked(self)
        TallyCube.inTasks(parts) { part in
            let groupCount = search.value.cube.groupCount
            let range = groupCount * part / parts..<groupCount * (part + 1) / parts
            (results.value + part).initialize(to: search.value.swept(range))
        }
        var sums = noSums
        var contenders: [Contender] = []
        var groupCount = 0
        for part in 0..<parts {
            contenders += memory[part].contenders
            groupCount += memory[part].groupCount
            for unit in sums.indices {
                for state in sums[unit].indices {
                    for slot in sums[unit][state].indices {
                        sums[unit][state][slot] += memory[part].sums[unit][state][slot]
                    }
                }
            }
        }
        Contender.cut(&contenders, to: count)
        let groups = contenders.map(\.group).sorted()
        for group in groups {
            for unit in sums.indices {
                for state in sums[unit].indices {
                    let states = cube.units[unit].states[state].start + group * cube.slotCount
                    for slot in sums[unit][state].indices { sums[unit][state][slot] -= states[slot] }
                }
            }
        }
        return (groups, sums, groupCount - groups.count)
    }

    private var noSums: [[[Int64]]] {
        cube.units.map { $0.states.map { _ in [Int64](repeating: 0, count: cube.slotCount) } }
    }

    private func swept(_ groups: Range<Int>) -> Part {
        var part = Part(sums: noSums)
        let slotCount = cube.slotCount
        for (unit, tallied) in cube.units.enumerated() {
            for (state, memory) in tallied.states.enumerated() {
                for slot in 0..<slotCount {
                    let states = memory.start + slot
                    var sum: Int64 = 0
                    for group in groups { sum &+= states[group &* slotCount] }
                    part.sums[unit][state][slot] = sum
                }
            }
        }
        let values = cube.units[unit].states[state].start
        // Of the smallest the largest negative is searched for.
        let sign: Int64 = isTop ? 1 : -1
        var threshold = Int64.min
        func keep(_ value: Int64, _ group: Int) {
            part.contenders.append(Contender(value: value, group: group))
            guard part.contenders.count >= 4 * count + 64, part.contenders.count & 63 == 0 else { return }
            Contender.cut(&part.contenders, to: count)
            if part.contenders.count >= count, let least = part.contenders.last { threshold = least.value }
        }
        if slotCount == 1, cube.units.count == 1, slots == [0], lineSlots[0] == [0],
            let marks = cube.units[0].marks?.start
        {
            var groupCount = 0
            for group in groups {
                groupCount &+= Int(marks[group])
                let value = values[group] &* sign
                if value >= threshold && marks[group] != 0 { keep(value, group) }
            }
            part.groupCount = groupCount
        } else {
            for group in groups where hasLine(group) {
                var value: Int64 = 0
                for slot in slots { value &+= values[group &* slotCount &+ slot] }
                part.groupCount &+= 1
                value = value &* sign
                if value >= threshold { keep(value, group) }
            }
        }
        Contender.cut(&part.contenders, to: count)
        return part
    }

    @inline(__always)
    private func hasLine(_ group: Int) -> Bool {
        for (unit, slots) in lineSlots.enumerated() {
            for slot in slots where cube.hasRows(unit, group &* cube.slotCount &+ slot) { return true }
        }
        return false
    }
}

extension TallyCube {
    /// Calls `body` for each task, several at the same time.
    static func inTasks(_ count: Int, _ body: @escaping (Int) -> Void) {
        let work = Unchecked(body)
        concurrently(count) { work.value($0) }
    }
}
