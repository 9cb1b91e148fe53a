/// What the beginning of a file says about its table.
struct Layout: Sendable {
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

    /// Finds the row of titles in a sample of the beginning.
    ///
    /// `hasHeader` nil: decided here; `mayHavePreamble` false: the first row is the one.
    init(
        _ rows: [SampleRow], _ bytes: UnsafePointer<UInt8>, _ dialect: Dialect, end: Int, hasHeader: Bool?,
        mayHavePreamble: Bool
    ) {
        let first = mayHavePreamble ? Self.firstTableRow(rows, bytes, dialect) : 0
        let header = rows.indices.contains(first) ? rows[first] : SampleRow(start: end, ends: [], next: end)
        let cells = header.texts(bytes, dialect)
        let data = rows.dropFirst(first + 1)
        let isTitled = hasHeader ?? !Self.looksLikeData(cells, data, bytes, dialect)
        headerStart = header.start
        preamble = rows.prefix(first).map { cellText(bytes, $0.start, $0.ends.last ?? $0.start, dialect) }
        var titles: [String] = []
        if isTitled {
            titles = cells.map(cleanTitle)
            while titles.count > 1 && titles.last?.isEmpty == true { titles.removeLast() }
            dataStart = header.next
        } else {
            dataStart = header.start
        }
        let body = isTitled ? data : rows.dropFirst(first)
        let usual = usualFieldCount(body, preferred: titles.count).fields
        // Cells behind the last title belong to the table when most rows have them.
        let longer = data.filter { row in
            (titles.count..<max(titles.count, row.ends.count)).contains { !row.text($0, bytes, dialect).isEmpty }
        }
        if !isTitled || longer.count * 2 > data.count {
            titles += [String](repeating: "", count: max(0, usual - titles.count))
        }
        if titles.isEmpty { titles = [""] }
        self.titles = titles
        self.hasHeader = isTitled
        physical = max(titles.count, usual)
    }

    /// The first row that is wide enough to be of the table: report titles, filters and comments before it are not.
    private static func firstTableRow(
        _ rows: [SampleRow], _ bytes: UnsafePointer<UInt8>, _ dialect: Dialect
    ) -> Int {
        let usual = usualFieldCount(rows.filter { $0.ends.count > 1 }).fields
        let isComment = rows.map { $0.start < $0.next && bytes[$0.start] == 0x23 && $0.ends.count != max(usual, 1) }
        if usual < 2 {
            // One column: only comments can be told apart, `#` and a space.
            return rows.firstIndex {
                !(bytes[$0.start] == 0x23 && $0.start + 1 < $0.next && isSpace(bytes[$0.start + 1]))
            }
                ?? 0
        }
        for (index, row) in rows.prefix(50).enumerated() where !isComment[index] {
            let filled = row.texts(bytes, dialect).count { !$0.isEmpty }
            if filled >= max(2, (usual + 1) / 2) { return index }
        }
        return 0
    }

    /// Whether the first row is no titles: every cell is a number or a date, or one is a date above dates.
    private static func looksLikeData(
        _ cells: [String], _ data: ArraySlice<SampleRow>, _ bytes: UnsafePointer<UInt8>, _ dialect: Dialect
    ) -> Bool {
        let filled = cells.filter { !$0.isEmpty }
        if filled.isEmpty || data.isEmpty { return false }
        if filled.allSatisfy({ CellKind($0) == .number || CellKind($0) == .date }) {
            // `2015, 2016, 2017` above numbers are titles; so is a single number.
            let years = filled.allSatisfy { text in Int(text).map { (1900...2100).contains($0) } ?? false }
            return !years
        }
        return cells.indices.contains { column in
            CellKind(cells[column]) == .date
                && data.prefix(20).allSatisfy { row in
                    let text = row.text(column, bytes, dialect)
                    return text.isEmpty || CellKind(text) == .date
                }
        }
    }
}

/// A title on one line: runs of spaces and line ends become one space.
func cleanTitle(_ title: String) -> String {
    title.split { $0.isWhitespace || $0 == "\u{FEFF}" }.joined(separator: " ")
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
