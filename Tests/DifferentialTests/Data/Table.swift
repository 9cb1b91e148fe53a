import Foundation
import SQLiteSupport

/// A generated table: the same values as a file for Quaestor and as rows for SQLite.
struct Table {
    struct Column {
        var name: String
        var type: CellType
        /// Numbers in units of the type's scale, days in ISO 8601, conditions as 0 and 1.
        var cells: [SQLValue]

        var isBlank: Bool { cells.allSatisfy { $0 == .null } }
    }

    var name: String
    var columns: [Column]

    var rowCount: Int { columns.first?.cells.count ?? 0 }

    /// The same rows, those of these places.
    func inOrder(_ rows: [Int]) -> Table {
        var table = self
        for index in columns.indices { table.columns[index].cells = rows.map { columns[index].cells[$0] } }
        return table
    }

    /// The table as RFC 4180 has it, in as many ways of writing the same values as the reference names: trailing zeros,
    /// blanks for nothing, decomposed accents, quotes that are not needed.
    func csv(_ draw: inout Draw) -> String {
        var lines = [columns.map(\.name).joined(separator: ",")]
        let words = draw.pick([("true", "false"), ("yes", "no"), ("TRUE", "FALSE")])
        for row in 0..<rowCount {
            lines.append(columns.map { Self.cell($0.cells[row], $0.type, words, &draw) }.joined(separator: ","))
        }
        return lines.joined(separator: draw.chance(0.2) ? "\r\n" : "\n") + (draw.chance(0.9) ? "\n" : "")
    }

    private static func cell(
        _ value: SQLValue, _ type: CellType, _ words: (String, String), _ draw: inout Draw
    ) -> String {
        switch value {
        case .null: return draw.chance(0.1) ? "  " : ""
        case .integer(let number) where type == .boolean: return number == 1 ? words.0 : words.1
        case .integer(let number): return digits(number, scale: type.scale ?? 0, keepingZeros: draw.chance(0.5))
        case .real(let number): return "\(number)"
        case .text(let text):
            let spelled = draw.chance(0.3) ? text.decomposedStringWithCanonicalMapping : text
            let needsQuotes = spelled.contains { ",\"\n".contains($0) }
            guard needsQuotes || (type == .text && draw.chance(0.05)) else { return spelled }
            return "\"" + spelled.replacingOccurrences(of: "\"", with: "\"\"") + "\""
        }
    }

    func load(into database: Database) throws {
        let names = columns.map(\.name).joined(separator: ", ")
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        try database.run("CREATE TABLE \(name) (row INTEGER, \(names))")
        try database.insert(
            "INSERT INTO \(name) VALUES (?, \(marks))",
            (0..<rowCount).map { row in [.integer(Int64(row))] + columns.map { $0.cells[row] } })
    }
}
