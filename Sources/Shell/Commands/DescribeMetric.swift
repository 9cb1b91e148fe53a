import Engine
import Language
import Model
import OrderedCollections
import Values

extension Session {
    /// A metric: its definition, what it is made of, what feeds it, and what is missing.
    func describe(_ metric: Workspace.Metric) -> [String] {
        var lines = [printed(metric.statement)]
        lines += inherited(by: metric)
        let lineage = workspace.lineage(of: metric)
        if !lineage.metrics.isEmpty { lines.append("  made of " + lineage.metrics.joined(separator: ", ")) }
        guard lineage.missingDatasets.isEmpty else {
            return lines
                + lineage.missingDatasets.map {
                    "  missing: `\($0)`, which comes from \(CanonicalDataset.named($0)?.exports ?? "a file of that name")"
                } + metricsInPart(lineage)
        }
        var binder = MetricBinder(workspace, notes: BindingNotes())
        do {
            let bound = try binder.bind(Expression(.name(Name([.init(metric.name)], span: .none)), span: .none))
            lines += feeds(binder.aggregates)
            if case .number(let unit) = bound.kind, metric.unit != unit { lines.append("  unit \(unit.text)") }
            lines += binder.notes.all.map { "  " + $0 }
        } catch {
            lines.append("  cannot be computed: " + summary(error))
        }
        do {
            if let target = try workspace.target(of: metric, at: .none) { lines += describe(target) }
        } catch {
            lines.append("  its targets cannot be read: " + summary(error))
        }
        return lines
    }

    /// What a definition that replaces one of the catalogue has from there.
    private func inherited(by metric: Workspace.Metric) -> [String] {
        let own = metric.attributes
        let all = workspace.attributes(of: metric)
        guard !metric.isFromCatalogue, own != all else { return [] }
        var parts: [String] = []
        if own.direction == nil, let direction = all.direction { parts.append(direction.rawValue + " is better") }
        if own.timing == nil, let timing = all.timing { parts.append(timing.rawValue) }
        if own.departments.isEmpty { parts.append(all.departments.map(\.rawValue).joined(separator: ", ")) }
        if own.synonyms.isEmpty, !all.synonyms.isEmpty { parts.append("also " + all.synonyms.joined(separator: ", ")) }
        return ["  from the catalogue, which it replaces: " + parts.filter { !$0.isEmpty }.joined(separator: "; ")]
    }

    /// `from deals (deals.csv, 8,800 rows, by close_date): amount, stage`.
    private func feeds(_ aggregates: [Aggregate]) -> [String] {
        var columns: OrderedDictionary<String, OrderedSet<String>> = [:]
        for aggregate in aggregates where workspace.datasets[aggregate.dataset]?.isTarget != true {
            columns[aggregate.dataset, default: []].append(contentsOf: [])
            let parts = [
                aggregate.argument, aggregate.condition, aggregate.time, aggregate.activeFrom, aggregate.activeTo,
                aggregate.currency, aggregate.entity,
            ]
            for reference in parts.compactMap({ $0 }).flatMap(\.columns) {
                columns[reference.path.end, default: []].append(reference.name)
            }
        }
        return columns.compactMap { name, used in
            guard let dataset = workspace.datasets[name] else { return nil }
            let rows = dataset.table.rowCount
            let axis = dataset.time.map { ", by \($0)" } ?? ""
            return "  from \(name) (\(dataset.path), \(grouped(rows)) row\(rows == 1 ? "" : "s")\(axis))"
                + (used.isEmpty ? "" : ": " + used.joined(separator: ", "))
        }
    }

    /// Of the metrics that it is made of, those that the loaded data can answer.
    private func metricsInPart(_ lineage: MetricLineage) -> [String] {
        let known = lineage.metrics.filter { workspace.metric($0).map(workspace.canAnswer) == true }
        return known.isEmpty ? [] : ["  can be computed: " + known.joined(separator: ", ")]
    }

    func describe(_ defined: DefinedTarget) -> [String] {
        do {
            return try workspace.target(of: defined, at: .none).map(describe) ?? []
        } catch {
            return [printed(defined.statement), "  its rows cannot be read: " + summary(error)]
        }
    }

    private func describe(_ target: Target) -> [String] {
        guard let dataset = workspace.datasets[target.dataset] else { return [] }
        let rows = dataset.table.rowCount
        let ways = ([target.grain.rawValue] + target.dimensions).joined(separator: ", ")
        guard let statement = target.statement else {
            return ["  a target by \(ways) stands in \(dataset.path); asked with `vs target`"]
        }
        return [
            printed(statement),
            "  \(grouped(rows)) row\(rows == 1 ? "" : "s"), a target by \(ways); asked with `vs target`",
        ]
    }
}
