import Tables

/// Different values where all dimensions are looked up by the very column that is counted, so that each entity is in one
/// group: the entity and the slots of each row, put together by entity once all rows are known.
///
/// What it costs grows with the rows that count, not with the entities that there are.
final class EntityRows {
    /// Codes of entities, 0 for none included.
    let count: Int
    /// Numbers of 64 bits that the slots of an entity need.
    private let words: Int
    /// The entity in the high half, its first slot and the end of its slots in the quarters below.
    private let rows: RowLists
    /// The group of an entity by its first slot; nil where it is looked up by the entity.
    private let codes: TallyMemory<UInt32>?
    private static let apart = 16
    private var lists: [EntityList] = []
    private var workers = 0
    /// Where slots tell the group of an entity.
    private var groupCounts: GroupCounts?

    /// Slots of time that a row can tell.
    static let slotLimit = 1 << 16

    static func fits(_ entity: TallyTable.Operand, _ scan: TallyScan, slotCount: Int) -> Bool {
        !scan.dimensions.isEmpty && slotCount < slotLimit
            && scan.dimensions.allSatisfy { $0.operand.place == entity.place && !$0.isSigned }
    }

    /// - Parameter codes: the group of an entity by its first slot, where that tells it.
    init(
        _ entity: TallyTable.Operand, slotCount: Int, rowCount: Int, _ codes: TallyMemory<UInt32>?, _ workers: Int
    ) {
        self.codes = codes
        count = entity.codeCount
        words = (slotCount + 63) / 64
        rows = RowLists(entity.place, rowCount: rowCount, workers)
    }

    func clear(_ worker: Int) { rows.clear(worker) }

    /// Where a worker lists its rows: from slot `places[i]` up to but not `ends[i]`, or in `places[i]` alone.
    func part(of worker: Int) -> WorkerRows { rows.part(of: worker) }

    // MARK: Putting together

    func merge(_ workers: Int) {
        self.workers = workers
        // Where slots tell groups, counts by group are what is mostly asked for.
        merge(keepingEntities: codes == nil)
    }

    private func merge(keepingEntities: Bool) {
        let parted = rows.parted(by: count, workers)
        let words = self.words
        let lists = (0..<parted.tasks).map { task -> EntityList in
            let range = parted.range(of: task)
            let capacity = keepingEntities ? parted.count(range) : range.map { parted.count($0..<$0 + 1) }.max() ?? 0
            return EntityList(range, capacity: capacity, words: words, codes, keepsEntities: keepingEntities)
        }
        concurrently(lists.count) { task in
            let list = lists[task]
            let slots = TallyMemory<UInt64>(count: words << parted.shift)
            slots.start.update(repeating: 0, count: slots.count)
            for part in list.parts {
                let first = list.count
                let base = part << parted.shift
                for worker in 0..<parted.workers { list.add(parted.rows(part, worker), slots.start, base: base) }
                list.take(slots.start, from: first, base: base)
            }
        }
        self.lists = lists
        groupCounts = lists.first?.counts
        for list in lists.dropFirst() { if let counts = list.counts { groupCounts?.add(counts) } }
    }

    /// Marks the cells that entities have rows in, where these tell their groups.
    func mark(_ marks: TallyMemory<UInt8>) { groupCounts?.mark(marks) }

    // MARK: Counting

    /// For each part of the groups how many of its entities have any slot of each set; part first.
    ///
    /// - Parameters:
    ///   - lookup: finds the combination that an entity belongs to; nil where its slots tell it.
    ///   - partOf: for each combination its part, -1 for none.
    func counts(anyOf sets: [[Int]], partCount: Int, _ lookup: CombinationLookup?, partOf: [Int32]) -> [Int] {
        if let known = groupCounts?.counts(anyOf: sets, partCount: partCount, partOf: partOf) { return known }
        if lists.contains(where: { !$0.keepsEntities }) { merge(keepingEntities: true) }
        var single = [[Int]](repeating: [], count: words * 64)
        for (place, set) in sets.enumerated() where set.count == 1 { single[set[0]].append(place) }
        if single.allSatisfy(\.isEmpty) { single = [] }
        let search = EntitySearch(sets, single, words: words, partOf: partOf)
        let size = partCount * sets.count
        let memory = TallyMemory<Int>(count: size * max(1, lists.count))
        memory.start.update(repeating: 0, count: memory.count)
        let lists = self.lists
        concurrently(lists.count) { part in search.count(lists[part], lookup, memory.start + part * size) }
        var result = [Int](repeating: 0, count: size)
        for part in lists.indices { for place in 0..<size { result[place] += memory.start[part * size + place] } }
        for places in single where places.count > 1 {
            for part in 0..<partCount {
                for place in places.dropFirst() {
                    result[part * sets.count + place] = result[part * sets.count + places[0]]
                }
            }
        }
        return result
    }
}

/// Entities that have rows, each once, with a bit for each slot.
///
/// Sendable although it holds memory: it is filled by one thread and then only read.
final class EntityList: @unchecked Sendable {
    /// The stretches of entities that it has.
    let parts: Range<Int>
    let words: Int
    let entities: TallyMemory<UInt32>
    let bits: TallyMemory<UInt64>
    private(set) var count = 0
    /// By slot the group of the entities whose first it is; nil where groups are looked up.
    private let codes: TallyMemory<UInt32>?
    /// The group of each entity where slots tell it, and how many entities of each are where.
    let groups: TallyMemory<UInt32>?
    private(set) var counts: GroupCounts?

    /// Whether it has the entities of all stretches in the end; else counts alone.
    let keepsEntities: Bool

    /// - Parameter capacity: the most entities that it gets, of one stretch where it keeps none.
    init(_ parts: Range<Int>, capacity: Int, words: Int, _ codes: TallyMemory<UInt32>?, keepsEntities: Bool) {
        self.keepsEntities = keepsEntities
        self.parts = parts
        self.words = words
        self.codes = codes
        groups = codes.map { _ in TallyMemory(count: keepsEntities ? capacity + 1 : 0) }
        counts = codes.map { GroupCounts($0) }
        entities = TallyMemory(count: capacity + 1)
        bits = TallyMemory(count: keepsEntities ? capacity * words : 0)
    }

    /// Marks the slots of rows and lists their entities, each when it is first met.
    ///
    /// - Parameters:
    ///   - slots: words for each entity from `base` on, 0 for those that were not met yet.
    fileprivate func add(_ rows: UnsafeBufferPointer<UInt64>, _ slots: UnsafeMutablePointer<UInt64>, base: Int) {
        let words = self.words
        let entities = self.entities.start
        var count = self.count
        if words == 1 {
            for row in rows {
                let entity = Int(truncatingIfNeeded: row &>> 32)
                let first = (row &>> 16) & 0xFFFF
                let end = row & 0xFFFF
                let known = slots[entity &- base]
                entities[count] = UInt32(truncatingIfNeeded: entity)
                // No branch: which are met anew cannot be foretold. Rows without an entity are nobody's.
                count &+= (known == 0 ? 1 : 0) & (entity != 0 ? 1 : 0)
                slots[entity &- base] = known | (UInt64.max &<< first) & ~(UInt64.max << end)
            }
            self.count = count
            return
        }
        for row in rows {
            let entity = Int(truncatingIfNeeded: row &>> 32)
            let first = Int(truncatingIfNeeded: row &>> 16) & 0xFFFF
            let end = Int(truncatingIfNeeded: row) & 0xFFFF
            let own = slots + (entity &- base) &* words
            var known: UInt64 = 0
            for word in 0..<words { known |= own[word] }
            entities[count] = UInt32(truncatingIfNeeded: entity)
            // Rows without an entity are nobody's.
            count &+= known == 0 && entity != 0 ? 1 : 0
            for slot in first..<max(first &+ 1, end) {
                own[slot &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: slot & 63)
            }
        }
        self.count = count
    }

    /// Takes the words of the entities from place `first` on, and leaves zeros.
    fileprivate func take(_ slots: UnsafeMutablePointer<UInt64>, from first: Int, base: Int) {
        if let codes = codes?.start, let groups = groups?.start, let counts {
            let slotCount = counts.slotCount
            let table = counts.counts.start
            let totals = counts.totals.start
            for place in first..<count {
                let own = slots + (Int(entities.start[place]) &- base) &* words
                var word = 0
                while own[word] == 0 { word &+= 1 }
                let slot = word &* 64 &+ own[word].trailingZeroBitCount
                let group = Int(codes[slot])
                if keepsEntities { groups[place] = UInt32(truncatingIfNeeded: group) }
                totals[group] &+= 1
                // Most have one slot alone.
                table[group &* slotCount &+ slot] &+= 1
                var rest = own[word] & (own[word] &- 1)
                while true {
                    while rest != 0 {
                        table[group &* slotCount &+ word &* 64 &+ rest.trailingZeroBitCount] &+= 1
                        rest &= rest &- 1
                    }
                    word &+= 1
                    if word >= words { break }
                    rest = own[word]
                }
            }
            if base == 0 { counts.noteNobody(slots) }
        }
        if !keepsEntities {
            for place in first..<count {
                let own = slots + (Int(entities.start[place]) &- base) &* words
                for word in 0..<words { own[word] = 0 }
            }
            count = first
        }
        for place in first..<count {
            let own = slots + (Int(entities.start[place]) &- base) &* words
            for word in 0..<words {
                bits.start[place &* words &+ word] = own[word]
                own[word] = 0
            }
        }
        if base == 0 { slots.update(repeating: 0, count: words) }
    }
}

/// How many entities of each group have rows in each slot, and in any.
struct GroupCounts {
    let groupCount: Int
    let slotCount: Int
    /// By group, then by slot.
    let counts: TallyMemory<Int>
    let totals: TallyMemory<Int>
    /// By slot whether rows without an entity are in it, which are of group 0.
    let nobody: TallyMemory<UInt8>

    /// - Parameter codes: the group of an entity by its first slot.
    init(_ codes: TallyMemory<UInt32>) {
        groupCount = (0..<codes.count).reduce(0) { max($0, Int(codes[$1])) } + 1
        slotCount = codes.count
        counts = TallyMemory(count: groupCount * slotCount)
        totals = TallyMemory(count: groupCount)
        nobody = TallyMemory(count: slotCount)
        counts.start.update(repeating: 0, count: counts.count)
        totals.start.update(repeating: 0, count: totals.count)
        nobody.start.update(repeating: 0, count: nobody.count)
    }

    fileprivate func noteNobody(_ slots: UnsafePointer<UInt64>) {
        for slot in 0..<slotCount where slots[slot >> 6] >> UInt64(slot & 63) & 1 == 1 { nobody.start[slot] = 1 }
    }

    fileprivate func add(_ other: GroupCounts) {
        for place in 0..<counts.count { counts.start[place] += other.counts.start[place] }
        for group in 0..<groupCount { totals.start[group] += other.totals.start[group] }
        for slot in 0..<slotCount { nobody.start[slot] |= other.nobody.start[slot] }
    }

    func mark(_ marks: TallyMemory<UInt8>) {
        for place in 0..<counts.count where counts.start[place] > 0 { marks.start[place] = 1 }
        for slot in 0..<slotCount where nobody.start[slot] != 0 { marks.start[slot] = 1 }
    }

    /// As `EntityRows.counts` does; nil where a set leaves out some of several slots that have rows.
    func counts(anyOf sets: [[Int]], partCount: Int, partOf: [Int32]) -> [Int]? {
        var isUsed = [Bool](repeating: false, count: slotCount)
        for place in 0..<counts.count where counts.start[place] > 0 { isUsed[place % slotCount] = true }
        let usedCount = isUsed.count { $0 }
        var result = [Int](repeating: 0, count: partCount * sets.count)
        for (place, set) in sets.enumerated() {
            let used = set.filter { isUsed[$0] }
            let isAll = used.count == usedCount
            guard isAll || used.count <= 1 else { return nil }
            for group in 0..<groupCount where partOf[group] >= 0 {
                let target = Int(partOf[group]) * sets.count + place
                if isAll {
                    result[target] += totals.start[group]
                } else if let slot = used.first {
                    result[target] += counts.start[group * slotCount + slot]
                }
            }
        }
        return result
    }
}
