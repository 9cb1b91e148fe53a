import Values

/// Comparisons: `=` and its like, `like`, `in`, `between`, `is missing`.
extension Parser {
    mutating func compare(_ left: inout Node, _ infix: Infix) throws(Failure) {
        let negated = takeNegation(infix)
        switch current.keyword {
        case .is: try compareWithMissing(&left)
        case .between: try between(&left, negated: negated)
        case .in: try within(&left, negated: negated)
        default: try compareWithOperand(&left, infix)
        }
    }

    /// Whether a `not` stood before `in`, `like` or `between`.
    private mutating func takeNegation(_ infix: Infix) -> Bool {
        guard case .negated = infix else { return false }
        advance()
        record([.keyword("in"), .keyword("like"), .keyword("between")])
        return true
    }

    private mutating func compareWithOperand(_ left: inout Node, _ infix: Infix) throws(Failure) {
        let binary = try comparisonOperator(infix)
        let right = try node(Level.sum)
        try join(&left, binary, right)
    }

    private mutating func comparisonOperator(_ infix: Infix) throws(Failure) -> BinaryOperator {
        if case .binary(let binary, _) = infix {
            advance()
            return binary
        }
        guard current.keyword == .like else { throw .of(unexpected("`in`, `like` or `between` behind `not`")) }
        advance()
        return .notLike
    }

    /// `x is missing`, `x is not missing`: other spellings of `= missing` and `!= missing`.
    private mutating func compareWithMissing(_ left: inout Node) throws(Failure) {
        advance()
        let negated = take(.not)
        guard at(.missing) else {
            throw .of(
                unexpected(
                    "`missing` behind `is`", remedies: ["to compare with a value write `\(negated ? "!=" : "=")`"]))
        }
        try join(&left, negated ? .notEqual : .equal, made(.missing, span: advance().span))
    }

    private mutating func between(_ left: inout Node, negated: Bool) throws(Failure) {
        advance()
        let low = try node(Level.sum)
        try expect(.and, "between the two ends of `between`")
        let high = try node(Level.sum)
        left = try made(left, low, high, negated)
    }

    private func made(_ left: Node, _ low: Node, _ high: Node, _ negated: Bool) throws(Failure) -> Node {
        try made(
            .between(left.expression, low.expression, high.expression, negated: negated),
            span: span(from: left.expression.span), over: max(left.depth, low.depth, high.depth))
    }

    /// `in (a, b)`, `in PERIOD`.
    private mutating func within(_ left: inout Node, negated: Bool) throws(Failure) {
        advance()
        guard take(.open) else {
            left = try within(left, periodBehindIn(), negated)
            return
        }
        let items = try listItems()
        left = try member(left, items, negated)
    }

    private func within(_ left: Node, _ period: PeriodExpression, _ negated: Bool) throws(Failure) -> Node {
        try made(
            .within(left.expression, period, negated: negated), span: span(from: left.expression.span),
            over: left.depth)
    }

    private func member(_ left: Node, _ items: [Node], _ negated: Bool) throws(Failure) -> Node {
        try made(
            .membership(left.expression, items.map(\.expression), negated: negated),
            span: span(from: left.expression.span), over: items.reduce(left.depth) { max($0, $1.depth) })
    }

    /// What stands between the parentheses behind `in`.
    private mutating func listItems() throws(Failure) -> [Node] {
        try enter()
        let outside = inArgument
        inArgument = false
        defer {
            inArgument = outside
            nesting -= 1
        }
        var items: [Node] = []
        repeat { items.append(try node(Level.or)) } while take(.comma)
        try expect(.close, "at the end of the list")
        return items
    }

    private mutating func periodBehindIn() throws(Failure) -> PeriodExpression {
        if startsPeriod { return try period() }
        record([.period, .parameter])
        var remedies: [String] = []
        if case .word = current.kind, current.keyword?.isReserved != true {
            remedies = ["write `(\(sourceText(current.span)))`"]
        }
        throw .of(unexpected("a list in parentheses or a period behind `in`", remedies: remedies))
    }

    /// `a < b < c` has no meaning here.
    func refuseChainedComparison() throws(Failure) {
        let isComparison: Bool
        switch current.symbol {
        case .equal: isComparison = !inArgument
        case .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: isComparison = true
        default:
            isComparison =
                current.keyword == .like || current.keyword == .in || current.keyword == .between
        }
        if isComparison {
            throw .of(
                Diagnostic(
                    "chained-comparison", "comparisons cannot be chained", at: current.span,
                    remedies: ["write `a < b and b < c`, or `b between a and c`"]))
        }
    }
}
