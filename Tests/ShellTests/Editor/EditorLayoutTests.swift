import Glibc
import Testing

@testable import Shell

/// The widths of characters are known only in a UTF-8 locale, which the editor chooses when it opens.
func useUTF8() { setlocale(LC_CTYPE, "C.UTF-8") }

@Suite struct ScreenLayoutTests {
    init() { useUTF8() }

    func layout(_ text: String, cursor: Int? = nil, columns: Int = 10) -> ScreenLayout {
        let content = Terminal.Content(text: text, cursor: cursor ?? text.utf8.count)
        return ScreenLayout(promptWidth: 3, content: content, columns: columns)
    }

    @Test func aTextFollowsThePrompt() {
        #expect(layout("").cursor == .init(row: 0, column: 3))
        #expect(layout("abc").end == .init(row: 0, column: 6))
        #expect(layout("abc", cursor: 1).cursor == .init(row: 0, column: 4))
    }

    @Test func aFullRowContinuesOnTheNext() {
        #expect(layout("1234567").end == .init(row: 1, column: 0))
        #expect(layout("12345678").end == .init(row: 1, column: 1))
        #expect(layout("1234567\nx").end == .init(row: 2, column: 1))
    }

    @Test func aWideCharacterIsNotSplit() {
        #expect(layout("12345東").end == .init(row: 1, column: 0))
        #expect(layout("123456東").end == .init(row: 1, column: 2))
        #expect(layout("123456東", cursor: 6).cursor == .init(row: 1, column: 0))
        #expect(layout("12345é").end == .init(row: 0, column: 9))
    }

    @Test func lineBreaksAndTabs() {
        #expect(layout("a\n  b").end == .init(row: 1, column: 3))
        #expect(layout("a\n  b", cursor: 1).cursor == .init(row: 0, column: 4))
        #expect(layout("a\tb").end == .init(row: 0, column: 9))
        #expect(layout("\n\t\t").end == .init(row: 2, column: 0))
    }

    @Test func aControlCharacterTakesTwoColumns() {
        #expect(layout("\u{7}").end == .init(row: 0, column: 5))
        #expect(layout("123456\u{7}").end == .init(row: 1, column: 1))
    }
}

@Suite struct PromptTests {
    init() { useUTF8() }

    @Test func sequencesTakeNoColumns() {
        let prompt = Prompt("\u{1b}[1m\u{1b}[36macme>\u{1b}[0m ")
        #expect(prompt.width == 6)
        #expect(prompt.marked == "\u{1}\u{1b}[1m\u{1b}[36m\u{1}acme>\u{1}\u{1b}[0m\u{1} ")
    }

    @Test func aSequenceAtTheEndGetsABlankToStandBefore() {
        let prompt = Prompt("東>\u{1b}[0m")
        #expect(prompt.width == 4)
        #expect(prompt.marked == "東>\u{1}\u{1b}[0m\u{1} ")
    }
}

@Suite struct TextLinesTests {
    init() { useUTF8() }

    // Lines begin at 0, 5 and 12: "show", "  by é" and "x".
    let text = "show\n  by é\nx"

    func content(_ cursor: Int) -> Terminal.Content { Terminal.Content(text: text, cursor: cursor) }

    @Test func aLineHasABeginningAndAnEnd() {
        #expect(content(2).lineStart == 0)
        #expect(content(2).lineEnd == 4)
        #expect(content(8).lineStart == 5)
        #expect(content(8).lineEnd == 12)
        #expect(content(14).lineStart == 13)
        #expect(content(14).lineEnd == 14)
    }

    @Test func movingKeepsTheColumn() {
        // The first line stands after a prompt of three columns.
        #expect(content(6).offsetAbove(promptWidth: 3) == 0)
        #expect(content(9).offsetAbove(promptWidth: 3) == 1)
        #expect(content(1).offsetBelow(promptWidth: 3) == 9)
        #expect(content(12).offsetBelow(promptWidth: 3) == 14)
        #expect(content(13).offsetAbove(promptWidth: 3) == 5)
    }

    @Test func thereIsNothingBeyondTheFirstAndTheLastLine() {
        #expect(content(3).offsetAbove(promptWidth: 3) == nil)
        #expect(content(13).offsetBelow(promptWidth: 3) == nil)
    }
}
