import Engine
import Foundation
import Tables
import Testing
import Values

@testable import Reports

/// Workbooks that we write, read back by our own reader, by openpyxl and by LibreOffice.
@Suite struct WorkbookRendererTests {
    private func file(_ answers: [Answer]) throws -> [UInt8] {
        let day = Day(year: 2026, month: 7, day: 3) ?? .first
        let report = Report(
            title: "Answers", blocks: answers.map { .answer(Report.Section(answer: $0, question: "")) },
            origin: Report.Origin(version: "0.1.0", today: day, madeAt: "2026-07-03 09:41 UTC"))
        return try WorkbookRenderer().document(report, options: RenderOptions())
    }

    /// The bytes in a file of a folder that is removed afterwards.
    private func withFile<Result>(_ answers: [Answer], _ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("workbook-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("board.xlsx")
        try Data(file(answers)).write(to: path)
        return try body(path)
    }

    private func read(_ answers: [Answer], sheet: String? = nil) throws -> (titles: [String], rows: [[String]]) {
        try withFile(answers) { path in
            let table = try readTable(
                path: path.path, displayName: "board.xlsx", options: ReadOptions(sheet: sheet))
            let columns = table.titles.indices.map { table.column($0) }
            return (
                table.titles.map(\.title),
                (0..<table.rowCount).map { row in columns.map { $0.value(at: row).plainText } }
            )
        }
    }

    /// A day, a month, a moment, texts that look like something else, and numbers that a float cannot hold.
    private var typed: Answer {
        let month = Period(
            start: Day(year: 2026, month: 6, day: 1) ?? .first, end: Day(year: 2026, month: 7, day: 1) ?? .last,
            label: "2026-06", grain: .month)
        let quarter = Period(
            start: Day(year: 2026, month: 4, day: 1) ?? .first, end: Day(year: 2026, month: 7, day: 1) ?? .last,
            label: "2026-Q2", grain: .quarter)
        let day = Day(year: 2026, month: 6, day: 15) ?? .first
        let old = Day(year: 1900, month: 2, day: 28) ?? .first
        return Answer(
            heading: "Typed: [all] of it?", provenance: "2 rows of things",
            columns: [
                Samples.column("day", "Day", .dimension, numeric: false, [.day(day), .day(old)]),
                Samples.column("month", "Month", .dimension, numeric: false, [.period(month), .missing]),
                Samples.column("quarter", "Quarter", .dimension, numeric: false, [.period(quarter), .missing]),
                Samples.column(
                    "at", "At", .dimension, numeric: false,
                    [.moment(Moment(microseconds: Int64(day.number) * 86_400_000_000 + 49_500_000_000)), .missing]),
                Samples.column(
                    "text", "Text", .dimension, numeric: false, [.text("=1+1"), .text(" \u{1B}[31m_x0041_\r\n")]),
                Samples.column(
                    "amount", "Amount", .metric, .money("EUR"),
                    [Samples.exact("123456789012345.67"), Samples.exact("-0.5")], total: Samples.exact("7")),
                Samples.column("won", "Won", .dimension, numeric: false, [.boolean(true), .boolean(false)]),
                Samples.column("share", "Share", .metric, .percent, [.float(1 / 3), .float(.nan)]),
            ], lineCount: 2, showsTotals: true, totalsAsked: true, notes: ["a note"])
    }

    @Test func ourReaderReadsWhatWeWrite() throws {
        let (titles, rows) = try read([Samples.byRegion])
        #expect(titles == ["Region", "Bookings", "Deals won", "Win rate"])
        #expect(
            rows == [
                ["West", "3568647", "1438", "0.639395286794131"], ["Central", "3346293", "1629", "0.625576036866359"],
                ["East", "3090594", "1171", "0.630247578040904"], ["", "0", "0", ""],
            ])
        let (_, cells) = try read([typed])
        #expect(
            cells == [
                [
                    "2026-06-15", "2026-06-01", "2026-Q2", "2026-06-15 13:45:00", "=1+1", "123456789012345.67", "true",
                    "0.333333333333333",
                ], ["1900-02-28", "", "", "", " \u{1B}[31m_x0041_\r\n", "-0.50", "false", ""],
            ])
    }

    @Test func comparedColumnsAreNamedWithTheirMetric() throws {
        #expect(
            sheetTitles(Samples.comparison) == [
                "Quarter", "Bookings", "Bookings vs previous", "Bookings change", "Bookings change %", "Win rate",
                "Win rate vs previous", "Win rate change", "Win rate change %",
            ])
        #expect(sheetTitles(Samples.pivot).contains("Central Bookings"))
    }

    @Test func seriesAreWrittenOut() throws {
        var trend = Samples.column("trend", "Trend", .dimension, .number, numeric: false, [.missing, .missing])
        trend.series = [[Samples.exact("1"), .missing, Samples.exact("2.5")], [.missing]]
        let answer = Answer(
            heading: "Trends", columns: [Samples.dimension("team", "Team", ["North", "South"]), trend], lineCount: 2)
        #expect(try read([answer]).rows == [["North", "1;;2.5"], ["South", ""]])
        #expect(try read([answer]).titles == ["Team", "Trend"])
    }

    @Test func changesOfScorecardsAreNamedByTheirGroup() {
        let columns = [
            Samples.dimension("metric", "metric", ["MRR"]),
            Samples.column("q", "2026-Q2", .metric, .number, [Samples.exact("1")]),
            Samples.column("c", "change", .change, .number, group: "vs 2026-Q1", [Samples.exact("1")]),
        ]
        let titles = sheetTitles(Answer(heading: "Scorecard", columns: columns, lineCount: 1))
        #expect(titles == ["metric", "2026-Q2", "vs 2026-Q1 change"])
    }

    @Test func sameAnswerSameBytes() throws {
        #expect(try file([typed, Samples.byRegion]) == file([typed, Samples.byRegion]))
    }

    @Test func namesOfSheets() {
        var names = SheetNames()
        #expect(names.name("About") == "About")
        #expect(names.name("Bookings: by [team]?") == "Bookings- by -team--")
        #expect(names.name("bookings/ by (team)") == "bookings- by (team)")
        #expect(names.name("") == "Answer")
        #expect(names.name("'") == "Answer (2)")
        #expect(names.name("HISTORY") == "HISTORY (2)")
        #expect(names.name("Bookings by region and team for 2026") == "Bookings by region and team for")
        #expect(names.name("Bookings by region and team for 2027") == "Bookings by region and team (2)")
        #expect(names.name("a\u{202E}b\nc\u{7}") == "a b c")
        #expect(names.name(String(repeating: "😀", count: 20)) == String(repeating: "😀", count: 15))
    }

    @Test func formatsByUnit() {
        let whole = [Samples.exact("12")]
        let cents = [Samples.exact("12.5")]
        #expect(numberFormat(.money("EUR"), .metric, cents) == "[$€-2]#,##0.00")
        #expect(numberFormat(.money("CHF"), .metric, whole) == "[$CHF ]#,##0")
        #expect(numberFormat(.money(nil), .metric, whole) == "#,##0")
        #expect(numberFormat(.money("USD"), .change, whole) == "+[$$-409]#,##0;-[$$-409]#,##0;[$$-409]#,##0")
        #expect(numberFormat(.percent, .metric, [.float(0.5)]) == "0.00%")
        #expect(numberFormat(.count, .metric, whole) == "#,##0")
        #expect(numberFormat(.number, .metric, [.float(1 / 3)]) == "#,##0.00")
        #expect(numberFormat(.number, .dimension, [Samples.exact("2026")]) == "")
        #expect(numberFormat(.days, .metric, cents) == "#,##0.0")
    }

    @Test func whatASheetCannotHold() throws {
        func message(_ answer: Answer) -> String {
            do {
                _ = try file([answer])
                return ""
            } catch let error as Diagnostic {
                return error.message + " | " + error.reason.joined(separator: " | ")
            } catch {
                return "\(error)"
            }
        }
        var tall = Samples.byRegion
        tall.lineCount = 1_048_576
        #expect(
            message(tall)
                == "a sheet cannot hold this answer | it has 1048576 lines and 4 columns; a sheet holds 1048576 rows and 16384 columns, titles included"
        )
        let long = Answer(
            heading: "x", columns: [Samples.dimension("t", "T", [String(repeating: "ä", count: 32_768)])], lineCount: 1)
        #expect(message(long).contains("cell A2 would have 32768 characters; 32767 are the most"))
    }

    @Test(.enabled(if: NaughtyStrings.isPresent, "the list of naughty strings is not there: set QUAESTOR_DATA"))
    func naughtyStringsRoundTrip() throws {
        let texts = try NaughtyStrings.read()
        let answer = Answer(
            heading: texts.joined(separator: " "), provenance: texts.joined(),
            columns: [
                Samples.dimension("text", "text", texts),
                Samples.column("n", "N", .metric, .number, texts.indices.map { .number(ExactDecimal(Int128($0))) }),
            ], lineCount: texts.count, notes: texts)
        let rows = try read([answer], sheet: nil).rows
        // A cell of nothing but blanks is missing, as in every file.
        let expected = texts.map { text in text.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } ? "" : text.composed }
        #expect(rows.map { Array($0[0].utf8) } == expected.map { Array($0.utf8) })
    }

    // MARK: Other programs

    @Test(.enabled(if: OtherPrograms.hasOpenpyxl, "python3-openpyxl is not installed"))
    func openpyxlReadsWhatWeWrite() throws {
        let script = """
            import sys, openpyxl
            book = openpyxl.load_workbook(sys.argv[1])
            print(book.sheetnames)
            for sheet in book:
                print(sheet.title, sheet.freeze_panes, sheet.auto_filter.ref)
                for row in sheet.iter_rows():
                    print([(cell.value, cell.number_format, cell.data_type, bool(cell.font.b)) for cell in row])
            """
        let output = try withFile([typed]) { path in try OtherPrograms.python(script, path.path) }
        let lines = output.split(separator: "\n").map(String.init)
        #expect(lines.first == "['Typed- -all- of it-', 'About']")
        #expect(lines.contains("Typed- -all- of it- A2 A1:H3"))
        #expect(output.contains("(datetime.datetime(2026, 6, 15, 0, 0), 'yyyy-mm-dd', 'd', False)"))
        #expect(output.contains("(datetime.datetime(2026, 6, 1, 0, 0), 'yyyy-mm', 'd', False)"))
        #expect(output.contains("(datetime.datetime(2026, 6, 15, 13, 45), 'yyyy-mm-dd hh:mm:ss', 'd', False)"))
        #expect(output.contains("('2026-Q2', 'General', 's', False)"))
        #expect(output.contains("('123456789012345.67', '[$€-2]#,##0.00', 's', False)"))
        #expect(output.contains("(-0.5, '[$€-2]#,##0.00', 'n', False)"))
        #expect(output.contains("(True, 'General', 'b', False)"))
        #expect(output.contains("(0.3333333333333333, '0.00%', 'n', False)"))
        #expect(output.contains("('Total', 'General', 's', True)"))
        #expect(output.contains("(7, '[$€-2]#,##0.00', 'n', True)"))
        #expect(output.contains("1 number of more than 15 digits written as text: a spreadsheet would round them"))
        #expect(!output.contains("'f', "))
    }

    @Test(.enabled(if: OtherPrograms.office != nil, "LibreOffice (soffice) is not installed"))
    func libreOfficeOpensWhatWeWrite() throws {
        let texts = try withFile([Samples.byRegion, typed]) { path in
            try OtherPrograms.csv(path)
        }
        #expect(
            texts.first == """
                Region,Bookings,Deals won,Win rate
                West,"$3,568,647","1,438",63.94%
                Central,"$3,346,293","1,629",62.56%
                East,"$3,090,594","1,171",63.02%
                ,$0,0,

                """)
    }
}

/// The Big List of Naughty Strings in the folder of test data: `QUAESTOR_DATA`, or `../shared/data` beside the repository.
enum NaughtyStrings {
    private static let list: URL = {
        let root = URL(fileURLWithPath: #filePath).appending(path: "../../..").standardized
        let named = ProcessInfo.processInfo.environment["QUAESTOR_DATA"].map { URL(fileURLWithPath: $0) }
        return (named ?? root.appending(path: "../shared/data").standardized).appending(
            path: "robustness/blns/blns.json")
    }()

    static let isPresent = FileManager.default.fileExists(atPath: list.path)

    static func read() throws -> [String] {
        try #require(JSONSerialization.jsonObject(with: Data(contentsOf: list)) as? [String])
    }
}

/// Programs that read workbooks, where they are installed.
enum OtherPrograms {
    /// A Python with openpyxl.
    private static let interpreter: String? = ["/usr/bin/python3", "/usr/local/bin/python3"].first { path in
        FileManager.default.isExecutableFile(atPath: path) && (try? run(path, ["-c", "import openpyxl"]))?.code == 0
    }
    static let hasOpenpyxl = interpreter != nil

    static let office: String? = ["/usr/bin/soffice", "/usr/bin/libreoffice", "/usr/local/bin/soffice"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    static func python(_ script: String, _ argument: String) throws -> String {
        let outcome = try run(try #require(interpreter), ["-c", script, argument])
        #expect(outcome.code == 0, "\(outcome.output)")
        return outcome.output
    }

    /// The first sheet of a workbook as text, by LibreOffice.
    static func csv(_ workbook: URL) throws -> [String] {
        let folder = workbook.deletingLastPathComponent()
        let outcome = try run(
            try #require(office),
            [
                "-env:UserInstallation=" + folder.appendingPathComponent("profile").absoluteString, "--headless",
                "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,1",
                "--outdir",
                folder.path, workbook.path,
            ])
        #expect(outcome.code == 0, "\(outcome.output)")
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".csv") }.sorted()
            .map { try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8) }
    }

    private static func run(_ program: String, _ arguments: [String]) throws -> (output: String, code: Int32) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("output-" + UUID().uuidString)
        try Data().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let handle = try FileHandle(forWritingTo: file)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handle
        process.standardError = handle
        process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONIOENCODING": "utf-8"]) { $1 }
        try process.run()
        process.waitUntilExit()
        return (try String(contentsOf: file, encoding: .utf8), process.terminationStatus)
    }
}
