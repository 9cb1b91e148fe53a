import Testing

@testable import Language

@Suite struct FunnelAndCheckTests {
    private func kind(_ text: String) throws -> Statement.Kind? {
        let script = parseScript(text)
        if let first = script.diagnostics.first { throw first }
        return script.statements.first?.kind
    }

    @Test func everyClauseOfAFunnel() throws {
        let text = """
            funnel deals to "f.csv" as csv where a = 1 for 2026, 2025 by region as R, month value amount any order
            """
        guard case .funnel(let funnel)? = try kind(text) else {
            Issue.record("no funnel")
            return
        }
        #expect(funnel.dataset.text == "deals")
        #expect(funnel.anyOrder)
        #expect(funnel.value.map { printed($0) } == "amount")
        #expect(funnel.groupings.map(\.label?.text) == ["R", nil])
        #expect(funnel.periods.map { printed($0) } == ["2026", "2025"])
        #expect(funnel.condition.map { printed($0) } == "a = 1")
        #expect(funnel.output == Output(format: Label("csv", span: .none), path: Label("f.csv", span: .none)))
        let layout = parseScript(text).statements.map { printed($0) }
        #expect(
            layout == [
                """
                funnel deals any order
                  value amount
                  by region as R, month
                  for 2026, 2025
                  where a = 1
                  as csv
                  to "f.csv"
                """
            ])
    }

    @Test(arguments: [
        "funnel deals", "funnel value value value by value", "check", "check deals", "check deals by column",
        "check by dataset as csv to \"q.csv\"", "check `list`", "explain funnel deals", "save f = check deals",
        "funnel deals any order by month",
    ])
    func shortOnesStayAsTheyAre(_ text: String) {
        let script = parseScript(text)
        #expect(script.diagnostics.isEmpty)
        #expect(script.statements.map { printed($0) } == [text])
    }

    @Test func aVerbBehindCheckBeginsTheNextStatement() {
        #expect(parseScript("check\nshow a").statements.count == 2)
        #expect(parseScript("check list metrics").statements.count == 2)
        // `check SCRIPT.qst` is said on the command line, not here.
        #expect(!parseScript("check \"board.qst\"").diagnostics.isEmpty)
    }

    @Test(arguments: [
        ("funnel", "unexpected"), ("funnel deals any", "unexpected"), ("funnel deals by", "unexpected"),
        ("check by", "unexpected"), ("check deals by region", "unexpected"), ("funnel deals top 3", "misplaced-clause"),
        ("check deals where a = 1", "misplaced-clause"), ("funnel deals for 2026 for 2025", "repeated-clause"),
    ])
    func whatIsWrongIsTold(_ text: String, _ code: String) {
        let codes = parseScript(text).diagnostics.map(\.code)
        #expect(codes.count == 1)
        #expect(code == "unexpected" || codes == [code])
    }

    @Test func completion() {
        func expected(_ text: String) -> [Language.Expectation] { cursorContext(text, at: text.utf8.count).expected }
        #expect(expected("funnel ").contains(.dataset))
        #expect(expected("check ").contains(.dataset))
        #expect(expected("check deals by ").contains(.keyword("column")))
        #expect(expected("funnel deals ").contains(.keyword("value")))
        #expect(expected("funnel deals any ") == [.keyword("order")])
        #expect(expected("funnel deals by ").contains(.dimension))
        #expect(expected("funnel deals for ").contains(.period))
    }
}
