import Values

/// The clauses of a dataset that change which rows there are.
extension Parser {
    /// Nil when no such clause begins here.
    mutating func rowClause() throws(Failure) -> DatasetDefinition.Clause.Kind? {
        if take(.drop) {
            try expect(.rows, "behind `drop`")
            try expect(.where, "and a condition behind `drop rows`")
            return .drop(try expression([.column, .function]))
        }
        if take(.fill) {
            let filled = try columns("behind `fill`")
            try expect(.down, "behind the columns to fill")
            return .fill(filled, per: take(.per) ? try columns("behind `per`") : [])
        }
        if take(.merge) {
            try expect(.rows, "behind `merge`")
            try expect(.per, "and the columns that tell the merged rows apart")
            let key = try columns("behind `per`")
            return .merge(per: key, adding: take(.adding) ? try columns("behind `adding`") : [])
        }
        return take(.unpivot) ? .unpivot(try unpivot()) : nil
    }

    private mutating func unpivot() throws(Failure) -> Unpivot {
        var patterns = [try titlePattern("behind `unpivot`")]
        while take(.bar) { patterns.append(try titlePattern("behind `|`")) }
        try expect(.as, "and names for the two new columns behind the titles")
        let label = try newName("a name for the column of labels behind `as`")
        try expect(.comma, "and a name for the column of values")
        let value = try newName("a name for the column of values behind `,`")
        let previous = take(.after) ? try newName("a name for the column of the label before") : nil
        return Unpivot(patterns: patterns, label: label, value: value, previous: previous)
    }

    /// `"Date entered *"`.
    mutating func titlePattern(_ place: String) throws(Failure) -> Label {
        record(.text)
        let start = current.span
        guard case .text(let text) = current.kind, text.contains("*") else {
            throw .of(
                unexpected(
                    "a title in quotes, with `*` for the part that differs, \(place)",
                    remedies: ["for example: \"Date entered *\""]))
        }
        advance()
        return Label(text, span: start)
    }
}
