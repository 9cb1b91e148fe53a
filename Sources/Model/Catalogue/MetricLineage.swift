import Language
import OrderedCollections
import Values

/// What a metric is made of.
package struct MetricLineage: Sendable {
    /// The metrics that its definition names.
    package var metrics: OrderedSet<String> = []
    /// Canonical datasets that it needs, itself or through other metrics of the catalogue, and that are not loaded.
    package var missingDatasets: OrderedSet<String> = []
}

extension Workspace {
    package func lineage(of metric: Metric) -> MetricLineage {
        var lineage = MetricLineage()
        for name in calledNames(in: metric.expression) where name.parts.count == 1 {
            if datasets[name.text] == nil, let used = self.metric(name.text) { lineage.metrics.append(used.name) }
        }
        lineage.missingDatasets = missingDatasets(of: metric)
        return lineage
    }

    /// A definition of the workspace was bound when it was made, so only those of the catalogue can lack data.
    func missingDatasets(of metric: Metric) -> OrderedSet<String> {
        var missing: OrderedSet<String> = []
        var seen: Set<String> = []
        var waiting = [metric]
        while let metric = waiting.popLast() {
            guard metric.isFromCatalogue, seen.insert(metric.name).inserted else { continue }
            for name in calledNames(in: metric.expression) {
                let first = name.parts[0].text
                let isDataset = name.parts.count == 2 || metric.countsRows(of: first)
                if isDataset, CanonicalDataset.named(first) != nil {
                    if datasets[first] == nil { missing.append(first) }
                } else if name.parts.count == 1, let used = self.metric(first) {
                    waiting.append(used)
                }
            }
        }
        return missing
    }

    /// The names of an expression, those of entities too.
    private func calledNames(in expression: Expression) -> [Name] {
        var names = namesIn(expression)
        var waiting = [expression]
        while let next = waiting.popLast() {
            if case .call(let call) = next.kind, let entity = call.entity { names += namesIn(entity) }
            waiting += next.operands
        }
        return names
    }

    /// Why a metric of the catalogue cannot be computed from what is loaded.
    func missingData(for metric: Metric, at span: Span) -> Diagnostic {
        let missing = missingDatasets(of: metric)
        return Diagnostic(
            "missing-data", "`\(metric.name)` needs data that is not loaded", at: span,
            reason: missing.map {
                "`\($0)` is missing: \(CanonicalDataset.named($0)?.exports ?? "a file of that name")"
            },
            remedies: [
                "load it: `load \"FILE\" as \(missing.first ?? "NAME")`, or define the metric over your own data:"
                    + " `metric \(metric.name) = …`",
                "`describe \(metric.name)` shows its definition",
            ])
    }
}

extension Workspace.Metric {
    /// Whether `count(NAME)` stands in the definition: then the name is a dataset, though a metric may be called so too.
    func countsRows(of name: String) -> Bool {
        var waiting = [expression]
        while let next = waiting.popLast() {
            if case .call(let call) = next.kind, call.function == AggregateFunction.count.rawValue,
                case .name(let counted)? = call.arguments.first?.kind, counted.text == name
            {
                return true
            }
            waiting += next.operands
        }
        return false
    }
}
