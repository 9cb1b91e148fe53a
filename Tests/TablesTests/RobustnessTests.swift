import Foundation
import Testing
import Values

@testable import Tables

/// The two published sets of awkward files: every file reads as its expectation says.
struct RobustnessTests {
    struct Expectation {
        var file: String
        var expect: String
        var columns: [String]?
        var rows: [[String?]]?
        var count: Int?
    }

    static let exportMess: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: fixtures + "/export-mess/files")) ?? []).sorted()

    static let spectrum: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: fixtures + "/csv-spectrum/csvs")) ?? []).sorted()

    func expectation(_ file: String) throws -> Expectation {
        let data = try Data(contentsOf: URL(fileURLWithPath: fixtures + "/export-mess/expected/\(file).json"))
        let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let rows = (json["rows"] as? [[Any]]).map { rows in rows.map { $0.map { $0 as? String } } }
        return Expectation(
            file: file, expect: try #require(json["expect"] as? String), columns: json["columns"] as? [String],
            rows: rows, count: json["nrows"] as? Int)
    }

    /// Cells are compared as numbers where both are numbers: `0.10` is written back as `0.1` or `0.10`.
    func same(_ read: String, _ expected: String?) -> Bool {
        let expected = expected ?? ""
        if read.utf8.elementsEqual(expected.composed.utf8) { return true }
        if let a = ExactDecimal(text: read), let b = ExactDecimal(text: expected) { return a == b }
        return false
    }

    @Test(arguments: exportMess)
    func exportMessReadsAsExpected(_ file: String) throws {
        let expected = try expectation(file)
        let path = fixtures + "/export-mess/files/" + file
        if expected.expect == "error" {
            #expect(throws: Diagnostic.self) { try readTable(path: path, displayName: file, options: ReadOptions()) }
            return
        }
        let table = try readTable(path: path, displayName: file, options: ReadOptions())
        #expect(table.titles.map(\.title) == expected.columns)
        if let count = expected.count { #expect(table.rowCount == count) }
        if let rows = expected.rows {
            let read = table.rows
            #expect(read.count == rows.count)
            for (row, wanted) in zip(read, rows) {
                #expect(row.count == wanted.count)
                for (cell, other) in zip(row, wanted) { #expect(same(cell, other), "\(cell) is not \(other ?? "")") }
            }
        }
        if expected.expect == "table+warning" {
            #expect(!table.allProblems.isEmpty, "a warning is due")
        } else {
            #expect(table.allProblems.isEmpty)
        }
    }

    @Test(arguments: spectrum)
    func csvSpectrumReadsAsExpected(_ file: String) throws {
        let name = file.replacingOccurrences(of: ".csv", with: "")
        let table = try readTable(
            path: fixtures + "/csv-spectrum/csvs/" + file, displayName: file, options: ReadOptions())
        let data = try Data(contentsOf: URL(fileURLWithPath: fixtures + "/csv-spectrum/json/\(name).json"))
        let json = try JSONSerialization.jsonObject(with: data)
        let objects = (json as? [[String: String]]) ?? (json as? [String: String]).map { [$0] } ?? []
        #expect(table.rowCount == objects.count)
        for (row, object) in zip(table.rows, objects) {
            #expect(Set(table.titles.map(\.title)) == Set(object.keys))
            for (title, cell) in zip(table.titles, row) {
                // The published expectation of this file has another telephone number than the file itself.
                if name == "location_coordinates" && title.title == "Contact Phone Number" {
                    #expect(cell == "2095257564")
                } else {
                    #expect(same(cell, object[title.title]), "\(title.title): \(cell)")
                }
            }
        }
    }

    @Test(arguments: [
        ("empty.csv", "file-empty", "the file is empty"), ("only_newlines.csv", "file-empty", "holds no data"),
        ("not_csv_xlsx.csv", "file-format", "is damaged"),
        ("truncated.csv.gz", "file-format", "cannot be unpacked (gzip)"),
    ])
    func refusedFilesSayWhy(_ file: String, _ code: String, _ words: String) throws {
        let problem = try #require(throws: Diagnostic.self) {
            try readTable(path: fixtures + "/export-mess/files/" + file, displayName: file, options: ReadOptions())
        }
        #expect(problem.code == code)
        #expect(problem.message.contains(words))
    }

    @Test(arguments: [
        ("mixed_utf8_and_1252.csv", 3, "byte E9 is not UTF-8; read as Windows-1252"),
        ("ragged_short.csv", 2, "3 fields, 5 expected"),
        ("footer_lines.csv", 8, "4 trailing lines were not data (blank, Total, 2 notes)"),
        ("unescaped_quotes.csv", 3, "unescaped quote"),
        ("unclosed_quote_mid.csv", 2, "quote never closed"),
        ("truncated_in_quote.csv", 3, "the file ends inside quotes"),
        ("nul_bytes.csv", 2, "NUL byte; kept in data, shown escaped"),
        ("one_column_blank_cells.csv", 3, "blank line; read as a missing cell"),
        ("dates_dmy_mdy_ambiguous.csv", 2, "day/month order cannot be told"),
    ])
    func warningsNameTheLine(_ file: String, _ line: Int, _ words: String) throws {
        let table = try readTable(
            path: fixtures + "/export-mess/files/" + file, displayName: file, options: ReadOptions())
        let problems = table.allProblems
        #expect(problems.count == 1)
        #expect(problems.first?.line == line)
        #expect(problems.first?.reason.contains(words) == true, "\(problems.map(\.text))")
    }

    @Test func numbersBehindFiftyThousandIntegersAreKept() throws {
        let file = "late_type_change.csv"
        let table = try readTable(
            path: fixtures + "/export-mess/files/" + file, displayName: file, options: ReadOptions())
        let column = try table.column(named: "n")
        #expect(column.type == .decimal(scale: 1))
        #expect(column.data.sum == "1249975001.5")
        #expect(column.missingCount == 1)
        #expect(column.decisions.contains("1 × `n/a` read as missing"))
    }

    @Test func moneySumsExactly() throws {
        let file = "money_sum_exact.csv"
        let table = try readTable(
            path: fixtures + "/export-mess/files/" + file, displayName: file, options: ReadOptions())
        let column = try table.column(named: "x")
        #expect(column.type == .decimal(scale: 2))
        #expect(column.data.sum == "10000.01")
    }

    @Test func aQuoteThatIsNeverClosedLosesNoRow() throws {
        let file = "unclosed_quote_mid.csv"
        let table = try readTable(
            path: fixtures + "/export-mess/files/" + file, displayName: file, options: ReadOptions())
        #expect(table.rowCount == 1999)
        #expect(table.rows.first == ["1", "\"open"])
        #expect(table.rows.last == ["1999", "v1999"])
    }
}
