import Glibc
import Values

extension Functions {
    static let numbers: [Function] = [
        Function(
            name: "abs", parameters: [.number], result: .sameAsFirst, signature: "abs(x)",
            summary: "The number without its sign.",
            kernel: .values { arguments in
                guard let value = arguments.first, value.double != nil else { return .missing }
                return value < .number(.zero) ? value.negated : value
            }),
        Function(
            name: "round", parameters: [.number, .number], optional: 1, result: .sameAsFirst,
            signature: "round(x, digits)",
            summary: "Rounded half away from zero, to whole numbers unless told; to hundreds with -2 digits.",
            kernel: .values { arguments in
                let digits = arguments.count > 1 ? wholeNumber(arguments[1]) ?? 0 : 0
                return rounded(arguments.first ?? .missing, to: max(-38, min(15, digits)))
            }),
        Function(
            name: "floor", parameters: [.number], result: .sameAsFirst, signature: "floor(x)",
            summary: "The whole number at or below.",
            kernel: .values { arguments in
                switch arguments.first {
                case .number(let exact)?: .number(ExactDecimal(exact.floor))
                case .float(let float)?: .float(float.rounded(.down))
                default: .missing
                }
            }),
        Function(
            name: "ceiling", parameters: [.number], result: .sameAsFirst, signature: "ceiling(x)",
            summary: "The whole number at or above.",
            kernel: .values { arguments in
                switch arguments.first {
                case .number(let exact)?:
                    exact.negated.map { .number(ExactDecimal(-$0.floor)) } ?? .missing
                case .float(let float)?: .float(float.rounded(.up))
                default: .missing
                }
            }),
        float("sqrt", "The square root; no value below zero.") { $0 < 0 ? nil : $0.squareRoot() },
        float("ln", "The natural logarithm; no value at or below zero.") { $0 <= 0 ? nil : log($0) },
        float("exp", "e to the power of x.") { exp($0) },
        Function(
            name: "power", parameters: [.number, .number], result: .number(.number), signature: "power(x, n)",
            summary: "x to the power of n, as a float.",
            kernel: .values { arguments in
                guard arguments.count == 2, let base = arguments[0].double, let exponent = arguments[1].double else {
                    return .missing
                }
                let result = pow(base, exponent)
                return result.isFinite ? .float(result) : .missing
            }),
        Function(
            name: "least", parameters: [.any], isVariadic: true, result: .sameAsFirst, signature: "least(a, b, …)",
            summary: "The smallest of the values.", kernel: .values { $0.min() ?? .missing }),
        Function(
            name: "greatest", parameters: [.any], isVariadic: true, result: .sameAsFirst,
            signature: "greatest(a, b, …)", summary: "The largest of the values.",
            kernel: .values { $0.max() ?? .missing }),
        Function(
            name: "coalesce", parameters: [.any], isVariadic: true, result: .sameAsFirst, seesMissing: true,
            signature: "coalesce(a, b, …)", summary: "The first of the values that there is.",
            kernel: .values { $0.first { !$0.isMissing } ?? .missing }),
    ]

    private static func float(
        _ name: String, _ summary: String, _ kernel: @escaping @Sendable (Double) -> Double?
    ) -> Function {
        Function(
            name: name, parameters: [.number], result: .number(.number), signature: "\(name)(x)", summary: summary,
            kernel: .values { arguments in
                guard let number = arguments.first?.double, let result = kernel(number), result.isFinite else {
                    return .missing
                }
                return .float(result)
            })
    }

    private static func rounded(_ value: Value, to digits: Int) -> Value {
        switch value {
        case .number(let exact): return .number(exact.rounded(to: digits))
        case .float(let float):
            let factor = pow(10, Double(digits))
            let scaled = (float * factor).rounded(.toNearestOrAwayFromZero)
            // What is left is a decimal, so it can be exact again.
            if digits < 0 { return scaled.isFinite ? .float(scaled / factor) : value }
            if let whole = Int64(exactly: scaled), abs(scaled) < 9e15 {
                return .number(ExactDecimal(Int128(whole), scale: digits))
            }
            return scaled.isFinite ? .float(scaled / factor) : value
        default: return .missing
        }
    }
}
