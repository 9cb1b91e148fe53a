import Values

/// Eight bytes at any place.
@inline(__always)
private func eightBytes(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
    UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
}

/// The number of up to eight digits that end before `end`; nil when one of them is no digit.
///
/// The eight bytes before `end` can be read.
@inline(__always)
private func digits(_ end: UnsafePointer<UInt8>, _ count: Int) -> Int64? {
    let shift = UInt64(truncatingIfNeeded: 64 &- 8 &* count)
    // The digits as values, the first in the low byte; what stands before them is pushed out.
    var word = ((eightBytes(end - 8) ^ 0x3030_3030_3030_3030) &>> shift) &<< shift
    if (word | (word &+ 0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0 != 0 { return nil }
    word = (word &* 10) &+ (word >> 8)
    let pairs = word & 0x0000_00FF_0000_00FF
    let others = (word >> 16) & 0x0000_00FF_0000_00FF
    return Int64(
        truncatingIfNeeded: ((pairs &* 0x000F_4240_0000_0064) &+ (others &* 0x0000_2710_0000_0001)) >> 32 & 0xFFFF_FFFF)
}

/// Reads numbers of the form `-?digits(.digits)?` with at most 18 digits, scaled by 10^`scale`, as
/// `ColumnCells.plainNumbers` does for a whole column.
///
/// `values` has room for the run's rows.
func parseNumbers(_ run: FieldRun, scale: Int, _ values: UnsafeMutablePointer<Int64>) -> ChunkCells {
    var result = ChunkCells()
    var smallest = Int64.max
    var largest = Int64.min
    var missing = 0
    var proofs: CellProofs = []
    let powers = scalePowers
    // The form that most cells have: digits, and exactly as many behind the point as were guessed.
    let tail = scale &+ 1
    let isShort = scale > 0 && scale <= 7
    let factor = powers[min(scale, 18)]
    for row in 0..<run.rows {
        let (cell, count) = run.cell(row)
        var value: Int64
        let whole = count &- tail
        if isShort, whole > 0, whole <= 8, cell[whole] == 0x2E, cell[0] != 0x30 || whole == 1,
            let front = digits(cell + whole, whole), let back = digits(cell + count, scale)
        {
            value = front &* factor &+ back
            proofs.insert(.fraction)
            if scale != 3 || whole > 3 || cell[0] == 0x30 { proofs.insert(.decimalPoint) }
        } else if scale == 0, count > 0, count <= 8, cell[0] != 0x30 || count == 1,
            let front = digits(cell + count, count)
        {
            value = front
            if count != 8 { proofs.insert(.notEightDigits) }
        } else if count == 0 {
            missing &+= 1
            values[row] = Int64.min
            continue
        } else if let number = plainNumber(cell, count, scale: scale, powers, &proofs, &result.neededScale) {
            value = number
        } else {
            // Whether a larger scale would do is only known when the rest fits.
            if result.neededScale > scale {
                values[row] = Int64.min
                continue
            }
            result.isOdd = true
            return result
        }
        values[row] = value
        smallest = min(smallest, value)
        largest = max(largest, value)
    }
    result.missing = missing
    result.smallest = smallest
    result.largest = largest
    result.proofs = proofs
    return result
}

/// 10^0 ... 10^18.
private let scalePowers: [Int64] = (0...18).map { Int64(truncatingIfNeeded: powerOfTen($0)) }

/// One number of the plain form, digit by digit; nil for anything else, and when it has more digits behind the point
/// than `scale`: `needed` says how many.
@inline(never)
private func plainNumber(
    _ cell: UnsafePointer<UInt8>, _ count: Int, scale: Int, _ powers: [Int64], _ proofs: inout CellProofs,
    _ needed: inout Int
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
        if fraction > scale {
            needed = max(needed, fraction)
            return nil
        }
    } else if whole != 8 {
        proofs.insert(.notEightDigits)
    }
    let (scaled, overflow) = value.multipliedReportingOverflow(by: powers[scale &- fraction])
    if overflow { return nil }
    return isNegative ? 0 &- scaled : scaled
}
