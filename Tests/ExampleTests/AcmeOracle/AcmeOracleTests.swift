import Engine
import Foundation
import Shell
import Testing
import Values

/// Every metric of the catalogue by segment, by team and by month on Examples/acme, computed by SQLite from the same
/// files, which are read there by another reader and by definitions of their own.
@Suite("Every metric on Examples/acme is what SQLite makes of the files")
struct AcmeOracleTests {
    private static let quarter = Months(2026, 4, count: 3)

    @Test("As a whole, by segment and by team, for a quarter and a year")
    func byDimension() throws {
        try compare { metric, session, database in
            for period in [Self.quarter, Months(2025, 1, count: 12)] {
                for dimension in [nil, "segment", "team"] {
                    let by = dimension.map { " by " + $0 } ?? ""
                    try compare(
                        "show \(metric)\(by) for \(period.text)",
                        with: database.values(metric, by: dimension, for: period),
                        total: database.values(metric, by: nil, for: period)["all"], in: session)
                }
            }
        }
    }

    @Test("By month, and by segment and month", arguments: [nil, "segment"])
    func byMonth(_ dimension: String?) throws {
        let period = Months(2025, 4, count: 15)
        try compare { metric, session, database in
            var expected: [String: Double] = [:]
            for month in period.months {
                for (group, value) in try database.values(metric, by: dimension, for: month) {
                    expected[dimension == nil ? month.text : "\(group) · \(month.text)"] = value
                }
            }
            try compare(
                "show \(metric) by \(dimension.map { $0 + ", " } ?? "")month for \(period.text)", with: expected,
                total: database.values(metric, by: nil, for: period)["all"], in: session)
        }
    }

    @Test("As a whole and by segment, of the exports alone, without a workspace file")
    func withoutWorkspace() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("acme-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for file in AcmeDatabase.exports {
            try FileManager.default.copyItem(at: file, to: folder.appendingPathComponent(file.lastPathComponent))
        }
        let session = try session(folder)
        _ = try answers("set today 2026-06-30", in: session)
        try compare(in: session) { metric, session, database in
            for dimension in [nil, "segment"] {
                let by = dimension.map { " by " + $0 } ?? ""
                try compare(
                    "show \(metric)\(by) for \(Self.quarter.text)",
                    with: database.values(metric, by: dimension, for: Self.quarter),
                    total: database.values(metric, by: nil, for: Self.quarter)["all"], in: session)
            }
        }
    }

    @Test("SQL defines each metric of the catalogue")
    func metricsAreComplete() throws {
        let named = Set(catalogue.split { $0 == " " || $0 == "\n" }.map(String.init))
        #expect(try Set(MetricDefinitions(folder: AcmeDatabase.folder).metrics) == named)
    }

    /// Asks about every metric, whatever becomes of one.
    private func compare(
        in session: Session? = nil, _ ask: (_ metric: String, Session, AcmeDatabase) throws -> Void
    ) throws {
        let session = try session ?? ExampleTests.session(Places.examples.appendingPathComponent("acme"))
        let database = try AcmeDatabase()
        for metric in database.definitions.metrics {
            do { try ask(metric, session, database) } catch { Issue.record("\(metric): \(error)") }
        }
    }

    private func compare(
        _ question: String, with expected: [String: Double], total: Double?, in session: Session
    ) throws {
        let answer = try #require(answers(question, in: session).first)
        let found = groups(answer)
        for group in Set(found.keys).union(expected.keys).sorted() {
            // A sum over no rows is 0, with or without a line.
            let value = found[group] ?? expected[group].flatMap { $0 == 0 ? 0 : nil }
            let other = expected[group] ?? (found[group] == .some(0) ? 0 : nil)
            #expect(agree(value, other), "\(question)\n\(group): \(text(value)) instead of \(text(other))")
        }
        guard answer.showsTotals, let found = answer.columns.last?.total?.double else { return }
        #expect(agree(found, total), "\(question)\ntotal: \(text(found)) instead of \(text(total))")
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

/// The measure by the dimensions before it, `missing` for none; without any under `all`.
private func groups(_ answer: Answer) -> [String: Double?] {
    var groups: [String: Double?] = [:]
    guard let measure = answer.columns.last else { return groups }
    for line in 0..<answer.lineCount {
        let names = answer.columns.dropLast().map { $0.cells[line] }.map { $0.isMissing ? "missing" : $0.plainText }
        groups[names.isEmpty ? "all" : names.joined(separator: " · ")] = .some(measure.cells[line].double)
    }
    return groups
}

/// Equal to eleven digits: SQLite adds in floats.
private func agree(_ number: Double?, _ other: Double?) -> Bool {
    guard let number, let other else { return number == nil && other == nil }
    return abs(number - other) <= 1e-11 * max(abs(number), abs(other), 1)
}

private func text(_ number: Double?) -> String { number.map { "\($0)" } ?? "—" }
