import Values

/// Tables with other rows than their files have.
extension Table {
    private func same(_ titles: [Title]? = nil) -> [(title: Title, cells: ShapedTable.Cells)] {
        (titles ?? self.titles).enumerated().map { ($1, .same($0)) }
    }

    /// The rows for which `keeps` is 1.
    package func keeping(_ keeps: [UInt8], decision: String) -> Table {
        let rows = keeps.indices.filter { keeps[$0] == 1 }.map { Int32(truncatingIfNeeded: $0) }
        return Table(
            ShapedTable(
                self, columns: titles.enumerated().map { ($1, .taken($0, rows: rows)) }, rowCount: rows.count,
                decision: decision))
    }

    /// Blank cells of some columns take the last value above them, in rows of the same key where there is one.
    package func filling(_ columns: [Int], per key: [Int], decision: String) -> Table {
        let groups = RowGroups(self, by: key)
        var shaped = same()
        for column in columns {
            let missing = self.column(column).data.missingMask
            var last = [Int32](repeating: -1, count: groups.count)
            let rows = missing.indices.map { row -> Int32 in
                let group = groups.groups[row]
                if missing[row] == 0 { last[group] = Int32(truncatingIfNeeded: row) }
                return last[group]
            }
            shaped[column].cells = .taken(column, rows: rows)
        }
        return Table(ShapedTable(self, columns: shaped, rowCount: rowCount, decision: decision))
    }

    /// One row for each key, where it first stands: numbers to add are added, other cells are the first of the key's
    /// rows that is not blank.
    package func merging(per key: [Int], adding added: [Int], decision: String) -> Table {
        let groups = RowGroups(self, by: key)
        let shaped = titles.indices.map { index -> (title: Title, cells: ShapedTable.Cells) in
            let column = self.column(index)
            if added.contains(index), column.type.isNumber {
                return (titles[index], .made(column.sums(groups)))
            }
            let missing = column.data.missingMask
            var rows = [Int32](repeating: -1, count: groups.count)
            for (row, group) in groups.groups.enumerated() where rows[group] < 0 && missing[row] == 0 {
                rows[group] = Int32(truncatingIfNeeded: row)
            }
            return (titles[index], .taken(index, rows: rows))
        }
        return Table(ShapedTable(self, columns: shaped, rowCount: groups.count, decision: decision))
    }

    /// A row for each cell that is not blank in some columns, which are left out; the other columns stay.
    /// - Parameters:
    ///   - columns: positions, each with the label that its cells get.
    ///   - names: of the new columns: the label, the cell, and, where it is given, the label of the cell that is next
    ///     smaller in the same row; then a row's cells are in ascending order.
    package func unpivoted(
        _ columns: [(position: Int, label: String)], as names: (label: String, value: String, previous: String?),
        decision: String
    ) -> Table {
        var rows: [Int32] = []
        var places: [Int32] = []
        var labels: [Int32] = []
        var before: [Int32] = []
        var builder = DictionaryBuilder()
        let sources = columns.map { (column: self.column($0.position), code: builder.code($0.label)) }
        for row in 0..<rowCount {
            var cells = sources.indices.compactMap { index -> (index: Int, value: Value)? in
                let value = sources[index].column.value(at: row)
                return value.isMissing ? nil : (index, value)
            }
            // A stable order: cells that are equal stay in the order of the columns.
            if names.previous != nil { cells.sort { ($0.value, $0.index) < ($1.value, $1.index) } }
            var last: Int32 = 0
            for (index, _) in cells {
                rows.append(Int32(truncatingIfNeeded: row))
                places.append(Int32(truncatingIfNeeded: columns[index].position))
                labels.append(sources[index].code)
                before.append(last)
                last = sources[index].code
            }
        }
        let left = Set(columns.map(\.position))
        var shaped = titles.enumerated().filter { !left.contains($0.offset) }.map {
            index, title -> (title: Title, cells: ShapedTable.Cells) in
            (title, .taken(index, rows: rows))
        }
        let dictionary = builder.dictionary
        func made(_ name: String, _ codes: [Int32]) -> (title: Title, cells: ShapedTable.Cells) {
            (Title(title: name, name: name), .made(Column(.texts(codes, dictionary))))
        }
        if let previous = names.previous { shaped.append(made(previous, before)) }
        shaped.append(made(names.label, labels))
        shaped.append((Title(title: names.value, name: names.value), .mixed(columns: places, rows: rows)))
        return Table(ShapedTable(self, columns: shaped, rowCount: rows.count, decision: decision))
    }

    /// The table with computed columns behind its own.
    ///
    /// Each is computed from columns of this table when it is first asked for.
    package func adding(
        _ columns: [(
            name: String, outline: ColumnOutline, from: [Int], compute: @Sendable () throws(Diagnostic) -> ColumnData
        )]
    ) -> Table {
        let computed = columns.map { column -> (title: Title, cells: ShapedTable.Cells) in
            (
                Title(title: column.name, name: column.name),
                .computed(column.outline, from: column.from, column.compute)
            )
        }
        return Table(ShapedTable(self, columns: same() + computed, rowCount: nil, decision: nil))
    }
}

extension Column {
    /// The sum of each group; missing where no row of it has a value or the sum is too large.
    fileprivate func sums(_ groups: RowGroups) -> Column {
        var sums = [Value](repeating: .missing, count: groups.count)
        var isTooLarge = [Bool](repeating: false, count: groups.count)
        for (row, group) in groups.groups.enumerated() {
            let value = self.value(at: row)
            switch (sums[group], value) {
            case (_, .missing): break
            case (.missing, _): sums[group] = value
            case (.number(let sum), .number(let next)):
                if let added = sum.adding(next) {
                    sums[group] = .number(added)
                } else {
                    isTooLarge[group] = true
                }
            case (let sum, let next):
                if let first = sum.double, let second = next.double { sums[group] = .float(first + second) }
            }
        }
        for group in isTooLarge.indices where isTooLarge[group] { sums[group] = .missing }
        var result = Column(ColumnData(sums))
        result.currency = currency
        return result
    }
}
