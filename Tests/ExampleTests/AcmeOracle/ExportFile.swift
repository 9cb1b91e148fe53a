import Foundation

/// An export as rows of texts, read in the plainest way that these files allow and without anything of Quaestor's.
struct ExportFile {
    var titles: [String]
    var rows: [[String]]

    /// Leaves out lines of `#` before the titles, blank lines, and what has another number of fields than the titles:
    /// the footers of reports, and the line of grand totals that is one cell longer.
    init(_ file: URL) throws {
        var records = Self.records([UInt8](try Data(contentsOf: file)))[...]
        while let first = records.first, first.count == 1, first[0].isEmpty || first[0].hasPrefix("#") {
            records.removeFirst()
        }
        titles = records.first ?? []
        rows = records.dropFirst().filter { [count = titles.count] in $0.count == count }
    }

    /// RFC 4180: fields between commas, in quotes where they hold commas, quotes (doubled) or line breaks.
    private static func records(_ bytes: [UInt8]) -> [[String]] {
        let (comma, lineEnd, quote) = (UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\""))
        var records: [[String]] = []
        var record: [String] = []
        var start = 0
        var isQuoted = false
        for (index, byte) in bytes.enumerated() where byte == comma || byte == lineEnd || byte == quote {
            if byte == quote { isQuoted.toggle() }
            guard byte != quote, !isQuoted else { continue }
            record.append(field(bytes[start..<index]))
            start = index + 1
            if byte == lineEnd {
                records.append(record)
                record = []
            }
        }
        return records
    }

    private static func field(_ bytes: ArraySlice<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.hasPrefix("\"") else { return text }
        return text.dropFirst().dropLast().replacingOccurrences(of: "\"\"", with: "\"")
    }

    /// A cell as the tables of SQLite have it: days as 2026-01-31, nothing for a blank.
    static func normal(_ cell: String) -> String? {
        guard let first = cell.utf8.first else { return nil }
        guard 8...10 ~= cell.utf8.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= first else { return cell }
        if let day = cell.wholeMatch(of: #/(\d{1,2})/(\d{1,2})/(\d{4})/#), let m = Int(day.1), let d = Int(day.2) {
            return String(format: "%@-%02d-%02d", String(day.3), m, d)
        }
        if let day = cell.wholeMatch(of: /(20\d\d)(\d\d)(\d\d)/) { return "\(day.1)-\(day.2)-\(day.3)" }
        return cell
    }
}
