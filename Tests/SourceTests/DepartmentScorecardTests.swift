import Testing

/// The example export of each system, opened with no hint, answers the scorecard of its department. The values are
/// counted by hand in the files.
struct DepartmentScorecardTests {
    @Test(arguments: [
        ("salesforce", "sales", "2025-05", ["Bookings": "54000", "Deals won": "1", "Win rate": "0.5"]),
        ("dynamics", "sales", "2025-05", ["Bookings": "4500.25", "Deals won": "1", "Deals lost": "0"]),
        ("hubspot", "sales", "2025-05", ["Bookings": "54000", "Deals won": "1"]),
        ("shopify", "finance", "2025-01", ["Revenue": "310"]),
        // 200 + 50, 12,000 a year, 30 a week, and 99 whose trial is over.
        ("stripe", "finance", "2025-02", ["MRR": "1479", "Customers": "4"]),
        ("marketing", "marketing", "2025-01", ["Leads": "3", "MQLs": "2", "SQLs": "1", "Marketing cost": "1250"]),
        ("ga4", "marketing", "2026-01", ["Sessions": "640", "Conversion rate": "0.021875"]),
        ("partners", "partners", "2025-01", ["Approval rate": "0.5"]),
        ("zendesk", "support", "2025-03", ["Tickets": "4", "CSAT": "0.5"]),
        ("conversations", "sales", "2025-04", ["Calls": "2", "Emails": "1", "Meetings": "1"]),
    ])
    func answers(system: String, department: String, month: String, expected: [String: String]) throws {
        let recognised = try Recognised(system)
        let lines = try recognised.lines("scorecard \(department) for \(month)").map { $0.split(separator: " | ") }
        for (metric, value) in expected {
            let line = try #require(lines.first { $0.first.map(String.init) == metric }, "\(metric) of \(system)")
            #expect(line.count > 2 && line[2] == value, "\(metric) of \(system): \(line)")
        }
    }

    /// Three days of calls: there is no whole month, so the scorecard is of the one that they are in.
    @Test func lessThanAMonth() throws {
        let recognised = try Recognised("conversations")
        guard case .answer(let answer, _)? = try recognised.run("scorecard sales").last else {
            Issue.record("no answer")
            return
        }
        #expect(answer.heading == "Scorecard of sales for 2025-04 (the month of the data)")
        #expect(answer.lineCount > 0)
    }
}
