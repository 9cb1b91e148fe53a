import Language
import Values

/// Which metric a name means: one of the workspace, else one of the catalogue, else one that is also called so.
extension Workspace {
    package func metric(_ name: String) -> Metric? {
        if let metric = metrics[name] { return metric }
        // One name means one thing: a dimension of the workspace hides a metric of the catalogue.
        guard dimensions[name] == nil else { return nil }
        if let metric = Catalogue.metric(name) { return metric }
        let folded = machineName(name)
        if let own = metrics.values.first(where: { $0.attributes.synonyms.contains { machineName($0) == folded } }) {
            return own
        }
        return Catalogue.metric(synonym: name).flatMap { metrics[$0.name] ?? $0 }
    }

    /// What is told of a metric; one that replaces a metric of the catalogue has from there what it leaves out.
    package func attributes(of metric: Metric) -> MetricAttributes {
        guard !metric.isFromCatalogue, let replaced = Catalogue.metric(metric.name) else { return metric.attributes }
        return metric.attributes.completed(by: replaced.attributes)
    }

    /// Metrics of the workspace, then those of the catalogue that it does not replace.
    package var allMetrics: [Metric] {
        Array(metrics.values)
            + Catalogue.metrics.filter { metrics[$0.name] == nil && dimensions[$0.name] == nil }
    }

    /// Those of the workspace, then those of the catalogue that the loaded data can answer.
    package var answerableMetrics: [Metric] { allMetrics.filter { !$0.isFromCatalogue || canAnswer($0) } }

    /// Whether there is one: the first that is found will do.
    var canAnswerSomething: Bool { allMetrics.contains { !$0.isFromCatalogue || canAnswer($0) } }

    package func canAnswer(_ metric: Metric) -> Bool {
        guard missingDatasets(of: metric).isEmpty else { return false }
        var binder = MetricBinder(self, notes: BindingNotes())
        return (try? binder.bind(Expression(.name(Name([.init(metric.name)], span: .none)), span: .none))) != nil
    }

    /// Names for suggestions: metrics and their synonyms.
    package var metricNames: [String] {
        allMetrics.flatMap { metric in
            (metric.isFromCatalogue ? Catalogue.names[metric.name] : nil)
                ?? [metric.name] + attributes(of: metric).synonyms.map { machineName($0) }
        }
    }
}
