import Values

/// The days and times that workbooks count as numbers: days since 1900 or 1904, with the time as a fraction.
struct SerialDate: Sendable {
    let countsFrom1904: Bool

    enum Reading: Equatable {
        /// Milliseconds since midnight; 0 without a time.
        case day(Day, milliseconds: Int)
        /// A time on no day.
        case time(milliseconds: Int)
        /// Zero days where there is no day 0: what an empty date becomes.
        case nothing
        /// Outside of the calendar, or 29 February 1900, which the format counts though there was none.
        case impossible
    }

    private static let millisecondsPerDay = 86_400_000
    /// 31 December 9999 counted from 1900.
    private static let last = 2_958_465

    func reading(_ serial: Double) -> Reading {
        guard serial.isFinite, serial >= 0, serial < Double(Self.last + 1) else { return .impossible }
        // Milliseconds: a fraction of a day in a double has no more.
        let total = Int((serial * Double(Self.millisecondsPerDay)).rounded())
        let days = total / Self.millisecondsPerDay
        let rest = total % Self.millisecondsPerDay
        if countsFrom1904 {
            if days == 0 && rest > 0 { return .time(milliseconds: rest) }
            // 1 January 1904.
            return days <= Self.last - 1462 ? .day(Day(days - 24_107), milliseconds: rest) : .impossible
        }
        if days == 0 { return rest == 0 ? .nothing : .time(milliseconds: rest) }
        if days == 60 || days > Self.last { return .impossible }
        // 1 January 1900 is day 1; from 1 March 1900 on the count is one too many.
        return .day(Day(days - (days < 60 ? 25_568 : 25_569)), milliseconds: rest)
    }
}

// Writing days and times as ISO 8601 has them.
extension [UInt8] {
    /// Digits with zeros before them.
    mutating func append(_ number: Int, digits: Int) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            append(0x30 + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }

    mutating func append(_ day: Day) {
        let civil = day.civil
        append(civil.year, digits: 4)
        append(0x2D)
        append(civil.month, digits: 2)
        append(0x2D)
        append(civil.day, digits: 2)
    }

    /// `13:45:00`, with milliseconds where there are any.
    mutating func append(timeOf milliseconds: Int) {
        let hours = milliseconds / 3_600_000
        append(hours, digits: hours < 100 ? 2 : String(hours).utf8.count)
        append(0x3A)
        append(milliseconds / 60_000 % 60, digits: 2)
        append(0x3A)
        append(milliseconds / 1000 % 60, digits: 2)
        if milliseconds % 1000 != 0 {
            append(0x2E)
            append(milliseconds % 1000, digits: 3)
        }
    }
}
