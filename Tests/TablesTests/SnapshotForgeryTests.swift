import Foundation
import Testing
import Values

@testable import Tables

/// Snapshots whose checksums are right and whose content is not: nothing traps, and no cell lies outside its kind.
struct SnapshotForgeryTests {
    private static let text = """
        id,price,ratio,day,moment,flag,name
        1,1.50,1e300,2024-02-29,2024-02-29 10:11:12.5,true,Zürich
        2,,,,,,
        3,-0.25,-2.5e-8,1900-01-01,1900-01-01 00:00:00,false,b

        """

    private let kept: Kept
    private let fresh: Table
    private let whole: [UInt8]

    init() throws {
        kept = try Kept(Self.text)
        fresh = try kept.fresh()
        try kept.keep()
        whole = try kept.snapshot()
    }

    /// It is not used at all.
    private func expectRefused(_ comment: String, _ change: (inout Forgery) -> Void) throws {
        var forgery = try Forgery(whole)
        change(&forgery)
        try expectRefused(comment, forgery.bytes)
    }

    private func expectRefused(_ comment: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: kept.cachePath + "/" + name))
        let table = try kept.read(kept.cache())
        #expect(!table.isFromSnapshot, "\(comment)")
        expectEqual(table, fresh, comment)
    }

    private var name: String {
        (SnapshotKey(paths: kept.paths, options: kept.options, program: kept.program)?.name ?? "") + ".snapshot"
    }

    @Test func unchangedItIsUsed() throws {
        try kept.setSnapshot(Forgery(whole).bytes)
        #expect(try kept.snapshot() == whole)
        #expect(try kept.read(kept.cache()).isFromSnapshot)
    }

    @Test func hugeNumbers() throws {
        for number in [Int.max, Int.max - 63, 1 << 62, 1 << 48, (1 << 48) + 1, 1 << 40, -1, Int.min] {
            try expectRefused("rows \(number)") { $0.directory.rowCount = number }
            try expectRefused("problems \(number)") {
                $0.directory.problemCount = number
                $0.directory.problems = [FileProblem(file: "a", line: number, reason: "b")]
                $0.directory.rowCount += 64
            }
            for column in fresh.titles.indices {
                try expectRefused("start \(number)") { $0.directory.columns[column].cells.start = number }
                try expectRefused("length \(number)") { $0.directory.columns[column].cells.length = number }
                try expectRefused("missing \(number)") { $0.directory.columns[column].range.missing = number }
            }
            try expectRefused("texts \(number)") { $0.directory.columns[6].texts?.count = number }
            try expectRefused("text bytes \(number)") { $0.directory.columns[6].texts?.byteCount = number }
            try expectRefused("text start \(number)") { $0.directory.columns[6].texts?.starts.start = number }
            try expectRefused("text length \(number)") { $0.directory.columns[6].texts?.bytes.length = number }
        }
    }

    @Test func headersThatDoNotFit() throws {
        let directory = Array(whole[(try SnapshotHeader(Array(whole.prefix(64)))).directoryStart...])
        let all = whole.count
        let places: [(start: Int, length: Int, total: Int)] = [
            (0, all, all), (64, all - 64, all), (1 << 48, 1 << 48, 1 << 49), (Int.max, 1, Int.min),
            (-64, all + 64, all), (all, 0, all), (all - directory.count, directory.count + 64, all + 64),
        ]
        for (start, length, total) in places {
            let header = SnapshotHeader(
                directoryStart: start, directoryLength: length, directoryChecksum: Checksum.of(directory),
                fileLength: total)
            try expectRefused("\(start) \(length) \(total)", header.bytes + whole.dropFirst(64))
        }
    }

    @Test func kindsThatDoNotFit() throws {
        try expectRefused("a column less") { $0.directory.columns.removeLast() }
        try expectRefused("a title more") { $0.directory.titles.append(.init(title: "x", name: "x")) }
        try expectRefused("a title twice") { $0.directory.titles[1] = $0.directory.titles[0] }
        try expectRefused("no columns") {
            $0.directory.columns = []
            $0.directory.titles = []
        }
        try expectRefused("text without texts") { $0.directory.columns[6].texts = nil }
        try expectRefused("texts of numbers") { $0.directory.columns[0].texts = $0.directory.columns[6].texts }
        try expectRefused("width") { $0.directory.columns[3].width = .one }
        try expectRefused("bounds of a day") { $0.directory.columns[3].range.high = Int64(Day.lastNumber) + 1 }
        try expectRefused("bounds of codes") { $0.directory.columns[6].range.high = 3 }
        try expectRefused("bounds of flags") { $0.directory.columns[5].range.high = 2 }
        try expectRefused("bounds of doubles") {
            $0.directory.columns[2].range.low = 0; $0.directory.columns[2].range.high = 1
        }
        try expectRefused("all missing") { $0.directory.columns[0].range.missing = 3 }
        try expectRefused("none missing") { $0.directory.columns[0].range = CellRange(missing: 0) }
    }

    /// Cells outside of what the directory says: the column comes from the files.
    @Test func cellsThatDoNotFit() throws {
        let cases: [(column: Int, place: Int, bytes: [UInt8])] = [
            (0, 0, [100]), (0, 1, [0x80]), (1, 0, [0xFF, 0x7F]), (3, 0, [0xFF, 0xFF]), (4, 7, [0x7F]), (5, 0, [3]),
            (5, 0, [255]), (6, 0, [3]), (6, 2, [255]), (6, 0, [0]),
            (2, 0, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]),
        ]
        for (column, place, bytes) in cases {
            var forgery = try Forgery(whole)
            forgery.change(\.cells, of: column, at: place, to: bytes)
            try Data(forgery.bytes).write(to: URL(fileURLWithPath: kept.cachePath + "/" + name))
            let cache = kept.cache()
            let table = try kept.read(cache)
            #expect(table.isFromSnapshot)
            expectEqual(table, fresh, "column \(column) \(bytes)")
            #expect(cache.hasWork, "column \(column) \(bytes)")
        }
    }

    @Test func textsThatDoNotFit() throws {
        for starts: [UInt32] in [[0, 1000, 8], [8, 0, 8], [0, 7, 100], [1, 7, 8], [0, 0xFFFF_FFFF, 8], [0, 9, 8]] {
            var forgery = try Forgery(whole)
            var texts = try #require(forgery.directory.columns[6].texts)
            for (index, start) in starts.enumerated() {
                withUnsafeBytes(of: start) { bytes in
                    for (offset, byte) in bytes.enumerated() {
                        forgery.body[texts.starts.start - 64 + index * 4 + offset] = byte
                    }
                }
            }
            let first = texts.starts.start - 64
            texts.starts.checksums = Array(forgery.body[first..<first + texts.starts.length]).withUnsafeBytes {
                memory in
                memory.baseAddress.map { [Checksum.block($0, memory.count, index: 0)] } ?? []
            }
            forgery.directory.columns[6].texts = texts
            try Data(forgery.bytes).write(to: URL(fileURLWithPath: kept.cachePath + "/" + name))
            let table = try kept.read(kept.cache())
            #expect(table.isFromSnapshot)
            expectEqual(table, fresh, "starts \(starts)")
        }
    }

    /// Any byte of the directory changed, checksums right: whatever comes of it, it ends.
    @Test func everyByteOfTheDirectory() throws {
        let header = try SnapshotHeader(Array(whole.prefix(64)))
        let body = Array(whole[64..<header.directoryStart])
        let directory = Array(whole[header.directoryStart...])
        let path = URL(fileURLWithPath: kept.cachePath + "/" + name)
        for place in directory.indices {
            var changed = directory
            changed[place] = [directory[place] ^ 0x80, directory[place] ^ 0x01, 0xFF][place % 3]
            try Data(Forgery.bytes(body, changed)).write(to: path)
            let table = try kept.read(kept.cache())
            for index in table.titles.indices {
                let column = table.column(index)
                for row in 0..<min(table.rowCount, 10) { _ = column.value(at: row) }
                _ = column.data
                _ = column.dictionary?.texts
            }
        }
    }
}
