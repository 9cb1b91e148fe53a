import CScan
import Values

/// Splits the rows of a stretch of text into fields.
///
/// A fast scan finds all delimiters and line ends of well-formed text, 64 bytes at a time; a row whose quotes or number
/// of fields are out of order goes through `RowReader`, and the fast scan takes up again behind it.
/// Sendable although it holds a pointer: it only reads, and whoever runs it keeps the text alive.
struct Tokenizer: @unchecked Sendable {
    let bytes: UnsafePointer<UInt8>
    /// The end of the text.
    let end: Int
    let dialect: Dialect
    /// Fields that belong to the table, and fields that most rows have (more when all rows end in empty ones).
    let columns: Int
    let physical: Int

    private(set) var segments: [RowIndex] = []
    private(set) var log = ProblemLog()
    /// Blank lines between rows, which are no rows in tables of several columns.
    private(set) var blankLines = 0
    private(set) var raggedRows = 0
    /// Where the next row starts when the tokeniser stopped.
    private(set) var position: Int
    private(set) var isOutOfMemory = false

    private var current: RowIndex?
    private var reader: RowReader
    let shapes: [ColumnShape]
    /// Whether a row has a field that begins with the delimiter of one that was left out.
    private(set) var hasMovedFields = false

    /// `bytes` is readable up to `end` and `ByteBuffer.padding` bytes further; `start` is the start of a row.
    init(
        _ bytes: UnsafePointer<UInt8>, from start: Int, end: Int, dialect: Dialect, layout: Layout
    ) {
        self.bytes = bytes
        self.end = end
        self.dialect = dialect
        columns = layout.titles.count
        physical = max(layout.physical, columns)
        position = start
        shapes = dialect.keepsSpaces ? [] : layout.shapes
        reader = RowReader(bytes, end: end, dialect: dialect)
    }

    /// Whether the careful reading met the end of the text, so that it might have read more than there is differently.
    private(set) var hasSeenEnd = false

    /// As in `RowReader`.
    var hasMissedQuote: Bool { reader.hasMissedQuote }

    /// Whether quotes seem to be escaped otherwise than by doubling, which the text should have been rid of before.
    var hasSeenEscapes: Bool { reader.hasSeenEscapes }

    var rowCount: Int { segments.reduce(0) { $0 + $1.rowCount } }

    /// Chunks between two looks at whether the work was stopped.
    private static let patience = 16

    /// Reads all rows that start before `limit`, or as many as there is time for until the work is stopped.
    mutating func run(until limit: Int) {
        let chunk = 64 << 10
        var chunks = 0
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: chunk + 128) { marks in
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: chunk + 128) { rowEnds in
                guard let marks = marks.baseAddress, let rowEnds = rowEnds.baseAddress else { return }
                while position < limit && !isOutOfMemory {
                    chunks += 1
                    if chunks % Self.patience == 0, Work.isStopped { return }
                    let (rows, broke) = scan(min(position + chunk, end), marks, rowEnds)
                    let isAsScanned = take(rows, marks, rowEnds, limit: limit)
                    // The row that stopped the scan: broken, longer than a chunk, or the last without a line end.
                    if isAsScanned && position < limit && (rows == 0 || broke) { readSlowly() }
                }
            }
        }
    }

    // MARK: The fast scan

    /// Notes the places (from `position`) of the delimiters and line ends outside quotes up to `stop`, or up to the
    /// first quote out of order (`broke`); `rowEnds` gets the indexes of the line ends among them.
    ///
    /// `rows` are whole rows.
    private func scan(
        _ stop: Int, _ marks: UnsafeMutablePointer<UInt32>, _ rowEnds: UnsafeMutablePointer<UInt32>
    ) -> (rows: Int, broke: Bool) {
        let origin = bytes + position
        let length = stop - position
        let (delimiter, quote, newline) = (dialect.delimiter, dialect.quote, dialect.newline)
        var broke = false
        var markCount = 0
        var rows = 0
        var block = 0
        var inside: UInt64 = 0
        // Bit 0: the byte before the block lets a quote open; it closed a quote.
        var mayOpen: UInt64 = 1
        var closed: UInt64 = 0
        while block < length {
            let at = origin + block
            let quotes = cscan_equal(at, quote)
            let delimiters = cscan_equal(at, delimiter)
            var lines = cscan_equal(at, newline)
            let all = delimiters | lines
            var found = all
            var broken: UInt64 = 0
            if quotes | inside | closed != 0 {
                let within = cscan_parity(quotes) ^ inside
                let openings = quotes & within
                let closings = quotes & ~within
                let returns = newline == 0x0A ? cscan_equal(at, 0x0D) & (lines >> 1) : 0
                broken = openings & ~((all | closings) << 1 | mayOpen)
                broken |= (closings << 1 | closed) & ~(all | returns | openings)
                found &= ~within
                lines &= ~within
                inside = UInt64(bitPattern: Int64(bitPattern: within) >> 63)
                closed = closings >> 63
                mayOpen = (all | closings) >> 63
            } else {
                mayOpen = all >> 63
            }
            if length - block < 64 {
                let valid: UInt64 = (1 << UInt64(length - block)) - 1
                found &= valid
                lines &= valid
                broken &= valid
            }
            if broken != 0 {
                let valid = (broken & (0 &- broken)) - 1
                found &= valid
                lines &= valid
                broke = true
            }
            let place = UInt32(truncatingIfNeeded: block)
            var ends = lines
            while ends != 0 {
                let below = (ends & (0 &- ends)) &- 1
                rowEnds[rows] = UInt32(truncatingIfNeeded: markCount &+ (found & below).nonzeroBitCount)
                rows &+= 1
                ends &= ends &- 1
            }
            while found != 0 {
                marks[markCount] = place &+ UInt32(truncatingIfNeeded: found.trailingZeroBitCount)
                markCount &+= 1
                found &= found &- 1
            }
            if broke { break }
            block &+= 64
        }
        return (rows, broke)
    }

    /// Writes the scanned rows to the index, those out of order by the careful reading.
    ///
    /// False when it stopped before the last of them: at the limit, or where the careful reading found another row
    /// end.
    private mutating func take(
        _ rows: Int, _ marks: UnsafeMutablePointer<UInt32>, _ rowEnds: UnsafeMutablePointer<UInt32>, limit: Int
    ) -> Bool {
        if rows == 0 { return true }
        guard var index = openIndex(at: position) else { return false }
        let origin = position
        let isPaired = dialect.newline == 0x0A
        let isRegular = physical == columns
        var firstMark = 0
        for row in 0..<rows {
            let rowStart = position
            if rowStart >= limit { return false }
            let lastMark = Int(rowEnds[row])
            let lineEnd = origin + Int(marks[lastMark])
            var fieldEnd = lineEnd
            if isPaired && lineEnd > rowStart && bytes[lineEnd - 1] == 0x0D { fieldEnd -= 1 }
            if lastMark - firstMark + 1 == physical && (columns > 1 || fieldEnd > rowStart)
                && (isRegular || extrasAreEmpty(marks, firstMark, lastMark, fieldEnd - origin))
            {
                if rowStart - index.base > RowIndex.reach {
                    guard let fresh = openIndex(at: rowStart) else { return false }
                    index = fresh
                }
                guard index.reserveRow() else {
                    isOutOfMemory = true
                    return false
                }
                let entries = index.nextRow
                let shift = UInt32(truncatingIfNeeded: origin - index.base)
                entries[0] = UInt32(truncatingIfNeeded: rowStart - index.base) &- 1
                for field in 0..<columns { entries[field + 1] = marks[firstMark + field] &+ shift }
                if isRegular { entries[columns] = UInt32(truncatingIfNeeded: fieldEnd - index.base) }
                index.commitRow()
                position = lineEnd + 1
            } else {
                readSlowly()
                guard position == lineEnd + 1, let same = openIndex(at: position) else { return false }
                index = same
            }
            firstMark = lastMark + 1
        }
        return true
    }

    /// Whether nothing stands between the delimiters behind the last column.
    private func extrasAreEmpty(
        _ marks: UnsafeMutablePointer<UInt32>, _ firstMark: Int, _ lastMark: Int, _ fieldEnd: Int
    ) -> Bool {
        fieldEnd - Int(marks[firstMark + columns - 1]) == lastMark - firstMark - columns + 1
    }

    /// The index that takes the row at `start`.
    private mutating func openIndex(at start: Int) -> RowIndex? {
        if let current, start - current.base <= RowIndex.reach { return current }
        let estimate = min(max((end - start) / max(8 * columns, 24), 64), 1 << 22)
        guard let fresh = RowIndex(base: start, columns: columns, rows: estimate) else {
            isOutOfMemory = true
            return nil
        }
        current = fresh
        segments.append(fresh)
        return fresh
    }

    // MARK: The careful reading

    /// Reads the row at `position` with every tolerance and moves behind it.
    private mutating func readSlowly() {
        let start = position
        // Nothing but a line end: a million of them need no careful reading.
        if columns > 1, let next = behindLineEnd(start) {
            blankLines += 1
            position = next
            return
        }
        reader.read(at: start, expected: physical, mayChangeDelimiter: true)
        position = reader.next
        if reader.hasSeenEnd { hasSeenEnd = true }
        var isOutOfOrder = false
        switch reader.issue {
        case .endsInsideQuotes(let place):
            log.add(at: place, "the file ends inside quotes; the row is left out")
            return
        case .unclosedQuote(let place):
            isOutOfOrder = true
            log.add(at: place, "quote never closed; read as it stands")
        case .unescapedQuote(let place): log.add(at: place, "unescaped quote; read as part of the text")
        case .otherDelimiter(let other):
            log.add(at: start, "set apart by \(Dialect.name(ofDelimiter: other)) where the file has another delimiter")
        case nil: break
        }
        var ends = reader.fieldEnds
        if ends.count == 1 && isBlank(start, ends[0]) {
            if columns > 1 {
                blankLines += 1
                return
            }
            log.add(at: start, "blank line; read as a missing cell")
        }
        if isMarkedTotal(start, ends) {
            log.add(at: start, "a line of totals, as the cell behind its last column says; left out")
            return
        }
        guard position - start <= RowIndex.reach, let index = openIndex(at: start), index.reserveRow() else {
            if position - start > RowIndex.reach {
                log.add(at: start, "row longer than 2 GiB; left out")
            } else {
                isOutOfMemory = true
            }
            return
        }
        let extra = extraField(start, ends)
        if let extra {
            ends.remove(at: extra)
            hasMovedFields = true
            log.add(
                at: start,
                "\(ends.count + 1) fields, \(columns) expected; field \(extra + 1), which is empty, left out, as the others then fit"
            )
        }
        let joined = extra == nil && !isOutOfOrder ? joinedFields(start, ends) : nil
        if let joined {
            let (text, count) = (fieldText(start, ends, joined), ends.count)
            log.add(
                at: start,
                "\(count) fields, \(columns) expected; \(quoted(text)) read as one cell, as the others then fit")
            ends.removeSubrange(joined.lowerBound..<joined.upperBound)
        }
        let entries = index.nextRow
        entries[0] = UInt32(truncatingIfNeeded: start - index.base) &- 1
        var last = UInt32(truncatingIfNeeded: (ends.last ?? start) - index.base)
        for field in 0..<columns {
            if field < ends.count { last = UInt32(truncatingIfNeeded: ends[field] - index.base) }
            entries[field + 1] = last
        }
        index.commitRow()
        if extra != nil || joined != nil {
            raggedRows += 1
        } else if report(start, ends) || isOutOfOrder {
            index.noteDamage()
        }
    }

    /// Where the next line begins if a line end stands at `start`.
    private func behindLineEnd(_ start: Int) -> Int? {
        if bytes[start] == dialect.newline { return start + 1 }
        let isPair = dialect.newline == 0x0A && bytes[start] == 0x0D && start + 1 < end && bytes[start + 1] == 0x0A
        return isPair ? start + 2 : nil
    }

    /// Tells of a number of fields that is wrong, and whether it is.
    private mutating func report(_ start: Int, _ ends: [Int]) -> Bool {
        if ends.count < columns {
            raggedRows += 1
            log.add(at: start, "\(ends.count) field\(ends.count == 1 ? "" : "s"), \(columns) expected")
        } else if ends.count > columns {
            let extras = (columns..<ends.count).map { cellText(bytes, ends[$0 - 1] + 1, ends[$0], dialect) }
            let filled = extras.filter { text in !text.allSatisfy { $0 == " " } }
            if filled.isEmpty {
                // Delimiters behind the last column; unless one of them belongs to a field that stands too far left.
                let isWhole = ends.count <= physical || shapes.isEmpty || fitsAsItStands(start, ends)
                if isWhole { return false }
                raggedRows += 1
                log.add(at: start, "\(ends.count) fields, \(columns) expected; cells may stand in the wrong columns")
                return true
            }
            raggedRows += 1
            log.add(
                at: start,
                "\(ends.count) fields, \(columns) expected; left out: "
                    + filled.prefix(3).map(quoted).joined(separator: ", ") + (filled.count > 3 ? ", …" : ""))
        } else {
            return false
        }
        return true
    }

    private func fitsAsItStands(_ start: Int, _ ends: [Int]) -> Bool {
        shapes.count == columns
            && shapes.indices.allSatisfy {
                shapes[$0].fits(cellText(bytes, $0 == 0 ? start : ends[$0 - 1] + 1, ends[$0], dialect))
            }
    }

    private func isBlank(_ start: Int, _ end: Int) -> Bool {
        for place in start..<max(start, end) where !isSpace(bytes[place]) { return false }
        return true
    }
}
