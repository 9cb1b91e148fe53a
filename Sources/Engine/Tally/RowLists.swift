import Tables

/// Rows that count, as workers list them: a number that they are put together by in the high half, and something of 32 bits.
final class RowLists {
    /// The column that what is listed comes from.
    let column: Int
    /// By worker.
    private let rows: TallyMemory<UInt64>
    /// Rows that a worker has room for.
    private let capacity: Int
    /// By worker, apart from each other so that no two write to the same line of a cache.
    private let counts: TallyMemory<Int>
    private static let apart = 16

    /// Rows of 64 bits on a large page: each worker's rows begin on one of their own.
    private static let page = 1 << 18

    init(_ column: Int, rowCount: Int, _ workers: Int) {
        self.column = column
        capacity = rowCount < Self.page ? rowCount : (rowCount + Self.page - 1) / Self.page * Self.page
        // Memory that nobody writes to costs nothing.
        rows = TallyMemory(count: rowCount * workers)
        counts = TallyMemory(count: Self.apart * workers)
    }

    func clear(_ worker: Int) { counts.start[worker * Self.apart] = 0 }

    /// Where a worker lists its rows.
    func part(of worker: Int) -> WorkerRows {
        WorkerRows(
            column: column, rows: rows.start + worker * capacity, count: counts.start + worker * Self.apart,
            capacity: capacity)
    }

    /// Stretches of numbers that rows are parted by, so that what is kept for one stretch stays in a near cache.
    private static let partLimit = 256

    /// Puts rows into stretches of their numbers, which are below `limit`.
    func parted(by limit: Int, _ workers: Int) -> PartedRows {
        let shift = max(6, Int.bitWidth - (limit / Self.partLimit).leadingZeroBitCount)
        var memories: [TallyMemory<UInt64>] = []
        var sorted: [UnsafeMutablePointer<UInt64>] = []
        let counts = (0..<workers).map { self.counts.start[$0 * Self.apart] }
        for (worker, count) in counts.enumerated() {
            // Behind the rows themselves where there is room: memory that was just written to costs the least.
            if 2 * count <= capacity {
                sorted.append(rows.start + worker * capacity + count)
            } else {
                let memory = TallyMemory<UInt64>(count: count)
                memories.append(memory)
                sorted.append(memory.start)
            }
        }
        let parted = PartedRows(
            shift: shift, parts: limit >> shift + 1, counts: counts, sorted: sorted, memories: memories + [rows])
        let rows = Unchecked(self.rows.start)
        let capacity = self.capacity
        concurrently(workers) { worker in
            parted.fill(
                worker, UnsafeBufferPointer(start: rows.value + worker * capacity, count: counts[worker]))
        }
        return parted
    }
}

/// Rows by stretches of the numbers in their high halves.
///
/// Sendable although it holds memory: while it is filled each worker writes its own part.
struct PartedRows: @unchecked Sendable {
    /// A stretch has `1 << shift` numbers.
    let shift: Int
    let parts: Int
    var workers: Int { counts.count }
    /// By worker.
    private let counts: [Int]
    private let sorted: [UnsafeMutablePointer<UInt64>]
    /// What they point to.
    private let memories: [TallyMemory<UInt64>]
    /// By worker, then by stretch.
    private let ends: TallyMemory<Int>

    fileprivate init(
        shift: Int, parts: Int, counts: [Int], sorted: [UnsafeMutablePointer<UInt64>], memories: [TallyMemory<UInt64>]
    ) {
        self.shift = shift
        self.parts = parts
        self.counts = counts
        self.sorted = sorted
        self.memories = memories
        ends = TallyMemory(count: parts * counts.count)
    }

    fileprivate func fill(_ worker: Int, _ rows: UnsafeBufferPointer<UInt64>) {
        let ends = ends.start + worker * parts
        let sorted = sorted[worker]
        ends.update(repeating: 0, count: parts)
        let places = UInt64(32 + shift)
        for row in rows { ends[Int(truncatingIfNeeded: row &>> places)] &+= 1 }
        var next = 0
        for part in 0..<parts {
            let size = ends[part]
            ends[part] = next
            next += size
        }
        for row in rows {
            let part = Int(truncatingIfNeeded: row &>> places)
            sorted[ends[part]] = row
            ends[part] &+= 1
        }
    }

    /// How many tasks share the stretches: more than there are threads, since rows are not spread evenly over numbers.
    var tasks: Int { counts.reduce(0, +) < 1 << 14 ? 1 : min(parts, WorkerPool.shared.threads * 4) }

    func range(of task: Int) -> Range<Int> { parts * task / tasks..<parts * (task + 1) / tasks }

    /// A worker's rows of a stretch.
    @inline(__always)
    func rows(_ part: Int, _ worker: Int) -> UnsafeBufferPointer<UInt64> { rows(part..<part + 1, worker) }

    @inline(__always)
    private func rows(_ range: Range<Int>, _ worker: Int) -> UnsafeBufferPointer<UInt64> {
        let ends = ends.start + worker * parts
        let start = range.lowerBound == 0 ? 0 : ends[range.lowerBound - 1]
        return UnsafeBufferPointer(
            start: sorted[worker] + start, count: (range.isEmpty ? start : ends[range.upperBound - 1]) - start)
    }

    /// How many rows some stretches have.
    func count(_ range: Range<Int>) -> Int { (0..<workers).reduce(0) { $0 + rows(range, $1).count } }
}
