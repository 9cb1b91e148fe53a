import Language
import Tables
import Values

extension Detection {
    /// Share of the different values of a column that have to be found where it leads, for columns whose names say so.
    private static let leastShare = 0.1

    /// Joins recognised datasets by the columns of the canonical model, as far as their values agree.
    /// - Parameter names: datasets that are new; of each pair one is.
    static func joinCanonical(_ workspace: inout Workspace, new names: Set<String>) {
        let recognised = workspace.datasets.values.filter { $0.recognition != nil }.map(\.name)
        for left in recognised {
            let targets = Set(CanonicalModel.joins.map(\.dataset))
            for target in targets.sorted() { join(left, to: target, among: recognised, new: names, &workspace) }
            if workspace.datasets[left]?.stages != nil { workspace.addDaysInStage(to: left) }
        }
    }

    private struct Lead {
        var column: String
        var dataset: String
        var key: String
        var found: Int
        var count: Int
        var isSameSystem = false
        var share: Double { Double(found) / Double(max(1, count)) }

        /// Of two that are as good the first stays.
        func isBetter(than other: Lead) -> Bool {
            share > other.share || (share == other.share && isSameSystem && !other.isSameSystem)
        }
    }

    private static func join(
        _ left: String, to target: String, among recognised: [String], new names: Set<String>,
        _ workspace: inout Workspace
    ) {
        guard let dataset = workspace.datasets[left], dataset.recognition?.dataset != target,
            !dataset.joins.contains(where: { workspace.datasets[$0.dataset]?.recognition?.dataset == target })
        else { return }
        let rights = recognised.filter { right in
            right != left && workspace.datasets[right]?.recognition?.dataset == target
                && (names.contains(left) || names.contains(right))
                && !workspace.reachable(from: right).contains { $0.end == left }
        }
        var best: Lead?
        for (column, _, keys) in CanonicalModel.joins where keys.isEmpty == false {
            guard
                CanonicalModel.joins.contains(where: { $0.column == column && $0.dataset == target && $0.keys == keys }
                ),
                dataset.columnIndex(column) != nil
            else { continue }
            for right in rights {
                for key in keys where workspace.datasets[right]?.columnIndex(key) != nil {
                    guard var lead = lead(left, column, right, key, &workspace) else { continue }
                    lead.isSameSystem = isSameSystem(left, right, workspace)
                    let isBetter = best.map { lead.isBetter(than: $0) }
                    if isBetter ?? true { best = lead }
                }
            }
        }
        guard let best, best.found > 0, best.share >= leastShare, var joined = workspace.datasets[left] else { return }
        joined.joins.append(
            .init(name: best.dataset, dataset: best.dataset, column: best.column, otherColumn: best.key))
        let partners =
            best.found == best.count
            ? "every value has its partner" : "\(best.found) of \(best.count) values have a partner"
        joined.decisions.append("joins \(best.dataset) on `\(best.column) = \(best.dataset).\(best.key)`: \(partners)")
        workspace.datasets[left] = joined
    }

    private static func isSameSystem(_ left: String, _ right: String, _ workspace: Workspace) -> Bool {
        func system(_ name: String) -> Substring? {
            workspace.datasets[name]?.recognition?.source.split(separator: "_").first
        }
        return system(left) == system(right)
    }

    /// What share of a column's values another dataset has; nil where they cannot meet, or the other side repeats one.
    private static func lead(
        _ left: String, _ column: String, _ right: String, _ key: String, _ workspace: inout Workspace
    ) -> Lead? {
        workspace.keep(column, of: left)
        workspace.keep(key, of: right)
        guard let dataset = workspace.datasets[left], let other = workspace.datasets[right],
            let keys = keyValues(other, key)
        else { return nil }
        guard keys.isUnique else {
            let note = "`\(left)` does not join `\(right)`: `\(right).\(key)` repeats a value"
            if workspace.datasets[left]?.decisions.contains(note) == false {
                workspace.datasets[left]?.decisions.append(note)
            }
            return nil
        }
        // A large file is not read for this: its column's name has to do.
        if dataset.table.unreadSize != nil, let index = dataset.columnIndex(column) {
            guard let outline = dataset.outline(index), (outline.type == .text) == keys.isText else { return nil }
            return Lead(column: column, dataset: right, key: key, found: 1, count: 1)
        }
        guard let own = keyValues(dataset, column), own.isText == keys.isText, !own.distinct.isEmpty else { return nil }
        let found = own.distinct.count { keys.distinct.contains($0) }
        return Lead(column: column, dataset: right, key: key, found: found, count: own.distinct.count)
    }

    /// The dimensions that recognised datasets share, as definitions: each with the columns of that name, those of facts
    /// before those of what they lead to.
    static func conformedDimensions(of workspace: Workspace) -> [Statement] {
        let recognised = workspace.datasets.values.filter { $0.recognition != nil }
        func rank(_ dataset: Dataset) -> Int {
            CanonicalModel.entities.firstIndex(of: dataset.recognition?.dataset ?? "").map { $0 + 1 } ?? 0
        }
        let ordered = recognised.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
        return CanonicalModel.dimensions.compactMap { name -> Statement? in
            guard workspace.dimensions[name] == nil, workspace.metrics[name] == nil else { return nil }
            let sources = ordered.compactMap { _, dataset -> Expression? in
                guard dataset.recognition?.dataset != "targets", let index = dataset.columnIndex(name),
                    isText(dataset, index, workspace)
                else { return nil }
                return Expression(.name(Name([.init(dataset.name), .init(name)], span: .none)), span: .none)
            }
            guard !sources.isEmpty else { return nil }
            return Statement(.dimension(.init(name: Label(name, span: .none), sources: sources)), span: .none)
        }
    }

    private static func isText(_ dataset: Dataset, _ index: Int, _ workspace: Workspace) -> Bool {
        if let outline = dataset.outline(index) { return outline.type == .text && !outline.isBlank }
        let binder = RowBinder(workspace, dataset: dataset.name, dimensionsFirst: false, notes: BindingNotes())
        let name = Name([.init(dataset.columns[index].name, isQuoted: true)], span: .none)
        return (try? binder.bind(Expression(.name(name), span: .none)).kind) == .text
    }
}
