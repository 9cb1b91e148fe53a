import Values

/// The titles of a file's columns and the field of each.
///
/// Titles are made distinct (`Amount`, `Amount_2`), and so are their machine names; a column without title is
/// `column_3`, and is left out when all its cells are blank.
func tableTitles(_ split: SplitRows, bytes: UnsafePointer<UInt8>) -> (titles: [Table.Title], fields: [Int]) {
    var titles: [Table.Title] = []
    var fields: [Int] = []
    var shownTitles = UniqueNames()
    var names = UniqueNames()
    for (field, title) in split.layout.titles.enumerated() {
        let isLonely = split.layout.titles.count == 1
        if title.isEmpty && split.layout.hasHeader && !isLonely && isBlank(field, split, bytes) { continue }
        let shown = shownTitles.unique(title.isEmpty ? "column_\(field + 1)" : title)
        let name = machineName(shown)
        titles.append(
            Table.Title(title: shown, name: names.unique(name.isEmpty ? "column_\(field + 1)" : name)))
        fields.append(field)
    }
    return (titles, fields)
}

private func isBlank(_ field: Int, _ split: SplitRows, _ bytes: UnsafePointer<UInt8>) -> Bool {
    for segment in split.segments {
        for row in 0..<segment.rowCount {
            let range = segment.field(field, ofRow: row)
            let span = cellSpan(
                bytes, range.lowerBound, range.upperBound, quote: split.dialect.quote,
                delimiter: split.dialect.delimiter)
            if !span.isEmpty { return false }
        }
    }
    return true
}
