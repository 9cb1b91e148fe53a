import Language
import Tables
import Values

/// Comparisons on rows: what a bare word, a period or a quoted text means beside a column.
extension RowBinder {
    func bindComparison(
        _ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ span: Span
    ) throws(Diagnostic) -> Typed<RowExpression> {
        let left = try expanded(left)
        let right = try expanded(right)
        if operation == .like || operation == .notLike {
            return try bindPattern(left, right, negated: operation == .notLike, span)
        }
        guard let comparison = ComparisonOperator(rawValue: operation.rawValue) else {
            throw Diagnostic("wrong-kind", "`\(operation.rawValue)` does not compare", at: span)
        }
        if case .missing = right.kind { return try missingTest(left, comparison, span) }
        if case .missing = left.kind { return try missingTest(right, comparison, span) }
        // A bare word that is nothing in scope may be a value of the other side.
        if let word = try bareWord(right), let known = try bindUnlessBare(left) {
            return Typed(.compare(comparison, known.expression, .constant(try value(word, of: known, left))), .boolean)
        }
        if let word = try bareWord(left), let known = try bindUnlessBare(right) {
            let constant = RowExpression.constant(try value(word, of: known, right))
            return Typed(.compare(comparison.mirrored, known.expression, constant), .boolean)
        }
        if let period = periodConstant(right), case let bound = try bind(left) {
            return Typed(try compared(bound, comparison, with: period, left), .boolean)
        }
        if let period = periodConstant(left), case let bound = try bind(right) {
            return Typed(try compared(bound, comparison.mirrored, with: period, right), .boolean)
        }
        let first = try bind(left)
        let second = try bind(right)
        if case .constant(let constant) = second.expression {
            let fitted = try fitted(constant, second.kind, to: first, left, right)
            return Typed(.compare(comparison, first.expression, fitted), .boolean)
        }
        if case .constant(let constant) = first.expression {
            let fitted = try fitted(constant, first.kind, to: second, right, left)
            return Typed(.compare(comparison.mirrored, second.expression, fitted), .boolean)
        }
        guard Self.comparable(first.kind, second.kind) else {
            // `stage = Won`, where a column is called `won` too.
            if first.kind == .text, let word = singleWord(right), let value = try? value(word, of: first, left) {
                return Typed(.compare(comparison, first.expression, .constant(value)), .boolean)
            }
            if second.kind == .text, let word = singleWord(left), let value = try? value(word, of: second, right) {
                return Typed(.compare(comparison.mirrored, second.expression, .constant(value)), .boolean)
            }
            throw mismatch(first.kind, left, second.kind, right)
        }
        return Typed(.compare(comparison, first.expression, second.expression), .boolean)
    }

    func bindMembership(
        _ operand: Expression, _ values: [Expression], negated: Bool, _ span: Span
    ) throws(Diagnostic) -> Typed<RowExpression> {
        var simple: [Value] = []
        var others: [RowExpression] = []
        let bound = try bind(operand)
        for element in values {
            let test = try bindComparison(.equal, operand, element, span).expression
            if case .compare(.equal, bound.expression, .constant(let value)) = test {
                simple.append(value)
            } else {
                others.append(test)
            }
        }
        var result: RowExpression? = simple.isEmpty ? nil : .isIn(bound.expression, simple)
        for other in others { result = result.map { .or($0, other) } ?? other }
        let inside = result ?? .constant(.boolean(false))
        return Typed(negated ? .not(inside) : inside, .boolean)
    }

    /// `column = 2026-Q1`, `column < last month`: days against the period's first and last day.
    func compared(
        _ bound: Typed<RowExpression>, _ comparison: ComparisonOperator, with expression: PeriodExpression,
        _ operand: Expression
    ) throws(Diagnostic) -> RowExpression {
        let period = try PeriodResolver(workspace).resolve(expression).period
        switch bound.kind {
        case .day, .moment:
            func limit(_ day: Day) -> RowExpression {
                .constant(bound.kind == .moment ? .moment(Moment(day)) : .day(day))
            }
            let start = RowExpression.compare(.greaterOrEqual, bound.expression, limit(period.start))
            // Nothing lies behind the last day that there is, so a period that goes to it holds it too.
            let isOpen = period.end == .last
            let end =
                isOpen
                ? RowExpression.compare(.greaterOrEqual, bound.expression, limit(.first))
                : RowExpression.compare(.less, bound.expression, limit(period.end))
            switch comparison {
            case .equal: return .and(start, end)
            case .notEqual: return .not(.and(start, end))
            case .less: return .compare(.less, bound.expression, limit(period.start))
            case .lessOrEqual: return end
            case .greater: return isOpen ? .not(end) : .compare(.greaterOrEqual, bound.expression, limit(period.end))
            case .greaterOrEqual: return start
            }
        case .text:
            if let texts = try values(of: bound.expression), !texts.contains(period.label) {
                throw Diagnostic(
                    "not-days", "`\(printed(operand))` is a text, and no value of it is `\(period.label)`",
                    at: expression.span, remedies: ["a period is asked for with `for \(period.label)`"])
            }
            return .compare(comparison, bound.expression, .constant(.text(period.label)))
        case .missing: return .constant(.missing)
        default: throw mismatch(bound.kind, operand, .period, Expression(.period(expression), span: expression.span))
        }
    }

    private func missingTest(
        _ operand: Expression, _ comparison: ComparisonOperator, _ span: Span
    ) throws(Diagnostic) -> Typed<RowExpression> {
        let test = RowExpression.isMissing(try bind(operand).expression)
        switch comparison {
        case .equal: return Typed(test, .boolean)
        case .notEqual: return Typed(.not(test), .boolean)
        default:
            throw Diagnostic(
                "missing-order", "`missing` has no order", at: span,
                remedies: ["write `= missing` or `!= missing`"])
        }
    }

    private func bindPattern(
        _ left: Expression, _ right: Expression, negated: Bool, _ span: Span
    ) throws(Diagnostic) -> Typed<RowExpression> {
        let bound = try bind(left)
        guard bound.kind == .text || bound.kind == .missing else {
            throw wrongKind(bound.kind, "matched with `like`", left)
        }
        guard case .text(let pattern) = right.kind else {
            throw Diagnostic(
                "pattern", "`like` needs a text pattern", at: right.span,
                remedies: ["for example: like \"Acme*\"  (* any characters, ? one)"])
        }
        let test = RowExpression.like(bound.expression, pattern: pattern.composed)
        return Typed(negated ? .not(test) : test, .boolean)
    }

    // MARK: Constants beside a column

    /// `$name` replaced by its value, all the way down.
    func expanded(_ expression: Expression) throws(Diagnostic) -> Expression {
        var result = expression
        var steps = 0
        while case .parameter(let name) = result.kind {
            result = relocated(try workspace.parameterValue(name, at: result.span), to: expression.span)
            steps += 1
            guard steps < 20 else {
                throw Diagnostic("parameter-circle", "`$\(name)` leads back to itself", at: expression.span)
            }
        }
        return result
    }

    /// The word of an expression that is one name which means nothing here; nil for everything else.
    private func bareWord(_ expression: Expression) throws(Diagnostic) -> Name? {
        guard let name = singleWord(expression) else { return nil }
        return try lookUp(name) == nil ? name : nil
    }

    private func singleWord(_ expression: Expression) -> Name? {
        guard case .name(let name) = expression.kind, name.parts.count == 1 else { return nil }
        return name
    }

    private func bindUnlessBare(_ expression: Expression) throws(Diagnostic) -> Typed<RowExpression>? {
        if try bareWord(expression) != nil { return nil }
        return try bind(expression)
    }

    private func periodConstant(_ expression: Expression) -> PeriodExpression? {
        if case .period(let period) = expression.kind { return period }
        return nil
    }

    /// The value that a bare word means beside a column.
    private func value(_ word: Name, of bound: Typed<RowExpression>, _ operand: Expression) throws(Diagnostic) -> Value
    {
        let spelling = word.parts[0].spelling.composed
        switch bound.kind {
        case .boolean:
            if let flag = Self.flag(spelling) { return .boolean(flag) }
            throw Diagnostic(
                "unknown-value", "`\(printed(operand))` is true or false, never `\(spelling)`", at: word.span,
                remedies: ["write true or false"])
        case .text:
            guard let known = try values(of: bound.expression) else { return .text(spelling) }
            if known.contains(spelling) { return .text(spelling) }
            let texts = known.all
            let folded = spelling.lowercased()
            let alike = texts.filter { $0.lowercased() == folded }
            if alike.count == 1 { return .text(alike[0]) }
            if alike.count > 1 {
                throw Diagnostic(
                    "ambiguous-value", "`\(spelling)` is spelled in several ways in the data", at: word.span,
                    reason: [listed(alike.prefix(5).map { "\"\($0)\"" })],
                    remedies: ["write `in (\(alike.prefix(5).map { "\"\($0)\"" }.joined(separator: ", ")))`"])
            }
            let near = nearest(spelling, among: texts.prefix(50_000))
            throw Diagnostic(
                "unknown-value", "`\(spelling)` is neither a name nor a value of `\(printed(operand))`",
                at: word.span,
                remedies: near.isEmpty
                    ? ["`list values of \(printed(operand))` shows them; texts with blanks go in quotes"]
                    : ["did you mean " + near.map { "\"\($0)\"" }.joined(separator: ", ") + "?"],
                replacement: near.first.map { "\"\($0)\"" })
        // A column without any value can have this one too.
        case .missing: return .text(spelling)
        default: throw unknown(word)
        }
    }

    static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "y", "t": true
        case "false", "no", "n", "f": false
        default: nil
        }
    }

    /// The different texts that an expression can give, when they are known without computing it.
    private func values(of expression: RowExpression) throws(Diagnostic) -> KnownTexts? {
        switch expression {
        case .column(let reference):
            guard let target = workspace.datasets[reference.path.end],
                target.table.outline(reference.position).isCertain
            else { return nil }
            return try KnownTexts(columnOf: target.table, at: reference.position)
        case .constant(.text(let text)): return KnownTexts([text])
        case .constant(.missing): return KnownTexts([])
        case .conditional(_, let then, let otherwise):
            guard let first = try values(of: then), let second = try values(of: otherwise) else { return nil }
            return first + second
        default: return nil
        }
    }

    /// A constant turned into the kind of the other side, where that is what the user must have meant.
    private func fitted(
        _ constant: Value, _ kind: Kind, to other: Typed<RowExpression>, _ operand: Expression, _ source: Expression
    ) throws(Diagnostic) -> RowExpression {
        switch (constant, other.kind) {
        case (.text(let text), .boolean):
            if let flag = Self.flag(text) { return .constant(.boolean(flag)) }
        case (.text(let text), .day), (.text(let text), .moment):
            if let day = Day(text: text) {
                return .constant(other.kind == .moment ? .moment(Moment(day)) : .day(day))
            }
        case (.text(let text), .text):
            // The first few are enough to tell of, and each is compared with every value there is.
            if notes.all.count < 5, let known = try values(of: other.expression), !known.contains(text) {
                let near = nearest(text, among: known.first(50_000))
                notes.add(
                    "no row has `\(printed(operand))` \"\(text)\""
                        + (near.first.map { "; did you mean \"\($0)\"?" } ?? ""))
            }
            return .constant(constant)
        case (.day(let day), .moment): return .constant(.moment(Moment(day)))
        case (.number(let number), .day), (.number(let number), .moment):
            if let year = number.wholeNumber, let day = Day(year: year, month: 1, day: 1) {
                throw Diagnostic(
                    "wrong-kind", "`\(printed(operand))` is a day, not a number", at: source.span,
                    remedies: ["write `\(printed(operand)) in \(day.year)` or compare with a day such as \(day.text)"])
            }
        default: break
        }
        guard Self.comparable(kind, other.kind) else { throw mismatch(other.kind, operand, kind, source) }
        return .constant(constant)
    }

    /// Whether two values of such kinds can be compared.
    package static func comparable(_ first: Kind, _ second: Kind) -> Bool {
        switch (first, second) {
        case (.missing, _), (_, .missing): true
        case (.number, .number), (.text, .text), (.boolean, .boolean): true
        default: first.isTime && second.isTime
        }
    }

    private func mismatch(_ first: Kind, _ left: Expression, _ second: Kind, _ right: Expression) -> Diagnostic {
        var remedies: [String] = []
        if first == .text || second == .text {
            let constant = second == .text ? left : right
            if first == .text, second.isNumber { remedies = ["write the text in quotes: \"\(printed(constant))\""] }
            if second == .text, first.isNumber { remedies = ["leave out the quotes, or compare with a number"] }
            if first.isTime || second.isTime { remedies = ["write days without quotes: 2026-06-15"] }
        }
        return Diagnostic(
            "wrong-kind", "a \(first.text) cannot be compared with a \(second.text)",
            at: left.span.joined(right.span),
            reason: ["`\(printed(left))` is a \(first.text), `\(printed(right))` is a \(second.text)"],
            remedies: remedies)
    }
}
