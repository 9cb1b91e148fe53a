import Glibc

/// Memory for the cells of columns, taken piece by piece by one thread and given back all at once.
///
/// Sendable although it holds pointers: only the thread that fills it calls `take`.
final class ColumnMemory: @unchecked Sendable {
    private var slabs: [(start: UnsafeMutableRawPointer, size: Int)] = []
    private var next: UnsafeMutableRawPointer?
    private var left = 0
    private var lastSize = 0
    /// Bytes that will probably be needed, beyond those that there are.
    private var expected: Int
    /// What is mapped at once when more is needed than was expected.
    private let more: Int
    /// `MADV_HUGEPAGE`.
    private static let adviseHugePages: Int32 = 14
    private static let hugePage = 2 << 20
    private static let largestSlab = 64 << 20

    /// - Parameter likely: bytes that are probably needed.
    init(likely: Int = 256 << 10) {
        expected = max(likely, 4096)
        more = min(max(likely / 8, 256 << 10), 8 << 20)
    }

    deinit { for slab in slabs { munmap(slab.start, slab.size) } }

    /// `size` bytes and `NarrowCells.padding` readable ones behind them, aligned to 64; nil when there is no memory.
    func take(_ size: Int) -> UnsafeMutableRawPointer? {
        guard size >= 0, size < Int.max / 2 else { return nil }
        let rounded = (size + NarrowCells.padding + 63) & ~63
        if rounded > left {
            // Fresh memory costs a page fault a page: large slabs are of huge pages.
            let size = expected > more ? min(expected, Self.largestSlab) : more
            let wanted = (max(size, rounded) + 4095) & ~4095
            guard let slab = mmap(nil, wanted, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
                slab != MAP_FAILED
            else { return nil }
            // Of the last one little might be used: its place is left to small ones.
            if wanted >= 2 * Self.hugePage { madvise(slab, wanted - Self.hugePage, Self.adviseHugePages) }
            expected -= wanted
            slabs.append((slab, wanted))
            next = slab
            left = wanted
        }
        guard let start = next else { return nil }
        next = start + rounded
        left -= rounded
        lastSize = rounded
        return start
    }

    /// Gives back all but the first `size` bytes of what was taken last.
    func keep(_ size: Int) {
        let rounded = (size + NarrowCells.padding + 63) & ~63
        guard rounded < lastSize else { return }
        next = next.map { $0 - (lastSize - rounded) }
        left += lastSize - rounded
        lastSize = rounded
    }
}
