import Engine
import Tables
import Values

/// How cells are written in a file of values separated by a character; see `DelimitedRenderer`.
struct DelimitedStyle {
    let delimiter: UInt8
    /// Whether the delimiter and line breaks inside a cell are written as spaces.
    let flattens: Bool
    /// Whether text that a spreadsheet would run gets an apostrophe before it.
    let guards: Bool

    func write(_ value: Value, to bytes: WrittenBytes) {
        switch value {
        case .missing: break
        case .number(let number): bytes.append(number)
        case .day(let day): bytes.append(day)
        case .text(var text): text.withUTF8 { write($0, to: bytes) }
        // Of digits and letters; the label of a period has no delimiter.
        default: bytes.append(value.plainText)
        }
    }

    func write(_ text: UnsafeBufferPointer<UInt8>, to bytes: WrittenBytes) {
        let isGuarded = guards && Self.startsFormula(text)
        if let source = text.baseAddress, !text.isEmpty {
            let before = bytes.count
            if isGuarded { bytes.append(Self.apostrophe) }
            let target = bytes.room(text.count)
            target.update(from: source, count: text.count)
            // Looked at where it has been copied to, since bytes behind it may be read there.
            if !needsCare(target, text.count) { return bytes.advance(text.count) }
            bytes.cut(to: before)
        }
        let needsQuotes = !flattens || text.isEmpty || text.contains(Self.quote)
        if needsQuotes { bytes.append(Self.quote) }
        if isGuarded { bytes.append(Self.apostrophe) }
        for byte in text {
            if byte == Self.quote { bytes.append(byte) }
            let isFlat = flattens && (byte == delimiter || byte == 10 || byte == 13)
            bytes.append(isFlat ? UInt8(ascii: " ") : byte)
        }
        if needsQuotes { bytes.append(Self.quote) }
    }

    /// Whether a delimiter, quote or line break is among the bytes, behind which eight more can be read.
    @inline(__always)
    private func needsCare(_ start: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        // Eight bytes at once: the high bit of each byte of a sum is set where the byte is one that is looked for.
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let delimiters = ones &* UInt64(delimiter)
        let quotes = ones &* UInt64(Self.quote)
        func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highs }
        let bytes = UnsafeRawPointer(start)
        var place = 0
        while place < count {
            let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            var found =
                zeros(word ^ delimiters) | zeros(word ^ quotes) | zeros(word ^ (ones &* 10))
                | zeros(word ^ (ones &* 13))
            // Above the first byte that is found, others may seem to be: the first one is what counts.
            if place &+ 8 > count { found &= (1 << (UInt64(count &- place) &* 8)) &- 1 }
            if found != 0 { return true }
            place &+= 8
        }
        return false
    }

    private static let quote = UInt8(ascii: "\"")
    private static let apostrophe = UInt8(ascii: "'")

    /// Whether a spreadsheet would take the text for a formula.
    private static func startsFormula(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        switch text.first {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: "\t"),
            UInt8(ascii: "\r"), UInt8(ascii: "\n"):
            return true
        case 0xEF:
            // The full-width forms `＝`, `＋`, `－`, `＠`: U+FF1D, U+FF0B, U+FF0D, U+FF20.
            guard text.count >= 3, text[1] == 0xBC else { return false }
            return text[2] == 0x9D || text[2] == 0x8B || text[2] == 0x8D || text[2] == 0xA0
        default: return false
        }
    }
}

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
