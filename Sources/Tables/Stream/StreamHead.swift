import Values

/// What the beginning of a large file says about all of it, as far as it can be read in chunks.
struct StreamHead: Sendable {
    var dialect: Dialect
    var layout: Layout
    var titles: [Table.Title]
    /// The field of each title.
    var fields: [Int]
    /// Where the rows end: before blank lines at the end of the file.
    var dataEnd: Int
    /// What was decided before any row was read: encoding, lines left out at the top.
    var decisions: [String]
    /// The beginning of the file.
    var buffer: ByteBuffer
    /// What each column looks like.
    var guesses: [ColumnGuess]
    /// Whether no cell with a value was seen, so that the column may be of any type.
    var looksBlank: [Bool]
    /// About how many rows there are.
    var rowEstimate: Int

    var columns: Int { layout.titles.count }

    var stray: StrayRows { StrayRows(titleCells: layout.titleCells, dialect: dialect, columns: columns) }

    private static let size = (1 << 20) + (1 << 17)

    /// Nil for a file that has to be read whole: of another encoding, without delimiters, with lines that say nothing
    /// by themselves, or one that cannot be read at all.
    init?(_ file: StreamedFile, _ options: ReadOptions) {
        let size = min(Self.size, file.size)
        guard options.encoding == nil || options.encoding == .utf8, options.keepsTotals != true,
            options.missingWords.isEmpty, size > 3,
            let head = file.bytes(0, size),
            head.count == size, foreignFormat(head.start, count: size) == nil, !isJSON(head, name: file.name)
        else { return nil }
        let bytes = head.start
        let seen = survey(bytes, 0, head.count)
        let isWide = (bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF)
        if seen.zero || isWide { return nil }
        let hasMark = bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
        let text = DecodedText(
            buffer: head, start: hasMark ? 3 : 0, encodingName: hasMark ? "UTF-8 with byte order mark" : "UTF-8",
            log: ProblemLog())
        var decisions = ["encoding " + text.encodingName]
        if hasDoubledReturns(bytes, from: text.start, to: head.count) { return nil }
        let newline = lineEnd(bytes, from: text.start, end: head.count)
        let (start, told) = skipHead(text, options, newline, &decisions)
        // Whatever looks at rows has to end well inside the head.
        let limit = size < file.size ? size - (1 << 16) : size + 1
        guard start < size, start < 1 << 16 else { return nil }
        // Blank lines and other things that end a file say nothing of its rows.
        guard let end = Self.dataEnd(file, newline: newline), start < end else { return nil }
        let seenEnd = min(end, head.count)
        let quote = options.quote ?? quoteMark(bytes, from: start, end: seenEnd)
        let range = start..<seenEnd
        // The last line may be cut.
        var lastEnd = seenEnd
        if end > head.count { while lastEnd > start, bytes[lastEnd - 1] != newline { lastEnd -= 1 } }
        let lines = start..<lastEnd
        if withDoubledQuotes(head, range, quote: quote) != nil || withoutFormulaTexts(head, range, quote: quote) != nil
            || withSingleDelimiter(head, range, quote: quote, newline: newline) != nil
            || DrawnTable(bytes, range, newline: newline) != nil
            || withoutQuotedLines(head, lines, quote: quote, newline: newline) != nil
        {
            return nil
        }
        let delimiter =
            told ?? likelyDelimiter(bytes, from: start, end: seenEnd, quote: quote, newline: newline)
        guard delimiter != Dialect.noDelimiter else { return nil }
        let dialect = Dialect(delimiter: delimiter, quote: quote, newline: newline)
        let sample = layoutSample(bytes, from: start, end: seenEnd, dialect: dialect)
        guard let last = sample.last, last.next < limit else { return nil }
        let layout = Layout(
            sample, bytes, dialect, end: seenEnd, hasHeader: options.hasHeader,
            mayHavePreamble: options.skip == nil)
        guard layout.physical == layout.titles.count, !layout.titles.contains(""), layout.dataStart < limit,
            layout.titles.count <= Layout.mostColumns,
            Utf8Faults(bytes, from: text.start, to: layout.dataStart).count == 0,
            innerMark(bytes, from: text.start, to: layout.dataStart) == nil, end > layout.dataStart
        else { return nil }
        let split = SplitRows(
            dialect: dialect, layout: layout, segments: [], log: ProblemLog(), blankLines: 0, raggedRows: 0)
        (titles, fields) = tableTitles(split, bytes: bytes)
        self.dialect = dialect
        self.layout = layout
        self.decisions = decisions
        dataEnd = end
        buffer = head
        let rows = sample.filter { $0.start >= layout.dataStart && $0.ends.count == layout.titles.count }
        // Whether the first row is a total, all rows together tell.
        guard let firstCells = rows.first?.texts(bytes, dialect), !isUnnamed(firstCells) else { return nil }
        if isUnknownTotal(firstCells) {
            let others = rows.dropFirst().prefix(100).map { $0.texts(bytes, dialect) }
            for column in firstCells.indices
            where firstCells[column].isEmpty && !others.contains(where: { $0[column].isEmpty }) {
                return nil
            }
        }
        rowEstimate = (end - layout.dataStart) / max(1, (last.next - layout.dataStart) / rows.count)
        var texts = stride(from: 0, to: rows.count, by: max(1, rows.count / 128)).map { rows[$0].texts(bytes, dialect) }
        for part in 1...3 {
            texts += Self.rows(file, at: layout.dataStart + (end - layout.dataStart) / 4 * part, dialect, layout)
        }
        // Totals are no rows of the table, and may have more digits behind the point.
        texts.removeAll { row in row.first { !$0.isEmpty }.map(namesTotal) ?? false }
        let cells = fields.map { field in texts.map { $0[field] } }
        let looksBlank = cells.map { CellSample($0).filled == 0 }
        self.looksBlank = looksBlank
        let spread = NumberedTexts.widestSpread / 2 * rowEstimate
        guesses = zip(cells, titles).enumerated().map { index, column in
            // Numbers by which spreadsheets count days are for the careful reading.
            if saysDate(column.1.name), !looksBlank[index], column.0.allSatisfy(Self.mayBeSerialDate) {
                return .unclear
            }
            let guess = ColumnGuess(column.0, options, name: column.1.name)
            guard guess == .texts(many: true),
                let form = NumberedForm(column.0, spread: spread, quote: quote)
            else { return guess }
            return .numbered(form)
        }
    }

    private static func mayBeSerialDate(_ text: String) -> Bool {
        text.isEmpty || text.utf8.count >= 5 && text.utf8.allSatisfy { isDigit($0) || $0 == 0x2E }
    }

    /// Behind the last line that is not blank, its line end included; nil when the end of the file is blank as far as
    /// one can see.
    private static func dataEnd(_ file: StreamedFile, newline: UInt8) -> Int? {
        let size = min(1 << 16, file.size)
        guard let tail = file.bytes(file.size - size, size), tail.count == size else { return nil }
        let end = endOfText(tail.start, from: 0, end: size, newline: newline)
        return end > 0 ? file.size - size + end : nil
    }

    /// Some rows from the middle of the file, as text. A row that is cut or misread is a worse guess, no worse answer.
    private static func rows(
        _ file: StreamedFile, at offset: Int, _ dialect: Dialect, _ layout: Layout
    ) -> [[String]] {
        guard let part = file.bytes(offset, 1 << 15) else { return [] }
        let start = firstByte(dialect.newline, part.start, 0, part.count) + 1
        let rows = sampleRows(part.start, from: min(start, part.count), end: part.count, dialect: dialect, rows: 40)
        return rows.dropLast().filter { $0.ends.count == layout.titles.count }.map { $0.texts(part.start, dialect) }
    }
}

/// What a column looks like in a sample, which all of its cells have to bear out.
enum ColumnGuess: Sendable, Equatable {
    /// Plain decimals with so many digits behind the point.
    case numbers(scale: Int)
    case days
    case moments
    case numericDays(monthFirst: Bool, separator: UInt8)
    case flags
    /// The first days of months that cells of these forms name.
    case months(MonthForms)
    /// Times that are numbers since 1970.
    case epochs(EpochUnit)
    /// `many`: most cells are different.
    case texts(many: Bool)
    /// Texts of which most are different and each is as good as its number.
    case numbered(NumberedForm)
    /// Digits that are no numbers, for some begin with a zero.
    case codes(many: Bool)
    /// No plain form: the careful reading decides.
    case unclear

    init(_ texts: [String], _ options: ReadOptions, name: String) {
        let sample = CellSample(texts)
        if sample.filled == 0 {
            self = .texts(many: false)
        } else if options.dateOrder == nil, let months = Self.months(texts, sample, name) {
            self = sample.missing > 0 ? .unclear : months
        } else if ColumnDecision.looksLikeDurations(sample, named: name) {
            self = .unclear
        } else if sample.texts * 2 > sample.filled {
            self = .texts(many: Set(texts).count * 3 > sample.filled)
        } else if texts.allSatisfy({ $0.utf8.allSatisfy(isDigit) }),
            texts.contains(where: { $0.utf8.count > 1 && $0.utf8.first == 0x30 })
        {
            self = .codes(many: Set(texts).count * 3 > sample.filled)
        } else if options.dateOrder == nil, sample.numbers == sample.filled, sample.scale == 0, saysTime(name),
            let unit = Self.epochs(texts)
        {
            self = .epochs(unit)
        } else if sample.numbers == sample.filled {
            self = options.decimalMark == 0x2C ? .unclear : .numbers(scale: min(sample.scale, 18))
        } else if sample.booleans == sample.filled {
            self = .flags
        } else if sample.dates == sample.filled {
            self = Self.dates(sample, options)
        } else {
            self = .unclear
        }
    }

    /// Nil where not all cells are months, or the name of the column does not allow one of them.
    static func months(_ texts: some Sequence<String>, _ sample: CellSample, _ name: String) -> ColumnGuess? {
        guard sample.months > 0, sample.months + sample.missing == sample.filled else { return nil }
        let forms = MonthForms(columnNamed: name)
        let isAllowed = texts.allSatisfy { text in
            var text = text
            return text.withUTF8 { bytes in
                bytes.baseAddress.flatMap { scanMonth($0, bytes.count) }.map(forms.allow) ?? true
            }
        }
        return isAllowed ? .months(forms) : nil
    }

    private static func epochs(_ texts: [String]) -> EpochUnit? {
        let units = texts.filter { !$0.isEmpty }.map { Int64($0).flatMap(EpochUnit.init(of:)) }
        guard let first = units.first, let unit = first else { return nil }
        return units.allSatisfy { $0 == unit } ? unit : nil
    }

    private static func dates(_ sample: CellSample, _ options: ReadOptions) -> ColumnGuess {
        if sample.isoDays == sample.filled && sample.times == 0 { return .days }
        if sample.isoDays == sample.filled && sample.times == sample.filled { return .moments }
        if options.dateOrder == nil, sample.times == 0, sample.separators.count == 1,
            let mark = sample.separators.first,
            mark == 0x2F || mark == 0x2D, (sample.dayFirst == 0) != (sample.monthFirst == 0)
        {
            return .numericDays(monthFirst: sample.monthFirst > 0, separator: mark)
        }
        return .unclear
    }

    /// Digits behind the point.
    var scale: Int { if case .numbers(let scale) = self { scale } else { 0 } }

    /// Whether the column is kept as texts; and if so, whether most of them are different.
    var manyTexts: Bool? {
        switch self {
        case .texts(let many), .codes(let many): many
        case .numbered: true
        default: nil
        }
    }

    /// Whether its texts get codes from a dictionary of them.
    var needsDictionary: Bool {
        switch self {
        case .texts, .codes: true
        default: false
        }
    }

    /// The guess that is next where not every cell bears this one out.
    var orElse: ColumnGuess {
        if case .numbered = self { .texts(many: true) } else { .unclear }
    }

    /// The type that the column will have if the guess holds; nil where nothing is guessed.
    var type: ColumnType? {
        switch self {
        case .numbers(let scale): scale == 0 ? .integer : .decimal(scale: scale)
        case .days, .numericDays, .months: .day
        case .moments, .epochs: .moment
        case .flags: .boolean
        case .texts, .numbered, .codes: .text
        case .unclear: nil
        }
    }
}
