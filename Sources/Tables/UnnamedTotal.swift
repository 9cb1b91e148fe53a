import Values

/// Takes out a last row without a name, or with one that is not known, that holds the sums of all rows above it, as exports
/// with totals have it; says where it was and what it is, or nil when there is none.
///
/// A row may lack its name for other reasons, so the numbers have to prove it: every number is the sum of its column, or
/// lies between its lowest and its highest as a mean does, and one is a sum of at least three rows, or two are of two.
func leaveOutUnnamedTotal(_ split: inout SplitRows, _ buffer: ByteBuffer) -> (offset: Int, reason: String)? {
    guard let last = split.segments.last(where: { $0.rowCount > 0 }) else { return nil }
    let row = last.rowCount - 1
    let isSum = isUnnamedTotal(last, row, split, buffer.start)
    guard isSum || isStatistic(last, row, split, buffer.start) else { return nil }
    let start = last.start(ofRow: row)
    last.removeLast(1)
    return (start, "a line that holds \(isSum ? "the sums" : "a statistic") of all rows above; left out")
}

/// Whether a row is called an average or the like and is blank where all others are filled.
private func isStatistic(_ segment: RowIndex, _ row: Int, _ split: SplitRows, _ bytes: UnsafePointer<UInt8>) -> Bool {
    guard split.rowCount > 3, let name = segment.texts(ofRow: row, bytes, split.dialect).first(where: { !$0.isEmpty }),
        namesStatistic(name), mayBeUnknownTotal(segment, row, bytes, split.dialect)
    else { return false }
    return split.segments.allSatisfy { hasOwnBlank(segment, row, among: $0, bytes, split.dialect) }
}

/// The same for the first row, as web analytics put their totals.
func leaveOutUnnamedFirstTotal(_ split: inout SplitRows, _ buffer: ByteBuffer) -> (offset: Int, reason: String)? {
    guard let first = split.segments.first(where: { $0.rowCount > 0 }), isUnnamedTotal(first, 0, split, buffer.start)
    else { return nil }
    let start = first.start(ofRow: 0)
    first.remove { $0 == 0 }
    return (start, "a line that holds the sums of all rows below; left out")
}

private func isUnnamedTotal(_ segment: RowIndex, _ row: Int, _ split: SplitRows, _ bytes: UnsafePointer<UInt8>) -> Bool
{
    let isUnnamed = mayBeUnnamedTotal(segment, row, bytes, split.dialect)
    guard isUnnamed || mayBeUnknownTotal(segment, row, bytes, split.dialect) else { return false }
    var sums = 0
    for column in 0..<segment.columns {
        let place = segment.field(column, ofRow: row)
        guard let total = NumberCell(bytes, place, split.dialect) else { continue }
        guard let found = relation(of: total, column, split, besides: segment.start(ofRow: row), bytes) else {
            return false
        }
        if found == .sum { sums += 1 }
    }
    return sums > 0 && (sums > 1 && isUnnamed || split.rowCount > 3)
        && (isUnnamed || split.segments.allSatisfy { hasOwnBlank(segment, row, among: $0, bytes, split.dialect) })
}

/// Whether a row may be a total whose name no list has (`Itogo za god`), or that has a word in its place (`Results from 12
/// campaigns`): a word at the most, numbers, and blank cells where no other row has any.
func mayBeUnknownTotal(_ segment: RowIndex, _ row: Int, _ bytes: UnsafePointer<UInt8>, _ dialect: Dialect) -> Bool {
    guard segment.columns > 2, row >= 0, row < segment.rowCount else { return false }
    return isUnknownTotal(segment.texts(ofRow: row, bytes, dialect))
        && hasOwnBlank(segment, row, among: segment, bytes, dialect)
}

/// Whether cells are a word at the most, numbers and days, and some blank ones.
func isUnknownTotal(_ cells: some Sequence<String>) -> Bool {
    var numbers = 0
    var words = 0
    var blanks = 0
    for cell in cells {
        if cell.isEmpty {
            blanks += 1
        } else if CellKind(cell) == .number {
            numbers += 1
        } else if holdsWords(cell) {
            words += 1
        }
    }
    return numbers > 0 && words < 2 && blanks > 0
}

/// Whether one of the blank cells of a row is filled in all other rows.
private func hasOwnBlank(
    _ segment: RowIndex, _ row: Int, among other: RowIndex, _ bytes: UnsafePointer<UInt8>, _ dialect: Dialect
) -> Bool {
    let own = segment.start(ofRow: row)
    func isBlank(_ segment: RowIndex, _ row: Int, _ column: Int) -> Bool {
        let range = segment.field(column, ofRow: row)
        return cellSpan(bytes, range.lowerBound, range.upperBound, quote: dialect.quote, delimiter: dialect.delimiter)
            .isEmpty
    }
    return (0..<segment.columns).contains { column in
        guard isBlank(segment, row, column) else { return false }
        for place in 0..<other.rowCount where isBlank(other, place, column) && other.start(ofRow: place) != own {
            return false
        }
        return true
    }
}

/// Whether the last row has a blank first cell and otherwise numbers alone.
func mayBeUnnamedTotal(_ segment: RowIndex, _ bytes: UnsafePointer<UInt8>, _ dialect: Dialect) -> Bool {
    mayBeUnnamedTotal(segment, segment.rowCount - 1, bytes, dialect)
}

func mayBeUnnamedTotal(
    _ segment: RowIndex, _ row: Int, _ bytes: UnsafePointer<UInt8>, _ dialect: Dialect
) -> Bool {
    guard segment.columns > 1, row >= 0, row < segment.rowCount else { return false }
    return isUnnamed(segment.texts(ofRow: row, bytes, dialect))
}

/// Whether the first cell is blank, and the others that are not are numbers.
func isUnnamed(_ cells: some Sequence<String>) -> Bool {
    var numbers = 0
    for (column, cell) in cells.enumerated() where column > 0 || !cell.isEmpty {
        if column == 0 { return false }
        if cell.isEmpty { continue }
        guard CellKind(cell) == .number else { return false }
        numbers += 1
    }
    return numbers > 0
}

private enum Relation { case sum, between }

/// What a number is to those of all rows but its own, which begins at `own`; nil where it is neither, or they are not all numbers.
private func relation(
    of total: NumberCell, _ column: Int, _ split: SplitRows, besides own: Int, _ bytes: UnsafePointer<UInt8>
) -> Relation? {
    // Under both decimal marks: which it is has not been decided.
    for mark: UInt8 in [0x2E, 0x2C] {
        guard let wanted = total.value(mark: mark) else { continue }
        var sum = ExactDecimal.zero
        var lowest: ExactDecimal?
        var highest: ExactDecimal?
        var isWhole = true
        var seen = 0
        rows: for segment in split.segments {
            for row in 0..<segment.rowCount {
                seen += 1
                if seen & 0xFFF == 0, Work.isStopped { return nil }
                if segment.start(ofRow: row) == own { continue }
                let place = segment.field(column, ofRow: row)
                let span = cellSpan(
                    bytes, place.lowerBound, place.upperBound, quote: split.dialect.quote,
                    delimiter: split.dialect.delimiter)
                if span.isEmpty || isMissingWord(bytes + span.start, span.end - span.start) { continue }
                guard let value = NumberCell(bytes, place, split.dialect)?.value(mark: mark),
                    let next = sum.adding(value)
                else {
                    isWhole = false
                    break rows
                }
                sum = next
                lowest = lowest.map { min($0, value) } ?? value
                highest = highest.map { max($0, value) } ?? value
            }
        }
        guard isWhole, let lowest, let highest else { continue }
        if sum == wanted, wanted != .zero, wanted != highest { return .sum }
        if lowest <= wanted, wanted <= highest { return .between }
    }
    return nil
}

/// A cell that is a number.
struct NumberCell {
    let bytes: UnsafePointer<UInt8>
    let scan: NumberScan

    init?(_ bytes: UnsafePointer<UInt8>, _ place: Range<Int>, _ dialect: Dialect) {
        let span = cellSpan(
            bytes, place.lowerBound, place.upperBound, quote: dialect.quote, delimiter: dialect.delimiter)
        guard !span.isEmpty, let scan = scanNumber(bytes + span.start, span.end - span.start), !scan.hasExponent else {
            return nil
        }
        self.bytes = bytes + span.start
        self.scan = scan
    }

    func value(mark: UInt8) -> ExactDecimal? {
        guard let fraction = mark == 0x2E ? scan.fractionIfPoint : scan.fractionIfComma else { return nil }
        let scale = max(0, fraction)
        guard scale <= ExactDecimal.maximumScale else { return nil }
        return scaledValue(bytes, scan, fraction: fraction, scale: scale).map { ExactDecimal(Int128($0), scale: scale) }
    }
}
