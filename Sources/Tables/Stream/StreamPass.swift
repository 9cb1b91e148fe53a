import Synchronization
import Values

/// What one reading of a large file gave.
struct PassResult {
    var rowCount: Int
    var log: ProblemLog
    var blankLines: Int
    /// As in `ChunkResult`.
    var foundRows: Int
    var raggedRows: Int
    /// By plan: the column, or why there is none.
    var columns: [PassColumn]

    enum PassColumn {
        case found(NarrowColumn, ChunkCells)
        /// Texts as they stand.
        case packed(PackedTexts, ChunkCells)
        /// To be read again with so many digits behind the point.
        case needsScale(Int)
        /// No plain form.
        case odd
    }
}

/// One reading of a large file, in chunks, by all threads.
///
/// Sendable although it holds memory that threads write to: each chunk's result is written by the thread that read it.
final class StreamPass: @unchecked Sendable {
    private let file: StreamedFile
    private let head: StreamHead
    private let plans: [ColumnPlan]
    private let chunkSize: Int
    private let isInterrupted: @Sendable () -> Bool
    private let count: Int
    private let results: UnsafeMutableBufferPointer<ChunkResult>
    private let next = Atomic(0)
    private let isStopped = Atomic(false)

    enum Failure: Error {
        case needsWhole
        case noMemory
        case unreadable
        case interrupted
    }

    init(
        _ file: StreamedFile, _ head: StreamHead, _ plans: [ColumnPlan], chunkSize: Int,
        isInterrupted: @escaping @Sendable () -> Bool
    ) {
        self.file = file
        self.head = head
        self.plans = plans
        self.chunkSize = chunkSize
        self.isInterrupted = isInterrupted
        count = ChunkWorker.chunkCount(head, chunkSize: chunkSize)
        results = .allocate(capacity: count)
        results.initialize(repeating: ChunkResult())
    }

    deinit {
        results.deinitialize()
        results.deallocate()
    }

    func run() throws(Failure) -> PassResult {
        let size = head.dataEnd - head.layout.dataStart
        return try Work.stage(WorkStage("reading \(file.name)", of: size)) { (stage) throws(Failure) in
            try run(stage)
        }
    }

    private func run(_ stage: WorkStage?) throws(Failure) -> PassResult {
        let threads = min(WorkerPool.shared.threads, count)
        let lastQuote = LastQuote(file, head)
        let workers = (0..<threads).map { _ in
            ChunkWorker(file, head, plans, lastQuote, chunkSize: chunkSize, share: head.rowEstimate / threads)
        }
        let crew = Crew(workers)
        concurrently(threads) { [self] thread in
            let worker = crew.workers[thread]
            while !isStopped.load(ordering: .relaxed) {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                if index >= count { break }
                let result = worker.read(index, of: count, knownStart: nil)
                switch result.state {
                case .needsWhole, .noMemory, .unreadable: isStopped.store(true, ordering: .relaxed)
                case .open, .done: break
                }
                if isInterrupted() { isStopped.store(true, ordering: .relaxed) }
                stage?.advance(chunkSize, rows: result.rows)
                results[index] = result
            }
        }
        if isInterrupted() { throw .interrupted }
        let hasGuessedWrong = try chain(workers[0])
        return try put(workers, hasGuessedWrong: hasGuessedWrong)
    }

    /// The threads' own workers: each is used by one thread at a time.
    private struct Crew: @unchecked Sendable {
        let workers: [ChunkWorker]
        init(_ workers: [ChunkWorker]) { self.workers = workers }
    }

    /// Makes sure that each chunk begins where the one before ends; one that does not is read again. By induction every
    /// row is then read as in one go from the beginning.
    private func chain(_ worker: ChunkWorker) throws(Failure) -> Bool {
        var hasGuessedWrong = false
        var start = head.layout.dataStart
        for index in 0..<count {
            try check(results[index])
            if results[index].state == .open || results[index].start != start {
                hasGuessedWrong = true
                if isInterrupted() { throw .interrupted }
                results[index] = worker.read(index, of: count, knownStart: start)
                try check(results[index])
                // A chunk whose start is known is always read to its end.
                guard results[index].state == .done else { throw .needsWhole }
            }
            start = results[index].end
        }
        if isInterrupted() { throw .interrupted }
        return hasGuessedWrong
    }

    private func check(_ result: ChunkResult) throws(Failure) {
        switch result.state {
        case .needsWhole: throw .needsWhole
        case .noMemory: throw .noMemory
        case .unreadable: throw .unreadable
        case .open, .done: break
        }
    }

    /// Puts the chunks' cells one behind the other.
    private func put(_ workers: [ChunkWorker], hasGuessedWrong: Bool) throws(Failure) -> PassResult {
        var result = PassResult(
            rowCount: 0, log: ProblemLog(), blankLines: 0, foundRows: 0, raggedRows: 0, columns: [])
        var firstRows: [Int] = []
        firstRows.reserveCapacity(count)
        for chunk in results {
            firstRows.append(result.rowCount)
            result.rowCount += chunk.rows
            result.log.append(chunk.log)
            result.blankLines += chunk.blankLines
            result.foundRows += chunk.foundRows
            result.raggedRows += chunk.raggedRows
        }
        let owner = PassMemory(workers.map(\.memory), plans.compactMap(\.dictionary))
        for position in plans.indices {
            result.columns.append(
                try column(position, firstRows, workers, owner, hasGuessedWrong: hasGuessedWrong))
        }
        return result
    }

    private func column(
        _ position: Int, _ firstRows: [Int], _ workers: [ChunkWorker], _ owner: PassMemory, hasGuessedWrong: Bool
    ) throws(Failure) -> PassResult.PassColumn {
        let plan = plans[position]
        var total = ChunkCells()
        var pieces: [NarrowCells] = []
        var packed: [PackedTexts.Piece] = []
        pieces.reserveCapacity(count)
        for (index, chunk) in results.enumerated() where chunk.rows > 0 {
            let part = chunk.columns[position]
            total.add(part)
            if let cells = part.cells {
                pieces.append(
                    NarrowCells(
                        start: cells.start, width: cells.width, firstRow: firstRows[index], count: cells.count))
            }
            if var piece = part.packed {
                piece.firstRow = firstRows[index]
                packed.append(piece)
            }
        }
        if total.isOdd { return .odd }
        // Rows that are none of the table's, such as one that is cut off at its end, may have misled the guess.
        if total.scale > plan.guess.scale || total.scale > 0 && total.scale < plan.guess.scale {
            return total.scale <= 18 ? .needsScale(total.scale) : .odd
        }
        if case .numbered(let form) = plan.guess {
            return numbered(form, pieces, total, owner)
        }
        if plan.guess.manyTexts != nil && plan.dictionary == nil {
            return .packed(
                PackedTexts(packed, mayHoldHighBytes: total.proofs.contains(.highBytes), owner: owner), total)
        }
        var bounds = total.smallest <= total.largest ? total.smallest...total.largest : nil
        if let dictionary = plan.dictionary {
            let left = workers.compactMap { $0.sinks[position]?.reserve }
            let isUsed = hasGuessedWrong ? usedCodes(pieces) : nil
            guard let renumbering = dictionary.close(left: left, isUsed: isUsed) else { throw .noMemory }
            guard renumber(&pieces, renumbering, workers[0].memory) else { throw .noMemory }
            bounds = dictionary.count > 0 ? 1...Int64(dictionary.count) : nil
        }
        let form: NarrowColumn.Form =
            switch plan.guess {
            case .numbers(let scale): .scaled(scale: scale)
            case .days, .numericDays, .months: .days
            case .moments, .epochs: .moments
            case .flags: .booleans
            case .texts, .numbered, .codes, .unclear: plan.dictionary.map { .texts(TextDictionary($0)) } ?? .booleans
            }
        return .found(NarrowColumn(form: form, pieces: pieces, bounds: bounds, owner: owner), total)
    }

    /// Texts that are as good as their numbers; odd where these are too far apart.
    private func numbered(
        _ form: NumberedForm, _ pieces: [NarrowCells], _ total: ChunkCells, _ owner: PassMemory
    ) -> PassResult.PassColumn {
        let rows = pieces.reduce(0) { $0 + $1.count }
        guard
            let texts = NumberedTexts(form, pieces, rows: rows, smallest: total.smallest, largest: total.largest)
        else { return .odd }
        texts.renumber(pieces)
        return .found(
            NarrowColumn(
                form: .texts(TextDictionary(texts)), pieces: pieces,
                bounds: texts.count > 0 ? 1...Int64(texts.count) : nil, owner: owner), total)
    }

    // MARK: Codes

    /// Which codes any row has: a chunk that was begun at the wrong place left texts that are none.
    private func usedCodes(_ pieces: [NarrowCells]) -> [Bool] {
        var used: [Bool] = []
        for piece in pieces {
            for place in 0..<piece.count {
                let code = Int(piece.code(place))
                if code >= used.count {
                    used += [Bool](repeating: false, count: max(code + 1, used.count * 2) - used.count)
                }
                used[code] = true
            }
        }
        return used
    }
}

/// Keeps alive what the pieces of a pass point to.
private final class PassMemory: Sendable {
    private let memories: [ColumnMemory]
    private let dictionaries: [SharedDictionary]

    init(_ memories: [ColumnMemory], _ dictionaries: [SharedDictionary]) {
        self.memories = memories
        self.dictionaries = dictionaries
    }
}

extension ChunkCells {
    /// Takes in what was found in a later chunk.
    fileprivate mutating func add(_ other: ChunkCells) {
        missing += other.missing
        smallest = min(smallest, other.smallest)
        largest = max(largest, other.largest)
        isOdd = isOdd || other.isOdd
        scale = max(scale, other.scale)
        proofs.formUnion(other.proofs)
        if proofOffset == nil { proofOffset = other.proofOffset }
        trimmed += other.trimmed
    }
}
