import CScan
import Glibc

/// Brings the texts of one column to codes, for one thread.
///
/// A small cache of texts seen before stands in front of the shared dictionary; where it seldom helps, texts go to the
/// dictionary at once, many at a time, so that their places in memory are on the way while others are looked up.
final class TextSink {
    let dictionary: SharedDictionary
    private(set) var reserve = SharedDictionary.Reserve()
    private var cache: UnsafeMutablePointer<cfields_seen>?
    private var lookups = 0
    private var misses = 0
    private let hashes = ScratchMemory<UInt64>()
    private let starts = ScratchMemory<UnsafePointer<UInt8>>()
    private let counts = ScratchMemory<UInt32>()
    private let slots = ScratchMemory<Int>()
    private let spare = TextSpare()

    /// The cache has two to this many places, and one.
    private static let cacheBits: Int32 = 10

    /// - Parameter many: whether most cells are different, so that the cache would not help.
    init(_ dictionary: SharedDictionary, many: Bool) {
        self.dictionary = dictionary
        if !many {
            let places = (1 << Self.cacheBits) + 1
            let memory = UnsafeMutablePointer<cfields_seen>.allocate(capacity: places)
            memory.initialize(repeating: cfields_seen(), count: places)
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
        _ run: FieldRun, _ codes: UnsafeMutablePointer<UInt32>, _ cache: UnsafeMutablePointer<cfields_seen>,
        _ result: inout ChunkCells
    ) -> Bool {
        var largest: UInt32 = 0
        var missing = 0
        var plain = run.plain
        var row = 0
        while true {
            row = cfields_codes(&plain, row, cache, Self.cacheBits, codes, &missing, &largest)
            if row >= run.rows { break }
            let (start, count) = spare.text(run, row, &result)
            if count == 0 {
                codes[row] = 0
                missing += 1
            } else {
                guard let code = code(start, count, run.quote, cache) else { return false }
                codes[row] = code
                largest = max(largest, code)
            }
            row += 1
        }
        lookups += run.rows
        result.missing += missing
        result.smallest = 1
        result.largest = Int64(largest)
        return true
    }

    /// The code of a text that the loop over plain fields left; it is in the cache from then on, unless a field that
    /// looks like it would be another text. Nil when there is no memory.
    private func code(
        _ start: UnsafePointer<UInt8>, _ count: Int, _ quote: UInt8, _ cache: UnsafeMutablePointer<cfields_seen>
    ) -> UInt32? {
        var seen = cfields_seen()
        let place = withUnsafeMutableBytes(of: &seen.key) { key in
            key.bindMemory(to: UInt8.self).baseAddress.map { cfields_place(start, count, Self.cacheBits, $0) } ?? 0
        }
        let known = cache[place]
        if known.code != 0, known.count == count, memcmp(known.text, start, count) == 0 { return known.code }
        misses += 1
        var reserve = self.reserve
        let code = dictionary.code(SharedDictionary.hash(start, count), start, count, &reserve)
        self.reserve = reserve
        guard code != 0 else { return nil }
        if start[0] <= 0x27 || start[count - 1] <= 0x27 || start[0] == quote { return code }
        seen.count = UInt32(truncatingIfNeeded: count)
        seen.code = code
        seen.text = dictionary.bytes(Int(code) - 1).baseAddress
        cache[place] = seen
        return code
    }

    private func parseMany(
        _ run: FieldRun, _ codes: UnsafeMutablePointer<UInt32>, _ result: inout ChunkCells
    ) -> Bool {
        let step = 128
        let hashes = self.hashes.room(step)
        let starts = self.starts.room(step)
        let counts = self.counts.room(step)
        let slots = self.slots.room(step)
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
            for row in 0..<rows { slots[row] = dictionary.slot(hashes[row]) }
            for row in 0..<rows {
                if counts[row] == 0 {
                    codes[first &+ row] = 0
                    result.missing &+= 1
                    continue
                }
                let code = dictionary.code(
                    hashes[row], from: slots[row], starts[row], Int(counts[row]), &reserve)
                if code == 0 { return false }
                codes[first &+ row] = code
                largest = max(largest, code)
            }
        }
        result.smallest = 1
        result.largest = Int64(largest)
        return true
    }
}
