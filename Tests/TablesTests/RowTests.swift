import Testing
import Values

@testable import Tables

/// Rows, fields, damage and where it is.
struct RowTests {
    @Test(arguments: [
        ("a,b\n1,2\n", [["1", "2"]]),
        ("a,b\r\n1,2\r\n", [["1", "2"]]),
        ("a,b\r1,2\r3,4\r", [["1", "2"], ["3", "4"]]),
        ("a,b\n1,2", [["1", "2"]]),
        ("a,b\r\n1,2\n1,2\n3,4\r5,\"x\"\r7,8\r\n", [["1", "2"], ["1", "2"], ["3", "4"], ["5", "x"], ["7", "8"]]),
        ("a,b\nx,p\rq\nu,v\n", [["x", "p\rq"], ["u", "v"]]),
        ("a,b\nx,\"p,q\"\n", [["x", "p,q"]]),
        ("a,b\nx,\"p\"\"q\"\n", [["x", "p\"q"]]),
        ("a,b\nx,\"p\nq\"\nu,z\n", [["x", "p\nq"], ["u", "z"]]),
        ("a,b\nx,\"1,2\n3,\"\"4\"\"\n5,6\"\nu,z\n", [["x", "1,2\n3,\"4\"\n5,6"], ["u", "z"]]),
        ("a,b\nx, \"p,q\" \n", [["x", "p,q"]]),
        ("a,b\n x , u \n", [["x", "u"]]),
        ("a\tb\n x \t u \n", [[" x ", " u "]]),
        ("a;b\nx;u,z\n", [["x", "u,z"]]),
        ("a|b\nx|u,z\n", [["x", "u,z"]]),
        ("a,b\n\nx,u\n\n\nz,w\n\n", [["x", "u"], ["z", "w"]]),
        ("a,b\nx,\"\"\n", [["x", ""]]),
        ("a,b\n48\" wide,u\n", [["48\" wide", "u"]]),
        ("a,b\nx,u\u{2028}z\n", [["x", "u\u{2028}z"]]),
        ("a,b\nx,u\u{85}z\n", [["x", "u\u{85}z"]]),
        ("a,b,\n1,2,\n", [["1", "2"]]),
        ("Name\nSmith, Anna\nJones, Bob\nCarl\n", [["Smith, Anna"], ["Jones, Bob"], ["Carl"]]),
        ("a,,b\n1,,2\n", [["1", "2"]]),
        ("name,note\nx,'p,q'\nu,'r'\n", [["x", "p,q"], ["u", "r"]]),
    ])
    func rowsAreSplit(_ text: String, _ rows: [[String]]) throws {
        let table = try table(text)
        #expect(table.rows == rows)
        #expect(table.problems.isEmpty)
    }

    @Test func damageIsToldByLineAndSparesTheOtherRows() throws {
        let table = try table(
            "a,b,c\n1,x,u\n2,x\n3,x,u,,\n4,x,u,more,and\n5,\"two\nlines\",u\n6,\"say \"hi\" now\",u\n7,x\n")
        #expect(
            table.rows == [
                ["1", "x", "u"], ["2", "x", ""], ["3", "x", "u"], ["4", "x", "u"], ["5", "two\nlines", "u"],
                ["6", "say \"hi\" now", "u"], ["7", "x", ""],
            ])
        #expect(
            table.problems.map(\.text) == [
                "test.csv:3: 2 fields, 3 expected", "test.csv:5: 5 fields, 3 expected; left out: `more`, `and`",
                "test.csv:8: unescaped quote; read as part of the text", "test.csv:9: 2 fields, 3 expected",
            ])
        #expect(table.problemCount == 4)
    }

    /// Cells that a delimiter too few or too many has moved do not decide what a column is.
    @Test func aDamagedRowDoesNotRuinItsColumns() throws {
        let plain = (1...30).map { "\($0),2024-01-\($0 < 10 ? "0" : "")\($0),\($0).50,x\n" }.joined()
        let table = try table(
            "id,day,amount,note\n" + plain + "31,2024-01-31 5.25,y\n32,,2024-02-01,7.75,z\n33,2024-02-02,1.25,w\n")
        #expect(table.column(0).type == .integer)
        #expect(table.column(1).type == .day)
        #expect(table.column(2).type == .decimal(scale: 2))
        #expect(table.rows[30] == ["31", "", "", ""])
        #expect(table.rows[31] == ["32", "2024-02-01", "7.75", "z"])
        #expect(table.rows[32] == ["33", "2024-02-02", "1.25", "w"])
        #expect(try table.column(named: "amount").data.sum == "489.00")
        #expect(
            table.allProblems.map(\.text) == [
                "test.csv:32: 3 fields, 4 expected",
                "test.csv:33: 5 fields, 4 expected; field 2, which is empty, left out, as the others then fit",
                "test.csv:32: `2024-01-31 5.25` in `day` stands in a damaged row, and does not fit: read as missing",
                "test.csv:32: `y` in `amount` stands in a damaged row, and does not fit: read as missing",
            ])
        let few = try TablesTests.table("id,amount\n1,2\n3\n")
        #expect(few.rows == [["1", "2"], ["3", ""]])
    }

    @Test func anUnclosedQuoteIsBoundedByTheNextQuotedField() throws {
        let table = try table("a,b\n1,\"open\n2,x\n3,\"closed\"\n4,\"also open\n5,y\n")
        #expect(table.rows == [["1", "\"open"], ["2", "x"], ["3", "closed"], ["4", "\"also open"], ["5", "y"]])
        #expect(table.problems.map(\.line) == [2, 5])
    }

    @Test func aStrayQuoteThatJoinsRowsIsSeenByTheNumberOfFields() throws {
        let table = try table("a,b,c\n1,\"open,x\n2,u,z\n3,w,v\"\n4,p,q\n")
        #expect(table.rowCount == 4)
        #expect(table.rows.first == ["1", "\"open", "x"])
        #expect(table.rows.last == ["4", "p", "q"])
    }

    @Test func unclosedQuotesTakeLinearTime() throws {
        // Every row opens a quote, or has one that looks closed to its neighbours.
        for line in ["k,\"open\n", "k,\"\"x\n", "k,\"a \"b\n"] {
            let text = "a,b\n" + String(repeating: line, count: 60_000)
            let clock = ContinuousClock()
            var rows = 0
            let time = try clock.measure { rows = try table(text).rowCount }
            #expect(rows == 60_000)
            #expect(time < .seconds(20))
        }
    }

    @Test func longRowsAndManyColumns() throws {
        let header = (0..<3000).map { "c\($0)" }.joined(separator: ",")
        let row = (0..<3000).map { "value number \($0)" }.joined(separator: ",")
        let long = String(repeating: "word ", count: 100_000)
        let wide = try table(header + "\n" + row + "\n" + row + "\n")
        #expect(wide.rowCount == 2)
        #expect(wide.texts(2999) == ["value number 2999", "value number 2999"])
        let tall = try table("a,b\n1,\"" + long + "\"\n2,x\n")
        #expect(tall.rows.map { $0[0] } == ["1", "2"])
        #expect(tall.texts(1)[0]?.utf8.count == 500_000)
    }

    @Test func aLineOfMoreColumnsThanATableHasIsRefused() throws {
        let line = String(repeating: "value,", count: 300_000) + "\n"
        let failure = #expect(throws: Diagnostic.self) { try table(line) }
        #expect(failure?.code == "file-columns")
        // One row of them is damage.
        let read = try table("a,b\n1,2\n3,4\n5,6\n" + line)
        #expect(read.titles.map(\.name) == ["a", "b"])
        #expect(read.problemCount == 1)
    }

    /// Rows around the borders of the blocks and chunks of the fast scan, against a plain split.
    @Test func blockBordersDoNotMatter() throws {
        for width in [1, 7, 30, 31, 62, 63, 64, 65, 127] {
            let cell = String(repeating: "x", count: width)
            let rows = (0..<3000).map { number in
                number % 3 == 0 ? "\(number),\"\(cell),\"\"\n\"" : "\(number),\(cell)"
            }
            let table = try table("n,t\r\n" + rows.joined(separator: "\r\n"))
            #expect(table.rowCount == 3000)
            #expect(table.problems.isEmpty)
            #expect(table.texts(0) == (0..<3000).map(String.init))
            #expect(table.texts(1) == (0..<3000).map { $0 % 3 == 0 ? cell + ",\"\n" : cell })
        }
    }

    /// A text that is split in two parts at the same time reads as one, wherever the cut falls: inside quoted fields that
    /// hold whole rows, and behind a quote that is never closed.
    @Test(arguments: [2, 10, 50, 200, 333])
    func cutsDoNotMatter(_ rows: Int) throws {
        for field in ["\"p,q\n7,8\n9,\"\"r\"\"\n\"", "plain", "\"open", "48\" x"] {
            let text = "n,t\n" + (0..<rows).map { "\($0),\($0 == rows / 3 ? field : "\"a\n1,2\n\"")\n" }.joined()
            let folder = try TemporaryFolder()
            let path = try folder.write("cut.csv", text)
            let whole = try loadFile(path: path, displayName: "cut.csv", options: ReadOptions())
            let cut = try loadFile(path: path, displayName: "cut.csv", options: ReadOptions(), cutAbove: 10)
            #expect(whole.rowCount == rows)
            #expect(cut.rowCount == rows)
            #expect(cut.problems == whole.problems)
            let starts = [whole, cut].map { file in
                file.segments.flatMap { segment in (0..<segment.rowCount).map { segment.start(ofRow: $0) } }
            }
            #expect(starts[0] == starts[1])
        }
    }

    @Test func columnsSetApartBySpaces() throws {
        let table = try table(" id  date amount\r\n 00001 19970101   11.77\r\n 00002 19970112    5\r\n")
        #expect(table.titles.map(\.name) == ["id", "date", "amount"])
        #expect(table.rows == [["00001", "1997-01-01", "11.77"], ["00002", "1997-01-12", "5.00"]])
        let prose = try TablesTests.table("first last\nAnna Smith\nBob Jones\nCarl Young\n")
        #expect(prose.titles.count == 1)
    }

    @Test func preambleAndFooterAreLeftOut() throws {
        let table = try table(
            "# exported 2024\nPipeline by region\n\nRegion,Owner,Amount\nEast,Ann,5\nWest,Bob,6\n\n"
                + "Grand Totals (2 records),,11\n\nCopyright (c) 2000-2024 example\n")
        #expect(table.titles.map(\.title) == ["Region", "Owner", "Amount"])
        #expect(table.rows == [["East", "Ann", "5"], ["West", "Bob", "6"]])
        #expect(table.decisions.contains("2 lines before the titles left out: `# exported 2024`, `Pipeline by region`"))
        #expect(
            table.problems.map(\.text) == ["test.csv:8: 3 trailing lines were not data (blank, Total, note); left out"])
    }

    @Test func aCutLastLineStaysAndIsTold() throws {
        let table = try table("a,b,c\n1,2,3\n4,5,6\n7")
        #expect(table.rowCount == 3)
        #expect(table.problems.map(\.text) == ["test.csv:4: 1 field, 3 expected"])
    }

    @Test func titlesAreCleanedAndMadeDistinct() throws {
        let table = try table("Close Date,close date, Amount ($) ,,Amount ($)\n1,2,3,4,5\n")
        #expect(table.titles.map(\.title) == ["Close Date", "close date", "Amount ($)", "column_4", "Amount ($)_2"])
        #expect(table.titles.map(\.name) == ["close_date", "close_date_2", "amount", "column_4", "amount_2"])
        #expect(table.index(of: "amount_2") == 4)
    }

    @Test func aFileWithoutTitlesIsNumbered() throws {
        let table = try table("1,2024-01-05,3.5\n2,2024-01-06,4.5\n")
        #expect(table.titles.map(\.name) == ["column_1", "column_2", "column_3"])
        #expect(table.rowCount == 2)
        #expect(table.decisions.contains("no line with titles; columns are numbered"))
        let told = try TablesTests.table("a,b\nc,d\n", options: ReadOptions(hasHeader: false))
        #expect(told.rowCount == 2)
    }

    @Test func titlesAlone() throws {
        let table = try table("a,b\n")
        #expect(table.titles.map(\.name) == ["a", "b"])
        #expect(table.rowCount == 0)
        #expect(table.column(0).type == .text)
    }

    @Test func optionsOverrideWhatIsDetected() throws {
        let table = try table(
            "junk\na:b\n1:x,y\n", options: ReadOptions(delimiter: 0x3A, skip: 1))
        #expect(table.titles.map(\.name) == ["a", "b"])
        #expect(table.rows == [["1", "x,y"]])
    }

    @Test func problemsAreCountedBeyondTheLimit() throws {
        let table = try table(
            "a,b,c\n1,2,3\n" + String(repeating: "1,2,3\n1,2\n", count: 1500), options: ReadOptions(delimiter: 0x2C))
        #expect(table.problemCount == 1500)
        #expect(table.problems.count == Table.problemLimit)
        #expect(table.problems.last?.line == 2002)
    }
}
