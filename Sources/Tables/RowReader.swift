/// Reads one row at a time with every tolerance: the careful half of the tokeniser, for rows that the fast scan refuses.
///
/// Linear over the whole file: a stretch in which no closing quote was found is remembered and never searched again,
/// and second readings are paid from a budget in proportion to the file.
struct RowReader {
    enum Issue {
        case unescapedQuote(Int)
        case unclosedQuote(Int)
        /// The last row of a file that was cut.
        case endsInsideQuotes(Int)
        /// The row is set apart by another delimiter than the file.
        case otherDelimiter(UInt8)
    }

    private let bytes: UnsafePointer<UInt8>
    private let end: Int
    private var dialect: Dialect

    /// One end a field, and where the next row starts, after `read`.
    private(set) var fieldEnds: [Int] = []
    private(set) var next = 0
    private(set) var issue: Issue?
    /// Whether any reading came to the end of the text.
    private(set) var hasSeenEnd = false
    /// Whether a closing quote was looked for up to the end of the text, with line ends before it: only a quote behind
    /// that end could change what was read.
    private(set) var hasMissedQuote = false

    /// A quote before this stretch was searched to its end without finding a closing one.
    private var barren: Range<Int> = 0..<0
    private var budget: Int
    /// What the reading in hand met: a quote behind a delimiter on the same line; a quoted field over several lines.
    private var sawInnerOpening = false
    private var firstLongQuote: Int?
    private var sawLoneReturn = false
    /// Where the row in hand begins.
    private var firstPlace = 0
    /// Whether a quote behind a backslash or `=`, or a row quoted as a whole, was met: the text should be rid of them.
    private(set) var hasSeenEscapes = false
    /// In the reading in hand two quotes before the end of a field are one of the text and one that closes.
    private var pairsClose = false
    /// In a file whose rows end in LF, the reading in hand takes a CR without LF as the end of a row too.
    private var returnsEndRows = false
    /// How far the reading in hand searches for closing quotes, where that is not the end of the text.
    private var searchLimit: Int?

    /// `bytes` is readable up to `end` and `ByteBuffer.padding` bytes further.
    init(_ bytes: UnsafePointer<UInt8>, end: Int, dialect: Dialect) {
        self.bytes = bytes
        self.end = end
        self.dialect = dialect
        budget = 4 * end + (1 << 20)
    }

    /// Reads the row at `start` (before the end).
    ///
    /// With `expected` the number of fields decides between several readings of stray quotes, line ends and, where
    /// `mayChangeDelimiter`, delimiters.
    mutating func read(at start: Int, expected: Int? = nil, mayChangeDelimiter: Bool = false) {
        readOnce(start, literal: nil, sameLine: false)
        guard let expected, fieldEnds.count != expected else { return }
        if bytes[start] == dialect.quote, !hasSeenEscapes {
            let line = start..<firstByte(dialect.newline, bytes, start, end)
            hasSeenEscapes =
                fieldsInQuotedLine(bytes, line, quote: dialect.quote, delimiter: dialect.delimiter) == expected
        }
        let first = (ends: fieldEnds, next: next, issue: issue)
        let saw = (loneReturn: sawLoneReturn, inner: sawInnerOpening, long: firstLongQuote)
        if saw.loneReturn, spend(first.next - start) {
            // Files put together from several sources have several kinds of line ends.
            returnsEndRows = true
            readOnce(start, literal: nil, sameLine: false, until: first.next)
            returnsEndRows = false
            if fieldEnds.count == expected { return }
        }
        if hasPairAtFieldEnd(start..<first.next), spend(first.next - start) {
            // Where quotes are not escaped at all, `"17""` ends in one.
            pairsClose = true
            readOnce(start, literal: nil, sameLine: false, until: first.next)
            pairsClose = false
            if fieldEnds.count == expected { return }
        }
        if saw.inner, spend(first.next - start) {
            readOnce(start, literal: nil, sameLine: true)
            if fieldEnds.count == expected { return }
        } else if let long = saw.long, spend(first.next - start) {
            // A stray quote joined lines that are rows of their own when it is taken as it stands.
            readOnce(start, literal: long, sameLine: false)
            if fieldEnds.count == expected {
                issue = .unclosedQuote(long)
                return
            }
        }
        if mayChangeDelimiter, first.ends.count == 1, expected > 2, first.issue == nil,
            readWithOtherDelimiter(start, expected: expected)
        {
            return
        }
        (fieldEnds, next, issue) = (first.ends, first.next, first.issue)
    }

    /// Whether one of the usual delimiters makes exactly as many fields of the row as are expected; if so they stand.
    private mutating func readWithOtherDelimiter(_ start: Int, expected: Int) -> Bool {
        let own = dialect.delimiter
        defer { dialect.delimiter = own }
        for other in knownDelimiters where other != own && spend(next - start) {
            dialect.delimiter = other
            readOnce(start, literal: nil, sameLine: false)
            if fieldEnds.count == expected && issue == nil {
                issue = .otherDelimiter(other)
                return true
            }
        }
        return false
    }

    private mutating func spend(_ cost: Int) -> Bool {
        budget -= cost
        return budget >= 0
    }

    /// `literal` is the place of a quote that opens nothing; `sameLine`: a quote behind a delimiter always opens a field.
    private mutating func readOnce(_ start: Int, literal: Int?, sameLine: Bool, until limit: Int? = nil) {
        searchLimit = limit
        defer { searchLimit = nil }
        fieldEnds.removeAll(keepingCapacity: true)
        issue = nil
        sawInnerOpening = false
        firstLongQuote = nil
        sawLoneReturn = false
        firstPlace = start
        var position = start
        while true {
            var open = position
            while open < end && isSpace(bytes[open]) && bytes[open] != dialect.delimiter { open += 1 }
            var fieldEnd: Int?
            if open + 1 < end && bytes[open] == 0x3D && bytes[open + 1] == dialect.quote { hasSeenEscapes = true }
            if open < end && bytes[open] == dialect.quote && open != literal {
                fieldEnd = closeQuote(open, sameLine: sameLine)
                if case .endsInsideQuotes = issue {
                    next = end
                    return
                }
            }
            let stop = fieldEnd ?? plainEnd(position)
            if stop >= end {
                hasSeenEnd = true
                let hasReturn = dialect.newline == 0x0A && end > position && bytes[end - 1] == 0x0D
                fieldEnds.append(hasReturn ? end - 1 : end)
                next = end
                return
            }
            if bytes[stop] == dialect.delimiter {
                fieldEnds.append(stop)
                position = stop + 1
                continue
            }
            let isPair = dialect.newline == 0x0A && stop > position && bytes[stop - 1] == 0x0D
            fieldEnds.append(isPair ? stop - 1 : stop)
            next = stop + 1
            return
        }
    }

    /// Where the field at `start` ends when its quotes mean nothing.
    private mutating func plainEnd(_ start: Int) -> Int {
        var position = start
        while position < end && bytes[position] != dialect.delimiter && bytes[position] != dialect.newline {
            if bytes[position] == 0x0D && isLoneReturn(position) {
                if returnsEndRows { return position }
                sawLoneReturn = true
            }
            position += 1
        }
        return position
    }

    /// Whether the CR at `position` stands alone in a file whose rows end in LF.
    private func isLoneReturn(_ position: Int) -> Bool {
        dialect.newline == 0x0A && position + 1 < end && bytes[position + 1] != 0x0A
    }

    /// Where the field whose quote opens at `open` ends (at a delimiter, a line end or the end of the file); nil when
    /// the quote is never closed, so that it must be read as it stands.
    private mutating func closeQuote(_ open: Int, sameLine: Bool) -> Int? {
        var position = open + 1
        var unescaped: Int?
        // Still in the run of quotes that begins at `open`, to which `barren` does not apply.
        var inFirstRun = true
        // The first line end behind `open`, looked for only as far as needed.
        var searched = open
        var crossesLine = false
        func crossed(_ limit: Int) -> Bool {
            if !crossesLine && searched < limit {
                crossesLine = firstByte(dialect.newline, bytes, searched, limit) < limit
                searched = limit
            }
            return crossesLine
        }
        while true {
            let quote = firstByte(dialect.quote, bytes, position, searchLimit ?? end)
            if let searchLimit, quote >= searchLimit { return giveUp(open, at: searchLimit) }
            if quote != position { inFirstRun = false }
            let isKnown = !inFirstRun && searchLimit == nil && barren.contains(open) && barren.contains(quote)
            if quote >= end || (isKnown && barren.upperBound == end) {
                if !crossed(end) {
                    hasSeenEnd = true
                    issue = .endsInsideQuotes(open)
                    return end
                }
                hasMissedQuote = true
                return giveUp(open, at: end)
            }
            // A quote on the same line ends no search for others of that line.
            if isKnown && crossed(barren.upperBound) { return giveUp(open, at: barren.upperBound) }
            let isPair = quote + 1 < end && bytes[quote + 1] == dialect.quote
            if isPair && !(pairsClose && isFieldEnd(behindSpaces(quote + 2))) {
                position = quote + 2
                continue
            }
            if isPair && unescaped == nil { unescaped = quote }
            let after = behindSpaces(quote + (isPair ? 2 : 1))
            if after >= end { hasSeenEnd = true }
            if isFieldEnd(after) {
                if unescaped != nil, open > firstPlace, isSpace(bytes[open - 1]), crossed(quote) {
                    // `{"k": "v", "n": 1}` without quotes around it: the quote behind a space opens no field.
                    if issue == nil { issue = .unclosedQuote(open) }
                    return nil
                }
                if firstLongQuote == nil && crossed(quote) { firstLongQuote = open }
                if let unescaped, issue == nil { issue = .unescapedQuote(unescaped) }
                let isReturn = after < end && bytes[after] == 0x0D && dialect.newline == 0x0A && !isLoneReturn(after)
                return isReturn ? min(after + 1, end) : after
            }
            if opensField(quote, after: open) {
                // Inside quotes that were closed properly, a quote behind a delimiter would be doubled.
                if sameLine || crossed(quote) { return giveUp(open, at: quote) }
                sawInnerOpening = true
            }
            if bytes[quote - 1] == backslash { hasSeenEscapes = true }
            if unescaped == nil { unescaped = quote }
            position = quote + 1
        }
    }

    /// Whether two quotes stand where a field of the row ends that has more than them. The row is searched anew, as how
    /// far one that was never closed was searched depends on the rows before.
    private func hasPairAtFieldEnd(_ row: Range<Int>) -> Bool {
        var quote = firstByte(dialect.quote, bytes, row.lowerBound, row.upperBound)
        while quote + 1 < row.upperBound {
            if bytes[quote + 1] == dialect.quote && !beginsField(quote, inRow: row.lowerBound)
                && isFieldEnd(behindSpaces(quote + 2))
            {
                return true
            }
            quote = firstByte(dialect.quote, bytes, quote + 1, row.upperBound)
        }
        return false
    }

    private func behindSpaces(_ position: Int) -> Int {
        var position = position
        while position < end && isSpace(bytes[position]) && bytes[position] != dialect.delimiter { position += 1 }
        return position
    }

    private mutating func giveUp(_ open: Int, at stop: Int) -> Int? {
        if issue == nil { issue = .unclosedQuote(open) }
        if stop > barren.upperBound && searchLimit == nil { barren = open..<stop }
        return nil
    }

    private func isFieldEnd(_ position: Int) -> Bool {
        if position >= end { return true }
        let byte = bytes[position]
        if isBorder(byte) { return true }
        if byte != 0x0D || dialect.newline != 0x0A { return false }
        return returnsEndRows || !isLoneReturn(position)
    }

    /// Whether the quote stands where a field begins that is another than that of `open`.
    private func opensField(_ quote: Int, after open: Int) -> Bool {
        let before = beforeSpaces(quote, from: open + 1)
        return before > open && isBorder(bytes[before])
    }

    private func beginsField(_ quote: Int, inRow start: Int) -> Bool {
        let before = beforeSpaces(quote, from: start)
        return before < start || isBorder(bytes[before])
    }

    /// The last byte before `position` that is no space, or the one before `start`.
    private func beforeSpaces(_ position: Int, from start: Int) -> Int {
        var before = position - 1
        while before >= start && isSpace(bytes[before]) && bytes[before] != dialect.delimiter { before -= 1 }
        return before
    }

    private func isBorder(_ byte: UInt8) -> Bool { byte == dialect.delimiter || byte == dialect.newline }
}
