import Values

/// Expressions, by precedence climbing.
///
/// From loose to tight: `or`, `and`, `not`, comparisons, `+ -`, `* /`, unary `-`.
extension Parser {
    /// Parentheses, calls, prefixes and branches inside each other.
    ///
    /// Each costs stack while parsing.
    static let maximumNesting = 200
    /// The height of a tree, to which a chain such as `a + b + c` adds one for each operator.
    ///
    /// Whoever walks a tree needs stack for this much.
    static let maximumDepth = 1000

    /// An expression under construction, with the height of its tree.
    struct Node {
        var expression: Expression
        var depth: Int
    }

    enum Level {
        static let or = 1
        static let and = 2
        static let not = 3
        static let comparison = 4
        static let sum = 5
        static let product = 6
        static let unary = 7
    }

    mutating func expression(_ minimum: Int = Level.or) throws(Diagnostic) -> Expression {
        try node(minimum).expression
    }

    mutating func expression(_ operands: [Expectation], minimum: Int = Level.or) throws(Diagnostic) -> Expression {
        let saved = self.operands
        self.operands = operands
        defer { self.operands = saved }
        return try node(minimum).expression
    }

    mutating func node(_ minimum: Int) throws(Diagnostic) -> Node {
        var left = try prefix(minimum)
        while let (binary, level) = binaryOperator(minimum) {
            if level == Level.comparison {
                left = try comparison(left, binary)
                try refuseChainedComparison()
            } else {
                advance()
                left = try combined(left, binary, try node(level + 1))
            }
        }
        return left
    }

    // MARK: Operators

    /// What `binaryOperator` finds: an operator of the tree, or a form of comparison with its own right side.
    enum Infix {
        case binary(BinaryOperator)
        case membership
        case between
        case isMissing
        /// `not in`, `not like`, `not between`.
        case negated
    }

    /// The operator at the current token if it binds at least as tightly as `minimum`.
    private mutating func binaryOperator(_ minimum: Int) -> (Infix, Int)? {
        if current.isEnd || current.keyword != nil || current.symbol == nil { recordOperators(minimum) }
        let found: (Infix, Int)
        switch current.kind {
        case .symbol(let symbol):
            switch symbol {
            case .plus: found = (.binary(.add), Level.sum)
            case .minus: found = (.binary(.subtract), Level.sum)
            case .star: found = (.binary(.multiply), Level.product)
            case .slash: found = (.binary(.divide), Level.product)
            case .equal: found = (.binary(.equal), Level.comparison)
            case .notEqual: found = (.binary(.notEqual), Level.comparison)
            case .less: found = (.binary(.less), Level.comparison)
            case .lessOrEqual: found = (.binary(.lessOrEqual), Level.comparison)
            case .greater: found = (.binary(.greater), Level.comparison)
            case .greaterOrEqual: found = (.binary(.greaterOrEqual), Level.comparison)
            default: return nil
            }
        case .word:
            switch current.keyword {
            case .or: found = (.binary(.or), Level.or)
            case .and: found = (.binary(.and), Level.and)
            case .like: found = (.binary(.like), Level.comparison)
            case .in: found = (.membership, Level.comparison)
            case .between: found = (.between, Level.comparison)
            case .is where !(inArgument && ahead(1).symbol == .equal): found = (.isMissing, Level.comparison)
            case .not: found = (.negated, Level.comparison)
            default: return nil
            }
        default: return nil
        }
        return found.1 >= minimum ? found : nil
    }

    private mutating func recordOperators(_ minimum: Int) {
        if minimum <= Level.comparison {
            record([
                .keyword("="), .keyword("!="), .keyword("<"), .keyword("<="), .keyword(">"), .keyword(">="),
                .keyword("in"), .keyword("not"), .keyword("like"), .keyword("between"), .keyword("is"),
            ])
        }
        if minimum <= Level.and { record(.keyword("and")) }
        if minimum <= Level.or { record(.keyword("or")) }
        record([.keyword("+"), .keyword("-"), .keyword("*"), .keyword("/")])
    }

    private mutating func combined(_ left: Node, _ infix: Infix, _ right: Node) throws(Diagnostic) -> Node {
        guard case .binary(let binary) = infix else { return left }
        return try made(
            .binary(binary, left.expression, right.expression),
            span: left.expression.span.joined(right.expression.span), over: max(left.depth, right.depth))
    }

    func made(_ kind: Expression.Kind, span: Span, over depth: Int = 0) throws(Diagnostic) -> Node {
        if depth >= Self.maximumDepth {
            throw Diagnostic(
                "too-deep", "this expression is too long", at: span,
                reason: ["at most \(Self.maximumDepth) operators can be chained or nested"],
                remedies: ["write alternatives as a list: `x in (a, b, c)`", "name parts of it with `metric` or `let`"])
        }
        return Node(expression: Expression(kind, span: span), depth: depth + 1)
    }

    /// Counts one more level of nesting; the caller leaves it with `nesting -= 1`.
    mutating func enter() throws(Diagnostic) {
        nesting += 1
        if nesting > Self.maximumNesting {
            throw Diagnostic(
                "too-deep", "this expression is nested too deeply", at: current.span,
                reason: ["at most \(Self.maximumNesting) levels of parentheses, calls and branches can be nested"],
                remedies: ["name parts of it with `metric` or `let`"])
        }
    }

    // MARK: Comparisons

    private mutating func comparison(_ left: Node, _ infix: Infix) throws(Diagnostic) -> Node {
        let saved = operands
        if case .name = left.expression.kind { operands.append(.value(of: left.expression)) }
        defer { operands = saved }
        switch infix {
        case .binary:
            advance()
            return try combined(left, infix, try node(Level.sum))
        case .isMissing: return try isMissing(left)
        case .membership, .between: return try listOrRange(left, negated: false)
        case .negated:
            advance()
            if take(.like) {
                return try combined(left, .binary(.notLike), try node(Level.sum))
            }
            return try listOrRange(left, negated: true)
        }
    }

    /// `x is missing`, `x is not missing`: other spellings of `= missing` and `!= missing`.
    private mutating func isMissing(_ left: Node) throws(Diagnostic) -> Node {
        advance()
        let negated = take(.not)
        guard at(.missing) else {
            throw unexpected(
                "`missing` behind `is`", remedies: ["to compare with a value write `\(negated ? "!=" : "=")`"])
        }
        let missing = try made(.missing, span: advance().span)
        return try combined(left, .binary(negated ? .notEqual : .equal), missing)
    }

    /// `in (a, b)`, `in PERIOD`, `between a and b`, each perhaps behind `not`.
    private mutating func listOrRange(_ left: Node, negated: Bool) throws(Diagnostic) -> Node {
        if take(.between) {
            let low = try node(Level.sum)
            try expect(.and, "between the two ends of `between`")
            let high = try node(Level.sum)
            return try made(
                .between(left.expression, low.expression, high.expression, negated: negated),
                span: span(from: left.expression.span), over: max(left.depth, low.depth, high.depth))
        }
        try expect(.in, negated ? "or `like` or `between` behind `not`" : "here")
        guard take(.open) else {
            if startsPeriod {
                let period = try period()
                return try made(
                    .within(left.expression, period, negated: negated), span: span(from: left.expression.span),
                    over: left.depth)
            }
            record([.period, .parameter])
            if case .word = current.kind, current.keyword?.isReserved != true {
                let word = sourceText(current.span)
                throw unexpected(
                    "a list in parentheses or a period behind `in`", remedies: ["write `(\(word))`"])
            }
            throw unexpected("a list in parentheses or a period behind `in`")
        }
        try enter()
        let outside = inArgument
        inArgument = false
        var items: [Expression] = []
        var depth = left.depth
        repeat {
            let item = try node(Level.or)
            items.append(item.expression)
            depth = max(depth, item.depth)
        } while take(.comma)
        try expect(.close, "at the end of the list")
        nesting -= 1
        inArgument = outside
        return try made(
            .membership(left.expression, items, negated: negated), span: span(from: left.expression.span), over: depth)
    }

    /// `a < b < c` has no meaning here.
    private func refuseChainedComparison() throws(Diagnostic) {
        let isComparison: Bool
        switch current.symbol {
        case .equal: isComparison = !inArgument
        case .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: isComparison = true
        default:
            isComparison =
                current.keyword == .like || current.keyword == .in || current.keyword == .between
        }
        if isComparison {
            throw Diagnostic(
                "chained-comparison", "comparisons cannot be chained", at: current.span,
                remedies: ["write `a < b and b < c`, or `b between a and c`"])
        }
    }
}
