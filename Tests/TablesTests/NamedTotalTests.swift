import Foundation
import Testing

@testable import Tables

/// Rows among the data that have the name of a total: the numbers above them tell whether they are.
struct NamedTotalTests {
    private func check(_ text: String, _ rows: [[String]], totals lines: [Int]) throws {
        let table = try table(text)
        #expect(table.rows == rows)
        #expect(
            table.problems.filter { $0.reason == "a line of totals among the rows; left out" }.map(\.line) == lines)
        for ending in ["\n", "\r\n"] {
            let path = try temporaryFile("totals.csv", text.replacing("\n", with: ending))
            defer { try? FileManager.default.removeItem(atPath: path) }
            for size in [20, 60, 1000] { try compare(path, chunkSize: size) }
        }
    }

    @Test func totalsOfGroups() throws {
        try check(
            "Region,Amount\nEMEA,5\nEMEA,7\nTotal EMEA,12\nAMER,6\nAMER Total,6\nGrand Total,18\n",
            [["EMEA", "5"], ["EMEA", "7"], ["AMER", "6"]], totals: [4, 6])
        try check(
            "Region,Rep,Amount,Average\nEMEA,Ann,5,1.5\n,Bob,7,2.5\nTotal EMEA,,12,2.0\nAMER,Cid,6,3.5\nTotal AMER,,6,3.5\n",
            [["EMEA", "Ann", "5", "1.5"], ["", "Bob", "7", "2.5"], ["AMER", "Cid", "6", "3.5"]], totals: [4, 6])
    }

    @Test func totalsWithoutGroups() throws {
        try check(
            "Date,Amount\n2025-01-05,100\n2025-01-06,200.5\nTotal,300.5\n2025-02-05,50\nTotal,50\nTotal,350.5\n",
            [["2025-01-05", "100.0"], ["2025-01-06", "200.5"], ["2025-02-05", "50.0"]], totals: [4])
        // Deals under the totals of their owners, whose names stand nowhere else.
        try check(
            "Deal,Amount\nA,1\nB,2\nTotal Ann,3\nC,4\nD,5\nTotal Bob,9\n",
            [["A", "1"], ["B", "2"], ["C", "4"], ["D", "5"]], totals: [4, 7])
    }

    @Test func namesThatAreNoTotals() throws {
        try check(
            "Account,Deals\n7-Eleven,5\nTotal Wine,6\nSum Insurance,7\nTotal,2\nSubtotal Ltd,9\nX,1\n",
            [
                ["7-Eleven", "5"], ["Total Wine", "6"], ["Sum Insurance", "7"], ["Total", "2"], ["Subtotal Ltd", "9"],
                ["X", "1"],
            ], totals: [])
        // A sum by chance.
        try check(
            "Account,Deals\nA,1\nB,2\nTotal Wine,3\nC,4\n",
            [["A", "1"], ["B", "2"], ["Total Wine", "3"], ["C", "4"]],
            totals: [])
        try check(
            "Account,Country,Deals\nWine,FR,3\nTotal,FR,3\nTotal Wine,FR,3\n",
            [["Wine", "FR", "3"], ["Total", "FR", "3"], ["Total Wine", "FR", "3"]], totals: [])
    }

    /// Beneath numbers too, in large files as in small ones.
    @Test func totalsWithoutAName() throws {
        let path = try temporaryFile("totals.csv", "id,n\n1,1\n2,2\n3,3\n,6\n")
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(try readWholeTables(paths: [(path, "file")], options: ReadOptions()).rowCount == 3)
        for size in [5, 7, 1000] { try compare(path, chunkSize: size) }
    }

    private static let deals = [["C1", "EMEA", "10", "1"], ["C2", "AMER", "20", "2"], ["C3", "EMEA", "30", "3"]]

    private func text(_ rows: [[String]]) -> String {
        "Company,Region,Amount,Units\n" + rows.map { $0.joined(separator: ",") + "\n" }.joined()
    }

    /// Whatever stands around the word, in the languages of exports, with the number of rows beside it.
    @Test(arguments: [
        "\"Total\"", "Total:", "Grand Total :", " Total ", "\u{A0}Total", "- Total -", "=> Total", "T O T A L", "Tot.",
        "Gesamt",
        "Zwischensumme", "Sous-total", "Total général", "Samlet", "I alt", "Kokku", "Yhteensä", "Összesen", "Celkem",
        "合計",
        "Итого:", "Total (3 rows)", "Carried forward", "Übertrag",
    ])
    func namesOfTotals(name: String) throws {
        let proven = try table(text(Self.deals + [[name, "", "60", "6"]]))
        #expect(proven.rows == Self.deals)
        #expect(proven.problems.map(\.line) == [5])
        // Words do not have to be proven.
        #expect(try table(text(Self.deals + [[name, "", "59", "6"]])).rows == Self.deals)
    }

    /// What a page hands on to the next.
    @Test func totalsOfPages() throws {
        try check(
            text(
                [Self.deals[0], ["Carried forward", "", "10", "1"], ["Brought forward", "", "10", "1"]]
                    + Self.deals[1...]),
            Self.deals, totals: [3, 4])
    }

    @Test func statisticsAndNumbersOfRows() throws {
        try check(text(Self.deals + [["Average", "", "20", "2"]]), Self.deals, totals: [])
        try check(text(Self.deals + [["3 records", "Total", "60", "6"]]), Self.deals, totals: [])
        // A company of that name.
        let mean = Self.deals + [["Average", "EMEA", "20", "2"]]
        try check(text(mean), mean, totals: [])
    }

    /// A company that is called so is a row, unless it holds the sums of all others.
    @Test func aCompanyThatIsCalledTotal() throws {
        try check(
            text(Self.deals + [["Total", "EMEA", "40", "4"], ["C5", "AMER", "50", "5"]]),
            Self.deals + [["Total", "EMEA", "40", "4"], ["C5", "AMER", "50", "5"]], totals: [])
        try check(
            text(Self.deals + [["Total", "EMEA", "40", "4"]]), Self.deals + [["Total", "EMEA", "40", "4"]], totals: [])
        try check(text(Self.deals + [["Total", "All regions", "60", "6"]]), Self.deals, totals: [5])
    }

    /// No list has all names: a row that is blank where all others are filled, and the sum of them.
    @Test func sumsWithANameThatIsNotKnown() throws {
        for name in ["Hukuinka", "Results from 3 campaigns", "Everything, all told"] {
            let quoted = "\"\(name)\""
            try check(text(Self.deals + [[quoted, "", "60", "6"]]), Self.deals, totals: [])
            try check(text([[quoted, "", "60", "6"]] + Self.deals), Self.deals, totals: [])
            // Not the sums.
            let other = Self.deals + [[name, "", "60", "7"]]
            try check(text(Self.deals + [[quoted, "", "60", "7"]]), other, totals: [])
        }
        // Other rows, too, have no region.
        let gaps = Self.deals + [["C4", "", "5", "5"]]
        try check(text(gaps + [["C5", "", "65", "11"]]), gaps + [["C5", "", "65", "11"]], totals: [])
    }

    /// Several one below the other, each of something else, as advertising exports have them.
    @Test func totalsOfKinds() throws {
        let ads = [
            ["Brand", "Search", "10", "1"], ["Retarget", "Display", "20", "2"], ["Video", "YouTube", "30", "3"],
        ]
        try check(
            text(
                ads + [
                    ["Total: Campaigns", " --", "60", "6"], ["Total: Search", " --", "10", "1"],
                    ["Total: Account", "", "60", "6"],
                ]),
            ads, totals: [])
    }

    /// More digits than a decimal can have say nothing of a total.
    @Test func veryManyDigits() throws {
        let tiny = "0." + String(repeating: "0", count: 38) + "1"
        #expect(try table("Deal,Amount\na,\(tiny)\nTotal,3\nb,1\n").rowCount == 3)
        #expect(try table("Deal,Amount\na,\(tiny)\nb,2\nc,3\n,\(tiny)\n").rowCount == 4)
    }

    @Test func notesWithAStar() throws {
        #expect(
            try table("Deal,Owner,Amount\nA,Ann,1\nB,Bob,2\n\"* Preliminary, not audited\"\n").rows
                == [["A", "Ann", "1"], ["B", "Bob", "2"]])
        #expect(try table("Deal,Amount\nA,1\n* new,2\n").rows == [["A", "1"], ["* new", "2"]])
    }

    /// Names of totals on every row take no square of the time.
    @Test func veryManyNamesOfTotals() throws {
        let count = 60_000
        let table = try table("Account,Deals\n" + (0..<count).map { "Total \($0),\($0)\n" }.joined())
        #expect(table.rowCount == count)
    }
}
