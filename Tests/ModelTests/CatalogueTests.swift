import Foundation
import Language
import Testing
import Values

@testable import Model

/// The catalogue as such; `ExampleTests` has what its metrics come to.
@Suite struct CatalogueTests {
    /// The names that the project's page of metrics has.
    static let names = """
        mrr arr customers arpa new_mrr reactivation_mrr expansion_mrr contraction_mrr churned_mrr net_new_mrr
        new_customers lost_customers logo_churn revenue_churn gross_revenue_churn net_revenue_churn net_retention
        gross_retention quick_ratio revenue revenue_growth revenue_predictability revenue_cv recurring_share ltv
        realized_ltv gross_margin bookings deals_won deals_lost win_rate win_rate_by_value average_deal_size sales_cycle
        median_sales_cycle pipeline weighted_pipeline pipeline_created pipeline_velocity pipeline_coverage attainment
        forecast_accuracy forecast_bias wape forecast_accuracy_on_forecast marketing_cost sales_and_marketing_cost cac
        cac_payback ltv_to_cac magic_number roi cost_per_lead cost_per_mql leads mqls sqls mql_to_sql lead_to_won
        sessions conversion_rate partner_pipeline partner_share approval_rate calls emails meetings activities_per_rep
        selling_minutes tickets first_reply_time resolution_time csat escalation_rate
        """.split { $0 == " " || $0 == "\n" }.map(String.init)

    @Test func everyFileIsReadWithoutErrors() throws {
        #expect(Catalogue.scripts.flatMap { parseScript($0).diagnostics } == [])
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/Model/Catalogue/Metrics")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "qst" }
        let metrics = try files.flatMap { file in
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(try formatted(script: text) == text, "\(file.lastPathComponent)")
            return parseScript(text).statements.compactMap { statement -> String? in
                if case .metric(let metric) = statement.kind { metric.name.text } else { nil }
            }
        }
        // A file that `Catalogue` does not list would be missing here.
        #expect(Set(Catalogue.metrics.map(\.name)) == Set(metrics))
        #expect(metrics.count == Set(metrics).count)
    }

    /// Each is read on its own, from where it stands; it has to be what it is among the others.
    @Test func aMetricReadAloneIsThatOfItsFile() throws {
        for statement in Catalogue.scripts.flatMap({ parseScript($0).statements }) {
            guard case .metric(let definition) = statement.kind else { continue }
            let metric = try #require(Catalogue.metric(definition.name.text))
            #expect(printed(metric.statement) == printed(Statement(statement.kind, span: statement.span)))
        }
        #expect(Catalogue.metric("metric") == nil)
        #expect(Catalogue.metric("") == nil)
    }

    @Test func everyMetricIsThere() {
        #expect(Self.names.filter { Catalogue.metric($0) == nil } == [])
    }

    @Test(arguments: Catalogue.metrics.map(\.name))
    func everyMetricTellsAllOfItself(_ name: String) throws {
        let metric = try #require(Catalogue.metric(name))
        #expect(metric.title?.isEmpty == false)
        // A bias is best near 0, from either side.
        #expect((metric.attributes.direction == nil) == (name == "forecast_bias"))
        #expect(metric.attributes.timing != nil)
        #expect(!metric.attributes.departments.isEmpty)
        #expect(metric.attributes.description?.isEmpty == false)
    }

    @Test func leadingAndLaggingAreAsAgreed() {
        let leading = ["pipeline_created", "pipeline_coverage", "mql_to_sql", "sessions", "first_reply_time", "calls"]
        let lagging = ["revenue", "arr", "net_retention", "logo_churn", "attainment", "forecast_accuracy"]
        #expect(leading.filter { Catalogue.metric($0)?.attributes.timing != .leading } == [])
        #expect(lagging.filter { Catalogue.metric($0)?.attributes.timing != .lagging } == [])
    }

    @Test func aSynonymLeadsToOneMetric() {
        var seen: [String: String] = [:]
        for metric in Catalogue.metrics {
            for synonym in metric.attributes.synonyms.map({ machineName($0) }) {
                #expect(seen.updateValue(metric.name, forKey: synonym) == nil, "\(synonym) of \(metric.name)")
                #expect(Catalogue.metric(synonym) == nil, "\(synonym) is a metric")
            }
        }
        #expect(Catalogue.metric(synonym: "NRR")?.name == "net_retention")
        #expect(Catalogue.metric(synonym: "closing rate")?.name == "win_rate")
        #expect(Catalogue.metric(synonym: "grr")?.name == "gross_retention")
    }

    @Test func namesAreThoseOfTheWorkspaceFirst() throws {
        var workspace = Workspace(folder: "", today: try #require(Day(text: "2026-06-15")))
        #expect(workspace.metric("win_rate")?.isFromCatalogue == true)
        #expect(workspace.metric("nothing_like_it") == nil)
        for text in ["metric win_rate = 50% as percent", "metric arr = 1 { synonyms yearly }"] {
            try workspace.define(try #require(parseScript(text).statements.first))
        }
        #expect(workspace.metric("win_rate")?.isFromCatalogue == false)
        // The synonyms of the catalogue lead to what replaces its metric, and new ones count too.
        #expect(workspace.metric("close_rate")?.isFromCatalogue == false)
        #expect(workspace.metric("yearly")?.name == "arr")
        let attributes = workspace.attributes(of: try #require(workspace.metric("win_rate")))
        #expect(attributes.departments == [.sales])
        #expect(attributes.direction == .higher)
    }

    @Test func whatIsMissingIsTold() throws {
        let workspace = Workspace(folder: "", today: try #require(Day(text: "2026-06-15")))
        let cac = try #require(workspace.metric("cac"))
        #expect(Array(workspace.lineage(of: cac).metrics) == ["sales_and_marketing_cost", "new_customers"])
        #expect(Set(workspace.lineage(of: cac).missingDatasets) == ["spend", "subscriptions"])
        let question = try #require(parseScript("show cac for 2026").statements.first)
        guard case .show(let show) = question.kind else { return }
        let failure = #expect(throws: Diagnostic.self) { try QuestionBinder(workspace).bind(show) }
        #expect(failure?.code == "missing-data")
        #expect(
            failure?.reason.contains { $0.hasPrefix("`subscriptions` is missing: subscriptions of Stripe") } == true)
    }
}
