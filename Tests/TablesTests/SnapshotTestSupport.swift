import Foundation
import Testing
import Values

@testable import Tables

/// A folder with files, old enough to be kept, and one of snapshots.
final class Kept {
    let folder: TemporaryFolder
    var options = ReadOptions()
    var program = "test"
    var limit = 4 << 30
    /// Bytes of the shortest column that is not copied; nil for what is usual.
    var mapsFrom: Int?
    private(set) var paths: [(path: String, displayName: String)] = []

    init(_ files: [(name: String, bytes: [UInt8])]) throws {
        folder = try TemporaryFolder()
        for (name, bytes) in files {
            paths.append((try folder.write(name, bytes), name))
        }
        settle()
    }

    convenience init(_ text: String) throws { try self.init([("test.csv", Array(text.utf8))]) }

    /// Waits until a change of a file could no longer bear the same time.
    func settle() { usleep(25_000) }

    var cachePath: String { folder.path + "/cache" }

    func cache() -> SnapshotCache {
        SnapshotCache(path: cachePath, program: program, minimumSize: 0, limit: limit, mapsFrom: mapsFrom)
    }

    func fresh() throws -> Table { try readTables(paths: paths, options: options) }

    func read(_ cache: SnapshotCache) throws -> Table {
        try readTables(paths: paths, options: options, snapshots: cache)
    }

    /// Reads the files and writes their snapshot.
    func keep() throws {
        let cache = cache()
        _ = try read(cache)
        cache.write()
    }

    /// The paths of the snapshots.
    var snapshots: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: cachePath)) ?? []).sorted().map { cachePath + "/" + $0 }
    }

    func snapshot() throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(fileURLWithPath: try #require(snapshots.first))))
    }

    /// Puts other bytes in the place of the snapshot, as a careless hand does.
    func setSnapshot(_ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: try #require(snapshots.first)))
    }
}

extension Table {
    var isFromSnapshot: Bool {
        Mirror(reflecting: self).descendant("source").flatMap { Mirror(reflecting: $0).descendant("columns") }
            is SnapshotColumns
    }
}

/// Everything that is known of two tables is the same.
func expectEqual(_ left: Table, _ right: Table, _ comment: String = "", at location: SourceLocation = #_sourceLocation)
{
    if let found = difference(left, right, byCode: true) {
        Issue.record("\(comment) \(found)", sourceLocation: location)
    }
}
