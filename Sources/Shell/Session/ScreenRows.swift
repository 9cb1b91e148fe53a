import Engine
import Reports
import Values

/// An answer as rows of a screen, none wider than `columns`.
///
/// Where the format cannot be made so narrow, the rows lose their colours and are cut.
func screenRows(_ answer: Answer, _ renderer: any Renderer, _ settings: Settings, columns: Int) -> [String] {
    func rows(color: Bool) -> [String] {
        let options = RenderOptions(width: columns, color: color, exact: settings.exact)
        // A line end of CSV, CR LF, is one character.
        var rows = renderer.text(answer, options: options).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        if rows.last?.isEmpty == true { rows.removeLast() }
        return rows.map(String.init)
    }
    let colored = rows(color: settings.color)
    if colored.allSatisfy({ displayWidth(withoutStyles($0)) <= columns }) { return colored }
    return rows(color: false).map { shortened($0, to: columns) }
}

/// A drawn line without the sequences that give it its colours.
private func withoutStyles(_ line: String) -> String {
    var plain = ""
    var isSequence = false
    for scalar in line.unicodeScalars {
        if scalar == "\u{1b}" { isSequence = true }
        if !isSequence { plain.unicodeScalars.append(scalar) }
        if scalar == "m" { isSequence = false }
    }
    return plain
}
