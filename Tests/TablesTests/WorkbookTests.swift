import Foundation
import Testing
import Values

@testable import Tables

/// Workbooks of other programs, whose values are those that the program that made them was given
/// (`Fixtures/xlsx/make.py`), and small ones written out here.
@Suite struct WorkbookTests {
    private func fixture(_ name: String, sheet: String? = nil) throws -> Table {
        try readTable(
            path: fixtures + "/xlsx/" + name, displayName: name, options: ReadOptions(sheet: sheet))
    }

    private func sheet(
        _ rows: String, strings: String = "", styles: String = "", options: ReadOptions = ReadOptions()
    ) throws -> Table {
        try table(
            bytes: workbook([("S", rows)], strings: strings, styles: styles).bytes, options: options, name: "t.xlsx")
    }

    private func message(_ body: () throws -> Void) -> String {
        do {
            try body()
            return ""
        } catch let error as Diagnostic {
            return ([error.message] + error.reason + error.remedies).joined(separator: " | ")
        } catch {
            return "\(error)"
        }
    }

    // MARK: Workbooks of openpyxl and of LibreOffice

    @Test(arguments: ["kinds.xlsx", "calc-kinds.xlsx"]) func everyKindOfCell(_ file: String) throws {
        let table = try fixture(file)
        #expect(
            table.titles.map(\.title) == [
                "Name", "Count", "Amount", "Share", "Day", "At", "Won", "Took", "Zip", "Clock",
            ])
        #expect(table.texts(0) == ["Müller & Söhne <AG>", " two spaces ", "line\nbreak", "say \"hi\""])
        #expect(table.texts(1) == ["12", "-3", "0", nil])
        #expect(table.column(1).type == .integer)
        let amounts = table.texts(2).map { $0.flatMap { ExactDecimal(text: $0) } }
        #expect(amounts == ["1234.5", "0.3", "0.0000001", "1.234"].map { ExactDecimal(text: $0) })
        let shares = table.texts(3).map { $0.flatMap { ExactDecimal(text: $0) } }
        #expect(shares == ["0.25", "1", "0.125", "0.5"].map { ExactDecimal(text: $0) })
        #expect(table.texts(4) == ["2026-06-15", "1900-02-28", "1900-03-01", "9999-12-31"])
        #expect(table.column(4).type == .day)
        #expect(table.column(5).type == .moment)
        #expect(
            table.texts(5) == ["2026-06-15 13:45:00", "2026-01-01 00:00:00", "2026-12-31 23:59:59.5", nil])
        #expect(table.texts(6) == ["true", "false", nil, "true"])
        #expect(table.texts(7) == ["36:30:00", "00:05:00", nil, nil])
        #expect(table.texts(8) == ["01234", "99999", "00007", "12345"])
        #expect(table.texts(9) == ["09:05:00", "23:59:59", nil, nil])
        #expect(table.allProblems.isEmpty)
    }

    @Test func sheetsAreChosen() throws {
        let path = fixtures + "/xlsx/board.xlsx"
        let selection = try #require(try sheetSelection(path: path, displayName: "board.xlsx"))
        #expect(selection.names == ["Targets", "Deals 2026"])
        #expect(
            selection.told == [
                "board.xlsx: the hidden sheet `Lookup` is left out; `sheet \"Lookup\"` reads it",
                "board.xlsx: the hidden sheet `Secret` is left out; `sheet \"Secret\"` reads it",
                "board.xlsx: the sheet `Cover` has no table and is left out; `sheet \"Cover\"` reads it",
            ])
        #expect(
            message { _ = try fixture("board.xlsx") }
                == "`board.xlsx` has 2 sheets with tables, and it is open which one is meant | they are `Targets`, `Deals 2026` | name one: `from \"board.xlsx\" sheet \"Targets\"`"
        )
        #expect(
            message { _ = try fixture("board.xlsx", sheet: "Target") }
                == "`board.xlsx` has no sheet `Target` | its sheets are `Cover`, `Targets`, `Deals 2026`, `Empty`, `Lookup`, `Secret` | did you mean `Targets`?"
        )
        #expect(message { _ = try fixture("board.xlsx", sheet: "Empty") }.contains("the sheet holds no data"))
        #expect(try fixture("board.xlsx", sheet: "secret").rows == [["1", "2"]])
        #expect(try sheetSelection(path: fixtures + "/xlsx/make.py", displayName: "make.py") == nil)
    }

    @Test(arguments: ["board.xlsx", "calc-board.xlsx"]) func moneyAndMonths(_ file: String) throws {
        let table = try fixture(file, sheet: "Targets")
        #expect(table.texts(0) == ["2026-01-01", "2026-01-01", "2026-02-01"])
        let amounts = table.texts(2).map { $0.flatMap { ExactDecimal(text: $0) } }
        #expect(amounts == ["1000", "2500.5", "1100"].map { ExactDecimal(text: $0) })
        #expect(table.column(2).currency == "EUR")
    }

    /// openpyxl computes no formulas; LibreOffice does: 100 × 0.1.
    @Test func formulasErrorsAndTotals() throws {
        let open = try fixture("board.xlsx", sheet: "Deals 2026")
        #expect(open.titles.map(\.name) == ["deal", "owner", "amount", "margin"])
        #expect(open.rows == [["D-1", "Ana", "100", ""], ["D-2", "Bo", "", ""], ["D-3", "Ana", "300", ""]])
        #expect(
            open.problems.map(\.text) == [
                "board.xlsx (Deals 2026):4: the formula in D4 has no saved value; the cell is missing",
                "board.xlsx (Deals 2026):5: C5 holds the error `#N/A`; the cell is missing",
                "board.xlsx (Deals 2026):5: the formula in D5 has no saved value; the cell is missing",
                "board.xlsx (Deals 2026):7: 1 trailing line was not data (Total); left out",
            ])
        #expect(open.decisions.contains("1 line before the titles left out: `Deals as of 15 June`"))
        #expect(
            open.decisions.contains(
                "1 group of merged cells: the value stands in the first cell, the others are missing"))
        let calc = try fixture("calc-board.xlsx", sheet: "Deals 2026")
        #expect(calc.rows == [["D-1", "Ana", "100", "10"], ["D-2", "Bo", "", ""], ["D-3", "Ana", "300", ""]])
    }

    @Test func daysFrom1904() throws {
        #expect(try fixture("mac1904.xlsx").rows == [["1904-01-01", "1"], ["2026-06-15", "2"]])
    }

    // MARK: Texts

    @Test func sharedStringsInRunsWithReadingsAndEscapes() throws {
        let strings = """
            <si><t>id</t></si><si><r><t>a</t></r><r><rPr><b/></rPr><t xml:space="preserve"> b</t></r></si>\
            <si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si>\
            <si><t>x_x000D__x005F_x0041__x000a_y</t></si><si><t></t></si><si><t>_xD83D__xDE00_</t></si>
            """
        func row(_ numbers: [Int]) -> String {
            "<row>" + numbers.map { "<c t=\"s\"><v>\($0)</v></c>" }.joined() + "</row>"
        }
        let table = try sheet(row([0, 1]) + row([2, 3]) + row([4, 5]) + row([9, 1]), strings: strings)
        #expect(table.titles.map(\.title) == ["id", "a b"])
        #expect(table.rows == [["東京", "x\r_x0041_\ny"], ["", "😀"], ["", "a b"]])
        #expect(
            table.problems.map(\.text) == [
                "t.xlsx:4: A4 refers to a text that the workbook does not have; the cell is missing"
            ])
    }

    @Test func textIsKeptToTheSpace() throws {
        let cells = ["  lead", "trail ", "\"", "\"a\"", "a\"b", "'", "a_x001F_b", "a_x001E_b", "\t", "#x", "a,b;c\td"]
        let rows =
            textRow(["n", "text"])
            + cells.map { textRow(["k", $0.replacingOccurrences(of: "\"", with: "&quot;")]) }.joined()
        let expected = ["  lead", "trail ", "\"", "\"a\"", "a\"b", "'", "a\u{1F}b", "a\u{1E}b", nil, "#x", "a,b;c\td"]
        #expect(try sheet(rows).texts(1) == expected)
    }

    // MARK: Merged cells

    /// Behind the rows of a sheet, as its cells are merged.
    private func merged(_ references: [String]) -> String {
        "</sheetData><mergeCells>" + references.map { "<mergeCell ref=\"\($0)\"/>" }.joined()
            + "</mergeCells><sheetData>"
    }

    @Test func labelsOfMergedCellsBelongToEachOfTheirRows() throws {
        let rows =
            textRow(["region", "rep", "amount"]) + "<row><c t=\"inlineStr\"><is><t>EMEA</t></is></c>"
            + "<c t=\"inlineStr\"><is><t>Ana</t></is></c><c><v>100</v></c></row>" + textRow(["", "Bo"])
            + "<row><c r=\"B4\" t=\"inlineStr\"><is><t>Cy</t></is></c><c><v>300</v></c></row>"
            + textRow(["a,\tb ", "Di"]) + textRow(["", "Ed"]) + textRow(["", "Flo"])
        let table = try sheet(rows + merged(["A2:A4", "C2:C3", "A5:B6", "A9:A12"]))
        // A number, which would be added up twice, stays in the first of its cells.
        #expect(
            table.rows == [
                ["EMEA", "Ana", "100"], ["EMEA", "Bo", ""], ["EMEA", "Cy", "300"], ["a,\tb ", "Di", ""],
                ["a,\tb ", "Ed", ""], ["", "Flo", ""],
            ])
        #expect(
            table.decisions.contains(
                "4 groups of merged cells: 3 cells below the first of a group read as its text or day, others are missing"
            ))
    }

    @Test func mergedTitlesAreNoLabels() throws {
        let rows =
            textRow(["region", "2025", "", "2026"]) + textRow(["", "plan", "actual", "plan"])
            + textRow(["EMEA", "1", "2", "3"]) + textRow(["", "4", "5", "6"]) + textRow(["APAC", "7", "8", "9"])
        let plain = try sheet(rows)
        let table = try sheet(rows + merged(["A1:A2", "B1:C1", "A3:A4"]))
        #expect(table.titles.map(\.title) == plain.titles.map(\.title))
        #expect(table.texts(0) == ["EMEA", "EMEA", "APAC"])
    }

    /// What is no reference, or claims more than a sheet has, merges nothing.
    @Test(arguments: ["", "A2", "A2:", "A4:A2", "A0:A3", "2:4", "A2:A99999999", "AAAAA2:AAAAA4", "A2:A4:A5", "a2:é"])
    func damagedReferencesMergeNothing(_ reference: String) throws {
        let rows = textRow(["region", "rep"]) + textRow(["EMEA", "Ana"]) + textRow(["", "Bo"]) + textRow(["", "Cy"])
        #expect(try sheet(rows + merged([reference])).texts(0) == ["EMEA", nil, nil])
    }

    // MARK: Numbers

    @Test(arguments: [
        ("0.30000000000000004", "0.3"), ("1234567.8900000001", "1234567.89"), ("-1.1000000000000001", "-1.1"),
        ("99999999999999.99999", "100000000000000"), ("12345678901234567", "12345678901234567"), ("1E3", "1000"),
        ("1.5E-2", "0.015"), ("2.5e+2", "250"), ("-0", "0"), ("0", "0"), ("-0.5", "-0.5"), ("12.30", "12.3"),
        ("01.5", "1.5"), ("0.10", "0.1"), ("1.234", "1.2340"),
        ("1234.567", "1234.567"),
        ("0.125", "0.125"), (".5", "0.5"), ("5.", "5"), ("007", "7"), ("1E+100", "1E100"), ("1.25E-60", "1.25E-60"),
        ("0.1234567890123456", "0.123456789012346"),
    ]) func numbersAsPlainDigits(_ stored: String, _ written: String) {
        var numbers = NumberText()
        var target: [UInt8] = []
        #expect(numbers.append(Array(stored.utf8), to: &target))
        #expect(String(decoding: target, as: UTF8.self) == written)
    }

    @Test(arguments: ["", "-", ".", "NaN", "INF", "1,5", "1E", "1E99999", "0x10", "1.2.3", "12 "])
    func whatIsNoNumber(_ stored: String) {
        var numbers = NumberText()
        var target: [UInt8] = []
        #expect(!numbers.append(Array(stored.utf8), to: &target))
        #expect(target.isEmpty)
    }

    /// A decimal comma in a column of texts does not make thousands of numbers.
    @Test func numbersKeepTheirPoint() throws {
        let rows = textRow(["a", "b"]) + "<row><c><v>1.234</v></c><c t=\"str\"><v>1,5</v></c></row>"
        let table = try sheet(rows)
        #expect(table.column(0).value(at: 0) == .number(ExactDecimal(text: "1.234") ?? .zero))
        #expect(table.column(1).value(at: 0) == .number(ExactDecimal(text: "1.5") ?? .zero))
    }

    @Test(arguments: [
        ("General", CellFormat.number), ("0.00", .number), ("#,##0.00;[Red]-#,##0.00", .number), ("0%", .number),
        ("0.00E+00", .number), ("# ?/?", .number), ("@", .number), ("0\" days\"", .number), ("0\\d", .number),
        ("yyyy-mm-dd", .date), ("mmm yyyy", .date), ("[$-409]d. mmmm yyyy;@", .date), ("h:mm AM/PM", .time),
        ("hh:mm:ss.000", .time), ("yyyy-mm-dd hh:mm", .date),
        ("[h]:mm:ss", .elapsed), ("[mm]:ss", .elapsed), ("[$€-407] #,##0.00", .money(2)), ("\"$\"#,##0.00", .money(1)),
        ("#,##0.00\\ [$€-1]", .money(2)), ("_(\"$\"* #,##0.00_);_(\"$\"* \\(#,##0.00\\)", .money(1)),
        ("[$CHF] #,##0", .money(5)), ("#,##0 €", .money(2)), ("00000", .padded(5)), ("00", .number),
        ("R$ #,##0.00", .money(47)), ("US$#,##0", .money(1)), ("CHF #,##0.00", .money(5)), ("#,##0.00 zł", .money(13)),
        ("0 days", .number), ("#,##0 hrs", .number), ("0 SqFt", .number), ("#,##0.00 kr", .number),
    ]) func formatCodes(_ code: String, _ format: CellFormat) {
        #expect(CellFormat(code: code) == format)
    }

    /// By ECMA-376 18.17.4.1 and the calendar of Excel.
    @Test func serialDates() {
        let dates = SerialDate(countsFrom1904: false)
        func day(_ year: Int, _ month: Int, _ day: Int, _ milliseconds: Int = 0) -> SerialDate.Reading? {
            Day(year: year, month: month, day: day).map { .day($0, milliseconds: milliseconds) }
        }
        #expect(dates.reading(1) == day(1900, 1, 1))
        #expect(dates.reading(59) == day(1900, 2, 28))
        #expect(dates.reading(60) == .impossible)
        #expect(dates.reading(61) == day(1900, 3, 1))
        #expect(dates.reading(25_569) == day(1970, 1, 1))
        #expect(dates.reading(43_831.5) == day(2020, 1, 1, 43_200_000))
        #expect(dates.reading(45_291.999999999) == day(2024, 1, 1))
        #expect(dates.reading(2_958_465) == day(9999, 12, 31))
        #expect(dates.reading(2_958_466) == .impossible)
        #expect(dates.reading(-1) == .impossible)
        #expect(dates.reading(.nan) == .impossible)
        #expect(dates.reading(1e300) == .impossible)
        #expect(dates.reading(0) == .nothing)
        #expect(dates.reading(0.25) == .time(milliseconds: 21_600_000))
        #expect(SerialDate(countsFrom1904: true).reading(0) == day(1904, 1, 1))
        #expect(SerialDate(countsFrom1904: true).reading(44_726) == day(2026, 6, 15))
    }

    // MARK: Layout

    @Test func tablesOfASheetByBlankRows() throws {
        let rows = """
            <row r="2"><c r="B2" t="str"><v>a</v></c><c r="C2" t="str"><v>b</v></c></row>\
            <row r="3"><c r="B3"><v>1</v></c><c r="C3"><v>2</v></c></row>\
            <row r="6"><c r="B6" t="str"><v>x</v></c><c r="C6" t="str"><v>y</v></c></row>\
            <row r="7"><c r="B7"><v>3</v></c><c r="C7"><v>4</v></c></row>
            """
        let first = try sheet(rows, options: ReadOptions(section: 1))
        #expect(first.titles.map(\.title) == ["a", "b"])
        #expect(first.rows == [["1", "2"]])
        let second = try sheet(rows, options: ReadOptions(section: 2))
        #expect(second.titles.map(\.title) == ["x", "y"])
        #expect(second.rows == [["3", "4"]])
        #expect(try sheet(rows, options: ReadOptions(skip: 5)).rows == [["3", "4"]])
    }

    @Test func editionsAndPrefixes() throws {
        let strict = workbook(
            [
                (
                    "S",
                    "<x:row><x:c t=\"str\"><x:v>day</x:v></x:c><x:c t=\"str\"><x:v>n</x:v></x:c></x:row><x:row><x:c t=\"d\"><x:v>2026-06-15T00:00:00</x:v></x:c><x:c><x:v>1</x:v></x:c></x:row>"
                )
            ],
            namespace: "http://purl.oclc.org/ooxml/spreadsheetml/main", prefix: "x")
        #expect(try table(bytes: strict.bytes, name: "t.xlsx").rows == [["2026-06-15", "1"]])
    }

    @Test func optionsOfTextAreRefused() throws {
        #expect(
            message { _ = try sheet(textRow(["a", "b"]), options: ReadOptions(delimiter: 0x3B)) }
                == "`t.xlsx` is a workbook: `delimiter` means nothing for its cells | leave `delimiter` out")
        #expect(
            message { _ = try table("a,b\n1,2\n", options: ReadOptions(sheet: "S")) }
                == "`test.csv` is no workbook, so it has no sheet `S` | leave `sheet` out")
    }

    @Test func snapshotsKnowTheSheet() throws {
        let zip = workbook([
            ("A", textRow(["a", "b"]) + textRow(["1", "2"])), ("B", textRow(["c", "d"]) + textRow(["3", "4"])),
        ])
        let kept = try Kept([("t.xlsx", zip.bytes)])
        kept.options = ReadOptions(sheet: "A")
        try kept.keep()
        #expect(try kept.read(kept.cache()).rows == [["1", "2"]])
        kept.options = ReadOptions(sheet: "B")
        #expect(try kept.read(kept.cache()).rows == [["3", "4"]])
    }
}
