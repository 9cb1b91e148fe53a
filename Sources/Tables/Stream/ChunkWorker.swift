import Glibc
import Values

/// Reads chunks for one thread.
///
/// A chunk begins anywhere, so whether its first byte stands inside quotes is a guess: whoever puts chunks together
/// checks that each begins where the one before ends, and has it read again where it does not.
final class ChunkWorker {
    let file: StreamedFile
    let head: StreamHead
    let plans: [ColumnPlan]
    let chunkSize: Int
    let memory: ColumnMemory
    let stray: StrayRows
    private let lastQuote: LastQuote
    private(set) var sinks: [TextSink?]
    private let buffer = ScratchMemory<UInt8>()
    let marks = ScratchMemory<UInt32>()
    let values = ScratchMemory<Int64>()
    let codes = ScratchMemory<UInt32>()
    let spare = TextSpare()
    let packer = TextPacker()

    /// Read behind a chunk at first, for its last row.
    private static let slack = 8 << 10
    /// How far the careful reading may look ahead before the file is read whole.
    private static let lookAhead = 16 << 20
    /// Kept before a chunk: the byte that decides whether a quote may open, and room for reads before a cell.
    private static let lead = 64

    /// - Parameter share: about how many rows it will read.
    init(
        _ file: StreamedFile, _ head: StreamHead, _ plans: [ColumnPlan], _ lastQuote: LastQuote, chunkSize: Int,
        share: Int
    ) {
        self.lastQuote = lastQuote
        memory = ColumnMemory(likely: share * plans.reduce(0) { $0 + $1.likelyWidth })
        self.file = file
        self.head = head
        self.plans = plans
        self.chunkSize = chunkSize
        stray = head.stray
        sinks = plans.map { plan in
            guard let dictionary = plan.dictionary else { return nil }
            return TextSink(dictionary, many: plan.guess.manyTexts ?? false)
        }
    }

    /// Where chunk `index` begins; the last one is up to twice as long.
    private func begin(_ index: Int) -> Int { head.layout.dataStart + index * chunkSize }

    static func chunkCount(_ head: StreamHead, chunkSize: Int) -> Int {
        max(1, (head.dataEnd - head.layout.dataStart) / chunkSize)
    }

    /// Reads chunk `index` of `count`; `knownStart` is where its first row begins, as far as that is known.
    func read(_ index: Int, of count: Int, knownStart: Int?) -> ChunkResult {
        let isLast = index == count - 1
        let limit = isLast ? head.dataEnd : begin(index + 1)
        let known = knownStart ?? (index == 0 ? begin(0) : nil)
        var result = ChunkResult()
        if let known, known >= limit {
            (result.state, result.start, result.end) = (.done, known, known)
            // The rows at the end stand in a chunk before, which was read as if more followed it.
            if isLast, index > 0, head.fields.count > 1 { result.state = .needsWhole }
            return result
        }
        let from = known ?? begin(index)
        var length = min(limit - from + Self.slack, head.dataEnd - from)
        while true {
            guard let text = load(from, length) else {
                result.state = .unreadable
                return result
            }
            switch attempt(text, from: from, limit: limit, isKnown: known != nil, isLast: isLast) {
            case .done(let found): return found
            case .needsMore:
                if length >= Self.lookAhead + chunkSize * 2 {
                    result.state = .needsWhole
                    return result
                }
                length = min(length * 2 + Self.slack, head.dataEnd - from)
            }
        }
    }

    /// Whether more of the file cannot tell more of quotes that are open at the end of the text.
    func hasAllQuotes(_ text: Text, from: Int) -> Bool { lastQuote.isBefore(from + text.count) }

    private enum Outcome {
        case done(ChunkResult)
        /// A row does not end in what was read.
        case needsMore
    }

    /// A stretch of the file in memory.
    struct Text {
        /// The byte at the offset asked for; `lead` bytes before it are those of the file as far as there are any.
        var bytes: UnsafeMutablePointer<UInt8>
        var count: Int
        /// Whether it reaches the end of the rows.
        var reachesEnd: Bool
        var before: UInt8
    }

    private func load(_ from: Int, _ length: Int) -> Text? {
        let lead = min(Self.lead, from)
        // Room for a line end that the file lacks, and for reads of whole blocks.
        let memory = buffer.room(Self.lead + length + 2 * FieldRun.padding + 1)
        let bytes = memory + Self.lead
        guard let got = file.read(from - lead, lead + length, into: bytes - lead), got == lead + length else {
            return nil
        }
        memset(bytes + length, 0, FieldRun.padding + 1)
        return Text(
            bytes: bytes, count: length, reachesEnd: from + length >= head.dataEnd,
            before: lead > 0 ? bytes[-1] : head.dialect.newline)
    }

    private func attempt(_ text: Text, from: Int, limit: Int, isKnown: Bool, isLast: Bool) -> Outcome {
        if isLast { return attemptLast(text, from: from, limit: limit, isKnown: isKnown) }
        var guesses: [UInt64] = [0]
        if !isKnown { guesses.append(~0) }
        var start: Int?
        for inside in guesses {
            let rows: SplitChunk
            switch split(text, from: from, limit: limit, inside: inside, isKnown: isKnown) {
            case .needsMore: return .needsMore
            case .regular(let found): rows = found
            case .irregular(let guessed):
                if inside == 0 { start = guessed }
                continue
            }
            return .done(parsed(rows, text, from: from))
        }
        guard let start = isKnown ? 0 : start else { return .done(ChunkResult()) }
        return carefully(text, from: from, start: start, limit: limit)
    }

    // MARK: Rows out of order, and the last ones

    /// Splits the rows from `start` on (an offset in the text) with every tolerance.
    private func carefully(_ text: Text, from: Int, start: Int, limit: Int) -> Outcome {
        let tokenizer = tokenized(text, start: start, until: limit - from)
        if !text.reachesEnd, tokenizer.hasSeenEnd || tokenizer.hasMissedQuote && !hasAllQuotes(text, from: from) {
            return .needsMore
        }
        var split = rows(of: tokenizer)
        let found = split.rowCount
        guard leaveOutStrayRows(&split, text.bytes, stray).open.isEmpty else { return .done(.needsWhole) }
        return .done(parsed(tokenizer, split, text, from: from, start: start, found: found))
    }

    private func tokenized(_ text: Text, start: Int, until limit: Int) -> Tokenizer {
        var tokenizer = Tokenizer(
            text.bytes, from: start, end: text.count, dialect: head.dialect, layout: head.layout)
        tokenizer.run(until: limit)
        return tokenizer
    }

    /// The last chunk may end in totals and notes that are no data.
    private func attemptLast(_ text: Text, from: Int, limit: Int, isKnown: Bool) -> Outcome {
        var start = 0
        if !isKnown {
            guard case .regular(let rows) = split(text, from: from, limit: limit, inside: 0, isKnown: false) else {
                return .done(ChunkResult())
            }
            start = rows.start
        }
        let tokenizer = tokenized(text, start: start, until: limit - from)
        // The same bytes in memory of their own, as the search for footers wants them.
        let count = text.count
        guard
            let buffer = ByteBuffer(
                capacity: count,
                fill: { memory in
                    memory.update(from: text.bytes, count: count)
                    return count
                })
        else {
            var result = ChunkResult()
            result.state = .noMemory
            return .done(result)
        }
        var split = rows(of: tokenizer)
        let found = split.rowCount
        if from > head.layout.dataStart, head.fields.count > 1,
            split.segments.last.map({ mayAllBeFooter($0, buffer.start, head.dialect) }) ?? true
        {
            return .done(.needsWhole)
        }
        let footer = leaveOutFooter(
            &split, buffer, end: count, columns: head.fields.count, startsLine: text.before == head.dialect.newline)
        if let footer {
            split.log.remove(from: footer.offset)
            split.log.add(at: footer.offset, footer.reason)
        }
        guard leaveOutStrayRows(&split, buffer.start, stray).open.isEmpty else { return .done(.needsWhole) }
        // Whether it is a total, all rows together tell.
        if let last = split.segments.last,
            mayBeUnnamedTotal(last, buffer.start, head.dialect)
                || mayBeUnknownTotal(last, last.rowCount - 1, buffer.start, head.dialect)
        {
            return .done(.needsWhole)
        }
        return .done(parsed(tokenizer, split, text, from: from, start: start, found: found))
    }

    private func rows(of tokenizer: Tokenizer) -> SplitRows {
        SplitRows(
            dialect: head.dialect, layout: head.layout, segments: tokenizer.segments, log: tokenizer.log,
            blankLines: tokenizer.blankLines, raggedRows: tokenizer.raggedRows)
    }

    private func parsed(
        _ tokenizer: Tokenizer, _ split: SplitRows, _ text: Text, from: Int, start: Int, found: Int
    ) -> ChunkResult {
        var result = ChunkResult()
        result.start = from + start
        result.end = from + tokenizer.position
        result.blankLines = split.blankLines
        result.foundRows = found
        result.raggedRows = tokenizer.raggedRows
        result.log = split.log
        result.log.move(by: from)
        let end = min(tokenizer.position, text.count)
        let seen = survey(text.bytes, start, end)
        if tokenizer.isOutOfMemory {
            result.state = .noMemory
            return result
        }
        if tokenizer.segments.count > 1 || seen.zero || tokenizer.hasSeenEscapes || tokenizer.hasMovedFields
            || seen.high && !isPlainUtf8(text.bytes, from: start, to: end)
        {
            result.state = .needsWhole
            return result
        }
        guard let index = tokenizer.segments.first else {
            result.state = .done
            result.columns = plans.map { _ in ChunkCells() }
            return result
        }
        result.rows = index.rowCount
        parseColumns(&result, high: seen.high, fileOffset: from + index.base) { field in
            FieldRun(
                bytes: UnsafePointer(text.bytes) + index.base, entries: UnsafePointer(index.entries) + field,
                stride: index.stride, rows: index.rowCount, quote: head.dialect.quote,
                delimiter: head.dialect.delimiter, keepsSpaces: head.dialect.keepsSpaces, mayEndInReturn: false)
        }
        return result
    }
}
