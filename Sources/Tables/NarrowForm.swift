import Values

/// Making narrow columns of wide ones.
extension NarrowColumn {
    /// Rows of a piece where nothing else decides.
    package static let pieceRows = 16_384

    /// The rows at which pieces begin, and the end, of a table where no column tells.
    package static func borders(rowCount: Int) -> [Int] {
        Array(stride(from: 0, to: rowCount, by: pieceRows)) + [rowCount]
    }

    /// The rows at which the pieces begin, and the end.
    package var borders: [Int] { pieces.map(\.firstRow) + [rowCount] }

    /// The same cells in as few bytes as the widest of them needs; nil for floats, which have no narrow form.
    ///
    /// - Parameter borders: the rows at which pieces begin, ascending from 0, and the end, which is `data.count`.
    package convenience init?(_ data: ColumnData, borders: [Int]) {
        guard borders.first == 0 || data.count == 0, borders.last == data.count else { return nil }
        switch data {
        case .floats: return nil
        case .scaled(let cells, let scale): self.init(signed: cells, .scaled(scale: scale), borders, least: .one)
        case .days(let cells): self.init(signed: cells, .days, borders, least: .two)
        case .moments(let cells): self.init(signed: cells, .moments, borders, least: .eight)
        case .booleans(let cells):
            var low = UInt8.max
            var high = UInt8.min
            for cell in cells where cell != ColumnData.missingBoolean {
                low = min(low, cell)
                high = max(high, cell)
            }
            let memory = NarrowMemory(borders, width: .one)
            memory.fill(cells, as: UInt8.self)
            self.init(
                form: .booleans, pieces: memory.pieces, bounds: low <= high ? Int64(low)...Int64(high) : nil,
                owner: memory)
        case .texts(let codes, let dictionary):
            let width: NarrowCells.Width =
                dictionary.codeCount <= 1 << 8 ? .one : dictionary.codeCount <= 1 << 16 ? .two : .four
            let memory = NarrowMemory(borders, width: width)
            switch width {
            case .one: memory.fill(codes, as: UInt8.self)
            case .two: memory.fill(codes, as: UInt16.self)
            case .four, .eight: memory.fill(codes, as: UInt32.self)
            }
            self.init(
                form: .texts(dictionary), pieces: memory.pieces,
                bounds: dictionary.count > 0 ? 1...Int64(dictionary.count) : nil, owner: memory)
        }
    }

    private convenience init<Wide: FixedWidthInteger & SignedInteger>(
        signed cells: [Wide], _ form: Form, _ borders: [Int], least: NarrowCells.Width
    ) {
        var low = Wide.max
        var high = Wide.min
        for cell in cells where cell != .min {
            low = min(low, cell)
            high = max(high, cell)
        }
        let bounds = low <= high ? Int64(low)...Int64(high) : nil
        // The smallest value of each width says that a cell is missing.
        func holds<Narrow: FixedWidthInteger & SignedInteger>(_: Narrow.Type) -> Bool {
            guard let bounds else { return true }
            return bounds.lowerBound > Int64(Narrow.min) && bounds.upperBound <= Int64(Narrow.max)
        }
        var width = NarrowCells.Width.eight
        if holds(Int32.self) { width = .four }
        if holds(Int16.self) { width = .two }
        if holds(Int8.self) { width = .one }
        if width.rawValue < least.rawValue { width = least }
        let memory = NarrowMemory(borders, width: width)
        switch width {
        case .one: memory.fill(cells, missingAs: Int8.min)
        case .two: memory.fill(cells, missingAs: Int16.min)
        case .four: memory.fill(cells, missingAs: Int32.min)
        case .eight: memory.fill(cells, missingAs: Int64.min)
        }
        self.init(form: form, pieces: memory.pieces, bounds: bounds, owner: memory)
    }
}

/// The memory of a column's pieces, given back with the last that points to it.
///
/// Sendable although it holds a pointer: it is written once, before anybody else sees it.
private final class NarrowMemory: @unchecked Sendable {
    private let start: UnsafeMutableRawPointer
    let pieces: [NarrowCells]

    /// - Parameter borders: ascending; each piece has at least one row.
    init(_ borders: [Int], width: NarrowCells.Width) {
        let alignment = NarrowCells.padding
        var offsets: [Int] = []
        var size = 0
        for (first, next) in zip(borders, borders.dropFirst()) where next > first {
            offsets.append(size)
            let bytes = (next - first) * width.rawValue + NarrowCells.padding
            size += (bytes + alignment - 1) / alignment * alignment
        }
        start = .allocate(byteCount: max(size, alignment), alignment: alignment)
        start.initializeMemory(as: UInt8.self, repeating: 0, count: max(size, alignment))
        var pieces: [NarrowCells] = []
        for (first, next) in zip(borders, borders.dropFirst()) where next > first {
            pieces.append(
                NarrowCells(
                    start: UnsafeRawPointer(start + offsets[pieces.count]), width: width, firstRow: first,
                    count: next - first))
        }
        self.pieces = pieces
    }

    deinit { start.deallocate() }

    func fill<Wide: FixedWidthInteger, Narrow: FixedWidthInteger>(_ cells: [Wide], as _: Narrow.Type) {
        for piece in pieces {
            let target = UnsafeMutableRawPointer(mutating: piece.start).bindMemory(
                to: Narrow.self, capacity: piece.count)
            for place in 0..<piece.count { target[place] = Narrow(truncatingIfNeeded: cells[piece.firstRow + place]) }
        }
    }

    func fill<Wide: FixedWidthInteger & SignedInteger, Narrow: FixedWidthInteger & SignedInteger>(
        _ cells: [Wide], missingAs missing: Narrow
    ) {
        for piece in pieces {
            let target = UnsafeMutableRawPointer(mutating: piece.start).bindMemory(
                to: Narrow.self, capacity: piece.count)
            for place in 0..<piece.count {
                let cell = cells[piece.firstRow + place]
                target[place] = cell == .min ? missing : Narrow(truncatingIfNeeded: cell)
            }
        }
    }
}
