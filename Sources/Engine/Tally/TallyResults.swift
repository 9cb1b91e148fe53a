import Language
import Values

/// Values of aggregates at a level, from a cube.
struct TallyResults {
    let cube: TallyCube
    let groups: TallyGroups
    let unit: Int
    /// The slots of each column of the axis.
    let columns: [SlotRuns]
    let level: Level

    private var count: Int { level.groupCount * columns.count }

    /// One value a part of the groups and column, columns first.
    func values(_ reading: TallyReading) -> [Value] {
        switch reading {
        case .count(let state): return sums(state, high: nil).map { .number(ExactDecimal($0)) }
        case .sum(let low, let high, let scale):
            return sums(low, high: high).map { .number(ExactDecimal($0, scale: scale)) }
        case .average(let low, let high, let counted, let scale):
            return zip(sums(low, high: high), sums(counted, high: nil)).map { sum, count in
                count == 0
                    ? .missing
                    : ExactDecimal(sum, scale: scale).divided(by: ExactDecimal(count)).map(Value.float) ?? .missing
            }
        case .extreme(let state, let isLargest, let form):
            return extremes(state, isLargest: isLargest).map { value in
                guard let value else { return .missing }
                switch form {
                case .scaled(let scale): return .number(ExactDecimal(Int128(value), scale: scale))
                case .days: return .day(Day(Int(value)))
                case .moments: return .moment(Moment(microseconds: value))
                case .booleans, .texts: return .missing
                }
            }
        case .distinct(let entity):
            return distinct(cube.units[unit].entities[entity]).map { .number(ExactDecimal($0)) }
        }
    }

    private func sums(_ low: Int, high: Int?) -> [Int128] {
        var result = sums(low)
        if let high {
            for (place, sum) in sums(high).enumerated() { result[place] += sum << 32 }
        }
        return result
    }

    /// Calls `body` with the states of each group that takes part and its part.
    private func eachGroup(_ state: Int, _ body: (UnsafePointer<Int64>, Int) -> Void) {
        let states = cube.units[unit].states[state].start
        for (group, place) in groups.places.enumerated() where level.groupPart[group] >= 0 {
            body(states + place * cube.slotCount, Int(level.groupPart[group]))
        }
        guard let rest = groups.rest, let part = level.groupPart.last, part >= 0 else { return }
        rest.states[unit][state].withUnsafeBufferPointer { states in
            if let start = states.baseAddress { body(start, Int(part)) }
        }
    }

    private func sums(_ state: Int) -> [Int128] {
        var result = [Int128](repeating: 0, count: count)
        let slotCount = cube.slotCount
        // Where columns overlap much, a column's sum is a difference of sums up to its ends.
        let overlap = columns.reduce(0) { $0 + $1.count } > 4 * slotCount
        var upTo = [Int128](repeating: 0, count: slotCount + 1)
        eachGroup(state) { states, part in
            let place = part * columns.count
            if overlap {
                for slot in 0..<slotCount { upTo[slot + 1] = upTo[slot] + Int128(states[slot]) }
                for (column, slots) in columns.enumerated() {
                    for run in slots.runs { result[place + column] += upTo[run.upperBound] - upTo[run.lowerBound] }
                }
                return
            }
            for (column, slots) in columns.enumerated() {
                var sum: Int64 = 0
                for run in slots.runs { for slot in run { sum &+= states[slot] } }
                result[place + column] += Int128(sum)
            }
        }
        return result
    }

    private func extremes(_ state: Int, isLargest: Bool) -> [Int64?] {
        let nothing = isLargest ? Int64.min : Int64.max
        var result = [Int64](repeating: nothing, count: count)
        eachGroup(state) { states, part in
            for (column, slots) in columns.enumerated() {
                let place = part * columns.count + column
                for run in slots.runs {
                    for slot in run {
                        result[place] = isLargest ? max(result[place], states[slot]) : min(result[place], states[slot])
                    }
                }
            }
        }
        return result.map { $0 == nothing ? nil : $0 }
    }

    private func distinct(_ entities: TallyCube.Entities) -> [Int] {
        switch entities {
        case .rows(let entities):
            var partOf = [Int32](repeating: -1, count: cube.groupCount)
            for (group, combination) in groups.combinations.enumerated() {
                partOf[combination] = level.groupPart[group]
            }
            let lookup =
                cube.ownCodes == nil
                ? CombinationLookup(cube.scan.dimensions, sizes: cube.scan.sizes, count: entities.count) : nil
            return entities.counts(anyOf: columns.map(Array.init), partCount: level.groupCount, lookup, partOf: partOf)
        case .bits(let entities): return entities.counts(anyOf: bitSets())
        }
    }

    /// The bits of each part of the groups and column.
    private func bitSets() -> [[Int]] {
        var sets = [[Int]](repeating: [], count: count)
        for (group, combination) in groups.combinations.enumerated() where level.groupPart[group] >= 0 {
            let place = Int(level.groupPart[group]) * columns.count
            for (column, slots) in columns.enumerated() {
                for slot in slots { sets[place + column].append(combination * cube.slotCount + slot) }
            }
        }
        return sets
    }
}
