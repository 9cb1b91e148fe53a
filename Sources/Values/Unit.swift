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
