import Foundation
import Testing
import Values

@testable import Tables

/// The pollutions of the Pollock benchmark, on a small file: `Benchmarks/Pollock` has them all and scores them.
struct PollockTests {
    struct Known: Decodable {
        struct File: Decodable {
            var name: String
            var titles: [String]?
            var damage: Int?
            var rows: [[String]]?
        }
        var rows: [[String]]
        var files: [File]
    }

    /// A table whose rows are not told apart.
    static let beyondReach: Set<String> = ["file_no_payload", "file_field_delimiter_0x20"]

    @Test func oneDamagedRowLeavesTheOthersAsTheyAre() throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../Benchmarks/Pollock/pollute.py"
        ).path
        let folder = try TemporaryFolder()
        let python = Process()
        python.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        python.arguments = ["python3", script, folder.path, "--lines", "14"]
        python.standardOutput = FileHandle.nullDevice
        guard (try? python.run()) != nil else { return }
        python.waitUntilExit()
        guard python.terminationStatus == 0 else {
            print("skipped: there is no python3")
            return
        }
        let data = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/expected.json"))
        let known = try JSONDecoder().decode(Known.self, from: data)
        #expect(known.files.count == 22 + 14 * 27)
        for file in known.files where !Self.beyondReach.contains(file.name) {
            let table = try readTable(
                path: folder.path + "/" + file.name + ".csv", displayName: file.name, options: ReadOptions())
            let meant = file.rows ?? known.rows
            #expect(table.rowCount == meant.count, "\(file.name)")
            if table.rowCount != meant.count { continue }
            // A damaged line of titles may lose the name of the last column, which has no cells.
            if file.damage != 0, let titles = file.titles {
                #expect(table.titles.map(\.title) == titles, "\(file.name)")
            }
            var damaged = 0
            for (number, row) in zip(1..., table.rows) where number != file.damage {
                // The second table of a file may lack a column.
                let width = max(row.count, meant[number - 1].count)
                let wanted = (meant[number - 1] + blanks(width - meant[number - 1].count)).map(meaning)
                let read = (row + blanks(width - row.count)).map(meaning)
                if read != wanted { damaged += 1 }
            }
            #expect(damaged == 0, "\(file.name)")
        }
    }

    private func blanks(_ count: Int) -> [String] { [String](repeating: "", count: count) }

    /// What a cell means, however it is written.
    private func meaning(_ cell: String) -> String {
        let parts = cell.split(separator: "/")
        if parts.count == 3, parts.allSatisfy({ Int($0) != nil }) { return "\(parts[2])-\(parts[1])-\(parts[0])" }
        let number = cell.hasPrefix("$") ? String(cell.dropFirst()) : cell
        return Double(number).map { "\($0)" } ?? cell
    }
}
