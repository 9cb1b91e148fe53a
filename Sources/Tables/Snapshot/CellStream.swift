/// The cells of a column of either kind, one width for all, a few thousand at a time.
struct CellStream {
    let form: CellForm
    let rowCount: Int
    /// What the cells have in common; found in a first pass.
    let range: CellRange
    let width: NarrowCells.Width
    private let source: Source

    private enum Source {
        case wide(ColumnData)
        case narrow(NarrowColumn)
    }

    /// Rows of a piece of a narrow column.
    static let pieceRows = 16_384

    /// Nil where the cells are not of the column's type.
    init?(_ column: Column) {
        form = CellForm(column.type)
        if let narrow = column.narrow {
            guard form == CellForm(narrow.form) else { return nil }
            source = .narrow(narrow)
            rowCount = narrow.rowCount
        } else {
            let data = column.data
            guard form == CellForm(data) else { return nil }
            source = .wide(data)
            rowCount = data.count
        }
        var range = CellRange()
        for first in stride(from: 0, to: rowCount, by: Self.pieceRows) {
            let part = Self.words(source, form, first..<min(first + Self.pieceRows, rowCount))
            range = range.joined(Self.range(of: part, form))
        }
        self.range = range
        if let bounds = range.bounds {
            guard form.values.contains(bounds.lowerBound), form.values.contains(bounds.upperBound) else { return nil }
        }
        width = form.width(for: range)
    }

    /// Gives all cells as bytes, in their order.
    func forEachPart<Failure>(_ body: (UnsafeRawBufferPointer) throws(Failure) -> Void) throws(Failure) {
        var first = 0
        while first < rowCount {
            let end = min(first + Self.pieceRows, rowCount)
            let words = Self.words(source, form, first..<end)
            switch width {
            case .one: try give(words, Int8.self, body)
            case .two: try give(words, Int16.self, body)
            case .four: try give(words, Int32.self, body)
            case .eight: try give(words, Int64.self, body)
            }
            first = end
        }
    }

    /// Codes and booleans, which have no sign, keep their bits.
    private func give<Cell: FixedWidthInteger, Failure>(
        _ words: [Int64], _: Cell.Type, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        let isSigned = form != .texts && form != .booleans
        let cells = [Cell](unsafeUninitializedCapacity: words.count) { cells, count in
            for (place, word) in words.enumerated() {
                cells[place] = isSigned && word == .min ? .min : Cell(truncatingIfNeeded: word)
            }
            count = words.count
        }
        // A closure cannot hand a typed error through the standard library's rethrowing one.
        let result = cells.withUnsafeBytes { bytes in
            Result { () throws(Failure) in try body(bytes) }
        }
        try result.get()
    }

    /// Cells as whole words: missing ones are `Int64.min`, of codes 0, of booleans 2; doubles are their bits.
    private static func words(_ source: Source, _ form: CellForm, _ rows: Range<Int>) -> [Int64] {
        [Int64](unsafeUninitializedCapacity: rows.count) { target, count in
            switch source {
            case .wide(let data): copy(data, rows, to: target)
            case .narrow(let column): copy(column, form, rows, to: target)
            }
            count = rows.count
        }
    }

    private static func copy(_ data: ColumnData, _ rows: Range<Int>, to target: UnsafeMutableBufferPointer<Int64>) {
        switch data {
        case .scaled(let cells, _), .moments(let cells):
            for (place, row) in rows.enumerated() { target[place] = cells[row] }
        case .floats(let cells):
            for (place, row) in rows.enumerated() { target[place] = Int64(bitPattern: cells[row].bitPattern) }
        case .days(let cells):
            for (place, row) in rows.enumerated() {
                target[place] = cells[row] == ColumnData.missingDay ? .min : Int64(cells[row])
            }
        case .booleans(let cells): for (place, row) in rows.enumerated() { target[place] = Int64(cells[row]) }
        case .texts(let cells, _): for (place, row) in rows.enumerated() { target[place] = Int64(cells[row]) }
        }
    }

    private static func copy(
        _ column: NarrowColumn, _ form: CellForm, _ rows: Range<Int>, to target: UnsafeMutableBufferPointer<Int64>
    ) {
        let isUnsigned = form == .texts || form == .booleans
        for piece in column.pieces where piece.firstRow < rows.upperBound {
            let common = rows.clamped(to: piece.firstRow..<piece.firstRow + piece.count)
            guard !common.isEmpty else { continue }
            let start = piece.start + (common.lowerBound - piece.firstRow) * piece.width.rawValue
            let place = common.lowerBound - rows.lowerBound
            let part = UnsafeMutableBufferPointer(rebasing: target[place..<place + common.count])
            switch (piece.width, isUnsigned) {
            case (.one, true): widen(start, UInt8.self, part, missing: nil)
            case (.two, true): widen(start, UInt16.self, part, missing: nil)
            case (_, true): widen(start, UInt32.self, part, missing: nil)
            case (.one, false): widen(start, Int8.self, part, missing: .min)
            case (.two, false): widen(start, Int16.self, part, missing: .min)
            case (.four, false): widen(start, Int32.self, part, missing: .min)
            case (.eight, false): widen(start, Int64.self, part, missing: .min)
            }
        }
    }

    /// `start` has as many cells as `target`.
    private static func widen<Cell: FixedWidthInteger>(
        _ start: UnsafeRawPointer, _: Cell.Type, _ target: UnsafeMutableBufferPointer<Int64>, missing: Cell?
    ) {
        let cells = start.assumingMemoryBound(to: Cell.self)
        for place in target.indices {
            target[place] = cells[place] == missing ? .min : Int64(truncatingIfNeeded: cells[place])
        }
    }

    private static func range(of words: [Int64], _ form: CellForm) -> CellRange {
        switch form {
        case .floats, .scaled, .days, .moments:
            return words.withUnsafeBytes { memory in
                memory.baseAddress.map { CellRange.of($0, words.count, form, .eight) } ?? CellRange()
            }
        case .texts, .booleans:
            let missing: Int64 = form == .texts ? 0 : Int64(ColumnData.missingBoolean)
            var range = CellRange()
            for word in words {
                if word == missing {
                    range.missing += 1
                } else {
                    range.low = min(range.low, word)
                    range.high = max(range.high, word)
                }
            }
            return range
        }
    }
}

extension CellForm {
    fileprivate init(_ form: NarrowColumn.Form) {
        switch form {
        case .scaled: self = .scaled
        case .days: self = .days
        case .moments: self = .moments
        case .booleans: self = .booleans
        case .texts: self = .texts
        }
    }

    fileprivate init(_ data: ColumnData) {
        switch data {
        case .scaled: self = .scaled
        case .floats: self = .floats
        case .days: self = .days
        case .moments: self = .moments
        case .booleans: self = .booleans
        case .texts: self = .texts
        }
    }
}
