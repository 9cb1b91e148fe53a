import Language
import Values

/// `convert(amount, currency to EUR)`: each row's amount at the rate of the row's day.
package struct CurrencyConversion: Hashable, Sendable {
    package var amount: RowExpression
    /// The currency of the row, a text.
    package var currency: RowExpression
    /// The day whose rate counts.
    package var day: RowExpression
    /// ISO 4217, in capitals.
    package var target: String
    package var rates: RatesTable
}

extension RowExpression {
    /// The columns of currencies of the amounts that the expression's value is made of, each once; converted amounts
    /// have none.
    package var currencies: [RowExpression] {
        switch self {
        case .money(_, let currency): return [currency]
        case .negate(let operand): return operand.currencies
        case .arithmetic(let operation, let left, let right):
            // An amount over another of its currency is a bare number.
            if operation == .divide, left.currencies == right.currencies { return [] }
            return Self.merged([left, right])
        case .conditional(_, let then, let otherwise): return Self.merged([then, otherwise])
        case .function(let id, let arguments):
            guard case .sameAsFirst? = Functions.named(id.name)?.result else { return [] }
            return Self.merged(arguments)
        default: return []
        }
    }

    private static func merged(_ expressions: [RowExpression]) -> [RowExpression] {
        var result: [RowExpression] = []
        for currency in expressions.flatMap(\.currencies) where !result.contains(currency) { result.append(currency) }
        return result
    }

    /// The conversions inside the expression.
    package var conversions: [CurrencyConversion] {
        let inner = children.flatMap(\.conversions)
        if case .convert(let conversion) = self { return inner + [conversion] }
        return inner
    }
}

extension RowBinder {
    /// Gives what a column holds its currency, if the dataset at the end of the path says that it is money.
    func monetary(
        _ bound: Typed<RowExpression>, column: String, at path: JoinPath
    ) throws(Diagnostic) -> Typed<RowExpression> {
        guard bound.kind.isNumber, let dataset = workspace.datasets[path.end],
            let currency = dataset.currency(of: column)
        else { return bound }
        switch currency {
        case .code(let code): return Typed(bound.expression, .number(.money(code)))
        case .column(let name):
            var inner = RowBinder(workspace, dataset: path.end, dimensionsFirst: false, notes: notes)
            inner.prefix = JoinPath(start: prefix.start, joins: prefix.joins + path.joins)
            // In backquotes no dimension stands before the column.
            let source = Expression(.name(Name([.init(name, isQuoted: true)], span: .none)), span: .none)
            let column = try inner.bind(source)
            return Typed(.money(bound.expression, currency: column.expression), .number(.money(nil)))
        }
    }

    func bindConversion(_ call: Call, _ span: Span) throws(Diagnostic) -> Typed<RowExpression> {
        let form = CallForm.convert
        guard let target = call.target else {
            throw Diagnostic(
                "no-target", "`convert` needs the currency to convert to", at: span,
                remedies: ["write \(form.signature)"])
        }
        guard call.arguments.count == 2 else {
            throw Diagnostic(
                "argument-count", "`convert` takes an amount and its currency, not \(call.arguments.count) arguments",
                at: span, remedies: ["write \(form.signature)"])
        }
        guard call.parts.isSubset(of: [.target, .timeColumn]) else {
            throw Diagnostic(
                "not-an-aggregate", "`convert` is not an aggregate, so it takes only `to` and `on`", at: span,
                remedies: ["write \(form.signature)"])
        }
        let code = target.text.uppercased()
        guard isCurrencyCode(code) else {
            throw Diagnostic(
                "currency-code", "`\(target.text)` is not the code of a currency",
                at: target.span == .none ? span : target.span,
                remedies: ["codes have three letters: EUR, USD, GBP"])
        }
        let amount = try bind(call.arguments[0])
        guard amount.kind.isNumber || amount.kind == .missing else {
            throw wrongKind(amount.kind, "converted", call.arguments[0])
        }
        let currency = try bind(call.arguments[1])
        guard currency.kind == .text || currency.kind == .missing else {
            throw Diagnostic(
                "wrong-kind", "the currency of `convert` is a text, not a \(currency.kind.text)",
                at: call.arguments[1].span, remedies: ["write \(form.signature)"])
        }
        try check(amount, isIn: currency, call)
        let day = try day(of: call, span)
        let rates = try workspace.rates(at: span)
        return Typed(
            .convert(
                CurrencyConversion(
                    amount: amount.expression, currency: currency.expression, day: day, target: code, rates: rates)),
            .number(.money(code)))
    }

    /// Refuses an amount that is known to be in another currency than the one given.
    private func check(
        _ amount: Typed<RowExpression>, isIn currency: Typed<RowExpression>, _ call: Call
    ) throws(Diagnostic) {
        let known = amount.expression.currencies
        var other: String?
        if case .column = currency.expression, let first = known.first(where: { $0 != currency.expression }) {
            if case .column(let reference) = first { other = "`\(reference.text)`" }
        } else if case .constant(.text(let given)) = currency.expression,
            case .number(.money(let code?)) = amount.kind, given.uppercased() != code
        {
            other = code
        }
        guard let other else { return }
        let written = printed(call.arguments[0])
        throw Diagnostic(
            "mixed-units", "the currency of `\(written)` is \(other), not `\(printed(call.arguments[1]))`",
            at: call.arguments[1].span, remedies: ["write the currency that the amount is in"])
    }

    /// The day of a row: the column behind `on`, else the time axis, else the start of the row's interval.
    private func day(of call: Call, _ span: Span) throws(Diagnostic) -> RowExpression {
        if let column = call.timeColumn {
            let bound = try bind(Expression(.name(column), span: column.span))
            guard bound.kind.isTime || bound.kind == .missing else {
                throw Diagnostic(
                    "not-a-time", "`\(column.text)` is a \(bound.kind.text), not a day", at: column.span,
                    remedies: ["`on` takes a column of days or date-times"])
            }
            return bound.expression
        }
        guard let dataset = workspace.datasets[scope.dataset], let column = dataset.time ?? dataset.active?.from else {
            throw Diagnostic(
                "no-time-axis", "`convert` needs the day of each row of `\(scope.dataset)` to find its rate",
                at: span,
                remedies: [
                    "say which column it is: `convert(amount, currency to EUR on COLUMN)`",
                    "or add `time COLUMN` to dataset `\(scope.dataset)`",
                ])
        }
        return try bind(Expression(.name(Name([.init(column, isQuoted: true)], span: span)), span: span)).expression
    }
}

/// Whether a text is three capital letters from A to Z.
func isCurrencyCode(_ text: String) -> Bool {
    text.utf8.count == 3 && text.utf8.allSatisfy { $0 >= 65 && $0 <= 90 }
}
