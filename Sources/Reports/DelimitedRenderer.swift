import Engine
import Values

/// Values separated by a character, for spreadsheets and programs: a header of machine names, unrounded numbers, ISO
/// days, nothing for no value.
///
/// Both formats quote by RFC 4180: a cell with the delimiter, a quote or a line break stands in quotes, quotes inside are
/// doubled. Empty text is `""`, no value is nothing.
///
/// Spreadsheets are what most of these files are opened in, so two things are changed unless the options say `exact`:
///
/// - Text that a spreadsheet would run, because it begins with `=`, `+`, `-`, `@`, their full-width forms, a tab or a line
///   break, gets an apostrophe before it. Numbers never do.
/// - In `tsv` a tab or line break inside a cell is a space, since not every program that takes tabs knows quotes.
struct DelimitedRenderer: Renderer {
    let name: String
    let fileExtensions: [String]
    let delimiter: UInt8
    let lineEnd: String
    /// Whether the delimiter and line breaks inside a cell are written as spaces.
    let flattens: Bool

    /// RFC 4180.
    static let csv = DelimitedRenderer(
        name: "csv", fileExtensions: ["csv"], delimiter: UInt8(ascii: ","), lineEnd: "\r\n", flattens: false)
    static let tsv = DelimitedRenderer(
        name: "tsv", fileExtensions: ["tsv", "tab"], delimiter: UInt8(ascii: "\t"), lineEnd: "\n", flattens: true)

    func render(
        _ answer: Answer, options: RenderOptions, into write: ([UInt8]) throws(RenderingStopped) -> Void
    ) throws(RenderingStopped) {
        let columns = answer.columns.map(\.allDataCells)
        let lineEnd = Array(self.lineEnd.utf8)
        var piece: [UInt8] = []
        piece.reserveCapacity(pieceSize + pieceSize / 4)
        for (index, column) in answer.columns.enumerated() {
            if index > 0 { piece.append(delimiter) }
            append(column.name, to: &piece, exact: options.exact)
        }
        piece += lineEnd
        // Cells are written column by column, where they stand beside each other, some lines at a time.
        var written = [WrittenCells](repeating: WrittenCells(), count: columns.count)
        let count = max(0, answer.lineCount)
        for first in stride(from: 0, to: count, by: Self.linesAtOnce) {
            let lines = first..<min(first + Self.linesAtOnce, count)
            for index in columns.indices {
                written[index].removeAll()
                columns[index].forEach(in: lines) { cell in
                    let before = written[index].bytes.count
                    append(cell, to: &written[index].bytes, exact: options.exact)
                    // Nothing at all would be an empty line, which readers skip.
                    if columns.count == 1, written[index].bytes.count == before {
                        written[index].bytes += Self.empty
                    }
                    written[index].ends.append(written[index].bytes.count)
                }
            }
            for line in 0..<lines.count {
                for index in columns.indices {
                    if index > 0 { piece.append(delimiter) }
                    written[index].copy(line, to: &piece)
                }
                piece += lineEnd
            }
            if piece.count >= pieceSize {
                try write(piece)
                piece.removeAll(keepingCapacity: true)
            }
        }
        if answer.carriesTotals {
            for (index, column) in answer.columns.enumerated() {
                if index > 0 { piece.append(delimiter) }
                let isLabel = index == answer.totalLabelColumn
                append(.value(isLabel ? .text(totalLabel) : column.total ?? .missing), to: &piece, exact: options.exact)
            }
            piece += lineEnd
        }
        try write(piece)
    }

    private static let empty = Array("\"\"".utf8)

    private static let linesAtOnce = 512

    private func append(_ cell: StoredCell, to bytes: inout [UInt8], exact: Bool) {
        switch cell {
        case .text(let text): append(text, to: &bytes, exact: exact)
        case .value(.missing): break
        case .value(.number(let number)): bytes.append(number)
        case .value(.day(let day)): bytes.append(day)
        case .value(.text(let text)): append(text, to: &bytes, exact: exact)
        // Of digits and letters; the label of a period has no delimiter.
        case .value(let value): bytes.append(value.plainText)
        }
    }

    private func append(_ text: String, to bytes: inout [UInt8], exact: Bool) {
        var text = text
        text.withUTF8 { append($0, to: &bytes, exact: exact) }
    }

    private func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8], exact: Bool) {
        let flattens = flattens && !exact
        let isGuarded = !exact && Self.startsFormula(text)
        guard needsCare(text) || text.isEmpty else {
            if isGuarded { bytes.append(Self.apostrophe) }
            bytes.append(contentsOf: text)
            return
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

    /// Whether a delimiter, quote or line break is among the bytes.
    private func needsCare(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        // Eight bytes at once: the high bit of each byte of a sum is set where the byte is one that is looked for.
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highs }
        let bytes = UnsafeRawBufferPointer(text)
        var place = 0
        while place &+ 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            let found =
                zeros(word ^ (ones &* UInt64(delimiter))) | zeros(word ^ (ones &* UInt64(Self.quote)))
                | zeros(word ^ (ones &* 10)) | zeros(word ^ (ones &* 13))
            if found != 0 { return true }
            place &+= 8
        }
        while place < text.count {
            let byte = text[place]
            if byte == delimiter || byte == Self.quote || byte == 10 || byte == 13 { return true }
            place &+= 1
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

/// The cells of one column in some lines, one behind the other.
private struct WrittenCells {
    var bytes: [UInt8] = []
    /// Where each cell ends.
    var ends: [Int] = []

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    /// Nothing of a cell that there is not.
    func copy(_ line: Int, to target: inout [UInt8]) {
        guard ends.indices.contains(line) else { return }
        target.append(contentsOf: bytes[(line == 0 ? 0 : ends[line - 1])..<ends[line]])
    }
}

/// A drawing is handed on in pieces of about this many bytes.
let pieceSize = 1 << 16
