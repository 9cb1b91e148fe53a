import Language
import Values

/// Tells an error of grouping or filtering as one about the measure that cannot be split so.
struct Blame {
    let workspace: Workspace
    let owners: [(measure: String, span: Span, aggregates: Range<Int>)]
    let aggregates: [Aggregate]

    func span(ofAggregate index: Int) -> Span? { owners.first { $0.aggregates.contains(index) }?.span }

    /// The measure that first uses a dataset.
    private func owner(of dataset: String) -> (measure: String, span: Span)? {
        guard let index = aggregates.firstIndex(where: { $0.dataset == dataset }) else { return nil }
        return owners.first { $0.aggregates.contains(index) }.map { ($0.measure, $0.span) }
    }

    private func described(_ dataset: String) -> String {
        guard let path = workspace.datasets[dataset]?.path else { return "`\(dataset)`" }
        return "`\(dataset)` (\(path))"
    }

    func unreachable(_ expression: Expression, from dataset: String, _ error: Diagnostic, all: [String]) -> Diagnostic {
        guard error.code == "unknown-name", case .name(let name) = expression.kind else { return error }
        let isKnown = workspace.dimensions[name.text] != nil || !holders(of: name).isEmpty
        guard isKnown, let owner = owner(of: dataset) else { return error }
        var possible: [String] = shared(all)
        possible += ["month", "quarter", "year"].filter { _ in all.allSatisfy { workspace.datasets[$0]?.time != nil } }
        return Diagnostic(
            "unreachable-dimension", "`\(owner.measure)` cannot be split by `\(printed(expression))`",
            at: owner.span,
            reason: ["\(described(dataset)) has no `\(printed(expression))` and no join that leads to one"]
                + fanOut(of: name, over: dataset),
            remedies: possible.isEmpty
                ? ["add a join to dataset `\(dataset)`, or ask for it without `by \(printed(expression))`"]
                : ["it can be asked by: " + possible.prefix(12).joined(separator: ", ")])
    }

    func condition(_ error: Diagnostic, _ condition: Expression, from dataset: String) -> Diagnostic {
        guard error.code == "unknown-name", let owner = owner(of: dataset) else { return error }
        var result = error
        if let name = namesIn(condition).first(where: { $0.span == error.span }) {
            result.reason += fanOut(of: name, over: dataset)
        }
        guard Set(aggregates.map(\.dataset)).count > 1 else { return result }
        result.reason =
            ["`\(owner.measure)` needs rows of \(described(dataset)), which cannot be filtered so"] + result.reason
        return result
    }

    /// The datasets that have a column of this name.
    private func holders(of name: Name) -> [Dataset] {
        workspace.namedDatasets.filter { set in
            name.parts.count == 2
                ? set.name == name.parts[0].text && set.columnIndex(name.parts[1]) != nil
                : set.columnIndex(name.parts[0]) != nil
        }
    }

    /// Why rows are not split by a column of a dataset that joins theirs: they would count several times.
    private func fanOut(of name: Name, over dataset: String) -> [String] {
        let many = holders(of: name).first { holder in
            holder.name != dataset && workspace.reachable(from: holder.name).contains { $0.end == dataset }
        }
        guard let many else { return [] }
        return ["a row of `\(dataset)` has many of `\(many.name)`, and would count once for each of them"]
    }

    /// Names that every one of the datasets can be grouped by: dimensions first, then columns of few values.
    private func shared(_ datasets: [String]) -> [String] {
        let notes = BindingNotes()
        let dimensions = workspace.dimensions.values.filter { dimension in
            datasets.allSatisfy { dataset in
                let binder = RowBinder(workspace, dataset: dataset, dimensionsFirst: true, notes: notes)
                return (try? binder.bind(dimension, at: .none)) != nil
            }
        }.map(\.name)
        guard let first = datasets.first else { return dimensions }
        let columns = Scope(workspace, dataset: first).names.filter { name in
            !name.contains(".") && workspace.dimensions[name] == nil
                && datasets.dropFirst().allSatisfy { Scope(workspace, dataset: $0).names.contains(name) }
        }
        return dimensions + columns
    }
}
