/// What a number counts, for arithmetic checks and for how it is written.
package enum Unit: Hashable, Sendable {
    /// A bare number.
    case number
    /// A whole count of things.
    case count
    /// Money, in a currency where it is known (ISO 4217: `USD`).
    case money(String?)
    /// A fraction that is written as a percentage: 0.625 is 62.5 %.
    case percent
    case days

    /// As the language writes it behind `as`.
    package var text: String {
        switch self {
        case .number: "number"
        case .count: "count"
        case .money(let currency): currency.map { "money " + $0 } ?? "money"
        case .percent: "percent"
        case .days: "days"
        }
    }
}

extension Unit {
    /// The unit that an operation gives; nil when the two do not go together (dollars and euros).
    package func combined(_ operation: ArithmeticOperator, with other: Unit) -> Unit? {
        switch operation {
        case .add, .subtract:
            switch (self, other) {
            case (.money(let a), .money(let b)): a == nil || b == nil || a == b ? .money(a ?? b) : nil
            case (.number, _), (.count, .money), (.count, .days), (.count, .percent): other
            case (_, .number), (.money, .count), (.days, .count), (.percent, .count): self
            case (.count, .count), (.percent, .percent), (.days, .days): self
            default: nil
            }
        case .multiply:
            switch (self, other) {
            case (.money(let a), .money(let b)): a == b ? .number : nil
            case (.money, _): self
            case (_, .money): other
            case (.days, .number), (.days, .percent), (.days, .count): .days
            case (.number, .days), (.percent, .days), (.count, .days): .days
            case (.count, .count): .count
            default: .number
            }
        case .divide:
            switch (self, other) {
            case (.money(let a), .money(let b)): a == nil || b == nil || a == b ? .number : nil
            case (.money, _): self
            case (.days, .count), (.days, .number), (.days, .percent): .days
            default: .number
            }
        }
    }
}
