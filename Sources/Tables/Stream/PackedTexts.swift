import Glibc
import Synchronization
import Values

/// A column of texts of which most are different, as they stand in the file: each as the number of bytes that it shares
/// with the one before or with a text that is kept whole, and the rest.
///
/// A text is written as: the number of shared bytes; the number of the others in seven bits, 127 for more, and in the
/// eighth whether a kept text shares them; its number, if so; four bytes of length, if there are more; the others.
///
/// Codes are given when somebody asks for them, which a list of rows does not.
package final class PackedTexts: Sendable {
    /// The texts of consecutive rows.
    struct Piece: @unchecked Sendable {
        /// Every `restart` rows a text shares nothing with the one before; they stand at these offsets from `bytes`.
        var restarts: UnsafePointer<UInt32>
        var bytes: UnsafePointer<UInt8>
        /// The texts that are kept whole: the places of their bytes from here on, each in two bytes, then the bytes.
        var references: UnsafePointer<UInt8>
        var firstRow: Int
        var count: Int
    }

    static let restart = 32
    static let mostShared = 255
    /// A length of so many bytes or more is written in four more bytes.
    private static let longLength: UInt8 = 127
    private static let isReference: UInt8 = 128

    package let rowCount: Int
    private let pieces: [Piece]
    /// Keeps the memory alive that the pieces point to.
    private let owner: any Sendable
    private let mayHoldHighBytes: Bool
    private let coded = Mutex<NarrowColumn?>(nil)
    private let failed = Atomic(false)
    /// Whether there was no memory for codes, so that what was given for them means nothing.
    var hasFailed: Bool { failed.load(ordering: .relaxed) }

    init(_ pieces: [Piece], mayHoldHighBytes: Bool, owner: any Sendable) {
        self.pieces = pieces
        self.owner = owner
        self.mayHoldHighBytes = mayHoldHighBytes
        rowCount = pieces.reduce(0) { $0 + $1.count }
    }

    // MARK: Packing

    /// Bytes that the texts of a run may take at the most.
    static func room(_ run: FieldRun, bytes: Int) -> Int { bytes + run.rows * 7 + 64 }

    /// Writes a text behind `target` and gives where the next one goes: `shared` bytes of the text before, or of the kept
    /// one that is named, and the rest.
    @inline(__always)
    static func write(
        _ rest: UnsafePointer<UInt8>, _ count: Int, shared: Int, reference: UInt8?,
        to target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        let isLong = count >= Int(longLength)
        let length = isLong ? longLength : UInt8(truncatingIfNeeded: count)
        var next = target
        next[0] = UInt8(truncatingIfNeeded: shared)
        next[1] = reference == nil ? length : length | isReference
        next += 2
        if let reference {
            next[0] = reference
            next += 1
        }
        if isLong {
            UnsafeMutableRawPointer(next).storeBytes(of: UInt32(truncatingIfNeeded: count), as: UInt32.self)
            next += 4
        }
        // Most are short: sixteen bytes at once, whatever stands behind them.
        if count <= 16 {
            UnsafeMutableRawPointer(next).storeBytes(
                of: UnsafeRawPointer(rest).loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
        } else {
            memcpy(next, rest, count)
        }
        return next + count
    }

    // MARK: Reading

    /// Calls `body` with each text from a row of the piece on, until it returns false.
    ///
    /// The bytes are valid during the call and can be read 64 bytes further.
    private func unpack(
        _ piece: Piece, from row: Int, _ scratch: inout [UInt8],
        _ body: (_ row: Int, _ text: UnsafePointer<UInt8>, _ count: Int) -> Bool
    ) {
        var place = row / Self.restart * Self.restart
        var position = piece.bytes + Int(piece.restarts[row / Self.restart])
        var length = 0
        while place < piece.count {
            let shared = Int(position[0])
            let isReferred = position[1] & Self.isReference != 0
            var rest = Int(position[1] & ~Self.isReference)
            position += 2
            var reference: UnsafePointer<UInt8>?
            if isReferred {
                let place = UnsafeRawPointer(piece.references).loadUnaligned(
                    fromByteOffset: Int(position[0]) * 2, as: UInt16.self)
                reference = piece.references + Int(place)
                position += 1
            }
            if rest == Int(Self.longLength) {
                rest = Int(UnsafeRawPointer(position).loadUnaligned(as: UInt32.self))
                position += 4
            }
            length = shared + rest
            if scratch.count < length + 64 { scratch += [UInt8](repeating: 0, count: length * 2 + 64 - scratch.count) }
            let goesOn = scratch.withUnsafeMutableBufferPointer { buffer -> Bool in
                guard let base = buffer.baseAddress else { return false }
                if let reference { memcpy(base, reference, shared) }
                memcpy(base + shared, position, rest)
                return place < row || body(place, base, length)
            }
            position += rest
            if !goesOn { return }
            place += 1
        }
    }

    /// Nil where it is missing or out of range.
    package func text(at row: Int) -> String? {
        guard row >= 0, row < rowCount else { return nil }
        let piece = pieces[pieceIndex(of: row, among: pieces.count) { pieces[$0].firstRow }]
        var result: String?
        var scratch = [UInt8](repeating: 0, count: 128)
        unpack(piece, from: row - piece.firstRow, &scratch) { _, start, count in
            if count > 0 {
                let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
                result = mayHoldHighBytes ? text.composed : text
            }
            return false
        }
        return result
    }

    /// Calls `body` with the texts of `count` rows from `first` on, all of them in range; of 0 bytes where one is missing.
    ///
    /// The bytes are valid during the call.
    func forEachText(from first: Int, count: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        var scratch = [UInt8](repeating: 0, count: 256)
        let end = first + count
        var row = first
        var index = pieceIndex(of: row, among: pieces.count) { pieces[$0].firstRow }
        while row < end, index < pieces.count {
            let piece = pieces[index]
            unpack(piece, from: row - piece.firstRow, &scratch) { place, start, length in
                let bytes = UnsafeBufferPointer(start: start, count: length)
                if mayHoldHighBytes, bytes.contains(where: { $0 > 127 }) {
                    var text = String(decoding: bytes, as: UTF8.self).composed
                    text.withUTF8 { body($0) }
                } else {
                    body(bytes)
                }
                row = piece.firstRow + place + 1
                return row < end
            }
            index += 1
        }
    }

    // MARK: Codes

    /// The same column by codes, made when it is first asked for.
    package var narrow: NarrowColumn {
        coded.withLock { known in
            if let known { return known }
            let made = makeCodes()
            known = made
            return made
        }
    }

    /// The same column by codes, which are not kept where they have to be made.
    func codes() -> NarrowColumn { coded.withLock { $0 } ?? makeCodes() }

    private func makeCodes() -> NarrowColumn {
        if let made = madeCodes() { return made }
        failed.store(true, ordering: .relaxed)
        return NarrowColumn(texts: [], rowCount: rowCount)
    }

    /// Nil when there is no memory.
    private func madeCodes() -> NarrowColumn? {
        guard let dictionary = SharedDictionary(rows: rowCount) else { return nil }
        if mayHoldHighBytes { dictionary.noteHighBytes() }
        let threads = min(WorkerPool.shared.threads, max(1, pieces.count))
        let work = Coding(dictionary, threads: threads, pieces: pieces.count)
        concurrently(threads) { thread in
            while let index = work.next() {
                work.results[index] = self.codes(self.pieces[index], work.coders[thread])
            }
        }
        var narrow: [NarrowCells] = []
        for (index, piece) in pieces.enumerated() {
            guard let cells = work.results[index] else { return nil }
            narrow.append(
                NarrowCells(start: cells.start, width: cells.width, firstRow: piece.firstRow, count: piece.count))
        }
        guard let renumbering = dictionary.close(left: work.coders.map(\.sink.reserve), isUsed: nil),
            renumber(&narrow, renumbering, work.coders[0].memory)
        else { return nil }
        return NarrowColumn(
            form: .texts(TextDictionary(dictionary)), pieces: narrow,
            bounds: dictionary.count > 0 ? 1...Int64(dictionary.count) : nil, owner: work)
    }

    /// What one thread needs to give codes.
    private final class Coder {
        let memory = ColumnMemory()
        let sink: TextSink
        let text = ScratchMemory<UInt8>()
        let marks = ScratchMemory<UInt32>()
        let codes = ScratchMemory<UInt32>()

        init(_ dictionary: SharedDictionary) { sink = TextSink(dictionary, many: true) }
    }

    /// Sendable although threads write to it: each coder is one thread's, each result is written once.
    private final class Coding: @unchecked Sendable {
        let coders: [Coder]
        let results: UnsafeMutableBufferPointer<NarrowCells?>
        private let taken = Atomic(0)

        init(_ dictionary: SharedDictionary, threads: Int, pieces: Int) {
            coders = (0..<threads).map { _ in Coder(dictionary) }
            results = .allocate(capacity: pieces)
            results.initialize(repeating: nil)
        }

        deinit {
            results.deinitialize()
            results.deallocate()
        }

        func next() -> Int? {
            let index = taken.wrappingAdd(1, ordering: .relaxed).oldValue
            return index < results.count ? index : nil
        }
    }

    /// Nil when there is no memory.
    private func codes(_ piece: Piece, _ coder: Coder) -> NarrowCells? {
        // Unpacked one behind the other, each with its end marked: a run of fields.
        let marks = coder.marks.room(piece.count + 1)
        marks[0] = UInt32.max
        var size = 64
        var scratch = [UInt8](repeating: 0, count: 256)
        unpack(piece, from: 0, &scratch) { _, _, count in
            size += count + 1
            return true
        }
        let text = coder.text.room(size + 2 * FieldRun.padding)
        var end = 0
        unpack(piece, from: 0, &scratch) { row, start, count in
            memcpy(text + end, start, count)
            end += count
            marks[row + 1] = UInt32(truncatingIfNeeded: end)
            text[end] = 0
            end += 1
            return true
        }
        let run = FieldRun(
            bytes: text, entries: marks, stride: 1, rows: piece.count, quote: Dialect.noQuote,
            delimiter: Dialect.noDelimiter, keepsSpaces: true, mayEndInReturn: false)
        let codes = coder.codes.room(piece.count)
        guard let found = coder.sink.parse(run, codes) else { return nil }
        return storeNarrow(
            codes: codes, piece.count, largest: UInt32(truncatingIfNeeded: found.largest), coder.memory)
    }
}
