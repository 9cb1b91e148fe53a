import Language
import Testing
import Values

@testable import Shell

/// `save NAME`: the script as it is written, and that it gives the answer again.
@Suite("Saved scripts")
struct SavedScriptTests {
    private static let orders =
        "id,day,region,amount\n1,2026-01-05,North,100\n2,2026-02-03,South,50\n3,2026-04-09,North,70\n4,2026-05-01,West,7\n"

    /// A folder with a workspace of one dataset and one metric.
    private static func workspace() throws -> TestWorkspace {
        let workspace = try TestWorkspace([
            "workspace.qst":
                "dataset orders from \"orders.csv\" { key id; time day }\nmetric revenue \"Revenue\" = sum(orders.amount)\n"
                + "param least = 60\nmetric large = count(orders where amount > $least)\n",
            "orders.csv": orders,
            "teams.csv": "region,team\nNorth,red\nSouth,blue\nWest,blue\n",
        ])
        try workspace.session.open([workspace.folder])
        return workspace
    }

    /// The script that `save` makes of the last answer; the answer of the script, run by itself, is the same.
    private func saved(_ workspace: TestWorkspace, _ question: String) throws -> String {
        let expected = try workspace.csv(question)
        try workspace.run("save board")
        let text = try workspace.text("scripts/board.qst")
        #expect(try formatted(script: text) == text)
        #expect(try workspace.csv("run board") == expected)
        let other = try Session(folder: workspace.folder, today: #require(Day(year: 2026, month: 6, day: 15)))
        let fresh = TestWorkspace(other, at: workspace.folder)
        #expect(try fresh.csv("run \"scripts/board.qst\"") == expected)
        return text
    }

    @Test func periodsAndValuesBecomeParameters() throws {
        let workspace = try Self.workspace()
        let text = try saved(
            workspace, "show revenue by region for 2026-Q1 vs 2026-Q2 where region = north and amount > 5")
        #expect(
            text == """
                use ".."

                param period = 2026-Q1 "Period"
                param compared = 2026-Q2 "Compared with"
                param region = north
                param amount = 5

                show revenue by region for $period vs $compared where region = $region and amount > $amount

                """)
        #expect(
            try workspace.csv("run board period=2026-Q2 compared=2026-Q1 region=South")
                == "region,revenue,revenue_vs_2026_q1,revenue_change,revenue_change_pct\nSouth,0,50,-50,-1\n")
    }

    @Test func aWordThatIsTheValueItselfBecomesAText() throws {
        let text = try saved(Self.workspace(), "show revenue for this year where region = North or region = \"West\"")
        #expect(
            text == """
                use ".."

                param period = this year "Period"
                param region = "North"
                param region_2 = "West"

                show revenue for $period where region = $region or region = $region_2

                """)
    }

    @Test func onlyDefinitionsThatAreUsedComeAlong() throws {
        let workspace = try Self.workspace()
        try workspace.run(
            "load \"teams.csv\"", "let floor = 10", "let unused = 11",
            "metric small = count(orders where amount < $floor)", "metric other = count(teams)",
            "metric share = small / count(orders) as percent")
        let text = try saved(workspace, "show share by region for all time")
        #expect(
            text == """
                use ".."

                let floor = 10

                metric small = count(orders where amount < $floor)
                metric share = small / count(orders) as percent

                show share by region for all time

                """)
    }

    @Test func filesThatWereLoadedComeAlong() throws {
        let workspace = try TestWorkspace(["orders.csv": Self.orders, "teams.csv": "region,team\nNorth,red\n"])
        try workspace.run(
            "load \"teams.csv\"", "dataset sales from \"orders.csv\" { time day }", "set today 2026-04-15")
        let text = try saved(workspace, "show sum(sales.amount) as total for last quarter")
        #expect(
            text == """
                dataset sales from "../orders.csv" {
                  time day
                }
                set today 2026-04-15

                param period = last quarter "Period"

                show sum(sales.amount) as total for $period

                """)
    }

    @Test func aParameterOfTheWorkspaceKeepsTheValueThatItHad() throws {
        let workspace = try Self.workspace()
        workspace.session.workspace.arguments["least"] = Expression(
            .number(ExactDecimal(90), asPercent: false), span: .none)
        let text = try saved(workspace, "show large")
        #expect(text == "use \"..\"\n\nparam least = 90\n\nshow large\n")
    }

    @Test func anAnswerOfAScriptIsSavedWithItsParameters() throws {
        let workspace = try Self.workspace()
        try workspace.write(
            "use \"..\"\nparam quarter = 2026-Q1\nlet most = 80\nshow revenue for $quarter where amount < $most\n",
            to: "scripts/first.qst")
        _ = try workspace.csv("run first quarter=2026-Q2")
        try workspace.run("save second")
        #expect(
            try workspace.text("scripts/second.qst") == """
                use ".."

                param quarter = 2026-Q2
                let most = 80

                show revenue for $quarter where amount < $most

                """)
        // The script's own parameters are gone.
        #expect(workspace.error("show revenue for $quarter")?.code == "unknown-parameter")
        try workspace.run("reload")
        #expect(workspace.error("show revenue for $quarter")?.code == "unknown-parameter")
    }

    @Test func aQuestionOfItsOwnIsSaved() throws {
        let workspace = try Self.workspace()
        try workspace.run("save q = rows orders where region = West for 2026-05 as csv")
        #expect(
            try workspace.text("scripts/q.qst") == """
                use ".."

                param period = 2026-05 "Period"
                param region = "West"

                rows orders for $period where region = $region as csv

                """)
        #expect(workspace.error("save q = show nothing")?.code == "unknown-name")
    }

    @Test func nothingIsOverwrittenUnlessTheUserAgrees() throws {
        let workspace = try Self.workspace()
        try workspace.run("show revenue", "save board")
        let before = try workspace.text("scripts/board.qst")
        try workspace.run("show large")
        #expect(workspace.error("save board")?.code == "file-exists")
        var asked: [String] = []
        workspace.session.confirm = {
            asked.append($0)
            return asked.count > 1
        }
        #expect(workspace.error("save board")?.code == "file-exists")
        #expect(try workspace.text("scripts/board.qst") == before)
        try workspace.run("save board")
        #expect(try workspace.text("scripts/board.qst").hasSuffix("show large\n"))
        #expect(asked.count == 2 && asked[0].hasSuffix("/scripts/board.qst exists already; overwrite it?"))
    }
}
