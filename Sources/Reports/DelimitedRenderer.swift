import Engine
import Values

/// Values separated by a character, for spreadsheets and programs: a header of machine names, unrounded numbers, ISO
/// days, nothing for no value.
///
/// Both formats quote by RFC 4180: a cell with the delimiter, a quote or a line break stands in quotes, quotes inside are
/// doubled. So a tab inside a cell of `tsv` stays a tab, as spreadsheets read it. Empty text is `""`, no value is nothing.
///
/// A spreadsheet would run text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return; such text (never a
/// number) gets an apostrophe before it unless the options say `exact`.
struct DelimitedRenderer: Renderer {
    let name: String
    let fileExtensions: [String]
    let delimiter: UInt8
    let lineEnd: String

    /// RFC 4180.
    static let csv = DelimitedRenderer(
        name: "csv", fileExtensions: ["csv"], delimiter: UInt8(ascii: ","), lineEnd: "\r\n")
    static let tsv = DelimitedRenderer(
        name: "tsv", fileExtensions: ["tsv", "tab"], delimiter: UInt8(ascii: "\t"), lineEnd: "\n")

    func render(_ answer: Answer, options: RenderOptions, into write: (String) -> Void) {
        let separator = String(decoding: [delimiter], as: UTF8.self)
        var piece = answer.columns.map { quoted($0.name) }.joined(separator: separator) + lineEnd
        for line in 0..<max(0, answer.lineCount) {
            for (index, column) in answer.columns.enumerated() {
                if index > 0 { piece += separator }
                piece += field(column.dataCell(line), exact: options.exact, isAlone: answer.columns.count == 1)
            }
            piece += lineEnd
            if piece.utf8.count >= pieceSize {
                write(piece)
                piece = ""
            }
        }
        if answer.carriesTotals {
            let cells = answer.columns.enumerated().map { index, column in
                index == answer.totalLabelColumn
                    ? totalLabel : field(column.total ?? .missing, exact: options.exact, isAlone: false)
            }
            piece += cells.joined(separator: separator) + lineEnd
        }
        write(piece)
    }

    /// `isAlone`: in the only column, so that nothing at all would be an empty line, which readers skip.
    private func field(_ value: Value, exact: Bool, isAlone: Bool) -> String {
        switch value {
        case .missing: isAlone ? "\"\"" : ""
        case .text(let text): exact || !startsFormula(text) ? quoted(text) : quoted("'" + text)
        default: quoted(value.plainText)
        }
    }

    private func startsFormula(_ text: String) -> Bool {
        switch text.utf8.first {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: "\t"),
            UInt8(ascii: "\r"):
            true
        default: false
        }
    }

    private func quoted(_ text: String) -> String {
        let needsQuotes =
            text.isEmpty
            || text.utf8.contains {
                $0 == delimiter || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
            }
        guard needsQuotes else { return text }
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Text is handed on in pieces of about this many bytes.
let pieceSize = 1 << 16
