import Tables

/// Finds the combination of codes that an entity belongs to where all dimensions are looked up by the entity.
struct CombinationLookup: Sendable {
    private let small: TallyMemory<UInt8>?
    private let large: TallyMemory<UInt32>?

    /// - Parameter count: how many codes entities have.
    init(_ plans: [CodePlan], sizes: [Int], count: Int) {
        if plans.count == 1, case .small(let memory)? = plans[0].table {
            small = memory
            large = nil
            return
        }
        let memory = TallyMemory<UInt32>(count: count)
        let plans = Unchecked(plans)
        TallyCube.inStretches(of: count) { range in
            for entity in range {
                var combination = 0
                for (plan, size) in zip(plans.value, sizes) { combination = combination &* size &+ plan.code(entity) }
                memory.start[entity] = UInt32(truncatingIfNeeded: combination)
            }
        }
        small = nil
        large = memory
    }

    @inline(__always)
    func with(_ body: (UnsafePointer<UInt8>) -> Void, _ other: (UnsafePointer<UInt32>) -> Void) {
        if let small { body(small.start) } else if let large { other(large.start) }
    }
}

/// Counts entities by part and set, each entity once a set.
///
/// Sendable although it holds memory: it is only read.
struct EntitySearch: @unchecked Sendable {
    private let setCount: Int
    private let parts: TallyMemory<Int32>
    /// The set that a bit alone makes, -1 for none.
    private let setOfBit: TallyMemory<Int32>
    /// Sets of several bits, and the words of each one's mask.
    private let larger: TallyMemory<Int32>
    private let masks: TallyMemory<UInt64>

    /// - Parameter single: the places of the sets of one bit, by bit; empty where there are none.
    init(_ sets: [[Int]], _ single: [[Int]], words: Int, partOf: [Int32]) {
        setCount = sets.count
        parts = TallyMemory(partOf)
        setOfBit = TallyMemory(single.map { Int32($0.first ?? -1) })
        let larger = sets.indices.filter { sets[$0].count > 1 }
        self.larger = TallyMemory(larger.map { Int32($0) })
        masks = TallyMemory(count: larger.count * words)
        masks.start.update(repeating: 0, count: masks.count)
        for (place, set) in larger.enumerated() {
            for bit in sets[set] { masks.start[place * words + bit >> 6] |= 1 << UInt64(bit & 63) }
        }
    }

    /// - Parameter lookup: nil where the list has groups.
    func count(_ list: EntityList, _ lookup: CombinationLookup?, _ counts: UnsafeMutablePointer<Int>) {
        let entities = list.entities.start
        if let groups = list.groups?.start {
            count(list, counts) { Int(groups[$0]) }
        } else {
            lookup?.with(
                { codes in count(list, counts) { Int(truncatingIfNeeded: codes[Int(entities[$0])]) } },
                { codes in count(list, counts) { Int(truncatingIfNeeded: codes[Int(entities[$0])]) } })
        }
    }

    /// - Parameter combination: that of the entity at a place of the list.
    @inline(__always)
    private func count(_ list: EntityList, _ counts: UnsafeMutablePointer<Int>, _ combination: (Int) -> Int) {
        let words = list.words
        let parts = self.parts.start
        let setOfBit = self.setOfBit.start
        let hasSingle = self.setOfBit.count > 0
        let larger = self.larger.start
        let largerCount = self.larger.count
        let masks = self.masks.start
        for place in 0..<list.count {
            let part = Int(parts[combination(place)])
            if part < 0 { continue }
            let own = list.bits.start + place &* words
            let counts = counts + part &* setCount
            if hasSingle && words == 1 {
                // Most have one slot alone.
                let first = Int(setOfBit[own[0].trailingZeroBitCount])
                if first >= 0 { counts[first] &+= 1 }
                var rest = own[0] & (own[0] &- 1)
                while rest != 0 {
                    let set = Int(setOfBit[rest.trailingZeroBitCount])
                    if set >= 0 { counts[set] &+= 1 }
                    rest &= rest &- 1
                }
            } else if hasSingle {
                for word in 0..<words {
                    var rest = own[word]
                    while rest != 0 {
                        let set = Int(setOfBit[word &* 64 &+ rest.trailingZeroBitCount])
                        if set >= 0 { counts[set] &+= 1 }
                        rest &= rest &- 1
                    }
                }
            }
            for set in 0..<largerCount {
                var met: UInt64 = 0
                for word in 0..<words { met |= own[word] & masks[set &* words &+ word] }
                if met != 0 { counts[Int(larger[set])] &+= 1 }
            }
        }
    }
}
