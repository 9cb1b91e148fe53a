import Values

/// Expressions, by precedence climbing.
///
/// From loose to tight: `or`, `and`, `not`, comparisons, `+ -`, `* /`, unary `-`.
extension Parser {
    /// Parentheses inside each other, and apart from them calls, prefixes and branches.
    static let maximumNesting = 1_000
    /// The height of a tree, to which a chain such as `a + b + c` adds one for each operator.
    ///
    /// A tree may be freed on any thread, and freeing needs stack for this much.
    static let maximumDepth = 1_201

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

    mutating func expression(_ minimum: Int = Level.or) throws(Failure) -> Expression {
        try node(minimum).expression
    }

    mutating func expression(_ operands: [Expectation], minimum: Int = Level.or) throws(Failure) -> Expression {
        let saved = self.operands
        self.operands = operands
        defer { self.operands = saved }
        return try node(minimum).expression
    }

    // The functions from here down to `node` again are on the stack once for each level of nesting. They are kept
    // small, and leave the rest to others that return before the next level begins.

    mutating func node(_ minimum: Int) throws(Failure) -> Node {
        var left = try prefix(minimum)
        while let infix = infix(minimum) { try extend(&left, infix) }
        return left
    }

    private mutating func extend(_ left: inout Node, _ infix: Infix) throws(Failure) {
        guard case .binary(let binary, let level) = infix, level != Level.comparison else {
            let saved = offerValues(of: left)
            defer { operands = saved }
            try compare(&left, infix)
            return try refuseChainedComparison()
        }
        advance()
        let right = try node(level + 1)
        try join(&left, binary, right)
    }

    /// Behind a name and a comparison its values may stand; returns what stood to be recorded before.
    private mutating func offerValues(of left: Node) -> [Expectation] {
        let saved = operands
        if case .name = left.expression.kind { operands.append(.value(of: left.expression)) }
        return saved
    }

    // MARK: Operators

    /// An operator of the tree with its level, or a form of comparison with a right side of its own.
    enum Infix {
        case binary(BinaryOperator, Int)
        case membership
        case between
        case isMissing
        /// `not in`, `not like`, `not between`.
        case negated
    }

    /// The operator at the current token if it binds at least as tightly as `minimum`.
    private mutating func infix(_ minimum: Int) -> Infix? {
        recordOperators(minimum)
        if let symbol = current.symbol {
            guard let binary = Self.binary(symbol) else { return nil }
            let level = binary.level
            return level >= minimum ? .binary(binary, level) : nil
        }
        switch current.keyword {
        case .or: return minimum <= Level.or ? .binary(.or, Level.or) : nil
        case .and: return minimum <= Level.and ? .binary(.and, Level.and) : nil
        default: break
        }
        guard minimum <= Level.comparison else { return nil }
        switch current.keyword {
        case .like: return .binary(.like, Level.comparison)
        case .in: return .membership
        case .between: return .between
        case .not: return .negated
        case .is: return inArgument && ahead(1).symbol == .equal ? nil : .isMissing
        default: return nil
        }
    }

    private static func binary(_ symbol: Token.Symbol) -> BinaryOperator? {
        switch symbol {
        case .plus: .add
        case .minus: .subtract
        case .star: .multiply
        case .slash: .divide
        case .equal: .equal
        case .notEqual: .notEqual
        case .less: .less
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .greaterOrEqual: .greaterOrEqual
        default: nil
        }
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

    func join(_ left: inout Node, _ binary: BinaryOperator, _ right: Node) throws(Failure) {
        left = try made(
            .binary(binary, left.expression, right.expression),
            span: left.expression.span.joined(right.expression.span), over: max(left.depth, right.depth))
    }

    func made(_ kind: Expression.Kind, span: Span, over depth: Int = 0) throws(Failure) -> Node {
        if depth >= Self.maximumDepth {
            throw .of(
                Diagnostic(
                    "too-deep", "this expression is too long", at: span,
                    reason: ["at most \(Self.maximumDepth - 1) operators can be chained or nested"],
                    remedies: [
                        "write alternatives as a list: `x in (a, b, c)`", "name parts of it with `metric` or `let`",
                    ]))
        }
        return Node(expression: Expression(kind, span: span), depth: depth + 1)
    }

    /// Counts one more level of nesting; the caller leaves it with `nesting -= 1`.
    mutating func enter() throws(Failure) {
        nesting += 1
        try checkNesting(nesting)
    }

    func checkNesting(_ levels: Int) throws(Failure) {
        if levels > Self.maximumNesting {
            throw .of(
                Diagnostic(
                    "too-deep", "this expression is nested too deeply", at: current.span,
                    reason: ["at most \(Self.maximumNesting) levels of parentheses, calls or branches can be nested"],
                    remedies: ["name parts of it with `metric` or `let`"]))
        }
    }
}

extension BinaryOperator {
    /// How tightly it binds.
    var level: Int {
        switch self {
        case .or: Parser.Level.or
        case .and: Parser.Level.and
        case .add, .subtract: Parser.Level.sum
        case .multiply, .divide: Parser.Level.product
        default: Parser.Level.comparison
        }
    }
}
