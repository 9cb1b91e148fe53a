import Values

/// The cells of some rows of a column, in the form in which the column keeps them, so that who writes many of them need
/// not make a value of each.
package enum CellBatch: Sendable {
    /// What the numbers of a batch mean.
    package enum Form: Sendable {
        case scaled(Int)
        case days
        case moments
        case booleans
    }

    /// `Int64.min` is a missing cell.
    case stored([Int64], Form)
    /// Codes of the dictionary, which is the same one for all batches of a column; 0 is a missing cell.
    case codes([Int32], TextDictionary)
    /// Texts one behind the other, each with the place where it ends; one without bytes is a missing cell.
    case texts([UInt8], ends: [Int])
    case values(ArraySlice<Value>)

    package var count: Int {
        switch self {
        case .stored(let cells, _): cells.count
        case .codes(let codes, _): codes.count
        case .texts(_, let ends): ends.count
        case .values(let values): values.count
        }
    }

    /// Out of range is missing.
    package func value(at index: Int) -> Value {
        guard index >= 0, index < count else { return .missing }
        switch self {
        case .stored(let cells, let form): return form.value(cells[index])
        case .codes(let codes, let dictionary): return dictionary.text(codes[index]).map(Value.text) ?? .missing
        case .texts(let bytes, let ends):
            let text = bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
            return text.isEmpty ? .missing : .text(String(decoding: text, as: UTF8.self))
        case .values(let values): return values[values.startIndex + index]
        }
    }
}

extension CellBatch.Form {
    /// What a number of this form means.
    package func value(_ cell: Int64) -> Value {
        guard cell != .min else { return .missing }
        return switch self {
        case .scaled(let scale): .number(ExactDecimal(Int128(cell), scale: scale))
        case .days: .day(Day(Int(cell)))
        case .moments: .moment(Moment(microseconds: cell))
        case .booleans: .boolean(cell == 1)
        }
    }
}

extension Column {
    /// Reads all that is still to be read of the column, so that its cells can be given later without fail; what cannot
    /// be read is told by `Table.failure`.
    package func settle() {
        if case .texts(let dictionary) = narrowIfKept?.form { dictionary.settle() }
    }

    /// The cells of these rows, which fastest stand one behind the other; those out of range are missing.
    package func batch(of rows: ArraySlice<Int32>) -> CellBatch {
        if let texts = packedTexts { return texts.batch(of: rows) }
        if let column = narrowIfKept { return column.batch(of: rows) }
        let data = data
        if case .texts(let codes, let dictionary) = data {
            return .codes(rows.map { codes.indices.contains(Int($0)) ? codes[Int($0)] : 0 }, dictionary)
        }
        return .values(rows.map { data.value(at: Int($0)) }[...])
    }
}

extension NarrowColumn {
    fileprivate func batch(of rows: ArraySlice<Int32>) -> CellBatch {
        switch form {
        case .scaled(let scale): .stored(stored(rows, missing: .min), .scaled(scale))
        case .days: .stored(stored(rows, missing: .min), .days)
        case .moments: .stored(stored(rows, missing: .min), .moments)
        case .booleans: .stored(stored(rows, missing: .min), .booleans)
        case .texts(let dictionary): .codes(stored(rows, missing: 0), dictionary)
        }
    }

    /// The cells as stored.
    private func stored<Cell: FixedWidthInteger>(_ rows: ArraySlice<Int32>, missing: Cell) -> [Cell] {
        guard var piece = pieces.first else { return [Cell](repeating: missing, count: rows.count) }
        return [Cell](unsafeUninitializedCapacity: rows.count) { cells, count in
            for row in rows {
                let row = Int(row)
                var cell = missing
                if row >= 0, row < rowCount {
                    if row < piece.firstRow || row >= piece.firstRow + piece.count { piece = self.piece(of: row) }
                    if let found = self.cell(row - piece.firstRow, of: piece) { cell = Cell(truncatingIfNeeded: found) }
                }
                cells.initializeElement(at: count, to: cell)
                count += 1
            }
        }
    }
}

extension PackedTexts {
    fileprivate func batch(of rows: ArraySlice<Int32>) -> CellBatch {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(rows.count * 16)
        var ends: [Int] = []
        ends.reserveCapacity(rows.count)
        var place = rows.startIndex
        while place < rows.endIndex {
            // Rows one behind the other are unpacked in one go.
            var end = place + 1
            while end < rows.endIndex, rows[end] == rows[end - 1] &+ 1 { end += 1 }
            let first = Int(rows[place])
            if first >= 0, first + (end - place) <= rowCount {
                forEachText(from: first, count: end - place) { text in
                    bytes.append(contentsOf: text)
                    ends.append(bytes.count)
                }
            } else {
                for row in rows[place..<end] {
                    if let text = text(at: Int(row)) { bytes += text.utf8 }
                    ends.append(bytes.count)
                }
            }
            place = end
        }
        return .texts(bytes, ends: ends)
    }
}
