/// Rows among the data that are none: the titles once more, where files were put together; subtotals; page numbers;
/// delimiters alone.
struct StrayRows: Sendable {
    enum Kind {
        case titles, total, page, blank
        /// Has the name of a total and otherwise numbers alone, but nothing that it could not be data: the rows above it
        /// tell.
        case openTotal
    }

    private let titles: [String]
    private let titleBytes: [[UInt8]]
    private let dialect: Dialect
    private let columns: Int
    /// Which bytes a stray row may begin with.
    private let mayBegin: [Bool]

    /// Letters that totals begin with, in `isTotal`'s languages.
    private static let totalLetters = "tsgoz"

    /// - Parameter titleCells: what the row of titles holds; none where there is no such row.
    init(titleCells: [String], dialect: Dialect, columns: Int) {
        titles = titleCells
        titleBytes = titleCells.map { Array($0.utf8) }
        self.dialect = dialect
        self.columns = columns
        var mayBegin = [Bool](repeating: false, count: 256)
        let letters = Self.totalLetters + pageLetters
        for letter in (letters + letters.uppercased()).utf8 { mayBegin[Int(letter)] = true }
        if let first = titles.first?.first {
            for byte in [first.lowercased(), first.uppercased()].compactMap(\.utf8.first) { mayBegin[Int(byte)] = true }
        }
        // Blanks, quotes around nothing, and a byte order mark.
        for byte in [dialect.delimiter, dialect.quote, 0x20, 0x09, 0x0D, 0xEF] { mayBegin[Int(byte)] = true }
        self.mayBegin = mayBegin
    }

    /// A quick look at a row whose first field ends at `end`: false for nearly all that are data.
    @inline(__always)
    func mayBe(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
        if columns < 2 { return false }
        let first = bytes[start] == dialect.quote ? bytes[start &+ 1] : bytes[start]
        if mayBegin.withUnsafeBufferPointer({ $0[Int(first)] }) { return true }
        guard end > start &+ 1 else { return false }
        let last = bytes[end &- 1] == dialect.quote ? bytes[end &- 2] : bytes[end &- 1]
        // `East Total`, and `Brought forward`, `Balance carried forward`.
        return last | 0x20 == 0x6C || (last | 0x20 == 0x64 && first | 0x21 == 0x63)
    }

    /// What a row is, if it is stray; `field` gives the bytes of a field.
    func kind(_ bytes: UnsafePointer<UInt8>, _ field: (Int) -> Range<Int>) -> Kind? {
        let first = field(0)
        guard mayBe(bytes, first.lowerBound, first.upperBound) else { return nil }
        if isBlank(bytes, first) {
            guard let filled = (1..<columns).first(where: { !isBlank(bytes, field($0)) }) else { return .blank }
            if holdsTitle(filled, bytes, field(filled)) { return titles(bytes, field) }
            return total(bytes, from: filled, field)
        }
        if holdsTitle(0, bytes, first) { return titles(bytes, field) }
        if isPageNumber(bytes, first, dialect), (1..<columns).allSatisfy({ isBlank(bytes, field($0)) }) { return .page }
        return total(bytes, from: 0, field)
    }

    /// Whether the first cell of a row that is not blank is the title of its column.
    private func holdsTitle(_ column: Int, _ bytes: UnsafePointer<UInt8>, _ range: Range<Int>) -> Bool {
        guard titles.indices.contains(column), range.count <= titleBytes[column].count + 8,
            let first = range.first(where: { !isSpace(bytes[$0]) && bytes[$0] != dialect.quote }),
            let letter = titleBytes[column].first
        else { return false }
        // A quick look, as nearly all cells begin otherwise; behind a byte order mark the title may follow.
        let byte = bytes[first]
        let mayBe = byte == letter || byte == 0xEF || (byte ^ letter == 0x20 && isLetter(byte)) || byte & letter >= 0x80
        return mayBe && match(column, bytes, range) != nil
    }

    private func titles(_ bytes: UnsafePointer<UInt8>, _ field: (Int) -> Range<Int>) -> Kind? {
        // Another table with fewer of them may follow.
        var (matches, letters, sameCapitals) = (0, 0, true)
        for column in 0..<min(titles.count, columns) {
            let range = field(column)
            if let match = match(column, bytes, range) {
                matches += 1
                letters += titleBytes[column].count
                if match == .otherCapitals { sameCapitals = false }
            } else if !isBlank(bytes, range) {
                return nil
            }
        }
        // `x` below `X` and `y` below `Y` may be data.
        if !sameCapitals, matches < titles.count || letters < Self.leastLetters { return nil }
        return matches > 1 && matches * 2 >= titles.count ? .titles : nil
    }

    /// In titles once more with other capitals.
    private static let leastLetters = 6

    private enum Match { case same, otherCapitals }

    /// What a row is whose first cell that is not blank, that of column `named`, is the name of a total.
    private func total(_ bytes: UnsafePointer<UInt8>, from named: Int, _ field: (Int) -> Range<Int>) -> Kind? {
        let place = field(named)
        let isPlain = endsAsTotal(bytes, place)
        guard isPlain || beginsAsTotal(bytes, place) else { return nil }
        let name = cellText(bytes, place.lowerBound, place.upperBound, dialect)
        let isNamed = isPlain && namesTotal(name)
        guard isNamed || groupOfTotal(name) != nil else { return nil }
        // A total has no words in the other columns, and leaves some blank.
        var numbers = 0
        var hasWords = false
        for column in named + 1..<max(named + 1, columns) {
            let range = field(column)
            if isBlank(bytes, range) { continue }
            let text = cellText(bytes, range.lowerBound, range.upperBound, dialect)
            if CellKind(text) == .number { numbers += 1 } else { hasWords = true }
        }
        if numbers == 0 { return nil }
        // One that is called nothing else may have words, such as `All regions`.
        if hasWords { return isPlain && isTotal(name) ? .openTotal : nil }
        return isNamed && numbers < columns - 1 ? .total : .openTotal
    }

    private func isBlank(_ bytes: UnsafePointer<UInt8>, _ range: Range<Int>) -> Bool {
        var inner = range
        if range.count > 1, bytes[range.lowerBound] == dialect.quote, bytes[range.upperBound - 1] == dialect.quote {
            inner = range.lowerBound + 1..<range.upperBound - 1
        }
        for place in inner where !isSpace(bytes[place]) && bytes[place] != 0x0D { return false }
        return true
    }

    /// How a cell is the title of its column; nil where it is not.
    private func match(_ column: Int, _ bytes: UnsafePointer<UInt8>, _ range: Range<Int>) -> Match? {
        let title = titleBytes[column]
        // Mostly they stand as they did above.
        let cell = UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count)
        if cell.elementsEqual(title) { return .same }
        // Of what is plain nothing else could be the title but the same letters.
        if cell.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != dialect.quote }) {
            return equalButForCapitals(cell, title) ? .otherCapitals : nil
        }
        let text = cleanTitle(cellText(bytes, range.lowerBound, range.upperBound, dialect))
        if text.utf8.elementsEqual(title) { return .same }
        return text.lowercased() == titles[column].lowercased() ? .otherCapitals : nil
    }

    private func equalButForCapitals(_ cell: UnsafeBufferPointer<UInt8>, _ title: [UInt8]) -> Bool {
        guard cell.count == title.count else { return false }
        for (one, other) in zip(cell, title) where one != other {
            if one ^ other != 0x20 || !isLetter(one) { return false }
        }
        return true
    }

    /// Whether the first letter is one that words for totals begin with, of a cell of several words.
    private func beginsAsTotal(_ bytes: UnsafePointer<UInt8>, _ range: Range<Int>) -> Bool {
        guard range.count > 5, range.count <= 64 else { return false }
        let first = bytes[range.lowerBound] == dialect.quote ? bytes[range.lowerBound + 1] : bytes[range.lowerBound]
        return Self.totalLetters.utf8.contains(first | 0x20) && range.contains { bytes[$0] == 0x20 }
    }

    /// Whether the last letter is one that words for totals end with, before a text is made of the cell.
    private func endsAsTotal(_ bytes: UnsafePointer<UInt8>, _ range: Range<Int>) -> Bool {
        guard range.count <= 64 else { return false }
        var end = range.upperBound
        while end > range.lowerBound, !isLetter(bytes[end - 1]), bytes[end - 1] != 0x29 { end -= 1 }
        guard end > range.lowerBound else { return false }
        let last = bytes[end - 1]
        return last == 0x29 || "lsemtd".utf8.contains(last | 0x20)
    }
}

/// Takes stray rows out, counts blank ones, and tells of the others; gives where those stand that have the name of a total
/// and may be data, and where totals were taken out.
@discardableResult
func leaveOutStrayRows(
    _ split: inout SplitRows, _ bytes: UnsafePointer<UInt8>, _ stray: StrayRows
) -> (open: [Int], totals: [Int]) {
    let noted = split.log.offsets
    var found: (open: [Int], totals: [Int]) = ([], [])
    for segment in split.segments {
        segment.remove { row in
            guard let kind = stray.kind(bytes, { segment.field($0, ofRow: row) }) else { return false }
            let start = segment.start(ofRow: row)
            if kind == .openTotal {
                found.open.append(start)
                return false
            }
            if noted.contains(start), split.log.remove(at: start) { split.raggedRows -= 1 }
            switch kind {
            case .blank: split.blankLines += 1
            case .titles: split.log.add(at: start, "the titles again; left out")
            case .total:
                found.totals.append(start)
                split.log.add(at: start, "a line of totals among the rows; left out")
            case .page: split.log.add(at: start, "the number of a page; left out")
            case .openTotal: break
            }
            return true
        }
    }
    return found
}
