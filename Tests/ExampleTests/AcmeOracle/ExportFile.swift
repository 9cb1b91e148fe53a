import Foundation

/// An export as rows of texts, read in the plainest way that these files allow and without anything of Quaestor's.
struct ExportFile {
    var titles: [String]
    var rows: [[String]]

    /// Leaves out lines of `#` before the titles, blank lines, and what has another number of fields than the titles:
    /// the footers of reports, and the line of grand totals that is one cell longer.
    init(_ file: URL) throws {
        var records = Self.records(try String(contentsOf: file, encoding: .utf8))[...]
        while let first = records.first, first.count == 1, first[0].isEmpty || first[0].hasPrefix("#") {
            records.removeFirst()
        }
        titles = records.first ?? []
        rows = records.dropFirst().filter { [count = titles.count] in $0.count == count }
    }

    /// RFC 4180: fields between commas, in quotes where they hold commas, quotes (doubled) or line breaks.
    private static func records(_ text: String) -> [[String]] {
        var records: [[String]] = []
        var record: [String] = []
        var field = ""
        var quoted = false
        var characters = text.unicodeScalars.makeIterator()
        var pending = characters.next()
        while let character = pending {
            pending = characters.next()
            switch character {
            case "\"" where quoted && pending == "\"":
                field.unicodeScalars.append(character)
                pending = characters.next()
            case "\"": quoted.toggle()
            case "," where !quoted:
                record.append(field)
                field = ""
            case "\r" where !quoted: continue
            case "\n" where !quoted:
                records.append(record + [field])
                (record, field) = ([], "")
            default: field.unicodeScalars.append(character)
            }
        }
        return field.isEmpty && record.isEmpty ? records : records + [record + [field]]
    }

    /// A cell as the tables of SQLite have it: days as 2026-01-31, nothing for a blank.
    static func normal(_ cell: String) -> String? {
        if let day = cell.wholeMatch(of: #/(\d{1,2})/(\d{1,2})/(\d{4})/#), let m = Int(day.1), let d = Int(day.2) {
            return String(format: "%@-%02d-%02d", String(day.3), m, d)
        }
        if let day = cell.wholeMatch(of: /(20\d\d)(\d\d)(\d\d)/) { return "\(day.1)-\(day.2)-\(day.3)" }
        return cell.isEmpty ? nil : cell
    }
}
