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
        let style = DelimitedStyle(
            delimiter: delimiter, flattens: flattens && !options.exact, guards: !options.exact)
        let last = answer.columns.count - 1
        let columns = answer.columns.enumerated().map { index, column in
            DelimitedCells(
                column.allDataCells, style: style, ending: index < last ? [delimiter] : Array(lineEnd.utf8),
                isAlone: last == 0)
        }
        var piece = line(answer.columns.map { .text($0.name) }, style)
        // Cells are written column by column, where they stand beside each other, some lines at a time.
        let count = max(0, answer.lineCount)
        for first in stride(from: 0, to: count, by: DelimitedCells.mostLines) {
            let lines = first..<min(first + DelimitedCells.mostLines, count)
            for column in columns { column.write(lines) }
            let block = joined(columns, lineCount: lines.count)
            if piece.isEmpty { piece = block } else { piece += block }
            if piece.count >= pieceSize {
                try write(piece)
                piece = []
            }
        }
        if answer.carriesTotals {
            piece += line(
                answer.columns.enumerated().map { index, column in
                    index == answer.totalLabelColumn ? .text(totalLabel) : column.total ?? .missing
                }, style)
        }
        try write(piece)
    }

    private func line(_ cells: [Value], _ style: DelimitedStyle) -> [UInt8] {
        let bytes = WrittenBytes()
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(delimiter) }
            style.write(cell, to: bytes)
        }
        bytes.append(lineEnd)
        return Array(UnsafeBufferPointer(start: bytes.start, count: bytes.count))
    }

    /// The cells that the columns have written, line by line.
    private func joined(_ columns: [DelimitedCells], lineCount: Int) -> [UInt8] {
        let written = columns.map(\.written)
        let size = written.reduce(0) { $0 + $1.size }
        return [UInt8](unsafeUninitializedCapacity: size + WrittenBytes.padding) { target, count in
            guard var next = target.baseAddress else { return }
            for line in 0..<lineCount {
                for cells in written { next += cells.copy(line, to: next) }
            }
            count = size
        }
    }
}

/// A drawing is handed on in pieces of about this many bytes.
let pieceSize = 1 << 16
