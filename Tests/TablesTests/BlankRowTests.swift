import Testing
import Values

@testable import Tables

/// Rows that are none: of blank cells, and of the titles once more.
struct BlankRowTests {
    @Test(arguments: [",", ";", "\t"])
    func rowsOfBlankCellsSetTablesApart(_ delimiter: String) throws {
        let text = """
            Deal,Owner,Amount,Stage
            A,x,10,Won
            B,y,20,Lost
            ,,,
            C,z,30,Won
            ,,,
            ,,,
            Quotas,,,
            Team,Quota,,
            East,100,,
            West,200,,

            """.replacing(",", with: delimiter)
        let deals = try table(text)
        #expect(deals.titles.map(\.title) == ["Deal", "Owner", "Amount", "Stage"])
        #expect(deals.rows == [["A", "x", "10", "Won"], ["B", "y", "20", "Lost"], ["C", "z", "30", "Won"]])
        #expect(
            deals.problems.map(\.text) == [
                "test.csv:8: another table (`Team`, `Quota`) is left out; `with section` reads it"
            ])
        let quotas = try table(text, options: ReadOptions(section: 2))
        #expect(quotas.titles.map(\.title) == ["Team", "Quota"])
        #expect(quotas.rows == [["East", "100"], ["West", "200"]])
    }

    @Test func rowsOfBlankCellsInOneTableAreNone() throws {
        let table = try table("Deal;Amount\n;\nA;10\n;\n;\nB;20\n ; \nC;30\n;\n")
        #expect(table.rows == [["A", "10"], ["B", "20"], ["C", "30"]])
        // A row with one cell is a row.
        #expect(try TablesTests.table("Deal,Amount\nA,10\n,5\nB,\n").rows == [["A", "10"], ["", "5"], ["B", ""]])
    }

    @Test func titlesOnceMoreAreNoRows() throws {
        let table = try table(
            "Deal,Owner,Amount\nA,x,10\nDEAL,OWNER,AMOUNT\nB,y,20\n deal , Owner ,\"AMOUNT\"\nC,z,30\n")
        #expect(table.rows == [["A", "x", "10"], ["B", "y", "20"], ["C", "z", "30"]])
        #expect(
            table.problems.map(\.text) == [
                "test.csv:3: the titles again; left out", "test.csv:5: the titles again; left out",
            ])
        let german = try TablesTests.table("Öl,Größe\na,1\nÖL,GRÖSSE\nöl,größe\nb,2\n")
        #expect(german.rows.contains(["a", "1"]) && german.rows.contains(["b", "2"]))
        #expect(!german.rows.contains(["öl", "größe"]))
    }

    /// As many commas as the table has may be chance, but not those without a blank behind them.
    @Test func sentencesAboveATableAreNoTitles() throws {
        let rows = "Deal,Owner,Amount,Stage\nA,x,10,Won\nB,y,20,Lost\nC,z,30,Won\n"
        for notes in ["Deals, all regions, Q1, open\n", "Deals\nEMEA, APAC, AMER, open\n"] {
            let table = try table(notes + rows)
            #expect(table.titles.map(\.title) == ["Deal", "Owner", "Amount", "Stage"])
            #expect(table.rows == [["A", "x", "10", "Won"], ["B", "y", "20", "Lost"], ["C", "z", "30", "Won"]])
        }
        let spaced = try table("Deal, Owner, Amount\nA, x, 10\nB, y, 20\nC, z, 30\n")
        #expect(spaced.titles.map(\.title) == ["Deal", "Owner", "Amount"])
        #expect(spaced.rows == [["A", "x", "10"], ["B", "y", "20"], ["C", "z", "30"]])
        let corner = try table("Revenue by month\n,Jan 2026,Feb 2026\nNorth,10,20\nSouth,5,6\n")
        #expect(corner.titles.map(\.title) == ["column_1", "Jan 2026", "Feb 2026"])
        #expect(corner.rows == [["North", "10", "20"], ["South", "5", "6"]])
    }

    /// Values may be words of the titles.
    @Test func valuesLikeTitlesStay() throws {
        #expect(try table("X,Y\nx,y\nX,z\n").rows == [["x", "y"], ["X", "z"]])
        #expect(
            try table("Account,Total,Owner\naccount,5,owner\ntotal,6,Ann\nACCOUNT,,OWNER\n").rows.count == 3)
    }
}
