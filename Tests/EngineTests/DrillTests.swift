import Language
import Model
import Testing
import Values

@testable import Engine

/// `drill N`: the rows behind a line, as many as the line counted.
struct DrillTests {
    /// Answers a question and drills into a line of it: the heading, how many rows, and their first cells.
    private func drilled(
        _ asked: Asked, _ question: String, _ drill: String
    ) throws -> (heading: String, provenance: String, keys: [String]) {
        let statement = try #require(parseScript(question).statements.first)
        let parsed = parseScript(drill)
        if let first = parsed.diagnostics.first { throw first }
        guard case .drill(let tree)? = parsed.statements.first?.kind else {
            throw Diagnostic("test", "no drill: \(drill)")
        }
        let answer = try asked.answer(question)
        let rows = try Evaluator(asked.workspace).answer(tree, into: answer, of: statement, most: nil)
        return (rows.heading, rows.provenance, rows.columns[0].cells.map(\.plainText))
    }

    private func keys(_ question: String, _ drill: String) throws -> [String] {
        try drilled(CohortTests.asked(), question, drill).keys
    }

    private func code(_ question: String, _ drill: String) throws -> String? {
        do {
            _ = try drilled(CohortTests.asked(), question, drill)
            return nil
        } catch let error as Diagnostic {
            return error.code
        }
    }

    @Test func groupsAndSteps() throws {
        let found = try drilled(CohortTests.asked(), "show revenue by region, month for 2024-01 to 2024-03", "drill 1")
        #expect(
            found.heading == "Rows of orders behind line 1: region = missing, 2024-01"
                || found.heading == "Rows of orders behind line 1: region = East, 2024-01")
        #expect(try keys("show revenue by region for 2024-01", "drill 1") == ["3"])
        #expect(try keys("show revenue by region for 2024-01", "drill 2") == ["1", "2"])
        #expect(try keys("show revenue by month for 2024", "drill 3") == ["4", "6"])
        #expect(try keys("show revenue for 2024-05, 2024-02", "drill 2") == ["5", "7", "10"])
        // The step that the asked period cuts.
        #expect(try keys("show revenue by month for 2024-01-15 to 2024-02-15", "drill 1") == ["2", "3"])
        #expect(try keys("show revenue by region across month for 2024-05", "drill 1") == ["9", "12"])
        // The line of those without a day.
        #expect(try keys("show revenue by month", "drill 6") == ["11"])
        #expect(try keys("show revenue by customer", "drill 1") == ["10"])
        #expect(try keys("show revenue by amount > 20", "drill 1") == ["5", "10", "11"])
    }

    @Test func conditionsOfTheMetricAndOfTheQuestion() throws {
        let found = try drilled(
            CohortTests.asked(), "show sum(orders.amount where region = East) for 2024-01 to 2024-03 where amount > 5",
            "drill 1")
        #expect(found.keys == ["1", "2", "5", "10"])
        #expect(found.provenance == "4 of 12 rows")
        #expect(found.heading == "Rows of orders behind line 1: 2024-01 to 2024-03 where amount > 5")
        #expect(try keys("show revenue for 2024-01", "drill 1 where amount > 6 sort by amount desc limit 1") == ["3"])
        #expect(try keys("show revenue for 2024-01", "drill 1 sort by amount") == ["2", "1", "3"])
    }

    /// Active at the end of February: both of a, both of d (one is worth nothing) but not b; c's first.
    @Test func balances() throws {
        #expect(try keys("show mrr for 2024-02", "drill 1") == ["a", "a", "c", "d"])
        #expect(try keys("show mrr by plan for 2024-02", "drill 1") == ["a", "c", "d"])
    }

    @Test func others() throws {
        #expect(
            try keys("show revenue by customer for 2024 top 2 with others", "drill 3").sorted()
                == ["1", "12", "2", "3", "4", "6", "7", "9"].sorted())
    }

    @Test func cohorts() throws {
        // a and b came in January; everything that they ever ordered.
        #expect(try keys("cohort buyers by month", "drill 1") == ["1", "2", "3", "4", "6", "12"])
    }

    @Test func whyAndForecast() throws {
        #expect(try keys("why revenue by region for 2024-02 vs 2024-01", "drill 1") == ["5", "10"])
        // West has nothing in February: what it had in January.
        let asked = try CohortTests.asked()
        let lines = try asked.lines("why revenue by region for 2024-02 vs 2024-01")
        let west = try #require(lines.firstIndex { $0.hasPrefix("West") })
        #expect(lines[west].hasSuffix("gone"))
        #expect(try drilled(asked, "why revenue by region for 2024-02 vs 2024-01", "drill \(west + 1)").keys == ["3"])
    }

    /// Over random rows each line has as many rows behind it as it counts, and all lines together those of the heading.
    @Test(arguments: 1...4) func asManyRowsAsTheLineCounts(seed: UInt64) throws {
        let asked = try DriverPropertyTests.asked(seed)
        let questions = [
            "show count(deals) by region, month for 2024", "show count(deals) by deals.product, deals.stage",
            "show count(deals) by quarter where region != East",
            "show count(deals) by deals.amount > 50, region top 2 with others",
            "show count(deals where stage = Won) by region across month for 2024-Q2 without totals",
            "show count(subscriptions at end) by month for 2024",
            "show count(subscriptions at end) by subscriptions.plan, region for 2024-05",
            "show count(deals) by week, region for 2024-03 top 1 with others", "show count(deals) for 2024-02, 2024-Q1",
        ]
        for question in questions {
            let answer = try asked.answer(question)
            let counts = answer.columns.filter { $0.role == .metric }
            for line in 0..<answer.lineCount {
                let wanted = counts.compactMap { $0.cells[line].double }.reduce(0, +)
                let found = try drilled(asked, question, "drill \(line + 1)").keys.count
                #expect(Double(found) == wanted, "\(question), line \(line + 1)")
            }
        }
    }

    @Test func severalDatasets() throws {
        #expect(try code("show both for 2024-02", "drill 1") == "several-datasets")
        #expect(try keys("show both for 2024-02", "drill 1 of orders") == ["5", "7", "10"])
        #expect(try keys("show revenue, mrr for 2024-02", "drill 1 of mrr") == ["a", "a", "c", "d"])
        #expect(try code("show revenue, mrr for 2024-02", "drill 1 of revenues") == "unknown-name")
    }

    @Test func refusals() throws {
        #expect(try code("show revenue for 2024-02", "drill 2") == "no-such-line")
        #expect(try code("show revenue for 2024-02", "drill 0") == "no-such-line")
        #expect(try code("rows orders", "drill 1") == "no-lines")
        #expect(try code("show 1 + 1 as two", "drill 1") == "no-lines")
    }
}
