import Values

/// Which rows have the same values in some columns.
struct RowGroups {
    /// For each row the number of its group, from 0 in order of appearance.
    private(set) var groups: [Int] = []
    private(set) var count = 0

    /// Rows without a value in any of the columns are each a group of their own. Without columns all rows are one group.
    init(_ table: Table, by columns: [Int]) {
        let keys = columns.map { table.column($0) }
        var known: [[Value]: Int] = [:]
        groups.reserveCapacity(table.rowCount)
        for row in 0..<table.rowCount {
            let values = keys.map { $0.value(at: row) }
            if !values.isEmpty && values.allSatisfy(\.isMissing) {
                groups.append(count)
                count += 1
            } else if let group = known[values] {
                groups.append(group)
            } else {
                known[values] = count
                groups.append(count)
                count += 1
            }
        }
    }
}
