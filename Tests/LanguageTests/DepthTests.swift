import Foundation
import Testing

@testable import Language

/// Deep and long input on a small stack: a diagnostic, never an overflow.
@Suite struct DepthTests {
    /// Runs on a thread of its own with a stack of 512 KiB, as secondary threads of some systems have.
    private func onSmallStack(_ body: @escaping @Sendable () -> Void) {
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            body()
            done.signal()
        }
        thread.stackSize = 512 * 1024
        thread.start()
        done.wait()
    }

    /// Parses, prints, compares, hashes, completes and frees.
    private static func exercise(_ text: String) -> [String] {
        let parsed = parseScript(text)
        var set: Set<Statement> = []
        for statement in parsed.statements {
            let again = parseScript(printed(statement))
            if again.statements != [statement] { return ["printed differently"] }
            set.insert(statement)
        }
        _ = cursorContext(text, at: text.utf8.count)
        _ = completeness(of: text)
        return parsed.diagnostics.map(\.code)
    }

    private static func nested(_ open: String, _ close: String, _ count: Int, inside: String = "a") -> String {
        "let x = " + String(repeating: open, count: count) + inside + String(repeating: close, count: count)
    }

    @Test(arguments: [
        ("(", ")"), ("-", ""), ("not ", ""), ("f(", ")"), ("if a then ", ""), ("if a then b else ", ""), ("(a + ", ")"),
        ("a in (", ")"), ("count(deals where ", ")"), ("(a between ", " and 2)"), ("a = (", ")"), ("f(1, (-", "))"),
    ])
    func nesting(open: String, close: String) {
        onSmallStack {
            let perLevel = open.contains("((") || open == "f(1, (-" ? 3 : 1
            let fits = Self.exercise(Self.nested(open, close, Parser.maximumNesting / perLevel - 1))
            #expect(fits == [])
            for count in [Parser.maximumNesting + 1, 5_000] {
                #expect(Self.exercise(Self.nested(open, close, count)).first == "too-deep")
            }
        }
    }

    @Test(arguments: ["+", "*", "or", "and", "-"])
    func chains(symbol: String) {
        onSmallStack {
            let fits = "let x = " + Array(repeating: "a", count: Parser.maximumDepth).joined(separator: " \(symbol) ")
            #expect(Self.exercise(fits) == [])
            for count in [Parser.maximumDepth + 1, 20_000] {
                let text = "let x = " + Array(repeating: "1", count: count).joined(separator: " \(symbol) ")
                #expect(Self.exercise(text) == ["too-deep"])
            }
        }
    }

    @Test func chainsInsideEachOtherAreCountedTogether() {
        let chain = Array(repeating: "a", count: 400).joined(separator: " + ")
        let text = "let x = (((\(chain)) * \(chain)) - \(chain)) / b"
        onSmallStack { #expect(Self.exercise(text) == ["too-deep"]) }
    }

    /// Lists are as long as they like.
    @Test func listsAreNotDeep() {
        let items = (0..<5_000).map { "v\($0)" }.joined(separator: ", ")
        #expect(Self.exercise("rows deals where x in (\(items))") == [])
        #expect(Self.exercise("show \(items)") == [])
        #expect(Self.exercise(Array(repeating: "show a", count: 5_000).joined(separator: "\n")) == [])
    }

    @Test func longNamesHaveAnEnd() {
        let name = Array(repeating: "a", count: 100).joined(separator: ".")
        #expect(parseScript("show \(name)").diagnostics.count == 1)
    }

    @Test func manyErrorsStopTheParser() {
        let text = Array(repeating: "foo bar;", count: 10_000).joined(separator: "\n")
        #expect(parseScript(text).diagnostics.count == Parser.maximumDiagnostics)
    }
}
