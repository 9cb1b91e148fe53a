import Values

@testable import Tables

/// JSON, whole or a value a line: any bytes are a table or a diagnostic, and columns are as long as the table.
enum JSONTarget: FuzzTarget {
    private static let whole = ScratchFile("table.json")
    private static let lines = ScratchFile("table.ndjson")

    static func problem(_ bytes: [UInt8]) -> String? {
        for (file, name) in [(whole, "table.json"), (lines, "table.ndjson")] {
            file.fill(bytes)
            guard let table = try? readTables(paths: [(file.path, name)], options: ReadOptions()) else { continue }
            for index in table.titles.indices.prefix(40) {
                let column = table.column(index)
                guard column.count == table.rowCount else { return "\(name): column \(index) has \(column.count) rows" }
                for row in 0..<min(table.rowCount, 5) { _ = column.value(at: row) }
            }
        }
        return nil
    }
}
