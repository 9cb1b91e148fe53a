import Glibc
import Testing

@testable import Tables

/// Tables as database shells, Markdown and reports draw them, and lines that were taken for one cell.
struct PastedTableTests {
    private static let rows = [["1", "Acme Corp", "100.50"], ["2", "Globex | Co", "99.00"]]
    private static let titles = ["id", "name", "amount"]
    private static let spaces = ["spaces around 2 cells left out"]

    static let drawn: [(name: String, text: String)] = [
        (
            "psql",
            """
             id |    name     | amount 
            ----+-------------+--------
              1 | Acme Corp   | 100.50
              2 | Globex \\| Co | 99.00
            (2 rows)


            """
        ),
        (
            "MySQL",
            """
            +----+-------------+--------+
            | id | name        | amount |
            +----+-------------+--------+
            |  1 | Acme Corp   | 100.50 |
            |  2 | Globex \\| Co |  99.00 |
            +----+-------------+--------+
            2 rows in set (0.00 sec)

            """
        ),
        (
            "Markdown",
            """
            | id | name | amount |
            |---:|:-----|:------:|
            | 1 | Acme Corp | 100.50 |
            | 2 | Globex \\| Co | 99.00 |

            """
        ),
        ("bare Markdown", "id | name | amount\n--- | --- | ---\n1 | Acme Corp | 100.50\n2 | Globex \\| Co | 99.00\n"),
        (
            "a box",
            """
            ┌────┬─────────────┬────────┐
            │ id │ name        │ amount │
            ├────┼─────────────┼────────┤
            │  1 │ Acme Corp   │ 100.50 │
            │  2 │ Globex | Co │  99.00 │
            └────┴─────────────┴────────┘

            """
        ),
        (
            "dashes above columns",
            """
            id name        amount
            -- ----------- ------
             1 Acme Corp   100.50
             2 Globex | Co  99.00

            (2 rows affected)

            """
        ),
        (
            "blanks between columns",
            """
            id  name         amount
             1  Acme Corp    100.50
             2  Globex | Co   99.00

            """
        ),
    ]

    @Test(arguments: drawn.indices) func drawnTables(_ index: Int) throws {
        var text = Self.drawn[index].text
        // A bar alone would be taken for a delimiter there, and in a box of others for one of them.
        if index == 4 { text = text.replacing("Globex | Co", with: "Globex \\| Co") }
        if index == 6 { text = text.replacing("Globex | Co", with: "Globex , Co") }
        let expected = index == 6 ? [Self.rows[0], ["2", "Globex , Co", "99.00"]] : Self.rows
        for ending in ["\n", "\r\n"] {
            let table = try table(text.replacing("\n", with: ending), name: "pasted.txt")
            #expect(table.titles.map(\.title) == Self.titles, "\(Self.drawn[index].name)")
            #expect(table.rows == expected, "\(Self.drawn[index].name)")
            let damage = table.problems.filter { !$0.isAroundTheData }
            #expect(damage == [])
        }
    }

    /// What stands behind a table is changed with it, and moves no end of it.
    @Test(arguments: [
        "| id | n |\n|----|---|\n| 1 | 2 |\n| 3 | 4 |\n", "\"id,\"\"n\"\"\"\n\"1,\"\"2\"\"\"\n\"3,\"\"4\"\"\"\n",
        "id::n::m\n1::2::5\n3::4::6\n", "id  n\n1   2\n3   4\n", "id,n\n1,\"x \\\" y\"\n3,\"z \\\" w\"\n",
    ])
    func oneOfSeveralTables(_ text: String) throws {
        for ending in ["\n", "\r\n"] {
            let tables = (text + "\n" + text + "\n" + text).replacing("\n", with: ending)
            for section in 1...3 {
                let table = try table(tables, options: ReadOptions(section: section), name: "pasted.txt")
                #expect(table.rows.map(\.first) == ["1", "3"], "table \(section) of \(text)")
            }
        }
        #expect(try table("id \t\nx\t-- ----\t\n--\t\n\t\t\t \n\t\t\t\t\t\t\t\t").rowCount >= 0)
    }

    /// In a file with comments blank lines set apart tables, but not rows that go on as those before.
    @Test(arguments: [
        ("# CRM\nid,n\n1,2\n3,4\n\n5,6\n\n\n7,8\n", ["1 3 5 7"]),
        ("# CRM\nid\tn\n1\t2\n3\t4\n\t\n5\t6\n7\t8\n", ["1 3 5 7"]),
        ("# CRM\n\nid,n\n\n1,2\n3,4\n\nPage 1 of 2\n\n5,6\n7,8\n", ["1 3 5 7"]),
        ("# A\nid,n\n1,2\n3,4\n\nday,users\n5,6\n7,8\n", ["1 3", "5 7"]),
        ("# CRM\nid,n\n1,2\n3,4\n\nPage 1\n\nid,n\n5,6\n7,8\n", ["1 3 5 7"]),
        ("# A\nid,n\n1,2\n3,4\n\n# B\nid,n\n5,6\n7,8\n", ["1 3", "5 7"]),
        ("# A\nid,n\n1,2\n3,4\n\n# B\n5,6\n7,8\n9,1\n", ["1 3", "5 7 9"]),
        ("# A\nid,n\n1,2\n3,4\n\nday,users,views\n5,6,7\n7,8,9\n\n9,1,1\n", ["1 3", "5 7 9"]),
    ])
    func whatGoesOnBelowABlankLineIsOneTable(_ text: String, _ firsts: [String]) throws {
        let path = try temporaryFile("sections.csv", text)
        defer { unlink(path) }
        #expect(sectionCount(path: path, options: ReadOptions()) == firsts.count)
        for (index, expected) in firsts.enumerated() {
            let table = try table(text, options: ReadOptions(section: firsts.count > 1 ? index + 1 : nil))
            #expect(table.rows.compactMap(\.first).joined(separator: " ") == expected)
        }
    }

    @Test func linesKeepTheirNumbers() throws {
        let table = try table("| a | b | c |\n|---|---|---|\n| 1 | x | 5 |\n| 2 | y |\n", name: "t.md")
        #expect(table.rows == [["1", "x", "5"], ["2", "y", ""]])
        #expect(table.problems.map(\.text) == ["t.md:4: 2 fields, 3 expected"])
    }

    /// Dashes for nothing are no ruling, nor is a bar a frame.
    @Test func plainFilesAreNotDrawn() throws {
        #expect(try table("a|b|c\n1|-|-\n2|x|5\n").rows == [["1", "-", ""], ["2", "x", "5"]])
        #expect(try table("a,b\n---,--\n1,2\n").rowCount == 2)
        #expect(try table("note\n-----\nsome text\n").titles.map(\.title) == ["note"])
        #expect(try table("|a|b|\n|1|2|\n|3|4|\n").rows == [["1", "2"], ["3", "4"]])
    }

    @Test func wholeLinesInQuotes() throws {
        let lines = "\"Deal,Owner,Amount\"\n\"A,\"\"Ann, Jr\"\",\"\"1,234.50\"\"\"\n\"B,Bob,2\"\n"
        #expect(try table(lines).rows == [["A", "Ann, Jr", "1234.50"], ["B", "Bob", "2.00"]])
        // A column of places keeps its commas.
        #expect(
            try table("\"City, State\"\n\"Austin, TX\"\n\"Boston, MA\"\n").rows == [["Austin, TX"], ["Boston, MA"]])
    }

    @Test func largeDrawnTablesAreReadWhole() throws {
        let row = "  1 | Acme Corp   | 100.50\n"
        let path = try temporaryFile(
            "drawn.txt",
            " id |    name     | amount \n----+-------------+--------\n" + String(repeating: row, count: 330_000))
        let table = try readTable(path: path, displayName: "drawn.txt", options: ReadOptions())
        #expect(table.rowCount == 330_000)
        #expect(table.column(2).data.sum == "33165000.00")
    }
}
