import Foundation
import Language
import Tables
import Testing
import Values

@testable import Warehouse

private let spark = ProcessInfo.processInfo.environment["QUAESTOR_SPARK"]

/// Spark with two executors, where `Scripts/engines up spark` has started it.
@Suite("Spark by its driver", .serialized, .enabled(if: spark != nil))
struct SparkTests {
    private func connection() throws -> ADBCConnection {
        try ADBCConnection(
            ConnectionDefinition(
                name: Label("lake", span: .none), driver: Label("spark", span: .none),
                options: [.init(name: Label("uri", span: .none), value: .text(Label(spark ?? "", span: .none)))]))
    }

    /// Of parts that are each some tenths of a second long, of which both executors have to do their share: the sum of
    /// what remains of `id * 7919` by 1009, by tens, for half a million numbers a part.
    private static func longQuery(parts: Int) -> String {
        """
        SELECT CAST(g AS BIGINT) AS g, COUNT(*) AS n, SUM(x) AS x FROM (
          SELECT id % 10 AS g, (id * 7919) % 1009 AS x FROM RANGE(0, \(parts * 500_000), 1, \(parts))
          WHERE LENGTH(SHA2(CAST(id AS STRING), 256)) = 64
        ) GROUP BY g ORDER BY g
        """
    }

    /// The processes that compute, by what they were started with.
    private static func executors() -> [Int32] {
        let folder = ProcessInfo.processInfo.environment["QUAESTOR_SPARK_WORK"] ?? "nowhere"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap(Int32.init).filter { process in
            guard let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") else { return false }
            let text = String(decoding: line, as: UTF8.self)
            let place = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd")) ?? ""
            return text.contains("CoarseGrainedExecutorBackend") && place.hasPrefix(folder)
        }
    }

    /// How often the executors, also those that are gone, have noted something in their logs, which lie beside each other.
    private static func noted(_ words: String) -> Int {
        let place = executors().first.flatMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\($0)/cwd")
        }
        guard let place else { return 0 }
        let folder = URL(fileURLWithPath: place).deletingLastPathComponent()
        let logs = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return logs.reduce(0) { count, log in
            let text = try? String(contentsOf: log.appendingPathComponent("stderr"), encoding: .utf8)
            return count + (text?.components(separatedBy: words).count ?? 1) - 1
        }
    }

    private func text(_ set: ResultSet) -> [String] {
        (0..<set.rowCount).map { row in
            set.columns.map { $0.value(at: row).plainText }.joined(separator: " ")
        }
    }

    @Test("an executor killed in the middle of a query is made up for, and the answer is right")
    func killed() throws {
        let lake = try connection()
        _ = try lake.rows(of: "SELECT 1")
        let before = Self.executors()
        try #require(before.count == 2, "two executors")
        let killer = Thread {
            usleep(3_000_000)
            kill(before[0], SIGKILL)
        }
        let start = Date()
        killer.start()
        let found = try lake.rows(of: Self.longQuery(parts: 200))
        #expect(Date().timeIntervalSince(start) > 3.2, "the query was over before anything was killed")
        #expect(!Self.executors().contains(before[0]))
        // Counted here: 7919 and 1009 have no divisor in common, so the remainders of a tenth of the numbers do not
        // come out even; they are added up one by one.
        var expected = [(n: Int, x: Int)](repeating: (0, 0), count: 10)
        for id in 0..<1_009_0 { expected[id % 10].x += id * 7919 % 1009 }
        // 100,000,000 = 9910 · 10,090 + 8100.
        for group in 0..<10 { expected[group].x *= 9910 }
        for id in 0..<8100 { expected[id % 10].x += id * 7919 % 1009 }
        #expect(text(found) == expected.indices.map { "\($0) 10000000 \(expected[$0].x)" })
        #expect(try text(lake.rows(of: "SELECT 7")) == ["7"])
    }

    @Test("a stopped question ends within two seconds, at Spark too, and the connection goes on")
    func cancel() throws {
        let lake = try connection()
        _ = try lake.rows(of: "SELECT 1")
        let before = Self.noted(" killed task ")
        let start = Date()
        let work = Work { Date().timeIntervalSince(start) > 2 }
        var failure: Diagnostic?
        // It would take some minutes.
        let query = Self.longQuery(parts: 10_000)
        work.run { do { _ = try lake.rows(of: query) } catch { failure = error as? Diagnostic } }
        #expect(failure?.isInterruption == true)
        #expect(Date().timeIntervalSince(start) < 4)
        #expect(try text(lake.rows(of: "SELECT 7")) == ["7"])
        // Spark has given up the job, and the executors the tasks that ran.
        let areKilled = (0..<60).contains { _ in
            usleep(500_000)
            return Self.noted(" killed task ") > before
        }
        #expect(areKilled, "the executors go on")
    }

    @Test("every type is what it says, and exact")
    func types() throws {
        let found = try connection().rows(
            of: """
                SELECT CAST(1 AS TINYINT), 9007199254740993L, CAST('123456789012345.67' AS DECIMAL(20, 2)), 0.1D, true,
                'Zoë''s \\\\', CAST(NULL AS STRING), DATE '2024-02-29', TIMESTAMP '2024-03-31 01:30:00.25'
                """)
        #expect(
            text(found) == [
                "1 9007199254740993 123456789012345.67 0.1 true Zoë's \\  2024-02-29 2024-03-31 01:30:00.25"
            ])
    }

    @Test("what is wrong is told by its kind, and the connection goes on")
    func errors() throws {
        let lake = try connection()
        func code(_ sql: String) -> String? {
            do { _ = try lake.rows(of: sql) } catch { return (error as? Diagnostic)?.code }
            return nil
        }
        #expect(code("SELECT * FROM nowhere") == "table-missing")
        #expect(code("SELECT nothing FROM RANGE(3)") == "column-missing")
        #expect(code("SELEC 1") == "query-failed")
        #expect(code("SELECT 1 / (id - 1) FROM RANGE(3)") == "query-failed")
        #expect(try text(lake.rows(of: "SELECT 7")) == ["7"])
    }
}
