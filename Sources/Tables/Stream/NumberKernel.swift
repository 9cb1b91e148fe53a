import CScan
import Values

/// Reads numbers of the form `-?digits(.digits)?` with at most 18 digits, scaled by 10^`scale`, as
/// `ColumnCells.plainNumbers` does for a whole column.
///
/// `values` has room for the run's rows.
func parseNumbers(_ run: FieldRun, scale: Int, _ values: UnsafeMutablePointer<Int64>) -> ChunkCells {
    var result = ChunkCells()
    var found = cfields_found.nothing
    var plain = run.plain
    var row = 0
    while true {
        row = cfields_numbers(&plain, row, Int32(scale), values, &found)
        if row >= run.rows { break }
        let (cell, count) = run.cell(row)
        if count == 0 {
            found.missing += 1
            values[row] = Int64.min
        } else if let value = plainNumber(cell, count, scale: scale, &result.proofs, &result.scale) {
            values[row] = value
            found.smallest = min(found.smallest, value)
            found.largest = max(found.largest, value)
        } else if result.scale > scale {
            // Whether a larger scale would do is only known when the rest fits.
            values[row] = Int64.min
        } else {
            result.isOdd = true
            return result
        }
        row += 1
    }
    result.take(found)
    if found.has_fraction != 0 {
        // The quick loop reads none that has fewer digits.
        result.scale = max(result.scale, scale)
        result.proofs.insert(.fraction)
    }
    if found.proves_point != 0 { result.proofs.insert(.decimalPoint) }
    if found.not_eight_digits != 0 { result.proofs.insert(.notEightDigits) }
    return result
}

extension cfields_found {
    /// What is found before any cell is read.
    static var nothing: cfields_found {
        var found = cfields_found()
        found.smallest = Int64.max
        found.largest = Int64.min
        return found
    }
}

extension ChunkCells {
    mutating func take(_ found: cfields_found) {
        missing = found.missing
        smallest = found.smallest
        largest = found.largest
    }
}

/// 10^0 ... 10^18.
private let scalePowers: [Int64] = (0...18).map { Int64(truncatingIfNeeded: powerOfTen($0)) }

/// One number of the plain form, digit by digit; nil for anything else, and when it has more digits behind the point
/// than `scale`. `most` is the most of them that were seen.
func plainNumber(
    _ cell: UnsafePointer<UInt8>, _ count: Int, scale: Int, _ proofs: inout CellProofs, _ most: inout Int
) -> Int64? {
    let isNegative = cell[0] == 0x2D
    var position = isNegative ? 1 : 0
    if count - position > 19 || position == count { return nil }
    var value: Int64 = 0
    let start = position
    while position < count, isDigit(cell[position]) {
        value = value &* 10 &+ Int64(cell[position] &- 0x30)
        position &+= 1
    }
    let whole = position &- start
    if whole == 0 || whole > 18 || (whole > 1 && cell[start] == 0x30) { return nil }
    var fraction = 0
    if position < count {
        if cell[position] != 0x2E { return nil }
        position &+= 1
        fraction = count &- position
        if fraction == 0 || whole &+ fraction > 18 { return nil }
        while position < count {
            if !isDigit(cell[position]) { return nil }
            value = value &* 10 &+ Int64(cell[position] &- 0x30)
            position &+= 1
        }
        proofs.insert(.fraction)
        if fraction != 3 || whole > 3 || cell[start] == 0x30 { proofs.insert(.decimalPoint) }
        most = max(most, fraction)
        if fraction > scale { return nil }
    } else if whole != 8 {
        proofs.insert(.notEightDigits)
    }
    let (scaled, overflow) = value.multipliedReportingOverflow(by: scalePowers[scale &- fraction])
    if overflow { return nil }
    return isNegative ? 0 &- scaled : scaled
}
