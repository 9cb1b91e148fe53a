import Synchronization
import Values

/// The cells of a column in as few bytes as their values need, in pieces of consecutive rows.
///
/// All narrow columns of one table have pieces of the same rows, so that the cells of one row stand at the same place of
/// the same piece. The width of a cell may differ from piece to piece.
package final class NarrowColumn: Sendable {
    /// What the cells are.
    package enum Form: Sendable {
        /// Decimals times 10^`scale`, signed, of 1, 2, 4 or 8 bytes; the smallest value of the width is a missing cell.
        case scaled(scale: Int)
        /// `Day.number`, signed, of 2 or 4 bytes; the smallest value of the width is a missing cell.
        case days
        /// Microseconds, signed, of 8 bytes; the smallest value is a missing cell.
        case moments
        /// 0, 1, or 2 for a missing cell, of 1 byte.
        case booleans
        /// Codes of the dictionary, unsigned, of 1, 2 or 4 bytes; 0 is a missing cell.
        case texts(TextDictionary)
    }

    package let form: Form
    package let pieces: [NarrowCells]
    package let rowCount: Int
    /// The smallest and the largest value as stored (of texts: codes), missing cells left out; nil where there are none.
    package let bounds: ClosedRange<Int64>?
    /// Of days: `DaySpread.longestSilence`, where it is known without looking at the cells.
    let longestSilence: Int?
    /// Keeps the memory alive that the pieces point to.
    private let owner: any Sendable
    private let widened = Mutex<ColumnData?>(nil)

    package init(
        form: Form, pieces: [NarrowCells], bounds: ClosedRange<Int64>?, longestSilence: Int? = nil, owner: any Sendable
    ) {
        self.form = form
        self.pieces = pieces
        rowCount = pieces.reduce(0) { $0 + $1.count }
        self.bounds = bounds
        self.longestSilence = longestSilence
        self.owner = owner
    }

    /// A column of texts without any.
    convenience init(texts: [String], rowCount: Int) {
        let codes = UnsafeMutablePointer<UInt8>.allocate(capacity: rowCount + NarrowCells.padding)
        codes.initialize(repeating: 0, count: rowCount + NarrowCells.padding)
        self.init(
            form: .texts(TextDictionary(texts: texts)),
            pieces: [NarrowCells(start: codes, width: .one, firstRow: 0, count: rowCount)], bounds: nil,
            owner: OwnedBytes(codes))
    }

    /// The different texts of a column of texts; nil for others.
    package var dictionary: TextDictionary? {
        if case .texts(let dictionary) = form { dictionary } else { nil }
    }

    /// The same cells in arrays of full width, made when they are first asked for.
    package var wide: ColumnData {
        widened.withLock { known in
            if let known { return known }
            let made = makeWide()
            known = made
            return made
        }
    }

    private func makeWide() -> ColumnData {
        switch form {
        case .scaled(let scale): return .scaled(signed(missing: ColumnData.missingScaled), scale: scale)
        case .days: return .days(signed(missing: ColumnData.missingDay))
        case .moments: return .moments(signed(missing: ColumnData.missingScaled))
        case .booleans: return .booleans(unsigned())
        case .texts(let dictionary): return .texts(unsigned(), dictionary)
        }
    }

    private func signed<Wide: FixedWidthInteger & SignedInteger>(missing: Wide) -> [Wide] {
        filled { cells, target in
            switch cells.width {
            case .one: widen(cells.start, Int8.self, target, cells.count, missing)
            case .two: widen(cells.start, Int16.self, target, cells.count, missing)
            case .four: widen(cells.start, Int32.self, target, cells.count, missing)
            case .eight: widen(cells.start, Int64.self, target, cells.count, missing)
            }
        }
    }

    private func unsigned<Wide: FixedWidthInteger>() -> [Wide] {
        filled { cells, target in
            switch cells.width {
            case .one: widen(cells.start, UInt8.self, target, cells.count)
            case .two: widen(cells.start, UInt16.self, target, cells.count)
            case .four, .eight: widen(cells.start, UInt32.self, target, cells.count)
            }
        }
    }

    private func filled<Wide>(_ fill: (NarrowCells, UnsafeMutablePointer<Wide>) -> Void) -> [Wide] {
        [Wide](unsafeUninitializedCapacity: rowCount) { buffer, initialized in
            guard let base = buffer.baseAddress else { return }
            for piece in pieces { fill(piece, base + piece.firstRow) }
            initialized = rowCount
        }
    }

    /// One cell as a value; out of range is missing. For display and small results, not for scans.
    package func value(at row: Int) -> Value {
        guard let cell = cell(at: row) else { return .missing }
        switch form {
        case .scaled(let scale): return .number(ExactDecimal(Int128(cell), scale: scale))
        case .days: return .day(Day(Int(cell)))
        case .moments: return .moment(Moment(microseconds: cell))
        case .booleans: return .boolean(cell == 1)
        case .texts(let dictionary): return dictionary.text(Int32(truncatingIfNeeded: cell)).map(Value.text) ?? .missing
        }
    }

    /// The cell as stored; nil where it is missing or out of range.
    package func cell(at row: Int) -> Int64? {
        guard row >= 0 && row < rowCount else { return nil }
        let piece = piece(of: row)
        return cell(row - piece.firstRow, of: piece)
    }

    /// The piece with a row that there is.
    func piece(of row: Int) -> NarrowCells {
        pieces[pieceIndex(of: row, among: pieces.count) { pieces[$0].firstRow }]
    }

    /// The cell at a place of a piece, which it has; nil where it is missing.
    @inline(__always)
    func cell(_ place: Int, of piece: NarrowCells) -> Int64? {
        switch form {
        case .scaled, .days, .moments:
            switch piece.width {
            case .one:
                let cell = piece.start.load(fromByteOffset: place, as: Int8.self)
                return cell == .min ? nil : Int64(cell)
            case .two:
                let cell = piece.start.load(fromByteOffset: place * 2, as: Int16.self)
                return cell == .min ? nil : Int64(cell)
            case .four:
                let cell = piece.start.load(fromByteOffset: place * 4, as: Int32.self)
                return cell == .min ? nil : Int64(cell)
            case .eight:
                let cell = piece.start.load(fromByteOffset: place * 8, as: Int64.self)
                return cell == .min ? nil : cell
            }
        case .booleans:
            let cell = piece.start.load(fromByteOffset: place, as: UInt8.self)
            return cell == ColumnData.missingBoolean ? nil : Int64(cell)
        case .texts:
            let code: Int64 =
                switch piece.width {
                case .one: Int64(piece.start.load(fromByteOffset: place, as: UInt8.self))
                case .two: Int64(piece.start.load(fromByteOffset: place * 2, as: UInt16.self))
                case .four, .eight: Int64(piece.start.load(fromByteOffset: place * 4, as: UInt32.self))
                }
            return code == 0 ? nil : code
        }
    }
}

/// The cells of consecutive rows, one behind the other.
package struct NarrowCells: @unchecked Sendable {
    /// Bytes a cell.
    package enum Width: Int, Sendable {
        case one = 1
        case two = 2
        case four = 4
        case eight = 8
    }

    /// Aligned to the width, and readable for `padding` bytes behind the last cell.
    package let start: UnsafeRawPointer
    package let width: Width
    package let firstRow: Int
    package let count: Int

    package static let padding = 64

    package init(start: UnsafeRawPointer, width: Width, firstRow: Int, count: Int) {
        self.start = start
        self.width = width
        self.firstRow = firstRow
        self.count = count
    }
}

/// Sendable although it holds a pointer: it only gives the memory back.
private final class OwnedBytes: @unchecked Sendable {
    private let start: UnsafeMutablePointer<UInt8>
    init(_ start: UnsafeMutablePointer<UInt8>) { self.start = start }
    deinit { start.deallocate() }
}

/// `start` and `target` have `count` cells.
private func widen<Narrow: FixedWidthInteger & SignedInteger, Wide: FixedWidthInteger & SignedInteger>(
    _ start: UnsafeRawPointer, _: Narrow.Type, _ target: UnsafeMutablePointer<Wide>, _ count: Int, _ missing: Wide
) {
    let cells = start.assumingMemoryBound(to: Narrow.self)
    for place in 0..<count {
        let cell = cells[place]
        (target + place).initialize(to: cell == .min ? missing : Wide(truncatingIfNeeded: cell))
    }
}

private func widen<Narrow: FixedWidthInteger, Wide: FixedWidthInteger>(
    _ start: UnsafeRawPointer, _: Narrow.Type, _ target: UnsafeMutablePointer<Wide>, _ count: Int
) {
    let cells = start.assumingMemoryBound(to: Narrow.self)
    for place in 0..<count { (target + place).initialize(to: Wide(truncatingIfNeeded: cells[place])) }
}

/// The last of `count` pieces (at least one) that does not begin behind a row.
func pieceIndex(of row: Int, among count: Int, firstRow: (Int) -> Int) -> Int {
    var low = 0
    var high = count - 1
    while low < high {
        let middle = (low + high + 1) / 2
        if firstRow(middle) <= row { low = middle } else { high = middle - 1 }
    }
    return low
}
