import Testing
import Values

@testable import Engine

@Suite("What changed between two answers to a question")
struct AnswerChangesTests {
    private func answer(_ lines: [(String, Int)]) -> Answer {
        Answer(
            heading: "",
            columns: [
                .init(
                    name: "team", label: "team", role: .dimension, unit: .number, isNumeric: false,
                    cells: lines.map { .text($0.0) }),
                .init(
                    name: "n", label: "n", role: .metric, unit: .count, isNumeric: true,
                    cells: lines.map { .number(ExactDecimal($0.1)) }),
            ], lineCount: lines.count)
    }

    @Test func `lines are found by their names`() {
        let changes = AnswerChanges(
            from: answer([("A", 1), ("B", 2), ("C", 3), ("D", 4)]),
            to: answer([("E", 9), ("C", 3), ("A", 5), ("B", 2)]))
        #expect(changes.marks == [.new, nil, .changed, nil])
        #expect(changes.newCount == 1 && changes.changedCount == 1 && changes.goneCount == 1)
        let marked = answer([("E", 9), ("C", 3), ("A", 5), ("B", 2)]).marked(changes)
        #expect(marked.columns[0].cells == [.text("+"), .text(" "), .text("•"), .text(" ")])
        #expect(marked.columns.map(\.name) == ["changed", "team", "n"])
    }

    @Test func `lines of the same name are told apart by their order`() {
        let changes = AnswerChanges(from: answer([("A", 1), ("A", 2)]), to: answer([("A", 1), ("A", 3), ("A", 2)]))
        #expect(changes.marks == [nil, .changed, .new])
    }

    @Test func `the first lines alone`() {
        var whole = answer([("A", 1), ("B", 2), ("C", 3)])
        whole.showsTotals = true
        whole.columns[1].total = .number(ExactDecimal(6))
        #expect(whole.head(3).showsTotals && whole.head(3).lineCount == 3)
        let head = whole.head(2)
        #expect(head.lineCount == 2 && !head.showsTotals)
        #expect(head.columns.map(\.cells.count) == [2, 2])
    }
}
