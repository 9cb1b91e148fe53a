/// The cells of a sheet as delimited text, so that titles, preambles, footers and types are found as in any other file.
///
/// Fields and rows end in control characters that XML cannot hold, so that only an escape can bring one into a cell; a
/// row of the sheet is a line, blank rows included, and so the number of a line is that of a row.
struct SheetText {
    static let dialect = Dialect(delimiter: 0x1F, quote: 0x22, newline: 0x1E)

    /// Rows of a sheet (ECMA-376 18.3.1.73) and their cells.
    static let mostRows = 1_048_576
    static let mostColumns = 16_384

    private struct Row {
        var end: Int
        /// Fields up to the last that holds something.
        var width: Int32
    }

    private var bytes: [UInt8] = []
    private var rows: [Row] = []
    /// Fields begun in the row in hand.
    private var fields = 0
    private(set) var filledRows = 0

    /// The number of the row in hand, from 1.
    var row: Int { rows.count + 1 }
    /// How many cells of the row in hand have been passed.
    var column: Int { fields }
    var byteCount: Int { bytes.count }

    /// Makes room for so many bytes.
    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    /// Ends the row in hand, and leaves those before row `number` blank.
    mutating func endRows(before number: Int) {
        while row < number { endRow() }
    }

    mutating func endRow() {
        rows.append(Row(end: bytes.count, width: Int32(truncatingIfNeeded: fields)))
        if fields > 0 { filledRows += 1 }
        fields = 0
    }

    /// Begins the field of a column (from 0) that is not behind the last; what `body` appends is its text.
    mutating func field(_ column: Int, _ body: (inout [UInt8]) -> Void) {
        while fields <= column {
            if fields > 0 { bytes.append(Self.dialect.delimiter) }
            fields += 1
        }
        body(&bytes)
    }

    /// Appends a text so that it is read back as it is: in quotes where spaces or marks would be taken for layout.
    static func appendField(of text: [UInt8], to target: inout [UInt8]) {
        var text = text
        unescape(&text)
        text.withUnsafeBufferPointer { append($0, to: &target) }
    }

    /// The same for a text that has no escapes.
    static func append(_ text: UnsafeBufferPointer<UInt8>, to target: inout [UInt8]) {
        guard let first = text.first, let last = text.last else { return }
        let needsQuotes =
            isSpace(first) || isSpace(last)
            || text.contains { $0 == dialect.quote || $0 == dialect.delimiter || $0 == dialect.newline }
        guard needsQuotes else {
            target += text
            return
        }
        target.append(dialect.quote)
        for byte in text {
            if byte == dialect.quote { target.append(byte) }
            target.append(byte)
        }
        target.append(dialect.quote)
    }

    // MARK: Rows that have ended

    var rowCount: Int { rows.count }

    /// Whether a row (from 1) has any cell.
    func hasCells(row: Int) -> Bool { rows.indices.contains(row - 1) && rows[row - 1].width > 0 }

    private func bytes(ofRow row: Int) -> ArraySlice<UInt8> {
        bytes[(row > 1 ? rows[row - 2].end : 0)..<rows[row - 1].end]
    }

    /// The fields of a row (from 1) as they were written, up to the last that holds something.
    func fields(ofRow row: Int) -> [ArraySlice<UInt8>] {
        guard hasCells(row: row) else { return [] }
        var isQuoted = false
        return bytes(ofRow: row).split(omittingEmptySubsequences: false) { byte in
            if byte == Self.dialect.quote { isQuoted.toggle() }
            return byte == Self.dialect.delimiter && !isQuoted
        }
    }

    /// Writes fields into cells of rows (from 1) that hold nothing.
    mutating func add(_ added: [Int: [(column: Int, field: ArraySlice<UInt8>)]]) {
        var result = SheetText()
        result.reserve(bytes.count)
        for (index, source) in rows.enumerated() {
            let row = index + 1
            guard let own = added[row] else {
                result.bytes += bytes(ofRow: row)
                result.fields = Int(source.width)
                result.endRow()
                continue
            }
            var cells = fields(ofRow: row)
            for (column, field) in own {
                while cells.count <= column { cells.append([]) }
                if cells[column].isEmpty { cells[column] = field }
            }
            for (column, field) in cells.enumerated() { result.field(column) { $0 += field } }
            result.endRow()
        }
        self = result
    }

    /// The text of all rows up to the last that holds something, and where each row of `wanted` (ascending, from 1)
    /// begins in it.
    ///
    /// All rows have as many fields as the widest, but for those at the beginning or behind a blank row that hold
    /// nothing but a first cell, where there may be titles and notes. Nil when there is no memory.
    func assembled(placesOf wanted: [Int], hasNotes: Bool = true) -> (buffer: ByteBuffer, places: [Int])? {
        guard let last = rows.lastIndex(where: { $0.width > 0 }) else {
            return ByteBuffer(capacity: 0) { _ in 0 }.map { ($0, wanted.map { _ in 0 }) }
        }
        let rows = self.rows[...last]
        let width = paddedWidth(rows)
        var places: [Int] = []
        var wantedIndex = 0
        // A line end a row, and at most so many delimiters.
        let capacity = bytes.count + rows.count + rows.reduce(0) { $0 + max(0, width - max(1, Int($1.width))) }
        let buffer = ByteBuffer(capacity: capacity) { memory in
            var out = 0
            var start = 0
            var isSetOff = hasNotes
            bytes.withUnsafeBufferPointer { source in
                for (index, row) in rows.enumerated() {
                    while wantedIndex < wanted.count, wanted[wantedIndex] <= index + 1 {
                        places.append(out)
                        wantedIndex += 1
                    }
                    if let base = source.baseAddress, row.end > start {
                        (memory + out).update(from: base + start, count: row.end - start)
                        out += row.end - start
                    }
                    start = row.end
                    isSetOff = hasNotes && (row.width == 0 || (isSetOff && row.width == 1))
                    if !isSetOff && row.width > 0 {
                        let missing = max(0, width - Int(row.width))
                        (memory + out).update(repeating: Self.dialect.delimiter, count: missing)
                        out += missing
                    }
                    memory[out] = Self.dialect.newline
                    out += 1
                }
            }
            return out
        }
        guard let buffer else { return nil }
        while places.count < wanted.count { places.append(buffer.count) }
        return (buffer, places)
    }

    /// The width of the widest row; where a few cells far off would fill memory with blanks, that of most rows.
    private func paddedWidth(_ rows: ArraySlice<Row>) -> Int {
        let widest = rows.reduce(0) { max($0, Int($1.width)) }
        if widest * filledRows <= 4 * bytes.count + (64 << 20) { return widest }
        var frequency: [Int32: Int] = [:]
        for row in rows where row.width > 1 { frequency[row.width, default: 0] += 1 }
        return frequency.max { ($0.value, $0.key) < ($1.value, $1.key) }.map { Int($0.key) } ?? widest
    }
}
