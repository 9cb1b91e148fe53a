import Values

/// The expression as the language writes it, with no more parentheses than it needs.
package func printed(_ expression: Expression) -> String {
    var printer = ExpressionPrinter()
    printer.write(expression)
    return printer.text
}

/// Writes expressions.
///
/// `minimum` is the loosest level that may stand unparenthesised in a place; see `Parser.Level`.
struct ExpressionPrinter {
    var text = ""
    /// Where given, numbers keep the spelling that they have there: `10k` instead of `10000`.
    var source: [UInt8]?

    /// Expressions around the current one.
    private var depth = 0

    private typealias Level = Parser.Level
    /// Looser than every operator: `if` takes in whatever follows it.
    private static let conditionalLevel = 0

    private static func level(_ kind: Expression.Kind) -> Int {
        switch kind {
        case .conditional: conditionalLevel
        case .binary(let binary, _, _): binary.level
        case .unary(.not, _): Level.not
        case .unary(.negate, _): Level.unary
        case .membership, .within, .between: Level.comparison
        default: Level.unary + 1
        }
    }

    init(source: [UInt8]? = nil) { self.source = source }

    mutating func write(_ expression: Expression, minimum: Int = 0) {
        depth += 1
        defer { depth -= 1 }
        if depth == shallowDepth {
            withDeepStack { writeHere(expression, minimum) }
        } else {
            writeHere(expression, minimum)
        }
    }

    private mutating func writeHere(_ expression: Expression, _ minimum: Int) {
        if Self.level(expression.kind) < minimum {
            text += "("
            writeBare(expression)
            text += ")"
        } else {
            writeBare(expression)
        }
    }

    private mutating func writeBare(_ expression: Expression) {
        switch expression.kind {
        case .number(let value, let asPercent): text += number(value, asPercent, expression.span)
        case .text(let content): text += quoted(content)
        case .boolean(let flag): text += flag ? "true" : "false"
        case .missing: text += "missing"
        case .period(let period): text += printed(period)
        case .name(let name): text += printed(name)
        case .parameter(let name): text += "$" + name
        case .unary(.negate, let operand):
            // `--x` would read back, but not to people.
            if case .unary(.negate, _) = operand.kind { text += "- " } else { text += "-" }
            write(operand, minimum: Level.unary)
        case .unary(.not, let operand):
            text += "not "
            write(operand, minimum: Level.not)
        case .binary: writeChain(expression)
        case .membership(let operand, let items, let negated):
            write(operand, minimum: Level.sum)
            text += negated ? " not in (" : " in ("
            writeList(items)
            text += ")"
        case .within(let operand, let period, let negated):
            write(operand, minimum: Level.sum)
            text += (negated ? " not in " : " in ") + printed(period)
        case .between(let operand, let low, let high, let negated):
            write(operand, minimum: Level.sum)
            text += negated ? " not between " : " between "
            write(low, minimum: Level.sum)
            text += " and "
            write(high, minimum: Level.sum)
        case .conditional(let condition, let then, let otherwise):
            text += "if "
            write(condition)
            text += " then "
            // An `else` goes to the nearest `if`.
            write(then, minimum: otherwise != nil && Self.lacksElse(then) ? Level.or : 0)
            if let otherwise {
                text += " else "
                write(otherwise)
            }
        case .call(let call): write(call)
        }
    }

    /// Whether an `else` behind the expression would become part of it.
    private static func lacksElse(_ expression: Expression) -> Bool {
        var expression = expression
        while case .conditional(_, _, let otherwise) = expression.kind {
            guard let otherwise else { return true }
            expression = otherwise
        }
        return false
    }

    /// A chain `a + b + c` leans to the left and may be long, so it is written without recursion along it.
    private mutating func writeChain(_ expression: Expression) {
        var rest: [(BinaryOperator, Expression)] = []
        var first = expression
        while case .binary(let binary, let left, let right) = first.kind {
            rest.append((binary, right))
            first = left
            if Self.level(first.kind) < leftMinimum(binary) { break }
        }
        write(first, minimum: rest.last.map { leftMinimum($0.0) } ?? 0)
        for (binary, right) in rest.reversed() {
            text += " " + binary.rawValue + " "
            write(right, minimum: binary.isComparison ? Level.sum : binary.level + 1)
        }
    }

    private func leftMinimum(_ binary: BinaryOperator) -> Int {
        binary.isComparison ? Level.sum : binary.level
    }

    mutating func writeList(_ expressions: [Expression]) {
        for (index, expression) in expressions.enumerated() {
            if index > 0 { text += ", " }
            write(expression)
        }
    }

    private mutating func write(_ call: Call) {
        text += call.function + "("
        if call.isDistinct { text += "distinct " }
        if Self.looksDistinct(call) {
            text += "(distinct)"
        } else {
            writeList(call.arguments)
        }
        if let duration = call.duration { text += ", " + printed(duration) }
        if let target = call.target { text += " to " + Self.targetName(target.text) }
        if let entity = call.entity {
            text += " per "
            write(entity)
        }
        if let route = call.route {
            text += " from " + stageName(route.from.text) + " to " + stageName(route.to.text)
            if let within = route.within { text += " within " + printed(within) }
            if route.anyOrder { text += " any order" }
        }
        if let condition = call.condition {
            text += " where "
            write(condition)
        }
        if let column = call.timeColumn { text += " on " + printed(column) }
        if let instant = call.instant { text += " at " + instant.rawValue }
        if let steps = call.steps {
            text += " by " + steps.grain.rawValue + (steps.over.map { " over " + printed($0) } ?? "")
        }
        text += ")"
    }

    /// Whether a column called `distinct` stands before a word, which would read as if that were the column.
    private static func looksDistinct(_ call: Call) -> Bool {
        guard !call.isDistinct, call.arguments.count == 1, call.target == nil, call.duration == nil,
            case .name(let name)? = call.arguments.first?.kind
        else { return false }
        let isBare = name.parts.count == 1 && name.parts.allSatisfy { $0.text == "distinct" && !$0.isQuoted }
        return isBare && (call.entity != nil || call.route != nil)
    }

    /// A currency: bare where it cannot be the end of a range.
    private static func targetName(_ text: String) -> String {
        let isTime = ["today", "yesterday", "date"].contains(text.lowercased())
        return isTime ? quoted(text) : stageName(text)
    }

    // MARK: Literals

    private func number(_ value: ExactDecimal, _ asPercent: Bool, _ span: Span) -> String {
        if let spelling = spelling(span) { return spelling }
        guard asPercent else { return value.normalized.text }
        let hundredfold =
            value.scale >= 2
            ? ExactDecimal(value.mantissa, scale: value.scale - 2) : value.multiplied(by: ExactDecimal(100))
        return (hundredfold ?? value).normalized.text + (hundredfold == nil ? "" : "%")
    }

    private func spelling(_ span: Span) -> String? {
        guard let source, span.start >= 0, span.start < span.end, span.end <= source.count else { return nil }
        let text = String(decoding: source[span.start..<span.end], as: UTF8.self)
        let isNumber = text.allSatisfy { $0.isASCII && ($0.isNumber || "._kKmMgG%".contains($0)) }
        return isNumber && text.first?.isNumber == true ? text : nil
    }
}

/// `3 months`, `1 day`.
package func printed(_ duration: Duration) -> String {
    "\(duration.count) " + (duration.count == 1 ? duration.grain.rawValue : plural(duration.grain))
}

/// A stage or code: bare where it reads back, else in quotes.
func stageName(_ text: String) -> String { isPlainName(text) ? text : quoted(text) }

/// A text in double quotes.
func quoted(_ content: String) -> String {
    var result = "\""
    for scalar in content.unicodeScalars {
        if scalar == "\"" { result += "\"" }
        result.unicodeScalars.append(scalar)
    }
    return result + "\""
}

/// A name in backquotes.
func backquoted(_ content: String) -> String {
    var result = "`"
    for scalar in content.unicodeScalars {
        if scalar == "`" { result += "`" }
        result.unicodeScalars.append(scalar)
    }
    return result + "`"
}

/// The name as the language writes it, in backquotes only where it needs them.
package func printed(_ name: Name) -> String {
    name.parts.enumerated().map { index, part in
        let spelling = part.spelling.lowercased() == part.text ? part.spelling : part.text
        if part.isQuoted { return backquoted(part.text) }
        // Behind a point every word is a name.
        if index > 0, Keyword.named(part.text) != nil { return spelling }
        let isPeriod = name.parts.count == 1 && (part.text == "today" || part.text == "yesterday")
        return isPlainName(spelling) && !isPeriod ? spelling : backquoted(part.text)
    }.joined(separator: ".")
}
