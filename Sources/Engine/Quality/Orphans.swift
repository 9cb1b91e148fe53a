import Language
import Model
import Tables
import Values

/// Keys that have no partner in the dataset that they lead to.
struct Orphans {
    private(set) var findings: [Finding] = []

    init(_ checked: CheckedDataset) throws(Diagnostic) {
        for join in checked.dataset.joins {
            guard let other = checked.workspace.datasets[join.dataset], checked.field(join.column) != nil else {
                continue
            }
            let index = try checked.workspace.indexes.index(from: checked.dataset, join, to: other)
            guard index.orphanCount > 0 else { continue }
            let own = Conditions.column(join.column)
            let condition = Conditions.and([
                Conditions.isThere(own), Conditions.isMissing(Conditions.column(join.name, join.otherColumn)),
            ])
            if let finding = try checked.finding(
                .accuracy, join.column, "no partner in \(join.name)", where: condition,
                example: index.orphanExamples.first, shown: join.column,
                remedy: "add it to \(other.path), or correct the spelling")
            {
                findings.append(finding)
            }
        }
    }
}
