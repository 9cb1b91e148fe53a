import Values

/// Expressions, by precedence climbing.
///
/// From loose to tight: `or`, `and`, `not`, comparisons, `+ -`, `* /`, unary `-`.
extension Parser {
    /// Parentheses, calls, prefixes and branches inside each other.
    ///
    /// Each costs stack while parsing.
    static let maximumNesting = 100
    /// The height of a tree, to which a chain such as `a + b + c` adds one for each operator.
    ///
    /// Whoever walks a tree needs stack for this much.
    static let maximumDepth = 500

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
    private enum Infix {
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

    private func join(_ left: inout Node, _ binary: BinaryOperator, _ right: Node) throws(Failure) {
        left = try made(
            .binary(binary, left.expression, right.expression),
            span: left.expression.span.joined(right.expression.span), over: max(left.depth, right.depth))
    }

    func made(_ kind: Expression.Kind, span: Span, over depth: Int = 0) throws(Failure) -> Node {
        if depth >= Self.maximumDepth {
            throw .of(
                Diagnostic(
                    "too-deep", "this expression is too long", at: span,
                    reason: ["at most \(Self.maximumDepth) operators can be chained or nested"],
                    remedies: [
                        "write alternatives as a list: `x in (a, b, c)`", "name parts of it with `metric` or `let`",
                    ]))
        }
        return Node(expression: Expression(kind, span: span), depth: depth + 1)
    }

    /// Counts one more level of nesting; the caller leaves it with `nesting -= 1`.
    mutating func enter() throws(Failure) {
        nesting += 1
        if nesting > Self.maximumNesting {
            throw .of(
                Diagnostic(
                    "too-deep", "this expression is nested too deeply", at: current.span,
                    reason: ["at most \(Self.maximumNesting) levels of parentheses, calls and branches can be nested"],
                    remedies: ["name parts of it with `metric` or `let`"]))
        }
    }

    // MARK: Comparisons

    private mutating func compare(_ left: inout Node, _ infix: Infix) throws(Failure) {
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
    private func refuseChainedComparison() throws(Failure) {
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
