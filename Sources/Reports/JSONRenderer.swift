import Engine
import Values

/// JSON (RFC 8259): one object a line of the answer, under the machine names.
///
/// Numbers are unrounded, days and periods are text, no value is null.
struct JSONRenderer: TextRenderer {
    let name: String
    let fileExtensions: [String]
    /// Whether the objects stand in one array, or each on a line of its own.
    let isArray: Bool

    static let array = JSONRenderer(name: "json", fileExtensions: ["json"], isArray: true)
    static let lines = JSONRenderer(name: "ndjson", fileExtensions: ["ndjson", "jsonl"], isArray: false)

    func render(_ answer: Answer, options: RenderOptions, into write: (String) -> Void) {
        let keys = answer.columns.map { jsonText($0.name) + ":" }
        var piece = ""
        var isFirst = true
        func append(_ cells: [String]) {
            if isArray { piece += isFirst ? "[\n" : ",\n" }
            isFirst = false
            piece += "{"
            for (index, (key, cell)) in zip(keys, cells).enumerated() {
                if index > 0 { piece += "," }
                piece += key
                piece += cell
            }
            piece += isArray ? "}" : "}\n"
            if piece.utf8.count >= pieceSize {
                write(piece)
                piece = ""
            }
        }
        for line in StoppableSteps(answer.lineCount) { append(answer.columns.map { jsonValue($0, line) }) }
        if answer.carriesTotals {
            append(
                answer.columns.enumerated().map { index, column in
                    jsonValue(index == answer.totalLabelColumn ? .text(totalLabel) : column.total ?? .missing)
                })
        }
        if isArray { piece += isFirst ? "[]\n" : "\n]\n" }
        if !piece.isEmpty { write(piece) }
    }

    /// A series is an array.
    private func jsonValue(_ column: Answer.Column, _ line: Int) -> String {
        guard let series = column.series else { return jsonValue(column.dataCell(line)) }
        let numbers = series.indices.contains(line) ? series[line] : []
        return "[" + numbers.map { jsonValue($0) }.joined(separator: ",") + "]"
    }

    private func jsonValue(_ value: Value) -> String {
        switch value {
        case .missing: "null"
        case .boolean, .number: value.plainText
        case .float(let float): float.isFinite ? value.plainText : "null"
        case .text, .day, .moment, .period: jsonText(value.plainText)
        }
    }
}

/// The text as a JSON string.
///
/// Besides what JSON demands, the controls that a terminal obeys are escaped (C1, DEL, line separators, bidirectional
/// marks): a reader gets the same text back.
func jsonText(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
        return "\"" + text + "\""
    }
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}", "\u{FEFF}":
            result += unicodeEscape(scalar)
        case _ where isBidirectionalControl(scalar): result += unicodeEscape(scalar)
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}

/// For characters of the basic plane.
private func unicodeEscape(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
}
