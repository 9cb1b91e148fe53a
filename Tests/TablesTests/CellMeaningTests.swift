import Glibc
import Testing
import Values

@testable import Tables

/// What could be numbers, days or flags and is none, and what has to be seen through to be one: by title and by the other
/// cells of the column.
struct CellMeaningTests {
    typealias Case = ColumnTypeTests.Case

    /// Numbers that a spreadsheet has shortened, and codes that look like such.
    static let codes: [Case] = [
        Case(
            cells: ["1.00E+16", "1.00E+16", "2.5E+15"], type: .text, values: ["1.00E+16", "1.00E+16", "2.5E+15"],
            decision: "3 of 3 cells have an exponent, by which digits may be lost", title: "account_number"),
        Case(
            cells: ["1234567890123456", "1.23457E+15", ""], type: .text,
            values: ["1234567890123456", "1.23457E+15", nil], decision: "line 3 has `1.23457E+15`"),
        Case(
            cells: ["1.5E+16", "2.0E+15", "7"], type: .float, values: ["15000000000000000", "2000000000000000", "7"]),
        Case(
            cells: ["1.00E+16", "1.23457E+15", "7"], type: .text, values: ["1.00E+16", "1.23457E+15", "7"],
            decision: "have an exponent, by which digits may be lost", title: "Acct"),
        Case(
            cells: ["9.78316E+12", "9.78014E+12"], type: .text, values: ["9.78316E+12", "9.78014E+12"],
            decision: "have an exponent, by which digits may be lost", title: "ISBN13"),
        Case(cells: ["1.50E+07", "2"], type: .float, values: ["15000000", "2"], title: "account_balance"),
        Case(cells: ["1.00E-06", "2.50E-03"], type: .float, values: ["0.000001", "0.0025"]),
        Case(
            cells: ["12E5", "1E10", "1234"], type: .text, values: ["12E5", "1E10", "1234"],
            decision: "may be part of a code: line 2 has `12E5`", title: "sku"),
        Case(cells: ["00E12", "1E10"], type: .text, values: ["00E12", "1E10"], decision: "leading zeros"),
        Case(cells: ["1e+20", "1.5e7"], type: .float, values: ["100000000000000000000", "15000000"]),
        Case(
            cells: ["+14155550123", "+4915112345678"], type: .text, values: ["+14155550123", "+4915112345678"],
            decision: "telephone numbers", title: "from"),
        Case(cells: ["+49151", "+49170"], type: .text, values: ["+49151", "+49170"], title: "Mobile"),
        Case(cells: ["415 555", "(41555)"], type: .text, values: ["415 555", "(41555)"], title: "phone"),
        Case(cells: ["1,234", "-5"], type: .integer, values: ["1234", "-5"], title: "mobile"),
        Case(cells: ["1 234", "(5)"], type: .integer, values: ["1234", "-5"], title: "mobile sessions"),
        Case(cells: ["+5", "-3", "+1000000"], type: .integer, values: ["5", "-3", "1000000"]),
        Case(
            cells: ["4155550123", "4155550199"], type: .integer, values: ["4155550123", "4155550199"], title: "phone"),
    ]

    /// Words and numbers that are something else under their titles.
    static let titled: [Case] = [
        Case(cells: ["NO", "NO"], type: .text, values: ["NO", "NO"], title: "Country"),
        Case(cells: ["N", "N", ""], type: .text, values: ["N", "N", nil], title: "sales_region"),
        Case(cells: ["NA", "DE", "NO"], type: .text, values: ["NA", "DE", "NO"], title: "country"),
        Case(cells: ["NO", "YES"], type: .boolean, values: ["false", "true"], title: "in_market"),
        Case(cells: ["NO", "NO"], type: .boolean, values: ["false", "false"], title: "renewed"),
        Case(cells: ["false", "false"], type: .boolean, values: ["false", "false"], title: "region_active"),
        Case(cells: ["No", "No"], type: .boolean, values: ["false", "false"], title: "Country verified"),
        Case(cells: ["No", "No"], type: .boolean, values: ["false", "false"], title: "is_eu_country"),
        Case(cells: ["NO", "NO"], type: .text, values: ["NO", "NO"], title: "Country Code"),
        Case(cells: ["20261231", "20261230"], type: .integer, values: ["20261231", "20261230"], title: "candidate"),
        Case(cells: ["20261231", "20261230"], type: .integer, values: ["20261231", "20261230"], title: "Invoice"),
        Case(cells: ["20261231", "20261230"], type: .integer, values: ["20261231", "20261230"], title: "Rechnungsnr"),
        Case(cells: ["20261231", "20261230"], type: .integer, values: ["20261231", "20261230"], title: "orderId"),
        Case(cells: ["20261231", "20261230"], type: .integer, values: ["20261231", "20261230"], title: "Phone"),
        Case(
            cells: ["20261231", "20261230"], type: .day, values: ["2026-12-31", "2026-12-30"], title: "invoice date"),
        Case(cells: ["20261231", "20261230"], type: .day, values: ["2026-12-31", "2026-12-30"], title: "booked"),
        Case(
            cells: ["20261231", "20261230"], type: .day, values: ["2026-12-31", "2026-12-30"], title: "contract_end"),
        Case(
            cells: ["20261231", "20261230"], type: .integer, values: ["20261231", "20261230"], title: "Spend to date"),
        Case(cells: ["45000", "46000"], type: .integer, values: ["45000", "46000"], title: "Bookings to Date"),
        Case(cells: ["45000", "46000"], type: .integer, values: ["45000", "46000"], title: "candidate"),
        Case(cells: ["45000", "46000"], type: .day, values: ["2023-03-15", "2025-12-09"], title: "close date"),
        Case(
            cells: ["1415555012", "1415555019"], type: .integer, values: ["1415555012", "1415555019"], title: "from"),
        Case(
            cells: ["1415555012", "1415555019"], type: .integer, values: ["1415555012", "1415555019"],
            title: "phone_from"),
        Case(
            cells: ["1700000000", "1700000500"], type: .moment, values: ["2023-11-14 22:13:20", "2023-11-14 22:21:40"],
            title: "valid_from"),
        Case(cells: ["5 m", "10 m"], type: .text, values: ["5 m", "10 m"], title: "length"),
        Case(cells: ["5 m", "10 m"], type: .integer, values: ["300", "600"], title: "call length"),
        Case(cells: ["5m 3s", "10m"], type: .integer, values: ["303", "600"], title: "length"),
    ]

    /// Words for no value among what is no text.
    static let missing: [Case] = [
        Case(
            cells: ["1", "N/A", "#N/A", "--", "n.a.", "(blank)", "nil", "TBD", "#NV", "(not set)", "2"], type: .integer,
            values: ["1", nil, nil, nil, nil, nil, nil, nil, nil, nil, "2"], decision: "1 × `n.a.` read as missing"),
        Case(
            cells: ["1700000000", "N/A", "-", "1700000500"], type: .moment,
            values: ["2023-11-14 22:13:20", nil, nil, "2023-11-14 22:21:40"], decision: "1 × `N/A` read as missing",
            title: "created_at"),
        Case(
            cells: ["45000", "#N/A", "n.a.", "45010"], type: .day, values: ["2023-03-15", nil, nil, "2023-03-25"],
            decision: "1 × `#N/A` read as missing", title: "close_date"),
        Case(
            cells: ["true", "N/A", "false"], type: .boolean, values: ["true", nil, "false"],
            decision: "1 × `N/A` read as missing"),
        Case(cells: ["Y", "N", "-"], type: .boolean, values: ["true", "false", nil]),
        Case(cells: ["No", "None"], type: .text, values: ["No", "None"]),
        Case(cells: ["Yes", "No", "TBD"], type: .text, values: ["Yes", "No", "TBD"]),
        Case(cells: ["TBD", "open", "nil"], type: .text, values: ["TBD", "open", "nil"]),
        Case(cells: ["\u{A0}", "13", "\u{200B}", "\u{3000}"], type: .integer, values: [nil, "13", nil, nil]),
        Case(cells: ["\u{A0} ", "2024-01-05"], type: .day, values: [nil, "2024-01-05"]),
        Case(cells: ["\u{200B}", "red", " \u{3000}"], type: .text, values: [nil, "red", nil]),
        Case(cells: ["\u{A0}red", "«blue»", "ärger"], type: .text, values: ["\u{A0}red", "«blue»", "ärger"]),
    ]

    /// Money as people write it.
    static let money: [Case] = [
        Case(cells: ["5,-", "7,50"], type: .decimal(scale: 2), values: ["5.00", "7.50"], decision: "decimal comma"),
        Case(cells: ["1.200,-", "-5,--"], type: .integer, values: ["1200", "-5"], decision: "decimal comma"),
        Case(cells: ["12.–", "13.50", "1'000.—"], type: .decimal(scale: 2), values: ["12.00", "13.50", "1000.00"]),
        Case(
            cells: ["Fr. 12.-", "Fr. 1'200.50"], type: .decimal(scale: 2), values: ["12.00", "1200.50"], currency: "CHF"
        ),
        Case(cells: ["5-", "5.00-"], type: .decimal(scale: 2), values: ["-5.00", "-5.00"]),
        Case(
            cells: ["$1,200 USD", "-$5.50 USD"], type: .decimal(scale: 2), values: ["1200", "-5.50"], currency: "USD"),
        Case(cells: ["CAD $12.00", "$13.50 CAD"], type: .decimal(scale: 2), values: ["12", "13.5"], currency: "CAD"),
        Case(cells: ["€5 USD", "7"], type: .text, values: ["€5 USD", "7"]),
        Case(cells: ["(1.200,50 €)", "3,00 €"], type: .decimal(scale: 2), values: ["-1200.5", "3"], currency: "EUR"),
        Case(cells: ["%12", "%7,5"], type: .decimal(scale: 3), values: ["0.12", "0.075"]),
        Case(
            cells: ["12.500 €", "1.250 €", "900 €"], type: .integer, values: ["12500", "1250", "900"], currency: "EUR",
            decision: "points before thousands"),
        Case(cells: ["12.500 €", "0.750 €"], type: .decimal(scale: 3), values: ["12.5", "0.75"], currency: "EUR"),
        Case(cells: ["12.500 €", "1250 €"], type: .decimal(scale: 3), values: ["12.5", "1250"], currency: "EUR"),
        Case(cells: ["$3.459", "$3.199"], type: .decimal(scale: 3), values: ["3.459", "3.199"], currency: "USD"),
        Case(cells: ["KWD 12.500", "KWD 1.250"], type: .decimal(scale: 3), values: ["12.5", "1.25"], currency: "KWD"),
        Case(cells: ["¥1,200 CNY", "¥300 CNY"], type: .integer, values: ["1200", "300"], currency: "CNY"),
        Case(cells: ["12.500", "1.250"], type: .decimal(scale: 3), values: ["12.5", "1.25"]),
    ]

    /// Days whose year or time is written so that it has to be seen through.
    static let days: [Case] = [
        Case(
            cells: ["2024-01-05 3:05\u{202F}PM", "2024-01-05 4:05\u{A0}AM"], type: .moment,
            values: ["2024-01-05 15:05:00", "2024-01-05 04:05:00"]),
        Case(
            cells: ["26/06/30", "26/07/01", "25/01/14", "26/02/07"], type: .day,
            values: ["2026-06-30", "2026-07-01", "2025-01-14", "2026-02-07"],
            decision: "dates read as year/month/day (line 2 has `26/06/30`)"),
        Case(
            cells: ["26/01/31", "26/02/11", "26/03/02"], type: .day,
            values: ["2026-01-31", "2026-02-11", "2026-03-02"],
            title: "date"),
        // The ends of months, their firsts, and a day of payment are no years.
        Case(
            cells: ["31/01/20", "29/02/20", "30/06/21", "31/12/24"], type: .day,
            values: ["2020-01-31", "2020-02-29", "2021-06-30", "2024-12-31"]),
        Case(cells: ["01/01/08", "01/01/31"], type: .day, values: ["2008-01-01", "2031-01-01"]),
        Case(
            cells: ["15/01/20", "15/02/21", "15/03/22"], type: .day,
            values: ["2020-01-15", "2021-02-15", "2022-03-15"],
            decision: "day/month/year"),
        Case(
            cells: ["26/01/05", "26/02/06"], type: .day, values: ["2026-01-05", "2026-02-06"],
            options: ReadOptions(dateOrder: .ymd)),
        Case(cells: ["30.06.26", "01.02.25"], type: .day, values: ["2026-06-30", "2025-02-01"]),
        Case(
            cells: ["13/02/45", "15/03/85", "01/01/12"], type: .day,
            values: ["1945-02-13", "1985-03-15", "2012-01-01"],
            decision: "30–99 are 19xx", title: "Date of Birth"),
        Case(cells: ["13/02/45", "15/03/85"], type: .day, values: ["2045-02-13", "1985-03-15"], title: "maturity"),
    ]

    @Test(arguments: codes + titled + missing + money + days)
    func cellsAreReadByTheirMeaning(_ item: Case) throws { try ColumnTypeTests.check(item) }

    /// In a large file too, with what decides far behind its beginning or before it.
    @Test(arguments: codes + titled + missing + money + days)
    func cellsAreReadTheSameInChunks(_ item: Case) throws {
        let plain = item.cells[0]
        for cells in [
            item.cells + Array(repeating: plain, count: 400), Array(repeating: plain, count: 400) + item.cells,
        ] {
            let lines = cells.enumerated().map { "r\($0),\"\($1)\",\($0 % 7)\n" }
            let path = try temporaryFile("meaning.csv", "row,\(item.title),n\n" + lines.joined())
            defer { unlink(path) }
            for chunkSize in [300, 4096] { try compare(path, chunkSize: chunkSize, options: item.options) }
        }
    }

    @Test func whatCouldBeReadOtherwiseIsTold() throws {
        let lost = try ColumnTypeTests.read(["1.00E+16", "7"], title: "id").column(1)
        #expect(
            lost.problems.map(\.reason) == [
                "`1.00E+16` in `id` is a long number that a spreadsheet has shortened: digits are lost, and different"
                    + " numbers may look the same; the column is read as text"
            ])
        let euros = try ColumnTypeTests.read(["900 €", "12.500 €"]).column(1)
        #expect(
            euros.problems == [
                FileProblem(
                    file: "test.csv", line: 3,
                    reason:
                        "`12.500 €` in `x`: the point may stand before thousands or decimals, and no cell proves it;"
                        + " read as thousands (`with decimal \".\"` reads decimals)")
            ])
        #expect(try ColumnTypeTests.read(["$3.459", "$3.199"]).column(1).problems.count == 1)
        #expect(try ColumnTypeTests.read(["KWD 3.459", "KWD 3.199"]).column(1).problems == [])
        #expect(try ColumnTypeTests.read(["15/01/20", "15/02/21", "15/03/22"]).column(1).problems.count == 1)
        #expect(try ColumnTypeTests.read(["31/01/20", "29/02/20", "31/12/24"]).column(1).problems == [])
    }

    /// Quoted amounts with a decimal comma tell what a mark is in other columns, but not to numbers of JSON.
    @Test func otherColumnsProveTheDecimalComma() throws {
        let commas = try table("a,b\n\"1.234,50\",\"1,250\"\n\"7,25\",\"2,500\"\n")
        #expect(commas.texts(1) == ["1.250", "2.500"])
        #expect(commas.column(1).decisions == ["decimal comma, as `a` has (line 2 has `1,250` could be either)"])
        // Lists of two numbers prove nothing, nor does one column against another.
        #expect(try table("a,b\n\"12,34\",\"1,250\"\n\"7,8\",\"2,500\"\n").texts(1) == ["1250", "2500"])
        #expect(
            try table("a,b,c\n\"1.234,50\",\"1,250\",0.5\n\"7,25\",\"2,500\",1.25\n").texts(1) == ["1250", "2500"])
        let json = try table("[{\"a\": \"1.234,50\", \"b\": 1.250}, {\"a\": \"2,5\", \"b\": 2.125}]", name: "x.json")
        #expect(json.texts(1) == ["1.250", "2.125"])
        let lines = (0..<500).map { "r\($0),\"1.\($0 % 900 + 100),50\",\"1,\($0 % 900 + 100)\"\n" }
        let path = try temporaryFile("commas.csv", "row,a,b\n" + lines.joined())
        defer { unlink(path) }
        for chunkSize in [300, 4096] { try compare(path, chunkSize: chunkSize) }
    }

    /// Amounts in quotes, which no quick loop reads: a large file looks at other columns for their mark as a small one does.
    @Test func quotedAmountsProveNothingInChunks() throws {
        let lines = (0..<500).map { "r\($0);\"\($0 % 90 + 10).\($0 % 9 + 1)00\";2,5\n" }
        let path = try temporaryFile("quoted.csv", "row;a;b\n" + lines.joined())
        defer { unlink(path) }
        let table = try #require(StreamedTable(path: path, displayName: "t", options: .init(), chunkSize: 4096))
        #expect(table.column(1).type == .integer)
        #expect(table.column(1).value(at: 0) == .number(ExactDecimal(10_100)))
        for chunkSize in [300, 4096] { try compare(path, chunkSize: chunkSize) }
    }
}
