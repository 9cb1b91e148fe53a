import Values

@testable import Tables

/// Days and what cells say of them, against day numbers of another calculation.
enum DateTarget: FuzzTarget {
    static func problem(_ bytes: [UInt8]) -> String? {
        var input = InputReader(bytes)
        if input.byte() % 2 == 0 { return cellProblem(input.bytes()) }
        let number = Int(Int32(truncatingIfNeeded: input.number(4)))
        let step = Int(Int32(truncatingIfNeeded: input.number(4)))
        return dayProblem(number) ?? stepProblem(Day(number), step) ?? momentProblem(Int64(bitPattern: input.number(8)))
    }

    // MARK: Days

    private static func dayProblem(_ number: Int) -> String? {
        let day = Day(number)
        let clamped = min(max(number, Day.firstNumber), Day.lastNumber)
        guard Int(day.number) == clamped else { return "\(number) is \(day.number)" }
        let (year, month, dayOfMonth) = day.civil
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(dayOfMonth),
            julianNumber(year, month, dayOfMonth) == clamped + 2_440_588
        else { return "\(number) is \(day.text)" }
        guard Day(year: year, month: month, day: dayOfMonth) == day, Day(text: day.text) == day else {
            return "\(day.text) is not read back"
        }
        // Day 0 of the Julian count is a Monday.
        let weekday = (clamped + 2_440_588) % 7 + 1
        guard day.weekday == weekday else { return "\(day.text) is weekday \(day.weekday)" }
        let week = day.isoWeek
        if (2...9998).contains(year), Day(isoYear: week.year, week: week.week) != day.adding(days: 1 - weekday) {
            return "\(day.text) is not in week \(week)"
        }
        for text in ["\(day.text)", "\(day.text)T12:00:00Z"] {
            guard let scan = scan(Array(text.utf8)), scan.form == .fixed(day.number) else {
                return "the cell \(text) is read as something else"
            }
        }
        return nil
    }

    /// The Julian day number of a Gregorian date, by the formula of Fliegel and Van Flandern (1968).
    private static func julianNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let late = (month - 14) / 12
        let first = 1461 * (year + 4800 + late) / 4
        let second = 367 * (month - 2 - 12 * late) / 12
        let third = 3 * ((year + 4900 + late) / 100) / 4
        return first + second - third + day - 32_075
    }

    private static func stepProblem(_ day: Day, _ step: Int) -> String? {
        let later = day.adding(days: step)
        let number = min(max(Int(day.number) + step, Day.firstNumber), Day.lastNumber)
        guard Int(later.number) == number else { return "\(day.text) + \(step) days is \(later.text)" }
        guard day.days(to: later) == number - Int(day.number) else { return "\(day.text) to \(later.text)" }
        let months = step % 130_000
        let moved = day.adding(months: months)
        let (year, month, dayOfMonth) = day.civil
        let index = year * 12 + month - 1 + months
        if index >= 12, index < 120_000 {
            let wanted = (index / 12, index % 12 + 1, min(dayOfMonth, lastDay(index % 12 + 1, index / 12)))
            guard moved.civil == wanted else { return "\(day.text) + \(months) months is \(moved.text)" }
            let counted = day.months(to: moved)
            // An anniversary that the month does not have is not reached.
            guard counted == months || (moved.day < dayOfMonth && counted == months - 1) else {
                return "\(day.text) to \(moved.text) is \(counted) months"
            }
        } else if moved != .first, moved != .last {
            return "\(day.text) + \(months) months is \(moved.text)"
        }
        return nil
    }

    private static func lastDay(_ month: Int, _ year: Int) -> Int {
        let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    private static func momentProblem(_ microseconds: Int64) -> String? {
        let moment = Moment(microseconds: microseconds)
        let (first, last) = (Moment(Day.first).microseconds, Moment(Day.last).microseconds)
        guard (first..<last).contains(microseconds) else {
            _ = moment.text
            return nil
        }
        guard Moment(moment.day).microseconds + moment.ofDay == microseconds else {
            return "\(microseconds) \(moment.text)"
        }
        guard let scan = scan(Array(moment.text.utf8)), scan.form == .fixed(moment.day.number),
            scan.time == moment.ofDay
        else { return "the cell \(moment.text) is read as something else" }
        return nil
    }

    // MARK: Cells

    private static func scan(_ cell: [UInt8]) -> DateScan? {
        // Cells stand in buffers with bytes behind them.
        (cell + [UInt8](repeating: 0x2C, count: ByteBuffer.padding)).withUnsafeBufferPointer { buffer in
            buffer.baseAddress.flatMap { scanDate($0, cell.count) }
        }
    }

    private static func cellProblem(_ cell: [UInt8]) -> String? {
        let text = String(decoding: cell, as: UTF8.self)
        // Cells come without spaces around them.
        guard let first = cell.first, let last = cell.last, first > 0x20, last > 0x20 else { return nil }
        let scan = scan(cell)
        if let day = Day(text: text), scan?.form != .fixed(day.number) { return "\(text) is a day" }
        guard let scan else { return nil }
        guard scan.canBeMonthFirst || scan.canBeDayFirst else { return "\(text) is a date in no order" }
        for isMonthFirst in [true, false] {
            guard let number = scan.day(monthFirst: isMonthFirst) else { continue }
            guard (Day.firstNumber...Day.lastNumber).contains(Int(number)) else { return "\(text) is day \(number)" }
        }
        if let time = scan.time, !(0...Moment.microsecondsPerDay).contains(time) { return "\(text) is at \(time)" }
        if let offset = scan.offset, abs(offset) >= 24 * 60 { return "\(text) is \(offset) minutes off" }
        return nil
    }
}
