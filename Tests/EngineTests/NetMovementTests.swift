import Testing

@testable import Engine

/// Net new MRR is what the balance has grown by, however it is asked.
struct NetMovementTests {
    /// A goes from Basic to Pro and pays 15 more; B is new on Basic; C leaves Pro.
    private static func asked() throws -> Asked {
        try Asked(
            [
                "subscriptions.csv": """
                id,account,plan,mrr,start_date,end_date
                1,A,Basic,10,2023-06-01,2024-02-10
                2,A,Pro,25,2024-02-10,
                3,B,Basic,40,2024-02-03,
                4,C,Pro,30,2023-06-01,2024-02-20
                """
            ],
            #"dataset subscriptions from "subscriptions.csv" { key id; active from start_date to end_date }"#)
    }

    @Test func byPlanItIsClosingLessOpening() throws {
        let asked = try Self.asked()
        #expect(
            try asked.lines("show opening_mrr, net_new_mrr, closing_mrr by plan for 2024-02") == [
                "Pro | 30 | -5 | 25", "Basic | 10 | 30 | 40", "Total | 40 | 25 | 65",
            ])
        // By account nobody moves.
        #expect(
            try asked.lines("show opening_mrr, net_new_mrr, closing_mrr by account for 2024-02") == [
                "C | 30 | -30 | 0", "A | 10 | 15 | 25", "B | 0 | 40 | 40", "Total | 40 | 25 | 65",
            ])
    }
}
