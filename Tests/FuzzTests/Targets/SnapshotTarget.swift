// With: TablesTests/TableComparison.swift TablesTests/SnapshotForgery.swift
import Glibc
import Values

#if canImport(TablesTests)
    @testable import TablesTests
#endif
@testable import Tables

/// A snapshot with other bytes: damage is noticed and the table comes from the file; what was forged together with its
/// checksums ends well.
enum SnapshotTarget: FuzzTarget {
    private static let text = """
        id,price,ratio,day,moment,flag,name
        1,1.50,1e300,2024-02-29,2024-02-29 10:11:12.5,true,Zürich
        2,,,,,,
        3,-0.25,-2.5e-8,1900-01-01,1900-01-01 00:00:00,false,b

        """

    /// A file, what is read from it, and its snapshot.
    private struct Kept {
        let paths: [(path: String, displayName: String)]
        let fresh: Table
        let snapshot: [UInt8]
        /// In the scratch folder.
        let snapshotName: String

        init?() {
            let folder = scratchFolder + "/snapshots-of-test"
            mkdir(folder, 0o700)
            paths = [(folder + "/test.csv", "test.csv")]
            ScratchFile("snapshots-of-test/test.csv").fill(Array(SnapshotTarget.text.utf8))
            // Until a change of the file could no longer bear the same time.
            usleep(25_000)
            let cache = Self.cache(folder)
            guard let key = SnapshotKey(paths: paths, options: ReadOptions(), program: "fuzz"),
                let fresh = try? readTables(paths: paths, options: ReadOptions(), snapshots: cache)
            else { return nil }
            cache.write()
            self.fresh = fresh
            snapshotName = "snapshots-of-test/cache/" + key.name + ".snapshot"
            guard let bytes = try? readBytes(path: scratchFolder + "/" + snapshotName, displayName: "snapshot").buffer
            else { return nil }
            snapshot = Array(UnsafeBufferPointer(start: bytes.start, count: bytes.count))
        }

        static func cache(_ folder: String, isMapped: Bool = false) -> SnapshotCache {
            SnapshotCache(path: folder + "/cache", program: "fuzz", minimumSize: 0, mapsFrom: isMapped ? 1 : nil)
        }

        func read(_ bytes: [UInt8], isMapped: Bool) throws -> Table {
            ScratchFile(snapshotName).fill(bytes)
            return try readTables(
                paths: paths, options: ReadOptions(),
                snapshots: Self.cache(scratchFolder + "/snapshots-of-test", isMapped: isMapped))
        }
    }

    private static let kept = Kept()

    static func problem(_ bytes: [UInt8]) -> String? {
        guard let kept else { return "no snapshot was written" }
        var input = InputReader(bytes)
        let first = input.byte()
        let (kind, isMapped) = (first % 4, first >= 128)
        func table(_ bytes: [UInt8]) throws -> Table { try kept.read(bytes, isMapped: isMapped) }
        do {
            switch kind {
            case 0: return difference(try table(damaged(kept.snapshot, &input)), kept.fresh, byCode: true)
            case 1: return difference(try table(input.bytes()), kept.fresh, byCode: true)
            default: touch(try table(try forged(kept.snapshot, &input, isDirectory: kind == 2)))
            }
        } catch {
            return error is Damaged ? nil : "\(error)"
        }
        return nil
    }

    /// Changed bytes, each as a place and what is put there; a place behind the end cuts.
    private static func damaged(_ whole: [UInt8], _ input: inout InputReader) -> [UInt8] {
        var bytes = whole
        while !input.isAtEnd, !bytes.isEmpty {
            let place = Int(input.number(2)) % (whole.count + 64)
            let byte = input.byte()
            if place < bytes.count { bytes[place] = byte } else { bytes.removeLast(Int(byte) % bytes.count) }
        }
        return bytes
    }

    /// The same, with right checksums: of the directory, or of a column's cells.
    private static func forged(
        _ whole: [UInt8], _ input: inout InputReader, isDirectory: Bool
    ) throws -> [UInt8] {
        var forgery = try Forgery(whole)
        guard !isDirectory else {
            var directory = forgery.directory.bytes
            while !input.isAtEnd, !directory.isEmpty {
                directory[Int(input.number(2)) % directory.count] = input.byte()
            }
            return Forgery.bytes(forgery.body, directory)
        }
        while !input.isAtEnd {
            let column = Int(input.byte()) % forgery.directory.columns.count
            let length = forgery.directory.columns[column].cells.length
            guard length > 0 else { continue }
            forgery.change(\.cells, of: column, at: Int(input.byte()) % length, to: [input.byte()])
        }
        return forgery.bytes
    }

    /// Looks at everything.
    private static func touch(_ table: Table) {
        for index in table.titles.indices.prefix(20) {
            let column = table.column(index)
            for row in 0..<min(table.rowCount, 10) { _ = column.value(at: row) }
            _ = column.data
            _ = column.dictionary?.texts
        }
    }
}
