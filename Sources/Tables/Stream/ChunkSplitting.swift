import CScan
import Values

// Splitting a chunk whose rows are in order into fields, all at once.
extension ChunkWorker {
    /// Rows whose fields' ends stand in `marks`.
    struct SplitChunk {
        var firstMark: Int
        var rows: Int
        /// Offsets from the text's beginning.
        var start: Int
        var end: Int
        var high: Bool
        var zero: Bool
    }

    enum Splitting {
        case regular(SplitChunk)
        /// Rows are out of order; where the first seems to begin.
        case irregular(Int?)
        case needsMore
    }

    func split(_ text: Text, from: Int, limit: Int, inside: UInt64, isKnown: Bool) -> Splitting {
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
        // Where the marks end before the rows do.
        func isDecided() -> Bool {
            found.broke != 0 || text.reachesEnd || found.quotes != 0 && hasAllQuotes(text, from: from)
        }
        var first = 0
        if !isKnown && (text.before != dialect.newline || inside != 0) {
            first = 1
            while first < markEnd && !isLineEnd(first) { first += 1 }
            if first >= markEnd { return isDecided() ? .irregular(nil) : .needsMore }
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
            return isDecided() ? .irregular(firstStart) : .needsMore
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
            if !isLineEnd(mark) || isStray(text.bytes, marks, mark &- columns) { isRegular = false }
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

    /// Whether the row whose fields end at `columns` marks from `first` on is stray: the careful reading leaves it out.
    @inline(__always)
    private func isStray(_ bytes: UnsafePointer<UInt8>, _ marks: UnsafePointer<UInt32>, _ first: Int) -> Bool {
        stray.mayBe(bytes, Int(marks[first] &+ 1), Int(marks[first &+ 1]))
            && stray.kind(bytes) { field($0, bytes, marks, first) } != nil
    }

    /// A field of such a row, without the CR before its line end.
    private func field(
        _ column: Int, _ bytes: UnsafePointer<UInt8>, _ marks: UnsafePointer<UInt32>, _ first: Int
    ) -> Range<Int> {
        let start = Int(marks[first + column] &+ 1)
        let end = Int(marks[first + column + 1])
        let isPair = column == head.columns - 1 && head.dialect.newline == 0x0A && end > start && bytes[end - 1] == 0x0D
        return start..<(isPair ? end - 1 : end)
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
}
