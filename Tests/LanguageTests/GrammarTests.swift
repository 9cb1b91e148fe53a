import Foundation
import Testing
import Values

@testable import Language

/// The written grammar against the parser.
@Suite struct GrammarTests {
    /// How many sentences each test makes; `Scripts/fuzz` asks for 100,000.
    private static let sentenceCount =
        ProcessInfo.processInfo.environment["QUAESTOR_SENTENCES"].flatMap { Int($0) } ?? 3000

    /// Words that begin or continue something that a name right before or behind them would change.
    private static let ambiguousWords: Set<String> = [
        "on", "at", "is", "distinct", "all", "show", "today", "yesterday", "workspace", "asc", "desc",
    ]
    private static let contextualWords = Keyword.allCases.filter { !$0.isReserved }.map(\.rawValue)
        .filter { !ambiguousWords.contains($0) }

    /// Makes sentences in tasks of some hundred each, every task with a fixed seed of its own; a task ends at its
    /// third failure.
    /// - Parameter check: makes a sentence and tries it; says what is wrong, if anything.
    private func inTasks(
        _ count: Int, seed: UInt64, _ check: @escaping @Sendable (inout SentenceGenerator) -> String?
    ) async throws {
        let grammar = try Ebnf.quaestor()
        let size = 250
        let failures = await withTaskGroup(of: [String].self) { group in
            for (task, start) in stride(from: 0, to: count, by: size).enumerated() {
                group.addTask {
                    var generator = SentenceGenerator(grammar, seed: seed &+ UInt64(task) &* 1_000_003)
                    generator.contextualWords = Self.contextualWords
                    var failures: [String] = []
                    for _ in 0..<min(size, count - start) where failures.count < 3 {
                        if let failure = check(&generator) { failures.append(failure) }
                    }
                    return failures
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        for failure in failures.prefix(5) { Issue.record("\(failure)") }
        #expect(failures.count == 0)
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

    @Test(arguments: [("Reserved", Keyword.Roles.reserved), ("Format", .format), ("Verb", .verb)])
    func listsOfWordsAgree(name: String, role: Keyword.Roles) throws {
        guard case .choice(let items) = try Ebnf.quaestor().productions[name]?.item else {
            Issue.record("\(name) is no choice")
            return
        }
        let words = items.compactMap { if case .literal(let word) = $0 { word } else { nil } }
        #expect(Set(words) == Set(Keyword.all(role).map(\.rawValue)))
    }

    /// Every production is reached, so that no construct is left out of the sentences by chance.
    @Test func theSentencesReachEveryConstruct() throws {
        var generator = SentenceGenerator(try Ebnf.quaestor(), seed: 12)
        var words: Set<String> = []
        for _ in 0..<10_000 { words.formUnion(generator.sentence(of: "statement")) }
        #expect(Set(Keyword.allCases.map(\.rawValue)).subtracting(words) == [])
    }

    @Test(.timeLimit(.minutes(60))) func sentencesParseAndReadBackTheSame() async throws {
        try await inTasks(Self.sentenceCount, seed: 2026) { generator in
            let text = generator.laidOut(generator.sentence(of: "statement"))
            let parsed = parseScript(text)
            guard parsed.diagnostics.isEmpty, parsed.statements.count == 1, let statement = parsed.statements.first
            else {
                let errors = parsed.diagnostics.map { drawn($0, source: text, name: nil) }
                return "\(text)\n--\n\(errors.joined(separator: "\n"))\n\(parsed.statements.count) statements"
            }
            let layout = printed(statement)
            let again = parseScript(layout)
            if !again.diagnostics.isEmpty || again.statements != [statement] {
                return "\(text)\n-- is printed as\n\(layout)"
            }
            return again.statements.map { printed($0) } == [layout] ? nil : "printing is not stable:\n\(layout)"
        }
    }

    @Test(.timeLimit(.minutes(60))) func scriptsParseAndAreFormattedTheSame() async throws {
        try await inTasks(Self.sentenceCount / 10, seed: 7) { generator in
            var text = ""
            for _ in 0..<5 {
                let tokens = generator.sentence(of: "statement")
                // A help without a topic takes the next verb for one.
                let isOpen = tokens == ["help"] || tokens == ["?"]
                text += generator.laidOut(tokens) + (isOpen ? ";\n" : "\n")
            }
            let parsed = parseScript(text)
            if let first = parsed.diagnostics.first {
                return "\(text)\n--\n\(drawn(first, source: text, name: "script"))"
            }
            guard parsed.statements.count == 5, let layout = try? formatted(script: text) else {
                return "\(text)\n-- is not formatted"
            }
            let again = parseScript(layout)
            if again.diagnostics != [] || again.statements.map(\.kind) != parsed.statements.map(\.kind) {
                return "\(text)\n-- is formatted as\n\(layout)"
            }
            if let twice = try? formatted(script: layout), twice != layout {
                return "formatting is not stable:\n\(layout)\n--\n\(twice)"
            }
            let comments = tokenized(text).comments.map(\.text).sorted()
            return tokenized(layout).comments.map(\.text).sorted() == comments ? nil : "\(text)\n-- loses comments"
        }
    }

    @Test(.timeLimit(.minutes(60))) func damagedSentencesParseOrEndInADiagnostic() async throws {
        try await inTasks(Self.sentenceCount, seed: 99) { generator in
            var tokens = generator.sentence(of: "statement")
            for _ in 0..<Int.random(in: 1...3, using: &generator.random) where !tokens.isEmpty {
                let index = Int.random(in: 0..<tokens.count, using: &generator.random)
                let other = Int.random(in: 0..<tokens.count, using: &generator.random)
                switch Int.random(in: 0..<5, using: &generator.random) {
                case 0: tokens.remove(at: index)
                case 1: tokens.insert(tokens[other], at: index)
                case 2: tokens.swapAt(index, other)
                case 3: tokens[index] = String(tokens[index].dropLast())
                default: tokens.removeSubrange(index...)
                }
            }
            return textProblem(generator.laidOut(tokens))
        }
    }

    @Test(.timeLimit(.minutes(60))) func randomBytesNeverCrash() async throws {
        try await inTasks(Self.sentenceCount, seed: 4) { generator in
            let bytes = (0..<Int.random(in: 0...40, using: &generator.random)).map { _ in
                Bool.random(using: &generator.random)
                    ? UInt8.random(in: 0...255, using: &generator.random)
                    : Array("show \"'`$#(){};,.2026-Q1%".utf8).randomElement(using: &generator.random) ?? 0
            }
            return textProblem(String(decoding: bytes, as: UTF8.self))
        }
    }
}
