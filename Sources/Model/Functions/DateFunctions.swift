import Values

extension Functions {
    static let dates: [Function] = [
        Function(
            name: "days", parameters: [.time, .time], result: .number(.days), signature: "days(from, to)",
            summary: "Days from the first day to the second; negative when the second is earlier.",
            kernel: .dayPair { $0.days(to: $1) }),
        Function(
            name: "months", parameters: [.time, .time], result: .number(.number), signature: "months(from, to)",
            summary: "Whole months from the first day to the second, counted by anniversaries.",
            kernel: .dayPair { $0.months(to: $1) }),
        Function(
            name: "minutes", parameters: [.time, .time], result: .number(.number), signature: "minutes(from, to)",
            summary: "Minutes from the first date-time to the second; a day counts from its beginning.",
            kernel: .values { arguments in
                guard arguments.count == 2, let from = microseconds(arguments[0]), let to = microseconds(arguments[1]),
                    case let (elapsed, overflow) = to.subtractingReportingOverflow(from), !overflow
                else { return .missing }
                let minute: Int64 = 60_000_000
                return elapsed % minute == 0
                    ? .number(ExactDecimal(Int(elapsed / minute))) : .float(Double(elapsed) / Double(minute))
            }),
        part("year", "The calendar year of a day.") { $0.year },
        part("quarter", "The calendar quarter of a day, 1 to 4.") { ($0.month - 1) / 3 + 1 },
        part("month", "The month of a day, 1 to 12.") { $0.month },
        part("week", "The ISO week of a day, 1 to 53.") { $0.isoWeek.week },
        part("day", "The day of the month, 1 to 31.") { $0.day },
        part("weekday", "The day of the week, 1 = Monday to 7 = Sunday.") { $0.weekday },
        Function(
            name: "date", parameters: [.time], result: .day, signature: "date(t)",
            summary: "The day of a date-time.",
            kernel: .values { $0.first?.asDay.map(Value.day) ?? .missing }),
        Function(
            name: "period_start", parameters: [.any, .number], optional: 1, result: .day,
            signature: "period_start(text, fiscal_start)",
            summary: "The first day of the period that a text such as 2026-Q1 or a year names; the month in which the"
                + " fiscal year starts is 1 unless given.",
            kernel: .values { arguments in
                guard let value = arguments.first else { return .missing }
                if let day = value.asDay { return .day(day) }
                let month = arguments.count > 1 ? wholeNumber(arguments[1]) ?? 1 : 1
                guard let period = periodNamed(value), (1...12).contains(month) else { return .missing }
                var calendar = Workspace(folder: "", today: .first)
                calendar.calendar.fiscalYearStart = month
                guard let resolved = try? PeriodResolver(calendar).resolve(period), resolved.shape != .open else {
                    return .missing
                }
                return .day(resolved.period.start)
            }),
        Function(
            name: "add_days", parameters: [.time, .number], result: .day, signature: "add_days(d, n)",
            summary: "The day n days later (earlier when n is negative); no value beyond the years 1 to 9999.",
            kernel: .values { arguments in
                guard let day = arguments.first?.asDay, let count = wholeNumber(arguments.last) else { return .missing }
                return day.moved(days: count).map(Value.day) ?? .missing
            }),
        Function(
            name: "add_minutes", parameters: [.time, .number], result: .moment, signature: "add_minutes(t, n)",
            summary: "The date-time n minutes later (earlier when n is negative); a day begins at midnight.",
            kernel: .values { arguments in
                guard let minutes = arguments.last?.double, arguments.count == 2,
                    let moved = Int64(exactly: (minutes * 60_000_000).rounded())
                else { return .missing }
                let start: Moment
                switch arguments[0] {
                case .moment(let moment): start = moment
                case .day(let day): start = Moment(day)
                default: return .missing
                }
                let (sum, overflow) = start.microseconds.addingReportingOverflow(moved)
                guard !overflow else { return .missing }
                return .moment(Moment(microseconds: sum))
            }),
        Function(
            name: "add_months", parameters: [.time, .number], result: .day, signature: "add_months(d, n)",
            summary: "The same day n months later; a day that month does not have becomes its last.",
            kernel: .values { arguments in
                guard let day = arguments.first?.asDay, let count = wholeNumber(arguments.last) else { return .missing }
                let moved = day.adding(months: count)
                let months = (moved.year - day.year) * 12 + moved.month - day.month
                return months == count ? .day(moved) : .missing
            }),
    ]

    private static func part(
        _ name: String, _ summary: String, _ kernel: @escaping @Sendable (Day) -> Int
    ) -> Function {
        Function(
            name: name, parameters: [.time], result: .number(.number), signature: "\(name)(d)", summary: summary,
            kernel: .dayPart(kernel))
    }

    /// Microseconds up to a date-time, or to the beginning of a day.
    private static func microseconds(_ value: Value) -> Int64? {
        switch value {
        case .moment(let moment): moment.microseconds
        case .day(let day): Moment(day).microseconds
        default: nil
        }
    }

    /// A number as an `Int`, rounded toward zero; nil for anything else and for what does not fit.
    static func wholeNumber(_ value: Value?) -> Int? {
        switch value {
        case .number(let exact)?: Int(exactly: exact.mantissa / ExactDecimal.power(exact.scale))
        case .float(let float)?: Int(exactly: float.rounded(.towardZero))
        default: nil
        }
    }
}
