/// Tells the row of titles from what stands before it and from data, in a sample of the beginning of a file.
struct TitleFinder {
    let rows: [SampleRow]
    let bytes: UnsafePointer<UInt8>
    let dialect: Dialect
    /// The number of fields that most rows of several have.
    private let usual: Int

    /// Rows that may stand before the titles.
    private static let longestPreamble = 50
    /// Rows of notes that may be filled up to the fields of the table.
    private static let longestNotes = 12
    /// Rows with the name of one of several tables.
    private static let longestCaption = 3
    /// Rows of titles that may follow the first.
    private static let mostTitleRows = 3
    /// Rows that show what a column holds.
    private static let seen = 20

    init(rows: [SampleRow], bytes: UnsafePointer<UInt8>, dialect: Dialect) {
        self.rows = rows
        self.bytes = bytes
        self.dialect = dialect
        usual = usualFieldCount(rows.filter { $0.ends.count > 1 }).fields
    }

    /// The first row that is wide enough to be of the table: report titles, filters and comments before it are not.
    func firstTableRow() -> Int {
        if usual < 2 {
            // One column: only comments can be told apart, `#` and a space.
            return rows.firstIndex {
                !(bytes[$0.start] == 0x23 && $0.start + 1 < $0.next && isSpace(bytes[$0.start + 1]))
            } ?? 0
        }
        let candidate = rows.prefix(Self.longestPreamble).firstIndex { row in
            !isComment(row) && row.texts(bytes, dialect).count { !$0.isEmpty } >= max(2, (usual + 1) / 2)
        }
        guard let candidate else { return 0 }
        if rows[candidate].ends.count == usual {
            return titlesBehindFilledUpNotes(candidate) ?? titlesBehindProse(candidate)
        }
        // A note with delimiters in it: the titles are the first full row of words over numbers or dates.
        let titles = rows.prefix(Self.longestPreamble).indices.dropFirst(candidate + 1).first { index in
            rows[index].ends.count == usual && isFullOfWords(rows[index].texts(bytes, dialect))
                && !typedColumns(rows.dropFirst(index + 1)).isEmpty
        }
        guard let titles, rows[candidate..<titles].allSatisfy({ $0.ends.count != usual }),
            typedColumns(rows[(candidate + 1)..<titles], count: rows[candidate].ends.count).isEmpty
        else { return candidate }
        return titles
    }

    /// The first full row of words over numbers or dates behind notes, which a spreadsheet fills up with delimiters to as
    /// many fields as the table has: `From,2025-01-01,,`; nil where the row `first` may be titles itself.
    private func titlesBehindFilledUpNotes(_ first: Int) -> Int? {
        let end = min(rows.count, first + Self.longestNotes)
        guard !isFullOfWords(rows[first].texts(bytes, dialect)),
            let titles = (first + 1..<end).first(where: { index in
                rows[index].ends.count == usual && isFullOfWords(rows[index].texts(bytes, dialect))
            })
        else { return nil }
        let typed = typedColumns(rows.dropFirst(titles + 1))
        guard !typed.isEmpty else { return nil }
        let notes = rows[first..<titles].map { $0.texts(bytes, dialect) }
        // A row of the table has numbers and dates where the others have them.
        let areNotes = notes.allSatisfy { cells in
            let filled = typed.filter { cells.indices.contains($0) && !cells[$0].isEmpty }
            return filled.isEmpty || filled.contains { CellKind(cells[$0]) == .other }
        }
        // Words above words may be titles on two lines; notes are set off, end in a colon, or tell a day or a number.
        let isSetOff = zip(rows[first..<titles], rows[(first + 1)...titles]).contains { $0.next < $1.start }
        let tells = notes.contains { cells in
            cells.allSatisfy(\.isEmpty)
                || cells.contains { $0.hasSuffix(":") || (CellKind($0) != .other && !isYear($0)) }
        }
        return areNotes && (isSetOff || tells) ? titles : nil
    }

    /// The titles behind sentences that have as many commas by chance: `Deals, all regions, open`; `first` where it is none.
    private func titlesBehindProse(_ first: Int) -> Int {
        func isProse(_ row: SampleRow) -> Bool {
            dialect.delimiter == 0x2C && row.ends.count > 2 && row.ends.dropLast().allSatisfy { bytes[$0 + 1] == 0x20 }
        }
        let titles = rows.indices.dropFirst(first).prefix(Self.longestCaption + 1).first { !isProse(rows[$0]) } ?? first
        let isTitled =
            titles > first && rows[titles].ends.count == usual && isFullOfWords(rows[titles].texts(bytes, dialect))
            && !rows[titles].ends.dropLast().contains { bytes[$0 + 1] == 0x20 }
        return isTitled && !typedColumns(rows.dropFirst(titles + 1)).isEmpty ? titles : first
    }

    private func isYear(_ text: String) -> Bool { Int(text).map { (1900...2100).contains($0) } ?? false }

    /// The titles, where the rows are a table by themselves: as many fields in all, words over numbers or dates. Its name
    /// may stand before them.
    var tableTitles: [String]? {
        let filled = rows.filter { width($0) > 0 }
        let rows = filled.dropFirst(filled.prefix(Self.longestCaption).prefix { width($0) < 2 }.count)
        guard usual > 1, let first = rows.first, rows.allSatisfy({ $0.ends.count == usual }) else { return nil }
        // A spreadsheet fills up all tables to the widest.
        let titles = Array(first.texts(bytes, dialect).prefix(width(first)))
        guard titles.count > 1, isFullOfWords(titles), rows.allSatisfy({ width($0) <= titles.count }) else {
            return nil
        }
        // So it does notes, of which each may be a word and a number.
        if titles.count < usual, rows.count < 3 || titles.contains(where: { $0.hasSuffix(":") }) { return nil }
        let hasTyped = titles.indices.contains { column in
            rows.dropFirst().prefix(Self.seen).allSatisfy { CellKind($0.text(column, bytes, dialect)) != .other }
        }
        return hasTyped ? titles : nil
    }

    /// Fields up to the last that is filled.
    private func width(_ row: SampleRow) -> Int {
        (row.texts(bytes, dialect).lastIndex { !$0.isEmpty } ?? -1) + 1
    }

    private func isComment(_ row: SampleRow) -> Bool {
        row.start < row.next && bytes[row.start] == 0x23 && row.ends.count != max(usual, 1)
    }

    private func isFullOfWords(_ cells: [String]) -> Bool {
        cells.allSatisfy { !$0.isEmpty && CellKind($0) == .other }
    }

    /// Whether the first row is no titles: every cell is a number or a date, or one is a date above dates, an amount
    /// above numbers or an address above addresses.
    func looksLikeData(_ cells: [String], _ data: ArraySlice<SampleRow>) -> Bool {
        let filled = cells.filter { !$0.isEmpty }
        if filled.isEmpty || data.isEmpty { return false }
        if filled.allSatisfy({ CellKind($0) == .number || CellKind($0) == .date }) {
            // `2015, 2016, 2017` above numbers are titles; so is a single number.
            return !filled.allSatisfy(isYear)
        }
        return cells.indices.contains { column in
            let cell = cells[column]
            let kind = CellKind(cell)
            // Whole numbers may be titles: weeks, months, sizes.
            guard kind == .date || (kind == .number && Int(cell) == nil) || isAddress(cell) else { return false }
            let below = data.prefix(Self.seen).map { $0.text(column, bytes, dialect) }.filter { !$0.isEmpty }
            if kind == .date { return below.allSatisfy { CellKind($0) == .date } }
            guard !below.isEmpty else { return false }
            return kind == .number ? below.allSatisfy { CellKind($0) == .number } : below.allSatisfy(isAddress)
        }
    }

    /// An address of mail or of the web.
    private func isAddress(_ cell: String) -> Bool {
        guard cell.utf8.first == 0x68 || cell.utf8.contains(0x40) else { return false }
        if cell.contains(where: \.isWhitespace) { return false }
        let parts = cell.split(separator: "@", omittingEmptySubsequences: false)
        if parts.count == 2, !parts[0].isEmpty, parts[1].dropFirst().contains(".") { return true }
        return cell.hasPrefix("https://") || cell.hasPrefix("http://")
    }

    /// The columns that hold numbers or dates in nearly all of some rows.
    private func typedColumns(_ data: ArraySlice<SampleRow>, count: Int? = nil) -> [Int] {
        let count = count ?? usual
        let rows = data.prefix(Self.seen).filter { $0.ends.count == count }
        guard rows.count > 1 else { return [] }
        return (0..<count).filter { column in
            let filled = rows.map { $0.text(column, bytes, dialect) }.filter { !$0.isEmpty }
            let typed = filled.count { CellKind($0) != .other }
            return filled.count > 1 && typed * 10 >= filled.count * 9
        }
    }

    /// The rows behind the titles that continue them: words in every column that holds numbers or dates, of which there
    /// are several; or the titles once more.
    func continuedTitles(_ header: Int, _ titles: [String]) -> [SampleRow] {
        var result: [SampleRow] = []
        for index in rows.indices.dropFirst(header + 1).prefix(Self.mostTitleRows) {
            let row = rows[index]
            let cells = row.texts(bytes, dialect)
            guard row.ends.count == usual, cells.count == titles.count, cells.allSatisfy({ CellKind($0) == .other })
            else { break }
            let columns = typedColumns(rows.dropFirst(index + 1))
            let isWords = columns.allSatisfy { column in
                !cells[column].isEmpty && CellKind(cells[column]) == .other && !isMissingWord(cells[column])
            }
            guard isWords, columns.count > 1 || (cells == titles && !columns.isEmpty) else { break }
            result.append(row)
        }
        return result
    }

    /// The titles of groups of columns in the row before titles of which some are the same: `2024,,2025,` over
    /// `Won,Lost,Won,Lost`; each stands for the columns up to the next.
    func groups(over titles: [String], row: Int) -> [String]? {
        guard rows.indices.contains(row), rows[row].ends.count == titles.count, !isComment(rows[row]) else {
            return nil
        }
        let named = titles.filter { !$0.isEmpty }
        guard Set(named).count < named.count else { return nil }
        let cells = rows[row].texts(bytes, dialect)
        guard cells.count(where: { !$0.isEmpty }) > 1 else { return nil }
        var group = ""
        let filled = cells.map { cell in
            if !cell.isEmpty { group = cell }
            return group
        }
        // They have to tell the columns apart.
        let told = zip(filled, titles).map { $0 + "\u{1F}" + $1 }
        return Set(told).count == told.count ? filled : nil
    }

    /// Titles over others of which some are the same, each put over those to its right that have none: `Region,Plan,,Fact,`
    /// over `,Won,Lost,Won,Lost`.
    func filledUp(_ titles: [String], over names: [String]) -> [String] {
        let named = names.filter { !$0.isEmpty }
        guard Set(named).count < named.count else { return titles }
        var group = ""
        let filled = zip(titles, names).map { title, name in
            group = !title.isEmpty ? title : name.isEmpty ? "" : group
            return group
        }
        let told = zip(filled, names).map { $0 + "\u{1F}" + $1 }
        return Set(told).count == told.count ? filled : titles
    }

    /// A row before the first of the table that is one field, but has a title for each column under another delimiter.
    ///
    /// - Parameter isData: whether data begin behind it, so that titles are missing.
    func titlesUnderOtherDelimiter(before row: Int, isData: Bool) -> (row: Int, titles: [String])? {
        let place = row - 1
        guard usual > 2, rows.indices.contains(place), rows[place].ends.count == 1 else { return nil }
        for other in knownDelimiters + [0x20] where other != dialect.delimiter && (isData || other != 0x20) {
            var changed = dialect
            changed.delimiter = other
            var reader = RowReader(bytes, end: rows[place].next, dialect: changed)
            reader.read(at: rows[place].start, expected: usual)
            let found = SampleRow(start: rows[place].start, ends: reader.fieldEnds, next: reader.next)
            let titles = found.texts(bytes, changed)
            if titles.count == usual, isFullOfWords(titles) { return (place, titles) }
        }
        return nil
    }
}
