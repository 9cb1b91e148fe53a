/// What the beginning of a file says about its table.
struct Layout: Sendable {
    /// What has more columns is no table that anybody asks, and takes a kilobyte and more for each.
    static let mostColumns = 1 << 18

    /// As the file has them; empty where the file names none.
    var titles: [String]
    /// Where the first row of data starts.
    var dataStart: Int
    /// The number of fields that most rows have; at least the number of titles.
    var physical: Int
    var hasHeader: Bool
    /// Rows before the titles that were left out, as text.
    var preamble: [String] = []
    /// Where the titles are, or the first row.
    var headerStart: Int
    /// How many rows of titles there are; those behind the first continue its titles.
    var titleRows = 1
    /// Whether the row before the titles has those of groups of columns, which were put before them.
    var hasGroups = false
    /// What the columns look like; none where a row out of place cannot be told by it.
    var shapes: [ColumnShape] = []
    /// The cells of the first row of titles; none where the file names none.
    var titleCells: [String] = []

    /// Finds the row of titles in a sample of the beginning.
    ///
    /// `hasHeader` nil: decided here; `mayHavePreamble` false: the first row is the one.
    init(
        _ rows: [SampleRow], _ bytes: UnsafePointer<UInt8>, _ dialect: Dialect, end: Int, hasHeader: Bool?,
        mayHavePreamble: Bool
    ) {
        let finder = TitleFinder(rows: rows, bytes: bytes, dialect: dialect)
        var first = mayHavePreamble ? finder.firstTableRow() : 0
        var header = rows.indices.contains(first) ? rows[first] : SampleRow(start: end, ends: [], next: end)
        var cells = header.texts(bytes, dialect)
        var data = rows.dropFirst(first + 1)
        var isTitled = hasHeader ?? !finder.looksLikeData(cells, data)
        if hasHeader == nil, !isTitled || first == 0,
            let odd = finder.titlesUnderOtherDelimiter(before: isTitled ? 1 : first, isData: !isTitled)
        {
            if !isTitled { data = rows.dropFirst(first) }
            (first, header, cells, isTitled) = (odd.row, rows[odd.row], odd.titles, true)
        }
        headerStart = header.start
        preamble = rows.prefix(first).map { cellText(bytes, $0.start, $0.ends.last ?? $0.start, dialect) }
        var titles: [String] = []
        if isTitled {
            titles = cells.map(cleanTitle)
            dataStart = header.next
            titleCells = titles
            if hasHeader == nil {
                if let group = finder.groups(over: titles, row: first - 1) {
                    titles = zip(group, titles).map { cleanTitle($0 + " " + $1) }
                    headerStart = rows[first - 1].start
                    preamble.removeLast()
                    hasGroups = true
                }
                for row in finder.continuedTitles(first, cells) {
                    let names = row.texts(bytes, dialect)
                    titles = zip(finder.filledUp(titles, over: names), names).map { cleanTitle($0 + " " + $1) }
                    dataStart = row.next
                    data = data.dropFirst()
                    titleRows += 1
                }
            }
            while titles.count > 1 && titles.last?.isEmpty == true { titles.removeLast() }
        } else {
            dataStart = header.start
        }
        let body = isTitled ? data : rows.dropFirst(first)
        let usual = usualFieldCount(body, preferred: titles.count)
        let named = titles.filter { !$0.isEmpty }
        if isTitled, named.count < titles.count, named.count == usual.fields, usual.rows * 10 >= body.count * 9 {
            // A delimiter too many in the line of titles.
            titles = named
        }
        // Cells behind the last title belong to the table when most rows have them.
        let longer = data.filter { row in
            (titles.count..<max(titles.count, row.ends.count)).contains { !row.text($0, bytes, dialect).isEmpty }
        }
        if !isTitled || longer.count * 2 > data.count {
            titles += [String](repeating: "", count: max(0, usual.fields - titles.count))
        }
        if titles.isEmpty { titles = [""] }
        self.titles = titles
        self.hasHeader = isTitled
        physical = max(titles.count, usual.fields)
        if physical == titles.count { shapes = ColumnShape.shapes(of: body, count: physical, bytes, dialect) }
    }
}

extension Layout {
    /// Of rows whose titles are known and do not stand in the text.
    init(titles: [String]) {
        self.titles = titles
        dataStart = 0
        physical = titles.count
        hasHeader = true
        headerStart = 0
    }
}

/// A title on one line: runs of spaces and line ends become one space.
func cleanTitle(_ title: String) -> String {
    // Most are one word.
    if title.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) { return title }
    return title.split { $0.isWhitespace || $0 == "\u{FEFF}" }.joined(separator: " ")
}

/// What a text looks like on its own.
enum CellKind {
    case number, date, other

    init(_ text: String) {
        var text = text
        self = text.withUTF8 { bytes in
            guard let base = bytes.baseAddress else { return .other }
            if scanDate(base, bytes.count) != nil { return .date }
            return scanNumber(base, bytes.count) != nil ? .number : .other
        }
    }
}
