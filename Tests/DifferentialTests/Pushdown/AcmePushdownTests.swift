import Engine
import Foundation
import Language
import Model
import Testing
import Values

/// Every metric of the catalogue on Examples/acme, over rows in memory and pushed down.
struct AcmePushdownTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Examples/acme")

    private static func workspace() throws -> Workspace {
        let today = try #require(Day(text: "2026-06-30"))
        var workspace = Workspace(folder: folder.path, today: today)
        workspace.todayIsFixed = true
        workspace.rowComputer = RowComputation()
        let text = try String(contentsOf: folder.appendingPathComponent("workspace.qst"), encoding: .utf8)
        for statement in parseScript(text).statements where Workspace.isDefinition(statement) {
            try workspace.define(statement)
        }
        return workspace
    }

    @Test(arguments: Pushed.available) func everyMetricIsAnsweredAlike(_ database: Pushed) throws {
        let twins = try Twins(try Self.workspace(), in: database.connection(prefix: "acme_twin"))
        var pushed = 0
        var asked = 0
        for metric in Catalogue.metrics {
            for rest in ["by segment for 2026-Q2 vs previous", "by month for 2025-04 to 2026-06"] {
                let question = "show \(metric.name) \(rest)"
                var difference: String?
                asked += 1
                if twins.wasPushed({ difference = PushdownTests.difference(question, twins) }) {
                    pushed += 1
                } else if PushdownTests.environment["QUAESTOR_ALL_FAILURES"] != nil {
                    print("fetched for \(question): \(twins.fetchedColumns.joined(separator: ", "))")
                }
                if let difference { Issue.record("\(question): \(difference)") }
            }
        }
        print("\(database): \(pushed) of \(asked) questions pushed")
        // A figure that is not to fall.
        #expect(pushed >= (database.comparesTexts ? 140 : 10))
    }
}
