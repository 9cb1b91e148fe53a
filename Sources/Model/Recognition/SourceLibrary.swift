import Language
import Synchronization
import Values

/// The sources that every workspace knows, written in the language: `Sources/Model/Sources/*.qst`, kept in the program
/// and read when titles of a file are first compared.
package enum SourceLibrary {
    /// One entry a file, in the order in which sources are tried.
    private static let files: [[UInt8]] = [
        PackageResources.salesforce_qst, PackageResources.dynamics_qst, PackageResources.hubspot_qst,
        PackageResources.shopify_qst, PackageResources.stripe_qst, PackageResources.marketing_automation_qst,
        PackageResources.analytics_qst, PackageResources.partner_portals_qst, PackageResources.help_desks_qst,
        PackageResources.conversations_qst, PackageResources.sheets_qst,
    ]

    private static let read: ParsedScript = {
        var script = ParsedScript()
        for file in files {
            let parsed = parseScript(String(decoding: file, as: UTF8.self))
            script.statements += parsed.statements
            script.diagnostics += parsed.diagnostics
        }
        return script
    }()

    /// By name, in order.
    package static let sources: [SourceDefinition] = read.statements.compactMap {
        if case .source(let source) = $0.kind { source } else { nil }
    }

    /// What is wrong with the files, which is nothing.
    package static var diagnostics: [Diagnostic] { read.diagnostics }
}

extension Workspace {
    /// The workspace's own sources, then those that are built in and not defined anew.
    package var knownSources: [SourceDefinition] {
        sources.values + SourceLibrary.sources.filter { sources[$0.name.text] == nil }
    }

    /// The source, and its dataset, that a definition names behind `as`.
    func source(of definition: DatasetDefinition) throws(Diagnostic) -> (
        source: SourceDefinition, dataset: GivenDataset
    )? {
        guard let name = definition.source else { return nil }
        let known = knownSources
        guard let source = known.first(where: { $0.name.text == name.parts.first?.text }), name.parts.count <= 2 else {
            let near = nearest(name.text, among: known.map(\.name.text))
            throw Diagnostic(
                "unknown-source", "unknown source `\(name.text)`", at: name.span,
                remedies: near.isEmpty ? ["`list sources` shows those there are"] : [didYouMean(near)],
                replacement: near.first)
        }
        let given = source.given
        let wanted = name.parts.count == 2 ? name.parts[1].text : definition.name.text
        if let dataset = given.first(where: { $0.name.text == wanted }) { return (source, dataset) }
        if name.parts.count == 1, let first = given.first { return (source, first) }
        throw Diagnostic(
            "unknown-source", "`\(source.name.text)` does not give `\(wanted)`", at: name.span,
            reason: ["it gives " + listed(given.map { "`\($0.name.text)`" })],
            remedies: given.map { "write `as \(source.name.text).\($0.name.text)`" })
    }
}

extension SourceDefinition {
    package var given: [GivenDataset] {
        clauses.compactMap { if case .gives(let given) = $0.kind { given } else { nil } }
    }

    /// What people call it: its title, else its name.
    package var shownTitle: String { title ?? name.text }

    /// The system whose export it is: `salesforce` of `salesforce_opportunities`.
    package var system: String { name.text.split(separator: "_").first.map(String.init) ?? name.text }
}
