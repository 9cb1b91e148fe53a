/// One value: a constant of the language or a cell of an answer (never a cell of a loaded column, see `Tables`).
package enum Value: Hashable, Sendable {
    /// No value: a blank cell, a division by zero, an average over no rows.
    case missing
    case boolean(Bool)
    case number(ExactDecimal)
    case float(Double)
    case text(String)
    case day(Day)
    case moment(Moment)
    case period(Period)

    package var isMissing: Bool { if case .missing = self { true } else { false } }

    /// The value as a float when it is a number.
    package var double: Double? {
        switch self {
        case .number(let exact): exact.double
        case .float(let float): float
        default: nil
        }
    }

    /// Exact and unrounded, as data formats write it: ISO days, plain digits, empty for no value.
    package var plainText: String {
        switch self {
        case .missing: ""
        case .boolean(let flag): flag ? "true" : "false"
        case .number(let exact): exact.text
        case .float(let float): plainDigits(float)
        case .text(let text): text
        case .day(let day): day.text
        case .moment(let moment): moment.text
        case .period(let period): period.label
        }
    }
}

extension Value: Comparable {
    /// Missing first, then by kind, numbers by value, text by its code points: the same order on every machine.
    package static func < (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.boolean(let a), .boolean(let b)): return !a && b
        case (.number(let a), .number(let b)): return a < b
        case (.text(let a), .text(let b)): return a < b
        case (.day(let a), .day(let b)): return a < b
        case (.moment(let a), .moment(let b)): return a < b
        case (.period(let a), .period(let b)): return a < b
        default:
            if let a = left.double, let b = right.double { return a < b }
            return left.rank < right.rank
        }
    }

    private var rank: Int {
        switch self {
        case .missing: 0
        case .boolean: 1
        case .number, .float: 2
        case .day: 3
        case .moment: 4
        case .period: 5
        case .text: 6
        }
    }
}

/// The shortest digits that read back to the same float, never in exponent form: `0.00001`, `12000000000000000000`.
///
/// Negative zero is `0`; what is not finite is empty.
package func plainDigits(_ number: Double) -> String {
    guard number.isFinite else { return "" }
    if number == 0 { return "0" }
    var text = "\(number)"
    if text.hasSuffix(".0") { text.removeLast(2) }
    guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...]) else { return text }
    var mantissa = String(text[..<mark])
    let negative = mantissa.hasPrefix("-")
    if negative { mantissa.removeFirst() }
    let parts = mantissa.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let whole = parts.first ?? "0"
    let fraction = parts.count > 1 && parts[1] != "0" ? parts[1] : ""
    let digits = whole + fraction
    let point = whole.utf8.count + exponent
    let result: String
    if point <= 0 {
        result = "0." + String(repeating: "0", count: -point) + digits
    } else if point >= digits.utf8.count {
        result = digits + String(repeating: "0", count: point - digits.utf8.count)
    } else {
        result = String(digits.prefix(point)) + "." + String(digits.dropFirst(point))
    }
    return (negative ? "-" : "") + result
}
