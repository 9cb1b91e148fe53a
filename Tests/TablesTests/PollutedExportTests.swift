import Foundation
import Testing

@testable import Tables

/// Files that tools make of a table are that table again, without a hint.
///
/// $QUAESTOR_EXPORTS is how many are made, $QUAESTOR_SEED the first of their seeds.
struct PollutedExportTests {
    private static func number(_ name: String, _ usual: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual
    }

    @Test func exportsAreTheTablesThatTheyWereMadeOf() throws {
        let first = Self.number("QUAESTOR_SEED", 1)
        for seed in first..<first + Self.number("QUAESTOR_EXPORTS", 80) {
            let export = PollutedExport(seed: seed)
            for text in [export.text, export.text.replacing("\n", with: "\r\n")] {
                let path = try temporaryFile("export.csv", text)
                defer { try? FileManager.default.removeItem(atPath: path) }
                let table = try readTable(path: path, displayName: "export.csv", options: ReadOptions())
                let what: Comment = "seed \(seed): \(export.marks.joined(separator: ", "))\n\(text)"
                #expect(table.titles.map(\.title) == PollutedExport.titles, what)
                #expect(table.rows == export.rows, what)
                #expect(sectionCount(path: path, options: ReadOptions()) == 1, what)
                try compare(path, chunkSize: 300)
            }
        }
    }
}
