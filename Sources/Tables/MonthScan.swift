import Values

/// What one cell says that names a month and no day: `2025-01`, `Jan-25`, `January 2025`, `01/2025`, `202501`.
struct MonthScan {
    enum Form {
        /// `2025-01`, `2025/01`: the same digits may be a code.
        case yearFirst
        /// `01/2025`: so are numbers of invoices written.
        case yearLast
        /// `202501`.
        case compact
        /// `Jan 2025`.
        case named
        /// `Jan-25`: may be the 25th.
        case namedShort
    }

    var form: Form
    /// The first day of the month.
    var day: Int32
}

/// Which forms are taken for months in a column, as its name says.
struct MonthForms: Equatable, Sendable {
    private let saysMonth: Bool
    private let saysDate: Bool

    init(columnNamed name: String) {
        let parts = name.split(separator: "_")
        let isOther = parts.contains { part in
            countingWords.contains(part) || Self.otherWords.contains { part.hasPrefix($0) }
        }
        saysMonth = !isOther && parts.contains { part in Self.monthWords.contains { part.hasPrefix($0) } }
        saysDate = saysMonth || (!isOther && parts.contains { Tables.saysDate(part: $0) } && !saysToDate(name))
    }

    func allow(_ scan: MonthScan) -> Bool {
        switch scan.form {
        case .named: true
        case .yearFirst, .yearLast: saysDate
        case .compact, .namedShort: saysMonth
        }
    }

    private static let monthWords = [
        "month", "period", "cohort", "yearmonth", "yyyymm", "monat", "mois", "mese", "maand", "mes",
    ]
    /// Months of a fiscal year are other months, and these have numbers of their own.
    private static let otherWords = [
        "fiscal", "part", "sku", "ref", "invoice", "contract", "order", "ticket", "batch", "version", "message",
    ]
}

/// Reads the cell as a month of 1950 to 2100; nil when it is none.
///
/// `bytes` has `count` bytes without spaces around them.
func scanMonth(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> MonthScan? {
    guard count >= 6 && count <= 20 else { return nil }
    if !isDigit(bytes[0]) { return scanNamedMonth(bytes, count) }
    var digits = 0
    while digits < count, isDigit(bytes[digits]) { digits += 1 }
    let first = number(bytes, 0..<digits)
    if digits == count { return count == 6 ? month(first / 100, first % 100, .compact) : nil }
    guard bytes[digits] == 0x2D || bytes[digits] == 0x2F, count > digits + 1,
        (digits + 1..<count).allSatisfy({ isDigit(bytes[$0]) })
    else { return nil }
    let rest = count - digits - 1
    let second = number(bytes, digits + 1..<count)
    if digits == 4, rest == 2 { return month(first, second, .yearFirst) }
    return digits <= 2 && rest == 4 ? month(second, first, .yearLast) : nil
}

private func scanNamedMonth(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> MonthScan? {
    guard let (number, length) = leadingMonth(bytes, count) else { return nil }
    var place = length
    // A point or a comma behind the name, and one mark or spaces before the year.
    if place < count, bytes[place] == 0x2E || bytes[place] == 0x2C { place += 1 }
    let gap = place
    if place < count, bytes[place] == 0x2D || bytes[place] == 0x2F || bytes[place] == 0x27 { place += 1 }
    while place < count, isSpace(bytes[place]) { place += 1 }
    if place < count, place > gap, bytes[place] == 0x27 { place += 1 }
    guard place > gap, (place..<count).allSatisfy({ isDigit(bytes[$0]) }) else { return nil }
    let year = Tables.number(bytes, place..<count)
    switch count - place {
    case 4: return month(year, number + 1, .named)
    case 2: return month(year < 70 ? 2000 + year : 1900 + year, number + 1, .namedShort)
    default: return nil
    }
}

private func month(_ year: Int, _ month: Int, _ form: MonthScan.Form) -> MonthScan? {
    guard (1950...2100).contains(year), let day = Day(year: year, month: month, day: 1) else { return nil }
    return MonthScan(form: form, day: day.number)
}

/// The value of up to nine digits; 0 where there are more.
private func number(_ bytes: UnsafePointer<UInt8>, _ range: Range<Int>) -> Int {
    range.count > 9 ? 0 : range.reduce(0) { $0 * 10 + Int(bytes[$1] &- 0x30) }
}

extension Column {
    /// Whether its cells name months, whose first days it has.
    package var holdsMonths: Bool { decisions.contains(ColumnDecision.monthsDecision) }
}

extension ColumnDecision {
    static let monthsDecision = "months read as their first days"

    /// The column as the first days of months, where all cells are such and its name allows them; nil otherwise.
    func monthColumn(_ sample: CellSample) -> Column? {
        guard sample.months > 0, sample.months + sample.missing == sample.filled, options.dateOrder == nil else {
            return nil
        }
        let forms = MonthForms(columnNamed: name)
        var days: [Int32] = []
        days.reserveCapacity(cells.rowCount)
        var missing = 0
        var areMonths = true
        cells.forEach { _, cell, count in
            if count == 0 || isMissingWord(cell, count) {
                missing += 1
                days.append(ColumnData.missingDay)
                return true
            }
            guard let scan = scanMonth(cell, count), forms.allow(scan) else {
                areMonths = false
                return false
            }
            days.append(scan.day)
            return true
        }
        guard areMonths, days.count == cells.rowCount else { return nil }
        return Column(type: .day, data: .days(days), missingCount: missing, decisions: [Self.monthsDecision])
    }
}
