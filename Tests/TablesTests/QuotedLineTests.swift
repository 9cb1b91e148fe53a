import Foundation
import Testing
import Values

@testable import Tables

/// Lines that a spreadsheet took for one cell and quoted as a whole.
struct QuotedLineTests {
    static let rows = [["1", "Acme, Inc", "12.5"], ["2", "Beta", "7.0"], ["3", "Ann \"Bo\" Cy", "1200.0"]]

    @Test(arguments: [
        // Every line.
        "\"id,name,amount\"\n\"1,\"\"Acme, Inc\"\",12.5\"\n\"2,Beta,7\"\n\"3,\"\"Ann \"\"\"\"Bo\"\"\"\" Cy\"\",\"\"1,200.0\"\"\"\n",
        // Only those that held quotes.
        "id,name,amount\n\"1,\"\"Acme, Inc\"\",12.5\"\n2,Beta,7\n\"3,\"\"Ann \"\"\"\"Bo\"\"\"\" Cy\"\",\"\"1,200.0\"\"\"\n",
        "id,name,amount\r\n\"1,\"\"Acme, Inc\"\",12.5\"\r\n2,Beta,7\r\n\"3,\"\"Ann \"\"\"\"Bo\"\"\"\" Cy\"\",\"\"1,200.0\"\"\"",
        // Blank cells behind them.
        "id,name,amount;;;\r\n\"1,\"\"Acme, Inc\"\",12.5\";;;\r\n2,Beta,7;;;\r\n\"3,\"\"Ann \"\"\"\"Bo\"\"\"\" Cy\"\",\"\"1,200.0\"\"\";;;\r\n",
        "\"id,name,amount\";;\n\"1,\"\"Acme, Inc\"\",12.5\";;\n\"2,Beta,7\";;\n\"3,\"\"Ann \"\"\"\"Bo\"\"\"\" Cy\"\",\"\"1,200.0\"\"\";;\n",
        "\"id,name,amount\",,\n\"1,\"\"Acme, Inc\"\",12.5\",,\n\"2,Beta,7\",,\n\"3,\"\"Ann \"\"\"\"Bo\"\"\"\" Cy\"\",\"\"1,200.0\"\"\",,\n",
        // From semicolons to commas.
        "id;name;amount\n\"1;\"\"Acme, Inc\"\";12.5\"\n2;Beta;7\n\"3;\"\"Ann \"\"\"\"Bo\"\"\"\" Cy\"\";1200.0\"\n",
    ])
    func areReadAsRows(_ text: String) throws {
        let table = try table(text)
        #expect(table.titles.map(\.title) == ["id", "name", "amount"])
        #expect(table.rows == Self.rows)
        #expect(table.decisions.contains("quotes around whole lines left out"))
    }

    @Test(arguments: [
        // One column of texts with commas.
        ("note\n\"a, \"\"b\"\" c\"\nd\n\"e, f\"\n", [["a, \"b\" c"], ["d"], ["e, f"]]),
        ("note\n\"a,\"\"b\"\"\"\nd\n\"e,f\"\n", [["a,\"b\""], ["d"], ["e,f"]]),
        ("\"note\"\n\"a,b\"\n\"c,d\"\n", [["a,b"], ["c,d"]]),
        ("\"City, State\"\n\"Springfield, \"\"IL\"\"\"\n\"Salem, OR\"\n", [["Springfield, \"IL\""], ["Salem, OR"]]),
        // A first column of such texts.
        ("\"note\";n\n\"a,\"\"b\"\"\";1\n\"c,d\";2\n", [["a,\"b\"", "1"], ["c,d", "2"]]),
        ("note;n\n\"a,\"\"b\"\",c\";\n\"c,d\";2\n", [["a,\"b\",c", ""], ["c,d", "2"]]),
    ])
    func textsInQuotesStay(_ text: String, _ rows: [[String]]) throws {
        let table = try table(text)
        #expect(table.rows == rows)
        #expect(!table.decisions.contains("quotes around whole lines left out"))
    }

    /// The lines may come long behind what a file read in pieces is known by.
    @Test(arguments: [0, 1, 2])
    func largeFilesToo(_ kind: Int) throws {
        let note = String(repeating: "text ", count: 600)
        let count = 3000
        var text = kind == 0 ? "\"id,note,amount\"\n" : "id,note,amount\n"
        for row in 0..<count {
            let isQuoted = kind == 0 || kind == 1 && row % 3 == 0 || row == count - 2
            text += isQuoted ? "\"\(row),\"\"\(note), end\"\",1.5\"\n" : "\(row),\(note),1.5\n"
        }
        #expect(text.utf8.count > 8 << 20)
        let path = try temporaryFile("quoted.csv", text)
        defer { unlink(path) }
        let table = try readTable(path: path, displayName: "quoted.csv", options: ReadOptions())
        #expect(table.rowCount == count)
        #expect(table.titles.map(\.name) == ["id", "note", "amount"])
        #expect(try table.column(named: "amount").data.sum == "4500.0")
        #expect(table.problems.isEmpty)
    }
}
