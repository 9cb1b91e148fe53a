import Foundation
import Language
import Testing

/// `Grammar/quaestor.tmLanguage.json`: `QUAESTOR_RECORD=1 swift test` writes it anew.
@Suite struct TextMateGrammarTests {
    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Grammar/quaestor.tmLanguage.json")

    @Test func theFileIsWhatTheTablesGive() throws {
        let made = try TextMateGrammar().json()
        if ProcessInfo.processInfo.environment["QUAESTOR_RECORD"] == "1" {
            try made.write(to: Self.file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: Self.file, encoding: .utf8) == made)
    }

    static let lines: [(line: String, scopes: [String])] = [
        (
            "show bookings by team # all",
            [
                "show keyword.control.statement", "by keyword.control.clause", "# all comment.line.number-sign",
            ]
        ),
        (
            "  explain cohort m per account by month",
            [
                "explain keyword.control.statement", "cohort keyword.control.statement", "per keyword.control.modifier",
                "by keyword.control.clause",
            ]
        ),
        (
            "let q = 2026-Q1; set today 2026-06-15",
            [
                "let keyword.control.statement", "= keyword.operator", "2026-Q1 constant.numeric.period",
                "set keyword.control.statement", "today constant.numeric.period", "2026-06-15 constant.numeric.period",
            ]
        ),
        (
            "where a = 'it''s' and $q >= 1_000.5 or b like \"x\"\"*\" as csv",
            [
                "where keyword.control.clause", "= keyword.operator", "'it''s' string.quoted.single",
                "and keyword.operator.word", "$q variable.parameter", ">= keyword.operator", "1_000.5 constant.numeric",
                "or keyword.operator.word", "like keyword.operator.word", "\"x\"\"*\" string.quoted.double",
                "as keyword.control.clause", "csv constant.language.format",
            ]
        ),
        (
            "rolling(m, 3 months) + count(distinct deals.top) - `by` * 20%",
            [
                "rolling support.function", "3 months constant.numeric.period", "+ keyword.operator",
                "count support.function", "distinct keyword.operator.word", "- keyword.operator",
                "`by` variable.other.quoted", "* keyword.operator", "20% constant.numeric",
            ]
        ),
        (
            "for last 2 fiscal quarters vs FY2026-H1, quarter to date, all time, Jun 2026",
            [
                "for keyword.control.clause", "last 2 fiscal quarters constant.numeric.period",
                "vs keyword.control.clause", "FY2026-H1 constant.numeric.period",
                "quarter to date constant.numeric.period", "all time constant.numeric.period",
                "Jun 2026 constant.numeric.period",
            ]
        ),
        (
            "dataset d from \"d.csv\" with skip 2 { key id; money amount in USD }",
            [
                "dataset keyword.control.statement", "from keyword.control.modifier", "\"d.csv\" string.quoted.double",
                "with keyword.control.clause", "skip keyword.control.option", "2 constant.numeric",
                "key keyword.control.definition", "money keyword.control.definition", "in keyword.operator.word",
            ]
        ),
        (
            "if missing then true",
            [
                "if keyword.operator.word", "missing constant.language", "then keyword.operator.word",
                "true constant.language",
            ]
        ),
        // Columns that are called like words of the language.
        ("sum(last, show, month)", ["sum support.function"]),
        ("count = first.value", ["= keyword.operator"]),
    ]

    @Test(arguments: lines)
    func scopes(line: String, scopes: [String]) throws {
        #expect(try Self.scopes(of: line) == scopes)
    }

    @Test(arguments: Keyword.all(.verb))
    func verbsBeginStatements(_ verb: Keyword) throws {
        #expect(try Self.scopes(of: verb.rawValue + " x").first == "\(verb.rawValue) keyword.control.statement")
    }

    /// What an editor does: the rule that matches first from where the last one ended.
    private static func scopes(of line: String) throws -> [String] {
        var found: [String] = []
        var start = line.startIndex
        while start < line.endIndex {
            var best: (range: Range<String.Index>, pieces: [String])?
            for rule in TextMateGrammar().patterns {
                guard let match = try first(rule, in: line, from: start),
                    best.map({ match.range.lowerBound < $0.range.lowerBound }) ?? true
                else { continue }
                best = match
            }
            guard let best, best.range.upperBound > start else { break }
            found += best.pieces
            start = best.range.upperBound
        }
        return found.map { $0.replacingOccurrences(of: ".quaestor", with: "") }
    }

    private static func first(
        _ rule: TextMateGrammar.Rule, in line: String, from start: String.Index
    ) throws -> (range: Range<String.Index>, pieces: [String])? {
        // A rule with a begin and an end, as one expression: what stands between are the rules inside it.
        let inside = rule.patterns?.compactMap(\.match).joined(separator: "|") ?? ""
        let source = rule.match ?? "(?:\(rule.begin ?? ""))(?:\(inside)|(?!\(rule.end ?? "")).)*(?:\(rule.end ?? ""))"
        let expression = try NSRegularExpression(pattern: source)
        let whole = NSRange(start..., in: line)
        // Behind the start of a search the expression still sees what stands before it.
        guard
            let match = expression.firstMatch(
                in: line, options: [.withTransparentBounds, .withoutAnchoringBounds], range: whole),
            let range = Range(match.range, in: line)
        else { return nil }
        if let name = rule.name { return (range, ["\(line[range]) \(name)"]) }
        let pieces = (rule.captures ?? [:]).sorted { $0.key < $1.key }.compactMap { key, capture in
            Int(key).flatMap { Range(match.range(at: $0), in: line) }.map { "\(line[$0]) \(capture.name ?? "")" }
        }
        return (range, pieces)
    }
}
