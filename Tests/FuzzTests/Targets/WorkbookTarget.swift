// With: TablesTests/WorkbookSupport.swift
import Values

#if canImport(TablesTests)
    @testable import TablesTests
#endif
@testable import Tables

/// Workbooks: the bytes as they are, or as parts of an archive that is right, so that what lies behind its checksums is
/// reached too.
enum WorkbookTarget: FuzzTarget {
    private static let file = ScratchFile("book.xlsx")
    /// A book with a table, texts and formats; its parts are stored.
    private static let book = workbook(
        [
            (
                "Sheet",
                textRow(["id", "day"]) + "<row r=\"2\"><c r=\"A2\"><v>1.5</v></c><c t=\"s\"><v>0</v></c></row>"
            )
        ],
        strings: "<si><t>one</t></si>", styles: styles(["0.00", "yyyy-mm-dd"]), deflates: false)

    static func problem(_ bytes: [UInt8]) -> String? {
        var input = InputReader(bytes)
        switch input.byte() {
        case 0..<48: file.fill(input.bytes())
        case 48..<80: file.fill(damaged(&input))
        case let kind: file.fill(archive(&input, isSheetAlone: kind < 192))
        }
        // Rows and columns that do not reach far, for time's sake, are the rest of the property: it ends well.
        guard let table = try? readTables(paths: [(file.path, "book.xlsx")], options: ReadOptions()) else { return nil }
        for index in table.titles.indices.prefix(20) {
            let column = table.column(index)
            guard column.count == table.rowCount else { return "column \(index) has \(column.count) rows" }
            for row in 0..<min(table.rowCount, 5) { _ = column.value(at: row) }
        }
        return nil
    }

    /// The book with some of its bytes changed, the rest of the archive as it was.
    private static func damaged(_ input: inout InputReader) -> [UInt8] {
        var bytes = wholeBook
        while !input.isAtEnd {
            let place = Int(input.number(2)) % bytes.count
            bytes[place] = input.byte()
        }
        return bytes
    }

    private static let wholeBook = book.bytes

    /// The book with other parts: of XML without its first line where the sheet is meant alone, else all of them.
    private static func archive(_ input: inout InputReader, isSheetAlone: Bool) -> [UInt8] {
        var book = book
        if isSheetAlone {
            let names = ["xl/worksheets/s0.xml"]
            for index in book.files.indices where names.contains(book.files[index].name) {
                let head = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"
                book.files[index].content = Array(head.utf8) + input.bytes() + Array("</sheetData></worksheet>".utf8)
            }
        } else {
            // Sheet, texts and formats first: they have most to say.
            for index in [3, 4, 5, 1, 2, 0] {
                let part = input.part()
                if !part.isEmpty, book.files.indices.contains(index) { book.files[index].content = part }
            }
        }
        return book.bytes
    }
}
