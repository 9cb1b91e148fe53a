/// A block of cells that are shown as one, whose value stands in the first of them alone.
struct MergedCells {
    /// From 1.
    var rows: ClosedRange<Int>
    /// From 0.
    var columns: ClosedRange<Int>

    /// - Parameter reference: two corners, `A2:A5`; nil where it is none.
    init?(reference: UnsafePointer<CChar>) {
        var place = 0
        func corner() -> (row: Int, column: Int)? {
            guard let (column, letters) = columnNumber(reference + place) else { return nil }
            place += letters
            var row = 0
            while isDigit(UInt8(bitPattern: reference[place])), row < SheetText.mostRows {
                row = row * 10 + Int(UInt8(bitPattern: reference[place]) & 0x0F)
                place += 1
            }
            return column < SheetText.mostColumns && (1...SheetText.mostRows).contains(row) ? (row, column) : nil
        }
        guard let first = corner(), reference[place] == 0x3A else { return nil }
        place += 1
        guard let last = corner(), reference[place] == 0, first.row <= last.row, first.column <= last.column else {
            return nil
        }
        rows = first.row...last.row
        columns = first.column...last.column
    }
}

extension SheetText {
    /// Gives every row of data beside merged cells the text or the day that stands in the first of them: a label that
    /// is shown once for all of them belongs to each. A number stays where it is, since it would be added up as often.
    ///
    /// - Parameter firstRow: of the data, from 1; titles above it are left as they are.
    /// - Returns: how many cells were filled.
    mutating func fill(_ merged: [MergedCells], from firstRow: Int) -> Int {
        var added: [Int: [(column: Int, field: ArraySlice<UInt8>)]] = [:]
        var count = 0
        // What a small file claims, of cells that overlap, must fill neither memory nor time.
        var size = 0
        for group in merged where group.rows.count > 1 && group.rows.lowerBound >= firstRow {
            let column = group.columns.lowerBound
            let cells = fields(ofRow: group.rows.lowerBound)
            size += cells.reduce(0) { $0 + $1.count + 1 } + min(group.rows.count, rowCount)
            if size > byteCount + Self.mostAdded { return 0 }
            guard cells.indices.contains(column), !cells[column].isEmpty, !Self.isNumber(cells[column]) else {
                continue
            }
            for row in group.rows.dropFirst().prefix(rowCount) where hasCells(row: row) {
                added[row, default: []].append((column, cells[column]))
                count += 1
                size += cells[column].count + 1
                if size > byteCount + Self.mostAdded { return 0 }
            }
        }
        if !added.isEmpty { add(added) }
        return count
    }

    private static let mostAdded = 64 << 20

    private static func isNumber(_ field: ArraySlice<UInt8>) -> Bool {
        field.withUnsafeBufferPointer { CellLook($0) == .number }
    }
}
