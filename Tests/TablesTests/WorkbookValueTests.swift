import Foundation
import Testing
import Values

@testable import Tables

/// Values of cells as programs other than Excel write them.
struct WorkbookValueTests {
    private func sheet(_ cells: [[String]], codes: [String]) throws -> Table {
        let rows = textRow(["won", "n", "at"]) + cells.map { "<row>" + $0.joined() + "</row>" }.joined()
        return try table(bytes: workbook([("S", rows)], styles: styles(codes)).bytes, name: "t.xlsx")
    }

    @Test func capitalsBlanksAndMidnight() throws {
        let values = [("TRUE", " 1 ", "0"), ("FALSE", "\n2.5\n", "0.75"), ("1", "3", "0.5"), ("false", "4", " 0 ")]
        let table = try sheet(
            values.map { won, number, time in
                ["<c t=\"b\"><v>\(won)</v></c>", "<c><v>\(number)</v></c>", "<c s=\"1\"><v>\(time)</v></c>"]
            }, codes: ["General", "h:mm"])
        #expect(
            table.rows == [
                ["true", "1.0", "00:00:00"], ["false", "2.5", "18:00:00"], ["true", "3.0", "12:00:00"],
                ["false", "4.0", "00:00:00"],
            ])
        #expect(table.problems.isEmpty)
    }

    /// Day 0 in a cell of days is what an empty date becomes.
    @Test func dayZeroIsNoMidnight() throws {
        let table = try sheet(
            [("1", "45292"), ("2", "0"), ("3", "45293.5")].map { number, time in
                ["<c t=\"b\"><v>1</v></c>", "<c><v>\(number)</v></c>", "<c s=\"1\"><v>\(time)</v></c>"]
            }, codes: ["General", "yyyy-mm-dd hh:mm"])
        #expect(table.texts(2)[1] == nil || table.texts(2)[1] == "")
        #expect(table.texts(2)[0]?.hasPrefix("2024-01-01") == true)
        #expect(table.texts(2)[2]?.hasPrefix("2024-01-02") == true)
        #expect(table.decisions.contains("1 date of day 0 read as missing"))
    }

    /// `R$` and `US$` are other currencies than `$`, and the `S` in them is no second.
    @Test(arguments: [("R$ #,##0.00", "BRL"), ("US$#,##0", "USD"), ("CHF #,##0", "CHF"), ("$#,##0", "USD")])
    func currenciesWithoutQuotes(_ code: String, _ currency: String) throws {
        let table = try sheet(
            [[7, 8], [9, 10]].map {
                ["<c t=\"b\"><v>1</v></c>", "<c><v>\($0[0])</v></c>", "<c s=\"1\"><v>\($0[1]).5</v></c>"]
            },
            codes: ["General", code])
        #expect(table.column(2).type == .decimal(scale: 1))
        #expect(table.column(2).currency == currency)
    }
}
