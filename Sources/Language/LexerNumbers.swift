import Values

/// Numbers, and the days and periods that begin with a digit or with `FY`.
extension Lexer {
    mutating func readNumberOrPeriod() {
        if readDay() || readPartOfYear() { return }
        readNumber()
    }

    // MARK: Numbers

    private mutating func readNumber() {
        let start = position
        skipDigits()
        // The unit of `watch 10s` is a word of its own.
        if result.tokens.last?.keyword == .watch, isNameByte(), !isNameByte(1) { return emitWhole(from: start) }
        if byte() == UInt8(ascii: "."), isDigit(1) {
            position += 1
            skipDigits()
        }
        let digits = slice(start, position).filter { $0 != "_" }
        var factor: ExactDecimal?
        if !isNameByte(1) {
            switch byte() {
            case UInt8(ascii: "k"), UInt8(ascii: "K"): factor = ExactDecimal(1000)
            case UInt8(ascii: "M"), UInt8(ascii: "m"): factor = ExactDecimal(1_000_000)
            case UInt8(ascii: "G"), UInt8(ascii: "g"): factor = ExactDecimal(1_000_000_000)
            default: break
            }
        }
        if factor != nil { position += 1 }
        let asPercent = factor == nil && byte() == UInt8(ascii: "%")
        if asPercent { position += 1 }
        if isNameByte() { return reportNameWithDigit(from: start) }
        let exact = ExactDecimal(text: digits)
        var value = exact
        if let factor { value = exact?.multiplied(by: factor) }
        if asPercent { value = exact.flatMap(hundredth) }
        if value == nil {
            report(
                Diagnostic(
                    "number-too-long", "this number has too many digits", at: Span(start, position),
                    reason: ["numbers are exact, with up to 38 digits"]))
        }
        emit(.number(value ?? .zero, asPercent: asPercent), from: start)
    }

    private mutating func emitWhole(from start: Int) {
        let digits = slice(start, position).filter { $0 != "_" }
        emit(.number(ExactDecimal(text: digits) ?? .zero, asPercent: false), from: start)
    }

    private mutating func skipDigits() {
        while isDigit() || (byte() == UInt8(ascii: "_") && isDigit(1)) { position += 1 }
    }

    private func hundredth(_ value: ExactDecimal) -> ExactDecimal? {
        let value = value.normalized
        return value.scale + 2 <= ExactDecimal.maximumScale ? ExactDecimal(value.mantissa, scale: value.scale + 2) : nil
    }

    private mutating func reportNameWithDigit(from start: Int) {
        skipNameParts()
        let word = slice(start, position)
        var remedies = ["if it is a name, write it in backquotes: `` `\(word)` ``"]
        if let last = word.unicodeScalars.last, "bB".unicodeScalars.contains(last) {
            remedies.append("a number can end in `k` (thousand), `M` (million) or `G` (billion)")
        }
        report(
            Diagnostic(
                "number-with-letters", "`\(word)` is neither a number nor a name", at: Span(start, position),
                reason: ["a name does not begin with a digit"], remedies: remedies))
        emit(.quotedName(word), from: start)
    }

    // MARK: Days

    /// How many digits stand `offset` behind the position.
    private func digitCount(_ offset: Int) -> Int {
        var count = 0
        while count < 10 && isDigit(offset + count) { count += 1 }
        return count
    }

    private func number(_ offset: Int, _ count: Int) -> Int {
        Int(slice(position + offset, position + offset + count)) ?? 0
    }

    /// Reads `2026-06-15`, and recognises other spellings of a day, which arithmetic would answer with nonsense.
    private mutating func readDay() -> Bool {
        let first = digitCount(0)
        let mark = byte(first)
        guard mark == UInt8(ascii: "-") || mark == UInt8(ascii: "/") || mark == UInt8(ascii: ".") else { return false }
        let second = digitCount(first + 1)
        guard second == 1 || second == 2, byte(first + 1 + second) == mark else { return false }
        let thirdOffset = first + second + 2
        let third = digitCount(thirdOffset)
        let isYearFirst = first == 4 && (third == 1 || third == 2)
        let isYearLast = (first == 1 || first == 2) && third == 4
        guard isYearFirst || isYearLast, !isNameByte(thirdOffset + third) || byte(thirdOffset + third) == 84 else {
            return false
        }
        let start = position
        let parts = (number(0, first), number(first + 1, second), number(thirdOffset, third))
        position += thirdOffset + third
        if isYearLast {
            let (day, month, year) = parts
            var remedies = ["write year-month-day, for example `\(padded(year, 4))-12-31`"]
            var replacement: String?
            if day > 12, let exact = Day(year: year, month: month, day: day) {
                replacement = exact.text
            } else if month > 12, let exact = Day(year: year, month: day, day: month) {
                replacement = exact.text
            }
            if let replacement { remedies = ["write `\(replacement)`"] }
            emitDay(nil, from: start, reason: "a day is written year-month-day", remedies: remedies, replacement)
            return true
        }
        let (year, month, day) = parts
        let exact = Day(year: year, month: month, day: day)
        if byte() == UInt8(ascii: "T") {
            skipTime()
            emitDay(
                exact, from: start, reason: "a point in time is compared by its day",
                remedies: exact.map { ["write `\($0.text)`"] } ?? [], exact?.text)
        } else if mark == UInt8(ascii: "-"), second == 2, third == 2 {
            if exact != nil {
                emit(.period(.day(exact ?? .first)), from: start)
            } else {
                emitDay(nil, from: start, reason: missingDayReason(year, month, day), remedies: [], nil)
            }
        } else {
            emitDay(
                exact, from: start, reason: "a day is written year-month-day with two digits each",
                remedies: exact.map { ["write `\($0.text)`"] } ?? [], exact?.text)
        }
        return true
    }

    private mutating func skipTime() {
        while isNameByte() || byte() == UInt8(ascii: ":") || byte() == UInt8(ascii: ".") { position += 1 }
        position = min(position, bytes.count)
    }

    private mutating func emitDay(
        _ day: Day?, from start: Int, reason: String, remedies: [String], _ replacement: String?
    ) {
        report(
            Diagnostic(
                "invalid-day", "`\(slice(start, position))` is not a day", at: Span(start, position), reason: [reason],
                remedies: remedies, replacement: replacement))
        emit(.period(.day(day ?? .first)), from: start)
    }

    private func missingDayReason(_ year: Int, _ month: Int, _ day: Int) -> String {
        guard (1...9999).contains(year) else { return "years are 0001 to 9999" }
        guard (1...12).contains(month) else { return "there is no month \(month)" }
        let name = Calendar.monthNames[month - 1]
        let count = Day.daysIn(month: month, year: year)
        if month == 2 && day == 29 { return "\(year) is not a leap year: February has 28 days" }
        return day == 0 ? "months begin with day 1" : "\(name) \(year) has \(count) days"
    }

    // MARK: Periods

    /// Reads `2026-H1`, `2026-Q2`, `2026-06`, `2026-W07`; recognises them without their hyphen too.
    private mutating func readPartOfYear() -> Bool {
        guard digitCount(0) == 4 else { return false }
        let hasHyphen = byte(4) == UInt8(ascii: "-")
        let start = position
        let year = number(0, 4)
        if hasHyphen, digitCount(5) == 2, !isNameByte(7) {
            let month = number(5, 2)
            position += 7
            emitPeriod(.month(year: year, month), year: year, from: start) {
                (1...12).contains(month) ? nil : "there is no month \(month); a subtraction has blanks around its `-`"
            }
            return true
        }
        let letter = byte(hasHyphen ? 5 : 4) & 0xDF
        let offset = hasHyphen ? 6 : 5
        let count = digitCount(offset)
        guard count == 1 || (count == 2 && letter == UInt8(ascii: "W")), !isNameByte(offset + count) else {
            return false
        }
        let part = number(offset, count)
        let kind: PeriodExpression.Kind
        let problem: String?
        switch letter {
        case UInt8(ascii: "H"):
            kind = .half(year: year, part)
            problem = (1...2).contains(part) ? nil : "a year has halves H1 and H2"
        case UInt8(ascii: "Q"):
            kind = .quarter(year: year, part)
            problem = (1...4).contains(part) ? nil : "a year has quarters Q1 to Q4"
        case UInt8(ascii: "W"):
            kind = .week(year: year, part)
            let weeks = Day(isoYear: year, week: 53) == nil ? 52 : 53
            problem = (1...weeks).contains(part) ? nil : "\(padded(year, 4)) has weeks W01 to W\(weeks)"
        default: return false
        }
        position += offset + count
        let isExact = hasHyphen && (letter != UInt8(ascii: "W") || count == 2)
        if !isExact && problem == nil {
            let text = printed(PeriodExpression(kind, span: .none))
            report(
                Diagnostic(
                    "invalid-period", "`\(slice(start, position))` is not a period", at: Span(start, position),
                    remedies: ["write `\(text)`"], replacement: text))
            emit(.period(kind), from: start)
        } else {
            emitPeriod(kind, year: year, from: start) { problem }
        }
        return true
    }

    private mutating func emitPeriod(
        _ kind: PeriodExpression.Kind, year: Int, from start: Int, problem: () -> String?
    ) {
        if let problem = year == 0 ? "years are 0001 to 9999" : problem() {
            report(
                Diagnostic(
                    "invalid-period", "`\(slice(start, position))` is not a period", at: Span(start, position),
                    reason: [problem]))
            emit(.period(.year(1)), from: start)
        } else {
            emit(.period(kind), from: start)
        }
    }

    /// Reads what follows `FY2026`: nothing, `-H1` or `-Q1`.
    mutating func readFiscalPeriod(_ word: String, from start: Int) {
        let year = Int(word.dropFirst(2)) ?? 0
        let letter = byte(1) & 0xDF
        guard byte() == UInt8(ascii: "-"), letter == UInt8(ascii: "Q") || letter == UInt8(ascii: "H"), isDigit(2),
            !isNameByte(3)
        else { return emitPeriod(.fiscalYear(year), year: year, from: start) { nil } }
        let part = number(2, 1)
        position += 3
        if letter == UInt8(ascii: "H") {
            return emitPeriod(.fiscalHalf(year: year, part), year: year, from: start) {
                (1...2).contains(part) ? nil : "a fiscal year has halves H1 and H2"
            }
        }
        emitPeriod(.fiscalQuarter(year: year, part), year: year, from: start) {
            (1...4).contains(part) ? nil : "a fiscal year has quarters Q1 to Q4"
        }
    }
}
