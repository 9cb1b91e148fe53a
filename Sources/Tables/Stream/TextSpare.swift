import Glibc

/// Takes texts out of their cells, and keeps those of a chunk that do not stand in the file as they are.
final class TextSpare {
    private var unescaped: [UnsafeMutablePointer<UInt8>] = []

    deinit { clear() }

    /// Ends the use of the texts given so far.
    func clear() {
        for text in unescaped { text.deallocate() }
        unescaped.removeAll(keepingCapacity: true)
    }

    /// The text of a cell as it is kept; of 0 bytes when it is missing.
    ///
    /// Spaces around unquoted cells are left out, except in files with tabs; cells of nothing but spaces are missing;
    /// doubled quotes become one.
    @inline(__always)
    func text(
        _ run: FieldRun, _ row: Int, _ result: inout ChunkCells
    ) -> (start: UnsafePointer<UInt8>, count: Int) {
        let (start, count) = run.field(row)
        if count == 0 || (start[0] > 0x27 && start[count &- 1] > 0x27 && start[0] != run.quote) {
            return (start, start[0] > 127 && isUnseen(start, count) ? 0 : count)
        }
        return careful(run, start, count, &result)
    }

    @inline(never)
    private func careful(
        _ run: FieldRun, _ start: UnsafePointer<UInt8>, _ count: Int, _ result: inout ChunkCells
    ) -> (start: UnsafePointer<UInt8>, count: Int) {
        var span = cellSpan(start, 0, count, quote: run.quote, delimiter: run.delimiter)
        if span.isEmpty { return (start, 0) }
        if !span.isQuoted {
            if span.end - span.start != count {
                if run.keepsSpaces {
                    span = CellSpan(start: 0, end: count, isQuoted: false)
                } else {
                    result.trimmed += 1
                }
            }
            return (start + span.start, span.end - span.start)
        }
        var isBlank = true
        for place in span.start..<span.end where !isSpace(start[place]) {
            isBlank = false
            break
        }
        if isBlank { return (start, 0) }
        let inside = start + span.start
        let length = span.end - span.start
        guard memchr(inside, Int32(run.quote), length) != nil else { return (inside, length) }
        let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: length + FieldRun.padding)
        unescaped.append(copy)
        var written = 0
        var place = 0
        while place < length {
            copy[written] = inside[place]
            written += 1
            place += inside[place] == run.quote && place + 1 < length && inside[place + 1] == run.quote ? 2 : 1
        }
        memset(copy + written, 0, FieldRun.padding)
        return (UnsafePointer(copy), written)
    }
}
