import Foundation
import Testing

/// Snapshots as the program uses them from one start to the next.
struct SnapshotProgramTests {
    private let place: ProgramRun

    init() throws {
        place = try ProgramRun()
        try write(rows: 60_000)
    }

    private func write(rows: Int) throws {
        var text = "id,team,amount,close_date\n"
        for row in 0..<rows {
            text += "\(row),\(row % 7 == 0 ? "" : "Team \(row % 5)"),\(row % 1000).50,2025-0\(row % 9 + 1)-15\n"
        }
        text += "60000,Team 1\n60001,Team 1,0.25,2025-01-01,more\n"
        try place.write(text, to: "deals.csv")
        // A file that was changed this very moment is not kept.
        usleep(25_000)
    }

    private var cache: URL { place.folder.appendingPathComponent("cache/quaestor") }

    private var snapshots: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: cache.path)) ?? []).sorted()
    }

    /// What questions about the file put out, warnings included.
    private func ask(_ options: [String] = [], limit: String = "true") throws -> String {
        let questions = [
            "-c", "show sum(deals.amount) as total, count(deals) as n by team", "-c", "describe deals",
            "-c", "rows deals limit 3 as csv",
        ]
        let told = try place.run(["deals.csv"] + options + questions, shell: "\(limit); exec \"$0\" \"$@\"")
        #expect(told.code == 0, "\(told.text)")
        return told.text
    }

    @Test func `the second start answers from the snapshot, and the same`() throws {
        let wanted = try ask(["--no-cache"])
        #expect(wanted.contains("60,002 rows") && wanted.contains("2 problems"))
        #expect(!FileManager.default.fileExists(atPath: cache.path))

        #expect(try ask() == wanted)
        #expect(snapshots.count == 1)
        let name = try #require(snapshots.first)
        let snapshot = try Data(contentsOf: cache.appendingPathComponent(name))

        // That it is used shows in that another time is noted for it.
        let long = Date(timeIntervalSince1970: 1000)
        let path = cache.appendingPathComponent(name).path
        try FileManager.default.setAttributes([.modificationDate: long], ofItemAtPath: path)
        #expect(try ask(["--no-cache"]) == wanted)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date == long)
        #expect(try ask() == wanted)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date != long)
        #expect(snapshots == [name])

        // Damaged, it is written anew.
        var damaged = snapshot
        damaged[snapshot.count / 3] ^= 1
        try damaged.write(to: cache.appendingPathComponent(name))
        #expect(try ask() == wanted)
        #expect(try Data(contentsOf: cache.appendingPathComponent(name)) == snapshot)

        // Another content, another answer.
        try write(rows: 59_999)
        #expect(try ask().contains("60,001 rows"))
        #expect(try ask() == ask(["--no-cache"]))
        #expect(snapshots == [name])
    }

    @Test func `where it cannot be written there is none, and nothing is said`() throws {
        let wanted = try ask(["--no-cache"])
        #expect(try ask(limit: "ulimit -f 64") == wanted)
        #expect(snapshots.isEmpty)
        #expect(try ask(limit: "unset HOME XDG_CACHE_HOME") == wanted)
        try place.write("", to: "cache/quaestor.file")
        #expect(try ask(limit: "export XDG_CACHE_HOME=$PWD/cache/quaestor.file") == wanted)
        #expect(try ask() == wanted)
        #expect(snapshots.count == 1)
    }
}
