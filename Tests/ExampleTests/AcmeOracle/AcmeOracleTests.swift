import Engine
import Shell
import Testing
import Values

/// Every metric of the catalogue by segment, by team and by month on Examples/acme, computed by SQLite from the same
/// files, which are read there by another reader and by definitions of their own.
@Suite("Every metric on Examples/acme is what SQLite makes of the files")
struct AcmeOracleTests {
    @Test("As a whole, by segment and by team, for a quarter and a year")
    func byDimension() throws {
        try compare { metric, session, database in
            for period in [Months(2026, 4, count: 3), Months(2025, 1, count: 12)] {
                for dimension in [nil, "segment", "team"] {
                    let by = dimension.map { " by " + $0 } ?? ""
                    try compare(
                        "show \(metric)\(by) for \(period.text)",
                        with: database.values(metric, by: dimension, for: period), in: session)
                }
            }
        }
    }

    @Test("By month")
    func byMonth() throws {
        let period = Months(2025, 4, count: 15)
        try compare { metric, session, database in
            var expected: [String: Double] = [:]
            for month in period.months {
                expected[month.text] = try database.values(metric, by: nil, for: month)["all"]
            }
            try compare("show \(metric) by month for \(period.text)", with: expected, in: session)
        }
    }

    @Test("SQL defines each metric of the catalogue")
    func metricsAreComplete() throws {
        let named = Set(catalogue.split { $0 == " " || $0 == "\n" }.map(String.init))
        #expect(try Set(MetricDefinitions(folder: AcmeDatabase.folder).metrics) == named)
    }

    /// Asks about every metric, whatever becomes of one.
    private func compare(_ ask: (_ metric: String, Session, AcmeDatabase) throws -> Void) throws {
        let session = try session(Places.examples.appendingPathComponent("acme"))
        let database = try AcmeDatabase()
        for metric in database.definitions.metrics {
            do { try ask(metric, session, database) } catch { Issue.record("\(metric): \(error)") }
        }
    }

    private func compare(_ question: String, with expected: [String: Double], in session: Session) throws {
        let found = groups(try #require(answers(question, in: session).first))
        for group in Set(found.keys).union(expected.keys).sorted() {
            // A sum over no rows is 0, with or without a line.
            let value = found[group] ?? expected[group].flatMap { $0 == 0 ? 0 : nil }
            let other = expected[group] ?? (found[group] == .some(0) ? 0 : nil)
            #expect(agree(value, other), "\(question)\n\(group): \(text(value)) instead of \(text(other))")
        }
    }
}

/// The names of metrics.md, part A.
private let catalogue = """
    mrr arr customers arpa
    new_mrr reactivation_mrr expansion_mrr contraction_mrr churned_mrr net_new_mrr
    new_customers lost_customers logo_churn
    revenue_churn gross_revenue_churn net_revenue_churn
    net_retention gross_retention quick_ratio
    revenue revenue_growth revenue_predictability revenue_cv recurring_share ltv realized_ltv
    bookings deals_won deals_lost win_rate win_rate_by_value average_deal_size sales_cycle median_sales_cycle
    pipeline weighted_pipeline pipeline_created pipeline_velocity pipeline_coverage attainment
    forecast_accuracy forecast_accuracy_on_forecast forecast_bias wape
    marketing_cost sales_and_marketing_cost cac cac_payback ltv_to_cac magic_number roi
    cost_per_lead cost_per_mql leads mqls sqls mql_to_sql lead_to_won
    sessions conversion_rate
    partner_pipeline partner_share approval_rate
    calls emails meetings activities_per_rep selling_minutes
    tickets first_reply_time resolution_time csat escalation_rate
    """

/// The first measure by the dimension before it, `missing` for none; without one under `all`.
private func groups(_ answer: Answer) -> [String: Double?] {
    let cells = answer.columns.map(\.cells)
    var groups: [String: Double?] = [:]
    for line in 0..<answer.lineCount {
        let group = cells.count == 1 ? .text("all") : cells[0][line]
        groups[group.isMissing ? "missing" : group.plainText] = .some(cells[cells.count - 1][line].double)
    }
    return groups
}

/// Equal to eleven digits: SQLite adds in floats.
private func agree(_ number: Double?, _ other: Double?) -> Bool {
    guard let number, let other else { return number == nil && other == nil }
    return abs(number - other) <= 1e-11 * max(abs(number), abs(other), 1)
}

private func text(_ number: Double?) -> String { number.map { "\($0)" } ?? "—" }
