import Engine
import Testing
import Values

@testable import Reports

/// Answers of very many columns on a terminal.
struct WideAnswerTests {
    private func answer(columns: Int) -> Answer {
        Answer(
            heading: "Rows of wide",
            columns: (0..<columns).map { number in
                Answer.Column(
                    name: "c\(number)", label: "c\(number)", role: .dimension, unit: .number, isNumeric: true,
                    cells: [.number(ExactDecimal(number % 10))])
            }, lineCount: 1)
    }

    /// Ten columns of two letters and 15 of three, with two spaces between: 10 × 4 + 15 × 5 − 2 = 113 of 117.
    @Test func asManyAsFit() {
        var options = RenderOptions()
        options.width = 117
        let layout = TableLayout(answer(columns: 20_000), options: options)
        #expect(layout.columns.map(\.label).last == "c24")
        #expect(layout.hidden.count == 19_975)
        #expect(layout.hidden.first == "c25")
    }

    @Test func allWithoutAWidth() {
        let layout = TableLayout(answer(columns: 20_000), options: RenderOptions())
        #expect(layout.columns.count == 20_000)
        #expect(layout.hidden.isEmpty)
    }
}
