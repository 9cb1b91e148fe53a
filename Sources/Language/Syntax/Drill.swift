import Values

/// `drill 3 [of DATASET or MEASURE] [where …] [sort …] [limit …]`: the rows behind a line of the last answer.
package struct Drill: Hashable, Sendable {
    /// From 1.
    package var line: Int
    package var lineSpan: Span
    /// The dataset, or the measure, whose rows are meant where several stand behind the answer.
    package var of: Name?
    package var condition: Expression?
    package var sort: [SortKey]
    package var limit: Int?
    package var output: Output

    package init(
        line: Int, lineSpan: Span, of: Name? = nil, condition: Expression? = nil, sort: [SortKey] = [],
        limit: Int? = nil, output: Output = Output()
    ) {
        self.line = line
        self.lineSpan = lineSpan
        self.of = of
        self.condition = condition
        self.sort = sort
        self.limit = limit
        self.output = output
    }

    package static func == (left: Drill, right: Drill) -> Bool {
        left.line == right.line && left.of == right.of && left.condition == right.condition && left.sort == right.sort
            && left.limit == right.limit && left.output == right.output
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(line) }
}
