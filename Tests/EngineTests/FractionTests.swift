import Testing

@testable import Engine

/// Probabilities as fractions and in percent: what 1 means shows in the other cells.
struct FractionTests {
    private static func asked(_ probabilities: [String]) throws -> Asked {
        var rows = "id,stage,amount,probability,close_date\n"
        for (index, probability) in probabilities.enumerated() {
            rows += "\(index + 1),Proposal,1000,\(probability),2024-02-\(10 + index)\n"
        }
        return try Asked(["deals.csv": rows], #"dataset deals from "deals.csv" { key id; time close_date }"#)
    }

    @Test(arguments: [
        // 1 % beside 50 % and 90 %: 10 + 500 + 900.
        (["1", "50", "90"], "1410"), (["1", "0.5", "0.9"], "2400"), (["1%", "50%", "90%"], "1410"),
        // Nothing but certainty, and nothing.
        (["1", "0", "1"], "2000"), (["", "50", "0.5"], "1000"), (["1", "100", ""], "1010"),
        // A percentage among fractions.
        (["0.2", "0.4", "60"], "1200"), (["0.5", "12.5", "80"], "1425"),
    ])
    func weightedPipeline(probabilities: [String], expected: String) throws {
        let asked = try Self.asked(probabilities)
        #expect(try asked.value("show weighted_pipeline for 2024") == expected)
    }

    /// By group and under a condition each cell means what it means in the whole column.
    @Test func whatIsLeftOutStillTells() throws {
        let asked = try Self.asked(["1", "50", "90"])
        let weighted = "show sum(deals.amount * fraction(deals.probability)) as w"
        #expect(try asked.lines(weighted + " by id without totals") == ["3 | 900", "2 | 500", "1 | 10"])
        #expect(try asked.value(weighted + " where id = 1") == "10")
        #expect(try asked.value(weighted + " for 2024-02-10") == "10")
    }

    @Test func itIsForColumnsOfRows() throws {
        let asked = try Self.asked(["1", "50", "90"])
        #expect(asked.failure("show fraction(weighted_pipeline) as f")?.code == "not-a-metric")
    }
}
