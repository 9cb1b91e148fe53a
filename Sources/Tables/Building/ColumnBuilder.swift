import Values

/// Gathers the cells of one column as they arrive, a batch after the other, and keeps them narrow at once.
///
/// Sendable although it holds pointers: one thread at a time uses it.
package final class ColumnBuilder: @unchecked Sendable {
    package enum Form: Hashable, Sendable {
        /// Decimals times 10^scale.
        case scaled
        /// `Day.number`.
        case days
        /// Microseconds.
        case moments
        /// 0 and 1.
        case booleans
        /// Codes that `code(of:)` gives.
        case texts
    }

    package let form: Form
    /// Digits behind the point of what is given next; those before are brought to it in the end.
    package private(set) var scale: Int
    package private(set) var rowCount = 0
    package private(set) var missingCount = 0
    private var pieces: [NarrowCells] = []
    private var scales: [Int] = []
    private var low = Int64.max
    private var high = Int64.min
    private let memory = ColumnMemory(likely: 64 << 10)
    private let staged = UnsafeMutablePointer<Int64>.allocate(capacity: NarrowColumn.pieceRows)
    private var stagedCount = 0
    private let scratch = ScratchMemory<UInt32>()
    private var table = CodeTable()
    private var isFinished = false

    /// - Parameter scale: of `.scaled`, 0 ... 18.
    package init(_ form: Form, scale: Int = 0) {
        self.form = form
        self.scale = min(max(scale, 0), 18)
    }

    deinit {
        staged.deallocate()
        if !isFinished { table.discard() }
    }

    /// What a missing cell is given as, of every form.
    package static let missing = Int64.min

    /// Adds `count` cells: `fill` writes those of a range of them, a missing one as `missing`, each exactly once.
    ///
    /// Fails where there is no memory.
    package func append(
        _ count: Int, _ fill: (Range<Int>, UnsafeMutablePointer<Int64>) throws(Diagnostic) -> Void
    ) throws(Diagnostic) {
        var done = 0
        while done < count {
            let step = min(count - done, NarrowColumn.pieceRows - stagedCount)
            try fill(done..<done + step, staged + stagedCount)
            stagedCount += step
            done += step
            if stagedCount == NarrowColumn.pieceRows { try flush() }
        }
        rowCount += max(count, 0)
    }

    /// The code of a text of at least one byte, which is UTF-8.
    @inline(__always)
    package func code(of bytes: UnsafeBufferPointer<UInt8>) -> Int64 {
        guard let start = bytes.baseAddress else { return Self.missing }
        return Int64(table.code(start, bytes.count, isLasting: false))
    }

    /// What is given from now on has this many digits behind the point, at most 18; never fewer than before.
    package func raise(to scale: Int) throws(Diagnostic) {
        guard form == .scaled, scale > self.scale else { return }
        try flush()
        self.scale = min(scale, 18)
    }

    private func flush() throws(Diagnostic) {
        guard stagedCount > 0 else { return }
        var smallest = Int64.max
        var largest = Int64.min
        for place in 0..<stagedCount {
            let value = staged[place]
            if value == Self.missing {
                missingCount += 1
                continue
            }
            smallest = min(smallest, value)
            largest = max(largest, value)
        }
        try pieces.append(stored(staged, stagedCount, smallest, largest))
        scales.append(scale)
        low = min(low, smallest)
        high = max(high, largest)
        stagedCount = 0
    }

    private func stored(
        _ values: UnsafePointer<Int64>, _ count: Int, _ smallest: Int64, _ largest: Int64
    ) throws(Diagnostic) -> NarrowCells {
        let cells: NarrowCells?
        switch form {
        case .scaled: cells = storeNarrow(values, count, smallest: smallest, largest: largest, atLeast: .one, memory)
        case .days: cells = storeNarrow(values, count, smallest: smallest, largest: largest, atLeast: .two, memory)
        case .moments: cells = storeNarrow(values, count, smallest: smallest, largest: largest, atLeast: .eight, memory)
        case .booleans, .texts:
            let codes = scratch.room(count)
            let missing: UInt32 = form == .texts ? 0 : UInt32(ColumnData.missingBoolean)
            for place in 0..<count {
                let value = values[place]
                codes[place] = value == Self.missing ? missing : UInt32(truncatingIfNeeded: value)
            }
            let top = form == .texts ? UInt32(truncatingIfNeeded: max(largest, 0)) : missing
            cells = storeNarrow(codes: codes, count, largest: top, memory)
        }
        guard let cells else {
            throw Diagnostic(
                "memory", "what was asked for does not fit into memory",
                remedies: ["ask for fewer columns or rows, or use a machine with more memory"])
        }
        return cells
    }

    /// The column; the builder cannot be used any more.
    ///
    /// Nil where decimals do not fit 64 bits at the largest scale that any of them has.
    package func finish(decisions: [String], problems: [FileProblem]) throws(Diagnostic) -> Column? {
        isFinished = true
        // All columns of a table have pieces of the same rows, so a raised scale may not leave shorter ones.
        guard try align() else { return nil }
        let narrow: NarrowColumn
        let type: ColumnType
        switch form {
        case .texts:
            let (dictionary, replacements) = table.finish()
            if let replacements {
                let codes = replacements.map { UInt32(truncatingIfNeeded: $0) }
                guard renumber(&pieces, .all(codes), memory) else {
                    throw Diagnostic("memory", "what was asked for does not fit into memory")
                }
            }
            place()
            narrow = NarrowColumn(
                form: .texts(dictionary), pieces: pieces,
                bounds: dictionary.count > 0 ? 1...Int64(dictionary.count) : nil, owner: memory)
            type = .text
        case .scaled:
            place()
            narrow = NarrowColumn(
                form: .scaled(scale: scale), pieces: pieces, bounds: low <= high ? low...high : nil, owner: memory)
            type = scale == 0 ? .integer : .decimal(scale: scale)
        case .days, .moments, .booleans:
            place()
            narrow = NarrowColumn(
                form: form == .days ? .days : form == .moments ? .moments : .booleans, pieces: pieces,
                bounds: low <= high ? low...high : nil, owner: memory)
            type = form == .days ? .day : form == .moments ? .moment : .boolean
        }
        return Column(
            type: type, narrow: narrow, missingCount: missingCount, decisions: decisions, problems: problems)
    }

    /// Gives each piece its first row.
    private func place() {
        var first = 0
        for (index, piece) in pieces.enumerated() {
            pieces[index] = NarrowCells(start: piece.start, width: piece.width, firstRow: first, count: piece.count)
            first += piece.count
        }
    }

    /// Brings decimals to one scale and all pieces to the usual rows; false where one does not fit.
    private func align() throws(Diagnostic) -> Bool {
        try flush()
        guard form == .scaled else { return true }
        if scales.allSatisfy({ $0 == scale }) { return true }
        let old = zip(pieces, scales).map { ($0, $1) }
        pieces = []
        scales = []
        let missing = missingCount
        missingCount = 0
        (low, high) = (.max, .min)
        for (piece, had) in old {
            let factor = Int64(clamping: ExactDecimal.power(scale - had))
            for row in 0..<piece.count {
                var value = piece.signed(row)
                if value != Self.missing {
                    let (product, overflow) = value.multipliedReportingOverflow(by: factor)
                    if overflow || product == Self.missing {
                        (pieces, scales) = (old.map(\.0), old.map(\.1))
                        missingCount = missing
                        stagedCount = 0
                        return false
                    }
                    value = product
                }
                staged[stagedCount] = value
                stagedCount += 1
                if stagedCount == NarrowColumn.pieceRows { try flush() }
            }
        }
        try flush()
        return true
    }

    /// The decimals that were gathered so far as floats, a missing one as NaN: for a column that turns out to be no
    /// decimals.
    package func floats() throws(Diagnostic) -> [Double] {
        try flush()
        var result: [Double] = []
        result.reserveCapacity(rowCount)
        for (piece, scale) in zip(pieces, scales) {
            for row in 0..<piece.count {
                let value = piece.signed(row)
                result.append(
                    value == Self.missing ? .nan : ExactDecimal(Int128(value), scale: scale).double)
            }
        }
        return result
    }
}

extension NarrowCells {
    /// A cell of a column of signed values; `Int64.min` where it is missing.
    fileprivate func signed(_ place: Int) -> Int64 {
        func wide<Narrow: FixedWidthInteger & SignedInteger>(_: Narrow.Type) -> Int64 {
            let cell = start.load(fromByteOffset: place * MemoryLayout<Narrow>.size, as: Narrow.self)
            return cell == .min ? .min : Int64(truncatingIfNeeded: cell)
        }
        switch width {
        case .one: return wide(Int8.self)
        case .two: return wide(Int16.self)
        case .four: return wide(Int32.self)
        case .eight: return wide(Int64.self)
        }
    }
}
