import Testing
import Values

@testable import Tables

/// How the cells of a column decide its type, as literal tables of cells, type and values.
struct ColumnTypeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var cells: [String]
        var type: ColumnType
        /// Nil is missing.
        var values: [String?]
        var currency: String?
        var decision: String?
        var options = ReadOptions()
        var title = "x"

        var testDescription: String { cells.joined(separator: " | ") }
    }

    /// One column of the cells, each in quotes, with a column of row numbers so that blank cells are no blank lines.
    static func read(_ cells: [String], options: ReadOptions = ReadOptions(), title: String = "x") throws -> Table {
        let lines = cells.enumerated().map { number, cell in
            "r\(number),\"" + cell.replacing("\"", with: "\"\"") + "\"\n"
        }
        return try table("row,\(title)\n" + lines.joined(), options: options)
    }

    static let cases: [Case] = [
        // Integers and decimals.
        Case(cells: ["1", "-2", "+3", ""], type: .integer, values: ["1", "-2", "3", nil]),
        Case(cells: ["0", "0.5", "12.25"], type: .decimal(scale: 2), values: ["0.00", "0.50", "12.25"]),
        Case(
            cells: ["9223372036854775807", "-9223372036854775807"], type: .integer,
            values: ["9223372036854775807", "-9223372036854775807"]),
        Case(
            cells: ["9007199254740993", "9223372036854775808"], type: .text,
            values: ["9007199254740993", "9223372036854775808"], decision: "longer than 64 bits"),
        Case(cells: ["01234", "99999"], type: .text, values: ["01234", "99999"], decision: "leading zeros"),
        Case(cells: ["0", "1", "0"], type: .integer, values: ["0", "1", "0"]),
        Case(
            cells: ["-99999999999999.99", "0.10"], type: .decimal(scale: 2), values: ["-99999999999999.99", "0.10"]),
        Case(cells: [".5", "1"], type: .decimal(scale: 1), values: ["0.5", "1.0"]),
        Case(cells: ["5-", "7"], type: .integer, values: ["-5", "7"]),
        // Thousands and decimal marks, decided over the column.
        Case(cells: ["1,234.50", "7"], type: .decimal(scale: 2), values: ["1234.50", "7.00"]),
        Case(cells: ["1,234", "5,678"], type: .integer, values: ["1234", "5678"], decision: "no cell proves it"),
        Case(
            cells: ["1.000", "2,50"], type: .decimal(scale: 2), values: ["1000.00", "2.50"], decision: "decimal comma"),
        Case(
            cells: ["1.234.567,89", "-0,50", "1.000"], type: .decimal(scale: 2),
            values: ["1234567.89", "-0.50", "1000.00"]),
        Case(cells: ["1.234.567", "1"], type: .integer, values: ["1234567", "1"], decision: "decimal comma"),
        Case(cells: ["1'234.50", "12’345.00"], type: .decimal(scale: 2), values: ["1234.50", "12345.00"]),
        Case(cells: ["1\u{202F}234,56", "2\u{00A0}000,00"], type: .decimal(scale: 2), values: ["1234.56", "2000.00"]),
        Case(cells: ["12,34,567.00", "1.00"], type: .decimal(scale: 2), values: ["1234567.00", "1.00"]),
        Case(cells: ["1.5", "1,5"], type: .text, values: ["1.5", "1,5"], decision: "mixed"),
        Case(
            cells: ["1.234", "5.678"], type: .integer, values: ["1234", "5678"], options: ReadOptions(decimalMark: 0x2C)
        ),
        Case(cells: ["12,34", "1,2"], type: .decimal(scale: 2), values: ["12.34", "1.20"], decision: "decimal comma"),
        Case(cells: ["1,23,4", "5"], type: .text, values: ["1,23,4", "5"]),
        // Money.
        Case(
            cells: ["$1,234.50", "($1,008.75)", " $ -   ", "-$3"], type: .decimal(scale: 2),
            values: ["1234.50", "-1008.75", "0.00", "-3.00"], currency: "USD"),
        Case(cells: ["€ 1.234,50", "€ 2,00"], type: .decimal(scale: 2), values: ["1234.50", "2.00"], currency: "EUR"),
        Case(cells: ["USD 12", "USD 13.5"], type: .decimal(scale: 1), values: ["12.0", "13.5"], currency: "USD"),
        Case(cells: ["12 EUR", "3 EUR"], type: .integer, values: ["12", "3"], currency: "EUR"),
        Case(
            cells: ["R$ 1.234,00", "R$ 5,00"], type: .decimal(scale: 2), values: ["1234.00", "5.00"], currency: "BRL"),
        Case(
            cells: ["12 EUR", "3 USD", "4 EUR"], type: .text, values: ["12 EUR", "3 USD", "4 EUR"],
            decision: "mixed currencies: 2 EUR, 1 USD"),
        Case(
            cells: ["$5", "-", "$7"], type: .integer, values: ["5", "0", "7"], currency: "USD", decision: "read as zero"
        ),
        Case(cells: ["5", "-", "7"], type: .integer, values: ["5", nil, "7"], decision: "1 × `-` read as missing"),
        // Percentages.
        Case(cells: ["75%", "12.5%"], type: .decimal(scale: 3), values: ["0.750", "0.125"], decision: "percent"),
        Case(cells: ["75%", "12"], type: .text, values: ["75%", "12"], decision: "percent sign"),
        // Nothing is as much without the sign.
        Case(
            cells: ["75%", "0", "0.00"], type: .decimal(scale: 2), values: ["0.75", "0.00", "0.00"], decision: "percent"
        ),
        Case(cells: ["75%", "0", "1"], type: .text, values: ["75%", "0", "1"], decision: "1 have none"),
        // Floats.
        Case(cells: ["1.5E3", "2e-2", "7"], type: .float, values: ["1500", "0.02", "7"]),
        // Words for missing.
        Case(
            cells: ["1", "n/a", "N/A", "n/a", "NaN", "NULL", "(No value)", "2"], type: .integer,
            values: ["1", nil, nil, nil, nil, nil, nil, "2"], decision: "2 × `n/a` read as missing"),
        Case(cells: ["n/a", "blue"], type: .text, values: ["n/a", "blue"]),
        Case(cells: ["n/a", "-"], type: .text, values: ["n/a", "-"]),
        Case(cells: ["", "  "], type: .text, values: [nil, nil]),
        // Dates.
        Case(cells: ["2024-02-29", "2023-12-31", ""], type: .day, values: ["2024-02-29", "2023-12-31", nil]),
        Case(cells: ["2023-02-29", "2023-01-01"], type: .text, values: ["2023-02-29", "2023-01-01"]),
        Case(
            cells: ["10/20/2016", "3/1/2017"], type: .day, values: ["2016-10-20", "2017-03-01"], decision: "month/day"),
        Case(
            cells: ["3/1/2017", "20/10/2016"], type: .day, values: ["2017-01-03", "2016-10-20"], decision: "day/month"),
        Case(
            cells: ["20-10-16", "01-03-17"], type: .day, values: ["2016-10-20", "2017-03-01"], decision: "two digits"),
        Case(cells: ["31-12-69", "31-12-70"], type: .day, values: ["2069-12-31", "1970-12-31"]),
        Case(cells: ["1.2.2024", "13.2.2024"], type: .day, values: ["2024-02-01", "2024-02-13"]),
        Case(cells: ["1.2.2024", "3.4.2024"], type: .day, values: ["2024-02-01", "2024-04-03"]),
        Case(cells: ["1-Jan-2015", "16 Apr 2021"], type: .day, values: ["2015-01-01", "2021-04-16"]),
        Case(
            cells: ["Jan 5, 2015", "January 6 2015", "Sept 7, 2015"], type: .day,
            values: ["2015-01-05", "2015-01-06", "2015-09-07"]),
        Case(
            cells: ["20240131", "19991231"], type: .day, values: ["2024-01-31", "1999-12-31"], decision: "eight digits"),
        Case(cells: ["20240131", "20241301"], type: .integer, values: ["20240131", "20241301"]),
        Case(
            cells: ["20240131", "20240201"], type: .integer, values: ["20240131", "20240201"], title: "invoice_number"),
        Case(
            cells: ["01-02-2016", "1/13/2016"], type: .day, values: ["2016-01-02", "2016-01-13"], decision: "month/day"),
        Case(
            cells: ["13/1/2016", "1-13-2016"], type: .day, values: ["2016-01-13", "2016-01-13"],
            decision: "dates with `-` read as month/day"),
        Case(cells: ["13/1/2016", "1/13/2016"], type: .text, values: ["13/1/2016", "1/13/2016"], decision: "mixed"),
        Case(
            cells: ["3/4/2016", "5/6/2016"], type: .day, values: ["2016-04-03", "2016-06-05"],
            options: ReadOptions(dateOrder: .dmy)),
        Case(cells: ["2024-01-01", "n/a"], type: .day, values: ["2024-01-01", nil]),
        // Days as spreadsheets count them, among others: 45292 is 2024-01-01.
        Case(
            cells: ["2024-01-05", "45292", "n/a", "2/1/2024"], type: .day,
            values: ["2024-01-05", "2024-01-01", nil, "2024-02-01"],
            decision: "1 cell counts days, as spreadsheets do (line 3 has `45292`)"),
        Case(
            cells: ["2024-01-05 10:00", "2024-01-06 10:00", "45292.5", "45293"], type: .moment,
            values: ["2024-01-05 10:00:00", "2024-01-06 10:00:00", "2024-01-01 12:00:00", "2024-01-02 00:00:00"],
            title: "close_date"),
        Case(
            cells: ["2024-01-05", "2024-01-06", "45292.5"], type: .moment,
            values: ["2024-01-05 00:00:00", "2024-01-06 00:00:00", "2024-01-01 12:00:00"]),
        Case(cells: ["45123", "2023-07-16"], type: .day, values: ["2023-07-16", "2023-07-16"], title: "close_date"),
        Case(cells: ["45123", "2023-07-16"], type: .text, values: ["45123", "2023-07-16"]),
        Case(
            cells: ["2024-01-05", "2024-01-06", "30001"], type: .text, values: ["2024-01-05", "2024-01-06", "30001"],
            decision: "1 of 3 cells is not a date"),
        // Date-times.
        Case(
            cells: ["2023-07-28 3:00", "2023-07-28"], type: .moment,
            values: ["2023-07-28 03:00:00", "2023-07-28 00:00:00"]),
        Case(cells: ["2023-07-28 00:00:00", "2023-07-29 0:00"], type: .day, values: ["2023-07-28", "2023-07-29"]),
        Case(
            cells: ["2024-01-31T09:30:15.250Z", "2024-01-31T01:00:00+02:00"], type: .moment,
            values: ["2024-01-31 09:30:15.25", "2024-01-30 23:00:00"], decision: "UTC"),
        Case(cells: ["2025-10-07 09:50:26 +0200"], type: .moment, values: ["2025-10-07 07:50:26"]),
        Case(
            cells: ["1/13/2024 3:05 PM", "1/14/2024 12:00 am"], type: .moment,
            values: ["2024-01-13 15:05:00", "2024-01-14 00:00:00"]),
        Case(cells: ["16 Apr, 2021 00:02:00"], type: .moment, values: ["2021-04-16 00:02:00"]),
        Case(
            cells: ["Tue Mar 05 2024 14:27:00 GMT+0000 (Coordinated Universal Time)"], type: .moment,
            values: ["2024-03-05 14:27:00"]),
        Case(cells: ["2024-01-31 25:00"], type: .text, values: ["2024-01-31 25:00"]),
        // Booleans.
        Case(cells: ["TRUE", "false", ""], type: .boolean, values: ["true", "false", nil]),
        Case(cells: ["Yes", "NO"], type: .boolean, values: ["true", "false"]),
        Case(cells: ["Y", "N", "y"], type: .boolean, values: ["true", "false", "true"]),
        Case(cells: ["F", "F"], type: .text, values: ["F", "F"]),
        Case(cells: ["M", "F"], type: .text, values: ["M", "F"]),
        Case(cells: ["Yes", "No", "Unknown"], type: .text, values: ["Yes", "No", "Unknown"]),
        // Text.
        Case(cells: ["abc", "1"], type: .text, values: ["abc", "1"]),
        Case(cells: ["cafe\u{301}", "caf\u{E9}"], type: .text, values: ["caf\u{E9}", "caf\u{E9}"]),
        Case(cells: [" padded ", "x\"y"], type: .text, values: [" padded ", "x\"y"]),
        Case(cells: ["10.15.07", "1.2.3"], type: .text, values: ["10.15.07", "1.2.3"]),
        Case(cells: ["FY26-Q3"], type: .text, values: ["FY26-Q3"]),
    ]

    @Test(arguments: cases)
    func cellsDecideTheType(_ item: Case) throws { try Self.check(item) }

    /// Whether the cells of a case are read as it says.
    static func check(_ item: Case) throws {
        let table = try read(item.cells, options: item.options, title: item.title)
        let column = table.column(1)
        #expect(column.type == item.type)
        let read = table.texts(1)
        #expect(read.count == item.values.count)
        for (cell, wanted) in zip(read, item.values) {
            if let cell, let wanted, let a = ExactDecimal(text: cell), let b = ExactDecimal(text: wanted),
                item.type != .text
            {
                #expect(a == b)
            } else {
                #expect(cell.map { Array($0.utf8) } == wanted.map { Array($0.utf8) }, "\(cell ?? "nil")")
            }
        }
        #expect(column.currency == item.currency)
        #expect(column.missingCount == item.values.count { $0 == nil })
        if let words = item.decision {
            #expect(column.decisions.contains { $0.contains(words) }, "\(column.decisions)")
        }
    }

    @Test func wordsAmongNumbersMakeTextAndAreTold() throws {
        var cells = (1...100).map(String.init)
        cells[41] = "missing amount"
        let table = try Self.read(cells)
        let column = table.column(1)
        #expect(column.type == .text)
        #expect(column.missingCount == 0)
        #expect(
            column.decisions == ["text, because 1 of 100 cells is not a number: first `missing amount` on line 43"])
        #expect(
            column.problems == [
                FileProblem(
                    file: "test.csv", line: 43,
                    reason: "`missing amount` in `x` is not a number; the column is read as text"
                        + " (`with missing \"missing amount\"` reads such cells as missing)")
            ])
    }

    @Test func wordsForNoValueCanBeNamed() throws {
        let text = "id,day,amount,note\n1,2024-01-05,2.50,tbd\n2,TBD,-1,x\n3,2024-02-30,tbd,y\n"
        var options = ReadOptions()
        options.missingWords = ["TBD", "2024-02-30", "-1"]
        let read = try table(text, options: options)
        #expect(read.rows == [["1", "2024-01-05", "2.50", ""], ["2", "", "", "x"], ["3", "", "", "y"]])
        #expect(
            read.column(1).decisions == [
                "1 × `TBD` read as missing, as asked", "1 × `2024-02-30` read as missing, as asked",
            ])
        #expect(read.column(2).missingCount == 2)
        #expect(read.problems == [])
    }

    @Test func orderOfDatesIsTakenFromAnotherColumn() throws {
        let table = try table("created,closed\n03/04/2024,25/12/2024\n05/06/2024,26/12/2024\n")
        #expect(table.texts(0) == ["2024-04-03", "2024-06-05"])
        #expect(table.column(0).decisions == ["dates read as day/month/year, as `closed` proves"])
        #expect(table.column(0).problems.isEmpty)
    }

    @Test func orderOfDatesThatNothingProvesIsAWarning() throws {
        let table = try table("id,d\n1,01/02/2024\n2,03/04/2024\n")
        #expect(table.texts(1) == ["2024-01-02", "2024-03-04"])
        #expect(table.column(1).problems.map(\.line) == [2])
    }

    @Test func orderOfDatesProvedOnTheLastOfManyRows() throws {
        let rows = (0..<30_000).map { "\($0 % 12 + 1)/\($0 % 11 + 1)/2024\n" }.joined()
        let table = try table("d,x\n".replacing(",x", with: "") + rows + "31/1/2024\n")
        #expect(table.column(0).type == .day)
        #expect(table.texts(0).prefix(2) == ["2024-01-01", "2024-02-02"])
        #expect(table.texts(0)[12] == "2024-02-01")
        #expect(table.column(0).decisions == ["dates read as day/month/year (line 30002 has `31/1/2024`)"])
    }

    /// A long column that looks like text before its end: what stands there must not be lost.
    @Test func aColumnThatWasGivenUpIsNotReadAsDates() throws {
        let mixed = (0..<10_000).map { $0 % 2 == 0 ? "2024-01-05" : "45292" }
        let table = try Self.read(mixed + ["2024-01-06 10:30", "", "2024-01-07"], title: "close_date")
        let column = table.column(1)
        #expect(column.type == .text)
        #expect(column.missingCount == 1)
        #expect(column.value(at: 10_000) == .text("2024-01-06 10:30"))
    }

    @Test func thousandsByPointAreProvedByAnotherColumn() throws {
        let table = try table("a;b\n1.000;2,5\n2.000;3,75\n")
        #expect(table.texts(0) == ["1000", "2000"])
        #expect(table.texts(1) == ["2.50", "3.75"])
    }

    @Test func numbersBeyondEighteenDigitsAreFloats() throws {
        let column = try Self.read(["0.1234567890123456", "123456.5"]).column(1)
        #expect(column.type == .float)
        guard case .floats(let values) = column.data else {
            Issue.record("not floats")
            return
        }
        #expect(values == [0.1234567890123456, 123456.5])
    }

    @Test func plainAndCarefulPathsAgree() throws {
        // A cell with a plus sign keeps the column from the plain path.
        for cells in [["1", "22", "-3"], ["1.5", "0.25", "-7"], ["0.123", "4.5"]] {
            let plain = try Self.read(cells)
            let careful = try Self.read(cells + ["+1"])
            #expect(plain.column(1).type == careful.column(1).type)
            #expect(plain.texts(1) == Array(careful.texts(1).dropLast()))
        }
    }

    @Test func dictionaryCodesFollowFirstAppearance() throws {
        let column = try Self.read(["b", "a", "b", "", "c"]).column(1)
        guard case .texts(let codes, let dictionary) = column.data else {
            Issue.record("not text")
            return
        }
        #expect(codes == [1, 2, 1, 0, 3])
        #expect(dictionary.texts == ["b", "a", "c"])
        #expect(dictionary.code(of: "a") == 2)
        #expect(dictionary.code(of: "z") == nil)
        #expect(dictionary.codeCount == 4)
    }

    @Test func dictionaryFindsTextsByBytesAfterNormalization() throws {
        let words = (0..<5000).map { "word \($0)" } + ["caf\u{E9}"]
        let dictionary = TextDictionary(texts: words)
        for (index, word) in words.enumerated() { #expect(dictionary.code(of: word) == Int32(index + 1)) }
        #expect(dictionary.code(of: "cafe\u{301}") == 5001)
        #expect(dictionary.code(of: "") == nil)
        #expect(TextDictionary(texts: []).code(of: "x") == nil)
    }
}
