import Tables
import Values

/// Which cells of a cube each entity has rows in: what different values are counted from, at any level.
final class EntityTally {
    let column: Int
    /// Codes of entities, 0 for none included.
    let count: Int
    let width: Int
    let words: Int
    private let memory: TallyMemory<UInt64>
    /// Numbers of 64 bits that a worker's part has.
    private let stride: Int

    private static let byteLimit = 256 << 20

    /// Nil where it would be too large.
    static func bytes(_ entity: TallyTable.Operand, cells: Int) -> Int? {
        let (width, words) = EntityBits.width(bits: cells)
        let (bytes, overflow) = entity.codeCount.multipliedReportingOverflow(by: width * words)
        return overflow || bytes > byteLimit ? nil : bytes + 16
    }

    init(_ entity: TallyTable.Operand, cells: Int, _ workers: Int) {
        column = entity.place
        count = entity.codeCount
        (width, words) = EntityBits.width(bits: cells)
        stride = (count * width * words + 7) / 8
        memory = TallyMemory(count: stride * workers)
    }

    func clear(_ worker: Int) { (memory.start + worker * stride).update(repeating: 0, count: stride) }

    func bits(_ worker: Int) -> EntityBits {
        EntityBits(start: UnsafeMutableRawPointer(memory.start + worker * stride), width: width, words: words)
    }

    func merge(_ workers: Int) {
        guard workers > 1 else { return }
        let start = memory.start
        let stride = self.stride
        TallyCube.inStretches(of: stride) { range in
            for worker in 1..<workers {
                let other = start + worker * stride
                for place in range { start[place] |= other[place] }
            }
        }
    }

    /// How many entities have any of the bits of each set.
    ///
    /// - Parameter sets: bits in ascending order, each below the number of bits.
    func counts(anyOf sets: [[Int]]) -> [Int] {
        let range = 1..<max(1, count)
        if words == 1 {
            switch width {
            case 1: return counts(sets, UInt8.self, range)
            case 2: return counts(sets, UInt16.self, range)
            case 4: return counts(sets, UInt32.self, range)
            default: return counts(sets, UInt64.self, range)
            }
        }
        return longCounts(sets, range)
    }

    private func counts<Bits: FixedWidthInteger & UnsignedInteger>(
        _ sets: [[Int]], _: Bits.Type, _ range: Range<Int>
    ) -> [Int] {
        let bits = bits(0).pointer(Bits.self)
        if Bits.bitWidth <= 16 {
            // How often each combination of bits occurs tells everything.
            let patterns = patternCounts(bits, range)
            var result = [Int](repeating: 0, count: sets.count)
            let masks = sets.map { $0.reduce(Bits(0)) { $0 | 1 &<< Bits(truncatingIfNeeded: $1) } }
            for (pattern, count) in patterns.enumerated() where count > 0 && pattern > 0 {
                for (place, mask) in masks.enumerated() where Bits(truncatingIfNeeded: pattern) & mask != 0 {
                    result[place] += count
                }
            }
            return result
        }
        var result = [Int](repeating: 0, count: sets.count)
        let single = singles(sets, Bits.bitWidth)
        if let single {
            let counts = partial(range, size: Bits.bitWidth) { range, counts in
                for entity in range {
                    var rest = bits[entity]
                    while rest != 0 {
                        counts[rest.trailingZeroBitCount] &+= 1
                        rest &= rest &- 1
                    }
                }
            }
            for (bit, places) in single.enumerated() { for place in places { result[place] = counts[bit] } }
        }
        for (place, set) in sets.enumerated() where single == nil || set.count > 1 {
            let mask = set.reduce(Bits(0)) { $0 | 1 &<< Bits(truncatingIfNeeded: $1) }
            result[place] =
                partial(range, size: 1) { range, counts in
                    var count = 0
                    for entity in range { count &+= bits[entity] & mask != 0 ? 1 : 0 }
                    counts[0] = count
                }[0]
        }
        return result
    }

    /// The places of the sets of one bit, by bit; nil where there are too few to look for.
    private func singles(_ sets: [[Int]], _ size: Int) -> [[Int]]? {
        var result = [[Int]](repeating: [], count: size)
        var count = 0
        for (place, set) in sets.enumerated() where set.count == 1 {
            result[set[0]].append(place)
            count += 1
        }
        return count > 0 ? result : nil
    }

    private func patternCounts<Bits: FixedWidthInteger & UnsignedInteger>(
        _ bits: UnsafeMutablePointer<Bits>, _ range: Range<Int>
    ) -> [Int] {
        partial(range, size: 1 << Bits.bitWidth) { range, counts in
            for entity in range { counts[Int(truncatingIfNeeded: bits[entity])] &+= 1 }
        }
    }

    private func longCounts(_ sets: [[Int]], _ range: Range<Int>) -> [Int] {
        let words = self.words
        let bits = bits(0).pointer(UInt64.self)
        var result = [Int](repeating: 0, count: sets.count)
        let single = singles(sets, words * 64)
        if let single {
            let counts = partial(range, size: words * 64) { range, counts in
                for entity in range {
                    for word in 0..<words {
                        var rest = bits[entity &* words &+ word]
                        while rest != 0 {
                            counts[word &* 64 &+ rest.trailingZeroBitCount] &+= 1
                            rest &= rest &- 1
                        }
                    }
                }
            }
            for (bit, places) in single.enumerated() { for place in places { result[place] = counts[bit] } }
        }
        for (place, set) in sets.enumerated() where set.count > 1 {
            var masks = [UInt64](repeating: 0, count: words)
            for bit in set { masks[bit >> 6] |= 1 << UInt64(bit & 63) }
            let used = masks.indices.filter { masks[$0] != 0 }.map { (word: $0, mask: masks[$0]) }
            result[place] =
                partial(range, size: 1) { range, counts in
                    var count = 0
                    for entity in range {
                        let own = bits + entity &* words
                        if used.contains(where: { own[$0.word] & $0.mask != 0 }) { count &+= 1 }
                    }
                    counts[0] = count
                }[0]
        }
        return result
    }

    /// Sums of what is counted in stretches of the entities, several at the same time.
    private func partial(
        _ range: Range<Int>, size: Int, _ count: @escaping (Range<Int>, UnsafeMutablePointer<Int>) -> Void
    ) -> [Int] {
        let parts = range.count < 1 << 14 ? 1 : WorkerPool.shared.threads
        let memory = TallyMemory<Int>(count: size * parts)
        let work = Unchecked(count)
        concurrently(parts) { part in
            let own = memory.start + part * size
            own.update(repeating: 0, count: size)
            let low = range.lowerBound + range.count * part / parts
            let high = range.lowerBound + range.count * (part + 1) / parts
            work.value(low..<high, own)
        }
        var result = [Int](repeating: 0, count: size)
        for part in 0..<parts { for place in 0..<size { result[place] += memory.start[part * size + place] } }
        return result
    }
}
