import Language
import Values

/// The kind that an operation gives; throws where the two sides do not go together.
func arithmeticKind(
    _ operation: ArithmeticOperator, _ left: (kind: Kind, source: Expression),
    _ right: (kind: Kind, source: Expression),
    _ span: Span
) throws(Diagnostic) -> Kind {
    switch (left.kind, right.kind) {
    case (.number(let a), .number(let b)):
        if let unit = a.combined(operation, with: b) { return .number(unit) }
        throw Diagnostic(
            "mixed-units", "\(a.text) and \(b.text) cannot be combined by `\(operation.rawValue)`", at: span,
            reason: ["`\(printed(left.source))` is \(a.text), `\(printed(right.source))` is \(b.text)"],
            remedies: ["convert one of them first, or ask for them side by side"])
    // A day less nothing known could be a day or a number of days.
    case (.missing, let kind), (let kind, .missing): return kind.isTime && operation == .subtract ? .missing : kind
    case (.day, .number), (.moment, .number):
        if operation == .add || operation == .subtract { return .day }
    case (.day, .day), (.day, .moment), (.moment, .day), (.moment, .moment):
        if operation == .subtract { return .number(.days) }
    default: break
    }
    throw Diagnostic(
        "wrong-kind", "`\(operation.rawValue)` does not go between a \(left.kind.text) and a \(right.kind.text)",
        at: span,
        reason: [
            "`\(printed(left.source))` is a \(left.kind.text), `\(printed(right.source))` is a \(right.kind.text)"
        ],
        remedies: left.kind == .text || right.kind == .text
            ? ["`number(…)` reads a number from a text; `concat(a, b)` joins texts"] : [])
}

/// The kind of a value that comes from one of two branches.
func commonKind(_ first: Kind, _ second: Kind, _ span: Span) throws(Diagnostic) -> Kind {
    if first == .missing { return second }
    if second == .missing || first == second { return first }
    if case .number(let a) = first, case .number(let b) = second {
        return .number(a.combined(.add, with: b) ?? .number)
    }
    if first.isTime && second.isTime { return .moment }
    throw Diagnostic(
        "wrong-kind", "the branches give different kinds: a \(first.text) and a \(second.text)", at: span,
        remedies: ["make both the same; `text(…)` turns any value into text"])
}

/// The function of a call, or what it may have been meant to be.
func knownFunction(_ call: Call, _ span: Span) throws(Diagnostic) -> Function {
    if let form = CallForm(rawValue: call.function) { throw form.misplaced(span) }
    if let function = Functions.named(call.function) {
        if !call.parts.isDisjoint(with: [.condition, .distinct, .timeColumn, .instant]) {
            throw Diagnostic(
                "not-an-aggregate",
                "`\(function.name)` is not an aggregate, so it takes no `where`, `on`, `at` or"
                    + " `distinct`", at: span, remedies: ["write \(function.signature)"])
        }
        try refuseParts(of: call, besides: [], span, remedy: "write \(function.signature)")
        return function
    }
    let known =
        Functions.all.map(\.name) + AggregateFunction.allCases.map(\.rawValue) + Movement.allCases.map(\.rawValue)
        + TimeFunction.allCases.map(\.rawValue) + CallForm.allCases.map(\.rawValue)
    let near = nearest(call.function, among: known)
    throw Diagnostic(
        "unknown-function", "unknown function `\(call.function)`", at: call.functionSpan,
        remedies: near.isEmpty ? ["`help functions` lists them"] : [didYouMean(near)], replacement: near.first)
}

/// Checks number and kinds of a function's arguments; gives the kind of its result.
func check(_ function: Function, _ call: Call, _ kinds: [Kind], _ span: Span) throws(Diagnostic) -> Kind {
    let least = function.parameters.count - function.optional
    let most = function.isVariadic ? Int.max : function.parameters.count
    guard kinds.count >= least, kinds.count <= most else {
        throw Diagnostic(
            "argument-count",
            "`\(function.name)` takes \(least == most ? "\(least)" : "at least \(least)")"
                + " argument\(least == 1 && most == 1 ? "" : "s"), not \(kinds.count)", at: span,
            remedies: ["write \(function.signature)"])
    }
    for (index, kind) in kinds.enumerated() where kind != .missing {
        let wanted = function.parameters[min(index, function.parameters.count - 1)]
        let fits =
            switch wanted {
            case .any: true
            case .number: kind.isNumber
            case .text: kind == .text
            case .time: kind.isTime
            case .condition: kind == .boolean
            }
        guard fits else {
            let argument = call.arguments.indices.contains(index) ? call.arguments[index] : nil
            throw Diagnostic(
                "wrong-kind", "`\(function.name)` cannot take a \(kind.text) here", at: argument?.span ?? span,
                reason: argument.map { ["`\(printed($0))` is a \(kind.text)"] } ?? [],
                remedies: ["write \(function.signature)"])
        }
    }
    switch function.result {
    case .number(let unit): return .number(unit)
    case .text: return .text
    case .day: return .day
    case .moment: return .moment
    case .condition: return .boolean
    case .sameAsFirst:
        var common = Kind.missing
        for kind in kinds { common = try commonKind(common, kind, span) }
        return common
    }
}

/// An action that this kind of value does not allow.
func wrongKind(_ kind: Kind, _ action: String, _ operand: Expression) -> Diagnostic {
    Diagnostic(
        "wrong-kind", "a \(kind.text) cannot be \(action)", at: operand.span,
        reason: ["`\(printed(operand))` is a \(kind.text)"])
}
