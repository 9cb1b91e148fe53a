import Values

extension Column {
    /// Reads all that is still to be read of the column, so that its cells can be given later without fail; what cannot
    /// be read is told by `Table.failure`.
    package func settle() {
        if case .texts(let dictionary) = narrowIfKept?.form { dictionary.settle() }
    }

    /// Calls `body` with the cells of these rows, which fastest stand one behind the other; those out of range are missing.
    package func forEachCell(of rows: ArraySlice<Int32>, _ body: (StoredCell) -> Void) {
        if let texts = packedTexts { return texts.forEachCell(of: rows, body) }
        if let column = narrowIfKept { return column.forEachCell(of: rows, body) }
        let data = data
        if case .texts(let codes, let dictionary) = data {
            for row in rows {
                let row = Int(row)
                give(codes.indices.contains(row) ? Int(codes[row]) : 0, of: dictionary, to: body)
            }
            return
        }
        for row in rows { body(.value(data.value(at: Int(row)))) }
    }
}

/// Code 0 is a missing cell.
@inline(__always)
private func give(_ code: Int, of dictionary: TextDictionary, to body: (StoredCell) -> Void) {
    guard code > 0, code <= dictionary.count else { return body(.value(.missing)) }
    dictionary.withBytes(code - 1) { body(.text($0)) }
}

extension NarrowColumn {
    func forEachCell(of rows: ArraySlice<Int32>, _ body: (StoredCell) -> Void) {
        switch form {
        case .scaled(let scale):
            forEachStored(of: rows) { cell in
                body(.value(cell.map { .number(ExactDecimal(Int128($0), scale: scale)) } ?? .missing))
            }
        case .days: forEachStored(of: rows) { cell in body(.value(cell.map { .day(Day(Int($0))) } ?? .missing)) }
        case .moments:
            forEachStored(of: rows) { cell in
                body(.value(cell.map { .moment(Moment(microseconds: $0)) } ?? .missing))
            }
        case .booleans:
            forEachStored(of: rows) { cell in body(.value(cell.map { .boolean($0 == 1) } ?? .missing)) }
        case .texts(let dictionary):
            forEachStored(of: rows) { cell in give(Int(cell ?? 0), of: dictionary, to: body) }
        }
    }

    /// The cells as stored; nil where they are missing or out of range.
    @inline(__always)
    private func forEachStored(of rows: ArraySlice<Int32>, _ body: (Int64?) -> Void) {
        guard var piece = pieces.first else {
            for _ in rows { body(nil) }
            return
        }
        for row in rows {
            let row = Int(row)
            guard row >= 0, row < rowCount else {
                body(nil)
                continue
            }
            if row < piece.firstRow || row >= piece.firstRow + piece.count { piece = self.piece(of: row) }
            body(cell(row - piece.firstRow, of: piece))
        }
    }
}

extension PackedTexts {
    func forEachCell(of rows: ArraySlice<Int32>, _ body: (StoredCell) -> Void) {
        var place = rows.startIndex
        while place < rows.endIndex {
            // Rows one behind the other are unpacked in one go.
            var end = place + 1
            while end < rows.endIndex, rows[end] == rows[end - 1] &+ 1 { end += 1 }
            let first = Int(rows[place])
            if first >= 0, first + (end - place) <= rowCount {
                forEachText(from: first, count: end - place) { bytes in
                    body(bytes.isEmpty ? .value(.missing) : .text(bytes))
                }
            } else {
                for row in rows[place..<end] { body(.value(text(at: Int(row)).map(Value.text) ?? .missing)) }
            }
            place = end
        }
    }
}
