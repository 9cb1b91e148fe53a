/// How often something was seen, and in which row first.
struct Sightings {
    private(set) var count = 0
    private(set) var firstRow: Int?

    mutating func add(_ row: Int) {
        if firstRow == nil { firstRow = row }
        count += 1
    }
}

/// What all cells of a column say together, on which its type is decided.
struct ColumnProfile {
    var rows = 0
    var blanks = 0
    /// Words for "no value" in the order of first appearance, as the cells have them.
    var missingWords: [(text: String, count: Int)] = []
    var missingWordCount = 0
    /// Of them the single `-`, which is zero in an accounting format.
    var dashes = 0
    /// Of them the errors of a spreadsheet.
    var cellErrors = Sightings()

    // Numbers.
    var numbers = 0
    var nonNumbers = Sightings()
    var provesPoint = Sightings()
    var provesComma = Sightings()
    /// Numbers only if the other mark is the decimal one.
    var notUnderPoint = Sightings()
    var notUnderComma = Sightings()
    var ambiguous = Sightings()
    var fractionIfPoint = 0
    var fractionIfComma = 0
    var currencies: [(code: UInt8, count: Int)] = []
    var withoutCurrency = 0
    var percents = 0
    var withoutPercent = Sightings()
    var exponents = 0
    var leadingZeros = Sightings()
    var accounting = 0
    /// Amounts in thousands, millions, billions.
    var shortened = Sightings()

    // Dates.
    var dates = 0
    var nonDates = Sightings()
    var compactDates = 0
    /// By separator: `/`, `-`, `.`.
    var provesDayFirst = [Sightings](repeating: Sightings(), count: 4)
    var provesMonthFirst = [Sightings](repeating: Sightings(), count: 4)
    var undecidedDates = [Sightings](repeating: Sightings(), count: 4)
    var shortYears = 0
    var times = 0
    var offsets = 0

    // Booleans.
    var booleans = 0
    var nonBooleans = Sightings()
    var onlyLetters = true
    var hasTrue = false
    var hasFalse = false

    /// Cells that hold something.
    var filled: Int { rows - blanks - missingWordCount }

    /// Looks at every cell, or stops when it is plain that the column is text.
    init(_ cells: ColumnCells) {
        cells.forEach { row, cell, count in
            add(row, cell, count)
            return nonNumbers.count < 5000 || nonDates.count < 5000 || nonBooleans.count < 5000
                || max(numbers, dates, booleans) > rows / 2
        }
    }

    init() {}

    mutating func add(_ row: Int, _ cell: UnsafePointer<UInt8>, _ count: Int) {
        rows += 1
        if count == 0 {
            blanks += 1
            return
        }
        let isNumeral = isDigit(cell[0])
        if isNumeral ? isZeroDate(cell, count) : isMissingWord(cell, count) {
            if isCellError(cell, count) { cellErrors.add(row) }
            addMissingWord(String(decoding: UnsafeBufferPointer(start: cell, count: count), as: UTF8.self))
            return
        }
        if let scan = scanNumber(cell, count) { add(scan, cell, row) } else { nonNumbers.add(row) }
        if let scan = scanDate(cell, count) { add(scan, row) } else { nonDates.add(row) }
        if !isNumeral, let flag = scanBoolean(cell, count) {
            booleans += 1
            if count > 1 { onlyLetters = false }
            if flag == 1 { hasTrue = true } else { hasFalse = true }
        } else {
            nonBooleans.add(row)
        }
    }

    private mutating func addMissingWord(_ text: String) {
        missingWordCount += 1
        if text == "-" { dashes += 1 }
        if let known = missingWords.firstIndex(where: { $0.text == text }) {
            missingWords[known].count += 1
        } else {
            missingWords.append((text, 1))
        }
    }

    private mutating func add(_ scan: NumberScan, _ cell: UnsafePointer<UInt8>, _ row: Int) {
        numbers += 1
        if scan.provesPoint { provesPoint.add(row) }
        if scan.provesComma { provesComma.add(row) }
        if scan.isAmbiguous { ambiguous.add(row) }
        if let fraction = scan.fractionIfPoint {
            fractionIfPoint = max(fractionIfPoint, fraction)
        } else {
            notUnderPoint.add(row)
        }
        if let fraction = scan.fractionIfComma {
            fractionIfComma = max(fractionIfComma, fraction)
        } else {
            notUnderComma.add(row)
        }
        if scan.currency == 0 {
            withoutCurrency += 1
        } else if let known = currencies.firstIndex(where: { $0.code == scan.currency }) {
            currencies[known].count += 1
        } else {
            currencies.append((scan.currency, 1))
        }
        // Nothing is as much with a percent sign as without.
        if scan.isPercent { percents += 1 } else if !scan.isZero(cell) { withoutPercent.add(row) }
        if scan.hasExponent { exponents += 1 }
        if scan.hasLeadingZero { leadingZeros.add(row) }
        if scan.isAccounting { accounting += 1 }
        if scan.tens > 0 { shortened.add(row) }
    }

    private mutating func add(_ scan: DateScan, _ row: Int) {
        dates += 1
        if scan.isCompact { compactDates += 1 }
        if scan.hasShortYear { shortYears += 1 }
        if let time = scan.time, time != 0 { times += 1 }
        if scan.offset != nil { offsets += 1 }
        guard case .open(let a, let b, _) = scan.form else { return }
        switch (scan.canBeDayFirst, scan.canBeMonthFirst) {
        case (true, false): provesDayFirst[scan.separator].add(row)
        case (false, true): provesMonthFirst[scan.separator].add(row)
        default: if a != b { undecidedDates[scan.separator].add(row) }
        }
    }
}
