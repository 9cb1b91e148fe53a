import Testing
import Workbench

@Suite("What is measured")
struct WorkbenchTests {
    @Test("A file of deals is the same every time, and is read whole")
    func file() throws {
        let file = try DealsFile(rowCount: 25_000)
        #expect(try file.byteCount == DealsFile(rowCount: 25_000).byteCount)
        #expect(try file.split() == 25_000)
        let opened = try file.open()
        #expect(opened.rowCount == 25_000)
        #expect(
            ["id", "account", "deal_name", "segment", "amount", "created_date"].allSatisfy { opened.parse($0) == 0 })
        // Some 70 % of the deals are open, and only these have no day.
        let open = opened.parse("close_date")
        #expect((16_000...19_000).contains(open))
        #expect(try opened.parseAll() == open)
        #expect(opened.parse("no_such_column") == 0)
    }

    @Test("A long answer is drawn, as far as it is wanted")
    func drawing() {
        let answer = LongAnswer(lineCount: 2000)
        #expect(answer.draw("csv") > 100_000)
        #expect((50_000..<answer.draw("csv")).contains(answer.draw("csv", most: 50_000)))
        #expect(answer.draw("table") > answer.draw("csv"))
        #expect(answer.draw("no_such_format") == 0)
    }

    @Test("Questions are answered, and anything else is refused")
    func questions() throws {
        let questions = try Questions(about: DealsFile(rowCount: 30_000))
        #expect(try questions.answer("show won by segment, team for 2025") == 60)
        #expect(try questions.answer("show accounts by team") == 12)
        #expect(try questions.answer("show active_accounts by month for 2025") == 12)
        #expect(try questions.answer("cohort winning_accounts by month") > 50)
        #expect(try questions.answer("rows deals") == 40)
        #expect(throws: (any Error).self) { try questions.answer("list datasets") }
        #expect(throws: (any Error).self) { try questions.answer("show nosuch") }
        #expect(throws: (any Error).self) { try questions.answer("show") }
    }
}
