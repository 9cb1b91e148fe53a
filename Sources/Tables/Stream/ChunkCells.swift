/// What the cells of one column in one chunk were found to be.
struct ChunkCells {
    /// Nil for a chunk without rows.
    var cells: NarrowCells?
    /// Texts that are kept as they stand; `cells` is nil then.
    var packed: PackedTexts.Piece?
    var missing = 0
    /// The smallest and the largest value; `smallest > largest` where every cell is missing.
    var smallest = Int64.max
    var largest = Int64.min
    /// A cell that the plain form does not fit: the careful reading has to decide what the column is.
    var isOdd = false
    /// The most digits behind the point; where these are others than was guessed, the column has to be read again.
    var scale = 0
    var proofs: CellProofs = []
    /// Where in the file the first cell stands that proves the order of day and month, or that digits are codes: one
    /// with a leading zero.
    var proofOffset: Int?
    /// Cells with spaces around them that were left out.
    var trimmed = 0
}

/// What single cells prove about their column, gathered over all of them.
struct CellProofs: OptionSet, Sendable {
    let rawValue: UInt8
    /// A number has a fraction; the point of one can be nothing but a decimal point; a number is not of eight digits.
    static let fraction = CellProofs(rawValue: 1)
    static let decimalPoint = CellProofs(rawValue: 2)
    static let notEightDigits = CellProofs(rawValue: 4)
    /// A date-time is not at midnight.
    static let timeOfDay = CellProofs(rawValue: 8)
    /// A word for yes or no has more than one letter.
    static let wholeWord = CellProofs(rawValue: 16)
    /// There may be bytes above 127.
    static let highBytes = CellProofs(rawValue: 32)
}

/// Writes signed values in the least width that holds them and a smallest value for missing cells (`Int64.min`).
///
/// Nil when there is no memory. `values` has `count` values between `smallest` and `largest`, or missing.
func storeNarrow(
    _ values: UnsafePointer<Int64>, _ count: Int, smallest: Int64, largest: Int64, atLeast: NarrowCells.Width,
    _ memory: ColumnMemory
) -> NarrowCells? {
    let isEmpty = smallest > largest
    func fits<T: FixedWidthInteger & SignedInteger>(_: T.Type) -> Bool {
        isEmpty || (smallest > Int64(T.min) && largest <= Int64(T.max))
    }
    func store<T: FixedWidthInteger & SignedInteger>(_: T.Type, _ width: NarrowCells.Width) -> NarrowCells? {
        guard let raw = memory.take(count * MemoryLayout<T>.size) else { return nil }
        let target = raw.bindMemory(to: T.self, capacity: count)
        for place in 0..<count {
            let value = values[place]
            target[place] = value == Int64.min ? T.min : T(truncatingIfNeeded: value)
        }
        return NarrowCells(start: UnsafeRawPointer(raw), width: width, firstRow: 0, count: count)
    }
    if atLeast == .one && fits(Int8.self) { return store(Int8.self, .one) }
    if atLeast.rawValue <= 2 && fits(Int16.self) { return store(Int16.self, .two) }
    if atLeast.rawValue <= 4 && fits(Int32.self) { return store(Int32.self, .four) }
    return store(Int64.self, .eight)
}

/// Writes codes in the least width that holds them; `largest` is the largest of them. Nil when there is no memory.
func storeNarrow(
    codes: UnsafePointer<UInt32>, _ count: Int, largest: UInt32, _ memory: ColumnMemory
) -> NarrowCells? {
    func store<T: FixedWidthInteger & UnsignedInteger>(_: T.Type, _ width: NarrowCells.Width) -> NarrowCells? {
        guard let raw = memory.take(count * MemoryLayout<T>.size) else { return nil }
        let target = raw.bindMemory(to: T.self, capacity: count)
        for place in 0..<count { target[place] = T(truncatingIfNeeded: codes[place]) }
        return NarrowCells(start: UnsafeRawPointer(raw), width: width, firstRow: 0, count: count)
    }
    if largest <= UInt32(UInt8.max) { return store(UInt8.self, .one) }
    if largest <= UInt32(UInt16.max) { return store(UInt16.self, .two) }
    return store(UInt32.self, .four)
}
