/// A row of the beginning of a file, read before its layout is known.
struct SampleRow {
    var start: Int
    var ends: [Int]
    /// Where the next row starts.
    var next: Int

    /// Longer fields are cut: no title is as long, nor is a number or a date.
    private static let longestField = 1 << 16

    /// The field at `index` as text.
    func text(_ index: Int, _ bytes: UnsafePointer<UInt8>, _ dialect: Dialect) -> String {
        guard ends.indices.contains(index) else { return "" }
        let start = index == 0 ? start : ends[index - 1] + 1
        return cellText(bytes, start, ends[index], dialect, most: Self.longestField)
    }

    func texts(_ bytes: UnsafePointer<UInt8>, _ dialect: Dialect) -> [String] {
        ends.indices.map { text($0, bytes, dialect) }
    }
}

/// Bytes of a sample.
private let sampleSize = 1 << 18

/// The rows at the beginning of a text, blank lines left out: at most `rows` of them, from at most `limit` bytes.
func sampleRows(
    _ bytes: UnsafePointer<UInt8>, from start: Int, end: Int, dialect: Dialect, rows: Int = 1000,
    limit: Int = sampleSize, expected: Int? = nil
) -> [SampleRow] {
    var reader = RowReader(bytes, end: end, dialect: dialect)
    var result: [SampleRow] = []
    var position = start
    while position < end && result.count < rows && position - start < limit {
        reader.read(at: position, expected: expected)
        let row = SampleRow(start: position, ends: reader.fieldEnds, next: reader.next)
        position = reader.next
        let isBlank = row.ends.count == 0 || (row.ends.count == 1 && row.text(0, bytes, dialect).isEmpty)
        if !isBlank { result.append(row) }
    }
    return result
}

/// The rows at the beginning of a text; where their numbers of fields differ, those that differ are read with every
/// tolerance.
func layoutSample(_ bytes: UnsafePointer<UInt8>, from start: Int, end: Int, dialect: Dialect) -> [SampleRow] {
    let rows = sampleRows(bytes, from: start, end: end, dialect: dialect)
    let usual = usualFieldCount(rows.filter { $0.ends.count > 1 }).fields
    if usual < 2 || rows.allSatisfy({ $0.ends.count == usual }) { return rows }
    return sampleRows(bytes, from: start, end: end, dialect: dialect, expected: usual)
}

/// The most frequent number of fields and how many rows have it; where two are as frequent, `preferred` or the larger.
func usualFieldCount(_ rows: some Sequence<SampleRow>, preferred: Int = 0) -> (fields: Int, rows: Int) {
    var frequency: [Int: Int] = [:]
    for row in rows { frequency[row.ends.count, default: 0] += 1 }
    let best = frequency.max { ($0.value, $0.key) < ($1.value, $1.key) }
    if let best, frequency[preferred] == best.value { return (preferred, best.value) }
    return (best?.key ?? 0, best?.value ?? 0)
}

/// CR when lone CRs outnumber LFs at the beginning of the text, else LF (which CR LF ends in).
func lineEnd(_ bytes: UnsafePointer<UInt8>, from start: Int, end: Int) -> UInt8 {
    let stop = min(end, start + 1 << 20)
    let feeds = countBytes(bytes, start, stop, 0x0A)
    var loneReturns = 0
    var position = firstByte(0x0D, bytes, start, stop)
    while position < stop {
        if position + 1 >= end || bytes[position + 1] != 0x0A { loneReturns += 1 }
        position = firstByte(0x0D, bytes, position + 1, stop)
    }
    return loneReturns > feeds ? 0x0D : 0x0A
}

/// The quote: `'` where fields are wrapped in it and none in `"`, else `"`.
func quoteMark(_ bytes: UnsafePointer<UInt8>, from start: Int, end: Int) -> UInt8 {
    func wrapped(_ quote: UInt8) -> (opening: Int, closing: Int) {
        func isBorder(_ byte: UInt8) -> Bool {
            byte == 0x2C || byte == 0x3B || byte == 0x09 || byte == 0x7C || byte == 0x0A || byte == 0x0D
        }
        var counts = (opening: 0, closing: 0)
        let stop = min(end, start + 1 << 18)
        var position = firstByte(quote, bytes, start, stop)
        while position < stop {
            if position == start || isBorder(bytes[position - 1]) {
                counts.opening += 1
            } else if position + 1 >= end || isBorder(bytes[position + 1]) {
                counts.closing += 1
            }
            position = firstByte(quote, bytes, position + 1, stop)
        }
        return counts
    }
    if wrapped(0x22).opening > 0 { return 0x22 }
    let single = wrapped(0x27)
    return single.opening >= 2 && single.opening == single.closing ? 0x27 : 0x22
}

/// The delimiters that are looked for when none is given: comma, semicolon, tab, vertical bar.
let knownDelimiters: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]

/// The delimiter under which the most rows of the sample have the same number of fields, at least two; but not one that
/// leaves the titles of more columns in one piece.
func likelyDelimiter(
    _ bytes: UnsafePointer<UInt8>, from start: Int, end: Int, quote: UInt8, newline: UInt8
) -> UInt8 {
    var candidates: [DelimiterCandidate] = []
    // What does not occur needs no rows to be read: nothing has several fields then.
    let seen = min(end, start + (1 << 22))
    for delimiter in knownDelimiters where firstByte(delimiter, bytes, start, seen) < seen {
        let dialect = Dialect(delimiter: delimiter, quote: quote, newline: newline)
        let rows = sampleRows(bytes, from: start, end: end, dialect: dialect)
        let several = rows.filter { $0.ends.count > 1 }
        guard !several.isEmpty else { continue }
        let usual = usualFieldCount(several)
        let share = Double(usual.rows) / Double(rows.count)
        // In a file of one column it is part of the text: in few cells, or `Last, First` under a single title.
        if share < 0.3 && rows.count > 3 { continue }
        if rows.first?.ends.count == 1 && several.allSatisfy({ isPunctuation($0, bytes) }) { continue }
        candidates.append(DelimiterCandidate(delimiter: delimiter, share: share, fields: usual.fields, rows: rows))
    }
    guard var best = candidates.first else {
        return rareDelimiter(bytes, from: start, end: end, quote: quote, newline: newline)
    }
    for other in candidates.dropFirst()
    where (other.share, Double(other.fields)) > (best.share, Double(best.fields)) { best = other }
    // A decimal comma in each row is more regular than semicolons of which some rows have one too many.
    for other in candidates where other.splitsTitles(unlike: best) { best = other }
    return best.delimiter
}

private struct DelimiterCandidate {
    var delimiter: UInt8
    /// Of the rows, those that have so many fields.
    var share: Double
    var fields: Int
    var rows: [SampleRow]

    /// Whether rows have more fields than under `other`, and the first of them is one that it leaves whole.
    func splitsTitles(unlike other: DelimiterCandidate) -> Bool {
        guard fields > max(2, other.fields), share > 0.33, let titles = rows.first(where: { $0.ends.count == fields })
        else { return false }
        return other.rows.first { $0.start == titles.start }?.ends.count == 1
    }
}

/// Delimiters that are looked for when there is none of the known: `^`, `~`, colon, the separators of ASCII (that of
/// units and the one before all letters), and the space.
let rareDelimiters: [UInt8] = [0x5E, 0x7E, 0x3A, 0x1F, 0x01, 0x20]

/// The rare delimiter that makes the same number of fields, at least three, of all rows of the sample, or of nearly all
/// and of the first.
private func rareDelimiter(
    _ bytes: UnsafePointer<UInt8>, from start: Int, end: Int, quote: UInt8, newline: UInt8
) -> UInt8 {
    let firstLine = firstByte(newline, bytes, start, end)
    for delimiter in rareDelimiters where firstByte(delimiter, bytes, start, firstLine) < firstLine {
        let dialect = Dialect(delimiter: delimiter, quote: quote, newline: newline)
        let rows = sampleRows(bytes, from: start, end: end, dialect: dialect)
        let usual = usualFieldCount(rows)
        guard rows.count > 1, usual.fields > 2, rows[0].ends.count == usual.fields,
            usual.rows * 50 >= rows.count * 49
        else { continue }
        // Words of prose are set apart by spaces and punctuation too; titles and cells are not sentences.
        if delimiter == 0x20 || delimiter == 0x3A {
            let titles = rows[0].texts(bytes, dialect)
            guard rows.count > 2, Set(titles).count == titles.count, !titles.contains(""),
                hasTypedColumn(rows.dropFirst(), bytes, dialect)
            else { continue }
        }
        return delimiter
    }
    return Dialect.noDelimiter
}

/// Whether some column holds nothing but numbers or dates.
private func hasTypedColumn(_ rows: ArraySlice<SampleRow>, _ bytes: UnsafePointer<UInt8>, _ dialect: Dialect) -> Bool {
    let columns = rows.first?.ends.count ?? 0
    return (0..<columns).contains { column in
        rows.prefix(100).allSatisfy { row in
            let text = row.text(column, bytes, dialect)
            return text.isEmpty || CellKind(text) != .other
        }
    }
}

/// Whether a space follows each delimiter of the row, as it does in prose.
private func isPunctuation(_ row: SampleRow, _ bytes: UnsafePointer<UInt8>) -> Bool {
    row.ends.dropLast().allSatisfy { bytes[$0 + 1] == 0x20 }
}
