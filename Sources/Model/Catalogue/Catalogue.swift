import Language
import Synchronization
import Values

/// The metrics that Quaestor brings along: definitions in the language, over the canonical datasets.
///
/// They stand in the files of `Metrics`, which are part of the program. Each is read when it is first looked for, so
/// that a question costs what it asks for. A definition of the workspace stands before the one of the same name here.
package enum Catalogue {
    /// The files, in the order in which their metrics are listed.
    private static let texts: [[UInt8]] = [
        PackageResources.recurring_revenue_qst, PackageResources.retention_qst, PackageResources.revenue_qst,
        PackageResources.unit_economics_qst, PackageResources.sales_qst, PackageResources.pipeline_qst,
        PackageResources.forecast_qst, PackageResources.marketing_qst, PackageResources.website_qst,
        PackageResources.partners_qst, PackageResources.activities_qst, PackageResources.support_qst,
    ]

    private static let index = CatalogueIndex(texts)

    /// Those that were looked for.
    private static let read = Mutex<[String: Workspace.Metric]>([:])

    /// In the order of the files.
    package static let metrics: [Workspace.Metric] = index.names.compactMap { metric($0) }

    /// Metrics by their other names, as machine names.
    private static let bySynonym = Dictionary(
        metrics.flatMap { metric in metric.attributes.synonyms.map { (machineName($0), metric.name) } }
    ) { first, _ in first }

    /// What each metric may be called, as machine names, its own name first.
    static let names = Dictionary(
        uniqueKeysWithValues: metrics.map { metric in
            (metric.name, [metric.name] + metric.attributes.synonyms.map { machineName($0) })
        })

    package static func metric(_ name: String) -> Workspace.Metric? {
        guard let text = index.text(name) else { return nil }
        return read.withLock { read in
            if let known = read[name] { return known }
            guard let statement = parseScript(text).statements.first, case .metric(let definition) = statement.kind
            else { return nil }
            // A remark before the next metric is not about this one.
            let metric = Workspace.Metric(
                definition, Statement(statement.kind, span: statement.span), isFromCatalogue: true)
            read[name] = metric
            return metric
        }
    }

    /// The metric that is also called so.
    package static func metric(synonym name: String) -> Workspace.Metric? {
        bySynonym[machineName(name)].flatMap { metric($0) }
    }

    /// The files as texts, which a test reads as wholes.
    package static var scripts: [String] { texts.map { String(decoding: $0, as: UTF8.self) } }
}
