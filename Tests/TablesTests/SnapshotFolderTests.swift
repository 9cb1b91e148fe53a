import Foundation
import Testing
import Values

@testable import Tables

/// When a snapshot is used, and when not.
struct SnapshotFolderTests {
    private let kept: Kept

    init() throws { kept = try Kept("a,b\n1,x\n2,y\n") }

    private func isUsed() throws -> Bool {
        let table = try kept.read(kept.cache())
        expectEqual(table, try kept.fresh())
        return table.isFromSnapshot
    }

    @Test func onlyForTheUser() throws {
        try kept.keep()
        var status = stat()
        #expect(stat(kept.cachePath, &status) == 0 && status.st_mode & 0o777 == 0o700)
        #expect(stat(try #require(kept.snapshots.first), &status) == 0 && status.st_mode & 0o777 == 0o600)
        #expect(try isUsed())
    }

    @Test(arguments: [0o770, 0o707, 0o777, 0o702])
    func aFolderThatOthersMayWriteTo(mode: Int) throws {
        try kept.keep()
        chmod(kept.cachePath, mode_t(mode))
        #expect(try !isUsed())
        let before = try kept.snapshot()
        _ = try kept.folder.write("test.csv", "a,b\n3,z\n")
        kept.settle()
        try kept.keep()
        #expect(try kept.snapshot() == before)
        chmod(kept.cachePath, 0o700)
    }

    @Test func aFileThatOthersMayWriteTo() throws {
        try kept.keep()
        chmod(try #require(kept.snapshots.first), 0o620)
        #expect(try !isUsed())
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
    func anotherOwner() throws {
        try kept.keep()
        let path = try #require(kept.snapshots.first)
        chown(path, 65_534, 65_534)
        #expect(try !isUsed())
        chown(path, 0, 0)
        #expect(try isUsed())
        chown(kept.cachePath, 65_534, 65_534)
        #expect(try !isUsed())
    }

    @Test func links() throws {
        try kept.keep()
        let manager = FileManager.default
        let path = try #require(kept.snapshots.first)
        try manager.moveItem(atPath: path, toPath: kept.folder.path + "/elsewhere")
        try manager.createSymbolicLink(atPath: path, withDestinationPath: kept.folder.path + "/elsewhere")
        #expect(try !isUsed())
        try kept.keep()
        // The link was replaced, what it led to was not touched.
        #expect(try isUsed())
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: path)).elementsEqual(
                Data(contentsOf: URL(fileURLWithPath: kept.folder.path + "/elsewhere"))))

        try manager.moveItem(atPath: kept.cachePath, toPath: kept.folder.path + "/moved")
        try manager.createSymbolicLink(atPath: kept.cachePath, withDestinationPath: kept.folder.path + "/moved")
        #expect(try !isUsed())
    }

    @Test func pipesAndFoldersInItsPlace() throws {
        try kept.keep()
        let path = try #require(kept.snapshots.first)
        unlink(path)
        mkfifo(path, 0o600)
        #expect(try !isUsed())
        unlink(path)
        mkdir(path, 0o700)
        #expect(try !isUsed())
        try kept.keep()
        #expect(try !isUsed())
        #expect(kept.snapshots == [path])
    }

    @Test func noFolderCanBeMade() throws {
        _ = try kept.folder.write("file", "")
        for path in [kept.folder.path + "/file/cache", "/proc/nowhere/cache", ""] {
            let cache = SnapshotCache(path: path, program: "test", minimumSize: 0)
            expectEqual(try kept.read(cache), try kept.fresh())
            cache.write()
            #expect(!cache.hasWork)
        }
    }

    @Test func foldersAboveAreMade() throws {
        let cache = SnapshotCache(path: kept.folder.path + "/x/y/z", program: "test", minimumSize: 0)
        _ = try kept.read(cache)
        cache.write()
        let again = SnapshotCache(path: kept.folder.path + "/x/y/z", program: "test", minimumSize: 0)
        #expect(try kept.read(again).isFromSnapshot)
    }

    @Test func changedFiles() throws {
        try kept.keep()
        // The same size, and the same time set by hand.
        var status = stat()
        stat(kept.paths[0].path, &status)
        kept.settle()
        _ = try kept.folder.write("test.csv", "a,b\n1,x\n2,z\n")
        var times = [status.st_mtim, status.st_mtim]
        utimensat(AT_FDCWD, kept.paths[0].path, &times, 0)
        #expect(try !isUsed())
        kept.settle()
        try kept.keep()
        #expect(kept.snapshots.count == 1)
        #expect(try isUsed())
        // The same content in another file.
        let content = try Data(contentsOf: URL(fileURLWithPath: kept.paths[0].path))
        unlink(kept.paths[0].path)
        try content.write(to: URL(fileURLWithPath: kept.paths[0].path))
        #expect(try !isUsed())
    }

    @Test func otherOptionsAndPrograms() throws {
        try kept.keep()
        #expect(try isUsed())
        for options in [
            ReadOptions(delimiter: 0x3B), ReadOptions(quote: 0x27), ReadOptions(decimalMark: 0x2C),
            ReadOptions(encoding: .latin1), ReadOptions(dateOrder: .dmy), ReadOptions(skip: 0), ReadOptions(skip: 1),
            ReadOptions(hasHeader: false), ReadOptions(hasHeader: true),
        ] {
            kept.options = options
            #expect(try !isUsed())
            try kept.keep()
            #expect(try isUsed())
        }
        #expect(kept.snapshots.count == 10)
        kept.options = ReadOptions()
        kept.program = "another"
        #expect(try !isUsed())
        try kept.keep()
        #expect(try isUsed())
        #expect(kept.snapshots.count == 10)
    }

    @Test func changedWhileRead() throws {
        let cache = kept.cache()
        let table = try kept.read(cache)
        #expect(table.rowCount == 2)
        _ = try kept.folder.write("test.csv", "a,b\n1,x\n2,z\n")
        cache.write()
        #expect(kept.snapshots.isEmpty)
    }

    @Test func aTimeThatMayComeAgain() throws {
        func time(_ seconds: Int, _ nanoseconds: Int) -> FileState.Time {
            FileState.Time(timespec(tv_sec: seconds, tv_nsec: nanoseconds))
        }
        #expect(time(100, 5).mayRepeat(after: time(100, 5)))
        #expect(time(100, 5).mayRepeat(after: time(100, 19_000_005)))
        #expect(!time(100, 5).mayRepeat(after: time(100, 21_000_005)))
        #expect(!time(100, 999_999_999).mayRepeat(after: time(101, 100_000_000)))
        // A file system that counts whole seconds.
        #expect(time(100, 0).mayRepeat(after: time(101, 900_000_000)))
        #expect(!time(100, 0).mayRepeat(after: time(103, 0)))
        // From the future.
        #expect(time(200, 5).mayRepeat(after: time(100, 5)))
        #expect(time(.max, 5).mayRepeat(after: time(.min, 5)))
        #expect(!time(.min, 5).mayRepeat(after: time(.max, 5)))

        var future = timespec()
        clock_gettime(CLOCK_REALTIME, &future)
        future.tv_sec += 1000
        var times = [future, future]
        utimensat(AT_FDCWD, kept.paths[0].path, &times, 0)
        kept.settle()
        try kept.keep()
        #expect(kept.snapshots.isEmpty)
    }

    @Test func smallFilesAreNotKept() throws {
        let cache = SnapshotCache(path: kept.cachePath, program: "test")
        _ = try kept.read(cache)
        #expect(!cache.hasWork)
    }

    @Test func whatIsOfNoUseGoes() throws {
        try kept.keep()
        let stale = try #require(kept.snapshots.first)
        let second = try Kept("c\n1\n")
        func keepSecond(limit: Int = 4 << 30) throws {
            let cache = SnapshotCache(path: kept.cachePath, program: "test", minimumSize: 0, limit: limit)
            _ = try second.read(cache)
            cache.write()
        }
        _ = try kept.folder.write("cache/.quaestor-1-7.tmp", "of a process that runs")
        _ = try kept.folder.write("cache/.quaestor-999999999-7.tmp", "of one that does not")
        _ = try kept.folder.write("cache/note.txt", "not ours")
        _ = try kept.folder.write("cache/broken.snapshot", "broken")
        try keepSecond()
        let names = kept.snapshots.map { $0.split(separator: "/").last.map(String.init) ?? "" }
        #expect(names.contains(".quaestor-1-7.tmp") && names.contains("note.txt"))
        #expect(!names.contains(".quaestor-999999999-7.tmp") && !names.contains("broken.snapshot"))
        #expect(FileManager.default.fileExists(atPath: stale))

        // The source is gone.
        unlink(kept.paths[0].path)
        unlink(try #require(kept.snapshots.first { $0.hasSuffix(".snapshot") && $0 != stale }))
        try keepSecond()
        #expect(!FileManager.default.fileExists(atPath: stale))
        #expect(kept.snapshots.count == 3)
    }

    @Test func theOldestGoFirst() throws {
        try kept.keep()
        let first = try #require(kept.snapshots.first)
        let size = try kept.snapshot().count
        var times = [timespec(tv_sec: 1000, tv_nsec: 0), timespec(tv_sec: 1000, tv_nsec: 0)]
        utimensat(AT_FDCWD, first, &times, 0)
        kept.options = ReadOptions(hasHeader: true)
        try kept.keep()
        #expect(kept.snapshots.count == 2)
        // Using the first makes the second the oldest.
        let second = try #require(kept.snapshots.first { $0 != first })
        times = [timespec(tv_sec: 2000, tv_nsec: 0), timespec(tv_sec: 2000, tv_nsec: 0)]
        utimensat(AT_FDCWD, second, &times, 0)
        kept.options = ReadOptions()
        #expect(try isUsed())
        kept.options = ReadOptions(skip: 0)
        kept.limit = size * 5 / 2
        try kept.keep()
        #expect(kept.snapshots.count == 2)
        #expect(kept.snapshots.contains(first) && !kept.snapshots.contains(second))
        // One that is larger than all may be is not written.
        kept.options = ReadOptions(skip: 0, hasHeader: true)
        kept.limit = 200
        try kept.keep()
        #expect(try !isUsed())
        #expect(!kept.snapshots.contains { $0.hasSuffix(".tmp") })
    }

    @Test func severalAtOnce() throws {
        var text = "id,name\n"
        for row in 0..<20_000 { text += "\(row),name \(row % 777)\n" }
        let kept = try Kept(text)
        let fresh = try kept.fresh()
        let paths = kept.paths
        let path = kept.cachePath
        let sums = (0..<fresh.titles.count).map { fresh.column($0).missingCount }
        DispatchQueue.concurrentPerform(iterations: 16) { number in
            let cache = SnapshotCache(path: path, program: "test \(number % 2)", minimumSize: 0)
            for _ in 0..<3 {
                guard let table = try? readTables(paths: paths, options: ReadOptions(), snapshots: cache) else {
                    Issue.record("cannot be read")
                    return
                }
                if number % 3 == 0 { cache.write() }
                #expect((0..<table.titles.count).map { table.column($0).missingCount } == sums)
                #expect(table.column(1).value(at: 778) == .text("name 1"))
                cache.write()
            }
        }
        #expect(kept.snapshots.count == 1)
        expectEqual(try kept.read(kept.cache()), fresh)
    }

    @Test func cancelled() throws {
        let cache = kept.cache()
        _ = try kept.read(cache)
        cache.write { true }
        #expect(kept.snapshots.isEmpty)
    }
}
