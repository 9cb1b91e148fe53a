/// What some cells spread over the column look like: a guess that is always verified, except that a column that is
/// mostly text is text.
struct CellSample {
    private(set) var filled = 0
    private(set) var texts = 0
    private(set) var numbers = 0
    private(set) var dates = 0
    private(set) var booleans = 0
    /// Of numbers and texts those that name a month, and words for no value.
    private(set) var months = 0
    private(set) var missing = 0
    /// Of texts those that say how long something takes.
    private(set) var durations = 0
    /// Of those, the ones that may be metres.
    private(set) var metres = 0
    /// The most digits behind a decimal point.
    private(set) var scale = 0
    /// Of the dates: written as `2024-01-31`, with a time behind, and as `1/31/2024` by separator and proven order.
    private(set) var isoDays = 0
    private(set) var times = 0
    private(set) var separators: Set<UInt8> = []
    private(set) var dayFirst = 0
    private(set) var monthFirst = 0

    init(_ cells: ColumnCells) {
        for row in Self.rows(of: cells.rowCount) { add(cells.text(ofRow: row)) }
    }

    init(_ texts: some Sequence<String>) {
        for text in texts { add(text) }
    }

    /// The rows that are looked at.
    static func rows(of count: Int) -> StrideTo<Int> { stride(from: 0, to: count, by: max(1, count / 256)) }

    /// Whether signs of one byte stand at both ends that are no space.
    private static func isTrimmed(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return true }
        return (0x21..<0x7F).contains(first) && (0x21..<0x7F).contains(last)
    }

    private mutating func add(_ cell: String) {
        var text = cell
        if !Self.isTrimmed(text) {
            while let last = text.last, last.isWhitespace { text.removeLast() }
            while let first = text.first, first.isNewline { text.removeFirst() }
        }
        if text.isEmpty { return }
        filled += 1
        text.withUTF8 { bytes in
            guard let base = bytes.baseAddress else { return }
            if isMissingWord(base, bytes.count) || isZeroDate(base, bytes.count) {
                missing += 1
                return
            }
            if scanMonth(base, bytes.count) != nil { months += 1 }
            if let scan = scanDate(base, bytes.count) {
                add(scan, base, bytes.count)
            } else if let scan = scanNumber(base, bytes.count) {
                numbers += 1
                scale = max(scale, scan.fractionIfPoint ?? 0)
            } else if scanBoolean(base, bytes.count) != nil {
                booleans += 1
            } else {
                texts += 1
                if let scan = scanDuration(base, bytes.count) {
                    durations += 1
                    if scan.mayBeMetres { metres += 1 }
                }
            }
        }
    }

    private mutating func add(_ scan: DateScan, _ bytes: UnsafePointer<UInt8>, _ count: Int) {
        dates += 1
        if scan.time != nil { times += 1 }
        guard case .open = scan.form else {
            if count >= 10 && bytes[4] == 0x2D && bytes[7] == 0x2D { isoDays += 1 }
            return
        }
        if let mark = (0..<count).first(where: { !isDigit(bytes[$0]) }) { separators.insert(bytes[mark]) }
        if !scan.canBeMonthFirst { dayFirst += 1 }
        if !scan.canBeDayFirst { monthFirst += 1 }
    }
}
