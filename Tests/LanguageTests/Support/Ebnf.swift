import Foundation

/// A grammar read from W3C EBNF.
struct Ebnf: Sendable {
    indirect enum Item: Sendable {
        case literal(String)
        /// Ranges of code points; `isNegated` for `[^…]`.
        case characters([ClosedRange<UInt32>], isNegated: Bool)
        case reference(String)
        case sequence([Item])
        case choice([Item])
        /// Between `minimum` and `maximum` times; nil for any number.
        case times(Item, minimum: Int, maximum: Int?)
        case except(Item, Item)
    }

    struct Production: Sendable {
        var item: Item
        /// Marked "in any order" by the comment behind it.
        var isUnordered = false
        /// A list marked "each once": its items begin with different words.
        var isDistinct = false
    }

    private(set) var productions: [String: Production] = [:]
    private(set) var names: [String] = []

    /// Production names with a capital initial are tokens.
    static func isToken(_ name: String) -> Bool { name.first?.isUppercase == true }

    /// `Grammar/quaestor.ebnf` of this package.
    static func quaestor() throws -> Ebnf {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("Grammar/quaestor.ebnf"), encoding: .utf8)
        return try Ebnf(text)
    }

    init(_ text: String) throws {
        var reader = Reader(text)
        while let name = try reader.productionName() {
            if productions[name] != nil { throw EbnfError("\(name) is defined twice") }
            names.append(name)
            productions[name] = Production(item: try reader.choice())
            if reader.lastComment?.contains("in any order") == true { productions[name]?.isUnordered = true }
            if reader.lastComment?.contains("each once") == true { productions[name]?.isDistinct = true }
        }
    }

    /// Everything that stands in quotes.
    var literals: Set<String> {
        var found: Set<String> = []
        func visit(_ item: Item) {
            switch item {
            case .literal(let text): found.insert(text)
            case .sequence(let items), .choice(let items): items.forEach(visit)
            case .times(let item, _, _): visit(item)
            case .except(let item, let other):
                visit(item)
                visit(other)
            case .characters, .reference: break
            }
        }
        productions.values.forEach { visit($0.item) }
        return found
    }

    /// Every production that is referred to.
    var references: Set<String> {
        var found: Set<String> = []
        func visit(_ item: Item) {
            switch item {
            case .reference(let name): found.insert(name)
            case .sequence(let items), .choice(let items): items.forEach(visit)
            case .times(let item, _, _): visit(item)
            case .except(let item, let other):
                visit(item)
                visit(other)
            case .characters, .literal: break
            }
        }
        productions.values.forEach { visit($0.item) }
        return found
    }
}

struct EbnfError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

private struct Reader {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    /// The comment right behind the item read last.
    private(set) var lastComment: String?

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    private func at(_ text: String) -> Bool {
        let wanted = Array(text.unicodeScalars)
        return position + wanted.count <= scalars.count && Array(scalars[position..<position + wanted.count]) == wanted
    }

    private mutating func skipBlanks() {
        lastComment = nil
        while position < scalars.count {
            if scalars[position].properties.isWhitespace {
                position += 1
            } else if at("/*") {
                let start = position
                while position < scalars.count && !at("*/") { position += 1 }
                position += 2
                if lastComment == nil {
                    lastComment = String(String.UnicodeScalarView(scalars[start..<min(position, scalars.count)]))
                }
            } else {
                return
            }
        }
    }

    private mutating func word() -> String? {
        let start = position
        while position < scalars.count, scalars[position].properties.isAlphabetic || scalars[position] == "_" {
            position += 1
        }
        return start == position ? nil : String(String.UnicodeScalarView(scalars[start..<position]))
    }

    /// The name of a production and its `::=`; nil at the end.
    mutating func productionName() throws -> String? {
        skipBlanks()
        guard position < scalars.count else { return nil }
        guard let name = word() else { throw EbnfError("a production's name is missing at \(position)") }
        skipBlanks()
        guard at("::=") else { throw EbnfError("::= is missing behind \(name)") }
        position += 3
        return name
    }

    mutating func choice() throws -> Ebnf.Item {
        var items = [try sequence()]
        while at("|") {
            position += 1
            items.append(try sequence())
        }
        return items.count == 1 ? items[0] : .choice(items)
    }

    private mutating func sequence() throws -> Ebnf.Item {
        var items: [Ebnf.Item] = []
        skipBlanks()
        while let item = try difference() { items.append(item) }
        if items.isEmpty { throw EbnfError("an item is missing at \(position)") }
        return items.count == 1 ? items[0] : .sequence(items)
    }

    private mutating func difference() throws -> Ebnf.Item? {
        guard let item = try repeated() else { return nil }
        guard at("-") else { return item }
        position += 1
        skipBlanks()
        guard let other = try repeated() else { throw EbnfError("an item is missing behind - at \(position)") }
        return .except(item, other)
    }

    private mutating func repeated() throws -> Ebnf.Item? {
        guard let item = try primary() else { return nil }
        if at("?") {
            position += 1
            skipBlanks()
            return .times(item, minimum: 0, maximum: 1)
        }
        if at("*") || at("+") {
            let minimum = at("+") ? 1 : 0
            position += 1
            skipBlanks()
            return .times(item, minimum: minimum, maximum: nil)
        }
        skipBlanks()
        return item
    }

    private mutating func primary() throws -> Ebnf.Item? {
        guard position < scalars.count else { return nil }
        let first = scalars[position]
        if first == "\"" || first == "'" {
            let start = position + 1
            position = start
            while position < scalars.count && scalars[position] != first { position += 1 }
            let text = String(String.UnicodeScalarView(scalars[start..<min(position, scalars.count)]))
            position += 1
            return .literal(text)
        }
        if first == "[" { return try characters() }
        if first == "(" {
            position += 1
            let item = try choice()
            guard at(")") else { throw EbnfError(") is missing at \(position)") }
            position += 1
            return item
        }
        let start = position
        guard let name = word() else { return nil }
        skipBlanks()
        let isNextProduction = at("::=")
        position = isNextProduction ? start : start + name.unicodeScalars.count
        if isNextProduction {
            // Read the blanks before it again, for the comment that belongs to this production.
            while position > 0, scalars[position - 1].properties.isWhitespace { position -= 1 }
            if position > 1, scalars[position - 1] == "/", scalars[position - 2] == "*" {
                while position > 1 && !(at("/*")) { position -= 1 }
                skipBlanks()
            } else {
                position = start
            }
            return nil
        }
        return .reference(name)
    }

    private mutating func characters() throws -> Ebnf.Item {
        position += 1
        var isNegated = false
        if at("^") {
            isNegated = true
            position += 1
        }
        var ranges: [ClosedRange<UInt32>] = []
        while !at("]") {
            let low = try character()
            var high = low
            if at("-") {
                position += 1
                high = try character()
            }
            guard low <= high else { throw EbnfError("a range is the wrong way round at \(position)") }
            ranges.append(low...high)
        }
        position += 1
        return .characters(ranges, isNegated: isNegated)
    }

    private mutating func character() throws -> UInt32 {
        guard position < scalars.count else { throw EbnfError("] is missing") }
        if at("#x") {
            position += 2
            let start = position
            while position < scalars.count, scalars[position].properties.isASCIIHexDigit { position += 1 }
            let digits = String(String.UnicodeScalarView(scalars[start..<position]))
            guard let value = UInt32(digits, radix: 16) else { throw EbnfError("#x without digits at \(start)") }
            return value
        }
        position += 1
        return scalars[position - 1].value
    }
}
