import Language
import Testing
import Values

@testable import Engine

/// `drill N` behind answers that know the rows of their lines.
struct PopulationDrillTests {
    private func drilled(_ asked: Asked, _ question: String, _ drill: String) throws -> Answer {
        let statement = try #require(parseScript(question).statements.first)
        guard case .drill(let tree)? = parseScript(drill).statements.first?.kind else {
            throw Diagnostic("test", "no drill: \(drill)")
        }
        return try Evaluator(asked.workspace).answer(tree, into: asked.answer(question), of: statement, most: nil)
    }

    private func keys(_ answer: Answer) -> [String] { answer.columns[0].cells.map(\.plainText) }

    private func code(_ asked: Asked, _ question: String, _ drill: String) -> String? {
        do {
            _ = try drilled(asked, question, drill)
            return nil
        } catch {
            return (error as? Diagnostic)?.code
        }
    }

    @Test func entriesIntoAStage() throws {
        let asked = try StageHistoryTests.asked()
        let won = try drilled(asked, "funnel deals", "drill 4")
        #expect(won.heading == "Rows of stage_history behind line 4: Won")
        #expect(keys(won) == ["d1"])
        #expect(try keys(drilled(asked, "funnel deals by region", "drill 2 sort by deal")) == ["d3", "d4"])
        #expect(try keys(drilled(asked, "funnel deals", "drill 3 where deal = d3")) == ["d3"])
        #expect(code(asked, "funnel deals", "drill 5") == "no-such-line")
        #expect(code(asked, "funnel deals", "drill 1 of deals") == "unknown-name")
        #expect(code(asked, "funnel deals", "drill 1 of stage_history") == nil)
    }

    @Test func whatAFindingIsAbout() throws {
        let asked = try Asked(
            ["c.csv": "x,day\n1,2020-01-01\n2,2020-01-02\n1,2020-01-01\n,2020-01-03\n"],
            "dataset c from \"c.csv\" { time day }")
        let findings = try asked.answer("check").columns[2].cells.map(\.plainText)
        #expect(findings == ["data end 1640 days ago", "row repeated in full", "missing"])
        let repeated = try drilled(asked, "check", "drill 2")
        #expect(repeated.heading == "Rows of c behind line 2: c, row repeated in full")
        #expect(keys(repeated) == ["1", "1"])
        #expect(try keys(drilled(asked, "check", "drill 3")) == [""])
        #expect(code(asked, "check", "drill 1") == "no-rows")
        #expect(code(asked, "check by dataset", "drill 1") == "no-lines")
    }
}
