import Values

/// `source NAME "Title" [with …] { needs …; also …; unless …; trim …; gives DATASET { … } }`: how the export of a system
/// is recognised, and which datasets it gives.
package struct SourceDefinition: Hashable, Sendable {
    package var name: Label
    /// What people call the export: "Salesforce opportunities".
    package var title: String?
    package var options: [ReadOption]
    package var clauses: [Clause]

    package init(name: Label, title: String? = nil, options: [ReadOption] = [], clauses: [Clause] = []) {
        self.name = name
        self.title = title
        self.options = options
        self.clauses = clauses
    }

    package struct Clause: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            /// Titles that the file must have, each one of several spellings.
            case needs([[Name]])
            /// Titles that speak for the source where the file has them.
            case also([[Name]])
            /// Titles that no file of this source has.
            case unless([[Name]])
            /// Patterns of titles, `"Opportunity_*"`, of which only what `*` stands for counts.
            case trim([Label])
            case gives(GivenDataset)
        }
        package var kind: Kind
        package var span: Span

        package init(_ kind: Kind, span: Span) {
            self.kind = kind
            self.span = span
        }

        package static func == (left: Clause, right: Clause) -> Bool { left.kind == right.kind }
        package func hash(into hasher: inout Hasher) { hasher.combine(kind) }
    }
}

/// `gives deals { … }`: a dataset that a source makes of a file. Clauses about columns that a file does not have are left
/// out for it, and so is a `derive` of a name that it has.
package struct GivenDataset: Hashable, Sendable {
    package var name: Label
    package var clauses: [DatasetDefinition.Clause]

    package init(name: Label, clauses: [DatasetDefinition.Clause] = []) {
        self.name = name
        self.clauses = clauses
    }
}

/// `unpivot "Date entered *" as to_stage, changed_at [after from_stage]`: a row for each cell that is not blank in the
/// columns whose titles fit a pattern.
package struct Unpivot: Hashable, Sendable {
    /// `*` stands for any characters; what the first one stands for is the new row's label.
    package var patterns: [Label]
    /// The new columns: the label, and the cell.
    package var label: Label
    package var value: Label
    /// A new column with the label of the next smaller cell of the same row; with it the rows of a row are in order.
    package var previous: Label?

    package init(patterns: [Label], label: Label, value: Label, previous: Label? = nil) {
        self.patterns = patterns
        self.label = label
        self.value = value
        self.previous = previous
    }
}
