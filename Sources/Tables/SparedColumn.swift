import Values

// A row that has a field too many or too few has the wrong cells in some columns: they must not decide what those columns
// are.
extension ColumnDecision {
    /// More damaged rows than these, of a hundred, are no exception.
    private static let mostDamaged = 10

    /// The column; where nothing but cells of damaged rows keeps it from being numbers, dates or flags, they are missing,
    /// and told.
    func sparedColumn() -> Column {
        let column = column()
        let damaged = cells.damagedRows
        guard column.type == .text, !damaged.isEmpty, damaged.count * 100 <= cells.rowCount * Self.mostDamaged else {
            return column
        }
        let intact = ColumnDecision(
            cells: cells.blanked(damaged), name: name, options: options, neighbours: neighbours
        ).column()
        guard intact.type != .text else { return column }
        let misfits = damaged.filter { row in
            let text = cells.text(ofRow: row)
            return !text.isEmpty && !fits(text, intact.type)
        }
        var spared = ColumnDecision(
            cells: cells.blanked(misfits), name: name, options: options, neighbours: neighbours
        ).column()
        guard let row = misfits.first, spared.type.kind == intact.type.kind else { return column }
        let more = misfits.count > 1 ? ", as \(misfits.count - 1) more" : ""
        spared.problems.append(
            problem(
                row,
                "\(quoted(cells.text(ofRow: row))) in `\(name)` stands in a damaged row\(more), and does not fit: read as missing"
            ))
        return spared
    }

    private func fits(_ text: String, _ type: ColumnType) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard let base = bytes.baseAddress else { return true }
            switch type {
            case .integer, .decimal, .float: return scanNumber(base, bytes.count) != nil
            case .day, .moment: return scanDate(base, bytes.count) != nil
            case .boolean: return scanBoolean(base, bytes.count) != nil
            case .text: return true
            }
        }
    }
}

extension ColumnType {
    /// The type without its digits.
    fileprivate var kind: Int {
        switch self {
        case .integer, .decimal, .float: 0
        case .day, .moment: 1
        case .boolean: 2
        case .text: 3
        }
    }
}
