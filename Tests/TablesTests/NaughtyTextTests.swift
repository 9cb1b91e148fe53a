import Foundation
import Testing
import Values

@testable import Tables

/// Texts that programs trip over come back as they are, from every kind of file.
struct NaughtyTextTests {
    static let texts: [String] = {
        let text = try? Data(contentsOf: URL(fileURLWithPath: fixtures + "/blns/blns.json.base64"))
        let data = text.flatMap { Data(base64Encoded: $0, options: .ignoreUnknownCharacters) }
        return (data.flatMap { try? JSONDecoder().decode([String].self, from: $0) }) ?? []
    }()

    /// Cells of nothing but spaces, or of a mark without width, are missing; texts are kept in one normal form.
    func check(_ table: Table) throws {
        #expect(table.rowCount == Self.texts.count)
        let read = table.texts(1)
        for (cell, text) in zip(read, Self.texts) {
            let isBlank = text.unicodeScalars.allSatisfy { $0 == " " || $0 == "\t" || $0 == "\u{FEFF}" }
            #expect((cell ?? "").utf8.elementsEqual(isBlank ? "".utf8 : text.composed.utf8), "\(text)")
        }
        #expect(table.problems.isEmpty)
    }

    @Test func theListIsThere() { #expect(Self.texts.count > 500) }

    @Test(arguments: [",", ";", "\t", "|"])
    func delimited(_ delimiter: String) throws {
        let rows = Self.texts.enumerated().map {
            "\($0)\(delimiter)\"\($1.replacingOccurrences(of: "\"", with: "\"\""))\"\n"
        }
        try check(table("id\(delimiter)text\n" + rows.joined(), options: ReadOptions(encoding: .utf8)))
    }

    @Test func json() throws {
        struct Row: Encodable {
            var id: Int
            var text: String
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let rows = Self.texts.enumerated().map { Row(id: $0, text: $1) }
        let array = try encoder.encode(rows)
        try check(table(bytes: Array(array), name: "x.json"))
        let lines = try rows.map { try encoder.encode($0) + [0x0A] }.joined()
        try check(table(bytes: Array(lines), name: "x.ndjson"))
    }
}
