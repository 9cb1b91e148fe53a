import Language
import Testing
import Values

@testable import Shell

/// Files that change while a session runs, `reload`, and `init.qst`.
@Suite("Changed files")
struct ChangedFilesTests {
    private static func workspace() throws -> TestWorkspace {
        let workspace = try TestWorkspace([
            "workspace.qst": "dataset orders from \"orders*.csv\"\nmetric revenue = sum(orders.amount)\n",
            "orders1.csv": "region,amount\nNorth,1\n", "more.csv": "x\n1\n",
        ])
        try workspace.session.open([workspace.folder])
        try workspace.run("load \"more.csv\"", "metric double = 2 * revenue", "let one = 1", "set exact on")
        _ = workspace.session.takeNotices()
        return workspace
    }

    private func told(_ workspace: TestWorkspace) -> [String] {
        workspace.session.noticeChangedFiles()
        return workspace.session.takeNotices().filter { $0.kind != .detail }.map(\.text)
    }

    @Test func eachChangeIsToldOnce() throws {
        let workspace = try Self.workspace()
        #expect(told(workspace) == [])
        try workspace.write("x\n1\n2\n", to: "more.csv")
        #expect(told(workspace) == ["more.csv changed: `reload` reads it"])
        #expect(told(workspace) == [])
        // One more of a pattern, and a change of what has changed already.
        try workspace.write("region,amount\nSouth,20\n", to: "orders2.csv")
        try workspace.write("x\n1\n2\n3\n", to: "more.csv")
        #expect(told(workspace) == ["more.csv, orders2.csv changed: `reload` reads them"])
        // Nothing is new until it is read.
        #expect(try workspace.csv("show revenue as r, count(more) as n") == "r,n\n1,1\n")
        try workspace.run("reload")
        #expect(try workspace.csv("show revenue as r, count(more) as n") == "r,n\n21,3\n")
        #expect(told(workspace) == [])
    }

    @Test func reloadReadsTheWorkspaceFileAndKeepsTheSession() throws {
        let workspace = try Self.workspace()
        try workspace.run("show revenue")
        try workspace.write(
            "dataset orders from \"orders*.csv\"\nmetric revenue = 10 * sum(orders.amount)\n", to: "workspace.qst")
        #expect(told(workspace) == ["workspace.qst changed: `reload` reads it"])
        try workspace.run("reload")
        #expect(try workspace.csv("show double, $one as one") == "double,one\n20,1\n")
        #expect(workspace.session.settings.exact)
        // An old answer can be compared with, but its lines stand for rows that are gone.
        #expect(try workspace.csv("back as csv") == "revenue\n1\n")
        #expect(workspace.error("drill 1")?.code == "old-answer")
        try workspace.run("show revenue")
        #expect(
            try workspace.csv("diff as csv") == "revenue,revenue_before,revenue_change,revenue_change_pct\n10,1,9,9\n")
        #expect(try workspace.csv("drill 1 as csv") == "region,amount\nNorth,1\n")
    }

    @Test func whatCannotBeReadLeavesAllAsItWas() throws {
        let workspace = try Self.workspace()
        try workspace.write("dataset orders from \"gone.csv\"\n", to: "workspace.qst")
        #expect(workspace.error("reload") != nil)
        #expect(try workspace.csv("show double") == "double\n2\n")
        try workspace.run("set reload auto")
        try workspace.write("dataset orders from \"gone2.csv\"\n", to: "workspace.qst")
        #expect(told(workspace).first?.hasPrefix("workspace.qst changed, but cannot be read again: ") == true)
        #expect(try workspace.csv("show double") == "double\n2\n")
    }

    @Test func changesAreReadWithoutAsking() throws {
        let workspace = try Self.workspace()
        try workspace.run("set reload auto")
        try workspace.write("x\n1\n2\n3\n4\n", to: "more.csv")
        #expect(told(workspace) == ["more.csv changed: read again"])
        #expect(try workspace.csv("show count(more) as n") == "n\n4\n")
        #expect(workspace.error("set reload now")?.code == "setting-value")
    }

    @Test func initFileGoesOnAfterErrors() throws {
        let workspace = try Self.workspace()
        try workspace.write(
            "set timer on\nset nothing on\nmetric triple = 3 * revenue\nshow revenue\nset format csv\n", to: "init.qst")
        var told: [String] = []
        InitFile(path: workspace.folder + "/init.qst").run(in: workspace.session) { error, _ in told.append(error.code)
        }
        #expect(told == ["unknown-setting", "not-a-definition"])
        #expect(workspace.session.settings.timer && workspace.session.settings.format == "csv")
        #expect(try workspace.csv("show triple") == "triple\n3\n")
        InitFile(path: workspace.folder + "/none.qst").run(in: workspace.session) { error, _ in told.append(error.code)
        }
        #expect(told.count == 2)
    }

    @Test func everySettingIsListedWithItsValue() throws {
        let workspace = try Self.workspace()
        let answer = try workspace.answer("set")
        #expect(Array(answer.columns[0].cells) == Settings.names.map(Value.text))
        #expect(answer.columns[1].cells.allSatisfy { $0 != .text("") })
        #expect(try workspace.csv("list settings").contains("exact,on,"))
        #expect(try workspace.csv("list settings").contains("today,2026-06-15,"))
    }
}
