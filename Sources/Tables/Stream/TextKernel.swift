import CScan
import Glibc

/// Brings the texts of one column to codes, for one thread.
///
/// A small cache of texts seen before stands in front of the shared dictionary; where it seldom helps, texts go to the
/// dictionary at once, many at a time, so that their places in memory are on the way while others are looked up.
final class TextSink {
    let dictionary: SharedDictionary
    private(set) var reserve = SharedDictionary.Reserve()
    private var cache: UnsafeMutablePointer<CachedText>?
    private var lookups = 0
    private var misses = 0
    private let hashes = ScratchMemory<UInt64>()
    private let starts = ScratchMemory<UnsafePointer<UInt8>>()
    private let counts = ScratchMemory<UInt32>()
    private let spare = TextSpare()

    private static let cacheSize = 1024

    /// A text by its first sixteen bytes, its length and its code; code 0 is a free place.
    private struct CachedText {
        var low: UInt64 = 0
        var high: UInt64 = 0
        var count: UInt32 = 0
        var code: UInt32 = 0
    }

    /// - Parameter many: whether most cells are different, so that the cache would not help.
    init(_ dictionary: SharedDictionary, many: Bool) {
        self.dictionary = dictionary
        if !many {
            let memory = UnsafeMutablePointer<CachedText>.allocate(capacity: Self.cacheSize)
            memory.initialize(repeating: CachedText(), count: Self.cacheSize)
            cache = memory
        }
    }

    deinit { cache?.deallocate() }

    /// The codes of a run's cells, 0 for missing ones. Nil when there is no memory.
    func parse(_ run: FieldRun, _ codes: UnsafeMutablePointer<UInt32>) -> ChunkCells? {
        guard dictionary.enter(rows: run.rows) else { return nil }
        defer {
            dictionary.leave(rows: run.rows)
            spare.clear()
        }
        if cache != nil && lookups > 4096 && misses * 4 > lookups {
            cache?.deallocate()
            cache = nil
        }
        var result = ChunkCells()
        let isDone = cache.map { parse(run, codes, $0, &result) } ?? parseMany(run, codes, &result)
        return isDone ? result : nil
    }

    private func parse(
        _ run: FieldRun, _ codes: UnsafeMutablePointer<UInt32>, _ cache: UnsafeMutablePointer<CachedText>,
        _ result: inout ChunkCells
    ) -> Bool {
        var largest: UInt32 = 0
        var misses = 0
        // In a variable of its own: a property is looked after at each use.
        var reserve = self.reserve
        defer { self.reserve = reserve }
        let dictionary = self.dictionary
        let spare = self.spare
        for row in 0..<run.rows {
            let (start, count) = spare.text(run, row, &result)
            if count == 0 {
                codes[row] = 0
                result.missing &+= 1
                continue
            }
            let (low, high) = prefix(start, count)
            var hash = (low ^ (high &* 0xD6E8_FEB8_6659_FD93) ^ UInt64(truncatingIfNeeded: count))
            hash = hash &* 0x9E37_79B9_7F4A_7C15
            let place = cache + Int(truncatingIfNeeded: hash &>> 54)
            if place.pointee.low == low, place.pointee.high == high,
                place.pointee.count == UInt32(truncatingIfNeeded: count), place.pointee.code != 0,
                count <= 16 || isSame(place.pointee.code, start, count)
            {
                codes[row] = place.pointee.code
                largest = max(largest, place.pointee.code)
                continue
            }
            misses &+= 1
            let code = dictionary.code(SharedDictionary.hash(start, count), start, count, &reserve)
            if code == 0 { return false }
            place.pointee = CachedText(
                low: low, high: high, count: UInt32(truncatingIfNeeded: count), code: code)
            codes[row] = code
            largest = max(largest, code)
        }
        lookups += run.rows
        self.misses += misses
        result.smallest = 1
        result.largest = Int64(largest)
        return true
    }

    private func isSame(_ code: UInt32, _ start: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        let known = dictionary.bytes(Int(code) - 1)
        guard known.count == count, let text = known.baseAddress else { return false }
        return memcmp(text, start, count) == 0
    }

    private func parseMany(
        _ run: FieldRun, _ codes: UnsafeMutablePointer<UInt32>, _ result: inout ChunkCells
    ) -> Bool {
        let step = 256
        let hashes = self.hashes.room(step)
        let starts = self.starts.room(step)
        let counts = self.counts.room(step)
        var largest: UInt32 = 0
        var reserve = self.reserve
        defer { self.reserve = reserve }
        let dictionary = self.dictionary
        let spare = self.spare
        for first in stride(from: 0, to: run.rows, by: step) {
            let rows = min(step, run.rows - first)
            for row in 0..<rows {
                let (start, count) = spare.text(run, first &+ row, &result)
                starts[row] = start
                counts[row] = UInt32(truncatingIfNeeded: count)
                hashes[row] = SharedDictionary.hash(start, count)
                dictionary.prefetchSlot(hashes[row])
            }
            for row in 0..<rows { dictionary.prefetchText(hashes[row]) }
            for row in 0..<rows {
                if counts[row] == 0 {
                    codes[first &+ row] = 0
                    result.missing &+= 1
                    continue
                }
                let code = dictionary.code(hashes[row], starts[row], Int(counts[row]), &reserve)
                if code == 0 { return false }
                codes[first &+ row] = code
                largest = max(largest, code)
            }
        }
        result.smallest = 1
        result.largest = Int64(largest)
        return true
    }

    /// Keeps the texts of a run as they stand. Nil when there is no memory.
    ///
    /// - Parameter fileOffset: where in the file the run's bytes begin.
    static func pack(_ run: FieldRun, bytes: Int, _ memory: ColumnMemory, _ spare: TextSpare) -> ChunkCells? {
        var result = ChunkCells()
        let restartCount = (run.rows + PackedTexts.restart - 1) / PackedTexts.restart
        guard let restarts = memory.take(restartCount * MemoryLayout<UInt32>.size),
            let target = memory.take(PackedTexts.room(run, bytes: bytes))
        else { return nil }
        let offsets = restarts.bindMemory(to: UInt32.self, capacity: restartCount)
        let start = target.bindMemory(to: UInt8.self, capacity: PackedTexts.room(run, bytes: bytes))
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
            next = PackedTexts.pack(text, count, after: before, countBefore, to: next)
            before = text
            countBefore = count
        }
        spare.clear()
        memory.keep(next - start + 16)
        result.packed = PackedTexts.Piece(
            restarts: offsets, bytes: start, size: next - start, firstRow: 0, count: run.rows)
        return result
    }

    /// The first sixteen bytes of a text, zeros behind its end; sixteen bytes can be read at `start`.
    @inline(__always)
    private func prefix(_ start: UnsafePointer<UInt8>, _ count: Int) -> (low: UInt64, high: UInt64) {
        let raw = UnsafeRawPointer(start)
        let low = raw.loadUnaligned(as: UInt64.self)
        if count <= 8 {
            let shift = UInt64(truncatingIfNeeded: 64 &- 8 &* count)
            return ((low &<< shift) &>> shift, 0)
        }
        let high = raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        if count >= 16 { return (low, high) }
        let shift = UInt64(truncatingIfNeeded: 128 &- 8 &* count)
        return (low, (high &<< shift) &>> shift)
    }
}
