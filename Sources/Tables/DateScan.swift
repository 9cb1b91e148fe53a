import Values

/// What one cell says about dates when it is looked at alone.
struct DateScan {
    /// The order in which day and month stand; `open` forms are decided over the whole column.
    enum Form: Equatable {
        /// The day is known: year first, a month by name, `YYYYMMDD`.
        case fixed(Int32)
        /// `a/b/year`; both may be possible.
        case open(a: Int, b: Int, year: Int)
    }

    var form: Form
    /// The character between day, month and year: 0 `/`, 1 `-`, 2 `.`, 3 a space.
    var separator = 0
    /// Eight digits without separators.
    var isCompact = false
    var hasShortYear = false
    /// The day that three numbers of two digits make if the year stands first: `26/06/30`.
    var yearFirst: Int32?
    /// Microseconds since midnight; nil without a time.
    var time: Int64?
    /// Minutes east of UTC; nil without one.
    var offset: Int?

    var canBeMonthFirst: Bool { day(monthFirst: true) != nil }
    var canBeDayFirst: Bool { day(monthFirst: false) != nil }

    /// The day number under the given order; nil when there is no such day.
    ///
    /// Points are always day first.
    func day(monthFirst: Bool) -> Int32? {
        switch form {
        case .fixed(let number): return number
        case .open(let a, let b, let year):
            if monthFirst && separator == 2 { return nil }
            return Day(year: year, month: monthFirst ? a : b, day: monthFirst ? b : a)?.number
        }
    }
}

extension DateScan {
    /// A day of two digits for the year, of the century before where it is in 2030 or later: nobody was born then.
    func beforeBirths(_ day: Int32) -> Int32 {
        let read = Day(Int(day))
        guard hasShortYear, read.year >= 2030,
            let earlier = Day(year: read.year - 100, month: read.month, day: read.day)
        else { return day }
        return earlier.number
    }

    /// The day number where the month stands first, for each separator; where `monthFirst` has none, the year does.
    func day(_ monthFirst: [Bool]) -> Int32? {
        monthFirst.indices.contains(separator) ? day(monthFirst: monthFirst[separator]) : yearFirst
    }
}

/// Reads the cell as a date, with or without a time; nil when it is none.
///
/// `bytes` has `count` bytes without spaces around them.
func scanDate(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> DateScan? {
    guard count >= 6 && count <= 80 else { return nil }
    if bytes[0] > 127 || bytes[count - 1] > 127 {
        let inner = withoutUnseen(bytes, count)
        if inner.count < count { return scanDate(bytes + inner.lowerBound, inner.count) }
    }
    guard isDigit(bytes[0]) || isLetter(bytes[0]) else { return nil }
    var cursor = DateCursor(bytes: bytes, count: count)
    guard var result = scanDay(&cursor) else { return nil }
    if cursor.isAtEnd { return result }
    _ = cursor.skip(0x2C)
    if !cursor.skip(0x54) && !cursor.skip(0x74) { cursor.skipSpaces() }
    if cursor.isAtEnd { return nil }
    guard scanTime(&cursor, &result) else { return nil }
    return cursor.isAtEnd ? result : nil
}

private func fixed(_ year: Int, _ month: Int, _ day: Int) -> DateScan? {
    Day(year: year, month: month, day: day).map { DateScan(form: .fixed($0.number)) }
}

/// The year in full: 00 to 69 are 2000 to 2069, 70 to 99 are 1970 to 1999.
private func fullYear(_ year: (value: Int, digits: Int)) -> Int? {
    switch year.digits {
    case 4: year.value
    case 2: year.value < 70 ? 2000 + year.value : 1900 + year.value
    default: nil
    }
}

private func scanDay(_ cursor: inout DateCursor) -> DateScan? {
    if isLetter(cursor.byte) {
        if cursor.word(weekdayNames) != nil {
            _ = cursor.skip(0x2C)
            cursor.skipSpaces()
        }
        if isLetter(cursor.byte) { return scanMonthFirstName(&cursor) }
    }
    guard let first = cursor.number(8) else { return nil }
    if first.digits == 8 {
        guard let day = Day(year: first.value / 10_000, month: first.value / 100 % 100, day: first.value % 100),
            (1900...2100).contains(day.year)
        else { return nil }
        return DateScan(form: .fixed(day.number), isCompact: true)
    }
    if first.digits <= 2 {
        cursor.skipOrdinal()
        if cursor.isAtEnd { return nil }
    }
    let mark = cursor.byte
    if mark > 127, first.digits == 4 { return scanSignedDay(&cursor, year: first.value) }
    guard let separator = [UInt8(0x2F), 0x2D, 0x2E, 0x20].firstIndex(of: mark) else {
        return isLetter(mark) && first.digits <= 2 ? scanNamedMonth(&cursor, day: first.value) : nil
    }
    cursor.position += 1
    if separator > 1 {
        // `3. Februar`, `3 de enero`.
        cursor.skipSpaces()
        cursor.skipOf()
    }
    if isLetter(cursor.byte) {
        return first.digits <= 2 ? scanNamedMonth(&cursor, day: first.value) : nil
    }
    guard separator != 3, !isSpace(cursor.bytes[cursor.position - 1]), let second = cursor.number(2), cursor.skip(mark),
        let third = cursor.number(4)
    else {
        return nil
    }
    if first.digits == 4 {
        return third.digits <= 2 ? fixed(first.value, second.value, third.value) : nil
    }
    guard first.digits <= 2, let year = fullYear(third) else { return nil }
    var result = DateScan(
        form: .open(a: first.value, b: second.value, year: year), separator: separator,
        hasShortYear: third.digits == 2)
    if separator < 2, first.digits == 2, second.digits == 2, third.digits == 2, let year = fullYear(first) {
        result.yearFirst = Day(year: year, month: second.value, day: third.value)?.number
    }
    return result.canBeDayFirst || result.canBeMonthFirst ? result : nil
}

/// The signs for year, month and day of Chinese and Japanese, and of Korean.
private let daySigns: [[[UInt8]]] = [["年", "月", "日"], ["년", "월", "일"]].map { $0.map { Array($0.utf8) } }

/// `年1月5日`, `년 1월 5일` behind the year.
private func scanSignedDay(_ cursor: inout DateCursor, year: Int) -> DateScan? {
    guard let signs = daySigns.first(where: { cursor.skip($0[0]) }) else { return nil }
    cursor.skipSpaces()
    guard let month = cursor.number(2), cursor.skip(signs[1]) else { return nil }
    cursor.skipSpaces()
    guard let day = cursor.number(2), cursor.skip(signs[2]) else { return nil }
    return fixed(year, month.value, day.value)
}

/// `Jan 5, 2015`, `January 5 2015`, `Jan-05-2015`; the month comes first.
private func scanMonthFirstName(_ cursor: inout DateCursor) -> DateScan? {
    guard let month = cursor.month() else { return nil }
    _ = cursor.skip(0x2E)
    guard skipGap(&cursor), let day = cursor.number(2) else { return nil }
    cursor.skipOrdinal()
    _ = cursor.skip(0x2C)
    guard skipGap(&cursor), let year = cursor.number(4), let full = fullYear(year) else { return nil }
    var result = fixed(full, month + 1, day.value)
    result?.hasShortYear = year.digits == 2
    return result
}

/// `-Jan-2015`, ` Jan 2015`, ` April, 2021` behind the day.
private func scanNamedMonth(_ cursor: inout DateCursor, day: Int) -> DateScan? {
    guard let month = cursor.month() else { return nil }
    _ = cursor.skip(0x2E)
    _ = cursor.skip(0x2C)
    _ = skipGap(&cursor)
    cursor.skipOf()
    guard let year = cursor.number(4), let full = fullYear(year) else { return nil }
    var result = fixed(full, month + 1, day)
    result?.hasShortYear = year.digits == 2
    return result
}

/// Spaces, or one of `-`, `/`.
private func skipGap(_ cursor: inout DateCursor) -> Bool {
    let start = cursor.position
    if !cursor.skip(0x2D) && !cursor.skip(0x2F) { cursor.skipSpaces() }
    return cursor.position > start
}

/// `9:30`, `09:30:15.250`, `3:05 PM`, with `Z`, `+02:00`, `-0500`, ` UTC`, ` EST`, ` GMT+0000 (…)` behind.
private func scanTime(_ cursor: inout DateCursor, _ result: inout DateScan) -> Bool {
    guard let hour = cursor.number(2), cursor.skip(0x3A), let minute = cursor.number(2), minute.digits == 2 else {
        return false
    }
    var second = 0
    var micros: Int64 = 0
    if cursor.skip(0x3A) {
        guard let read = cursor.number(2), read.digits == 2 else { return false }
        second = read.value
        if cursor.byte == 0x2E || cursor.byte == 0x2C {
            cursor.position += 1
            guard let fraction = fractionOfSecond(&cursor) else { return false }
            micros = fraction
        }
    }
    cursor.skipSpaces()
    var hours = hour.value
    if let isAfternoon = halfOfDay(&cursor) {
        guard (1...12).contains(hours) else { return false }
        hours = hours % 12 + (isAfternoon ? 12 : 0)
        cursor.skipSpaces()
    }
    guard hours < 24, minute.value < 60, second < 60 else { return false }
    result.time = Int64(hours * 3600 + minute.value * 60 + second) * 1_000_000 + micros
    return cursor.isAtEnd || scanOffset(&cursor, &result)
}

/// Microseconds of up to nine digits, of which six count.
func fractionOfSecond(_ cursor: inout DateCursor) -> Int64? {
    guard let digits = cursor.number(9) else { return nil }
    var value = Int64(digits.value)
    for _ in digits.digits..<max(6, digits.digits) { value *= 10 }
    for _ in 6..<max(6, digits.digits) { value /= 10 }
    return value
}

/// `AM`, `pm`, `a.m.`: whether it is the second half of the day; nil when neither follows.
private func halfOfDay(_ cursor: inout DateCursor) -> Bool? {
    let letter = cursor.byte | 0x20
    guard letter == 0x61 || letter == 0x70 else { return nil }
    let start = cursor.position
    cursor.position += 1
    _ = cursor.skip(0x2E)
    guard cursor.byte | 0x20 == 0x6D else {
        cursor.position = start
        return nil
    }
    cursor.position += 1
    _ = cursor.skip(0x2E)
    return letter == 0x70
}

/// The zones that the standard of mail names (RFC 5322, 4.3), `UTC`, and others whose letters mean one zone alone; hours
/// east of it.
private let zones: [(name: [UInt8], hours: Int)] = [
    ("CEST", 2), ("EEST", 3), ("WEST", 1), ("AEST", 10), ("AEDT", 11), ("CET", 1), ("EET", 2), ("WET", 0), ("JST", 9),
    ("UTC", 0), ("GMT", 0), ("EST", -5), ("EDT", -4), ("CST", -6), ("CDT", -5), ("MST", -7), ("MDT", -6), ("PST", -8),
    ("PDT", -7),
].map { (Array($0.0.utf8), $0.1) }

private func scanOffset(_ cursor: inout DateCursor, _ result: inout DateScan) -> Bool {
    var isNamed = false
    if cursor.byte | 0x20 == 0x7A {
        cursor.position += 1
        result.offset = 0
        return true
    }
    if let zone = zones.first(where: { cursor.skip($0.name) }) {
        result.offset = zone.hours * 60
        isNamed = true
        if cursor.isAtEnd { return true }
    }
    if cursor.byte == 0x2B || cursor.byte == 0x2D {
        let isWest = cursor.byte == 0x2D
        cursor.position += 1
        guard let hours = cursor.number(4), hours.digits == 2 || hours.digits == 4 else { return false }
        var minutes = hours.digits == 4 ? hours.value / 100 * 60 + hours.value % 100 : hours.value * 60
        if hours.digits == 2 && cursor.skip(0x3A) {
            guard let rest = cursor.number(2), rest.digits == 2, rest.value < 60 else { return false }
            minutes += rest.value
        }
        guard minutes <= 18 * 60 else { return false }
        result.offset = isWest ? -minutes : minutes
    } else if !isNamed {
        return false
    }
    // JavaScript names the zone: `GMT+0000 (Coordinated Universal Time)`.
    cursor.skipSpaces()
    if isNamed && cursor.byte == 0x28 && cursor.bytes[cursor.count - 1] == 0x29 { cursor.position = cursor.count }
    return cursor.isAtEnd
}
