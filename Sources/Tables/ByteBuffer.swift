import Glibc
import Values

/// Bytes that no longer change once they are filled in, followed by `padding` zero bytes that block scans may read.
///
/// Sendable although it holds a pointer: after `init` nothing writes to the memory.
final class ByteBuffer: @unchecked Sendable {
    static let padding = 64
    /// `MADV_HUGEPAGE`.
    private static let adviseHugePages: Int32 = 14

    let start: UnsafePointer<UInt8>
    let count: Int
    /// What the memory belongs to; nil where it is the buffer's own.
    private let owner: AnyObject?

    /// Room for `capacity` bytes; `fill` returns how many it wrote (at most `capacity`).
    ///
    /// Nil when there is no memory, or the work may not take so much.
    init?(capacity: Int, fill: (UnsafeMutablePointer<UInt8>) -> Int) {
        // Large buffers on huge pages: fresh memory costs a page fault per page, and that is most of a cold load.
        let huge = 2 << 20
        let (size, overflow) = capacity.addingReportingOverflow(Self.padding)
        guard capacity >= 0, !overflow, Work.mayTake(size) else { return nil }
        var raw: UnsafeMutableRawPointer?
        guard posix_memalign(&raw, size >= 2 * huge ? huge : 64, size) == 0, let raw else { return nil }
        if size >= 2 * huge { _ = madvise(raw, size, Self.adviseHugePages) }
        let memory = raw.bindMemory(to: UInt8.self, capacity: size)
        owner = nil
        start = UnsafePointer(memory)
        count = min(max(fill(memory), 0), capacity)
        memset(memory + count, 0, Self.padding)
    }

    /// The same over `capacity` bytes that were taken from a `ColumnMemory`, which stays as long as the buffer does.
    init(
        _ taken: UnsafeMutableRawPointer, capacity: Int, of owner: ColumnMemory,
        fill: (UnsafeMutablePointer<UInt8>) -> Int
    ) {
        let memory = taken.bindMemory(to: UInt8.self, capacity: capacity + Self.padding)
        self.owner = owner
        start = UnsafePointer(memory)
        count = min(max(fill(memory), 0), capacity)
        memset(memory + count, 0, Self.padding)
    }

    /// The same over `count` bytes, and `padding` behind them, that others may read as long as `owner` lasts; what stands
    /// behind them may be anything.
    init(mapped start: UnsafePointer<UInt8>, count: Int, of owner: AnyObject) {
        self.start = start
        self.count = count
        self.owner = owner
    }

    deinit { if owner == nil { free(UnsafeMutablePointer(mutating: start)) } }

    /// The bytes of `range` as text; `range` must lie within the buffer.
    func text(_ range: Range<Int>) -> String {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        return String(
            decoding: UnsafeBufferPointer(start: start + range.lowerBound, count: range.count), as: UTF8.self)
    }

    /// Where a line that begins at `place`, or behind the end, begins in a text that was made of this one and has as many
    /// lines.
    func lineStart(_ place: Int, in rewritten: ByteBuffer, newline: UInt8) -> Int {
        guard place < count else { return rewritten.count }
        var linesBehind = countBytes(start, place, count, newline)
        var result = rewritten.count
        while result > 0 {
            if rewritten.start[result - 1] == newline {
                if linesBehind == 0 { break }
                linesBehind -= 1
            }
            result -= 1
        }
        return result
    }

    /// How many times `byte` occurs before `offset`.
    func occurrences(of byte: UInt8, before offset: Int) -> Int {
        countBytes(start, 0, min(max(offset, 0), count), byte)
    }
}
