import Engine
import Language
import Reports
import Testing
import Values

@testable import Shell

/// `last`, `back` and `diff` over a small workspace; expected values by hand.
@Suite("Earlier answers")
struct AnswerMemoryTests {
    /// Two files of orders: the second has changed amounts, a region less and one more.
    static func workspace() throws -> TestWorkspace {
        let workspace = try TestWorkspace([
            "orders.csv": "region,amount\nNorth,100\nNorth,50\nSouth,30\nWest,10\n",
            "newer.csv": "region,amount\nNorth,120\nSouth,30\nEast,7\n",
        ])
        try workspace.run("load \"orders.csv\" as orders", "load \"newer.csv\" as newer")
        return workspace
    }

    @Test func backGoesFurtherAndTellsTheEnd() throws {
        let workspace = try Self.workspace()
        let questions = ["show count(orders) as a", "show count(newer) as b", "rows orders limit 1"]
        for question in questions { try workspace.run(question) }
        #expect(try workspace.csv("back as csv") == "b\n3\n")
        #expect(try workspace.csv("last as csv") == "b\n3\n")
        #expect(try workspace.csv("back as csv") == "a\n4\n")
        #expect(workspace.error("back")?.code == "no-earlier-answer")
        #expect(workspace.error("back")?.message == "there is no answer before this one")
        // Nothing has moved.
        #expect(try workspace.csv("last as csv") == "a\n4\n")
    }

    @Test func whatIsAskedAfterGoingBackStandsBehindWhatWasLookedAt() throws {
        let workspace = try Self.workspace()
        for question in ["show 1 as a", "show 2 as b", "show 3 as c"] { try workspace.run(question) }
        #expect(try workspace.csv("back 2 as csv") == "a\n1\n")
        try workspace.run("show 4 as d")
        #expect(try workspace.csv("back as csv") == "a\n1\n")
        #expect(try workspace.csv("back as csv") == "c\n3\n")
        #expect(try workspace.csv("back as csv") == "b\n2\n")
    }

    @Test func stepsThatAreNotThereAreRefused() throws {
        let workspace = try Self.workspace()
        #expect(workspace.error("back")?.code == "nothing-yet")
        #expect(workspace.error("diff")?.code == "nothing-yet")
        try workspace.run("show 1 as a")
        #expect(workspace.error("back 0")?.code == "no-earlier-answer")
        #expect(workspace.error("diff 2")?.message == "there are not 2 answers before this one")
        #expect(workspace.error("back 1000000000")?.code == "no-earlier-answer")
    }

    @Test func drillFollowsTheAnswerThatIsLast() throws {
        let workspace = try Self.workspace()
        try workspace.run("show sum(orders.amount) by region")
        try workspace.run("show sum(newer.amount) by region")
        #expect(try workspace.csv("drill 1 as csv") == "region,amount\nNorth,120\n")
        _ = try workspace.csv("back 2 as csv")
        #expect(try workspace.csv("drill 1 as csv") == "region,amount\nNorth,100\nNorth,50\n")
    }

    @Test func onlySoManyAreKept() throws {
        let workspace = try Self.workspace()
        for number in 1...30 { try workspace.run("show \(number) as n") }
        #expect(try workspace.csv("back 19 as csv") == "n\n11\n")
        #expect(workspace.error("back")?.code == "no-earlier-answer")
    }

    @Test func aDifferenceIsCellByCell() throws {
        let workspace = try Self.workspace()
        try workspace.run("show sum(orders.amount) as amount, count(orders) as n by region")
        try workspace.run("show sum(newer.amount) as amount by region")
        #expect(
            try workspace.csv("diff as csv") == """
                region,found_in,amount,amount_before,amount_change,amount_change_pct
                North,both,120,150,-30,-0.2
                South,both,30,30,0,0
                East,now,7,,,
                West,before,,10,,

                """)
        // The answer itself is still the last one.
        #expect(try workspace.csv("last as csv") == "region,amount\nNorth,120\nSouth,30\nEast,7\n")
        let notes = try workspace.answer("diff").notes
        #expect(
            notes == [
                "2 lines are in both answers, 1 only in this one, 1 only before", "only before: n",
            ])
    }

    @Test func totalsAreComparedToo() throws {
        let workspace = try Self.workspace()
        try workspace.run("show sum(orders.amount) as amount by region with totals")
        try workspace.run("show sum(newer.amount) as amount by region with totals")
        let amount = try workspace.answer("diff").columns.first { $0.name == "amount_change" }
        // 157 − 190
        #expect(amount?.total == .number(ExactDecimal(text: "-33") ?? .zero))
    }

    @Test func ofRowsOnlyTheDifferencesAreListed() throws {
        let workspace = try Self.workspace()
        try workspace.run("rows orders", "rows newer")
        #expect(
            try workspace.csv("diff as csv") == """
                region,amount,found_in
                North,120,now
                East,7,now
                North,100,before
                North,50,before
                West,10,before

                """)
        try workspace.run("rows newer")
        #expect(try workspace.answer("diff").notes == ["every line is in both answers"])
    }

    @Test func theSameAnswerHasNoDifference() throws {
        let workspace = try Self.workspace()
        try workspace.run("show count(orders) as n by region", "show count(orders) as n by region")
        #expect(try workspace.answer("diff").notes == ["every cell is as before"])
    }

    @Test func answersThatShareNothingAreRefused() throws {
        let workspace = try Self.workspace()
        try workspace.run("show count(orders) as n by region", "show count(orders) as n by amount")
        #expect(workspace.error("diff")?.reason == ["now it is by amount", "before it is by region"])
        try workspace.run("show count(orders) as m by amount")
        #expect(workspace.error("diff")?.reason == ["now it has m", "before it has n"])
        try workspace.run("show count(orders) as m by amount where amount = 10")
        try workspace.run("show count(orders) as m by amount where amount = 50")
        #expect(workspace.error("diff")?.reason == ["now amount 50, before amount 10"])
        try workspace.run("show count(orders) as m")
        #expect(workspace.error("diff")?.reason.first == "now it is not split")
    }
}
