import Foundation
import Testing
import Values

@testable import Tables

/// Columns that are read where their snapshot is mapped stay as they were, whatever others do to the file.
///
/// In turn: each test counts what the whole process has seen.
@Suite(.serialized) struct SnapshotMappingTests {
    private static let rows = 4000
    private static let text =
        "id,amount,name\n" + (0..<rows).map { "\($0),\($0 % 977).25,name \($0 % 300)\n" }.joined()

    private func kept() throws -> Kept {
        let kept = try Kept(Self.text)
        kept.mapsFrom = 1
        try kept.keep()
        return kept
    }

    /// The sum of the ids from 0 to 3,999, and that of the amounts, in hundredths: four whole rounds of 0 … 976 and one of
    /// 0 … 91, and a quarter for each row.
    private func sums(_ table: Table) -> [Int64] {
        (0..<2).map { index in
            let column = table.column(index)
            return (0..<table.rowCount).reduce(0) { $0 + (column.narrow?.cell(at: $1) ?? 0) }
        }
    }

    private static let expected: [Int64] = [7_998_000, (4 * 476_776 + 4186) * 100 + 4000 * 25]

    @Test(arguments: ["cut", "filled with zeros", "written by another process", "cut by another process"])
    func changedWhileInUse(how: String) throws {
        let kept = try kept()
        let table = try kept.read(kept.cache())
        #expect(table.isFromSnapshot)
        #expect(sums(table) == Self.expected)
        let before = SnapshotMapping.failures
        let path = try #require(kept.snapshots.first)
        let size = try kept.snapshot().count
        let start = ContinuousClock.now
        switch how {
        case "cut": #expect(truncate(path, 0) == 0)
        case "filled with zeros":
            let file = open(path, O_WRONLY)
            #expect(file >= 0)
            let zeros = [UInt8](repeating: 0, count: size)
            #expect(zeros.withUnsafeBytes { pwrite(file, $0.baseAddress, size, 0) } == size)
            close(file)
        default:
            let command = how.hasPrefix("cut") ? ":>\"$0\"" : "head -c \(size) /dev/urandom | dd of=\"$0\" conv=notrunc"
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", command, path]
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
        // The kernel would let the other one wait for 45 seconds.
        #expect(ContinuousClock.now - start < .seconds(20))
        #expect(sums(table) == Self.expected)
        #expect(SnapshotMapping.failures == before)
        // A column that was not read yet comes from the file.
        #expect(table.column(2).dictionary?.count == 300)
    }

    /// Several tables over the same snapshot, let go of in any order.
    @Test func severalAtOnce() throws {
        let kept = try kept()
        var tables = try (0..<70).map { _ in try kept.read(kept.cache()) }
        for table in tables { #expect(sums(table) == Self.expected) }
        for index in stride(from: 60, through: 0, by: -3) { tables.remove(at: index) }
        #expect(truncate(try #require(kept.snapshots.first), 10) == 0)
        for table in tables { #expect(sums(table) == Self.expected) }
        tables.removeAll()
        let cache = kept.cache()
        expectEqual(try kept.read(cache), try kept.fresh())
        #expect(cache.hasWork)
    }

    /// Where somebody may be writing at this very time there is no mapping.
    @Test func openForWriting() throws {
        let kept = try kept()
        let path = try #require(kept.snapshots.first)
        let writer = open(path, O_WRONLY)
        #expect(writer >= 0)
        let reader = open(path, O_RDONLY)
        let size = try kept.snapshot().count
        #expect(SnapshotMapping(reader, length: size, parts: 4) == nil)
        let cache = kept.cache()
        let table = try kept.read(cache)
        #expect(sums(table) == Self.expected)
        #expect(!cache.hasWork)
        close(writer)
        let mapping = try #require(SnapshotMapping(reader, length: size, parts: 2))
        #expect(SnapshotMapping(reader, length: size + 1, parts: 2) == nil)
        #expect(mapping.hold(0, 64, padding: size - 64) != nil)
        #expect(mapping.hold(0, 64, padding: size - 63) == nil)
        #expect(mapping.hold(-64, 64, padding: 0) == nil)
        #expect(mapping.hold(64, Int.max, padding: 64) == nil)
        #expect(mapping.hold(size - 64, 64, padding: 0) != nil)
        #expect(mapping.hold(0, 64, padding: 0) == nil, "the third of two")
        close(reader)
    }

    /// Threads that read while the file is taken away see nothing of it.
    @Test func readMeanwhile() throws {
        let kept = try kept()
        for _ in 0..<20 {
            let cache = kept.cache()
            let table = try kept.read(cache)
            #expect(table.isFromSnapshot)
            let whole = try kept.snapshot()
            let path = try #require(kept.snapshots.first)
            concurrently(4) { index in
                if index == 0 {
                    #expect(truncate(path, 0) == 0)
                } else {
                    for _ in 0..<20 { #expect(sums(table) == Self.expected) }
                }
            }
            #expect(cache.failure == nil)
            try Data(whole).write(to: URL(fileURLWithPath: path))
        }
    }
}
