import Values

/// Takes out a last row without a name that holds the sums of all rows above it, as exports with totals have it; says
/// where it was and what it is, or nil when there is none.
///
/// A row may lack its name for other reasons, so the numbers have to prove it: every number is the sum of its column, or
/// lies between its lowest and its highest as a mean does, and one is a sum of at least three rows, or two are of two.
func leaveOutUnnamedTotal(_ split: inout SplitRows, _ buffer: ByteBuffer) -> (offset: Int, reason: String)? {
    guard let last = split.segments.last, mayBeUnnamedTotal(last, buffer.start, split.dialect) else { return nil }
    let bytes = buffer.start
    let row = last.rowCount - 1
    var sums = 0
    for column in 1..<last.columns {
        let place = last.field(column, ofRow: row)
        guard let total = Cell(bytes, place, split.dialect) else { continue }
        guard let found = relation(of: total, column, split, bytes) else { return nil }
        if found == .sum { sums += 1 }
    }
    guard sums > 0, sums > 1 || split.rowCount > 3 else { return nil }
    let start = last.start(ofRow: row)
    last.removeLast(1)
    return (start, "a line without a name that holds the sums of all rows above; left out")
}

/// Whether the last row has a blank first cell and otherwise numbers alone.
func mayBeUnnamedTotal(_ segment: RowIndex, _ bytes: UnsafePointer<UInt8>, _ dialect: Dialect) -> Bool {
    guard segment.columns > 1, segment.rowCount > 0 else { return false }
    let row = segment.rowCount - 1
    func text(_ column: Int) -> String {
        let place = segment.field(column, ofRow: row)
        return cellText(bytes, place.lowerBound, place.upperBound, dialect)
    }
    guard text(0).isEmpty else { return false }
    let filled = (1..<segment.columns).map(text).filter { !$0.isEmpty }
    return !filled.isEmpty && filled.allSatisfy { CellKind($0) == .number }
}

private enum Relation { case sum, between }

/// What a number is to those above it; nil where it is neither, or they are not all numbers.
private func relation(
    of total: Cell, _ column: Int, _ split: SplitRows, _ bytes: UnsafePointer<UInt8>
) -> Relation? {
    // Under both decimal marks: which it is has not been decided.
    for mark: UInt8 in [0x2E, 0x2C] {
        guard let wanted = total.value(mark: mark) else { continue }
        var sum = ExactDecimal.zero
        var lowest: ExactDecimal?
        var highest: ExactDecimal?
        var isWhole = true
        var left = split.rowCount - 1
        rows: for segment in split.segments {
            for row in 0..<segment.rowCount {
                if left == 0 { break rows }
                left -= 1
                if left & 0xFFF == 0, Work.isStopped { return nil }
                let place = segment.field(column, ofRow: row)
                let span = cellSpan(
                    bytes, place.lowerBound, place.upperBound, quote: split.dialect.quote,
                    delimiter: split.dialect.delimiter)
                if span.isEmpty || isMissingWord(bytes + span.start, span.end - span.start) { continue }
                guard let value = Cell(bytes, place, split.dialect)?.value(mark: mark), let next = sum.adding(value)
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
private struct Cell {
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
        return scaledValue(bytes, scan, fraction: fraction, scale: scale).map { ExactDecimal(Int128($0), scale: scale) }
    }
}
