/// `check [DATASET] [by dataset | by column]`: how good the data are.
package struct CheckQuestion: Hashable, Sendable {
    package enum Grouping: String, Hashable, Sendable { case dataset, column }

    /// Nil for all datasets.
    package var dataset: Name?
    /// The scores of each instead of the findings.
    package var grouping: Grouping?
    package var output: Output

    package init(dataset: Name? = nil, grouping: Grouping? = nil, output: Output = Output()) {
        self.dataset = dataset
        self.grouping = grouping
        self.output = output
    }
}
