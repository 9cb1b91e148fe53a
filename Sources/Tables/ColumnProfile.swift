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
    /// Of those that prove the comma, the ones with a point before it.
    var bothMarks = 0
    var ambiguous = Sightings()
    /// Of them those with a point.
    var pointsBeforeThree = 0
    /// Numbers without any mark that are of four and more digits.
    var unmarkedThousands = 0
    var fractionIfPoint = 0
    var fractionIfComma = 0
    var currencies: [(code: UInt8, count: Int)] = []
    var withoutCurrency = 0
    var percents = 0
    var withoutPercent = Sightings()
    var exponents = Sightings()
    /// Of them those as `12E5`.
    var bareExponents = 0
    /// Whole numbers of so many digits that spreadsheets give them an exponent where a cell is as wide as usual.
    var longWholes = 0
    /// Numbers of ten and more digits behind a plus sign, as telephones have.
    var internationals = Sightings()
    /// Numbers with signs as telephones have them: `+49 151`, `(415) 555`.
    var phones = Sightings()
    var negatives = 0
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
    /// Dates that also are some with a year of two digits in front, the first of them, and which numbers such stand first
    /// and last in.
    var yearsFirst = Sightings()
    private var firstNumbers: UInt128 = 0
    private var lastNumbers: UInt128 = 0
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
        if let scan = scanNumber(cell, count) { add(scan, cell, count, row) } else { nonNumbers.add(row) }
        if let scan = scanDate(cell, count) { add(scan, row) } else { nonDates.add(row) }
        if !isNumeral, let flag = scanBoolean(cell, count) {
            booleans += 1
            if count > 1 { onlyLetters = false }
            if flag == 1 { hasTrue = true } else { hasFalse = true }
        } else {
            nonBooleans.add(row)
        }
    }

    /// Whether all dates are such, and it is plain that years stand first: few of them, and days up to the end of months.
    var isYearFirst: Bool {
        mayBeYearFirst && lastNumbers.nonzeroBitCount >= 2 * firstNumbers.nonzeroBitCount && lastNumbers >> 28 != 0
            && lastNumbers.bitWidth - lastNumbers.leadingZeroBitCount - lastNumbers.trailingZeroBitCount > 15
    }

    /// Whether all dates are such, and what stands last takes more values than what stands first; the first of months and
    /// their ends left aside.
    var mayBeYearFirst: Bool {
        dates > 0 && yearsFirst.count == dates && firstNumbers.nonzeroBitCount < lastNumbers.nonzeroBitCount
            && firstNumbers.trailingZeroBitCount > 12 && firstNumbers.trailingZeroBitCount < 28
    }

    /// Whether all cells are money of a country that sets points between thousands, and bear it out: `12.500 €`, `900 €`.
    var looksLikeThousandsOfMoney: Bool {
        guard let currency = currencies.first, currencies.count == 1, withoutCurrency * 2 < numbers,
            shortened.count == 0
        else {
            return false
        }
        return pointsBeforeThree > 0 && pointsBeforeThree == ambiguous.count && unmarkedThousands == 0
            && Currency.setsPointBetweenThousands(currency.code) && percents == 0
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

    private mutating func add(_ scan: NumberScan, _ cell: UnsafePointer<UInt8>, _ count: Int, _ row: Int) {
        numbers += 1
        if scan.provesPoint { provesPoint.add(row) }
        if scan.provesComma {
            provesComma.add(row)
            if scan.fractionIfComma ?? 0 > 0, (scan.bodyStart..<scan.bodyEnd).contains(where: { cell[$0] == 0x2E }) {
                bothMarks += 1
            }
        }
        if scan.isAmbiguous {
            ambiguous.add(row)
            if (scan.bodyStart..<scan.bodyEnd).contains(where: { cell[$0] == 0x2E }) { pointsBeforeThree += 1 }
        } else if scan.fractionIfPoint == scan.fractionIfComma, scan.bodyEnd - scan.bodyStart > 3 {
            unmarkedThousands += 1
        }
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
        if scan.hasExponent { exponents.add(row) }
        if scan.hasBareExponent { bareExponents += 1 }
        if scan.isNegative { negatives += 1 }
        let digits = (0..<count).count { isDigit(cell[$0]) }
        if digits < count, (0..<count).allSatisfy({ isDigit(cell[$0]) || isOfPhone(cell[$0]) }), cell[0] != 0x2D {
            phones.add(row)
        }
        if digits >= 12, digits == count { longWholes += 1 }
        if scan.hasPlus, digits >= 10, !scan.hasExponent, scan.currency == 0, scan.fractionIfPoint ?? 0 == 0 {
            internationals.add(row)
        }
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
        guard case .open(let a, let b, let year) = scan.form else { return }
        if scan.yearFirst != nil {
            yearsFirst.add(row)
            firstNumbers |= 1 << UInt128(a)
            lastNumbers |= 1 << UInt128(year % 100)
        }
        switch (scan.canBeDayFirst, scan.canBeMonthFirst) {
        case (true, false): provesDayFirst[scan.separator].add(row)
        case (false, true): provesMonthFirst[scan.separator].add(row)
        default: if a != b { undecidedDates[scan.separator].add(row) }
        }
    }
}

/// What stands in numbers of telephones beside digits.
private func isOfPhone(_ byte: UInt8) -> Bool {
    isSpace(byte) || byte == 0x2B || byte == 0x28 || byte == 0x29 || byte == 0x2D
}
