import Language
import Values

/// What was given for a parameter from outside, `run wins segment=SMB`, read as what the parameter's own value is: whoever
/// types it need not know that one is a text in quotes and the other a number.
struct GivenValue {
    let name: String
    let given: Expression
    /// As the script has it.
    let own: Expression

    /// Fails with `parameter-kind` where it cannot be of that kind.
    ///
    /// - Parameter span: where the parameter is used, since what was given stands in another text.
    func value(at span: Span) throws(Diagnostic) -> Expression {
        switch own.kind {
        case .text: return spelled.map { Expression(.text($0), span: given.span) } ?? given
        case .number:
            return try read(at: span, "a number") { kind in
                if case .number = kind { true } else { false }
            }
        case .boolean:
            return try read(at: span, "`true` or `false`") { kind in
                if case .boolean = kind { true } else { false }
            }
        case .period:
            guard case .text(let text) = given.kind, let read = try? parseExpression(text) else { return given }
            return read
        default: return given
        }
    }

    /// As it was typed; nil for what is more than one value.
    private var spelled: String? {
        switch given.kind {
        case .name(let name): name.parts.map(\.spelling).joined(separator: ".")
        case .number, .boolean, .period, .missing: printed(given)
        default: nil
        }
    }

    private func read(
        at span: Span, _ wanted: String, where fits: (Expression.Kind) -> Bool
    ) throws(Diagnostic) -> Expression {
        if fits(given.kind) { return given }
        switch given.kind {
        case .text(let text):
            if let read = try? parseExpression(text), fits(read.kind) { return read }
        // One parameter may stand for another, and a number be computed.
        case .unary, .binary, .parameter, .missing, .conditional, .call: return given
        default: break
        }
        throw Diagnostic(
            "parameter-kind", "`\(printed(given))` is given for `$\(name)`, which is \(wanted)", at: span,
            reason: ["the script's own value is \(printed(own))"],
            remedies: ["give \(wanted): `\(name)=\(printed(own))`"])
    }
}
