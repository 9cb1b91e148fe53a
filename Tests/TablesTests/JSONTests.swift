import Foundation
import Testing
import Values

@testable import Tables

/// JSON as tables.
struct JSONTests {
    static let suite: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: fixtures + "/JSONTestSuite/test_parsing")) ?? [])
        .sorted()

    /// What is told of a file of the suite; nil where it is a table.
    func failure(_ file: String) throws -> Diagnostic? {
        do throws(Diagnostic) {
            _ = try readTable(
                path: fixtures + "/JSONTestSuite/test_parsing/" + file, displayName: file, options: ReadOptions())
            return nil
        } catch { return error }
    }

    @Test func theSuiteIsThere() { #expect(Self.suite.count == 318) }

    @Test(arguments: suite)
    func theSuiteIsAcceptedAndRejectedAsItSays(_ file: String) throws {
        let failure = try failure(file)
        switch file.first {
        case "y":
            #expect(failure == nil || ["file-table", "file-empty"].contains(failure?.code), "\(failure?.reason ?? [])")
        case "n":
            let failure = try #require(failure)
            #expect(["file-json", "file-format", "file-empty"].contains(failure.code), "\(failure.code)")
            if failure.code == "file-json" {
                #expect(failure.reason.first?.hasPrefix("line ") == true)
                #expect(failure.reason.first?.contains(", column ") == true)
            }
        default: break
        }
    }

    @Test(arguments: [
        ("[{\"a\": 1}\n {\"a\": 2}]", "line 2, column 2: a comma or `]` should be where `{` is"),
        ("[{\"a\": 1},\n]", "line 2, column 1: a value should be where `]` is"),
        ("[{\"ä\": 01}]", "line 1, column 8: a number may not begin with a zero"),
        ("[{\"a\": \"x}]", "line 1, column 8: the string is never closed"),
        ("[{\"a\": 1}", "line 1, column 10: the text ends where a comma or `]` should be"),
        ("[{a: 1}]", "line 1, column 3: a key in double quotes should be where `a` is"),
    ])
    func whatIsWrongIsToldByLineAndColumn(_ text: String, _ reason: String) throws {
        let failure = try #require(throws: Diagnostic.self) { try table(text, name: "x.json") }
        #expect(failure.code == "file-json")
        #expect(failure.reason == [reason])
    }

    @Test func nestingHasALimitThatIsToldAndNoStackThatEnds() throws {
        for text in [
            String(repeating: "[", count: 1_000_000),
            "[{\"a\":" + String(repeating: "{\"a\":", count: 200_000) + "1" + String(repeating: "}", count: 200_001)
                + "]",
        ] {
            let failure = try #require(throws: Diagnostic.self) { try table(text, name: "x.json") }
            #expect(failure.reason.first?.contains("nested more than 1000 deep") == true)
        }
        let deep =
            "[{\"a\":" + String(repeating: "{\"a\":", count: 900) + "1" + String(repeating: "}", count: 901) + "]"
        #expect(try table(deep, name: "x.json").rowCount == 1)
    }

    @Test func objectsBecomeRowsAndTheirKeysColumns() throws {
        let table = try table(
            """
            [
              {"Id": 1, "Account": {"Name": "Acme, Inc.", "Owner": {"Email": "a@b.c"}}, "Amount": 1200.50, "Tags": ["x", "y z"]},
              {"Id": 2, "Amount": null, "Account": {"Name": "B\\u00e9ta \\"two\\""}, "Won": true},
              {"Id": 3, "Amount": 7, "Won": false, "Tags": [], "Closed": "2024-03-01"}
            ]
            """, name: "deals.json")
        #expect(
            table.titles.map(\.title) == [
                "Id", "Account.Name", "Account.Owner.Email", "Amount", "Tags", "Won", "Closed",
            ])
        #expect(
            table.titles.map(\.name) == [
                "id", "account_name", "account_owner_email", "amount", "tags", "won", "closed",
            ])
        #expect(
            table.rows == [
                ["1", "Acme, Inc.", "a@b.c", "1200.50", "[\"x\",\"y z\"]", "", ""],
                ["2", "Béta \"two\"", "", "", "", "true", ""], ["3", "", "", "7.00", "[]", "false", "2024-03-01"],
            ])
        #expect(table.column(3).type == .decimal(scale: 2))
        #expect(table.column(5).type == .boolean)
        #expect(table.column(6).type == .day)
        #expect(table.problems.isEmpty)
        #expect(table.decisions == ["encoding UTF-8", "JSON, an array of objects"])
    }

    @Test func anObjectALine() throws {
        for name in ["x.ndjson", "x.jsonl", "x.json"] {
            let table = try table("{\"a\": 1, \"b\": \"u\"}\n\n{\"b\": \"v\", \"a\": 2}\r\n{}\n{\"a\": 3}", name: name)
            #expect(table.rows == [["1", "u"], ["2", "v"], ["", ""], ["3", ""]])
            #expect(table.problems.isEmpty)
        }
    }

    @Test func aDamagedLineSparesTheOthers() throws {
        let table = try table("{\"a\": 1}\n{\"a\": 2\n{\"a\": 3}\n7\n{\"a\": 4} x\n{\"a\": 5}\n", name: "x.ndjson")
        #expect(table.rows == [["1"], ["3"], ["4"], ["5"]])
        #expect(
            table.problems.map(\.text) == [
                "x.ndjson:2: damaged JSON, a comma or `}` should be where `{` is; the line is left out",
                "x.ndjson:4: a value that is no object; left out",
                "x.ndjson:5: damaged JSON, the end of the line should be where `x` is; the rest of the line is left out",
            ])
    }

    /// Keys of a line that is left out make no columns, and a file without any other line is no table.
    @Test func aDamagedLineLeavesNothing() throws {
        let text =
            "{\"a\": 1}\n{\"b\": 2, \"c\": {\"d\": 3}, \"a\"\n{\"c\": 4,\n\"a\": 5} x\n{\"a\": 6} {\"e\": 7,\n{}\n"
        let table = try table(text, name: "x.ndjson")
        #expect(table.titles.map(\.name) == ["a", "c"])
        #expect(table.rows == [["1", ""], ["5", "4"], ["6", ""], ["", ""]])
        #expect(
            table.problems.map(\.text) == [
                "x.ndjson:2: damaged JSON, a colon behind the key should be where `{` is; the line is left out",
                "x.ndjson:4: damaged JSON, the end of the line should be where `x` is; the rest of the line is left out",
                "x.ndjson:5: damaged JSON, a key in double quotes should be where `{` is; the rest of the line is left out",
            ])
        let path = try temporaryFile("damaged.ndjson", "{\"a\": 1,\n{\"b\": 2\n")
        defer { unlink(path) }
        let failure = #expect(throws: Diagnostic.self) {
            try readTable(path: path, displayName: "damaged.ndjson", options: ReadOptions())
        }
        #expect(failure?.code == "file-json")
    }

    /// Each of such lines could go on over all that follow.
    @Test func manyDamagedLinesAreReadOnceOrSo() throws {
        let cut = String(repeating: #"{"id":1,"owner":"# + "\n", count: 20_000)
        let table = try table(#"{"id":1}"# + "\n" + cut + #"{"id":2}"# + "\n", name: "x.ndjson")
        #expect(table.rows == [["1"], ["2"]])
        #expect(table.problemCount == 20_000)
    }

    @Test func theTableOfAnAnswerIsFound() throws {
        let table = try table(
            "{\"total\": 2, \"page\": {\"next\": null}, \"items\": [{\"a\": 1}, {\"a\": 2}]}", name: "x.json")
        #expect(table.rows == [["1"], ["2"]])
        #expect(table.decisions.contains("JSON, an array of objects at `items`"))
        let two = "{\"deals\": [{\"a\": 1}], \"people\": [{\"b\": 2}]}"
        let failure = try #require(throws: Diagnostic.self) { try TablesTests.table(two, name: "x.json") }
        #expect(failure.code == "file-table")
        #expect(failure.reason == ["arrays of objects are at 1: `deals`, 2: `people`"])
        #expect(
            try TablesTests.table(two, options: ReadOptions(section: 2), name: "x.json").titles.map(\.name) == ["b"])
        for text in ["{\"a\": 1}", "[1, 2]", "5"] {
            #expect(throws: Diagnostic.self) { try TablesTests.table(text, name: "x.json") }
        }
    }

    /// What goes with an answer is no table beside what was asked for.
    @Test func whatIsBesideAnAnswerIsLeftAside() throws {
        let text = """
            {"meta": {"warnings": [{"code": 1}, {"code": 2}]}, "links": [{"rel": "self"}, {"rel": "next"}],
             "data": {"deals": [{"id": 1}]}}
            """
        let answer = try table(text, name: "x.json")
        #expect(answer.rows == [["1"]])
        #expect(answer.decisions.contains("JSON, an array of objects at `data.deals`"))
        let failure = try #require(throws: Diagnostic.self) {
            try table(#"{"errors": [{"code": 1}], "data": []}"#, name: "x.json")
        }
        #expect(failure.code == "file-empty")
        #expect(failure.reason == ["the array at `data` is empty"])
        // Alone it is what was asked for.
        #expect(try table(#"{"errors": [{"code": 1}, {"code": 2}]}"#, name: "x.json").rows == [["1"], ["2"]])
    }

    /// One that lies less deep but is shorter may be what was asked for, or something beside it.
    @Test func whichTableIsMeantIsNotGuessed() throws {
        let open = #"{"owners": [{"a": 1}], "result": {"deals": [{"b": 2}, {"b": 3}]}}"#
        let failure = try #require(throws: Diagnostic.self) { try table(open, name: "x.json") }
        #expect(failure.reason == ["arrays of objects are at 1: `owners`, 2: `result.deals`"])
        let clear = try table(#"{"deals": [{"b": 2}, {"b": 3}], "by": {"owners": [{"a": 1}]}}"#, name: "x.json")
        #expect(clear.rows == [["2"], ["3"]])
        #expect(
            clear.problems.map(\.text) == [
                "x.json: another table (`by.owners`, 1 row) is left out; `with section 2` reads it"
            ])
    }

    @Test(arguments: [
        #"[["id","amount"],[1,2.5],[2,null],[3,4]]"#,
        #"{"columns":["id","amount"],"rows":[[1,2.5],[2,null],[3,4]]}"#,
        #"{"fields":[{"name":"id","type":"int"},{"name":"amount","type":"float"}],"values":[[1,2.5],[2],[3,4]]}"#,
        "[\"id\",\"amount\"]\n[1,2.5]\n[2,null]\n[3,4]\n",
    ])
    func rowsMayBeArrays(_ text: String) throws {
        let table = try table(text, name: "x.json")
        #expect(table.titles.map(\.name) == ["id", "amount"])
        #expect(table.rows == [["1", "2.5"], ["2", ""], ["3", "4.0"]])
        #expect(table.problems.isEmpty)
    }

    /// A place on a map is no table, and neither are arrays in the cells of records.
    @Test func arraysInRecordsStayCells() throws {
        let table = try table(#"[{"id": 1, "at": [[1, 2], [3, 4]]}, {"id": 2, "at": []}]"#, name: "x.json")
        #expect(table.rows == [["1", "[[1,2],[3,4]]"], ["2", "[]"]])
    }

    @Test func pagesGiveTheirRecords() throws {
        let text = """
            {"data":[{"id":1,"amount":2},{"id":2,"amount":3}],"next":"a"}
            {"data":[{"id":3,"amount":4}],"next":null}

            """
        let lines = try table(text, name: "x.ndjson")
        #expect(lines.rows == [["1", "2"], ["2", "3"], ["3", "4"]])
        #expect(lines.decisions.contains("JSON, 2 pages: their records at `data`"))
        let array = try table(
            #"[{"items":[{"id":1},{"id":2}],"has_more":true},{"items":[{"id":3}],"has_more":false}]"#, name: "x.json")
        #expect(array.rows == [["1"], ["2"], ["3"]])
    }

    /// An invoice has a number, a state and lines: it is a record, and its lines are a cell.
    @Test func aRecordWithAnArrayIsNoPage() throws {
        let text = """
            {"number":"A1","status":"paid","total":30,"lines":[{"amount":10},{"amount":20}]}
            {"number":"A2","status":"open","total":5,"lines":[{"amount":5}]}

            """
        let table = try table(text, name: "x.ndjson")
        #expect(table.titles.map(\.name) == ["number", "status", "total", "lines"])
        #expect(table.texts(2) == ["30", "5"])
    }

    @Test func aKeyWithEscapesIsTheSameKey() throws {
        let table = try table("{\"id\":1,\"amount\":2}\n{\"id\":2,\"am\\u006funt\":3}\n", name: "x.ndjson")
        #expect(table.titles.map(\.name) == ["id", "amount"])
        #expect(table.rows == [["1", "2"], ["2", "3"]])
        #expect(table.problems.isEmpty)
    }

    @Test func aFirstLineThatIsDamagedSparesTheOthers() throws {
        for first in ["{\"a\": 1, \"b\"", "{\"a\": 1,,}", "{\"a\": 1, \"b\": \"x", "\"a\": 1}"] {
            let table = try table(first + "\n{\"a\": 2}\n{\"a\": 3}\n", name: "x.json")
            #expect(table.rows == [["2"], ["3"]])
            #expect(!table.problems.isEmpty && table.problems.allSatisfy { $0.line == 1 })
        }
        // Of one value over several lines nothing is read.
        for text in ["[{\"a\": 1},\n{\"a\": 2},\n{\"a\": 3}", "[\n{\"a\": 1}\n{\"a\": 2}\n]"] {
            #expect(throws: Diagnostic.self) { try table(text, name: "x.json") }
        }
    }

    @Test func numbersStayExact() throws {
        let table = try table(
            "[{\"n\": 0.1, \"id\": 12345678901234567890123, \"f\": 1e3}, {\"n\": 123456789012.34, \"id\": 9007199254740993, \"f\": 2.5e-1}]",
            name: "x.json")
        #expect(table.texts(0) == ["0.10", "123456789012.34"])
        #expect(table.texts(1) == ["12345678901234567890123", "9007199254740993"])
        #expect(try table.column(named: "n").data.sum == "123456789012.44")
    }

    @Test func aKeyThatComesTwiceIsTold() throws {
        let table = try table("[{\"a\": 1, \"a\": 2, \"b\": 3}]", name: "x.json")
        #expect(table.rows == [["2", "3"]])
        #expect(table.problems.map(\.reason) == ["the key `a` comes twice; the last value is taken"])
    }

    @Test func linesAreThoseOfTheFile() throws {
        let table = try table(
            "[\n  {\n    \"a\": 1\n  },\n  {\n    \"a\": \"x\"\n  },\n"
                + (0..<40).map { "  {\n    \"a\": \($0)\n  }" }.joined(separator: ",\n")
                + "\n]", name: "x.json")
        #expect(table.rowCount == 42)
        #expect(table.column(0).problems.map(\.line) == [5])
    }

    @Test func encodings() throws {
        let text = "[{\"Größe\": \"é\"}]"
        let utf16 = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        for bytes in [[0xEF, 0xBB, 0xBF] + Array(text.utf8), [0xFF, 0xFE] + utf16, utf16] {
            let table = try table(bytes: bytes, name: "x.json")
            #expect(table.titles.map(\.title) == ["Größe"])
            #expect(table.rows == [["é"]])
        }
    }

    @Test func jsonIsKnownByItsTextToo() throws {
        #expect(try table("[{\"a\": 1}]", name: "x.csv").rows == [["1"]])
    }
}
