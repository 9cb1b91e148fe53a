import Testing

@testable import Shell

@Suite struct CompletionMenuTests {
    init() { useUTF8() }

    static func completions(_ texts: [String]) -> LineEditor.Completions {
        let candidates = texts.map { LineEditor.Candidate(text: $0, label: $0, kind: "metric", detail: "about \($0)") }
        return LineEditor.Completions(word: 0..<0, candidates: candidates)
    }

    func menu(_ texts: [String]) -> CompletionMenu {
        CompletionMenu(Self.completions(texts), for: Terminal.Content(text: "", cursor: 0))
    }

    @Test func columnsAreAligned() {
        let rows = menu(["arr", "東京"]).rows(columns: 40, limit: 20, color: false)
        #expect(rows == ["  arr   metric  about arr", "  東京  metric  about 東京"])
    }

    @Test func theSelectedRowIsMarked() {
        var menu = menu(["a", "b"])
        #expect(menu.select(backwards: false)?.text == "a")
        #expect(menu.rows(columns: 40, limit: 20, color: false).first == "> a  metric  about a")
        let reverse = menu.rows(columns: 22, limit: 20, color: true).first
        #expect(reverse == "\u{1b}[7m  a  metric  about a  \u{1b}[0m")
    }

    @Test func selectionGoesRound() {
        var menu = menu(["a", "b", "c"])
        let forwards = (1...4).map { _ in menu.select(backwards: false)?.text }
        #expect(forwards == ["a", "b", "c", "a"])
        #expect(menu.select(backwards: true)?.text == "c")
        var other = self.menu(["a", "b", "c"])
        #expect(other.select(backwards: true)?.text == "c")
    }

    @Test func whatDoesNotFitIsCounted() {
        let many = menu((1...44).map { "name\($0)" })
        let rows = many.rows(columns: 40, limit: 20, color: false)
        #expect(rows.count == 11)
        #expect(rows.last == "  … 34 more")
        #expect(many.rows(columns: 40, limit: 4, color: false).count == 4)
        #expect(many.rows(columns: 40, limit: 4, color: false).last == "  … 41 more")
        #expect(many.rows(columns: 40, limit: 1, color: false).isEmpty)
        #expect(many.rows(columns: 40, limit: 0, color: false).isEmpty)
    }

    @Test func theSelectionStaysInView() {
        var many = menu((1...44).map { "name\($0)" })
        for _ in 1...12 { _ = many.select(backwards: false) }
        let rows = many.rows(columns: 40, limit: 20, color: false)
        #expect(rows.first?.hasPrefix("  name3 ") == true)
        #expect(rows.dropLast().last?.hasPrefix("> name12 ") == true)
    }

    @Test func rowsAreCutToTheScreen() {
        let rows = menu(["alpha"]).rows(columns: 16, limit: 20, color: false)
        #expect(rows == ["  alpha  metric…"])
    }

    @Test func textOfTheDataCannotDriveTheTerminal() {
        let rows = menu(["a\u{1b}[2Jb\nc"]).rows(columns: 40, limit: 20, color: false)
        #expect(rows == ["  a␛[2Jb␊c  metric  about a␛[2Jb␊c"])
    }
}

@Suite struct CommonPrefixTests {
    func prefix(_ texts: [String], for word: String) -> String? {
        CompletionMenuTests.completions(texts).commonPrefix(for: Substring(word))
    }

    @Test func whatAllBeginWithIsFound() {
        #expect(prefix(["revenue", "revenue_growth", "rev_share"], for: "r") == "rev")
        #expect(prefix(["revenue", "region"], for: "re") == nil)
        #expect(prefix(["a", "b"], for: "") == nil)
    }

    @Test func lettersCaseIsPassedOver() {
        #expect(prefix(["Enterprise", "Entertainment"], for: "en") == "Enter")
        #expect(prefix(["ENTER", "Entry"], for: "en") == "enT")
    }

    @Test func aQuoteThatWasNotTypedIsNoPrefix() {
        #expect(prefix(["\"San Diego\"", "\"San José\""], for: "Sa") == nil)
        #expect(prefix(["\"San Diego\"", "\"San José\""], for: "\"S") == "\"San ")
    }
}

@Suite struct PasteTests {
    @Test func lineBreaksAreOneKindAndControlCharactersAreDropped() {
        let pasted = Array("a\tb\r\nc\rd\n\u{7}\u{1b}[31me\u{9b}\u{7f}é".unicodeScalars)
        #expect(LineEditor.cleanPaste(pasted) == "a\tb\nc\nd\n[31meé")
    }
}

@Suite struct UndoStackTests {
    func content(_ text: String, _ cursor: Int? = nil) -> Terminal.Content {
        Terminal.Content(text: text, cursor: cursor ?? text.utf8.count)
    }

    @Test func statesComeBackInReverse() {
        var stack = UndoStack()
        for state in [content(""), content("a"), content("a", 0), content("ba", 1)] { stack.record(state) }
        #expect(stack.undo(from: content("ba", 1)) == content("a", 0))
        #expect(stack.undo(from: content("a", 0)) == content(""))
        #expect(stack.undo(from: content("")) == nil)
    }

    @Test func itIsBounded() {
        var stack = UndoStack()
        for number in 0..<2000 { stack.record(content("\(number)")) }
        var count = 0
        var present = content("1999")
        while let earlier = stack.undo(from: present) {
            present = earlier
            count += 1
        }
        #expect(count == 499)
    }
}

@Suite struct HistoryRecallTests {
    let entries = ["show arr", "list", "show mrr", "show mrr"].map { History.Entry(text: $0, time: "") }

    @Test func entriesThatBeginLikeTheDraftAreShown() {
        var recall = HistoryRecall(of: Terminal.Content(text: "sho", cursor: 3), entries: entries)
        #expect(recall.newer(in: entries) == nil)
        #expect(recall.older(in: entries)?.text == "show mrr")
        #expect(recall.older(in: entries)?.text == "show arr")
        #expect(recall.older(in: entries) == nil)
        #expect(recall.newer(in: entries)?.text == "show mrr")
        #expect(recall.newer(in: entries) == Terminal.Content(text: "sho", cursor: 3))
    }
}
