import Engine

extension Answer.Column {
    /// Its cells as tables write them, without padding.
    package var cellTexts: [String] {
        let format = ColumnFormat(self, missing: "—")
        return cells.map { format.text($0) }
    }
}
