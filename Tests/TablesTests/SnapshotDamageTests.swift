import Foundation
import Testing
import Values

@testable import Tables

/// Whatever has become of a snapshot: it is noticed, the answer is right, and the next one is as the first was.
struct SnapshotDamageTests {
    private static let text = """
        id,price,ratio,day,moment,flag,name
        1,$1.50,1e300,2024-02-29,2024-02-29 10:11:12.5,true,Zürich
        2,,,,,,
        3,$-0.25,-2.5e-8,1900-01-01,1900-01-01 00:00:00,false,"a ""b"", c"
        4,$99999.99

        """

    /// Columns that are copied, and columns that are mapped.
    private static let ways: [Int?] = [Int.max, 1]

    /// Reads with a damaged snapshot in place; `isNoticed` is whether it has to be.
    private func check(_ kept: Kept, _ fresh: Table, _ comment: String, isNoticed: Bool = true) throws {
        let cache = kept.cache()
        let table = try kept.read(cache)
        expectEqual(table, fresh, comment)
        if isNoticed { #expect(cache.hasWork, "\(comment): not noticed") }
        #expect(cache.failure == nil, "\(comment)")
    }

    private func rebuild(_ kept: Kept) throws {
        let cache = kept.cache()
        let table = try kept.read(cache)
        for index in table.titles.indices { _ = table.column(index).dictionary?.texts }
        cache.write()
    }

    @Test(arguments: ways) func everyByteFlipped(mapsFrom: Int?) throws {
        let kept = try Kept(Self.text)
        kept.mapsFrom = mapsFrom
        let fresh = try kept.fresh()
        try kept.keep()
        let whole = try kept.snapshot()
        let path = try #require(kept.snapshots.first)
        for place in whole.indices {
            var bytes = whole
            bytes[place] ^= UInt8(1 << (place % 8))
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            try check(kept, fresh, "byte \(place)")
            if place % 197 == 0 {
                try Data(bytes).write(to: URL(fileURLWithPath: path))
                try rebuild(kept)
                #expect(try kept.snapshot() == whole, "byte \(place)")
            }
        }
    }

    @Test(arguments: ways) func bytesOfALargeOneFlipped(mapsFrom: Int?) throws {
        var text = "id,account,amount,ratio\n"
        for row in 0..<30_000 { text += "\(row * 70_001),account \(row % 9_973),\(row % 1000).25,\(row)e-1\n" }
        let kept = try Kept(text)
        kept.mapsFrom = mapsFrom
        let fresh = try kept.fresh()
        try kept.keep()
        let whole = try kept.snapshot()
        let path = try #require(kept.snapshots.first)
        #expect(whole.count > 2 * Checksum.blockSize)
        for place in stride(from: 61, to: whole.count, by: 40_009) {
            var bytes = whole
            bytes[place] ^= 0x10
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            try check(kept, fresh, "byte \(place)")
        }
        try rebuild(kept)
        #expect(try kept.snapshot() == whole)
    }

    @Test func cutAtEveryLength() throws {
        let kept = try Kept("a,b\n1,x\n2,y\n")
        let fresh = try kept.fresh()
        try kept.keep()
        let whole = try kept.snapshot()
        let path = try #require(kept.snapshots.first)
        for length in 0..<whole.count {
            try Data(whole.prefix(length)).write(to: URL(fileURLWithPath: path))
            try check(kept, fresh, "cut at \(length)")
        }
        try Data(whole + [0]).write(to: URL(fileURLWithPath: path))
        try check(kept, fresh, "one byte more")
    }

    @Test func somethingElse() throws {
        let kept = try Kept(Self.text)
        let fresh = try kept.fresh()
        try kept.keep()
        let whole = try kept.snapshot()
        var random = SystemRandomNumberGenerator()
        let others: [[UInt8]] = [
            [], Array("a,b\n1,2\n".utf8), [UInt8](repeating: 0, count: whole.count),
            [UInt8](repeating: 0xFF, count: whole.count), (0..<whole.count).map { _ in random.next() },
            whole.prefix(64) + (64..<whole.count).map { _ in random.next() },
        ]
        for (number, bytes) in others.enumerated() {
            try rebuild(kept)
            try kept.setSnapshot(bytes)
            try check(kept, fresh, "content \(number)")
        }
        try rebuild(kept)
        #expect(try kept.snapshot() == whole)
    }

    /// Cut while it is open: cells that were not read yet come from the files.
    @Test(arguments: ways) func cutWhileInUse(mapsFrom: Int?) throws {
        let kept = try Kept(Self.text)
        kept.mapsFrom = mapsFrom
        let fresh = try kept.fresh()
        try kept.keep()
        let cache = kept.cache()
        let table = try kept.read(cache)
        #expect(table.isFromSnapshot)
        let first = table.column(6)
        #expect(truncate(try #require(kept.snapshots.first), 100) == 0)
        #expect(first.dictionary?.texts == fresh.column(6).dictionary?.texts)
        expectEqual(table, fresh)
        #expect(cache.hasWork)
        #expect(kept.snapshots.isEmpty)
    }

    /// When both the snapshot and the files are gone, the question fails.
    @Test(arguments: ways) func damagedAndChanged(mapsFrom: Int?) throws {
        let kept = try Kept(Self.text)
        kept.mapsFrom = mapsFrom
        try kept.keep()
        let cache = kept.cache()
        let table = try kept.read(cache)
        #expect(truncate(try #require(kept.snapshots.first), 100) == 0)
        _ = try kept.folder.write("test.csv", Self.text + "5,$1,1,2024-01-01,,true,new\n")
        #expect(table.column(0).missingCount == table.rowCount)
        #expect(cache.failure?.code == "file-changed")
        #expect(cache.failure?.code == "file-changed")
        let anew = cache.anew()
        #expect(try kept.read(anew).rowCount == 5 && anew.failure == nil)
    }
}
