/// The directory as bytes, and back: whatever is read is held against what it may be.
extension SnapshotDirectory {
    var bytes: [UInt8] {
        var encoder = ByteEncoder()
        encoder.put(key)
        encoder.put(files) { $0.put($1) }
        encoder.put(titles) { encoder, title in
            encoder.put(title.title)
            encoder.put(title.name)
        }
        encoder.put(rowCount)
        encoder.put(decisions) { $0.put($1) }
        encoder.put(problems) { $1.put(into: &$0) }
        encoder.put(problemCount)
        encoder.put(columns) { $1.put(into: &$0) }
        return encoder.bytes
    }

    /// - Parameter end: where the stretches end and the directory begins.
    init(_ bytes: [UInt8], end: Int) throws(Damaged) {
        var decoder = ByteDecoder(bytes)
        key = try decoder.content()
        files = try decoder.list { (decoder) throws(Damaged) in try decoder.text() }
        titles = try decoder.list { (decoder) throws(Damaged) in
            Table.Title(title: try decoder.text(), name: try decoder.text())
        }
        rowCount = try decoder.count()
        decisions = try decoder.list { (decoder) throws(Damaged) in try decoder.text() }
        problems = try decoder.list { (decoder) throws(Damaged) in try FileProblem(from: &decoder) }
        problemCount = try decoder.count()
        guard problems.count <= problemCount, Set(titles.map(\.name)).count == titles.count else { throw Damaged() }
        let rowCount = rowCount
        var position = SnapshotHeader.length
        columns = try decoder.list { (decoder) throws(Damaged) in
            try SnapshotColumn(from: &decoder, rowCount: rowCount, position: &position)
        }
        guard columns.count == titles.count, !columns.isEmpty, position == end, decoder.isAtEnd else {
            throw Damaged()
        }
    }
}

extension SnapshotColumn {
    fileprivate func put(into encoder: inout ByteEncoder) {
        let (kind, scale) = type.numbers
        encoder.put(kind)
        encoder.put(scale)
        encoder.put(currency) { $0.put($1) }
        encoder.put(decisions) { $0.put($1) }
        encoder.put(problems) { $1.put(into: &$0) }
        encoder.put(width.rawValue)
        encoder.put(UInt64(bitPattern: range.low))
        encoder.put(UInt64(bitPattern: range.high))
        encoder.put(range.missing)
        encoder.put(longestSilence) { $0.put($1) }
        cells.put(into: &encoder)
        encoder.put(texts) { encoder, texts in
            encoder.put(texts.count)
            encoder.put(texts.byteCount)
            texts.starts.put(into: &encoder)
            texts.bytes.put(into: &encoder)
        }
    }

    /// - Parameter position: where the stretches of the column have to begin; left where they end.
    fileprivate init(from decoder: inout ByteDecoder, rowCount: Int, position: inout Int) throws(Damaged) {
        type = try ColumnType(kind: try decoder.count(), scale: try decoder.number(in: 0...18))
        currency = try decoder.optional { (decoder) throws(Damaged) in try decoder.text() }
        decisions = try decoder.list { (decoder) throws(Damaged) in try decoder.text() }
        problems = try decoder.list { (decoder) throws(Damaged) in try FileProblem(from: &decoder) }
        let form = CellForm(type)
        guard let width = NarrowCells.Width(rawValue: try decoder.number(in: 1...8)), form.widths.contains(width) else {
            throw Damaged()
        }
        self.width = width
        range = CellRange(
            low: Int64(bitPattern: try decoder.word()), high: Int64(bitPattern: try decoder.word()),
            missing: try decoder.number(in: 0...rowCount))
        longestSilence = try decoder.optional { (decoder) throws(Damaged) in try decoder.number(in: 1...Int(Int32.max))
        }
        cells = try SnapshotStretch(
            from: &decoder, length: SnapshotLayout.filled(rowCount, times: width.rawValue), position: &position)
        var end = position
        texts = try decoder.optional { (decoder) throws(Damaged) in
            try Texts(from: &decoder, position: &end)
        }
        position = end
        try check(rowCount: rowCount)
    }

    private func check(rowCount: Int) throws(Damaged) {
        guard (texts != nil) == (form == .texts) else { throw Damaged() }
        guard let bounds = range.bounds else {
            // Only where there is no cell, or one cannot tell.
            guard range == CellRange(missing: range.missing), form == .floats || range.missing == rowCount else {
                throw Damaged()
            }
            return
        }
        guard form != .floats, range.missing < rowCount, form.values.contains(bounds.lowerBound),
            form.values.contains(bounds.upperBound), texts.map({ bounds.upperBound <= $0.count }) ?? true
        else { throw Damaged() }
    }
}

extension SnapshotColumn.Texts {
    fileprivate init(from decoder: inout ByteDecoder, position: inout Int) throws(Damaged) {
        count = try decoder.number(in: 0...Int(Int32.max) - 1)
        byteCount = try decoder.count()
        let width = Self.startWidth(byteCount: byteCount)
        starts = try SnapshotBlocks(
            from: &decoder, length: SnapshotLayout.filled(count + 1, times: width), position: &position)
        bytes = try SnapshotBlocks(from: &decoder, length: SnapshotLayout.filled(byteCount), position: &position)
    }
}

extension SnapshotStretch {
    fileprivate func put(into encoder: inout ByteEncoder) {
        encoder.put(start)
        encoder.put(length)
        encoder.put(checksum)
    }

    /// - Parameters:
    ///   - length: what the length has to be.
    ///   - position: where it has to begin; left where it ends.
    fileprivate init(from decoder: inout ByteDecoder, length: Int?, position: inout Int) throws(Damaged) {
        (start, self.length) = try place(from: &decoder, length: length, position: &position)
        checksum = try decoder.word()
    }
}

extension SnapshotBlocks {
    fileprivate func put(into encoder: inout ByteEncoder) {
        encoder.put(start)
        encoder.put(length)
        encoder.put(checksums) { $0.put($1) }
    }

    /// - Parameters: as of `SnapshotStretch`.
    fileprivate init(from decoder: inout ByteDecoder, length: Int?, position: inout Int) throws(Damaged) {
        (start, self.length) = try place(from: &decoder, length: length, position: &position)
        checksums = try decoder.list { (decoder) throws(Damaged) in try decoder.word() }
        guard checksums.count == (self.length + Self.size - 1) / Self.size else { throw Damaged() }
    }
}

/// Where a stretch begins and how long it is, held against where it has to be.
private func place(
    from decoder: inout ByteDecoder, length: Int?, position: inout Int
) throws(Damaged) -> (start: Int, length: Int) {
    let start = try decoder.count()
    let found = try decoder.count()
    guard start == position, found == length else { throw Damaged() }
    // Neither is above 2^48, nor are there more stretches than words in memory.
    let (end, overflow) = start.addingReportingOverflow(found)
    guard !overflow, end <= 1 << 48 else { throw Damaged() }
    position = end
    return (start, found)
}

extension FileProblem {
    fileprivate func put(into encoder: inout ByteEncoder) {
        encoder.put(file)
        encoder.put(line) { $0.put($1) }
        encoder.put(reason)
    }

    fileprivate init(from decoder: inout ByteDecoder) throws(Damaged) {
        self.init(
            file: try decoder.text(), line: try decoder.optional { (decoder) throws(Damaged) in try decoder.count() },
            reason: try decoder.text())
    }
}

extension ColumnType {
    fileprivate var numbers: (kind: Int, scale: Int) {
        switch self {
        case .integer: (1, 0)
        case .decimal(let scale): (2, scale)
        case .float: (3, 0)
        case .day: (4, 0)
        case .moment: (5, 0)
        case .boolean: (6, 0)
        case .text: (7, 0)
        }
    }

    fileprivate init(kind: Int, scale: Int) throws(Damaged) {
        guard kind == 2 || scale == 0 else { throw Damaged() }
        switch kind {
        case 1: self = .integer
        case 2: self = .decimal(scale: scale)
        case 3: self = .float
        case 4: self = .day
        case 5: self = .moment
        case 6: self = .boolean
        case 7: self = .text
        default: throw Damaged()
        }
    }
}
