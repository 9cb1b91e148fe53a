import Language
import Values

/// The metrics that Quaestor brings along: definitions in the language, over the canonical datasets.
///
/// They stand in the files of `Metrics`, which are part of the program, and are read when the first of them is
/// looked for. A definition of the workspace stands before the one of the same name here.
package enum Catalogue {
    /// The files, in the order in which their metrics are listed.
    private static let texts: [[UInt8]] = [
        PackageResources.recurring_revenue_qst, PackageResources.retention_qst, PackageResources.revenue_qst,
        PackageResources.unit_economics_qst, PackageResources.sales_qst, PackageResources.pipeline_qst,
        PackageResources.forecast_qst, PackageResources.marketing_qst, PackageResources.website_qst,
        PackageResources.partners_qst, PackageResources.activities_qst, PackageResources.support_qst,
    ]

    /// In the order of the files.
    package static let metrics: [Workspace.Metric] = texts.flatMap { bytes in
        parseScript(String(decoding: bytes, as: UTF8.self)).statements.compactMap { statement in
            guard case .metric(let definition) = statement.kind else { return nil }
            // The remark that a file begins with is not about its first metric.
            let statement = Statement(statement.kind, span: statement.span)
            return Workspace.Metric(definition, statement, isFromCatalogue: true)
        }
    }

    private static let byName = Dictionary(metrics.map { ($0.name, $0) }) { first, _ in first }

    /// Metrics by their other names, as machine names.
    private static let bySynonym = Dictionary(
        metrics.flatMap { metric in metric.attributes.synonyms.map { (machineName($0), metric.name) } }
    ) { first, _ in first }

    package static func metric(_ name: String) -> Workspace.Metric? { byName[name] }

    /// The metric that is also called so.
    package static func metric(synonym name: String) -> Workspace.Metric? {
        bySynonym[machineName(name)].flatMap { byName[$0] }
    }

    /// What is wrong with the files, which a test keeps empty.
    package static var diagnostics: [Diagnostic] {
        texts.flatMap { parseScript(String(decoding: $0, as: UTF8.self)).diagnostics }
    }
}
