@testable import Language
import Values

/// A small generator with a fixed sequence for each seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Makes random sentences of a grammar, as token texts.
struct SentenceGenerator {
    let grammar: Ebnf
    var random: SeededGenerator
    /// Words that have a meaning somewhere and must work as names all the same.
    var contextualWords: [String] = []

    /// What the grammar says in comments: days that exist, weeks that every year has, years from 1.
    private let isValid: [String: (String) -> Bool] = [
        "Day": { Values.Day(text: $0) != nil },
        "Year": { $0 != "0000" },
        "Month": { !$0.hasPrefix("0000") }, "Half": { !$0.hasPrefix("0000") }, "Quarter": { !$0.hasPrefix("0000") },
        "Week": { !$0.hasPrefix("0000") && !$0.hasSuffix("53") },
        "FiscalYear": { !$0.hasSuffix("0000") },
    ]

    init(_ grammar: Ebnf, seed: UInt64) {
        self.grammar = grammar
        random = SeededGenerator(seed: seed)
    }

    mutating func sentence(of name: String) -> [String] {
        var tokens: [String] = []
        derive(name, depth: 0, &tokens)
        return tokens
    }

    // MARK: Tokens in sequence

    private mutating func derive(_ name: String, depth: Int, _ tokens: inout [String]) {
        guard let production = grammar.productions[name] else { fatalError("no production \(name)") }
        if Ebnf.isToken(name) {
            tokens.append(token(name))
        } else if production.isUnordered, case .sequence(let items) = production.item {
            var pieces: [[String]] = []
            for item in items.shuffled(using: &random) {
                var piece: [String] = []
                derive(item, depth: depth + 1, &piece)
                if !piece.isEmpty { pieces.append(piece) }
            }
            // Right behind `top N`, `by` would say what the cut goes by.
            for index in pieces.indices.dropLast() where pieces[index + 1].first == "by" {
                if pieces[index].count == 2, ["top", "bottom"].contains(pieces[index][0].lowercased()) {
                    pieces.swapAt(index, index + 1)
                }
            }
            tokens += pieces.flatMap { $0 }
        } else if production.isDistinct {
            var list: [String] = []
            derive(production.item, depth: depth + 1, &list)
            var seen: Set<String> = []
            let items = list.dropFirst().split(separator: ",").filter { seen.insert($0.first ?? "").inserted }
            tokens += list.prefix(1) + items.joined(separator: [","])
        } else {
            derive(production.item, depth: depth + 1, &tokens)
        }
    }

    private mutating func derive(_ item: Ebnf.Item, depth: Int, _ tokens: inout [String]) {
        switch item {
        case .literal(let text): tokens.append(text)
        case .reference(let name): derive(name, depth: depth, &tokens)
        case .sequence(let items): for item in items { derive(item, depth: depth, &tokens) }
        case .choice(let items):
            // Prefixes that repeat themselves are rarer than what they stand before.
            let isPrefix = items.count == 2 && startsWithWord(items[0]) && Int.random(in: 0..<6, using: &random) > 0
            let pick = depth > 24 ? shortest(items) : isPrefix ? items[1] : items.randomElement(using: &random)
            if let pick { derive(pick, depth: depth + 1, &tokens) }
        case .times(let item, let minimum, let maximum):
            let most = maximum ?? minimum + 3
            let isRare = depth > 8 && Int.random(in: 0..<3, using: &random) > 0
            let count = depth > 24 || isRare ? minimum : Int.random(in: minimum...most, using: &random)
            for _ in 0..<count { derive(item, depth: depth + 1, &tokens) }
        case .except, .characters: tokens.append(text(item))
        }
    }

    private func startsWithWord(_ item: Ebnf.Item) -> Bool {
        if case .sequence(let items) = item, case .literal = items.first { true } else { false }
    }

    /// A way out: a token, or what the grammar writes last.
    private func shortest(_ items: [Ebnf.Item]) -> Ebnf.Item? {
        items.first { item in
            switch item {
            case .literal: true
            case .reference(let name): Ebnf.isToken(name) || name == "disjunction"
            default: false
            }
        } ?? items.last
    }

    // MARK: Characters of a token

    private mutating func token(_ name: String) -> String {
        guard let production = grammar.productions[name] else { fatalError("no production \(name)") }
        if name == "Word", let word = contextualWords.randomElement(using: &random), Bool.random(using: &random) {
            return word
        }
        for _ in 0..<1000 {
            let text = text(production.item)
            if isValid[name]?(text) ?? true { return text }
        }
        fatalError("no valid \(name) found")
    }

    private mutating func text(_ item: Ebnf.Item) -> String {
        switch item {
        case .literal(let text): return text
        case .reference(let name): return token(name)
        case .sequence(let items):
            var result = ""
            for item in items { result += text(item) }
            return result
        case .choice(let items): return items.randomElement(using: &random).map { text($0) } ?? ""
        case .times(let item, let minimum, let maximum):
            var result = ""
            for _ in 0..<Int.random(in: minimum...(maximum ?? minimum + 4), using: &random) { result += text(item) }
            return result
        case .except(let item, let other):
            for _ in 0..<1000 {
                let text = text(item)
                if !matches(text.lowercased(), other) { return text }
            }
            fatalError("nothing is left of an exception")
        case .characters(let ranges, let isNegated): return character(ranges, isNegated)
        }
    }

    /// Exceptions name lists of words, and fiscal years.
    private func matches(_ text: String, _ item: Ebnf.Item) -> Bool {
        switch item {
        case .literal(let literal): return text == literal
        case .choice(let items): return items.contains { matches(text, $0) }
        case .reference("FiscalYear"): return isFiscalYear(text)
        case .reference(let name): return grammar.productions[name].map { matches(text, $0.item) } ?? false
        default: fatalError("an exception of another kind")
        }
    }

    private static let sample = Array(
        "abzABZ019 _-.,;:*?#$%&/\\()[]{}<>=!|'\"`~^@+\téßλжあ漢字😀\u{200B}\u{202E}\n".unicodeScalars)

    private mutating func character(_ ranges: [ClosedRange<UInt32>], _ isNegated: Bool) -> String {
        while true {
            let value: UInt32
            if isNegated {
                value = Self.sample.randomElement(using: &random)?.value ?? 65
                if ranges.contains(where: { $0.contains(value) }) { continue }
            } else {
                guard let range = ranges.randomElement(using: &random) else { return "" }
                value = UInt32.random(in: range, using: &random)
            }
            if let scalar = Unicode.Scalar(value) { return String(Character(scalar)) }
        }
    }

    // MARK: Layout

    /// The tokens as a text: blanks, line ends and comments between them, words in any case.
    mutating func laidOut(_ tokens: [String]) -> String {
        var result = ""
        for (index, token) in tokens.enumerated() {
            if index > 0 { result += gap(tokens[index - 1], token) }
            let isWord = token.allSatisfy { $0.isASCII && $0.isLetter }
            result += isWord && Int.random(in: 0..<8, using: &random) == 0 ? token.uppercased() : token
        }
        return result
    }

    private mutating func gap(_ before: String, _ after: String) -> String {
        let isTight = ["(", ")", ",", ";"].contains(before) || [")", ",", ";"].contains(after)
        switch Int.random(in: 0..<20, using: &random) {
        case 0: return "\n"
        case 1: return "\r\n\t"
        case 2: return "  # a comment; \"with\" (things\n  "
        case 3...9: return isTight ? "" : " "
        default: return " "
        }
    }
}
