import Synchronization
import Values

/// The different texts of a column of which each is as good as its number: which numbers there are is all that is kept.
///
/// Texts are in the order of their numbers.
final class NumberedTexts: TextStore {
    let count: Int
    private let form: NumberedForm
    /// The smallest number there is.
    private let first: UInt32
    /// A bit for each number from `first` on, set where there is such a text.
    private let bits: [UInt8]
    /// How many bits are set before each byte of `bits`.
    private let ranks: [UInt32]
    /// Of every 64th text the byte of `bits` in which it is.
    private let places: [UInt32]

    /// Numbers that are further apart than so many times the rows take more memory than their texts.
    static let widestSpread = 16

    /// The texts of a column with cells as `parseNumbered` gives them, between `smallest` and `largest`.
    ///
    /// Nil where the numbers are too far apart.
    init?(_ form: NumberedForm, _ pieces: [NarrowCells], rows: Int, smallest: Int64, largest: Int64) {
        self.form = form
        guard smallest <= largest else {
            (count, first, bits, ranks, places) = (0, 0, [], [], [])
            return
        }
        let size = Int(largest - smallest) / 8 + 1
        guard smallest > 0, largest <= Int64(UInt32.max), Int(largest - smallest) <= Self.widestSpread * rows,
            Work.mayTake(size * (WorkerPool.shared.threads + 6))
        else { return nil }
        first = UInt32(smallest - 1)
        bits = Self.marked(pieces, from: UInt32(smallest), size: size)
        var ranks: [UInt32] = []
        ranks.reserveCapacity(size)
        var places: [UInt32] = []
        var before: UInt32 = 0
        for (place, byte) in bits.enumerated() {
            ranks.append(before)
            before += UInt32(setBits[Int(byte)])
            if Int(before) > places.count * 64 { places.append(UInt32(place)) }
        }
        self.ranks = ranks
        self.places = places
        count = Int(before)
    }

    /// The bits of all cells, by all threads.
    private static func marked(_ pieces: [NarrowCells], from smallest: UInt32, size: Int) -> [UInt8] {
        let all = Mutex([UInt8](repeating: 0, count: size))
        eachThread(of: pieces) { next in
            var bits = [UInt8](repeating: 0, count: size)
            while let piece = next() {
                piece.forEachCode { code in
                    guard code > 0 else { return }
                    let place = Int(code &- smallest)
                    bits[place >> 3] |= 1 &<< UInt8(truncatingIfNeeded: place & 7)
                }
            }
            all.withLock { all in for place in 0..<size { all[place] |= bits[place] } }
        }
        return all.withLock { $0 }
    }

    /// Gives cells as `parseNumbered` gave them their codes, in place: none is larger than it was.
    func renumber(_ pieces: [NarrowCells]) {
        Self.eachThread(of: pieces) { [self] next in
            while let piece = next() { piece.replaceCodes(code) }
        }
    }

    /// The code of a cell as `parseNumbered` gave it.
    @inline(__always)
    private func code(_ cell: UInt32) -> UInt32 {
        if cell == 0 { return 0 }
        let place = Int(cell &- 1 &- first)
        let before = bits[place >> 3] & (1 &<< UInt8(truncatingIfNeeded: place & 7) &- 1)
        return ranks[place >> 3] &+ UInt32(setBits[Int(before)]) &+ 1
    }

    /// Runs `body` in all threads; `next` gives each piece to one of them.
    private static func eachThread(
        of pieces: [NarrowCells], _ body: @escaping @Sendable (_ next: () -> NarrowCells?) -> Void
    ) {
        let taken = Atomic(0)
        concurrently(min(WorkerPool.shared.threads, max(1, pieces.count))) { _ in
            body {
                let index = taken.wrappingAdd(1, ordering: .relaxed).oldValue
                return index < pieces.count ? pieces[index] : nil
            }
        }
    }

    // MARK: Texts

    func give(_ index: Int, to body: (UnsafeBufferPointer<UInt8>) -> Void) {
        // The last byte that has no more than `index` bits before it, and the bit in it.
        var low = Int(places[index / 64])
        var high = index / 64 + 1 < places.count ? Int(places[index / 64 + 1]) : ranks.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if Int(ranks[middle]) <= index { low = middle } else { high = middle - 1 }
        }
        var rest = bits[low]
        for _ in 0..<(index - Int(ranks[low])) { rest &= rest &- 1 }
        form.write(first + UInt32(low * 8 + rest.trailingZeroBitCount), to: body)
    }

    func place(of text: UnsafeBufferPointer<UInt8>) -> TextPlace {
        guard let number = form.number(text), number >= first else { return .none }
        let place = Int(number - first)
        guard place >> 3 < bits.count, bits[place >> 3] & (1 << UInt8(place & 7)) != 0 else { return .none }
        return .at(Int(code(number + 1)) - 1)
    }
}

/// How many bits are set in each byte.
private let setBits: [UInt8] = (0...255).map { UInt8($0.nonzeroBitCount) }

extension NarrowCells {
    /// Calls `body` with each cell of a column of texts.
    @inline(__always)
    fileprivate func forEachCode(_ body: (UInt32) -> Void) {
        func each<Cell: FixedWidthInteger & UnsignedInteger>(_: Cell.Type) {
            let cells = start.assumingMemoryBound(to: Cell.self)
            for place in 0..<count { body(UInt32(truncatingIfNeeded: cells[place])) }
        }
        switch width {
        case .one: each(UInt8.self)
        case .two: each(UInt16.self)
        case .four, .eight: each(UInt32.self)
        }
    }

    /// Writes another code, no larger, into each cell; nobody else may look at them yet.
    @inline(__always)
    fileprivate func replaceCodes(_ new: (UInt32) -> UInt32) {
        func each<Cell: FixedWidthInteger & UnsignedInteger>(_: Cell.Type) {
            let cells = UnsafeMutableRawPointer(mutating: start).assumingMemoryBound(to: Cell.self)
            for place in 0..<count {
                cells[place] = Cell(truncatingIfNeeded: new(UInt32(truncatingIfNeeded: cells[place])))
            }
        }
        switch width {
        case .one: each(UInt8.self)
        case .two: each(UInt16.self)
        case .four, .eight: each(UInt32.self)
        }
    }
}
