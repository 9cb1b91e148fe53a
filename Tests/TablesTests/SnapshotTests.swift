import Foundation
import Testing
import Values

@testable import Tables

/// What is read from a snapshot is what is read from the files.
struct SnapshotTests {
    /// Every type, with missing cells in each column, in every width.
    static let allTypes = """
        id,small,middling,large,huge,price,ratio,day,moment,flag,name,blank
        1,1,300,70000,9000000000,$1.50,1e300,2024-02-29,2024-02-29 10:11:12.5,true,Zürich,
        2,,,,,,,,,,,
        3,-127,-32767,-2147483647,-9000000000,$-0.25,-2.5e-8,1900-01-01,1900-01-01 00:00:00,false,"a ""b"", c",
        4,127,32767,2147483647,123456789012345678,$99999.99,0.5e0,2100-12-31,2100-12-31 23:59:59,TRUE,日本語 👩‍👧,

        """

    private func check(_ kept: Kept, _ comment: String = "") throws {
        let fresh = try kept.fresh()
        let first = kept.cache()
        let before = try kept.read(first)
        #expect(!before.isFromSnapshot)
        first.write()
        #expect(kept.snapshots.count == 1)
        let after = try kept.read(kept.cache())
        #expect(after.isFromSnapshot, "\(comment)")
        expectEqual(before, fresh, comment)
        expectEqual(after, fresh, comment)
    }

    @Test func everyType() throws {
        let kept = try Kept(Self.allTypes)
        try check(kept)
        let table = try kept.read(kept.cache())
        let types = table.titles.indices.map { table.column($0).type.text }
        #expect(
            types == [
                "integer", "integer", "integer", "integer", "integer", "decimal(2)", "float", "date", "date-time",
                "boolean", "text", "text",
            ])
        let widths = table.titles.indices.map { table.column($0).narrow?.pieces.first?.width.rawValue }
        #expect(widths == [1, 1, 2, 4, 8, 4, nil, 4, 8, 1, 1, 1])
        #expect(try table.column(named: "id").narrow?.bounds == 1...4)
        #expect(try table.column(named: "blank").narrow?.bounds == nil)
        #expect(try table.column(named: "price").currency == "USD")
    }

    @Test func onlyTitles() throws { try check(Kept("a,b\n")) }

    @Test func severalFiles() throws {
        let files = (1...3).map { number in
            (
                name: "sales_\(number).csv",
                bytes: Array("day,amount,extra\(number)\n2024-0\(number)-01,\(number).5,x\n".utf8)
            )
        }
        let kept = try Kept(files)
        try check(kept)
        let table = try kept.read(kept.cache())
        #expect(table.isFromSnapshot)
        #expect(table.rowCount == 3)
        #expect(table.files == files.map(\.name))
        #expect(table.decisions.contains { $0.contains("has no column") })
    }

    @Test func problems() throws {
        let kept = try Kept("a;b\n1;2\n3\n4;5;6\n7;x\n")
        try check(kept)
        let table = try kept.read(kept.cache())
        #expect(table.problemCount == 2)
        #expect(table.problems.map(\.line) == [3, 4])
    }

    /// Pieces of 16,384 rows, blocks of 256 KiB and their ends.
    @Test(arguments: [16_383, 16_384, 16_385, 40_000, 140_000])
    func severalPieces(rows: Int) throws {
        var text = "id,account,day\n"
        for row in 0..<rows { text += "\(row * 1000),account \(row * 7919 % rows),2020-01-\(row % 28 + 10)\n" }
        let kept = try Kept(text)
        try check(kept)
        let table = try kept.read(kept.cache())
        let narrow = try #require(table.column(0).narrow)
        #expect(narrow.pieces.map(\.count).reduce(0, +) == rows)
        #expect(narrow.pieces.map(\.firstRow) == Array(stride(from: 0, to: rows, by: 16_384)))
        let dictionary = try #require(table.column(1).dictionary)
        #expect(dictionary.code(of: "account \(rows - 1)") != nil)
        #expect(dictionary.code(of: "nobody") == nil)
    }

    /// Every file that the tests of reading have.
    @Test func fixturesAreTheSame() throws {
        let places = ["csv-spectrum", "export-mess"].map { fixtures + "/" + $0 }
        var count = 0
        for place in places {
            for case let name as String in try #require(FileManager.default.enumerator(atPath: place)) {
                let path = place + "/" + name
                guard let fresh = try? readTable(path: path, displayName: name, options: ReadOptions()) else {
                    continue
                }
                let folder = try TemporaryFolder()
                let first = SnapshotCache(path: folder.path + "/cache", program: "test", minimumSize: 0)
                _ = try readTables(paths: [(path, name)], options: ReadOptions(), snapshots: first)
                first.write()
                let second = SnapshotCache(path: folder.path + "/cache", program: "test", minimumSize: 0)
                let again = try readTables(paths: [(path, name)], options: ReadOptions(), snapshots: second)
                #expect(again.isFromSnapshot, "\(name)")
                expectEqual(again, fresh, name)
                count += 1
            }
        }
        #expect(count > 40)
    }
}
