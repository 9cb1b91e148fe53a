/// The four operations of the language.
package enum ArithmeticOperator: String, Hashable, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
}

/// A result that does not fit into 128 bits.
package struct Overflow: Error, Hashable, Sendable {
    package init() {}
}

extension ArithmeticOperator {
    /// Applies the operation to two values.
    ///
    /// No value stays no value, and dividing by zero gives no value.
    ///
    /// Decimals stay exact under `+ - *`; `/` gives a float. A day plus a number is a day, a day minus a day the days
    /// between them.
    package func apply(_ left: Value, _ right: Value) throws(Overflow) -> Value {
        switch (left, right) {
        case (.missing, _), (_, .missing): return .missing
        case (.number(let a), .number(let b)):
            switch self {
            case .add: return try exact(a.adding(b))
            case .subtract: return try exact(a.subtracting(b))
            case .multiply:
                // A product of many digits behind the point is kept as a float rather than refused.
                if let product = a.multiplied(by: b) { return .number(product) }
                return float(a.double * b.double)
            case .divide: return a.divided(by: b).map(float) ?? .missing
            }
        case (.day(let day), .number(let count)):
            guard let days = count.wholeNumber else { return .missing }
            switch self {
            case .add: return day.moved(days: days).map(Value.day) ?? .missing
            case .subtract: return day.moved(days: days == .min ? .max : -days).map(Value.day) ?? .missing
            default: return .missing
            }
        case (.day(let a), .day(let b)) where self == .subtract: return .number(ExactDecimal(b.days(to: a)))
        case (.moment, _), (_, .moment):
            guard let a = left.asDay, let b = right.asDay, self == .subtract else { return .missing }
            return .number(ExactDecimal(b.days(to: a)))
        default:
            guard let a = left.double, let b = right.double else { return .missing }
            switch self {
            case .add: return float(a + b)
            case .subtract: return float(a - b)
            case .multiply: return float(a * b)
            case .divide: return b == 0 ? .missing : float(a / b)
            }
        }
    }

    private func exact(_ result: ExactDecimal?) throws(Overflow) -> Value {
        guard let result else { throw Overflow() }
        return .number(result)
    }

    private func float(_ result: Double) -> Value { result.isFinite ? .float(result) : .missing }
}

extension Value {
    /// The day of a day or a date-time.
    package var asDay: Day? {
        switch self {
        case .day(let day): day
        case .moment(let moment): moment.day
        default: nil
        }
    }

    /// The negative of a number; everything else has none.
    package var negated: Value {
        switch self {
        case .number(let exact): exact.negated.map(Value.number) ?? .missing
        case .float(let float): .float(-float)
        default: .missing
        }
    }

    /// Equality as the language compares: numbers by value across exact and float.
    package func equals(_ other: Value) -> Bool {
        if let a = double, let b = other.double, !(isExact && other.isExact) { return a == b }
        return self == other
    }

    package var isExact: Bool {
        if case .number = self { return true }
        return false
    }
}
