/// What the cells of a column have in common in the beginning of a file, by which a row is seen to be out of place.
struct ColumnShape: Sendable {
    /// Nearly all that are filled are numbers, or dates.
    var kind: CellKind
    /// No cell is blank, or all are.
    var isAlwaysFilled: Bool
    var isAlwaysBlank: Bool

    func fits(_ text: String) -> Bool {
        if text.isEmpty { return !isAlwaysFilled }
        return !isAlwaysBlank && (kind == .other || CellKind(text) == kind)
    }

    /// The shapes of `count` columns; none where there are too few rows to tell.
    static func shapes(
        of rows: ArraySlice<SampleRow>, count: Int, _ bytes: UnsafePointer<UInt8>, _ dialect: Dialect
    ) -> [ColumnShape] {
        let rows = rows.filter { $0.ends.count == count }.prefix(60)
        guard rows.count > 4, count > 1, count < 1000 else { return [] }
        return (0..<count).map { column in
            let filled = rows.map { $0.text(column, bytes, dialect) }.filter { !$0.isEmpty }
            let numbers = filled.count { CellKind($0) == .number }
            let dates = filled.count { CellKind($0) == .date }
            let kind: CellKind =
                filled.isEmpty
                ? .other : numbers * 10 >= filled.count * 9 ? .number : dates * 10 >= filled.count * 9 ? .date : .other
            return ColumnShape(kind: kind, isAlwaysFilled: filled.count == rows.count, isAlwaysBlank: filled.isEmpty)
        }
    }
}
