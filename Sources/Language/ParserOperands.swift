import Values

/// Operands: prefixes, literals, names, calls.
extension Parser {
    mutating func prefix(_ minimum: Int) throws(Diagnostic) -> Node {
        let start = current.span
        if minimum <= Level.not, take(.not) {
            try enter()
            defer { nesting -= 1 }
            let operand = try node(Level.not)
            return try made(.unary(.not, operand.expression), span: span(from: start), over: operand.depth)
        }
        if current.symbol == .minus {
            advance()
            try enter()
            defer { nesting -= 1 }
            let operand = try node(Level.unary)
            return try made(.unary(.negate, operand.expression), span: span(from: start), over: operand.depth)
        }
        if minimum <= Level.or, take(.if) { return try conditional(from: start) }
        if current.keyword == .if || current.keyword == .not {
            throw unexpected("a value", remedies: ["put `\(sourceText(current.span)) …` in parentheses"])
        }
        return try operand()
    }

    private mutating func conditional(from start: Span) throws(Diagnostic) -> Node {
        try enter()
        defer { nesting -= 1 }
        let condition = try node(Level.or)
        try expect(.then, "behind the condition of `if`")
        let then = try node(Level.or)
        var otherwise: Node?
        if take(.else) { otherwise = try node(Level.or) }
        return try made(
            .conditional(condition.expression, then: then.expression, otherwise: otherwise?.expression),
            span: span(from: start), over: max(condition.depth, then.depth, otherwise?.depth ?? 0))
    }

    private mutating func operand() throws(Diagnostic) -> Node {
        record(operands)
        record([.parameter, .number, .text, .period])
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
        case .symbol(.open): return try parenthesised()
        case .word, .quotedName:
            if at(.missing) { return try made(.missing, span: advance().span) }
            if at(.true) { return try made(.boolean(true), span: advance().span) }
            if at(.false) { return try made(.boolean(false), span: advance().span) }
            return try nameOrCall()
        default: throw unexpectedOperand()
        }
    }

    private mutating func periodOperand() throws(Diagnostic) -> Node {
        let period = try period()
        return try made(.period(period), span: period.span)
    }

    private mutating func parenthesised() throws(Diagnostic) -> Node {
        let start = advance().span
        try enter()
        let outside = inArgument
        inArgument = false
        defer {
            inArgument = outside
            nesting -= 1
        }
        var inner = try node(Level.or)
        if take(.close) {
            inner.expression.span = span(from: start)
            return inner
        }
        if current.symbol == .comma {
            throw unexpected("`)`", remedies: ["a list stands behind `in`: `x in (a, b)`"])
        }
        throw unexpected("`)`", reason: current.isEnd ? ["a `(` is still open"] : [])
    }

    private func unexpectedOperand() -> Diagnostic {
        switch current.symbol {
        case .star:
            return unexpected("a value", remedies: ["rows are counted by their dataset: `count(deals)`"])
        case .plus: return unexpected("a value", remedies: ["a number needs no `+`"])
        default: return unexpected("a value")
        }
    }

    private mutating func nameOrCall() throws(Diagnostic) -> Node {
        let wanted = wantedOperand
        let name = try name(wanted)
        if current.symbol == .open, name.parts.count == 1, let function = name.parts.first, !function.isQuoted {
            return try call(function.text, span: name.span)
        }
        recordPeriodContinuation(name)
        return try made(.name(name), span: name.span)
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
    mutating func name(_ wanted: String) throws(Diagnostic) -> Name {
        let start = current.span
        var parts = [try namePart(wanted)]
        while current.symbol == .dot, current.touchesPrevious {
            guard parts.count < 8 else { throw unexpected() }
            advance()
            record(.column)
            if !current.isEnd, !current.touchesPrevious {
                throw unexpected("a column's name right behind `.`")
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

    private mutating func namePart(_ wanted: String, mayBeVerb: Bool = false) throws(Diagnostic) -> Name.Part {
        switch current.kind {
        case .quotedName(let text):
            advance()
            return Name.Part(text, isQuoted: true)
        case .word(let word) where current.keyword?.isReserved != true:
            if !mayBeVerb && (beginsStatementHere || beginsDatasetClauseHere) { throw unexpected(wanted) }
            return Name.Part(word, spelling: sourceText(advance().span))
        case .word(let word) where !ahead(1).beginsOperand:
            throw unexpected(wanted, remedies: ["if it is a name, write it in backquotes: `` `\(word)` ``"])
        default: throw unexpected(wanted)
        }
    }

    /// A name of one part that a statement introduces or that is no operand.
    mutating func label(_ wanted: String) throws(Diagnostic) -> Label {
        let start = current.span
        let part = try namePart(wanted, mayBeVerb: true)
        return Label(part.text, span: span(from: start))
    }

    // MARK: Calls

    private mutating func call(_ function: String, span nameSpan: Span) throws(Diagnostic) -> Node {
        advance()
        try enter()
        let saved = (operands, inArgument)
        operands = [.column, .metric, .dataset, .function]
        inArgument = false
        defer {
            (operands, inArgument) = saved
            nesting -= 1
        }
        var call = Call(function: function, functionSpan: nameSpan)
        var depth = 0
        if at(.distinct), isDistinctMark(before: ahead(1)) {
            advance()
            call.isDistinct = true
        }
        if call.isDistinct || !take(.close) {
            repeat {
                let argument = try node(Level.or)
                call.arguments.append(argument.expression)
                depth = max(depth, argument.depth)
            } while take(.comma)
            depth = max(depth, try modifiers(&call))
            if !take(.close) { throw unclosedCall(function) }
        }
        return try made(.call(call), span: span(from: nameSpan), over: depth)
    }

    /// Whether an operand follows `distinct`; else it is a column of that name, and a modifier or operator follows.
    private func isDistinctMark(before next: Token) -> Bool {
        switch next.keyword {
        case .is: return ahead(2).keyword != .missing && ahead(2).keyword != .not
        case .on: return !ahead(2).beginsName
        case .at: return ahead(2).keyword != .start && ahead(2).keyword != .end
        case .not: return ![.in, .like, .between].contains(ahead(2).keyword)
        case .if: return true
        default: return next.isEnd || next.symbol == .open || next.beginsOperand
        }
    }

    /// `where CONDITION`, `on COLUMN` and `at start|end`, in any order.
    ///
    /// The height of the condition.
    private mutating func modifiers(_ call: inout Call) throws(Diagnostic) -> Int {
        var depth = 0
        while true {
            if call.condition == nil, take(.where) {
                let saved = operands
                operands = [.column, .dimension, .function]
                defer { operands = saved }
                let condition = try node(Level.or)
                call.condition = condition.expression
                depth = condition.depth
            } else if call.timeColumn == nil, take(.on) {
                record(.column)
                call.timeColumn = try name("a time column behind `on`")
            } else if call.instant == nil, take(.at) {
                if take(.start) {
                    call.instant = .start
                } else if take(.end) {
                    call.instant = .end
                } else {
                    throw unexpected("`start` or `end` behind `at`")
                }
            } else {
                return depth
            }
        }
    }

    private func unclosedCall(_ function: String) -> Diagnostic {
        let repeated = current.keyword.map { [.where, .on, .at].contains($0) } ?? false
        if repeated {
            return Diagnostic(
                "repeated", "`\(sourceText(current.span))` stands twice in `\(function)(…)`", at: current.span)
        }
        if current.isEnd { return unexpected("`)`", reason: ["the `(` behind `\(function)` is still open"]) }
        return unexpected()
    }
}
