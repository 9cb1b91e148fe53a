import Engine
import Values

/// A table of GitHub Flavored Markdown for chats and documents: heading, table with units, totals in bold, notes.
struct MarkdownRenderer: TextRenderer {
    let name = "markdown"
    let fileExtensions = ["md", "markdown"]

    func render(_ answer: Answer, options: RenderOptions, into write: (String) -> Void) {
        if !answer.heading.isEmpty { write("**" + markdownText(answer.heading) + "**\n\n") }
        if !answer.provenance.isEmpty { write(markdownParagraph(answer.provenance) + "\n\n") }
        if !answer.columns.isEmpty { writeTable(answer, options, write) }
        for note in answer.notes { write("\nnote: " + markdownText(note) + "\n") }
    }

    private func writeTable(_ answer: Answer, _ options: RenderOptions, _ write: (String) -> Void) {
        let formats = answer.formats(exact: options.exact)
        let columns = zip(answer.columns, formats).map { column, format -> (cells: [String], width: Int, right: Bool) in
            var cells = [markdownText([column.group, column.label].compactMap(\.self).joined(separator: " · "))]
            for line in 0..<max(0, answer.lineCount) { cells.append(cellText(column, line, format)) }
            return (cells, 0, column.isNumeric)
        }
        let labelColumn = answer.totalLabelColumn
        let totals = answer.columns.indices.map { index -> String in
            if index == labelColumn { return "**" + totalLabel + "**" }
            return answer.columns[index].total.map { "**" + cellText($0, formats[index]) + "**" } ?? ""
        }
        let rows = zip(columns, totals).map { column, total in
            (column.cells + (answer.drawsTotals ? [total] : []), column.right)
        }
        let widths = rows.map { cells, _ in max(3, cells.map(displayWidth).max() ?? 0) }
        for line in StoppableSteps(rows.first?.0.count ?? 0) {
            write(row(zip(rows, widths).map { aligned($0.0[line], $1, right: $0.1) }))
            if line == 0 {
                write(row(zip(rows, widths).map { String(repeating: "-", count: $1 - 1) + ($0.1 ? ":" : "-") }))
            }
        }
    }

    private func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }

    /// Text keeps its line breaks as `<br>`, so it is escaped before it is made visible.
    private func cellText(_ column: Answer.Column, _ line: Int, _ format: ColumnFormat) -> String {
        if column.series == nil, case .text = column.cell(line) { return cellText(column.cell(line), format) }
        return markdownText(format.text(column, line: line))
    }

    private func cellText(_ value: Value, _ format: ColumnFormat) -> String {
        if case .text(let text) = value { return markdownText(text) }
        return markdownText(format.text(value))
    }
}

/// The text with every mark that Markdown or HTML would obey escaped, line breaks as `<br>`, controls visible.
///
/// An `@` that could notify somebody is parted from the name by a word joiner (U+2060), which cannot be seen: the chat
/// tools look for names in the text that is left when all marks have been read, so that no mark helps.
func markdownText(_ text: String) -> String {
    var result = ""
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
    for (index, line) in lines.enumerated() {
        if index > 0 { result += "<br>" }
        let scalars = Array(visible(String(line)).unicodeScalars)
        for (place, scalar) in scalars.enumerated() {
            let isInside = isWord(scalars, place - 1) && isWord(scalars, place + 1)
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            // Within a word it means nothing, and `close_date` is read as it stands where Markdown is not drawn.
            case "_" where isInside: result.unicodeScalars.append(scalar)
            case "\\", "`", "*", "_", "[", "]", "|", "~":
                result += "\\"
                result.unicodeScalars.append(scalar)
            case "@" where !isWord(scalars, place - 1) && isWord(scalars, place + 1): result += "@\u{2060}"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
    return result
}

/// Whether a letter or digit stands there.
private func isWord(_ scalars: [Unicode.Scalar], _ place: Int) -> Bool {
    scalars.indices.contains(place)
        && (scalars[place].properties.isAlphabetic || scalars[place].properties.numericType != nil)
}

/// A paragraph whose beginning is not taken for a heading, list or quote.
private func markdownParagraph(_ text: String) -> String {
    let escaped = markdownText(text)
    guard let first = escaped.first else { return escaped }
    if "#-+=:".contains(first) { return "\\" + escaped }
    let digits = escaped.prefix { $0.isASCII && $0.isNumber }
    let rest = escaped.dropFirst(digits.count)
    return !digits.isEmpty && (rest.first == "." || rest.first == ")") ? digits + "\\" + rest : escaped
}
