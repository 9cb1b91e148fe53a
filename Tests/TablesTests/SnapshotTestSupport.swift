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

    func cache() -> SnapshotCache { SnapshotCache(path: cachePath, program: program, minimumSize: 0, limit: limit) }

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
    func check<Part: Equatable>(_ part: String, _ one: Part, _ other: Part) {
        if one != other { Issue.record("\(comment) \(part): \(one) and \(other)", sourceLocation: location) }
    }
    check("files", left.files, right.files)
    check("titles", left.titles, right.titles)
    check("rows", left.rowCount, right.rowCount)
    check("decisions", left.decisions, right.decisions)
    check("problems", left.problems, right.problems)
    check("problem count", left.problemCount, right.problemCount)
    guard left.titles.count == right.titles.count else { return }
    for (index, title) in left.titles.enumerated() {
        let one = left.column(index)
        let other = right.column(index)
        check("\(title.name): type", one.type, other.type)
        check("\(title.name): missing", one.missingCount, other.missingCount)
        check("\(title.name): currency", one.currency, other.currency)
        check("\(title.name): decisions", one.decisions, other.decisions)
        check("\(title.name): problems", one.problems, other.problems)
        check("\(title.name): cells", Cells(one.data), Cells(other.data))
    }
}

/// Cells that can be compared, missing ones too.
private enum Cells: Equatable {
    case scaled([Int64], Int)
    case floats([UInt64])
    case days([Int32])
    case moments([Int64])
    case booleans([UInt8])
    case texts([Int32], [[UInt8]])

    init(_ data: ColumnData) {
        switch data {
        case .scaled(let cells, let scale): self = .scaled(cells, scale)
        case .floats(let cells): self = .floats(cells.map(\.bitPattern))
        case .days(let cells): self = .days(cells)
        case .moments(let cells): self = .moments(cells)
        case .booleans(let cells): self = .booleans(cells)
        case .texts(let cells, let dictionary):
            self = .texts(cells, (0..<dictionary.count).map { dictionary.withBytes($0) { Array($0) } })
        }
    }
}
