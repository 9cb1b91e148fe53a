import Values

/// Operands: prefixes, literals, names, calls.
extension Parser {
    /// What an operand begins with, as far as it can hold other expressions.
    private enum Opening {
        case not, minus, `if`, parenthesis, call
        case leaf
    }

    mutating func prefix(_ minimum: Int) throws(Failure) -> Node {
        switch opening(minimum) {
        case .not: return try prefixed(Level.not)
        case .minus: return try prefixed(Level.unary)
        case .if: return try conditional()
        case .parenthesis: return try parenthesised()
        case .call: return try call()
        case .leaf: return try leaf()
        }
    }

    private mutating func opening(_ minimum: Int) -> Opening {
        if minimum <= Level.not, at(.not) { return .not }
        if minimum <= Level.or, at(.if) { return .if }
        let names = operands
        record(names)
        record([.parameter, .number, .text, .period])
        switch current.kind {
        case .symbol(.minus): return .minus
        case .symbol(.open): return .parenthesis
        case .word where ahead(1).symbol == .open && current.keyword?.isReserved != true:
            return beginsStatementHere ? .leaf : .call
        default: return .leaf
        }
    }

    /// `not x`, `-x`.
    private mutating func prefixed(_ level: Int) throws(Failure) -> Node {
        let start = advance().span
        try enter()
        defer { nesting -= 1 }
        let operand = try node(level)
        return try made(
            .unary(level == Level.not ? .not : .negate, operand.expression), span: span(from: start),
            over: operand.depth)
    }

    private mutating func conditional() throws(Failure) -> Node {
        let start = advance().span
        try enter()
        defer { nesting -= 1 }
        let condition = try node(Level.or)
        try expect(.then, "behind the condition of `if`")
        let then = try node(Level.or)
        let otherwise = take(.else) ? try node(Level.or) : nil
        return try made(condition, then, otherwise, from: start)
    }

    private func made(_ condition: Node, _ then: Node, _ otherwise: Node?, from start: Span) throws(Failure) -> Node {
        try made(
            .conditional(condition.expression, then: then.expression, otherwise: otherwise?.expression),
            span: span(from: start), over: max(condition.depth, then.depth, otherwise?.depth ?? 0))
    }

    private mutating func parenthesised() throws(Failure) -> Node {
        let start = advance().span
        parentheses += 1
        try checkNesting(parentheses)
        let outside = inArgument
        inArgument = false
        defer {
            inArgument = outside
            parentheses -= 1
        }
        var inner = try node(Level.or)
        if !take(.close) { throw .of(unclosedParenthesis()) }
        inner.expression.span = span(from: start)
        return inner
    }

    private func unclosedParenthesis() -> Diagnostic {
        if current.symbol == .comma {
            return unexpected("`)`", remedies: ["a list stands behind `in`: `x in (a, b)`"])
        }
        return unexpected("`)`", reason: current.isEnd ? ["a `(` is still open"] : [])
    }

    // MARK: Leaves

    /// An operand that holds no other.
    private mutating func leaf() throws(Failure) -> Node {
        if startsLongPeriod { return try periodOperand() }
        let token = current
        switch token.kind {
        case .number(let value, let asPercent):
            advance()
            return try made(.number(value, asPercent: asPercent), span: token.span)
        case .text(let text):
            advance()
            return try made(.text(text), span: token.span)
        case .parameter(let name):
            advance()
            return try made(.parameter(name), span: token.span)
        case .period: return try periodOperand()
        case .word, .quotedName:
            if at(.missing) { return try made(.missing, span: advance().span) }
            if at(.true) { return try made(.boolean(true), span: advance().span) }
            if at(.false) { return try made(.boolean(false), span: advance().span) }
            if current.keyword == .if || current.keyword == .not {
                throw .of(
                    unexpected(
                        wantedOperand, remedies: ["put `\(sourceText(current.span)) …` in parentheses"]))
            }
            let name = try name(wantedOperand)
            recordPeriodContinuation(name)
            return try made(.name(name), span: name.span)
        default: throw .of(unexpectedOperand())
        }
    }

    private mutating func periodOperand() throws(Failure) -> Node {
        let period = try period()
        return try made(.period(period), span: period.span)
    }

    private func unexpectedOperand() -> Diagnostic {
        switch current.symbol {
        case .star:
            return unexpected(wantedOperand, remedies: ["rows are counted by their dataset: `count(deals)`"])
        case .plus: return unexpected(wantedOperand, remedies: ["a number needs no `+`"])
        default: return unexpected(wantedOperand)
        }
    }

    /// What the clause looks for, in words: "a metric or expression".
    private var wantedOperand: String {
        if operands.contains(where: { if case .value = $0 { true } else { false } }) { return "a value" }
        switch operands.first {
        case .metric: return "a metric or an expression"
        case .dimension: return "a dimension or an expression"
        case .column: return "a column or an expression"
        default: return "a value"
        }
    }

    // MARK: Names

    /// A name of one part or of several joined by points.
    mutating func name(_ wanted: String) throws(Failure) -> Name {
        let start = current.span
        var parts = [try namePart(wanted)]
        while current.symbol == .dot, current.touchesPrevious {
            guard parts.count < 8 else { throw .of(unexpected()) }
            advance()
            record(.column)
            if !current.isEnd, !current.touchesPrevious {
                throw .of(unexpected("a column's name right behind `.`"))
            }
            // Behind a point a reserved word can only be a name.
            if case .word(let word) = current.kind {
                parts.append(Name.Part(word, spelling: sourceText(advance().span)))
            } else {
                parts.append(try namePart("a column's name"))
            }
        }
        return Name(parts, span: span(from: start))
    }

    private mutating func namePart(_ wanted: String, mayBeVerb: Bool = false) throws(Failure) -> Name.Part {
        switch current.kind {
        case .quotedName(let text):
            advance()
            return Name.Part(text, isQuoted: true)
        case .word(let word) where current.keyword?.isReserved != true:
            if !mayBeVerb && (beginsStatementHere || beginsClauseHere) { throw .of(unexpected(wanted)) }
            return Name.Part(word, spelling: sourceText(advance().span))
        case .word(let word) where !ahead(1).beginsOperand:
            throw .of(unexpected(wanted, remedies: ["if it is a name, write it in backquotes: `` `\(word)` ``"]))
        default: throw .of(unexpected(wanted))
        }
    }

    /// A name of one part that a statement introduces or that is no operand.
    mutating func label(_ wanted: String) throws(Failure) -> Label {
        let start = current.span
        let part = try namePart(wanted, mayBeVerb: true)
        return Label(part.text, span: span(from: start))
    }
}
