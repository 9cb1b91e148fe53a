import Foundation
import Testing
import Values

@testable import Language

/// The written grammar against the parser.
@Suite struct GrammarTests {
    /// `QUAESTOR_SENTENCES=100000 swift test --filter GrammarTests` for more of them.
    private static let sentenceCount =
        ProcessInfo.processInfo.environment["QUAESTOR_SENTENCES"].flatMap { Int($0) } ?? 2000

    /// Words that begin or continue something that a name right before or behind them would change.
    private static let ambiguousWords: Set<String> = [
        "on", "at", "is", "distinct", "all", "show", "today", "yesterday", "workspace", "asc", "desc",
    ]

    private func generator(seed: UInt64) throws -> SentenceGenerator {
        var generator = SentenceGenerator(try Ebnf.quaestor(), seed: seed)
        generator.contextualWords = Keyword.allCases.filter { !$0.isReserved }.map(\.rawValue)
            .filter { !Self.ambiguousWords.contains($0) }
        return generator
    }

    @Test func everyReferenceIsDefinedAndEveryProductionUsed() throws {
        let grammar = try Ebnf.quaestor()
        #expect(grammar.references.subtracting(grammar.names) == [])
        #expect(Set(grammar.names).subtracting(grammar.references) == ["script", "Comment"])
        #expect(grammar.names.first == "script")
    }

    @Test func everyKeywordStandsInTheGrammarAndTheReverse() throws {
        let words = try Ebnf.quaestor().literals.filter { $0.count > 1 && $0.allSatisfy { $0.isLetter } }
        let keywords = Set(Keyword.allCases.map(\.rawValue))
        #expect(words.subtracting(keywords) == [])
        #expect(keywords.subtracting(words) == [])
    }

    @Test(arguments: [("Reserved", Keyword.Roles.reserved), ("Format", .format)])
    func listsOfWordsAgree(name: String, role: Keyword.Roles) throws {
        guard case .choice(let items) = try Ebnf.quaestor().productions[name]?.item else {
            Issue.record("\(name) is no choice")
            return
        }
        let words = items.compactMap { if case .literal(let word) = $0 { word } else { nil } }
        #expect(Set(words) == Set(Keyword.all(role).map(\.rawValue)))
    }

    @Test func sentencesParseAndReadBackTheSame() throws {
        var generator = try generator(seed: 2026)
        var failures = 0
        for _ in 0..<Self.sentenceCount where failures < 5 {
            let tokens = generator.sentence(of: "statement")
            let text = generator.laidOut(tokens)
            let parsed = parseScript(text)
            guard parsed.diagnostics.isEmpty, parsed.statements.count == 1, let statement = parsed.statements.first
            else {
                failures += 1
                let errors = parsed.diagnostics.map { drawn($0, source: text, name: nil) }
                Issue.record("\(text)\n--\n\(errors.joined(separator: "\n"))\n\(parsed.statements.count) statements")
                continue
            }
            let again = parseScript(printed(statement))
            if !again.diagnostics.isEmpty || again.statements != [statement] {
                failures += 1
                Issue.record("\(text)\n-- is printed as\n\(printed(statement))")
            } else if again.statements.map({ printed($0) }) != [printed(statement)] {
                failures += 1
                Issue.record("printing is not stable:\n\(printed(statement))")
            }
        }
    }

    @Test func scriptsParseAndAreFormattedTheSame() throws {
        var generator = try generator(seed: 7)
        var failures = 0
        for _ in 0..<Self.sentenceCount / 10 where failures < 5 {
            var text = ""
            for _ in 0..<5 {
                let tokens = generator.sentence(of: "statement")
                // A help without a topic takes the next verb for one.
                let isOpen = tokens == ["help"] || tokens == ["?"]
                text += generator.laidOut(tokens) + (isOpen ? ";\n" : "\n")
            }
            let parsed = parseScript(text)
            guard parsed.diagnostics.isEmpty else {
                failures += 1
                Issue.record("\(text)\n--\n\(drawn(parsed.diagnostics[0], source: text, name: "script"))")
                continue
            }
            #expect(parsed.statements.count == 5)
            let layout = try formatted(script: text)
            let again = parseScript(layout)
            if again.diagnostics != [] || again.statements.map(\.kind) != parsed.statements.map(\.kind) {
                failures += 1
                Issue.record("\(text)\n-- is formatted as\n\(layout)")
            } else if try formatted(script: layout) != layout {
                failures += 1
                Issue.record("formatting is not stable:\n\(layout)\n--\n\(try formatted(script: layout))")
            }
            let comments = tokenized(text).comments.map(\.text)
            #expect(tokenized(layout).comments.map(\.text).sorted() == comments.sorted())
        }
    }

    @Test func damagedSentencesNeverCrash() throws {
        var generator = try generator(seed: 99)
        for _ in 0..<Self.sentenceCount {
            var tokens = generator.sentence(of: "statement")
            for _ in 0..<Int.random(in: 1...3, using: &generator.random) where !tokens.isEmpty {
                let index = Int.random(in: 0..<tokens.count, using: &generator.random)
                let other = Int.random(in: 0..<tokens.count, using: &generator.random)
                switch Int.random(in: 0..<4, using: &generator.random) {
                case 0: tokens.remove(at: index)
                case 1: tokens.insert(tokens[other], at: index)
                case 2: tokens.swapAt(index, other)
                default: tokens[index] = String(tokens[index].dropLast())
                }
            }
            exercise(generator.laidOut(tokens))
        }
    }

    @Test func randomBytesNeverCrash() throws {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<Self.sentenceCount {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? UInt8.random(in: 0...255, using: &random)
                    : Array("show \"'`$#(){};,.2026-Q1%".utf8).randomElement(using: &random) ?? 0
            }
            exercise(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// Everything that takes a text from outside.
    private func exercise(_ text: String) {
        let parsed = parseScript(text)
        for diagnostic in parsed.diagnostics {
            let shown = drawn(diagnostic, source: text, name: nil)
            // Nothing is left that a terminal would obey or hide.
            #expect(shown.split(separator: "\n").allSatisfy { visible(String($0)) == String($0) }, "\(text)")
        }
        _ = completeness(of: text)
        _ = cursorContext(text, at: text.utf8.count / 2)
        _ = cursorContext(text, at: text.utf8.count)
        _ = try? formatted(script: text)
    }
}
