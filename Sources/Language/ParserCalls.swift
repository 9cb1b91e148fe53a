import Values

/// Calls: arguments, then modifiers, in any order, each once.
extension Parser {
    private static let modifiers: [Keyword] = [.where, .on, .at, .per, .by, .from]

    /// A call under construction.
    fileprivate struct CallParts {
        var isDistinct = false
        var arguments: [Expression] = []
        var duration: Duration?
        var target: Label?
        var condition: Expression?
        var timeColumn: Name?
        var instant: Call.Instant?
        var entity: Expression?
        var steps: Steps?
        var route: Route?
        var depth = 0

        func has(_ modifier: Keyword) -> Bool {
            switch modifier {
            case .where: condition != nil
            case .on: timeColumn != nil
            case .at: instant != nil
            case .per: entity != nil
            case .by: steps != nil
            default: route != nil
            }
        }
    }

    mutating func call() throws(Failure) -> Node {
        let function = advance()
        advance()
        try enter()
        let outside = (operands, inArgument, inCall)
        operands = [.column, .metric, .dataset, .function]
        inArgument = false
        inCall = true
        defer {
            (operands, inArgument, inCall) = outside
            nesting -= 1
        }
        var call = CallParts()
        if !take(.close) {
            try arguments(of: &call)
            if take(.to) { call.target = try word("a currency behind `to`: a word or a text in quotes") }
            try modifiers(of: &call)
            if !take(.close) { throw .of(unclosedCall(sourceText(function.span))) }
        }
        return try made(call, function)
    }

    private func made(_ parts: CallParts, _ function: Token) throws(Failure) -> Node {
        guard case .word(let name) = function.kind else { throw .of(unexpected("a function")) }
        let call = Call(
            function: name, functionSpan: function.span, isDistinct: parts.isDistinct, arguments: parts.arguments,
            condition: parts.condition, timeColumn: parts.timeColumn, instant: parts.instant, entity: parts.entity,
            steps: parts.steps, duration: parts.duration, route: parts.route, target: parts.target)
        if let diagnostic = missingUnit(call) { throw .of(diagnostic) }
        return try made(.call(call), span: span(from: function.span), over: parts.depth)
    }

    /// `rolling(m, 3)`: three of what?
    private func missingUnit(_ call: Call) -> Diagnostic? {
        guard call.function == "rolling", call.duration == nil, call.arguments.count == 2,
            let last = call.arguments.last,
            case .number = last.kind
        else { return nil }
        let number = sourceText(last.span)
        let metric = call.arguments.first.map { visible(sourceText($0.span)) } ?? ""
        return Diagnostic(
            "missing-unit", "a unit is missing behind `\(number)`", at: last.span,
            reason: ["units are `days`, `weeks`, `months`, `quarters`, `halves` and `years`"],
            remedies: ["write `rolling(\(metric), \(number) months)`"])
    }

    // MARK: Arguments

    private mutating func arguments(of call: inout CallParts) throws(Failure) {
        if at(.distinct), isDistinctMark(before: ahead(1)) {
            advance()
            call.isDistinct = true
        }
        repeat {
            if startsDuration {
                try lastArgument(of: &call)
                return
            }
            let argument = try node(Level.or)
            if case .number(_, asPercent: false) = argument.expression.kind, !call.arguments.isEmpty { record(.grain) }
            call.arguments.append(argument.expression)
            call.depth = max(call.depth, argument.depth)
        } while take(.comma)
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

    /// Whether `3 months` stands here, which is no operand.
    private var startsDuration: Bool {
        let offset = current.symbol == .minus ? 1 : 0
        guard case .number = ahead(offset).kind else { return false }
        return grainLength(offset + 1) != nil
    }

    /// `3 months` as the last argument.
    private mutating func lastArgument(of call: inout CallParts) throws(Failure) {
        let start = current.span
        let duration = try duration("behind `,`")
        let written = sourceText(span(from: start))
        if call.arguments.isEmpty {
            throw .of(
                Diagnostic(
                    "misplaced-duration", "a metric is missing before `\(written)`", at: span(from: start),
                    remedies: ["write the duration behind a metric: `rolling(bookings, \(written))`"]))
        }
        if current.symbol == .comma {
            throw .of(
                Diagnostic(
                    "misplaced-duration", "a duration stands last", at: span(from: start),
                    reason: ["behind `\(written)` no other argument may stand"]))
        }
        call.duration = duration
    }

    private static let units = "`days`, `weeks`, `months`, `quarters`, `halves` or `years`"

    /// `3 months`, at most 10,000 of them.
    private mutating func duration(_ place: String) throws(Failure) -> Duration {
        record(.number)
        let start = current.span
        let isNegative = current.symbol == .minus
        if isNegative { advance() }
        guard case .number(let value, let asPercent) = current.kind else {
            throw .of(unexpected("a number and a unit \(place)"))
        }
        let number = sourceText(advance().span)
        guard let grain = takeGrain() else {
            throw .of(unexpected("a unit behind `\(number)`: " + Self.units, remedies: ["write `\(number) months`"]))
        }
        guard !isNegative, !asPercent, let count = value.wholeNumber, (1...10_000).contains(count) else {
            throw .of(
                Diagnostic(
                    "invalid-count", "`\(sourceText(span(from: start)))` is not a duration", at: span(from: start),
                    reason: ["a duration has a whole number from 1 to 10000"],
                    remedies: ["write for example `3 \(plural(grain))`"]))
        }
        return Duration(count, grain)
    }

    // MARK: Modifiers

    private mutating func modifiers(of call: inout CallParts) throws(Failure) {
        while let modifier = modifier(of: call) {
            advance()
            switch modifier {
            case .where: try condition(of: &call)
            case .on:
                record(.column)
                call.timeColumn = try name("a time column behind `on`")
            case .at:
                guard at(.start) || at(.end) else { throw .of(unexpected("`start` or `end` behind `at`")) }
                call.instant = advance().keyword == .start ? .start : .end
            case .per: try entity(of: &call)
            case .by: call.steps = try steps()
            default: call.route = try route()
            }
        }
    }

    /// The modifier at the current token, if the call has none of its kind yet.
    private mutating func modifier(of call: CallParts) -> Keyword? {
        for modifier in Self.modifiers where !call.has(modifier) && at(modifier) { return modifier }
        return nil
    }

    private mutating func condition(of call: inout CallParts) throws(Failure) {
        let outside = operands
        operands = [.column, .dimension, .function]
        defer { operands = outside }
        let condition = try node(Level.or)
        call.condition = condition.expression
        call.depth = max(call.depth, condition.depth)
    }

    /// What stands behind `per`.
    private mutating func entity(of call: inout CallParts) throws(Failure) {
        let outside = operands
        operands = [.column, .dimension, .function]
        defer { operands = outside }
        let entity = try node(Level.or)
        call.entity = entity.expression
        call.depth = max(call.depth, entity.depth)
    }

    /// `month`, `month over 12 months`.
    private mutating func steps() throws(Failure) -> Steps {
        guard let grain = takeGrain() else {
            throw .of(
                unexpected(
                    "a step of time behind `by`, such as `month`",
                    remedies: current.beginsName ? ["other groupings stand behind the metrics: `show … by …`"] : []))
        }
        return Steps(grain, over: take(.over) ? try duration("behind `over`") : nil)
    }

    /// `"MQL" to "SQL" within 30 days any order`.
    private mutating func route() throws(Failure) -> Route {
        let from = try word("a stage behind `from`: a word or a text in quotes")
        if !at(.to) {
            let written = sourceText(from.span)
            throw .of(
                unexpected("`to` and a later stage behind `\(written)`", remedies: ["write `from \(written) to …`"]))
        }
        advance()
        var route = Route(from: from, to: try word("a stage behind `to`: a word or a text in quotes"))
        while true {
            if route.within == nil, take(.within) {
                route.within = try duration("behind `within`")
            } else if !route.anyOrder, take(.any) {
                try expect(.order, "behind `any`")
                route.anyOrder = true
            } else {
                return route
            }
        }
    }

    /// A value that stands in quotes or is one word: a stage, a currency.
    private mutating func word(_ wanted: String) throws(Failure) -> Label {
        record(.text)
        let token = current
        switch token.kind {
        case .text(let text), .quotedName(let text):
            advance()
            return Label(text, span: token.span)
        case .word where token.keyword?.isReserved != true && !beginsStatementHere:
            advance()
            return Label(sourceText(token.span), span: token.span)
        default: throw .of(unexpected(wanted))
        }
    }

    private func unclosedCall(_ function: String) -> Diagnostic {
        if let keyword = current.keyword, Self.modifiers.contains(keyword) {
            return Diagnostic(
                "repeated", "`\(sourceText(current.span))` stands twice in `\(function)(…)`", at: current.span)
        }
        if current.keyword == .to {
            return Diagnostic(
                "misplaced-target", "`to` stands right behind the last argument", at: current.span,
                remedies: ["write `\(function)(amount, currency to EUR)`"])
        }
        if current.isEnd { return unexpected("`)`", reason: ["the `(` behind `\(function)` is still open"]) }
        return unexpected()
    }
}
