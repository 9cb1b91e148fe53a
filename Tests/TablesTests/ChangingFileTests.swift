import Foundation
import Synchronization
import Testing
import Values

@testable import Tables

/// Files that are written to, cut and replaced while they are read: each reading is of one state of the file, or says that
/// there was none.
@Suite(.serialized)
struct ChangingFileTests {
    private let folder: String
    private var path: String { folder + "/t.csv" }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("changing-" + UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// Each state has its own letter in every row, and its own number of rows.
    private static func content(_ state: Int) -> [UInt8] {
        let letter = ["a", "b", "c", "d"][state % 4]
        return Array(("id,name\n" + (0..<(30_000 + state % 4 * 5_000)).map { "\($0),\(letter)\n" }.joined()).utf8)
    }

    /// Reads again and again while `change` is done again and again, and counts what came of it.
    private func read(
        streamed: Bool, isWhole: Bool, while change: @escaping @Sendable (String, Int) -> Void
    ) throws -> (whole: Int, told: Int) {
        try Data(Self.content(0)).write(to: URL(fileURLWithPath: path))
        let isOver = Mutex(false)
        let done = DispatchSemaphore(value: 0)
        let target = path
        Thread.detachNewThread {
            var state = 1
            while !isOver.withLock({ $0 }) {
                change(target, state)
                usleep(3_000)
                state += 1
            }
            done.signal()
        }
        defer {
            isOver.withLock { $0 = true }
            done.wait()
            try? FileManager.default.removeItem(atPath: folder)
        }
        var (whole, told) = (0, 0)
        for _ in 0..<25 {
            do throws(Diagnostic) {
                let column: Column
                // What cannot be streamed is read whole.
                if streamed,
                    let table = StreamedTable(path: path, displayName: "t.csv", options: .init(), chunkSize: 20_000)
                {
                    try table.prepare([0, 1], wantsCodes: true) { false }
                    column = table.column(1)
                } else {
                    column = try readTables(paths: [(path, "t.csv")], options: ReadOptions()).column(1)
                }
                // Half a file ends anywhere in its last row.
                let letters = Set((0..<(column.count - (isWhole ? 0 : 1))).map { column.value(at: $0).plainText })
                #expect(letters.count == 1, "a mixture of \(letters)")
                let rows = 30_000 + (["a", "b", "c", "d"].firstIndex(of: letters.first ?? "") ?? -1) * 5_000
                #expect(isWhole ? column.count == rows : column.count <= rows)
                whole += 1
            } catch {
                #expect(["file-changed", "file-empty", "file-not-found", "file-read"].contains(error.code), "\(error)")
                told += 1
            }
        }
        return (whole, told)
    }

    @Test(arguments: [false, true])
    func replaced(streamed: Bool) throws {
        let counts = try read(streamed: streamed, isWhole: true) { path, state in
            FileManager.default.createFile(atPath: path + ".new", contents: Data(Self.content(state)))
            rename(path + ".new", path)
        }
        // A file that is replaced stays whole for whoever has opened it.
        #expect(counts.whole == 25 && counts.told == 0)
    }

    @Test(arguments: [false, true])
    func writtenOverFromTheBeginning(streamed: Bool) throws {
        let counts = try read(streamed: streamed, isWhole: false) { path, state in
            let descriptor = open(path, O_WRONLY | O_TRUNC)
            for part in stride(from: 0, to: Self.content(state).count, by: 40_000) {
                let piece = Array(Self.content(state).dropFirst(part).prefix(40_000))
                _ = write(descriptor, piece, piece.count)
                usleep(5_000)
            }
            close(descriptor)
            usleep(60_000)
        }
        // What is there of a file that is being written is one state of it.
        #expect(counts.whole + counts.told == 25)
    }
}
