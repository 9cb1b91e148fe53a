import Foundation
import Language
import Model
import Values

/// The grammar for editors, `Grammar/quaestor.tmLanguage.json`, made from the tables of words and functions.
///
/// A TextMate grammar sees one line at a time and knows no statements, so words that can also be names are coloured
/// only where they stand as words of the language do: verbs at the start, functions before `(`.
struct TextMateGrammar: Encodable {
    struct Rule: Encodable {
        var name: String?
        var match: String?
        var begin: String?
        var end: String?
        var captures: [String: Rule]?
        var patterns: [Rule]?
    }

    var name = "Quaestor"
    var scopeName = "source.quaestor"
    var fileTypes = ["qst"]
    var firstLineMatch = "^#!.*\\bquaestor\\b"
    var patterns: [Rule]

    init() {
        patterns =
            [Self.rule("comment.line.number-sign", "#.*$")] + Self.quotes
            + [Self.rule("variable.parameter", "\\$\\w+")] + Self.statements + Self.periods + Self.numbers
            + [
                Self.words("constant.language", Keyword.all(.constant).map(\.rawValue)),
                Self.rule("support.function", Self.word(Self.functions) + "(?=\\s*\\()"),
            ] + Self.clauses
            + [
                Self.words("keyword.operator.word", Keyword.all(.operator).map(\.rawValue)),
                Self.words("keyword.control.modifier", Keyword.all(.modifier).map(\.rawValue)),
                Self.rule("keyword.operator", "!=|<>|<=|>=|[-+*/=<>|:]"),
            ]
    }

    /// As the file has it: two blanks for each level, keys in order, a line end at the end.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }

    // MARK: Rules

    private static func rule(_ scope: String, _ match: String) -> Rule {
        Rule(name: scope + ".quaestor", match: match)
    }

    /// One scope for each group of the expression.
    private static func rule(_ match: String, groups scopes: String...) -> Rule {
        var captures: [String: Rule] = [:]
        for (index, scope) in scopes.enumerated() { captures["\(index + 1)"] = Rule(name: scope + ".quaestor") }
        return Rule(match: match, captures: captures)
    }

    private static func words(_ scope: String, _ words: [String]) -> Rule { rule(scope, word(words)) }

    private static func choice(_ words: [String]) -> String { words.joined(separator: "|") }

    /// Any of the words, in any case; behind a point or a quote it is part of a name.
    private static func word(_ words: [String]) -> String { "(?i)(?<![\\w.`$])(?:\(choice(words)))\\b(?![.`])" }

    private static let quotes: [Rule] = [
        Rule(
            name: "string.quoted.double.quaestor", begin: "\"", end: "\"(?!\")|$",
            patterns: [rule("constant.character.escape", "\"\"")]),
        Rule(
            name: "string.quoted.single.quaestor", begin: "'", end: "'(?!')|$",
            patterns: [rule("constant.character.escape", "''")]),
        rule("string.quoted.other", "[\u{201C}-\u{201F}][^\"\u{201C}-\u{201F}]*[\u{201C}-\u{201F}]"),
        rule("variable.other.quoted", "`(?:[^`]|``)*`"),
    ]

    private static let statements: [Rule] = {
        let verbs = Keyword.all(.verb).map(\.rawValue)
        let questions = [Keyword.show, .rows, .cohort, .scorecard, .why, .forecast].map(\.rawValue)
        return [
            rule(
                "(?i)(?:^|;)\\s*(explain|watch\\s+\\d+[smh])\\s+(\(choice(questions)))\\b",
                groups: "keyword.control.statement",
                "keyword.control.statement"),
            rule(
                "(?i)^\\s*(save)\\s+(\\w+|\"[^\"]*\")\\s*(=)\\s*(\(choice(questions)))\\b",
                groups: "keyword.control.statement", "entity.name", "keyword.operator", "keyword.control.statement"),
            rule("(?i)(?:^|;)\\s*(\(choice(verbs)))\\b(?!\\s*[.(=,])", groups: "keyword.control.statement"),
        ]
    }()

    private static let periods: [Rule] = {
        let steps = [Keyword.day, .week, .month, .quarter, .half, .year].map(\.rawValue)
        let manySteps = [Keyword.days, .weeks, .months, .quarters, .halves, .years].map(\.rawValue)
        let step = "(?:fiscal\\s+)?(?:\(choice(manySteps + steps)))\\b"
        let months = Keyword.allCases.drop { $0 != .january }.prefix { $0 != .monday }.map(\.rawValue)
        return [
            "\\b\\d{4}-\\d{2}-\\d{2}\\b", "\\b\\d{4}-(?:[Hh][12]|[Qq][1-4]|[Ww]\\d{2}|\\d{2})\\b",
            "(?i)\\bfy\\d{4}(?:-(?:h[12]|q[1-4]))?\\b", "(?i)\\bq[1-4]\\s+\\d{4}\\b",
            "(?i)\\b(?:\(choice(months)))\\s+\\d{4}\\b",
            "(?i)(?<![\\w.`$])(?:last|this|next)\\s+(?:\\d[\\d_]*\\s+)?\(step)",
            "(?i)(?<![\\w.`$])\(step)\\s+to\\s+date\\b", "(?i)(?<![\\w.`$])all\\s+time\\b",
            word(["today", "yesterday"]) + "(?!\\s*\\()", "(?i)\\b\\d[\\d_]*\\s+\(step)",
        ].map { rule("constant.numeric.period", $0) }
    }()

    private static let numbers = [rule("constant.numeric", "\\b\\d[\\d_]*(?:\\.\\d[\\d_]*)?(?:[kKmMgG]\\b|%|\\b)")]

    private static let clauses: [Rule] = [
        rule(
            "(?i)(?<![\\w.`$])(as)\\s+(\(choice(Keyword.all(.format).map(\.rawValue))))\\b",
            groups: "keyword.control.clause",
            "constant.language.format"),
        words("keyword.control.clause", Keyword.all(.clause).map(\.rawValue)),
        rule(
            "(?i)(?:^|[{;])\\s*(\(choice((Keyword.all(.datasetClause) + Keyword.all(.sourceClause) + [.value]).map(\.rawValue))))\\b",
            groups: "keyword.control.definition"),
        rule(
            "(?i)(?:^|[{;])\\s*(\(choice(Keyword.all(.metricClause).map(\.rawValue)))|(?:higher|lower)\\s+is\\s+better)\\b",
            groups: "keyword.control.definition"),
        rule(
            "(?i)(?<=with |, )(\(choice(Keyword.all(.option).map(\.rawValue))))\\b(?=\\s+[\\w\"'])",
            groups: "keyword.control.option"),
        rule(
            "(?i)\\b(fiscal\\s+year|week)\\s+(starts)\\b", groups: "keyword.control.definition",
            "keyword.control.definition"),
    ]

    /// Longer names first: `months` is not `month` with an `s`.
    private static let functions =
        (Functions.all.map(\.name) + AggregateFunction.allCases.map(\.rawValue) + Movement.allCases.map(\.rawValue)
        + TimeFunction.allCases.map(\.rawValue) + CallForm.allCases.map(\.rawValue)).sorted {
            ($1.count, $0) < ($0.count, $1)
        }
}
