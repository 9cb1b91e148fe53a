import Language
import Values

/// Calls with a form of their own, which are neither aggregates nor functions of values.
package enum CallForm: String, Hashable, Sendable, CaseIterable {
    case conversion, convert, target, attainment

    package var signature: String {
        switch self {
        case .conversion: "conversion(dataset from \"MQL\" to \"SQL\" within 30 days)"
        case .convert: "convert(amount, currency to EUR)"
        case .target: "target(metric)"
        case .attainment: "attainment(metric)"
        }
    }

    package var summary: String {
        switch self {
        case .conversion: "The share of those that first entered a stage in the period that reached another after it."
        case .convert: "The amount of each row in another currency, at the rate of the row's day."
        case .target: "What the metric should reach, as `vs target` has it; no value where no target is set."
        case .attainment: "The metric by its target, a ratio of sums; no value where no target is set."
        }
    }

    /// The error of a call that stands where it cannot.
    func misplaced(_ span: Span) -> Diagnostic {
        switch self {
        case .conversion:
            Diagnostic(
                "nested-aggregate", "`conversion(…)` cannot stand on a single row", at: span,
                reason: ["it makes one number of many rows, as aggregates do"],
                remedies: ["take it outside: `show conversion(…)`"])
        case .target, .attainment:
            Diagnostic(
                "nested-aggregate", "`\(rawValue)(…)` cannot stand on a single row", at: span,
                reason: ["targets are set for metrics, which are numbers over many rows"],
                remedies: ["take it outside: `show \(rawValue)(bookings)`"])
        case .convert:
            Diagnostic(
                "convert-outside", "`convert` works on rows, so it stands inside an aggregate", at: span,
                reason: ["each row has a currency and a day of its own"],
                remedies: ["write `sum(convert(amount, currency to EUR))`"])
        }
    }
}

/// Refuses the parts of a call that its function does not take: a word that is read and not heeded would change what an
/// answer means.
func refuseParts(
    of call: Call, besides allowed: Set<Call.Part>, _ span: Span, remedy: @autoclosure () -> String
) throws(Diagnostic) {
    let refused = call.parts.subtracting(allowed)
    if refused.contains(.route) {
        throw Diagnostic(
            "route-misplaced", "`\(call.function)` takes no `from … to …`", at: span,
            reason: ["only `conversion` goes from one stage to another"],
            remedies: ["write \(CallForm.conversion.signature)"])
    }
    if refused.contains(.target), let target = call.target {
        throw Diagnostic(
            "target-misplaced", "`\(call.function)` takes no `to \(target.text)`", at: span,
            reason: ["only `convert` changes currencies"], remedies: ["write \(CallForm.convert.signature)"])
    }
    guard !refused.isEmpty else { return }
    let named = Call.Part.allCases.filter(refused.contains).map(\.text)
    throw Diagnostic(
        "part-misplaced", "`\(call.function)` takes no \(named.joined(separator: ", no "))", at: span,
        remedies: [remedy()])
}
