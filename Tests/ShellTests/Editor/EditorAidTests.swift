import Model
import Testing
import Values

@testable import Language
@testable import Shell

@Suite struct ThemeTests {
    @Test func theBackgroundIsTheLastColour() {
        #expect(Theme(.auto, variable: "15;0") == Theme(.dark))
        #expect(Theme(.auto, variable: "0;default;15") == Theme(.light))
        #expect(Theme(.auto, variable: "0;7") == Theme(.light))
        #expect(Theme(.auto, variable: "7;8") == Theme(.dark))
        let unknown = Theme(.auto, variable: "")
        #expect(unknown != Theme(.dark) && unknown != Theme(.light) && unknown != nil)
        #expect(Theme(.auto, variable: "default;default") == unknown)
        #expect(Theme(.none) == nil)
    }
}

@Suite struct GhostTextTests {
    let history = History(path: nil)

    init() { for text in ["show arr", "list", "show arr by segment"] { history.append(text) } }

    func content(_ text: String, _ cursor: Int? = nil) -> Terminal.Content {
        Terminal.Content(text: text, cursor: cursor ?? text.utf8.count)
    }

    @Test func theNewestEntryThatBeginsSoGoesOn() {
        var ghost = GhostText()
        #expect(ghost.text(for: content("sh"), in: history) == "ow arr by segment")
        #expect(ghost.text(for: content("show arr"), in: history) == " by segment")
        #expect(ghost.shown(for: content("show arr")) == " by segment")
        #expect(ghost.text(for: content("show arr by segment"), in: history) == "")
        #expect(ghost.text(for: content("show arr b"), in: history) == "y segment")
        #expect(ghost.text(for: content("show arr q"), in: history) == "")
    }

    @Test func thereIsNoneWithinATextOrForBlanks() {
        var ghost = GhostText()
        #expect(ghost.text(for: content("show", 2), in: history) == "")
        #expect(ghost.text(for: content("  "), in: history) == "")
        #expect(ghost.text(for: content(""), in: history) == "")
        #expect(ghost.shown(for: content("")) == nil)
    }
}

@Suite struct HighlighterTests {
    func roles(_ text: String) -> [String] {
        var highlighter = Highlighter(Workspace(folder: ".", today: Day(0)))
        return highlighter.parts(of: tokenized(text)).map { part in
            let bytes = Array(text.utf8)[part.range]
            return "\(part.role) \(String(decoding: bytes, as: UTF8.self))"
        }
    }

    @Test func wordsOfTheLanguage() {
        #expect(
            roles("show sum(amount) by month # x")
                == ["keyword show", "function sum", "keyword by", "keyword month", "comment # x"])
        #expect(
            roles("where é = 'a' or $p > 1.5") == [
                "keyword where", "literal 'a'", "keyword or", "parameter $p", "literal 1.5",
            ])
    }

    @Test func bareValuesBehindComparisons() {
        #expect(
            roles("where a = Open and b in (Won, Lost) and c")
                == [
                    "keyword where", "literal Open", "keyword and", "keyword in", "literal Won", "literal Lost",
                    "keyword and",
                ])
    }

    @Test func aVerbIsOneOnlyWhereAStatementBegins() {
        #expect(roles("list metrics; show") == ["keyword list", "keyword metrics", "keyword show"])
        #expect(roles("2026-Q2 true") == ["literal 2026-Q2", "literal true"])
    }
}

@Suite struct RedoTests {
    func content(_ text: String) -> Terminal.Content { Terminal.Content(text: text, cursor: text.utf8.count) }

    @Test func undoneStatesComeBackUntilTheTextChanges() {
        var stack = UndoStack()
        for text in ["", "a", "ab"] { stack.record(content(text)) }
        #expect(stack.undo(from: content("ab")) == content("a"))
        stack.record(content("a"))
        #expect(stack.undo(from: content("a")) == content(""))
        stack.record(content(""))
        #expect(stack.redo() == content("a"))
        stack.record(content("a"))
        #expect(stack.redo() == content("ab"))
        stack.record(content("ab"))
        #expect(stack.redo() == nil)
        #expect(stack.undo(from: content("ab")) == content("a"))
        stack.record(content("a"))
        stack.record(content("ax"))
        #expect(stack.redo() == nil)
    }
}

@Suite struct WordTests {
    func content(_ text: String, _ cursor: Int) -> Terminal.Content { Terminal.Content(text: text, cursor: cursor) }

    @Test func aWordAndWhatStandsBetween() {
        // In bytes, `arr` is 5 to 8, `=` at 9, `été` 11 to 16.
        let text = "show arr = été"
        #expect(content(text, 11).wordBefore == 5..<11)
        #expect(content(text, 16).wordBefore == 11..<16)
        #expect(content(text, 8).wordAfter == 8..<16)
        #expect(content(text, 0).wordAfter == 0..<4)
        #expect(content(text, 0).wordBefore == 0..<0)
    }

    @Test func toTheEndOfTheLineOrOverItsBreak() {
        #expect(content("ab\ncd", 1).killedToEnd == 1..<2)
        #expect(content("ab\ncd", 2).killedToEnd == 2..<3)
        #expect(content("ab\ncd", 5).killedToEnd == 5..<5)
    }
}
