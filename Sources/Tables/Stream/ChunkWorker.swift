import CScan
import Glibc
import Values

/// A column to be read in a pass.
struct ColumnPlan: Sendable {
    /// The column's place in the table.
    var column: Int
    /// Its place in a row.
    var field: Int
    var guess: ColumnGuess
    /// For texts that are given codes; without one they are kept as they stand.
    var dictionary: SharedDictionary?

    /// About how many bytes a cell will take.
    var likelyWidth: Int {
        switch guess {
        case .numbers(let scale): scale == 0 ? 2 : 4
        case .days, .numericDays: 2
        case .moments: 8
        case .flags, .unclear: 1
        case .texts(let many), .codes(let many): !many ? 1 : dictionary == nil ? 16 : 4
        }
    }
}

/// The rows of a chunk: those that begin in it.
struct ChunkResult {
    enum State {
        /// Where its first row begins could not be told, or not all of it was in order: to be read again once the chunk
        /// before has told.
        case open
        case done
        /// The file has to be read whole.
        case needsWhole
        case noMemory
        case unreadable
    }
    var state = State.open
    /// Where its first row begins, and where the first of the next chunk does.
    var start = 0
    var end = 0
    var rows = 0
    var columns: [ChunkCells] = []
    var log = ProblemLog()
    var blankLines = 0
    var raggedRows = 0
    /// Where a footer begins that was left out.
    var footer: Int?
}

/// Reads chunks for one thread.
///
/// A chunk begins anywhere, so whether its first byte stands inside quotes is a guess: whoever puts chunks together
/// checks that each begins where the one before ends, and has it read again where it does not.
final class ChunkWorker {
    private let file: StreamedFile
    private let head: StreamHead
    private let plans: [ColumnPlan]
    private let chunkSize: Int
    let memory: ColumnMemory
    private(set) var sinks: [TextSink?]
    private let buffer = ScratchMemory<UInt8>()
    private let marks = ScratchMemory<UInt32>()
    private let values = ScratchMemory<Int64>()
    private let codes = ScratchMemory<UInt32>()
    private let spare = TextSpare()

    /// Read behind a chunk at first, for its last row.
    private static let slack = 8 << 10
    /// How far the careful reading may look ahead before the file is read whole.
    private static let lookAhead = 16 << 20
    /// Kept before a chunk: the byte that decides whether a quote may open, and room for reads before a cell.
    private static let lead = 64

    /// - Parameter share: about how many rows it will read.
    init(_ file: StreamedFile, _ head: StreamHead, _ plans: [ColumnPlan], chunkSize: Int, share: Int) {
        memory = ColumnMemory(firstSlab: share * plans.reduce(0) { $0 + $1.likelyWidth })
        self.file = file
        self.head = head
        self.plans = plans
        self.chunkSize = chunkSize
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

    private enum Outcome {
        case done(ChunkResult)
        /// A row does not end in what was read.
        case needsMore
    }

    /// A stretch of the file in memory.
    private struct Text {
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

    // MARK: Rows in order

    /// Rows whose fields' ends stand in `marks`.
    private struct SplitChunk {
        var firstMark: Int
        var rows: Int
        /// Offsets from the text's beginning.
        var start: Int
        var end: Int
        var high: Bool
        var zero: Bool
    }

    private enum Splitting {
        case regular(SplitChunk)
        /// Rows are out of order; where the first seems to begin.
        case irregular(Int?)
        case needsMore
    }

    private func split(_ text: Text, from: Int, limit: Int, inside: UInt64, isKnown: Bool) -> Splitting {
        let dialect = head.dialect
        let columns = head.columns
        var count = text.count
        // The last row may lack its line end.
        if text.reachesEnd && text.bytes[count - 1] != dialect.newline {
            text.bytes[count] = dialect.newline
            count += 1
        }
        defer { if count != text.count { text.bytes[text.count] = 0 } }
        let marks = self.marks.room(count + 128)
        let isBorder = text.before == dialect.delimiter || text.before == dialect.newline
        let start = cscan_start(
            delimiter: dialect.delimiter, quote: dialect.quote, newline: dialect.newline, inside: inside,
            may_open: isKnown || isBorder ? 1 : 0, closed: 0)
        var found = cscan_found()
        cscan_split(text.bytes, count, 0, start, marks + 1, &found)
        // One before the first byte, so that the first field starts at 0.
        marks[0] = UInt32.max
        let markEnd = found.marks + 1
        @inline(__always) func isLineEnd(_ mark: Int) -> Bool { text.bytes[Int(marks[mark])] == dialect.newline }
        var first = 0
        if !isKnown && (text.before != dialect.newline || inside != 0) {
            first = 1
            while first < markEnd && !isLineEnd(first) { first += 1 }
            if first >= markEnd { return found.broke != 0 || text.reachesEnd ? .irregular(nil) : .needsMore }
        }
        let firstStart = first == 0 ? 0 : Int(marks[first]) + 1
        // The line end at or behind the last byte of the chunk ends its last row.
        let border = limit - from - 1
        if firstStart > border {
            return .regular(
                SplitChunk(firstMark: first, rows: 0, start: firstStart, end: firstStart, high: false, zero: false))
        }
        var last = lowerBound(marks, first + 1, markEnd, border)
        while last < markEnd && !isLineEnd(last) { last += 1 }
        if last >= markEnd {
            return found.broke != 0 || text.reachesEnd ? .irregular(firstStart) : .needsMore
        }
        var linesBehind = 0
        for mark in (last + 1)..<max(markEnd, last + 1) where isLineEnd(mark) { linesBehind += 1 }
        let rows = (last - first) / columns
        guard (last - first) % columns == 0, found.lines == rows + linesBehind + (first > 0 ? 1 : 0) else {
            return .irregular(firstStart)
        }
        var isRegular = true
        var mark = first
        for _ in 0..<rows {
            mark &+= columns
            if !isLineEnd(mark) { isRegular = false }
            // In a table of one column a blank line is told.
            if columns == 1 && isBlankLine(text.bytes, Int(marks[mark &- 1] &+ 1), Int(marks[mark])) {
                isRegular = false
            }
        }
        if !isRegular { return .irregular(firstStart) }
        return .regular(
            SplitChunk(
                firstMark: first, rows: rows, start: firstStart, end: Int(marks[last]) + 1, high: found.high != 0,
                zero: found.zero != 0))
    }

    private func isBlankLine(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
        end <= start || (end == start + 1 && bytes[start] == 0x0D)
    }

    /// The first of `marks` from `low` on that is not below `place`.
    private func lowerBound(_ marks: UnsafePointer<UInt32>, _ low: Int, _ high: Int, _ place: Int) -> Int {
        var low = low
        var high = high
        while low < high {
            let middle = (low + high) / 2
            if Int(marks[middle]) < place { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func parsed(_ rows: SplitChunk, _ text: Text, from: Int) -> ChunkResult {
        var result = ChunkResult()
        result.start = from + rows.start
        result.end = min(from + rows.end, head.dataEnd)
        result.rows = rows.rows
        let end = min(rows.end, text.count)
        if rows.high && Utf8Faults(text.bytes, from: rows.start, to: end).count > 0
            || rows.zero && firstByte(0, text.bytes, rows.start, end) < end
        {
            result.state = .needsWhole
            return result
        }
        let lastField = head.columns - 1
        let isPaired = head.dialect.newline == 0x0A
        parseColumns(&result, high: rows.high) { field in
            FieldRun(
                bytes: text.bytes, entries: marks.start + rows.firstMark + field, stride: head.columns, rows: rows.rows,
                quote: head.dialect.quote, delimiter: head.dialect.delimiter, keepsSpaces: head.dialect.keepsSpaces,
                mayEndInReturn: isPaired && field == lastField)
        } offset: {
            from
        }
        return result
    }

    private func parseColumns(
        _ result: inout ChunkResult, high: Bool, run: (_ field: Int) -> FieldRun, offset: () -> Int
    ) {
        result.state = .done
        if result.rows == 0 {
            result.columns = plans.map { _ in ChunkCells() }
            return
        }
        let values = self.values.room(result.rows)
        for (position, plan) in plans.enumerated() {
            let run = run(plan.field)
            var cells: ChunkCells
            var width = NarrowCells.Width.one
            switch plan.guess {
            case .numbers(let scale): cells = parseNumbers(run, scale: scale, values)
            case .days:
                cells = parseDays(run, values)
                width = .two
            case .moments:
                cells = parseMoments(run, values)
                width = .eight
            case .numericDays(let monthFirst, let separator):
                cells = parseNumericDays(
                    run, monthFirst: monthFirst, separator: separator, fileOffset: offset(), values)
                width = .two
            case .flags: cells = parseFlags(run, values)
            case .texts, .codes:
                guard var found = parseTexts(run, position, result.rows, high: high) else {
                    result.state = .noMemory
                    return
                }
                if case .codes = plan.guess { checkDigits(run, fileOffset: offset(), &found) }
                result.columns.append(found)
                continue
            case .unclear:
                cells = ChunkCells()
                cells.isOdd = true
            }
            if !cells.isOdd && cells.neededScale == 0 {
                guard let stored = store(values, result.rows, cells, plan.guess, width) else {
                    result.state = .noMemory
                    return
                }
                cells.cells = stored
            }
            result.columns.append(cells)
        }
    }

    /// Nil when there is no memory.
    private func parseTexts(_ run: FieldRun, _ position: Int, _ rows: Int, high: Bool) -> ChunkCells? {
        guard let sink = sinks[position] else {
            let (last, count) = run.field(rows - 1)
            let size = (last + count) - run.field(0).start
            guard var found = TextSink.pack(run, bytes: size, memory, spare) else { return nil }
            if high { found.proofs.insert(.highBytes) }
            return found
        }
        let codes = self.codes.room(rows)
        guard var found = sink.parse(run, codes) else { return nil }
        if high { sink.dictionary.noteHighBytes() }
        found.cells = storeNarrow(codes: codes, rows, largest: UInt32(truncatingIfNeeded: found.largest), memory)
        return found.cells == nil ? nil : found
    }

    /// Whether every cell is digits, and where the first is that begins with a zero.
    private func checkDigits(_ run: FieldRun, fileOffset: Int, _ found: inout ChunkCells) {
        for row in 0..<run.rows {
            let (cell, count) = run.cell(row)
            if count > 18 || !isDigits(cell, count) {
                found.isOdd = true
                return
            }
            if count > 1 && cell[0] == 0x30 && found.proofOffset == nil {
                found.proofOffset = fileOffset + (cell - run.bytes)
            }
        }
    }

    private func store(
        _ values: UnsafePointer<Int64>, _ rows: Int, _ cells: ChunkCells, _ guess: ColumnGuess,
        _ width: NarrowCells.Width
    ) -> NarrowCells? {
        guard guess == .flags else {
            return storeNarrow(
                values, rows, smallest: cells.smallest, largest: cells.largest, atLeast: width, memory)
        }
        let codes = self.codes.room(rows)
        for row in 0..<rows {
            codes[row] =
                values[row] == Int64.min ? UInt32(ColumnData.missingBoolean) : UInt32(truncatingIfNeeded: values[row])
        }
        return storeNarrow(codes: codes, rows, largest: 2, memory)
    }

    // MARK: Rows out of order, and the last ones

    /// Splits the rows from `start` on (an offset in the text) with every tolerance.
    private func carefully(_ text: Text, from: Int, start: Int, limit: Int) -> Outcome {
        var tokenizer = Tokenizer(
            text.bytes, from: start, end: text.count, dialect: head.dialect, columns: head.columns,
            physical: head.layout.physical)
        tokenizer.run(until: limit - from)
        if tokenizer.hasSeenEnd && !text.reachesEnd { return .needsMore }
        return .done(parsed(tokenizer, text, from: from, start: start, footer: nil))
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
        var tokenizer = Tokenizer(
            text.bytes, from: start, end: text.count, dialect: head.dialect, columns: head.columns,
            physical: head.layout.physical)
        tokenizer.run(until: limit - from)
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
        var split = SplitRows(
            dialect: head.dialect, layout: head.layout, segments: tokenizer.segments, log: ProblemLog(),
            blankLines: tokenizer.blankLines, raggedRows: tokenizer.raggedRows)
        if from > head.layout.dataStart, head.fields.count > 1,
            split.segments.last.map({ mayAllBeFooter($0, buffer.start, head.dialect) }) ?? true
        {
            var result = ChunkResult()
            result.state = .needsWhole
            return .done(result)
        }
        let footer = leaveOutFooter(&split, buffer, end: count, columns: head.fields.count)
        return .done(
            parsed(tokenizer, text, from: from, start: start, footer: footer.map { ($0, split.blankLines) }))
    }

    private func parsed(
        _ tokenizer: Tokenizer, _ text: Text, from: Int, start: Int,
        footer: (found: (offset: Int, reason: String), blankLines: Int)?
    ) -> ChunkResult {
        var result = ChunkResult()
        result.start = from + start
        result.end = from + tokenizer.position
        result.blankLines = footer?.blankLines ?? tokenizer.blankLines
        result.raggedRows = tokenizer.raggedRows
        result.log = tokenizer.log
        if let footer {
            result.log.remove(from: footer.found.offset)
            result.log.add(at: footer.found.offset, footer.found.reason)
            result.footer = from + footer.found.offset
        }
        result.log.move(by: from)
        let end = min(tokenizer.position, text.count)
        let seen = survey(text.bytes, start, end)
        if tokenizer.isOutOfMemory {
            result.state = .noMemory
            return result
        }
        if tokenizer.segments.count > 1 || seen.zero
            || seen.high && Utf8Faults(text.bytes, from: start, to: end).count > 0
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
        parseColumns(&result, high: seen.high) { field in
            FieldRun(
                bytes: UnsafePointer(text.bytes) + index.base, entries: UnsafePointer(index.entries) + field,
                stride: index.stride, rows: index.rowCount, quote: head.dialect.quote,
                delimiter: head.dialect.delimiter, keepsSpaces: head.dialect.keepsSpaces, mayEndInReturn: false)
        } offset: {
            from + index.base
        }
        return result
    }
}

/// Whether all bytes of a cell are digits, eight at a time; eight bytes before its end can be read.
@inline(__always)
private func isDigits(_ cell: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    var end = count
    while end > 0 {
        // What stands before the cell is pushed out.
        let shift = UInt64(truncatingIfNeeded: 8 &* max(0, 8 &- end))
        let word = UnsafeRawPointer(cell + (end &- 8)).loadUnaligned(as: UInt64.self) ^ 0x3030_3030_3030_3030
        let values = (word &>> shift) &<< shift
        if (values | (values &+ 0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0 != 0 { return false }
        end &-= 8
    }
    return true
}
