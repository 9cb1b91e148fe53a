import Foundation
import Testing
import Values

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

    /// Parses, prints, formats, completes and frees on this thread; compares and hashes where there is room.
    private static func exercise(_ text: String) -> [String] {
        let parsed = parseScript(text)
        for statement in parsed.statements {
            let again = parseScript(printed(statement))
            let isSame = withDeepStack { again.statements == [statement] && Set(again.statements) == [statement] }
            if !isSame { return ["printed differently"] }
        }
        if parsed.diagnostics.isEmpty, (try? formatted(script: text)) == nil { return ["not formatted"] }
        _ = cursorContext(text, at: text.utf8.count)
        _ = completeness(of: text)
        for diagnostic in parsed.diagnostics {
            guard let span = diagnostic.span, span.start >= 0, span.start < span.end, span.end <= text.utf8.count else {
                return ["a span outside the text"]
            }
        }
        return parsed.diagnostics.map(\.code)
    }

    private static func nested(_ open: String, _ close: String, _ count: Int, inside: String = "a") -> String {
        "let x = " + String(repeating: open, count: count) + inside + String(repeating: close, count: count)
    }

    @Test(arguments: [
        ("(", ")", 1), ("-", "", 1), ("not ", "", 1), ("f(", ")", 1), ("if a then ", "", 1),
        ("if a then b else ", "", 1), ("if ", " then b", 1), ("(a + ", ")", 1), ("a in (", ")", 1),
        ("count(deals where ", ")", 1), ("new(mrr per ", ")", 1), ("(a between ", " and 2)", 1), ("a = (", ")", 1),
        ("f(1, (-", "))", 2),
    ])
    func nesting(open: String, close: String, levels: Int) {
        onSmallStack {
            #expect(Self.exercise(Self.nested(open, close, 1_000 / levels)) == [])
            #expect(Self.exercise(Self.nested(open, close, 1_000 / levels + 1)).first == "too-deep")
        }
    }

    @Test(arguments: ["+", "*", "or", "and", "-"])
    func chains(symbol: String) {
        onSmallStack {
            let fits = "let x = " + Array(repeating: "a", count: 1_201).joined(separator: " \(symbol) ")
            #expect(Self.exercise(fits) == [])
            let text = "let x = " + Array(repeating: "1", count: 1_202).joined(separator: " \(symbol) ")
            #expect(Self.exercise(text) == ["too-deep"])
        }
    }

    @Test(arguments: ["(", "-", "f(", "a + ", "not "])
    func nestingBeyondAllBounds(open: String) {
        onSmallStack {
            let parsed = parseScript("show " + String(repeating: open, count: 100_000) + "a")
            #expect(parsed.diagnostics.first?.code == "too-deep")
            #expect(parsed.statements == [])
        }
    }

    /// What a task of the concurrency runtime has for a stack is enough too.
    @Test func deepTreesInTasks() async {
        let text = Self.nested("f(", ")", 1_000)
        let codes = await withTaskGroup(of: [String].self) { group in
            for _ in 0..<4 { group.addTask { Self.exercise(text) } }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(codes == [])
    }

    @Test func theErrorSaysHowDeep() {
        let text = "show " + String(repeating: "(", count: 1_001) + "a" + String(repeating: ")", count: 1_001)
        let diagnostic = parseScript(text).diagnostics.first
        #expect(diagnostic?.message == "this expression is nested too deeply")
        #expect(diagnostic?.reason == ["at most 1000 levels of parentheses, calls or branches can be nested"])
        // `enter` has read the parenthesis that is one too many.
        #expect(diagnostic?.span == Span(1_006, 1_007))
    }

    @Test func chainsInsideEachOtherAreCountedTogether() {
        let chain = Array(repeating: "a", count: 700).joined(separator: " + ")
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
