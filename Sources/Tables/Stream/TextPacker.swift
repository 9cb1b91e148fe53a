import Glibc

/// Packs the texts of one column in a chunk (`PackedTexts` has the form), for one thread.
///
/// A text is written as what it shares with the one before or with one of some that are kept whole. Those are looked up
/// by their first bytes: names made of few words in any order and a number have a beginning in common with one of them.
final class TextPacker {
    /// The number of a kept text and 1, by a hash of its first 8 bytes and of its first 16; 0 is free.
    private let byEight = ScratchMemory<UInt8>()
    private let bySixteen = ScratchMemory<UInt8>()
    private static let slotBits: UInt64 = 8
    /// The kept texts, each in as many bytes as the longest may have, and room for reads of whole words.
    private let texts = ScratchMemory<UInt8>()
    private let counts = ScratchMemory<UInt8>()
    private static let mostTexts = 127
    private static let longestText = 120
    private static let stride = 128
    /// A text of which so many bytes are shared with no other is kept, if it is not too long.
    private static let worthKeeping = 8

    /// Nil when there is no memory.
    ///
    /// - Parameter bytes: what the fields of the run take together at the most.
    func pack(_ run: FieldRun, bytes: Int, _ memory: ColumnMemory, _ spare: TextSpare) -> ChunkCells? {
        var result = ChunkCells()
        let restartCount = (run.rows + PackedTexts.restart - 1) / PackedTexts.restart
        guard let restarts = memory.take(restartCount * MemoryLayout<UInt32>.size),
            let target = memory.take(PackedTexts.room(run, bytes: bytes) + Self.mostTexts * (Self.stride + 2))
        else { return nil }
        let offsets = restarts.bindMemory(to: UInt32.self, capacity: restartCount)
        let start = target.bindMemory(to: UInt8.self, capacity: PackedTexts.room(run, bytes: bytes))
        let byEight = byEight.room(1 << Int(Self.slotBits))
        let bySixteen = bySixteen.room(1 << Int(Self.slotBits))
        byEight.update(repeating: 0, count: 1 << Int(Self.slotBits))
        bySixteen.update(repeating: 0, count: 1 << Int(Self.slotBits))
        let texts = texts.room(Self.mostTexts * Self.stride)
        let counts = counts.room(Self.mostTexts)
        var kept = 0
        var keptBytes = 0
        var next = start
        var before = run.bytes
        var countBefore = 0
        for row in 0..<run.rows {
            let (text, count) = spare.text(run, row, &result)
            if count == 0 { result.missing &+= 1 }
            if row % PackedTexts.restart == 0 {
                offsets[row / PackedTexts.restart] = UInt32(truncatingIfNeeded: next - start)
                countBefore = 0
            }
            var shared = sharedBytes(text, before, min(count, countBefore, PackedTexts.mostShared))
            var reference: UInt8?
            if count &- shared > Self.worthKeeping {
                let eight = Self.slot(text, 8)
                let sixteen = Self.slot(text, 16)
                // The longer beginning first.
                var index = count < 16 ? 0 : bySixteen[sixteen]
                if index == 0 { index = byEight[eight] }
                if index > 0 {
                    let place = Int(index &- 1)
                    let other = sharedBytes(text, texts + place &* Self.stride, min(count, Int(counts[place])))
                    if other > shared &+ 1 {
                        shared = other
                        reference = index &- 1
                    }
                }
                // No more of them than the others may well save.
                if count &- shared > Self.worthKeeping, count <= Self.longestText, kept < Self.mostTexts,
                    keptBytes <= 1024 &+ (next - start) / 16
                {
                    memcpy(texts + kept &* Self.stride, text, count)
                    counts[kept] = UInt8(truncatingIfNeeded: count)
                    kept &+= 1
                    keptBytes &+= count
                    if count >= 16, bySixteen[sixteen] == 0 { bySixteen[sixteen] = UInt8(truncatingIfNeeded: kept) }
                    if byEight[eight] == 0 { byEight[eight] = UInt8(truncatingIfNeeded: kept) }
                }
            }
            next = PackedTexts.write(text + shared, count &- shared, shared: shared, reference: reference, to: next)
            before = text
            countBefore = count
        }
        spare.clear()
        // The kept texts stand behind.
        let references = next
        next += kept * 2
        for place in 0..<kept {
            UnsafeMutableRawPointer(references).storeBytes(
                of: UInt16(truncatingIfNeeded: next - references), toByteOffset: place * 2, as: UInt16.self)
            memcpy(next, texts + place * Self.stride, Int(counts[place]))
            next += Int(counts[place])
        }
        memory.keep(next - start + 16)
        result.packed = PackedTexts.Piece(
            restarts: offsets, bytes: start, references: references, firstRow: 0, count: run.rows)
        return result
    }

    /// Where a text belongs by its first `count` bytes, 8 or 16, which can be read whatever its length.
    @inline(__always)
    private static func slot(_ text: UnsafePointer<UInt8>, _ count: Int) -> Int {
        let raw = UnsafeRawPointer(text)
        var word = raw.loadUnaligned(as: UInt64.self)
        if count > 8 { word = word &* 0xD6E8_FEB8_6659_FD93 ^ raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self) }
        return Int(truncatingIfNeeded: (word &* 0x9E37_79B9_7F4A_7C15) &>> (64 &- slotBits))
    }

    /// How many of the first `limit` bytes are the same; seven bytes behind them can be read.
    @inline(__always)
    private func sharedBytes(_ one: UnsafePointer<UInt8>, _ other: UnsafePointer<UInt8>, _ limit: Int) -> Int {
        var shared = 0
        while shared < limit {
            let difference =
                UnsafeRawPointer(one).loadUnaligned(fromByteOffset: shared, as: UInt64.self)
                ^ UnsafeRawPointer(other).loadUnaligned(fromByteOffset: shared, as: UInt64.self)
            if difference != 0 { return min(limit, shared &+ difference.trailingZeroBitCount / 8) }
            shared &+= 8
        }
        return limit
    }
}
