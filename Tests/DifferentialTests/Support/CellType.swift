/// What a column or expression holds, and how SQLite keeps it.
enum CellType: Hashable, Sendable {
    /// An exact number: an integer that counts units of 10^-scale.
    case number(scale: Int)
    case float
    case text
    case day
    /// 0 or 1.
    case boolean
    /// A step of time, by its label.
    case step

    var isNumber: Bool {
        switch self {
        case .number, .float: true
        default: false
        }
    }

    var scale: Int? {
        if case .number(let scale) = self { scale } else { nil }
    }
}

func power(_ exponent: Int) -> Int64 { (0..<max(0, exponent)).reduce(1) { result, _ in result * 10 } }

/// A number of units of 10^-scale as it is written: `-12.5`.
func digits(_ units: Int64, scale: Int, keepingZeros: Bool = false) -> String {
    var text = String(units.magnitude)
    if scale > 0 {
        text = String(repeating: "0", count: max(0, scale + 1 - text.count)) + text
        text.insert(".", at: text.index(text.endIndex, offsetBy: -scale))
        if !keepingZeros {
            while text.hasSuffix("0") { text.removeLast() }
            if text.hasSuffix(".") { text.removeLast() }
        }
    }
    return (units < 0 ? "-" : "") + text
}
