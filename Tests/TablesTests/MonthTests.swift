import Foundation
import Testing
import Values

@testable import Tables

/// Months, times counted since 1970, and days as other languages write them.
struct MonthTests {
    static let first = ["2025-01-01", "2025-02-01", "2024-12-01"]

    @Test(arguments: [
        ("Month", ["2025-01", "2025-02", "2024-12"]), ("Close Date", ["2025/01", "2025/02", "2024/12"]),
        ("Billing Month", ["01/2025", "2/2025", "12-2024"]), ("Period", ["202501", "202502", "202412"]),
        ("Month", ["Jan-25", "Feb-25", "Dec-24"]), ("Anything", ["Jan 2025", "February 2025", "Dec. 2024"]),
        ("Monat", ["Jan 25", "feb '25", "Dez-24"]), ("Mois", ["janv. 2025", "février 2025", "déc. 2024"]),
    ])
    func monthsAreTheirFirstDays(_ name: String, _ cells: [String]) throws {
        let table = try table("Region,\(name)\n" + cells.map { "x,\($0)\n" }.joined() + "y,\nz,n/a\n")
        #expect(table.column(1).type == .day)
        #expect(table.texts(1) == Self.first + [nil, nil])
        #expect(table.column(1).decisions == ["months read as their first days"])
    }

    @Test(arguments: [
        ("Part", ["2025-01", "2025-02"]), ("Part Period", ["2025-01", "2025-02"]), ("Month", ["2025-01", "2025-13"]),
        ("Invoice", ["01/2025", "02/2025"]), ("Fiscal Month", ["2025-01", "2025-02"]), ("Date", ["Jan-25", "Jan-26"]),
        ("Month", ["Jan-25", "soon"]), ("Order Date", ["2025-01", "2025-02"]),
    ])
    func codesAreNotMonths(_ name: String, _ cells: [String]) throws {
        let table = try table("Region,\(name)\n" + cells.map { "x,\($0)\n" }.joined())
        #expect(table.column(1).type == .text)
        #expect(table.texts(1) == cells)
    }

    @Test func numbersOfSixDigitsStayNumbers() throws {
        for (name, cells) in [("Amount", ["202501", "202502"]), ("Month", ["202501", "202513"])] {
            let table = try table("Region,\(name)\n" + cells.map { "x,\($0)\n" }.joined())
            #expect(table.column(1).type == .integer)
        }
    }

    @Test(arguments: [
        ("created", "1735689600", "seconds"), ("current_period_end", "1735689600000", "milliseconds"),
        ("Updated At", "1735689600000000", "microseconds"),
    ])
    func timesSince1970(_ name: String, _ cell: String, _ unit: String) throws {
        let table = try table("id,\(name)\na,\(cell)\nb,\n")
        #expect(table.texts(1) == ["2025-01-01 00:00:00", nil])
        #expect(table.column(1).decisions == ["numbers of \(unit) since 1970 read as times (UTC)"])
    }

    @Test(arguments: [
        ("created_count", ["1735689600"]), ("revenue", ["1735689600"]), ("handle_time", ["300", "1735689600"]),
        ("created", ["1735689600", "0"]), ("created", ["1735689600", "1735689600000"]),
        ("created_by_id", ["1735689600"]),
    ])
    func numbersThatAreNoTimes(_ name: String, _ cells: [String]) throws {
        let table = try table("id,\(name)\n" + cells.map { "a,\($0)\n" }.joined())
        #expect(table.column(1).type == .integer)
    }

    @Test(arguments: [
        ["January 1st, 2025", "22nd February 2025", "Dec 3rd 2024"],
        ["1. Januar 2025", "22. Februar 2025", "3. Dez. 2024"],
        ["1 janvier 2025", "22 févr. 2025", "3 décembre 2024"],
        ["1er janvier 2025", "22 février 2025", "3 déc. 2024"],
        ["2025年1月1日", "2025年02月22日", "2024年12月3日"],
        ["2025년 1월 1일", "2025년 2월 22일", "2024년 12월 3일"],
        ["1 de enero de 2025", "22 de febrero de 2025", "3 dic 2024"],
    ])
    func daysWithWords(_ cells: [String]) throws {
        let table = try table("A;Day\n" + cells.map { "x;\($0)\n" }.joined())
        #expect(table.texts(1) == ["2025-01-01", "2025-02-22", "2024-12-03"])
    }

    @Test func zonesByLetters() throws {
        let table = try table("A,At\nx,2025-01-05 10:00 CET\ny,2025-07-05 10:00 CEST\nz,2025-07-05 10:00 AEST\n")
        #expect(table.texts(1) == ["2025-01-05 09:00:00", "2025-07-05 08:00:00", "2025-07-05 00:00:00"])
    }

    /// The guess of the beginning, what contradicts it late, and words for no value.
    @Test func readAlikeInChunksAndWhole() throws {
        for (month, created) in [
            ("2025-03", "1735689600"), ("soon", "7"), ("n/a", ""), ("Apr-25", "1735689600000"), ("", "-"),
            ("2025-03-04", "x"),
        ] {
            let rows = (0..<9000).map { "r\($0),2025-\($0 % 3 == 0 ? "01" : "12"),\(1_735_689_600 + $0),Feb 2024\n" }
            let path = try temporaryFile(
                "months.csv", "id,Month,created,Since\n" + rows.joined() + "last,\(month),\(created),Mar 2024\n")
            defer { try? FileManager.default.removeItem(atPath: path) }
            try compare(path, chunkSize: 40_000)
        }
    }

    /// No row that is whole has a month.
    @Test func monthsInShortRowsAlone() throws {
        let path = try temporaryFile("months.csv", "Month,n,m\n,1,2\n,3,4\n2025-05,5\n")
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(try readWholeTables(paths: [(path, "file")], options: ReadOptions()).column(0).type == .day)
        for size in [5, 9, 1000] { try compare(path, chunkSize: size) }
    }
}
