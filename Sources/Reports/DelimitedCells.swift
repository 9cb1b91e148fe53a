import Engine
import Tables
import Values

/// The cells of one column in some lines, each written with what parts it from the next one.
final class DelimitedCells {
    /// Where a cell stands.
    struct Span {
        var start = 0
        var count = 0
    }

    private let cells: AnswerCells
    private let style: DelimitedStyle
    /// What is written behind each cell: the delimiter, or the end of the line, which has two bytes at the most.
    private let ending: [UInt8]
    /// Whether a missing cell is written as empty text: nothing at all would be an empty line, which readers skip.
    private let isAlone: Bool
    private let block = WrittenBytes()
    /// Texts that come again and again, each written once.
    private let repeated = WrittenBytes()
    /// Where the text of a code stands in `repeated`; of no bytes where it does not yet.
    private var known: [Span] = []
    /// Of more different texts none is kept.
    private static let mostKnown = 1 << 16

    /// So many lines can be written at once.
    static let mostLines = 512
    private let spans = UnsafeMutablePointer<Span>.allocate(capacity: mostLines)
    /// How many bytes the cells written last take.
    private var size = 0
    private var isRepeated = false

    init(_ cells: AnswerCells, style: DelimitedStyle, ending: [UInt8], isAlone: Bool) {
        self.cells = cells
        self.style = style
        self.ending = ending
        self.isAlone = isAlone
        spans.initialize(repeating: Span(), count: Self.mostLines)
    }

    deinit { spans.deallocate() }

    /// Writes the cells of these lines, `mostLines` at the most, in place of those before; cells that there are not are
    /// missing.
    func write(_ lines: Range<Int>) {
        let lines = lines.prefix(Self.mostLines)
        let batch = cells.batch(of: lines)
        block.removeAll()
        if case .codes(let codes, let dictionary) = batch, dictionary.codeCount <= Self.mostKnown,
            codes.count == lines.count
        {
            isRepeated = true
            writeRepeated(codes, dictionary)
        } else {
            isRepeated = false
            writeOneByOne(batch)
            for line in batch.count..<max(batch.count, lines.count) { end(line, block.count) }
            size = block.count
        }
    }

    private func writeRepeated(_ codes: [Int32], _ dictionary: TextDictionary) {
        if known.isEmpty { known = [Span](repeating: Span(), count: dictionary.codeCount) }
        var size = 0
        for (line, code) in codes.enumerated() {
            let code = code >= 0 && code < known.count ? Int(code) : 0
            var span = known[code]
            if span.count == 0 {
                let start = repeated.count
                write(code, of: dictionary, to: repeated)
                span = ended(start, repeated)
                known[code] = span
            }
            spans[line] = span
            size += span.count
        }
        self.size = size
    }

    private func writeOneByOne(_ batch: CellBatch) {
        switch batch {
        case .stored(let cells, .scaled(let scale)):
            for (line, cell) in cells.enumerated() {
                let start = block.count
                if cell != .min { block.append(cell, scale: scale) }
                end(line, start)
            }
        case .stored(let cells, let form):
            for (line, cell) in cells.enumerated() {
                let start = block.count
                style.write(form.value(cell), to: block)
                end(line, start)
            }
        case .codes(let codes, let dictionary):
            for (line, code) in codes.enumerated() {
                let start = block.count
                write(Int(code), of: dictionary, to: block)
                end(line, start)
            }
        case .texts(let texts, let ends):
            texts.withUnsafeBufferPointer { texts in
                var first = 0
                for (line, last) in ends.enumerated() {
                    let start = block.count
                    if last > first { style.write(UnsafeBufferPointer(rebasing: texts[first..<last]), to: block) }
                    end(line, start)
                    first = last
                }
            }
        case .values(let values):
            for (line, value) in values.enumerated() {
                let start = block.count
                style.write(value, to: block)
                end(line, start)
            }
        }
    }

    /// Nothing for code 0.
    @inline(__always)
    private func write(_ code: Int, of dictionary: TextDictionary, to bytes: WrittenBytes) {
        guard code > 0, code <= dictionary.count else { return }
        dictionary.withBytes(code - 1) { style.write($0, to: bytes) }
    }

    /// Ends the cell of a line, which begins there in `block`.
    @inline(__always)
    private func end(_ line: Int, _ start: Int) { spans[line] = ended(start, block) }

    @inline(__always)
    private func ended(_ start: Int, _ bytes: WrittenBytes) -> Span {
        if isAlone, bytes.count == start { bytes.append("\"\"") }
        for byte in ending { bytes.append(byte) }
        return Span(start: start, count: bytes.count - start)
    }

    /// The cells written last.
    var written: Written { Written(bytes: isRepeated ? repeated.start : block.start, spans: spans, size: size) }

    /// Valid until the next lines are written.
    struct Written {
        fileprivate let bytes: UnsafeMutablePointer<UInt8>
        fileprivate let spans: UnsafeMutablePointer<Span>
        /// How many bytes they have together.
        let size: Int

        /// Copies the cell of one of the lines written last, and says how many bytes it has; up to 32 may be overwritten
        /// behind them.
        @inline(__always)
        func copy(_ line: Int, to target: UnsafeMutablePointer<UInt8>) -> Int {
            let span = spans[line]
            let source = bytes + span.start
            if span.count <= WrittenBytes.padding {
                // Most are short.
                UnsafeMutableRawPointer(target).storeBytes(
                    of: UnsafeRawPointer(source).loadUnaligned(as: SIMD32<UInt8>.self), as: SIMD32<UInt8>.self)
            } else {
                target.update(from: source, count: span.count)
            }
            return span.count
        }
    }
}
