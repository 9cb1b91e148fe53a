import Foundation
import Language
import Model
import Testing
import Values

@testable import Engine

/// Questions as deep as the language allows, on a small stack.
@Suite struct DepthTests {
    private static let files = ["deals.csv": "id,amount,won\n1,10,true\n2,20,false\n3,30,true\n"]

    /// Answers questions on a thread with a stack of 512 KiB; errors are answered by their code.
    private static func answers(_ questions: [String], _ definitions: [String] = []) -> [String] {
        let result = Box()
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            do {
                let asked = try Asked(files, "dataset deals from \"deals.csv\" { key id }")
                for definition in definitions { try asked.define(definition) }
                for question in questions { result.texts.append(try asked.value(question)) }
            } catch {
                result.texts.append((error as? Diagnostic)?.code ?? "\(error)")
            }
            done.signal()
        }
        thread.stackSize = 512 * 1024
        thread.start()
        done.wait()
        return result.texts
    }

    /// Written by one thread, read when that has ended.
    private final class Box: @unchecked Sendable { var texts: [String] = [] }

    private static func nested(_ open: String, _ inside: String, _ close: String, _ count: Int) -> String {
        String(repeating: open, count: count) + inside + String(repeating: close, count: count)
    }

    @Test func nestedQuestions() {
        #expect(Self.answers(["show " + Self.nested("(", "count(deals)", ")", 1_000)]) == ["3"])
        // 1,000 times minus of a minus is the number itself.
        #expect(Self.answers(["show " + Self.nested("-", "count(deals)", "", 999)]) == ["-3"])
        #expect(Self.answers(["show " + Self.nested("(1 + ", "count(deals)", ")", 999)]) == ["1002"])
        #expect(Self.answers(["show " + Self.nested("coalesce(", "count(deals)", ", 0)", 999)]) == ["3"])
        #expect(Self.answers(["show " + Self.nested("if true then ", "count(deals)", " else 0", 999)]) == ["3"])
    }

    @Test func chains() {
        let sum = Array(repeating: "count(deals)", count: 1_000).joined(separator: " + ")
        #expect(Self.answers(["show " + sum]) == ["3000"])
        let rows = Array(repeating: "amount", count: 1_000).joined(separator: " + ")
        #expect(Self.answers(["show sum(\(rows))"]) == ["60000"])
        let tests = (1...1_000).map { "id = \($0)" }.joined(separator: " or ")
        #expect(Self.answers(["show count(deals where \(tests))"]) == ["3"])
    }

    @Test func nestedOverRows() {
        #expect(Self.answers(["show sum(" + Self.nested("(1 + ", "amount", ")", 998) + ")"]) == ["3054"])
        #expect(Self.answers(["show count(deals where " + Self.nested("not ", "won", "", 997) + ")"]) == ["1"])
        #expect(Self.answers(["show count(deals) where " + Self.nested("not ", "won", "", 998)]) == ["2"])
    }

    /// Definitions inside one another add up.
    @Test func definitionsOfDefinitions() {
        let deep = Self.nested("(1 + ", "count(deals)", ")", 900)
        #expect(
            Self.answers(
                ["show b", "show b + c"],
                ["metric a = \(deep)", "metric b = " + Self.nested("(1 + ", "a", ")", 900), "metric c = b - a"])
                == ["1803", "2703"])
        let steps = (1...300).map { "metric m\($0) = m\($0 - 1) + 1" }
        #expect(Self.answers(["show m300"], ["metric m0 = count(deals)"] + steps) == ["303"])
        // Each is shallow when it is defined; only later definitions make them deep.
        let redefined = (0...300).map { "metric m\($0) = count(deals)" }
        #expect(Self.answers(["show m300"], redefined + steps.reversed()) == ["303"])
    }

    @Test func tooDeep() {
        #expect(Self.answers(["show " + Self.nested("(", "count(deals)", ")", 1_001)]) == ["too-deep"])
        let steps = (1...3).map { "metric m\($0) = " + Self.nested("(1 + ", "m\($0 - 1)", ")", 900) }
        #expect(Self.answers(["show m3"], ["metric m0 = count(deals)"] + steps) == ["too-large"])
    }
}
