import Synchronization
import Tables
import Values

/// The columns of a tally laid out for workers: morsels of rows, and where the cells of each column begin in each piece.
///
/// Sendable although it holds pointers: it is written once, before workers see it.
final class MorselTable: @unchecked Sendable {
    struct Span {
        var piece: Int
        /// The first row, counted in the piece.
        var first: Int
        var count: Int
    }

    private let columns: [NarrowColumn]
    private let columnCount: Int
    private let cells: UnsafeMutablePointer<MorselCells>
    private let spans: UnsafeMutablePointer<Span>
    let count: Int
    private let next = Atomic(0)
    private let isStopped = Atomic(false)

    /// Morsels that a worker does between two looks at whether it should stop.
    private static let patience = 16

    /// All columns have pieces of the same rows.
    init(_ columns: [NarrowColumn], borders: [Int]) {
        self.columns = columns
        columnCount = columns.count
        let pieces = zip(borders, borders.dropFirst()).filter { $0 < $1 }
        cells = .allocate(capacity: max(1, columns.count * pieces.count))
        for (place, column) in columns.enumerated() {
            precondition(column.pieces.count == pieces.count)
            for (piece, content) in column.pieces.enumerated() {
                (cells + piece * columns.count + place).initialize(
                    to: MorselCells(start: content.start, width: content.width))
            }
        }
        var spans: [Span] = []
        for (piece, (start, end)) in pieces.enumerated() {
            for first in stride(from: 0, to: end - start, by: Morsel.rows) {
                spans.append(Span(piece: piece, first: first, count: min(Morsel.rows, end - start - first)))
            }
        }
        count = spans.count
        self.spans = .allocate(capacity: max(1, spans.count))
        for (place, span) in spans.enumerated() { (self.spans + place).initialize(to: span) }
    }

    deinit {
        cells.deallocate()
        spans.deallocate()
    }

    static func morselCount(_ borders: [Int]) -> Int {
        zip(borders, borders.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0 + Morsel.rows - 1) / Morsel.rows }
    }

    /// How many workers share the morsels.
    var workers: Int { max(1, min(WorkerPool.shared.threads, count)) }

    /// Calls `work` on several threads, each with its number from 0 and a function that gives one morsel after the other.
    ///
    /// Throws `interrupted` when the user has asked to stop; what was done until then is of no use.
    func run(
        _ isInterrupted: @escaping @Sendable () -> Bool, _ work: @escaping @Sendable (Int, MorselQueue) -> Void
    ) throws(Diagnostic) {
        next.store(0, ordering: .relaxed)
        Work.stage(WorkStage("evaluating", of: count)) { stage in
            concurrently(workers) { worker in
                work(worker, MorselQueue(table: self, stage: stage, isInterrupted: isInterrupted))
            }
        }
        if isStopped.load(ordering: .relaxed) { throw .interrupted }
    }

    /// A column's cells in a morsel.
    @inline(__always)
    func cells(_ column: Int, _ span: Span) -> MorselCells {
        cells[span.piece &* columnCount &+ column].from(span.first)
    }

    fileprivate func take(_ stage: WorkStage?, _ isInterrupted: () -> Bool) -> Span? {
        let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard place < count else { return nil }
        if place % Self.patience == 0 {
            if isInterrupted() { isStopped.store(true, ordering: .relaxed) }
            stage?.advance(Self.patience, rows: Self.patience * Morsel.rows)
        }
        return isStopped.load(ordering: .relaxed) ? nil : spans[place]
    }
}

/// Hands out the morsels of a table.
struct MorselQueue {
    let table: MorselTable
    let stage: WorkStage?
    let isInterrupted: @Sendable () -> Bool

    func next() -> MorselTable.Span? { table.take(stage, isInterrupted) }
}
